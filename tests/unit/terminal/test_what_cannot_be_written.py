"""What a command found is on the screen, whatever becomes of the file that it was to write; what lay there stays."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest

import main
from checker.machine import keeping
from checker.machine.machine import Machine
from checker.machine.phone import finder
from checker.machine.recording import Recorder
from checker.report.verify.codes import Code
from checker.terminal import console
from checker.terminal.exits import Exit
from tests.unit.report import office, pki
from tests.worlds.world import World

OLD = b"yesterday's result"

# Each output of each command: how it is asked for in a folder, and what has to be said all the same.
OUTPUTS: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("audit", "--json"): (("--replay", "recording/recording.json"), "could not check"),
    ("audit", "--record"): (("--replay", "recording/recording.json"), "could not check"),
    ("documents", "--json"): (("--workers", "1", "--no-cache", "marked"), "Suspected markings were found"),
    ("residue", "--json"): (("stick.img",), "Not checked"),
    ("phones", "--json"): ((), "No phone was found"),
    ("checks", "--json"): ((), "Covered by"),
    ("verify", "--json"): (("reports", "--trust", "trust"), "1.dsse.json"),
    ("rollup", "--csv"): (("reports", "--trust", "trust"), "By item"),
    ("rollup", "--ndjson"): (("reports", "--trust", "trust"), "By item"),
    ("rollup", "--form"): (("reports", "--trust", "trust"), "By item"),
    ("campaign", "new"): (("--name", "Q4", "--since", "2026-10-01", "--until", "2026-12-31"), "Could not write"),
    ("keys", "new"): (("--unit", "某局", "--name", "李四"), "Could not write"),
    ("report", "--pdf"): (("result.json",), "Could not write"),
    ("dispose", "--pdf"): (
        ("--register", "--unit", "某局", "--operator", "李四", "--witness", "王五", "--approver", "赵六"),
        "Could not write",
    ),
    ("update", "--make"): (
        ("--sign", "key.p12", "--until", (pki.NOW + timedelta(days=30)).date().isoformat()),
        "Could not write",
    ),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with something for each command, and ``out/old`` for results."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(finder, "phones", lambda: ())
    monkeypatch.setattr(console.getpass, "getpass", lambda *_, **__: "long enough")
    recorder = Recorder(World(files={"/etc/machine-id": "abc\n"}))
    machine = Machine(recorder)
    assert machine.host
    assert machine.text("/etc/machine-id", 1 << 10)
    recorder.save(tmp_path / "recording")
    (tmp_path / "marked").mkdir()
    (tmp_path / "marked" / "a.txt").write_text("机密★10年\n关于印发某某工作方案的通知\n", "utf-8")
    (tmp_path / "stick.img").write_bytes(bytes(1 << 20))
    office.two_quarters(tmp_path / "reports")
    office.trusted(tmp_path / "trust")
    (tmp_path / "key.p12").write_bytes(pki.p12(pki.inspector(), "long enough"))
    (tmp_path / "out").mkdir()
    main.main(["audit", "--replay", "recording/recording.json", "--json", "result.json"])
    gone = ["--decision", "destroy", "--done", "physical", "--tool", "销毁中心", "--by", "李四"]
    main.main(["dispose", "--unread", "phone", "--asset-number", "A1", "--level", "秘密", *gone, "--store", "store"])
    return tmp_path


def run(command: str, output: str, to: Path) -> int:
    words, _ = OUTPUTS[command, output]
    store = () if command in ("phones", "checks", "keys") else ("--store", "store")
    return main.main(["--language", "en", command, output, str(to), *words, *store])


def unwritable(folder: Path, _: pytest.MonkeyPatch) -> Path:
    """A folder that is a file."""
    (folder / "file").write_bytes(b"")
    return folder / "file" / "x"


def full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(keeping.os, "fsync", fsync)
    return folder / "new"


def unreachable(folder: Path, _: pytest.MonkeyPatch) -> Path:
    """Where the system does not say whether there is something, as in a folder that is shut (root may enter those)."""
    return folder / ("x" * 300)


def vanishing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its folder is there until the moment it is written."""
    real = keeping.replace
    (folder / "gone").mkdir()

    def replace(path: Path, parts: Iterable[bytes]) -> None:
        if folder in path.absolute().parents:
            shutil.rmtree(folder / "gone", ignore_errors=True)
        real(path, parts)

    monkeypatch.setattr(keeping, "replace", replace)
    return folder / "gone" / "x"


def test_every_command_that_there_is_is_asked() -> None:
    assert {command for command, _ in OUTPUTS} == {"audit", "checks", *main._MORE}


@pytest.mark.parametrize("hinder", [unwritable, full, unreachable, vanishing])
@pytest.mark.parametrize(("command", "output"), OUTPUTS)
def test_what_was_found_is_said_and_the_fault_as_well(
    command: str,
    output: str,
    hinder: Callable[[Path, pytest.MonkeyPatch], Path],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    to = hinder(place / "out", monkeypatch)
    assert run(command, output, to) == Exit.FAULT
    said = "".join(capsys.readouterr())
    assert OUTPUTS[command, output][1] in said
    assert "Could not write" in said
    assert "failed and stopped" not in said


def test_an_earlier_result_stays_whole(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = full(place / "out", monkeypatch)
    earlier.write_bytes(OLD)
    assert run("documents", "--json", earlier) == Exit.FAULT
    assert earlier.read_bytes() == OLD
    assert [one.name for one in earlier.parent.iterdir()] == ["new"]


def test_finds_that_the_file_was_to_have_are_all_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        shutil.copy(place / "marked" / "a.txt", place / "marked" / f"copy-{number}.txt")
    run("documents", "--json", unwritable(place / "out", pytest.MonkeyPatch()))
    assert capsys.readouterr().out.count("copy-") == 60


def test_a_long_run_says_at_its_start_what_it_will_not_be_able_to_write(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("documents", "--json", unwritable(place / "out", pytest.MonkeyPatch()))
    assert capsys.readouterr().err.startswith("Could not write")


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such device elsewhere")
@pytest.mark.parametrize("command", ["audit", "documents", "checks", "verify", "phones", "residue"])
@pytest.mark.parametrize("asked", [True, False])
def test_a_full_standard_output_is_our_fault_and_said(
    command: str, asked: bool, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    to = place / "out" / "x" if asked else Path("-")
    with io.TextIOWrapper(Path("/dev/full").open("wb")) as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert run(command, "--json", to) == Exit.FAULT
        monkeypatch.undo()
    said = capsys.readouterr().err
    assert "tandard output" in said
    assert OUTPUTS[command, "--json"][1] in said
    assert not asked or to.read_bytes()


def test_a_new_key_that_cannot_be_written_leaves_no_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("keys", "new", full(place / "out", monkeypatch)) == Exit.FAULT
    assert not [one for one in (place / "out").rglob("*") if one.is_file()]


def test_a_key_that_cannot_be_listed_is_not_in_the_way_of_the_next_try(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("keys", "new", place / "out") == Exit.IN_ORDER
    words = ("--unit", "某局", "--name", "王五", "--root", "out/root/root.p12", "--trust", "out/trust")
    real = keeping.replace

    def replace(path: Path, parts: Iterable[bytes]) -> None:
        if path.parent.name == "trust":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, parts)

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "replace", replace)
        assert main.main(["--language", "en", "keys", "new", "more", *words]) == Exit.FAULT
    assert main.main(["--language", "en", "keys", "new", "more", *words]) == Exit.IN_ORDER


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("verify",), Code.NOT_A_REPORT),
        pytest.param(
            ("rollup", "--store", "store"),
            Exit.INCOMPLETE,
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows says that there is nothing"),
        ),
    ],
)
def test_a_report_that_cannot_be_reached_is_a_line_among_the_others(
    words: tuple[str, ...], status: int, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shut = str(unreachable(place, pytest.MonkeyPatch()))
    assert main.main(["--language", "en", *words, shut, "reports", "--trust", "trust"]) == status
    said = "".join(capsys.readouterr())
    assert "the file cannot be read" in said
    assert "failed and stopped" not in said


def test_root_and_inspector_have_folders_of_their_own(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("keys", "new", place / "out") == Exit.IN_ORDER
    assert (place / "out" / "root" / "root.p12").is_file()
    assert not (place / "out" / "root.p12").exists()
    assert "same folder" not in capsys.readouterr().err
    words = ("--unit", "某局", "--name", "李四", "--root-folder", "both")
    assert main.main(["--language", "en", "keys", "new", "both", *words]) == Exit.IN_ORDER
    assert "same folder" in capsys.readouterr().err
