"""Files that were put into a document as objects: packages, and streams that are files of a known kind."""

from __future__ import annotations

import struct

from checker.content.file import Bytes
from checker.content.readers.ole.compound import Compound
from checker.content.readers.ole.handing import Handing
from checker.content.readers.words import code_page
from checker.content.readers.xml import decoded, stripped
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_EMBEDDED = 2
# What a stream of unknown name may begin with to be a file of its own.
_FILES = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rt",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"II*\0",
    b"MM\0*",
    b"7z\xbc\xaf",
    b"Rar!",
    b"<?xml",
)


def is_a_file(content: bytes) -> bool:
    return content.startswith(_FILES)


def package(content: bytes, name: str, handing: Handing) -> None:
    """The stream of an object that another program made ([MS-OLEDS] 2.3.6): a file with its name, or its bare bytes."""
    if len(content) < 4:
        return
    size = int.from_bytes(content[:4], "little")
    body = content[4 : 4 + size]
    found = _packed(body)
    if found is not None:
        label, inner = found
        handing.member(f"{name} ({label})" if label else name, inner)
    elif body[:2] in (b"BM", b"\x28\0"):
        handing.drawings.bare("bmp", body, name)
    else:
        handing.member(name, body)


def _packed(body: bytes) -> tuple[str, bytes] | None:
    """Name and content of a packaged file."""
    try:
        if struct.unpack_from("<H", body)[0] != 2:
            return None
        end = body.index(b"\0", 2)
        label = body[2:end].decode(code_page(936), "replace")
        at = body.index(b"\0", end + 1) + 1 + 4
        (length,) = struct.unpack_from("<I", body, at)
        at += 4 + length
        (size,) = struct.unpack_from("<I", body, at)
    except (struct.error, ValueError):
        return None
    inner = body[at + 4 : at + 4 + size]
    return (label.replace("\\", "/").rpartition("/")[2], inner) if len(inner) == size else None


def _native(content: bytes) -> bytes:
    """An object's own bytes, from behind a class and two names ([MS-OLEDS] 2.2); none for a link to a file elsewhere.

    Raises:
        Trouble: DAMAGED.
    """
    try:
        _, kind = struct.unpack_from("<II", content)
        at = 8
        for _ in range(3):
            at += 4 + struct.unpack_from("<I", content, at)[0]
        if kind != _EMBEDDED:
            return b""
        (size,) = struct.unpack_from("<I", content, at)
    except struct.error as error:
        raise Trouble(Read.DAMAGED) from error
    body = content[at + 4 : at + 4 + size]
    if len(body) < size:
        raise Trouble(Read.DAMAGED)
    return body


def embedded(content: bytes, name: str, handing: Handing) -> None:
    """An object as OLE 1 keeps it. Raises Trouble."""
    body = _native(content)
    if is_a_file(body):
        handing.member(name, body)
    else:
        package(struct.pack("<I", len(body)) + body, name, handing)


def store(content: bytes, handing: Handing) -> None:
    """A compound file of XML that programs keep with a document and no page shows. Raises Trouble."""
    compound = Compound(Bytes(_native(content)))
    if compound.broken:
        raise Trouble(Read.DAMAGED)
    compound.follow()
    for entry in compound.root.every():
        body = compound.content(entry)
        if not entry.whole:
            raise Trouble(Read.DAMAGED)
        if b"<" in body[:8]:
            handing.reading.add(Zone.HIDDEN, stripped(decoded(body).replace("</", "\n</")))


def presentation(content: bytes, name: str, handing: Handing) -> bool:
    """The picture that stands for an object ([MS-OLEDS] 2.3.4); whether it was understood."""
    try:
        marker, kind = struct.unpack_from("<iI", content)
        at = 8 if marker == -1 else 4 + max(0, marker)
        if marker not in (-1, -2, 0):
            kind = 0
        (target,) = struct.unpack_from("<I", content, at)
        at += max(target, 4) + 16
        _, _, size = struct.unpack_from("<III", content, at)
    except (struct.error, ValueError):
        return False
    body = content[at + 12 : at + 12 + size]
    if not body or len(body) < size:
        return not body and not size
    handing.drawings.bare({8: "bmp", 3: "wmf"}.get(kind, "emf"), body, name)
    return True
