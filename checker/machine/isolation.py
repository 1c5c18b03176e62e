"""Nothing foreign runs in this program or its children.

Python looks for modules in the current folder and in what its environment names; the system's loader, Qt, OpenSSL and
others look for libraries and plug-ins in theirs. The current folder may be the very stick under inspection, and the
environment belongs to whoever started us. So the program runs isolated (``python -I``), in a folder of the system, with
the part of its environment that it needs; `multiprocessing` hands ``-I`` and both on to every child.

Standard library alone: it runs before anything else of ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

# What is kept, by name or, with a final underscore, by how it begins. Everything else that a library would follow
# (PYTHONPATH, LD_*, QT_PLUGIN_PATH, OPENSSL_CONF, GCONV_PATH, MAGIC, FONTCONFIG_FILE, ...) stays outside.
_KEPT = frozenset(
    (
        *("HOME", "USER", "LOGNAME", "SHELL", "PATH", "LANG", "LANGUAGE", "LC_", "TZ"),
        *("TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "TMPDIR", "TMP", "TEMP"),
        *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XMODIFIERS", "DESKTOP_SESSION", "DBUS_SESSION_BUS_ADDRESS"),
        *("XDG_RUNTIME_DIR", "XDG_SESSION_", "XDG_CURRENT_DESKTOP", "XDG_SEAT", "XDG_VTNR"),
        *("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS"),
        # How the window is shown; nothing that names a file. An input method is found by its name among Qt's own.
        *("QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_AUTO_SCREEN_SCALE_FACTOR"),
        *("QT_FONT_DPI", "QT_ENABLE_HIGHDPI_SCALING", "QT_ACCESSIBILITY", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"),
        *("QT_IM_MODULE", "GTK_IM_MODULE", "QT_LOGGING_RULES"),
        # Who asked root for this, and where a phone's adb server and a roll-up's PostgreSQL listen.
        *("SUDO_USER", "SUDO_UID", "SUDO_GID", "PKEXEC_UID", "ANDROID_ADB_SERVER_PORT", "PGHOST", "PGPORT", "PGUSER"),
        *("PGDATABASE", "PGPASSWORD", "SOFTHSM2_CONF", "CI", "MIJIAN_", "ORT_DISABLE_TELEMETRY"),
        *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
        # Windows
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "USERNAME", "USERDOMAIN", "USERPROFILE"),
        *("HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "ALLUSERSPROFILE", "PUBLIC"),
        *("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "COMMONPROGRAMFILES", "COMMONPROGRAMFILES(X86)"),
        *("COMPUTERNAME", "SESSIONNAME", "LOGONSERVER", "NUMBER_OF_PROCESSORS", "PROCESSOR_"),
    )
)
# Wine hands its own settings on in the environment; without them it finds no library of its own any more.
_BEGINNINGS = (*(name for name in _KEPT if name.endswith("_")), "WINE")
_LOADER = ("LD_", "DYLD_", "GLIBC_TUNABLES")  # read once, when a program is loaded: cleaned too late within it


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that this program and its children run with.

    PATH keeps absolute folders alone: an empty or relative one means the current folder.
    """
    clean = {
        name: value for name, value in environment.items() if name.upper() in _KEPT or name.startswith(_BEGINNINGS)
    }
    if "PATH" in clean:
        folders = clean["PATH"].split(os.pathsep)
        clean["PATH"] = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    return clean


def clean() -> None:
    """Take everything else out of this process's environment; its children inherit what is left.

    Asked again before each child: OpenCV puts an LD_LIBRARY_PATH with the current folder in it back when it is loaded.
    """
    left = kept(os.environ)
    for name in [name for name in os.environ if name not in left]:
        del os.environ[name]
    os.environ.update(left)


def begin(main: str, arguments: Sequence[str]) -> None:
    """Make this process isolated: where it is not, it begins anew and does not come back from here.

    `main` is the program's file. A frozen program is isolated by how it was made, and is a program without one; it asks
    once, before the environment in which it was started is cleaned.
    """
    frozen = getattr(sys, "frozen", False)
    if (sys.flags.isolated or frozen) and told_to_loader(os.environ) == _own_libraries():
        clean()
        _leave_no_core()
        return
    argv = [sys.executable, *(() if frozen else ("-I", os.path.abspath(main))), *arguments]
    environment = kept(os.environ)
    if sys.platform == "win32":  # execve would give the terminal back before we are done
        sys.exit(subprocess.call(argv, env=environment))
    os.execve(sys.executable, argv, environment)


def _leave_no_core() -> None:
    """A crash writes down nothing of what is in memory: contents of documents, passphrases, keys. Children inherit it.

    The limit alone does not hold where the system hands cores to a program (core(5), /proc/sys/kernel/core_pattern);
    the filter takes all memory out of those, too. Windows keeps its own reports of crashes, without the heap.
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/coredump_filter").write_text("0", "ascii")


def told_to_loader(environment: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that the system's loader follows."""
    return {name: value for name, value in environment.items() if name.startswith(_LOADER)}


def _own_libraries() -> dict[str, str]:
    """What the loader is told where nobody else told it anything.

    On Linux the start of a frozen program puts its own folder first in LD_LIBRARY_PATH and keeps what it found there
    beside it, and as LD_LIBRARY_PATH_ORIG; not so where _PYI_* of the caller's says that this was done before
    (bootloader/src/pyi_main.c of PyInstaller 6). A program begun anew finds neither, so it begins anew once.
    """
    own = getattr(sys, "_MEIPASS", None)
    return {"LD_LIBRARY_PATH": own} if own and sys.platform == "linux" else {}


def settle(options: Namespace) -> None:
    """Leave the folder in which the caller stands, once every `Path` of the command line is a whole one.

    Words that may be paths (``medium:PATH``) were made whole as they were parsed, see `checker.terminal.arguments`.
    The folder may be the medium under inspection: nothing is looked for there, no child starts there, and it can be
    taken out.
    """
    for name, value in vars(options).items():
        setattr(options, name, _whole(value))
    os.chdir(os.environ.get("SYSTEMROOT", "C:\\") if sys.platform == "win32" else "/")


def _whole(value: Any) -> Any:
    match value:
        case Path() if str(value) != "-":  # the name of standard output
            return value.absolute()
        case list() | tuple():
            return type(value)(_whole(one) for one in value)
        case _:
            return value
