"""Files and folders, read without changing them and without being caught by what is not a file.

A FIFO would block for ever, a device can have side effects, a huge file would fill the memory: none of them is read.
Where the system allows it (the owner, root), even the access time stays as it was.
"""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from checker.machine import refusals
from checker.machine.answers import Entry, Kind

ENTRY_LIMIT = 100_000
DOCUMENT_LIMIT = 1_000_000  # entries of one folder; people's photos lie in heaps

# On Windows a text-mode descriptor would translate line ends; elsewhere the flag does not exist.
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_ATIME = getattr(os, "O_NOATIME", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_JUNCTION = 0xA000_0003  # IO_REPARSE_TAG_MOUNT_POINT


def read(path: str, limit: int) -> bytes:
    """A whole regular file of at most `limit` bytes."""
    descriptor = _open(path)
    with os.fdopen(descriptor, "rb") as file:
        try:
            # Files of /proc and /sys say that they have no size: only reading tells.
            content = file.read(limit + 1)
        except OSError as error:
            raise refusals.from_os_error(error, path) from error
    if len(content) > limit:
        raise refusals.too_large(path)
    return content


def tail(path: str, limit: int) -> bytes:
    """The last `limit` bytes of a regular file."""
    descriptor = _open(path)
    with os.fdopen(descriptor, "rb") as file:
        try:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - limit))
            return file.read(limit)
        except OSError as error:
            raise refusals.from_os_error(error, path) from error


def head(path: str, limit: int) -> bytes:
    """The first `limit` bytes of a regular file."""
    descriptor = _open(path)
    with os.fdopen(descriptor, "rb") as file:
        try:
            return file.read(limit)
        except OSError as error:
            raise refusals.from_os_error(error, path) from error


def part(path: str, offset: int, size: int) -> bytes:
    """Bytes of a regular file from a place on; fewer at its end. A link is not followed: it may lead anywhere."""
    descriptor = _open(path, follow=False)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        try:
            file.seek(offset)
            content = file.read(size)
            while content and len(content) < size:  # a read may stop early on large sizes
                more = file.read(size - len(content))
                if not more:
                    break
                content += more
            return content or b""
        except (OSError, OverflowError) as error:
            raise _refusal(error, path) from error


def entries(path: str, limit: int = ENTRY_LIMIT) -> tuple[Entry, ...]:
    """The entries of a folder by name, links not followed. An entry that vanishes meanwhile is left out."""
    found: list[Entry] = []
    try:
        with listed(path) as place, os.scandir(place) as folder:
            for item in folder:
                if len(found) == limit:
                    raise refusals.too_large(path)
                try:
                    found.append(_entry(item.name, item.stat(follow_symlinks=False)))
                except FileNotFoundError:
                    continue
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error
    return tuple(sorted(found, key=lambda entry: entry.name))


@contextmanager
def listed(path: str) -> Iterator[int | str]:
    """What `os.scandir` takes: a descriptor that leaves the folder's access time as it was, where there are such."""
    if os.scandir not in os.supports_fd:
        yield path
        return
    descriptor = open_quietly(path, _FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def walk(folder: Path, refused: Callable[[OSError], object]) -> Iterator[tuple[Path, list[str]]]:
    """Each folder from this one on, by name, and the names of all in it that is none; links are not followed."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        try:
            with listed(str(place)) as opened, os.scandir(opened) as found:
                for one in found:
                    (folders if one.is_dir(follow_symlinks=False) else names).append(one.name)
        except OSError as error:
            refused(OSError(error.errno, error.strerror, str(place)))
            continue
        waiting += [place / name for name in sorted(folders, reverse=True)]
        yield place, sorted(names)


def stat(path: str) -> Entry:
    """One entry, links followed."""
    try:
        return _entry(os.path.basename(path.rstrip("/\\")), os.stat(path))
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error


def exists(path: str) -> bool:
    """Whether something is there, be it only a link that leads nowhere."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error
    return True


def target_of(path: str) -> str:
    """Where a path leads once all links are followed."""
    try:
        return str(Path(path).resolve(strict=True))
    except RuntimeError as error:  # Python 3.11 and 3.12 say so of a circle of links
        raise refusals.unfit(path) from error
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error


def _open(path: str, *, follow: bool = True) -> int:
    try:
        descriptor = _open_looked_at(path, follow)
    except (OSError, ValueError) as error:
        raise _refusal(error, path) from error
    if not modes.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise refusals.unfit(path)
    return descriptor


def _open_looked_at(path: str, follow: bool) -> int:
    # Opening a device can act on it (rewind a tape, reset a serial line): look before, and again once it is open.
    if not modes.S_ISREG(os.stat(path, follow_symlinks=follow).st_mode):
        raise refusals.unfit(path)
    return open_quietly(path, _OPEN if follow else _OPEN | _NO_FOLLOW)


def open_quietly(path: str, flags: int) -> int:
    """Opened so that reading leaves the access time as it was, where we own the file or are root. Raises OSError."""
    try:
        return os.open(path, flags | _NO_ATIME)
    except PermissionError:
        if not _NO_ATIME:
            raise
        return os.open(path, flags)  # not ours: the kernel allows O_NOATIME to the owner and root alone


def _refusal(error: OSError | ValueError | OverflowError, path: str) -> Exception:
    # ValueError: a NUL in the path, which no file can have.
    return refusals.from_os_error(error, path) if isinstance(error, OSError) else refusals.absent(path)


def _entry(name: str, status: os.stat_result) -> Entry:
    found = Entry(name, _kind(status), status.st_size, status.st_mtime)
    if os.name == "nt":
        return found
    return replace(
        found,
        owner=status.st_uid,
        mode=modes.S_IMODE(status.st_mode),
        version=(status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns),
    )


def _kind(status: os.stat_result) -> Kind:
    mode = status.st_mode
    if getattr(status, "st_reparse_tag", 0) == _JUNCTION:  # Windows: a folder to Python, a link to us
        return Kind.LINK
    if modes.S_ISREG(mode):
        return Kind.FILE
    if modes.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.LINK if modes.S_ISLNK(mode) else Kind.OTHER
