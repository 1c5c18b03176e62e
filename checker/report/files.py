"""Files that people asked for: written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from checker.model.text import Text


class NotWritten(Exception):
    """A file could not be written; an earlier one of that name is untouched. `reason` is a whole sentence."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.reason = Text("没能写入 {path}：{why}", "Could not write {path}: {why}").filled(
            path=Text.name(str(path)), why=_why(error)
        )
        super().__init__(self.reason.en)


def write(path: Path, content: bytes) -> None:
    """As `write_parts`, of one part."""
    write_parts(path, (content,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file beside its place, then move it there: nobody ever sees half of it, whatever ends the parts.

    What is there and is no file (``/dev/null``, a pipe) is written into and never replaced; a link is followed.

    Raises:
        NotWritten: no permission, no such folder, no room, a folder of that name.
    """
    temporary = None
    try:
        path = path.resolve()
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a directory")  # Windows would say: no permission
        if path.exists() and not path.is_file():
            with path.open("wb") as there:
                there.writelines(parts)
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:80]}.", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NotWritten(path, error) from error
        raise


def _why(error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return Text("没有这个文件夹", "there is no such folder")
    if isinstance(error, IsADirectoryError):
        return Text("那是一个文件夹", "that is a folder")
    if isinstance(error, PermissionError):
        return Text("没有写入权限", "no permission to write there")
    if error.errno == 28:
        return Text("磁盘已满", "the disk is full")
    if error.errno == 30:
        return Text("这个位置是只读的", "that place is read-only")
    return Text.name(error.strerror or type(error).__name__)
