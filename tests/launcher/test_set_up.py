"""Set-up by the launcher, from beginning to end: whole or not at all, whatever happens to it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launcher.clone import STAMP, Clone, kill
from tests.nightly import later

_NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": ""}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a Bash script")


@pytest.mark.parametrize("sign", [later("bin/python"), "lib/python*/site-packages/tiny.py", later(STAMP)])
def test_the_next_start_finishes_a_set_up_that_was_killed(sign: str, clone: Clone) -> None:
    program = clone.start("checks")
    while program.poll() is None and not any(clone.root.glob(f".venv-*/{sign}")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(timeout=0.02)  # a look now and then, not an end
    kill(program)
    code, said, told = clone.run("keys", "new", "my keys")
    # Where its caller stands, so that nothing is written into the clone.
    assert (code, said[:1]) == (0, [f"{clone.root.parent} 1 keys new my keys"]), told
    assert clone.environments() == [clone.current]
    assert clone.run("checks")[2] == ""


def test_two_starts_at_once_make_one_environment(clone: Clone) -> None:
    both = [clone.start("checks"), clone.start("audit")]
    told = [program.communicate() for program in both]
    assert [program.returncode for program in both] == [0, 0], told
    assert sorted(err.count("[1/3]") for _, err in told) == [0, 1]
    assert clone.environments() == [clone.current]


def _moved(clone: Clone) -> None:
    fresh = clone.root.with_name("moved")
    clone.root.rename(fresh)
    clone.root = fresh


def _without_its_python(clone: Clone) -> None:
    for name in (clone.current / "bin").glob("python*"):
        name.unlink()
    (clone.current / "bin" / "python").symlink_to("/nonexistent/bin/python3.11")


def _with_a_python_that_does_not_start(clone: Clone) -> None:
    (clone.current / "bin" / "python").unlink()
    (clone.current / "bin" / "python").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (clone.current / "bin" / "python").chmod(0o755)


@pytest.mark.parametrize("change", [later(_moved), _without_its_python, later(_with_a_python_that_does_not_start)])
def test_an_environment_that_would_not_start_is_made_anew(change: Callable[[Clone], None], set_up: Clone) -> None:
    before = set_up.current.name
    change(set_up)
    code, said, told = set_up.run("checks")
    assert (code, said[:1]) == (0, [f"{set_up.root.parent} 1 checks"]), told
    assert set_up.current.name != before
    assert set_up.environments() == [set_up.current]
    script = subprocess.run([set_up.root / ".venv" / "bin" / "tiny"], capture_output=True, text=True, check=True)
    assert script.stdout == "tiny 1\n"


def test_whoever_runs_from_an_environment_keeps_it(set_up: Clone) -> None:
    main = set_up.root / "main.py"
    main.write_text("import sys\nprint('up', flush=True)\nsys.stdin.read()\nimport tiny\nprint(tiny.VERSION)\n")
    with subprocess.Popen([set_up.root / "mijian"], stdin=-1, stdout=-1, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "up\n"
        for name in ("runtime", "dev"):
            set_up.lock("2", name)
        main.write_text("import tiny\nprint(tiny.VERSION)\n")
        assert set_up.run()[1] == ["2"]
        assert len(set_up.environments()) == 2
        assert window.communicate("")[0] == "1\n"
    assert set_up.run()[1] == ["2"]
    assert set_up.environments() == [set_up.current]


def test_a_package_that_was_not_brought_along_is_69_and_one_sentence_and_then_made_good(
    clone: Clone, tmp_path: Path
) -> None:
    clone.lock("1", brought=False)
    code, said, told = clone.run("audit")
    assert (code, said) == (69, [])
    assert told.splitlines()[-1].startswith("运行环境没有建成：")
    assert " / The environment could not be made: " in told.splitlines()[-1]
    assert "ERROR" not in told
    assert clone.environments() == []
    clone.lock("1")
    (clone.root / "packaging" / "wheels").rename(tmp_path / "stick")
    code, _, told = clone.run("audit", MIJIAN_WHEELS=str(tmp_path / "stick"), **_NOWHERE)
    assert code == 0
    for step in ("[1/3]", "[2/3]", "1/1", "[3/3]"):
        assert any(step in line and " / " in line for line in told.splitlines())


def test_without_an_index_it_says_how_to_bring_the_packages(clone: Clone) -> None:
    shutil.rmtree(clone.root / "packaging" / "wheels")
    code, said, told = clone.run("audit", **_NOWHERE)
    assert (code, said) == (69, [])
    for words in ("packaging/wheels", "README", "Go online"):
        assert words in told.splitlines()[-1]


def test_nothing_in_the_callers_folder_or_surroundings_is_run(clone: Clone) -> None:
    for trap in ("json", "struct", "venv", "pip", "sitecustomize", "tiny"):
        (clone.root.parent / f"{trap}.py").write_text("raise SystemExit('trapped')\n", encoding="utf-8")
    code, said, told = clone.run("audit", PYTHONPATH=str(clone.root.parent), PYTHONHOME="/nonexistent")
    assert code == 0, told
    assert said[1].endswith(" 1")  # isolated


def test_the_tools_stay_when_the_program_is_started(set_up: Clone) -> None:
    tools = set_up.current
    assert set_up.run("checks")[::2] == (0, "")
    assert set_up.environments() == [set_up.current] == [tools]
