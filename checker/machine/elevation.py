"""Administrator's rights, on a person's wish and with the system's own question: a part of this program is started with
them, reads a fixed list, hands it over and ends. The program itself stays as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from checker.model.text import Text
from checker.model.unreadable import Unreadable

READER = "--read-as-admin"
_BY_HAND = Text(
    "请在终端运行：sudo {program} audit",
    "Please run in a terminal: sudo {program} audit",
)
_REFUSED = Text(
    "没有得到管理员权限。请联系信息中心。",
    "Administrator's rights were not given. Please ask IT.",
)


# The action that the Debian package brings: polkit shows its words, and knows this one program and argument alone.
_ACTION = Path("/usr/share/polkit-1/actions/cn.mijian.policy")
_PROGRAM = Path("/usr/lib/mijian/mijian")
_SECONDS, _LIMIT = 300, 64 << 20
_NOT_INSTALLED = Text(
    "只有信息中心用安装包装好的密检能在这里申请管理员权限。请在终端运行：sudo {program} audit",
    "Only the copy that IT installed from the package can ask for administrator's rights here. Please run in a"
    " terminal: sudo {program} audit",
)
_READER_FAILED = Text("以管理员权限读取没有成功", "Reading with administrator's rights did not succeed")


def reader_there() -> bool:
    """Whether the system would start our reader: on Windows by UAC; on Linux that of the Debian package's copy."""
    if sys.platform == "win32":
        return True
    return shutil.which("pkexec") is not None and _ACTION.is_file() and Path(sys.executable).resolve() == _PROGRAM


def read_as_admin() -> bytes:
    """What the reader with administrator's rights handed over (`checker.app.elevated`), after the system asked.

    Raises:
        Unreadable: not installed from the package (Linux), not allowed, or it failed.
    """
    if sys.platform == "win32":
        return _read_by_uac()
    pkexec = shutil.which("pkexec")
    if pkexec is None or not reader_there():
        raise Unreadable(_NOT_INSTALLED.filled(program=Text.name(sys.executable)))
    try:
        done = subprocess.run(
            [pkexec, str(_PROGRAM), READER],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreadable(_READER_FAILED) from error
    if done.returncode in (126, 127):  # pkexec(1): the dialog was dismissed, or it is not allowed
        raise Unreadable(_REFUSED)
    if done.returncode != 0 or len(done.stdout) > _LIMIT:
        raise Unreadable(_READER_FAILED)
    return done.stdout


def by_hand(program: str) -> Text:
    """What a person does where the system would not start our reader. Linux has no safe common way to run a window as
    root (Wayland refuses one, X11 shares its keyboard with everyone)."""
    return _BY_HAND.filled(program=Text.name(program)) if shutil.which("sudo") else _REFUSED


if sys.platform == "win32":

    def _read_by_uac() -> bytes:
        from checker.machine.windows import reader

        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-I", sys.argv[0]]
        try:
            content = reader.read(program, READER)
        except reader.NotAllowed as error:
            raise Unreadable(_REFUSED) from error
        if not content:
            raise Unreadable(_READER_FAILED)
        return content

else:

    def _read_by_uac() -> bytes:
        raise Unreadable(_READER_FAILED)
