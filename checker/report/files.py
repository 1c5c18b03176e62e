"""Files that people asked for: written whole or not at all, and a sentence where they are not."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from pathlib import Path

from checker.machine import keeping
from checker.model.error import UserError
from checker.model.text import Text

_NOT_WRITTEN = Text("没能写入 {path}：{why}", "Could not write {path}: {why}")
_STDOUT = Text("标准输出", "standard output")
_FOLDER = Text("那是一个文件夹", "that is a folder")
_NO_FOLDER = Text("没有这个文件夹", "there is no such folder")
_DENIED = Text("没有写入权限", "no permission to write there")
_IN_USE = Text(
    "没有写入权限，或文件正被别的程序打开", "no permission to write there, or another program has the file open"
)
_FULL = Text("磁盘已满", "the disk is full")
_TOO_LARGE = Text("文件超过了这里允许的大小", "the file is larger than this place allows")
_WHY = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: _FULL,
    errno.EFBIG: _TOO_LARGE,
    errno.EROFS: Text("这个位置是只读的", "that place is read-only"),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: Text("那里有一个同名的文件，不是文件夹", "a file of that name is there, and no folder"),
    errno.ENAMETOOLONG: Text("文件名太长", "the name is too long"),
    errno.ELOOP: Text("链接绕成了圈", "its links lead in a circle"),
    errno.ENXIO: Text("管道的另一端没有程序在读", "nobody reads from that pipe"),
    errno.EPIPE: Text("接收结果的程序已经结束", "the program that was to receive it has ended"),
    errno.EIO: Text("磁盘出错", "the disk failed"),
    errno.ENOTSUP: Text("那是磁盘设备，不是文件", "that is a disk, not a file"),
    errno.EBADF: Text("那里没有打开的输出", "no output is open there"),
}


class NotWritten(UserError):
    """A file could not be written; an earlier one of that name is untouched."""

    def __init__(self, path: Path, error: OSError) -> None:
        where = _STDOUT if str(path) == "-" else Text.name(str(path))
        super().__init__(_NOT_WRITTEN.filled(path=where, why=_why(error)))


def write(path: Path, content: bytes) -> None:
    """As `write_parts`, of one part."""
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all (`checker.machine.keeping.replace`).

    Raises:
        NotWritten: no permission, no such folder, no room, a folder of that name.
    """
    try:
        keeping.replace(path, parts)
    except OSError as error:
        raise NotWritten(path, error) from error


def write_own(path: Path, content: bytes) -> None:
    """Write a file into a folder that is made where it is not there yet.

    Raises:
        NotWritten: the folder or the file could not be written.
    """
    try:
        keeping.folder(path.parent)
        keeping.replace(path, (content,))
    except OSError as error:
        raise NotWritten(path, error) from error


def _why(error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return _NO_FOLDER
    if isinstance(error, IsADirectoryError):
        return _FOLDER
    if isinstance(error, PermissionError):
        return _IN_USE if sys.platform == "win32" else _DENIED
    known = _WHY.get(error.errno) if error.errno is not None else None
    return known or Text.name(error.strerror or type(error).__name__)
