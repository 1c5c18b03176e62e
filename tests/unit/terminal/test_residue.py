"""``residue`` as a person and a script meet it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.model.unreadable import Cancelled
from checker.residue.result import Mode, schema
from checker.residue.scan import Scan
from checker.terminal.exits import Exit
from checker.terminal.residue import exit_of
from main import main
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.residue import files
from tests.unit.residue.media import File

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "residue-1.json"
SECRET = files.docx(5)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick.img"
    gone = File("GONE.TXT", MARKED * 300)
    path.write_bytes(volume(File("SECRET.DOC", SECRET), gone, File("HERE.TXT", MARKED, deleted=False)))
    return path


def residue(*arguments: str | Path) -> int:
    return main(["residue", "--language", "zh", *(str(argument) for argument in arguments)])


def result_of(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    jsonschema.validate(document, json.loads(SCHEMA.read_bytes()), jsonschema.Draft202012Validator)
    return document


def test_the_published_schema_is_that_of_this_code() -> None:
    assert json.loads(SCHEMA.read_bytes()) == json.loads(json.dumps(schema()))


@pytest.mark.parted
def test_a_stick_is_told_in_words_and_numbers_and_not_changed(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (hashlib.sha256(stick.read_bytes()).hexdigest(), stick.stat().st_mtime_ns)
    out = tmp_path / "out.json"
    assert residue(stick, "--json", out, "--store", tmp_path / "store") == Exit.TO_FIX
    assert (hashlib.sha256(stick.read_bytes()).hexdigest(), stick.stat().st_mtime_ns) == before
    document = result_of(out)
    assert document["schema"] == "mijian.residue/1"
    assert document["summary"]["verdict"] == "structured"
    assert document["summary"]["recoverable_by_type"] == {"docx": 1, "text": 1}
    assert document["summary"]["documents"] is None, "nobody asked for content"
    shown = capsys.readouterr().out
    assert "没有清除" in shown
    assert "nwipe" in shown
    for place in (out, *(tmp_path / "store").rglob("*")):
        if place.is_file():
            content = place.read_bytes()
            assert b"SECRET" not in content
            assert "机密".encode() not in content
            assert SECRET[40:80] not in content


def test_content_is_looked_into_on_request_alone_and_in_memory(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert residue(stick, "--deleted-content", "--json", out, "--store", tmp_path / "store") == Exit.TO_FIX
    documents = result_of(out)["summary"]["documents"]
    assert (documents["suspected_markings"], documents["deleted"]) == (2, 2)
    shown = capsys.readouterr().out
    assert "已删除的文件，位置" in shown
    assert "不复制、不删除" in shown
    assert "nwipe" not in shown, "nobody is told to wipe what may be evidence"


def test_a_wiped_image_is_in_order_and_a_stopped_one_is_not(tmp_path: Path) -> None:
    wiped = tmp_path / "wiped.img"
    wiped.write_bytes(bytes(4 << 20))
    assert residue(wiped, "--store", tmp_path) == Exit.IN_ORDER
    assert residue(wiped, "--verify", "--store", tmp_path) == Exit.IN_ORDER
    assert residue(wiped, "--quick", "--store", tmp_path) == Exit.INCOMPLETE, "a sample is no proof"
    noise = tmp_path / "noise.img"
    noise.write_bytes(os.urandom(4 << 20))
    assert residue(noise, "--store", tmp_path) == Exit.INCOMPLETE, "a random wipe looks like an encrypted volume"
    assert residue(noise, "--verify", "--store", tmp_path) == Exit.INCOMPLETE


def test_json_on_stdout_is_nothing_but_json(stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    residue(stick, "--json", "-", "--store", tmp_path)
    assert json.loads(capsys.readouterr().out)["summary"]["recoverable"] == 2


def test_what_is_no_medium_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert residue(tmp_path / "nothing.img") == Exit.NOTHING_CHECKED
    assert residue(tmp_path) == Exit.NOTHING_CHECKED
    assert residue() == Exit.USAGE
    assert capsys.readouterr().err.count("\n") >= 3


@pytest.fixture
def loop(stick: Path) -> Iterator[str]:
    if sys.platform != "linux" or shutil.which("losetup") is None or os.geteuid() != 0:
        pytest.skip("takes root and losetup")
    made = subprocess.run(["losetup", "-r", "-f", "--show", str(stick)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip("no loop device here")
    try:
        yield made.stdout.strip()
    finally:
        subprocess.run(["losetup", "-d", made.stdout.strip()], check=True)


@pytest.mark.parted
def test_a_raw_device_is_read_as_a_device_and_never_called_in_order(loop: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert residue(loop, "--json", out, "--store", tmp_path / "store") == Exit.TO_FIX
    document = result_of(out)
    assert document["medium"]["device"] is True
    assert {"spare_area", "hidden_area"} <= set(document["not_checked"])
    blank = tmp_path / "blank.img"
    blank.write_bytes(bytes(4 << 20))
    made = subprocess.run(["losetup", "-r", "-f", "--show", str(blank)], capture_output=True, text=True, check=True)
    try:
        seen = Scan(made.stdout.strip(), Mode.FULL).run()
    finally:
        subprocess.run(["losetup", "-d", made.stdout.strip()], check=True)
    assert exit_of(seen) == Exit.INCOMPLETE, "spare cells and hidden areas cannot be seen"


def test_a_scan_that_is_stopped_before_anything_is_known_says_so(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(scan: Scan) -> None:
        raise Cancelled

    monkeypatch.setattr(Scan, "run", stopped)
    assert residue(stick, "--store", tmp_path) == Exit.INCOMPLETE
    assert "还没有结果" in capsys.readouterr().err
