"""``audit --target medium:PATH``: the medium is read, never changed, and the computer beside it is not looked at."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from checker.terminal.exits import Exit
from main import main
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.residue import files
from tests.unit.residue.media import File


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick.img"
    path.write_bytes(volume(File("A.JPG", files.jpeg(1)), File("M.TXT", MARKED, deleted=False)))
    return path


def audit(*arguments: str | Path) -> int:
    return main(["audit", "--language", "zh", *(str(argument) for argument in arguments)])


@pytest.mark.parted
def test_at_disposal_a_stick_is_read_and_not_changed(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (hashlib.sha256(stick.read_bytes()).hexdigest(), stick.stat().st_mtime_ns)
    result = tmp_path / "result.json"
    exit_status = audit(
        "--target", f"medium:{stick}", "--profile", "disposal", "--store", tmp_path / "store", "--json", result
    )
    assert exit_status == Exit.TO_FIX
    assert (hashlib.sha256(stick.read_bytes()).hexdigest(), stick.stat().st_mtime_ns) == before
    document = json.loads(result.read_bytes())
    states = {finding["check_id"]: finding["state"] for finding in document["inspection"]["findings"]}
    assert states["medium.unwiped_residual"] == "failed"
    assert states["medium.marked_document"] == "failed"
    assert not any(check_id.startswith("workstation.") for check_id in states)
    assert document["inspection"]["target"]["platform"] == "medium"
    shown = capsys.readouterr().out
    assert "这次检查发现了疑似标密" in shown
    assert "nwipe" not in shown, "nobody is told to wipe what may be evidence"


def test_what_never_was_classified_may_be_wiped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plain.img"
    path.write_bytes(volume(File("A.JPG", files.jpeg(1))))
    assert audit("--target", f"medium:{path}", "--profile", "disposal", "--store", tmp_path / "s") == Exit.TO_FIX
    assert "nwipe" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "status"),
    [("medium:", Exit.NOTHING_CHECKED), ("medium:/nowhere/stick.img", Exit.NOTHING_CHECKED), ("usb", Exit.USAGE)],
)
def test_what_cannot_be_inspected_is_said(target: str, status: Exit, tmp_path: Path) -> None:
    assert audit("--target", target, "--store", tmp_path) == status


def test_a_medium_is_never_recorded(stick: Path, tmp_path: Path) -> None:
    assert audit("--target", f"medium:{stick}", "--record", tmp_path, "--store", tmp_path) == Exit.USAGE


def test_by_default_it_is_said_that_deleted_files_may_come_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stick.img"
    path.write_bytes(volume(File("A.JPG", files.jpeg(1)), File("N.TXT", b"a note " * 900, deleted=False)))
    result = tmp_path / "result.json"
    audit("--target", f"medium:{path}", "--store", tmp_path / "store", "--json", result)
    states = {one["check_id"]: one["state"] for one in json.loads(result.read_bytes())["inspection"]["findings"]}
    assert states["medium.deleted_remains"] == "failed"
    assert "1 个已删除的文件可能恢复" in capsys.readouterr().out


@pytest.mark.parametrize("profile", ["disposal", "quarterly"])
def test_nothing_is_in_order_beside_remnants_that_nobody_looked_into(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], profile: str
) -> None:
    """Pictures behind the end of the file system: no record names them."""
    path = tmp_path / "stick.img"
    path.write_bytes(volume(File("A.TXT", b"plain words\n" * 40, deleted=False)) + files.jpeg(3) + bytes(1 << 20))
    out = tmp_path / "out.json"
    audit("--target", f"medium:{path}", "--profile", profile, "--store", tmp_path / "s", "--json", out)
    states = {one["check_id"]: one["state"] for one in json.loads(out.read_bytes())["inspection"]["findings"]}
    for check in ("marked_document", "bulk_personal_data", "work_secret_files"):
        assert states[f"medium.{check}"] == "could_not_check"
    looked = {"disposal": "unwiped_residual", "quarterly": "deleted_remains"}[profile]
    assert states[f"medium.{looked}"] == "failed"
