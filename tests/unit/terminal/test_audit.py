"""``audit`` as a person and a script meet it: on recordings of toy worlds, on bad files, on broken places."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.app import keys
from checker.engine import witness
from checker.machine.machine import Machine
from checker.machine.recording import Recorder
from checker.model.inspection import Provenance, RulingKind
from checker.report.envelope import unseal
from checker.report.payload import decode
from checker.report.result import schema
from checker.report.vouched import Vouched
from checker.terminal.console import Console
from checker.terminal.exits import Exit
from main import main
from tests.worlds.world import World

PASSPHRASE = "correct horse 电池"
SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "inspection-4.json"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A computer that said its name and nothing else."""
    recorder = Recorder(World(files={"/etc/machine-id": "abc\n"}))
    machine = Machine(recorder)
    assert machine.host
    assert machine.text("/etc/machine-id", 1 << 10)
    return recorder.save(tmp_path / "recording")


def audit(*arguments: str | Path) -> int:
    return main(["audit", "--language", "zh", *(str(argument) for argument in arguments)])


def test_a_computer_that_says_nothing_is_never_in_order(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("--replay", recording) in (Exit.INCOMPLETE, Exit.NOTHING_CHECKED)
    assert "✓" not in capsys.readouterr().out


def test_the_result_file_keeps_its_published_schema(recording: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    audit("--replay", recording, "--json", result)
    document = json.loads(result.read_bytes())
    jsonschema.validate(document, json.loads(SCHEMA.read_bytes()), jsonschema.Draft202012Validator)
    counted = {name: count for name, count in document["summary"].items() if name not in ("must_fix", "attention")}
    assert sum(counted.values()) == len(document["inspection"]["findings"]) > 0


def test_the_published_schema_is_that_of_this_code() -> None:
    assert json.loads(SCHEMA.read_bytes()) == json.loads(json.dumps(schema()))


def test_json_on_stdout_is_nothing_but_json(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit("--replay", recording, "--json", "-")
    assert json.loads(capsys.readouterr().out)["schema"] == "mijian.inspection/4"


def test_a_recording_of_a_replay_is_the_recording(recording: Path, tmp_path: Path) -> None:
    audit("--replay", recording, "--record", tmp_path / "again")
    assert (tmp_path / "again" / "recording.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--target", "phone"], Exit.NOTHING_CHECKED),
        (["--replay", "no-such-file.json"], Exit.USAGE),
        (["--policy", "no-such-file.toml"], Exit.USAGE),
        (["--waivers", "no-such-file.toml"], Exit.USAGE),
        (["--classified"], Exit.USAGE),
    ],
)
def test_what_cannot_begin_says_why(
    arguments: list[str], status: Exit, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert audit("--store", tmp_path, *arguments) == status
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("arguments", [["--profile", "yearly"], ["--no-such-option"], ["extra"]])
def test_wrong_usage_is_64(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        audit(*arguments)
    assert caught.value.code == Exit.USAGE


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_bytes(b"{")
    assert audit("--replay", tmp_path / "x.json") == Exit.USAGE
    assert "不是可用的录制文件" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_our_fault_and_said(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit("--replay", recording, "--json", tmp_path / "no" / "folder.json") == Exit.FAULT
    assert "没有这个文件夹" in capsys.readouterr().err


def test_a_store_that_cannot_be_written_does_not_end_the_audit(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert audit("--replay", recording, "--store", tmp_path / "file") in (Exit.INCOMPLETE, Exit.NOTHING_CHECKED)
    assert "检查继续进行" in capsys.readouterr().err


def test_a_damaged_store_gives_one_sentence_and_a_new_inspection(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit("--replay", recording, "--store", tmp_path)
    with closing(sqlite3.connect(tmp_path / "inspections.sqlite3")) as base, base:
        base.execute("UPDATE inspection SET ended = NULL")
        base.execute("UPDATE finding SET finding = ?", (b'{"x":1}',))
    capsys.readouterr()
    ended = audit("--replay", recording, "--store", tmp_path, "--resume")
    assert ended in (Exit.INCOMPLETE, Exit.NOTHING_CHECKED)
    assert capsys.readouterr().err.count("现在开始新的检查") == 1


def test_answers_from_the_terminal_settle_questions(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Always:
        def readline(self) -> str:
            return "是\n"

    def counts(*more: str) -> dict[str, Any]:
        audit("--replay", recording, "--store", tmp_path, "--json", tmp_path / "r.json", *more)
        summary: dict[str, Any] = json.loads((tmp_path / "r.json").read_bytes())["summary"]
        return summary

    before = counts()
    monkeypatch.setattr(sys, "stdin", Always())
    after = counts("--ask", "王敏")
    assert before["needs_person"] > 0
    assert after["needs_person"] == 0
    assert counts()["needs_person"] == 0, "an answer holds in the next inspection too"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_this_very_computer_is_audited_without_a_crash(tmp_path: Path) -> None:
    """The real doors, in a process of its own, with no D-Bus and no desktop where this machine has none."""
    argv = [
        sys.executable,
        "main.py",
        "audit",
        "--language",
        "en",
        "--verbose",
        "--policy",
        "tests/policies/brief.toml",
        "--store",
        str(tmp_path),
        "--json",
        "-",
    ]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (Exit.IN_ORDER, Exit.TO_FIX, Exit.INCOMPLETE), done.stderr
    assert "ERROR" not in done.stderr
    document = json.loads(done.stdout)
    states = {finding["state"] for finding in document["inspection"]["findings"]}
    assert "not_run" not in states
    assert document["inspection"]["ended"]


def says(secret: str) -> Callable[[object], str]:
    return lambda _: secret


def _office(folder: Path) -> list[object]:
    """Keys, particulars and a policy that wants one run; the words that sign with them."""
    keys.new(folder / "keys", folder / "keys" / "root", "某局", "李四", says(PASSPHRASE))
    (folder / "office.toml").write_text(
        'unit = "某局"\nsalt = "00112233445566778899aabbccddeeff"\n'
        '[people]\ninspected = "张三"\ninspectors = ["李四"]\n'
        '[facts]\nboard = "PF3XK2A1"\ndisk = "S6PXNX0T812345"\ninstallation = "9f3c2e7a51d84b06"\n',
        "utf-8",
    )
    (folder / "unit.toml").write_text("[reports]\none_run = true\n", "utf-8")
    words = ("--sign", folder / "keys" / "inspector.p12", "--context", folder / "office.toml", "--store", folder / "s")
    return [*words, "--policy", folder / "unit.toml"]


def test_what_is_signed_on_the_spot_was_inspected_and_signed_by_one_run(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Console, "ask_secret", lambda *_: PASSPHRASE)
    signing, result = _office(tmp_path), tmp_path / "result.json"
    kept = ("--replay", recording, "--json", result)
    assert audit(*kept, *signing, "--pdf", tmp_path / "r.pdf") in (Exit.TO_FIX, Exit.INCOMPLETE)
    said = decode(unseal((tmp_path / "r.dsse.json").read_bytes())[0]).predicate.vouched
    assert isinstance(said, Vouched)
    assert (said.provenance, said.one_run) == (Provenance.ONE_RUN, True)
    assert [one.kind for one in said.rulings] == [RulingKind.POLICY]
    assert said.program is not None

    monkeypatch.setattr(witness, "_known", {})  # another run of the program, which knows the file alone
    words = [word for word in signing if word != "--policy"][:-1]
    again = main(["report", str(result), *map(str, words), "--pdf", str(tmp_path / "again.pdf")])
    assert again == Exit.FAULT
    assert "同一次运行" in capsys.readouterr().err
    assert not (tmp_path / "again.pdf").exists()


def test_a_key_needs_a_place_for_the_report(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("--replay", recording, "--sign", "x.p12") == Exit.USAGE
    assert "--pdf" in capsys.readouterr().err
