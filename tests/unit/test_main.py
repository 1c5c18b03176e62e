"""What `main.py` can be told: every command shows its arguments, wrong usage is 64, an audit loads no other command."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import main
from checker.terminal.exits import Exit

ROOT = Path(main.__file__).parent


@pytest.mark.parametrize("name", ["audit", "checks", *main._MORE])
def test_every_command_shows_its_arguments(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([name, "--help"])
    assert ended.value.code == 0
    assert f"mijian {name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nothing"], ["audit", "--profile", "yearly"], ["verify"], ["keys"], ["campaign"]])
def test_wrong_usage_is_64(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(words)
    assert ended.value.code == Exit.USAGE


def test_an_audit_imports_no_other_command() -> None:
    script = (
        "import sys, main\n"
        "try: main.main(['audit', '--help'])\n"
        "except SystemExit: pass\n"
        "others = ('checker.report', 'pyhanko', 'sqlalchemy', 'PySide6')\n"
        "print([name for name in sys.modules if name.startswith(others)])"
    )
    argv = [sys.executable, "-c", script]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_crash_is_70_and_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def crash() -> None:
        raise RuntimeError("绝密")

    monkeypatch.setattr(main, "catalog", crash)
    assert main.main(["audit", "--language", "zh"]) == Exit.FAULT
    shown = capsys.readouterr().err
    assert "程序出错" in shown
    assert "RuntimeError at" in shown
    assert "绝密" not in shown  # the words of an exception can quote what was being read


@pytest.mark.parametrize(
    "words",
    [
        ["--language", "en", "verify", "x"],
        ["verify", "--language", "en", "x"],
        ["keys", "show", "--language", "en", "x"],
        ["--language", "en", "keys", "show", "x"],
    ],
)
def test_the_language_can_be_said_wherever_one_types_it(words: list[str]) -> None:
    assert main._parser().parse_args(words).language == "en"
    plain = [word for word in words if word not in ("--language", "en")]
    assert main._parser().parse_args(plain).language is None


_STOPPED_EARLY = """
import os, runpy, signal, sys
sys.path.append({root!r})
from checker.machine import own_code
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background ignores it
own_code.guard = lambda *places, **named: os.kill(os.getpid(), signal.SIGINT)
sys.argv = ["main.py", "checks"]
runpy.run_path({main!r}, run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that one process sends another")
def test_ctrl_c_before_a_command_runs_ends_the_program_without_a_word() -> None:
    program = _STOPPED_EARLY.format(root=str(ROOT), main=main.__file__)
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("words", [["--policy", "p.toml", "--store", "s", "--waivers", "w.toml", "--classified"]])
def test_what_is_said_before_the_command_holds_as_what_is_said_behind_it(words: list[str]) -> None:
    parser = main._parser()
    before, behind = parser.parse_args([*words, "audit"]), parser.parse_args(["audit", *words])
    assert before == behind
    assert (before.policy, before.store, before.classified) == (Path("p.toml"), Path("s"), True)
    assert parser.parse_args(["audit"]).policy is None


@pytest.mark.parametrize("command", [["rollup"], ["report", "r.json"], ["documents", "d"], ["campaign", "show", "c"]])
def test_a_store_named_before_a_command_with_one_of_its_own_is_that_one(command: list[str]) -> None:
    def parse(words: list[str]) -> argparse.Namespace:
        return main._parser().parse_args(words)

    assert parse(["--store", "s", *command]).store == Path("s")
    assert parse(["--store", "s", *command, "--store", "t"]).store == Path("t")
    assert parse(command).store is None
