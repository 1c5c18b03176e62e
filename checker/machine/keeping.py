"""Where the program writes: folders, files and databases that are their owner's alone, files whole or not at all.

What was found on a computer is as secret as what lies there, whatever the umask says. On Windows a new file has what
its folder hands down; who that lets in is told by `exposed`.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from checker.model.text import Text

log = logging.getLogger(__name__)
_OTHERS = 0o077
_JOURNALS = ("", "-wal", "-shm", "-journal")  # SQLite gives its journals the mode of their database
_OWN_STREAM = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)  # what FAT, exFAT and some FUSE say of a link
_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
_EXPOSED = Text(
    "注意：这台电脑的其他用户能读到保存的检查结果（{place}）。请把它放在只有本人能进的文件夹里。",
    "Note: other users of this computer can read the results kept in {place}. Keep them in a folder that only you can"
    " open.",
)


def folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone.

    One that is there is mended if it is the program's own in the user's profile. A folder that a person named stays as
    it is: they may share it for a reason.

    Raises:
        OSError: it cannot be made, or is no folder.
    """
    path = Path(os.path.realpath(path))
    for one in reversed([path, *path.parents]):
        if one.is_dir():
            continue
        try:
            # Windows: a mode of 0o700 would shut out the same person without administrator's rights.
            one.mkdir(0o777 if sys.platform == "win32" else 0o700)
        except FileExistsError:
            if not one.is_dir():  # not another program's, a moment ago
                raise
    if any(path.is_relative_to(own) for own in _own_folders()):
        _mend(path)


def replace(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file beside its place, then move it there: nobody ever sees half of it, whatever ends the parts.

    What is there and is no file (``/dev/null``, a pipe somebody reads) is written into and never replaced; a link is
    followed. A disk is refused.

    Raises:
        OSError: no permission, no such folder, no room, a folder of that name, a pipe that nobody reads.
    """
    stream = _own_stream(path)
    if stream is not None:
        _write_into(os.dup(stream), parts)
        return
    with suppress(FileNotFoundError):
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, "is a directory")  # Windows would say: no permission
        if stat.S_ISBLK(kind):
            raise OSError(errno.ENOTSUP, "is a disk")
        if not stat.S_ISREG(kind):
            # O_NONBLOCK: a pipe that nobody reads is refused instead of waited for.
            descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
            if hasattr(os, "set_blocking"):  # from Python 3.12 on everywhere
                os.set_blocking(descriptor, True)
            _write_into(descriptor, parts)
            return
    place = Path(os.path.realpath(path))
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name[:50]}.", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
    except BaseException:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
    _settle(place.parent)


def name_first(path: Path, content: bytes) -> None:
    """A new file, whole before it has its name. Where another program was first, its file stays.

    Raises:
        OSError: it cannot be made.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:50]}.", delete=False) as file:
        made = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            made.unlink(missing_ok=True)
            raise
    try:
        with suppress(FileExistsError):
            if sys.platform == "win32":
                os.rename(made, path)  # refuses where there is one
            else:
                _link(made, path)
    finally:
        made.unlink(missing_ok=True)


def writable(path: Path) -> None:
    """Try whether `replace` could write there now, and leave nothing behind.

    Raises:
        OSError: it could not; what stands at `path` is untouched.
    """
    if _own_stream(path) is not None:
        return
    with suppress(FileNotFoundError):
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, "is a directory")
        if stat.S_ISBLK(kind):
            raise OSError(errno.ENOTSUP, "is a disk")
        if not stat.S_ISREG(kind):
            return  # whether anybody reads a pipe is known when it is written
    place = Path(os.path.realpath(path))
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name[:50]}."):
        return


def append(path: Path, line: bytes) -> None:
    """Put bytes at the end of a file of the program's own, whole or not at all.

    Raises:
        OSError: they could not be kept; what was there before is there still.
    """
    folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as file:
        before = os.fstat(descriptor).st_size
        try:
            if file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, before)
            raise
    _mend(path)


def database(path: Path) -> Path:
    """Make the file of an SQLite database, before SQLite opens it with the umask's mode; mend one that is there.

    Raises:
        OSError: neither it nor its folder can be made, or what is there is no file.
    """
    folder(path.parent)
    try:
        # Only a new file is opened here: closing one that SQLite has open in this process would end its locks.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not path.is_file():  # SQLite would wait for ever at the end of a pipe
            raise OSError(errno.EINVAL, "is no file") from None
        for ending in _JOURNALS:
            _mend(path.with_name(path.name + ending))
    return path


def mend(path: Path) -> None:
    """Take others' rights from a file of the program's own, where it is there and belongs to whoever runs this."""
    _mend(path)


def exposed(path: Path) -> Text | None:
    """A sentence where others on this computer can read what is kept in a folder, after all that could be mended."""
    if sys.platform == "win32":
        from checker.machine.windows.access import open_to_others

        found = open_to_others(str(path))
    else:
        found = any(_open(one) for one in _kept_in(path))
    if not found:
        return None
    log.warning("others can read the folder of results")
    return _EXPOSED.filled(place=Text.name(str(path)))


def _kept_in(path: Path) -> list[Path]:
    try:
        return [one for one in path.iterdir() if one.suffix in (".sqlite", ".sqlite3", ".jsonl", ".json", ".pem")]
    except OSError:
        return []


def _open(path: Path) -> bool:
    """Whether others' rights on a file, and on the folder it is in, let them read it."""
    try:
        return bool(path.stat().st_mode & 0o044) and bool(path.parent.stat().st_mode & 0o011)
    except OSError:
        return False


def _mend(path: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        known = path.stat()
        if known.st_mode & _OTHERS and known.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(known.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        return
    except OSError:  # a file system without modes; `exposed` tells
        log.warning("a file of the program's own stays readable for others")


@cache
def _own_folders() -> tuple[Path, ...]:
    kinds = (user_data_path, user_cache_path)
    return tuple(Path(os.path.realpath(kind("mijian", appauthor=False))) for kind in kinds)


def _own_stream(path: Path) -> int | None:
    """The number of the stream of this process that a path is a name of. Opened anew it would be overwritten."""
    named = _OWN_STREAM.fullmatch(path.as_posix())
    return int(named[1]) if named else _STREAMS.get(path.as_posix())


def _write_into(descriptor: int, parts: Iterable[bytes]) -> None:
    with os.fdopen(descriptor, "wb", buffering=0) as there:
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[there.write(rest) :]


if sys.platform != "win32":
    import fcntl

    def _link(made: Path, path: Path) -> None:
        try:
            os.link(made, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _take_turns(made, path)

    def _take_turns(made: Path, path: Path) -> None:
        """On a stick with FAT a file has one name; the folder's lock says who is first."""
        place = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
            if not path.exists():
                os.rename(made, path)
        finally:
            os.close(place)


def _settle(place: Path) -> None:
    """Have the move itself on the disk, where the system can say so of a folder."""
    if sys.platform != "win32":
        with suppress(OSError):
            descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
