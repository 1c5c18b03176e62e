"""The environment and the folder that the program and its children run with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.machine import isolation
from checker.machine.children import spawning
from checker.terminal import arguments

FOLLOWED = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "GCONV_PATH"),
    *("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QML2_IMPORT_PATH", "OPENSSL_CONF", "OPENSSL_MODULES", "MAGIC"),
    *("GTK_MODULES", "GIO_EXTRA_MODULES", "DASK_CONFIG", "FONTCONFIG_FILE", "LOCPATH", "SSLKEYLOGFILE", "OPENCV_X"),
)


@pytest.mark.parametrize("name", FOLLOWED)
def test_what_names_code_or_configuration_stays_outside(name: str) -> None:
    assert isolation.kept({name: "/stick", "HOME": "/home/a"}) == {"HOME": "/home/a"}


def test_a_path_keeps_whole_folders_alone() -> None:
    given = os.pathsep.join(["", ".", "bin", os.path.abspath(os.sep), ""])
    assert isolation.kept({"PATH": given}) == {"PATH": os.path.abspath(os.sep)}


def test_what_a_library_wrote_into_the_environment_does_not_reach_a_child() -> None:
    before = dict(os.environ)
    os.environ["LD_LIBRARY_PATH"] = "/stick:"
    try:
        spawning()
        assert "LD_LIBRARY_PATH" not in os.environ
    finally:
        os.environ.update(before)


class _BegunAnew(BaseException):
    pass


def _begin_again(monkeypatch: pytest.MonkeyPatch, frozen: bool, environment: dict[str, str]) -> list[str] | None:
    """The command line with which the program would begin anew; None where it goes on."""

    def anew(program: str, argv: list[str], surroundings: dict[str, str]) -> None:
        assert (program, surroundings) == (sys.executable, isolation.kept(environment))
        raise _BegunAnew(*argv)

    if frozen:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "_MEIPASS", "/opt/mijian/_internal", raising=False)
    monkeypatch.setattr(os, "execve", anew)
    monkeypatch.setattr(os, "environ", environment)
    try:
        isolation.begin("main.py", ["audit", "--json", "-"])
    except _BegunAnew as begun:
        return list(begun.args)
    return None


_FROZEN = {"HOME": "/home/a", "LD_LIBRARY_PATH": "/opt/mijian/_internal"}  # as PyInstaller's start leaves it on Linux


@pytest.mark.skipif(sys.platform != "linux", reason="how a program begins anew on Linux")
@pytest.mark.parametrize(
    "environment",
    [
        {**_FROZEN, "LD_LIBRARY_PATH": "/opt/mijian/_internal:/stick", "LD_LIBRARY_PATH_ORIG": "/stick"},
        {**_FROZEN, "LD_LIBRARY_PATH_ORIG": ""},
        {**_FROZEN, "LD_PRELOAD": "/stick/a.so"},
        {**_FROZEN, "LD_LIBRARY_PATH": "/stick"},  # told by _PYI_PARENT_PROCESS_LEVEL that it was done already
        {"HOME": "/home/a"},
    ],
)
def test_a_frozen_program_begins_anew_where_others_told_the_loader_anything(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _begin_again(monkeypatch, True, environment) == [sys.executable, "audit", "--json", "-"]


@pytest.mark.skipif(sys.platform != "linux", reason="how a program begins anew on Linux")
def test_a_frozen_program_goes_on_where_nobody_else_did(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {**_FROZEN, "QT_PLUGIN_PATH": "/stick"}
    assert _begin_again(monkeypatch, True, environment) is None
    assert environment == {"HOME": "/home/a"}


@pytest.mark.skipif(sys.platform != "linux", reason="how a program begins anew on Linux")
def test_a_clone_begins_anew_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    main = os.path.abspath("main.py")
    begun = _begin_again(monkeypatch, False, {"LD_LIBRARY_PATH": "/stick"})
    assert begun == [sys.executable, "-I", main, "audit", "--json", "-"]


def test_every_path_of_the_command_line_is_whole_before_the_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = Namespace(json=Path("a.json"), paths=[Path("b"), Path("-")], standard=Path("-"), name="word", off=None)
    isolation.settle(options)
    assert options == Namespace(
        json=tmp_path / "a.json", paths=[tmp_path / "b", Path("-")], standard=Path("-"), name="word", off=None
    )
    assert Path.cwd() != tmp_path


@pytest.mark.parametrize("there", [True, False])
def test_words_that_may_be_paths_are_made_whole_as_they_are_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Whether they are there or not: a name that misses here must not be found in the folder that is gone to."""
    monkeypatch.chdir(tmp_path)
    if there:
        for name in ("stick.img", "key.p12", "token.so", "a.sqlite3", "campaign.json"):
            (tmp_path / name).write_bytes(b"")
    assert arguments.target("medium:stick.img") == f"medium:{tmp_path / 'stick.img'}"
    assert arguments.medium("stick.img") == str(tmp_path / "stick.img")
    assert arguments.key("key.p12") == str(tmp_path / "key.p12")
    assert arguments.key("pkcs11:./token.so?token=A B") == f"pkcs11:{tmp_path / 'token.so'}?token=A B"
    assert arguments.campaign("campaign.json") == str(tmp_path / "campaign.json")
    for driver in ("sqlite", "sqlite+pysqlite"):
        assert arguments.database(f"{driver}:///a.sqlite3") == f"{driver}:///{tmp_path / 'a.sqlite3'}"


@pytest.mark.parametrize(
    ("parsed", "word"),
    [
        (arguments.target, "phone:SERIAL"),
        (arguments.key, "skf:TOKEN"),
        (arguments.campaign, "2026Q3"),
        (arguments.database, "sqlite:///:memory:"),
        (arguments.database, "postgresql://u@/db?host=/run"),
    ],
)
def test_other_words_stay_what_they_are(parsed: Callable[[str], str], word: str) -> None:
    assert parsed(word) == word


def test_a_tokens_library_by_its_name_alone_is_the_systems_and_not_one_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "libsofthsm2.so").write_bytes(b"")
    assert arguments.key("pkcs11:libsofthsm2.so?token=A") == "pkcs11:libsofthsm2.so?token=A"


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of Unix")
def test_ctrl_c_does_not_end_a_child_that_only_just_begins() -> None:
    """A terminal's Ctrl+C reaches the children, too; those that run for a while have said that they leave it alone."""
    process = spawning().Process(target=time.sleep, args=(0,))
    process.start()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    process.join()
    assert process.exitcode == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of cores")
def test_a_crash_writes_down_nothing_of_what_was_in_memory(tmp_path: Path) -> None:
    """Not of this process, nor of a child of its."""
    asked = (
        "import resource, subprocess, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[3])!r})\n"
        "from checker.machine import isolation\n"
        "isolation.begin('x', [])\n"
        "tell = 'import resource; print(resource.getrlimit(resource.RLIMIT_CORE),'\n"
        "tell += 'open(\"/proc/self/coredump_filter\").read())'\n"
        "exec(tell); sys.stdout.flush(); subprocess.run([sys.executable, '-I', '-c', tell], check=True)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["(0,", "0)", "00000000"] * 2
