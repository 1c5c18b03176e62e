"""``audit`` as a person and a script meet it: on recordings of toy worlds, on bad files, on broken places."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.machine.machine import Machine
from checker.machine.recording import Recorder
from checker.report.result import schema
from checker.terminal.exits import Exit
from main import main
from tests.worlds.world import World

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
