"""Whether a window can be shown, asked before Qt: where it cannot, Qt ends the process, with a core and no sentence."""

from __future__ import annotations

import ctypes
import os
import socket
import stat
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

from checker.model.text import Text

# Qt's platforms that draw elsewhere than on a screen of X or Wayland; https://doc.qt.io/qt-6/qpa.html
_WITHOUT = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"})
_NO_SCREEN = Text(
    "这里没有屏幕，打不开窗口。请在终端检查：./mijian audit",
    "There is no screen here to open the window on. Audit on the terminal instead:  ./mijian audit",
)


def refusal(packages: Path, environment: Mapping[str, str] = os.environ) -> Text | None:
    """Why no window can be shown here; None where it can. `packages`: packaging/system-packages.txt."""
    if sys.platform != "linux":
        return None
    drawn = environment.get("QT_QPA_PLATFORM", "").partition(";")[0].partition(":")[0] not in _WITHOUT
    if drawn and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return _NO_SCREEN  # first: no library would help
    if missing := missing_packages(packages):
        return Text(
            f"窗口还缺系统库，请安装：  sudo apt-get install {' '.join(missing)}",
            f"The window needs system libraries:  sudo apt-get install {' '.join(missing)}",
        )
    if drawn and not (_wayland(environment) or _x11(environment.get("DISPLAY", ""))):
        return _NO_SCREEN
    return None


def start_no_bus(environment: MutableMapping[str, str] = os.environ) -> None:
    """Qt connects to the session's D-Bus. Where none is announced its library starts one, which outlives the window and
    leaves a file in ~/.dbus; it looks for the user's own first. No transport is called "disabled".
    """
    if sys.platform != "linux" or environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    with suppress(OSError):
        found = os.stat(os.path.join(environment.get("XDG_RUNTIME_DIR") or "/nonexistent", "bus"))
        if stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid():
            return
    environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"


def missing_packages(packages: Path, row: str = "window") -> tuple[str, ...]:
    """The Debian packages of a row whose libraries the dynamic loader does not find: it is asked as Qt will ask it."""
    lines = (line.split() for line in packages.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(name for of, shown, name in lines if of == row and ".so." in shown and not _loads(shown))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11(display: str) -> bool:
    """libxcb knows every way of naming a display, and a server that is there may still refuse this user (sudo, su)."""
    if not display:
        return False
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    if xcb.xcb_connection_has_error(connection) == 0:
        return True  # left open: a server whose last client goes starts anew, and Qt would meet it doing so
    xcb.xcb_disconnect(connection)
    return False


def _wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name or sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as compositor:
        try:
            compositor.connect(str(Path(environment.get("XDG_RUNTIME_DIR", "/nonexistent")) / name))
        except OSError:
            return False
    return True
