"""Is the screen locked when nobody is there? XScreenSaver says so of itself, on a screen that nobody looks at."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.screen_lock"
_SCREEN = ("env", "DISPLAY=:9", "XAUTHORITY=/dev/null")


@pytest.fixture
def system() -> Iterator[State]:
    """Alice sits at LXQt, which leaves it to XScreenSaver. Of LXQt there is a process by its name alone."""
    with debian("xvfb", "xscreensaver", "x11-utils") as state:
        state.do("cp /bin/sleep /usr/bin/lxqt-session; mkdir -p /tmp/.X11-unix; chmod 1777 /tmp/.X11-unix")
        state.start("lxqt-session", "infinity", by="alice")
        state.start("Xvfb", ":9", by="alice")
        yield state


def _settles(system: State, wanted: str) -> bool:
    """Whether XScreenSaver comes to say that of itself."""
    for _ in range(240):
        if wanted in system.run(*_SCREEN, "xscreensaver-command", "-time", by="alice").stdout:
            return True
        time.sleep(0.5)
    return False


def _sets(system: State, *lines: str) -> None:
    system.write("/home/alice/.xscreensaver", "".join(f"{line}\n" for line in lines))
    system.do("chown alice: /home/alice/.xscreensaver")


@pytest.mark.parametrize(
    ("lock", "shown", "state"), [("True", "screen locked", "passed"), ("False", "screen blanked", "failed")]
)
def test_what_xscreensaver_does_is_what_is_said(system: State, lock: str, shown: str, state: str) -> None:
    _sets(system, "timeout:\t0:00:15", f"lock:\t{lock}", "lockTimeout:\t0:00:00", "mode:\tblank")
    system.start(*_SCREEN, "xscreensaver", "--no-splash", by="alice")
    assert _settles(system, shown)
    assert system.asked(CHECK, by="alice").state == state


def test_a_setting_that_nobody_enforces(system: State) -> None:
    _sets(system, "timeout:\t0:00:15", "lock:\tTrue")
    assert "no screensaver is running" in system.run(*_SCREEN, "xscreensaver-command", "-time", by="alice").stderr
    assert system.asked(CHECK, by="alice").state == "failed"
