"""A window is refused with a sentence where Qt would end the process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import main
from checker.machine import display
from checker.terminal.exits import Exit
from tests.packages import needs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="screens of X and Wayland")

ROOT = Path(main.__file__).parent
PACKAGES = ROOT / "packaging" / "system-packages.txt"


@contextmanager
def _x_server() -> Iterator[str]:
    read, write = os.pipe()
    argv = ["Xvfb", "-displayfd", str(write), "-screen", "0", "64x64x24", "-nolisten", "tcp"]
    with subprocess.Popen(argv, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


def _refused(**environment: str) -> str | None:
    refused = display.refusal(PACKAGES, environment)
    return refused.en if refused else None


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ""},
        {"QT_QPA_PLATFORM": "xcb"},
        {"QT_QPA_PLATFORM": "wayland;xcb"},
        {"DISPLAY": ":4077"},
        {"DISPLAY": "not a display"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"},
        {"WAYLAND_DISPLAY": "wayland-" + 200 * "0", "XDG_RUNTIME_DIR": "/tmp", "DISPLAY": ":4077"},
    ],
)
def test_where_no_screen_answers_the_window_is_refused(environment: dict[str, str]) -> None:
    assert "no screen" in (_refused(**environment) or "")


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb:fb=/dev/fb0"])
def test_a_platform_that_draws_elsewhere_needs_no_screen(platform: str) -> None:
    assert _refused(QT_QPA_PLATFORM=platform) is None


def test_a_compositor_that_answers_is_a_screen(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "w"))
        compositor.listen()
        assert _refused(WAYLAND_DISPLAY="w", XDG_RUNTIME_DIR=str(tmp_path)) is None
        assert _refused(WAYLAND_DISPLAY=str(tmp_path / "w")) is None


@needs("xvfb")
def test_an_x_server_that_answers_is_a_screen() -> None:
    with _x_server() as display:
        assert _refused(DISPLAY=display) is None
        assert _refused(DISPLAY=display, WAYLAND_DISPLAY="gone", XDG_RUNTIME_DIR="/nonexistent") is None


def test_missing_libraries_are_named_by_their_packages(tmp_path: Path) -> None:
    packages = tmp_path / "packages.txt"
    lines = ["# row  sign  package", "window libc.so.6 libc6", "window libnone.so.1 libnone1", "window - fonts-none"]
    packages.write_text("\n".join([*lines, "phone libnothing.so.2 libnothing2", "window libtoo.so.3 libtoo3"]), "utf-8")
    assert display.missing_packages(packages) == ("libnone1", "libtoo3")
    assert display.missing_packages(packages, "phone") == ("libnothing2",)
    refused = display.refusal(packages, {"QT_QPA_PLATFORM": "offscreen"})
    assert refused is not None
    for words in (refused.zh, refused.en):
        assert words.endswith("apt-get install libnone1 libtoo3")
    assert "screen" in (getattr(display.refusal(packages, {}), "en", "")), "no library helps where there is no screen"


def test_the_program_says_so_in_both_languages_and_ends_with_69() -> None:
    headless = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    headless.pop("QT_QPA_PLATFORM", None)
    argv = [sys.executable, "-I", str(ROOT / "main.py"), "--language", "en"]
    done = subprocess.run(argv, env=headless, capture_output=True, encoding="utf-8", check=False, timeout=600)
    assert done.returncode == Exit.UNAVAILABLE
    assert done.stdout == ""
    assert "没有屏幕" in done.stderr
    assert "./mijian audit" in done.stderr
    assert "qt" not in done.stderr


def test_where_no_session_bus_is_announced_none_is_started(tmp_path: Path) -> None:
    environment: dict[str, str] = {"XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        display.start_no_bus(environment)
        assert "DBUS_SESSION_BUS_ADDRESS" not in environment  # the library finds it by itself
    (tmp_path / "bus").unlink()
    display.start_no_bus(environment)
    assert environment["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
    announced = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}
    display.start_no_bus(announced)
    assert announced == {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}


_WINDOW = """
import sys
sys.path.insert(0, {root!r})
import main
from gui.window import Window
start = Window.__init__
def started(self, *arguments, **named):
    start(self, *arguments, **named)
    self.painted.connect(self.close)
Window.__init__ = started
sys.exit(main.main([], leave=True))
"""


@needs("xvfb", "dbus-x11")
def test_the_window_leaves_no_bus_behind_on_a_screen_without_a_session(tmp_path: Path) -> None:
    with _x_server() as display:
        bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DISPLAY": display}
        argv = [sys.executable, "-I", "-c", _WINDOW.format(root=str(ROOT))]
        done = subprocess.run(argv, env=bare, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in tmp_path.iterdir() if one.name == ".dbus"] == []
