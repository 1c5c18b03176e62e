"""Icons and cursors of Windows: several pictures in one file ([MS-ICO]), each a PNG, or a BMP without its head."""

from __future__ import annotations

import struct
from functools import partial

from checker.content.file import File
from checker.content.reading import Inner, Reading
from checker.content.signatures import is_of_an_icon
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_PNG = b"\x89PNG"


def listed(file: File, reading: Reading) -> None:
    found = pictures(file)
    reading.number = len(found)
    reading.members = iter(found)


def pictures(file: File, name: str = "") -> list[Inner]:
    """Each of them; `name`: what the icon itself is called within a document."""
    number = int.from_bytes(file.part(4, 2), "little")
    entries = file.part(6, 16 * number)
    found = list[Inner]()
    for index in range(number):
        size, at = struct.unpack_from("<II", entries, 16 * index + 8)
        wide, high = entries[16 * index] or 256, entries[16 * index + 1] or 256
        called = f"{name}: {index + 1}, {wide}x{high}" if name else f"{index + 1}, {wide}x{high}"
        found.append(Inner(called, size, size, partial(_picture, file, at, size)))
    return found


def _picture(file: File, at: int, size: int) -> bytes:
    """A picture that stands for itself. Raises Trouble."""
    content = file.part(at, size)
    if len(content) != size or not is_of_an_icon(content[:4]):
        raise Trouble(Read.DAMAGED)
    if content.startswith(_PNG):
        return content
    header, _, high, _, bits, packed, _, _, _, colours = struct.unpack_from("<IiiHHIIiiI", content)
    table = 4 * (colours or (1 << bits if bits <= 8 else 0)) + (12 if packed == 3 and header == 40 else 0)
    # Its height is that of the picture and of the mask below it together.
    body = content[:8] + struct.pack("<i", high // 2) + content[12:]
    return struct.pack("<2sIHHI", b"BM", 14 + size, 0, 0, 14 + header + table) + body
