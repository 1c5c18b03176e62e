"""Files of local drives. What is kept in a cloud and would have to be fetched is not fetched."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import stat as modes
from collections.abc import Iterator
from contextlib import contextmanager

from checker.machine import files, refusals
from checker.machine.answers import Entry
from checker.machine.windows.paths import PREFIX, drive, extended, plain
from checker.machine.windows.volumes import REMOTE, drive_kind
from checker.model.text import Text
from checker.model.unreadable import Unreadable

# FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS: opening brings the content over the network.
_ELSEWHERE = 0x1000 | 0x4_0000 | 0x40_0000
_IN_THE_CLOUD = Text("文件内容在云端，没有下载：{what}", "The file's content is in a cloud and was not fetched: {what}")


def read(path: str, limit: int) -> bytes:
    with _said_plainly():
        return files.read(_content(path), limit)


def tail(path: str, limit: int) -> bytes:
    with _said_plainly():
        return files.tail(_content(path), limit)


def head(path: str, limit: int) -> bytes:
    with _said_plainly():
        return files.head(_content(path), limit)


def part(path: str, offset: int, size: int) -> bytes:
    with _said_plainly():
        return files.part(_content(path), offset, size)


def documents(path: str) -> tuple[Entry, ...]:
    with _said_plainly():
        return files.entries(_local(path), files.DOCUMENT_LIMIT)


def entries(path: str) -> tuple[Entry, ...]:
    with _said_plainly():
        return files.entries(_local(path))


def stat(path: str) -> Entry:
    with _said_plainly():
        return files.stat(_local(path))


def exists(path: str) -> bool:
    with _said_plainly():
        return files.exists(_local(path))


def target_of(path: str) -> str:
    with _said_plainly():
        return plain(files.target_of(_local(path)))


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Refusals name a path as people write it, not in its extended form."""
    try:
        yield
    except Unreadable as error:
        reason = Text(error.reason.zh.replace(PREFIX, ""), error.reason.en.replace(PREFIX, ""))
        raise type(error)(reason, error.how) from error


def _local(path: str) -> str:
    """The path in its extended form, on a drive that is not a network's, and no link to a network either."""
    full = extended(path)
    if drive_kind(drive(full)) == REMOTE:
        raise refusals.unfit(path)
    try:
        if modes.S_ISLNK(os.lstat(full).st_mode):
            extended(os.readlink(full))
    except OSError:  # the door behind says what is the matter
        return full
    return full


def _content(path: str) -> str:
    full = _local(path)
    try:
        attributes = os.stat(full).st_file_attributes
    except OSError:
        return full
    if attributes & _ELSEWHERE:
        raise Unreadable(_IN_THE_CLOUD.filled(what=Text.name(path)))
    return full
