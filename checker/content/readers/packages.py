"""Packages of Linux systems: ar (.deb, .a), cpio and rpm. Members are pieces of the file, one behind the other.

ar(5) of the BSDs and of GNU; cpio(5), "new ASCII" and "portable ASCII"; [RPM V4 package format]: a lead, two headers,
and a packed cpio, which is a member here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial

from checker.content.file import File
from checker.content.reading import Inner, Reading
from checker.content.signatures import AR, NEW_CPIO, PORTABLE_CPIO, is_cpio
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_END, _REST = "end of the archive", "what follows the archive"
_LAST = b"TRAILER!!!"
_HEADER = b"\x8e\xad\xe8\x01"
_LEAD = 96
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\x5d\0\0", *NEW_CPIO, PORTABLE_CPIO)
_LONGEST = 4096  # bytes of a name
_FOLDER, _FILE, _KIND = 0o040000, 0o100000, 0o170000


def listed(file: File, kind: str, reading: Reading) -> None:
    """Raises Trouble."""
    match kind:
        case "ar":
            reading.members = _ar(file, reading)
        case "cpio":
            reading.members = _cpio(file, reading)
        case _:
            reading.number = 1
            begin = _payload(file)
            size = file.size - begin
            reading.members = iter([Inner("payload", size, size, partial(file.part, begin, size))])


def _ar(file: File, reading: Reading) -> Iterator[Inner]:
    at, names = len(AR), b""
    while at < file.size:
        head = file.part(at, 60)
        if len(head) < 60 or head[58:] != b"`\n" or not head[48:58].strip().isdigit():
            reading.account.left(_REST if head.strip(b"\0\n") else _END, Read.DAMAGED)
            return
        name, size, begin = head[:16].rstrip(), int(head[48:58]), at + 60
        if begin + size > file.size:
            reading.account.left(_END, Read.DAMAGED)
        at = begin + size + size % 2
        if name == b"//":
            names = file.part(begin, size)
            continue
        if name in (b"/", b"/SYM64/", b"__.SYMDEF"):
            continue  # which function stands in which member
        if name.startswith(b"#1/") and name[3:].isdigit():
            length = min(int(name[3:]), size)
            name, begin, size = file.part(begin, length).rstrip(b"\0"), begin + length, size - length
        elif name.startswith(b"/") and name[1:].isdigit():
            name = names[int(name[1:]) :].partition(b"/\n")[0][:_LONGEST]
        yield _inner(file, name.rstrip(b"/"), begin, size)


def _cpio(file: File, reading: Reading) -> Iterator[Inner]:
    at = 0
    while (
        is_cpio(head := file.part(at, 110))
        and b"\0" not in head[:76]
        and len(head) >= (110 if head[:6] in NEW_CPIO else 76)
    ):
        if head[:6] in NEW_CPIO:
            mode, size, length = (int(head[place : place + 8], 16) for place in (14, 54, 94))
            name_at, pad = at + 110, 4
        else:
            mode, length, size = int(head[18:24], 8), int(head[59:65], 8), int(head[65:76], 8)
            name_at, pad = at + 76, 1
        begin = -(-(name_at + length) // pad) * pad
        name = file.part(name_at, min(length, _LONGEST)).rstrip(b"\0")
        at = -(-(begin + size) // pad) * pad
        if name == _LAST:
            if file.part(at, 4096).strip(b"\0"):
                reading.account.left(_REST, Read.UNSUPPORTED)
            return
        if begin + size > file.size:
            reading.account.left(_END, Read.DAMAGED)
        if size and mode & _KIND in (_FILE, 0):
            yield _inner(file, name, begin, size)
    reading.account.left(_END, Read.DAMAGED)


def _payload(file: File) -> int:
    """Where the packed files begin, behind the signature and the description of the package. Raises Trouble."""
    at = _LEAD
    for pad in (8, 1):
        head = file.part(at, 16)
        if head[:4] != _HEADER or len(head) < 16:
            raise Trouble(Read.DAMAGED)
        number, size = struct.unpack_from(">II", head, 8)
        at = -(-(at + 16 + 16 * number + size) // pad) * pad
    begin = file.part(at, 6)
    if not begin.startswith(_PACKED):
        raise Trouble(Read.UNSUPPORTED if begin.strip(b"\0") else Read.DAMAGED)
    return at


def _inner(file: File, name: bytes, begin: int, size: int) -> Inner:
    return Inner(_legible(name), size, size, partial(_content, file, begin, size), partial(file.part, begin, size))


def _content(file: File, begin: int, size: int) -> bytes:
    content = file.part(begin, size)
    if len(content) != size:
        raise Trouble(Read.DAMAGED)
    return content


def _legible(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
