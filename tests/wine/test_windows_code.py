"""The Windows code, run live in a Windows Python under Wine: ``./mijian test-wine`` sets one up and runs this.

Wine is no Windows. It has a real registry, files, services, COM and WMI; but whatever tells of protection, accounts,
encryption or wireless networks is a stub that says nothing. That is what makes it useful: nothing of that may pass.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WINPY = ROOT / ".wine-python" / "winpy"
SECONDS = 3600  # for a suite, on a busy computer
CHINESE = {"LC_ALL": "zh_CN.UTF-8"}  # Wine then has the code page of a Chinese Windows, 936

pytestmark = [
    pytest.mark.wine,
    pytest.mark.skipif(
        not WINPY.exists() and os.environ.get("MIJIAN_WINE") != "required",
        reason="no Windows Python under Wine here; ./mijian test-wine sets one up",
    ),
]

# Tests of the whole product that a Windows Python can run as well: paths, encodings, Qt, the probes on real hives.
# Left out: test_programs (a door of Linux), tests/engine (the library of a host's 3.11 disagrees with 3.11.9),
# tests/unit/report (needs openssl and poppler), a Dask cluster, limits of memory (Wine's job objects keep none), a
# medium handed on by its descriptor, and what measures text, for other fonts than people have. Both fronts' scan of a
# medium with its content takes up to a minute and a half a case on a busy computer: each case loads the whole program
# anew, and Wine looks up every path on drive Z: with a question to its server.
SUITES = (
    (
        *("tests/unit/machine", "tests/unit/store", "tests/unit/app", "tests/unit/terminal", "tests/unit/worlds"),
        *("tests/unit/probes/windows", "--ignore=tests/unit/machine/test_programs.py"),
        *("-k", "not cluster and not workers_that_are_none"),
    ),
    ("tests/contract",),
    ("tests/gui", "-k", "not clipped and not has_room"),
    ("tests/unit/content", "-k", "not cluster and not workers_that_are_none"),
    ("tests/unit/residue", "-k", "not misbehaves and not it_was_given"),
)
SCREEN = {
    "WPASS_QT_QPA_PLATFORM": "offscreen",
    # Qt's offscreen platform has no fonts of its own on Windows.
    "WPASS_QT_QPA_FONTDIR": r"Z:\usr\share\fonts\opentype\noto",
}

# The window as main.py starts it, closed once it was painted.
_WINDOW = """
import sys
import main
from gui.window import Window

start = Window.__init__

def started(self, *arguments, **named):
    start(self, *arguments, **named)
    self.painted.connect(self.close)
    self.painted.connect(lambda: print("painted"))

Window.__init__ = started
code = main.main(["--store", sys.argv[1]])
print("ended", code)
"""

# What the audit comes to under Wine, check by check. A check that is missing here must be could_not_check: so a new one
# that rests on stub output cannot pass unseen. The registry, the folders and the service list are real there.
EXPECTED = {
    "workstation.autorun": {"failed"},  # no value in the registry, so the default of Windows holds: it offers
    "workstation.autosave_copies": {"passed"},  # the folders are there and hold nothing
    "workstation.autostarts": {"passed"},  # the Run keys and Startup folders are there and hold nothing
    "workstation.device_ledger": {"needs_person"},  # always asks
    "workstation.doc_marked_autosave": {"passed"},
    "workstation.doc_marked_bin": {"passed"},
    "workstation.doc_marked_received": {"not_applicable"},  # off until a unit switches it on
    "workstation.print_spool": {"passed"},  # the folder is there and holds nothing
    "workstation.publish_marks": {"not_applicable"},  # the unit has named no folder
    "workstation.publish_personal_data": {"not_applicable"},
}
# Drive Z: is the Linux below, which nobody looks through in the policy's two seconds: something is found, or unknown.
_SEARCHES = (
    *("bulk_personal_data", "doc_altered_marks", "doc_cited_numbers", "doc_marked_cloud_sync", "doc_marked_exports"),
    *("doc_marked_files", "password_files", "sensitive_file_names", "work_secret_files"),
)
EXPECTED |= {f"workstation.{name}": {"could_not_check", "failed", "needs_person"} for name in _SEARCHES}


def windows_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the Windows Python in the checkout; both of its streams in one."""
    return subprocess.run(
        [WINPY, "-B", *arguments],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=SECONDS,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.fixture
def in_chinese() -> Iterator[dict[str, str]]:
    """The locale of a Chinese Windows. The wineserver keeps the locale that it started with, so it starts anew."""
    subprocess.run([WINPY, "--stop"], check=False)
    yield CHINESE
    subprocess.run([WINPY, "--stop"], check=False)


def audit(store: Path, **environment: str) -> tuple[int, dict[str, Any]]:
    """The whole command line, as a person runs it: exit status and result file."""
    result, place = store / "result.json", f"Z:{store}"
    run = windows_python(
        *(
            "main.py",
            "audit",
            "--profile",
            "quarterly",
            "--policy",
            "tests/policies/brief.toml",
            "--store",
            place,
            "--json",
            f"{place}/result.json",
        ),
        **environment,
    )
    assert result.exists(), run.stdout
    return run.returncode, json.loads(result.read_text("utf-8"))


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "tests/wine/inside").glob("test_*.py")))
def test_the_doors_pass_their_tests(file: str) -> None:
    run = windows_python("-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/wine/inside/{file}")
    assert run.returncode == 0, run.stdout


def test_the_doors_pass_their_tests_on_a_chinese_windows(in_chinese: dict[str, str]) -> None:
    told = windows_python("-c", "import ctypes; print(ctypes.windll.kernel32.GetACP())", **in_chinese)
    assert told.stdout.strip() == "936", told.stdout
    run = windows_python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/wine/inside", **in_chinese)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite[0])
def test_the_product_passes_its_tests_on_a_windows_python(suite: tuple[str, ...]) -> None:
    run = windows_python("-m", "pytest", "-q", "-p", "no:cacheprovider", *suite, **SCREEN)
    assert run.returncode == 0, run.stdout


def test_the_window_opens_and_closes(tmp_path: Path) -> None:
    run = windows_python("-c", _WINDOW, f"Z:{tmp_path}", **SCREEN)
    assert run.returncode == 0, run.stdout
    assert {"painted", "ended 0"} <= set(run.stdout.split("\n")), run.stdout


def states(result: dict[str, Any]) -> dict[str, str]:
    return {finding["check_id"]: finding["state"] for finding in result["inspection"]["findings"]}


def misplaced(found: dict[str, str]) -> dict[str, str]:
    """Checks that stand where Wine's stubs should not let them stand."""
    return {
        check: state
        for check, state in found.items()
        if check.startswith("workstation.") and state not in EXPECTED.get(check, {"could_not_check"})
    }


def test_an_audit_under_wine_passes_nothing_that_rests_on_a_stub(tmp_path: Path) -> None:
    code, result = audit(tmp_path)
    assert code in (1, 2), result["summary"]
    assert misplaced(states(result)) == {}
    assert [check for check in EXPECTED if check not in states(result)] == []


def test_an_audit_on_a_chinese_windows_comes_to_the_same(tmp_path: Path, in_chinese: dict[str, str]) -> None:
    code, result = audit(tmp_path, **in_chinese)
    assert code in (1, 2), result["summary"]
    assert misplaced(states(result)) == {}
