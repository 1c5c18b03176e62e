"""The Windows code, run live in a Windows Python under Wine: ``./mijian test-wine`` sets one up and runs this.

Wine is no Windows. It has a real registry, files, services, COM and WMI; but whatever tells of protection, accounts,
encryption or wireless networks is a stub that says nothing. That is what makes it useful: nothing of that may pass.

CI runs what meets the system itself: paths, locks, code pages, children, threads, Qt. What is the same Python on every
system, and passes on Linux, is `later`: ``./mijian test-wine --all``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.nightly import later

ROOT = Path(__file__).parents[2]
WINPY = ROOT / ".wine-python" / "winpy"
TEST_SECONDS = 600  # a test that needs more stands still: what each of its threads waits for is written down
PART_SECONDS = 1800  # for an interpreter, on a busy computer
CHINESE = {"LC_ALL": "zh_CN.UTF-8"}  # Wine then has the code page of a Chinese Windows, 936

pytestmark = [
    pytest.mark.wine,
    pytest.mark.skipif(
        not WINPY.exists() and os.environ.get("MIJIAN_WINE") != "required",
        reason="no Windows Python under Wine here; ./mijian test-wine sets one up",
    ),
]

# Left out everywhere: test_programs (a door of Linux), tests/engine (the library of a host's 3.11 disagrees with
# 3.11.9), tests/unit/report (needs openssl and poppler), a Dask cluster, limits of memory (Wine's job objects keep
# none), a medium handed on by its descriptor, and what measures text, for other fonts than people have.
_NOT_THERE = ("cluster", "workers_that_are_none", "misbehaves", "it_was_given", "clipped", "has_room")
_CONTENT = ("test_scan.py", "test_formats.py", "test_opinion.py", "test_runtime.py")
_PAGES = (
    *("test_app.py", "test_worker.py", "test_with_the_store.py", "test_dropping.py", "test_documents.py"),
    "test_medium.py",
)
_SELF_TEST = "tests/unit/app/test_self_test.py"  # the digest of every file: thousands of questions to Wine
SUITES: dict[str, tuple[str, ...]] = {
    "the doors": ("tests/unit/machine", "--ignore=tests/unit/machine/test_programs.py"),
    "what is kept": ("tests/unit/store",),
    "the use-cases": ("tests/unit/app", f"--ignore={_SELF_TEST}"),
    "the terminal": ("tests/unit/terminal",),
    "children and libraries": (
        *(f"tests/unit/content/{name}" for name in _CONTENT),
        *("tests/unit/residue/test_scan.py", "tests/unit/residue/test_children.py"),
    ),
    "the window": tuple(f"tests/gui/{name}" for name in _PAGES),
}
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "every check": ("tests/contract",),
    "every page": ("tests/gui",),
    "every reader": ("tests/unit/content",),
    "every remnant": ("tests/unit/residue",),
    "the self-test": (_SELF_TEST,),
    "probes on kept hives": ("tests/unit/probes/windows", "tests/unit/worlds"),
}
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
    # Wine keeps no audit policy; of its event log's service it is enough that nothing is passed.
    "workstation.auditing": {"could_not_check", "failed"},
    "workstation.autorun": {"failed"},  # no value in the registry, so the default of Windows holds: it offers
    "workstation.autosave_copies": {"passed"},  # the folders are there and hold nothing
    "workstation.autostarts": {"passed"},  # the Run keys and Startup folders are there and hold nothing
    "workstation.bluetooth_peers": {"passed"},  # the services are listed, and none is Bluetooth's
    "workstation.device_ledger": {"needs_person"},  # always asks
    "workstation.doc_marked_autosave": {"passed"},
    "workstation.doc_marked_bin": {"passed"},
    "workstation.doc_marked_received": {"not_applicable"},  # off until a unit switches it on
    "workstation.log_integrity": {"failed"},  # a log that Windows always has is not there
    "workstation.network_printers": {"passed"},  # the printers of the registry are there, with ports of no network
    "workstation.password_storage": {"could_not_check", "passed"},  # with the LSA's key nothing is set, which is sound
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


def windows_python(
    *arguments: str, seconds: float = PART_SECONDS, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the Windows Python in the checkout; both of its streams in one. 124 where it did not end in time."""
    started = subprocess.Popen(
        [WINPY, "-B", *arguments],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", "MIJIAN_NIGHTLY": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        shown, _ = started.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        # Wine's programs hold our pipe, and end with their server alone.
        subprocess.run([WINPY, "--stop"], check=False)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        shown, _ = started.communicate()
        return subprocess.CompletedProcess(arguments, 124, f"{shown}\nended after {seconds:g} seconds")
    return subprocess.CompletedProcess(arguments, started.returncode, shown)


def tried(*tests: str, seconds: float = TEST_SECONDS, **environment: str) -> subprocess.CompletedProcess[str]:
    """Those tests in the Windows Python. One that stands still ends the run, and its threads are shown."""
    standstill = ("-o", f"faulthandler_timeout={seconds:g}", "-o", "faulthandler_exit_on_timeout=true")
    return windows_python("-m", "pytest", "-q", "-p", "no:cacheprovider", *standstill, *tests, **environment)


def _called(suite: object) -> str:
    return str(suite[0]) if isinstance(suite, tuple) else ""


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


@pytest.mark.nightly
def test_the_doors_pass_their_tests() -> None:
    run = tried("tests/wine/inside")
    assert run.returncode == 0, run.stdout


def test_the_doors_pass_their_tests_on_a_chinese_windows(in_chinese: dict[str, str]) -> None:
    told = windows_python("-c", "import ctypes; print(ctypes.windll.kernel32.GetACP())", **in_chinese)
    assert told.stdout.strip() == "936", told.stdout
    run = tried("tests/wine/inside", **in_chinese)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "suite", [*SUITES.items(), *(later(one, name=one[0]) for one in ELSEWHERE.items())], ids=_called
)
def test_the_product_passes_its_tests_on_a_windows_python(suite: tuple[str, tuple[str, ...]]) -> None:
    run = tried(*suite[1], "-k", " and ".join(f"not {name}" for name in _NOT_THERE), **SCREEN)
    assert run.returncode == 0, run.stdout


def test_a_test_that_stands_still_is_named_and_ends_its_part(tmp_path: Path) -> None:
    (tmp_path / "test_still.py").write_text(
        "import threading\n\n\ndef test_nothing_comes():\n    threading.Event().wait()\n", "utf-8"
    )
    run = tried(f"Z:{tmp_path}/test_still.py", f"--rootdir=Z:{tmp_path}", seconds=5)
    assert run.returncode not in (0, 124), run.stdout
    assert "test_nothing_comes" in run.stdout


def test_an_interpreter_that_does_not_end_is_ended_and_what_it_said_is_kept() -> None:
    run = windows_python("-u", "-c", "import threading; print('begun'); threading.Event().wait()", seconds=30)
    assert run.returncode == 124
    assert "begun" in run.stdout


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


@pytest.mark.nightly
def test_an_audit_under_wine_passes_nothing_that_rests_on_a_stub(tmp_path: Path) -> None:
    code, result = audit(tmp_path)
    assert code in (1, 2), result["summary"]
    assert misplaced(states(result)) == {}
    assert [check for check in EXPECTED if check not in states(result)] == []


def test_an_audit_on_a_chinese_windows_comes_to_the_same(tmp_path: Path, in_chinese: dict[str, str]) -> None:
    code, result = audit(tmp_path, **in_chinese)
    assert code in (1, 2), result["summary"]
    assert misplaced(states(result)) == {}
    assert [check for check in EXPECTED if check not in states(result)] == []
