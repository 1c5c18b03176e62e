"""What a part of a container is by its bytes, whatever its name and type say: these are what somebody wrote."""

from __future__ import annotations

import re
from enum import Enum, auto

from checker.content import encodings, signatures
from checker.content.file import Bytes
from checker.content.zips import ends_with_a_zip

_HEAD = 4096  # bytes
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<|\xfe\xff\0<|<\0|\0<")
_PICTURES = frozenset(
    (
        *("jpeg", "png", "gif", "tiff", "webp", "bmp", "heic", "avif", "ppm", "jp2", "ico"),
        *("psd", "jxl", "jxr", "wmf", "emf", "pict", "jbig2", "pcx", "xcf", "exr", "bpg", "sun raster", "sgi"),
        *("dicom", "raw", "pnm"),
    )
)
# Sounds, films and fonts, beside those that are told as files of their own: where, and what stands there.
_WORDLESS = (
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),  # ASF: wma, wmv
    (0, b"\0\0\x01\xba"),
    (0, b"\0\0\x01\xb3"),
    (0, b"MThd\0\0\0\x06"),
    (0, b"#!AMR"),
    (8, b"AIFF"),
    (8, b"AIFC"),
    (0, b"RF64"),
    (0, b".snd\0"),
    (0, b"FLV\x01"),
    (0, b".RMF\0"),
    (4, b"moov"),
    (4, b"mdat"),
    (4, b"wide"),
    (0, b"true\0"),
    (0, b"typ1\0"),
    (0, b"ttcf\0"),
    (0, b"\x01\0\x04\x01"),  # CFF
    (0, b"\x01\0\x04\x02"),
    (0, b"\x01\0\x04\x03"),
    (0, b"\x01\0\x04\x04"),
    (0, b"\x80\x01"),  # PFB
    (34, b"LP"),  # EOT, as PowerPoint embeds fonts
    (36, b"acsp"),  # a colour profile
)
_FRAME = re.compile(rb"\xff[\xe2-\xe7\xf2-\xff\xf1\xf9]")  # of MPEG audio or AAC
# An obfuscated font: its first 32 bytes are not what they were, the table of its tables goes on behind them.
_TABLES = re.compile(rb"[A-Za-z0-9/ ]{4}.{12}[A-Za-z0-9/ ]{4}.{12}[A-Za-z0-9/ ]{4}", re.DOTALL)
_DEVICE, _DEVMODE = 64, (0x0320, 0x0400, 0x0401, 0x0500, 0x0501, 0x0600)  # bytes of a printer's name; what follows


class Looks(Enum):
    """What a part is by its first bytes."""

    XML = auto()
    PICTURE = auto()
    FILE = auto()  # of a kind that stands for itself
    TEXT = auto()
    WORDLESS = auto()  # a sound, a film, a font, a program
    UNKNOWN = auto()


def looks(content: bytes) -> Looks:
    if content.startswith(b"<"):  # nearly all
        return Looks.XML
    head = content[:_HEAD]
    if _XML.match(head):
        return Looks.XML
    told = signatures.told(head)
    if told in _PICTURES:
        return Looks.PICTURE
    if told and told != "other":
        return Looks.FILE
    if told or _is_wordless(head):
        plain = b"\0" not in head[:64] and encodings.is_text(head)
        if plain:
            return Looks.TEXT
        return Looks.FILE if ends_with_a_zip(Bytes(content)) else Looks.WORDLESS
    return Looks.TEXT if encodings.is_text(head) else Looks.UNKNOWN


def _is_wordless(head: bytes) -> bool:
    return (
        any(head.startswith(sign, at) for at, sign in _WORDLESS)
        or _FRAME.match(head) is not None
        or _TABLES.match(head, 44) is not None
    )


def is_of_a_printer(content: bytes) -> bool:
    """Whether it is what Windows keeps of a printer: its name in 64 bytes, then a version and a size ([DEVMODEW])."""
    version, size = (int.from_bytes(content[at : at + 2], "little") for at in (_DEVICE, _DEVICE + 4))
    return version in _DEVMODE and 70 <= size <= 220
