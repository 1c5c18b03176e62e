"""The whole path on this very computer: as root where we are, as nobody, and recorded and played back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import main
from checker.terminal.exits import Exit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this computer's doors are Linux's here")

ROOT = Path(__file__).parents[2]
BRIEF = "tests/policies/brief.toml"
PEOPLES_OWN_FILES = ("checker.facts.content.", "checker.facts.workstation.leftovers")
ENDS = (Exit.IN_ORDER, Exit.TO_FIX, Exit.INCOMPLETE)

# Loads everything first: the interpreter itself may lie where nobody may read.
AS_NOBODY = """
import _strptime, encodings.utf_8_sig, os, sys
import main
import checker.terminal.audit, checker.machine.linux, checker.report.result, checker.terminal.table
import checker.content.newest, checker.content.scan, jeepney.io.blocking
import multiprocessing.connection, multiprocessing.popen_spawn_posix, multiprocessing.resource_tracker
main.catalog()
os.setgroups([]); os.setgid(65534); os.setuid(65534)
os.environ["HOME"] = "/nonexistent"
told = ["audit", "--verbose", "--profile", "quarterly", "--policy", "tests/policies/brief.toml"]
sys.exit(main.main([*told, "--json", "-", "--store", "/nonexistent/store"]))
"""


def run(*argv: str) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run([sys.executable, *argv], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.stdout.startswith("{"), done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def states(document: dict[str, Any]) -> dict[str, str]:
    return {finding["check_id"]: finding["state"] for finding in document["inspection"]["findings"]}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_without_rights_what_cannot_be_read_is_said_and_nothing_breaks() -> None:
    code, document, stderr = run("-c", AS_NOBODY)
    assert code in ENDS, stderr
    # Nobody may not start this interpreter again, so the searches have no workers, and say that they have no result.
    errors = [line for line in stderr.splitlines() if "ERROR" in line]
    assert [line for line in errors if "Search on linux" not in line] == []
    assert states(document)["workstation.doc_marked_files"] == "could_not_check"
    assert states(document)["workstation.empty_passwords"] == "could_not_check"
    assert "结果" in stderr, "a store that cannot be written is said"


def test_a_recording_of_this_computer_plays_back_to_the_same_states(tmp_path: Path) -> None:
    common = (
        "main.py",
        "audit",
        "--verbose",
        "--profile",
        "quarterly",
        "--policy",
        BRIEF,
        "--language",
        "zh",
        "--json",
        "-",
    )
    code, live, stderr = run(*common, "--store", str(tmp_path / "store"), "--record", str(tmp_path))
    assert code in ENDS, stderr
    code, played, stderr = run(*common, "--replay", str(tmp_path / "recording.json"))
    assert "ERROR" not in stderr
    different = {
        name: (state, states(played)[name]) for name, state in states(live).items() if states(played)[name] != state
    }
    # What a recording never keeps (people's own files) cannot be checked from it, and says so.
    assert set(different.values()) <= {
        (state, "could_not_check") for state in ("passed", "failed", "needs_person", "not_applicable")
    }
    own_files = {
        name
        for name, check in main.catalog().checks.items()
        if any(need.__module__.startswith(PEOPLES_OWN_FILES) for need in check.needs)
    }
    looked_for_there = {
        finding["check_id"]
        for finding in played["inspection"]["findings"]
        if "录制文件不保存个人文件" in json.dumps(finding, ensure_ascii=False)
    }
    assert set(different) <= own_files | looked_for_there, different
    assert played["inspection"]["recorded_from"] == "recording.json"
