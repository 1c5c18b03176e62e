"""Pictures and files that a text carries in itself, in base64."""

from __future__ import annotations

import binascii
import re
from functools import partial
from itertools import chain
from urllib.parse import unquote_to_bytes

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
_WITHOUT_CONTENT = ("font/", "application/font", "application/x-font", "application/vnd.ms-font", "audio/", "video/")
_SMALLEST = 100  # bytes: a dot that counts visitors


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

    def add(self, kind: str, letters: bytes, name: str) -> None:
        """A picture, or a file of its own, in base64."""
        size = len(letters) * 3 // 4
        if size >= _SMALLEST:
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
                self._text(unpacked(letters, strict=False))
            elif not kind.startswith(_WITHOUT_CONTENT):
                self.add(kind or "data", letters, name)
            return b"data:,"
        if words:
            self._text(unquote_to_bytes(data[3]))
        return b"data:," if kind else data[0]

    def _text(self, content: bytes) -> None:
        self._reading.add(Zone.BOX, _TAG.sub("\n", content.decode("utf-8", "replace")))


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
