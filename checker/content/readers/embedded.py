"""Pictures and files that a text carries in itself, in base64."""

from __future__ import annotations

import binascii
import re
from functools import partial
from itertools import chain
from urllib.parse import unquote_to_bytes

from checker.content import encodings
from checker.content.readers import drawings, scripts, spelled
from checker.content.readers.looks import Looks, looks
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

# data:[type][;parameters];base64,... (RFC 2397), as it stands in an attribute or a style.
_DATA = re.compile(
    rb"data:([A-Za-z0-9.+-]{1,40}/[A-Za-z0-9.+-]{1,80})?((?:;[A-Za-z0-9=._-]{1,80})*),([A-Za-z0-9+/=%_\s.~!$&*:;@?,-]*)",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(rb"[^A-Za-z0-9+/]+")
_TAG = re.compile(r"<[^<>]*>")
_WORDLESS = ("font/", "application/font", "application/x-font", "application/vnd.ms-font", "audio/", "video/")
_SMALLEST = 100  # bytes: a dot that counts visitors, the first letters of a file in a program
# What pictures, documents and archives begin with, in base64.
_PICTURES = (b"/9j/", b"iVBORw0KGgo", b"R0lGOD", b"UklGR", b"SUkqA", b"TU0AK")
_FILES = (b"UEsDB", b"0M8R4KGx", b"JVBERi", b"e1xydG", b"N3q8ry", b"UmFyIR", b"H4sIA", b"/Td6WFo", b"QlpoO")
_LETTERS = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_OF_THE_WEB = bytes.maketrans(b"-_", b"+/")
_NEXT_LINE = re.compile(rb"[ \t]*\r?\n[ \t>]*")


def among_words(reading: Reading) -> None:
    """What a document's words spell in such letters, however its paragraphs and cells part them."""
    telling = [part.text for part in reading.parts if not part.quiet and spelled.perhaps(part.text)]
    embedded = Embedded(reading) if telling else None
    for number, text in enumerate(telling, 1):
        assert embedded is not None
        embedded.found_in(text.encode("utf-8", "replace"), f"text {number}")


class Embedded:
    """Takes what a document carries in itself out of its text, and hands it on."""

    def __init__(self, reading: Reading) -> None:
        self._reading, self._number = reading, 0
        self._files = list[Inner]()
        reading.members = chain(reading.members, self._files)

    def taken_out(self, content: bytes, name: str) -> bytes:
        """A text without what is written in it as ``data:``."""
        if b"data:" not in content:
            return content
        return _DATA.sub(lambda data: self._take(data, name), content)

    def found_in(self, content: bytes, name: str) -> bool:
        """Hand on what stands in a plain text as letters of base64; whether such a piece reaches the text's end."""
        ends = False
        for sign in (*_PICTURES, *_FILES):
            at = -1
            while (at := content.find(sign, at + 1)) >= 0:
                if at and content[at - 1 : at].isalnum():
                    continue
                letters, end = _block(content, at)
                self.add("image/x" if sign in _PICTURES else "base64", letters, name)
                ends = ends or end >= len(content)
        for text in spelled.words(content):
            self._reading.add(Zone.HIDDEN, _TAG.sub("\n", text))
        for piece in spelled.pieces(content):
            self._spelled(piece, name)
        return ends

    def _spelled(self, content: bytes, name: str) -> None:
        """What was written in other letters: a text, or a file with all that it holds."""
        match looks(content):
            case Looks.FILE | Looks.PICTURE if len(content) < _SMALLEST:
                pass  # a program that knows files by their first bytes
            case Looks.FILE | Looks.PICTURE as found:
                self._number += 1
                kind = "image/x" if found is Looks.PICTURE else "spelled"
                inner = Inner(f"{name}: {kind} {self._number}", len(content), len(content), partial(bytes, content))
                self.hand_on(kind, inner)
            case _:
                for text in spelled.texts(content):
                    self._reading.add(Zone.HIDDEN, _TAG.sub("\n", text))

    def add(self, kind: str, letters: bytes, name: str) -> None:
        """A picture, or a file of its own, in base64."""
        size = len(letters) * 3 // 4
        if size >= _SMALLEST or not (kind.startswith("image/") or kind == "base64"):
            self._number += 1
            self.hand_on(kind, Inner(f"{name}: {kind} {self._number}", size, size, partial(unpacked, letters)))

    def hand_on(self, kind: str, inner: Inner) -> None:
        if kind.startswith("image/"):
            self._reading.picture(inner)
        else:
            self._files.append(inner)

    def _take(self, data: re.Match[bytes], name: str) -> bytes:
        kind = (data[1] or b"").decode("ascii").lower()
        words = kind.startswith(("text/", "image/svg"))
        if b";base64" in data[2].lower():
            letters = unquote_to_bytes(data[3]) if b"%" in data[3] else data[3]
            if words:
                self._text(unpacked(letters, strict=False), data[2], kind, name)
            elif not (kind.startswith(_WORDLESS) and looks(unpacked(letters, strict=False)) is Looks.WORDLESS):
                self.add(kind or "data", letters, name)
            return b"data:,"
        if words:
            self._text(unquote_to_bytes(data[3]), data[2], kind, name)
        return b"data:," if kind else data[0]

    def _text(self, content: bytes, parameters: bytes, kind: str, name: str) -> None:
        label = parameters.lower().rpartition(b"charset=")[2].partition(b";")[0].decode("ascii")
        found = encodings.read(content, "gb18030" if label.startswith("gb") else "")
        if kind.startswith("image/svg"):
            drawings.hand_on(f"{name}: drawing", found.text, self._reading)
        for text in found.all:
            program = kind.endswith(("css", "script"))
            self._reading.add(Zone.BOX, scripts.written(text)[0] if program else _TAG.sub("\n", text))


def _block(content: bytes, begin: int) -> tuple[bytes, int]:
    """Letters of base64 from a place on, and where they end: a line goes on with the next one where it is full."""
    pieces, at, full = list[bytes](), begin, 0
    while (line := _LETTERS.match(content, at)) is not None and (not full or len(line[0]) <= full):
        pieces.append(line[0])
        at = line.end()
        following = _NEXT_LINE.match(content, at)
        if following is None or b"=" in line[0] or len(line[0]) < full:
            break
        full, at = len(line[0]), following.end()
    return b"".join(pieces).translate(_OF_THE_WEB), at


def unpacked(letters: bytes, *, strict: bool = True) -> bytes:
    """What letters of base64 stand for.

    Raises:
        Trouble: they break off, or there are others among them.
    """
    solid = b"".join(letters.split())
    pure = _NO_LETTER.sub(b"", solid)
    whole = len(pure) % 4 != 1 and len(solid.rstrip(b"=")) == len(pure) and (len(solid) % 4 == 0 or len(pure) % 4 == 0)
    if strict and not whole:
        raise Trouble(Read.DAMAGED)
    pure = pure[: len(pure) - 1] if len(pure) % 4 == 1 else pure
    return binascii.a2b_base64(pure + b"=" * (-len(pure) % 4))
