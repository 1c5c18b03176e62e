"""Opens a settings page for a person.

It is the only window that the product starts, and what is set there is the person's doing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# A program of that name in the person's own folders, or on a stick, is not the system's.
_SYSTEM = "/usr/bin:/bin:/usr/sbin:/sbin"
# A settings program of each desktop, tried in this order where an address names none that is there.
_LINUX_SETTINGS = ("gnome-control-center", "systemsettings", "dde-control-center", "ukui-control-center")


def open_settings(address: str) -> bool:
    """Open the page at an address such as ``ms-settings:lockscreen`` or ``gnome-control-center wifi``.

    False where this system has no such page. The program runs on its own and is not waited for.
    """
    if address.startswith("ms-settings:"):
        return sys.platform == "win32" and _windows(address)
    words = address.split()
    if sys.platform != "linux" or not words or words[0] not in _LINUX_SETTINGS:
        return False
    program = shutil.which(words[0], path=_SYSTEM)
    if program is not None:
        return _start([program, *words[1:]])
    other = next((found for name in _LINUX_SETTINGS if (found := shutil.which(name, path=_SYSTEM))), None)
    return other is not None and _start([other])


def _start(argv: list[str]) -> bool:
    try:
        subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return True


if sys.platform == "win32":

    def _windows(address: str) -> bool:
        try:
            os.startfile(address)
        except OSError:
            return False
        return True

else:

    def _windows(address: str) -> bool:
        return False
