"""Starting this program again with administrator's rights, on a person's wish and with the system's own question."""

from __future__ import annotations

import shutil
import subprocess
import sys

from checker.model.text import Text

_BY_HAND = Text(
    "请在终端运行：sudo {program} audit",
    "Please run in a terminal: sudo {program} audit",
)
_REFUSED = Text(
    "没有得到管理员权限。请联系信息中心。",
    "Administrator's rights were not given. Please ask IT.",
)


def restart_as_admin(argv: list[str]) -> Text | None:
    """Start `argv` (program first) elevated: UAC on Windows; on Linux a sentence on how to do it.

    None: it is starting. Linux has no safe common way to run a window as root (Wayland refuses one, X11 shares its
    keyboard with everyone), so a person runs the terminal's audit with sudo.
    """
    if sys.platform == "win32":
        return _runas(argv)
    if shutil.which("sudo") is None:
        return _REFUSED
    return _BY_HAND.filled(program=Text.name(argv[0]))


if sys.platform == "win32":

    def _runas(argv: list[str]) -> Text | None:
        import ctypes

        parameters = subprocess.list2cmdline(argv[1:])
        # ShellExecuteW answers above 32 where the program starts (Microsoft's documentation of the function).
        code = ctypes.windll.shell32.ShellExecuteW(None, "runas", argv[0], parameters, None, 1)
        return None if code > 32 else _REFUSED

else:

    def _runas(argv: list[str]) -> Text | None:
        return _REFUSED
