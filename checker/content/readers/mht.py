"""A web page with its pictures as one MIME message ([RFC 2557]), as browsers and word processors save it.

Taken apart by its boundaries and not by `email.parser`, which takes several times the file's size in memory and passes
over a message that breaks off. Real mail never comes here: `checker.content.formats` leaves it unopened.
"""

from __future__ import annotations

import quopri
import re
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from functools import partial

from checker.content import limits
from checker.content.file import Bytes, File, whole
from checker.content.readers import markup, plain, web
from checker.content.readers.embedded import Embedded, unpacked
from checker.content.readers.looks import Looks, looks
from checker.content.reading import Inner, Reading
from checker.facts.content.document import Read
from checker.model.coverage import Unit

_BODY = re.compile(rb"\r?\n[ \t]*\r?\n")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_ENCODINGS = ("", "7bit", "8bit", "binary", "base64", "quoted-printable")
_DEPTH = 5  # parts within parts
_PARTS = 2_000
_PROGRAMS = ("text/css", "text/javascript", "application/javascript", "application/x-javascript", "text/x-vbscript")
_WORDLESS = ("font/", "application/font", "application/x-font", "application/vnd.ms-font", "audio/", "video/")


def read(file: File, reading: Reading) -> None:
    content = whole(file, limits.MHT)
    _Message(reading).entity(content, 0, "")
    if content.endswith(bytes(plain.ZEROS)):
        reading.account.left(plain.HOLES, Read.DAMAGED)


class _Message:
    def __init__(self, reading: Reading) -> None:
        self._reading, self._embedded, self._number = reading, Embedded(reading), 0

    def entity(self, content: bytes, depth: int, closed_by: str) -> None:
        """One part with its headers; `closed_by` "": nothing says where it ends."""
        found = _BODY.search(content)
        head, body = (content[: found.start()], content[found.end() :]) if found else (content, b"")
        if content[:1] in (b"\r", b"\n"):  # a part without any header
            head, body = b"", content.lstrip(b"\r\n")
        headers = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
        boundary = headers.get_boundary()
        if headers.get_content_maintype() == "multipart" and boundary:
            self._multipart(body, boundary, depth)
        else:
            self._leaf(headers, body, closed_by)

    def _multipart(self, body: bytes, boundary: str, depth: int) -> None:
        account = self._reading.account
        if depth >= _DEPTH:
            account.more(Unit.PARTS, 1, Read.TOO_LARGE)
            return
        sign = re.escape(boundary.encode("ascii", "replace"))
        lines = list(re.finditer(rb"(?m)^--" + sign + rb"(--)?[ \t]*\r?$", body))
        last = next((at for at, line in enumerate(lines) if line[1]), None)
        if last is None:
            account.left(plain.REST, Read.DAMAGED)
        ends = [*(line.start() for line in lines[1:]), len(body)]
        for line, end in zip(lines[:last], ends, strict=False):
            if self._number >= _PARTS:
                account.more(Unit.PARTS, 1, Read.TOO_LARGE)
                continue
            self.entity(body[line.end() + 1 : end], depth + 1, "" if end == len(body) else boundary)

    def _leaf(self, headers: Message[str, str], body: bytes, closed_by: str) -> None:
        self._number += 1
        kind = headers.get_content_type()
        name = f"{self._number} {headers.get_filename() or headers.get('content-location') or kind}"
        account = self._reading.account
        if kind.startswith("message/"):
            account.left(name, Read.UNSUPPORTED)  # mail is never read, and a page with some is not read in full
            return
        content, damaged = _decoded(headers, body)
        if _encoding(headers) not in _ENCODINGS:
            account.left(name, Read.UNSUPPORTED)
            return
        if kind.startswith(_WORDLESS) and (not content or looks(content) is Looks.WORDLESS):
            account.nothing(name)
            return
        charset = headers.get_content_charset() or ""
        if kind in ("text/html", "application/xhtml+xml"):
            web.page(content, self._reading, self._embedded, charset, name)
        elif kind in _PROGRAMS and looks(content) in (Looks.TEXT, Looks.UNKNOWN):
            web.program(content, self._reading, name)
        elif kind == "text/plain" and headers.get_content_disposition() != "attachment":
            plain.text(Bytes(content), self._reading, name)
        elif kind in ("text/xml", "application/xml", "image/svg+xml"):
            markup.texts(content, self._reading, self._embedded, name)
        else:
            size = len(content)
            self._embedded.hand_on(kind, Inner(name, size, size, partial(_again, headers, body)))
        if damaged and not kind.startswith("image/"):
            account.left(name, Read.DAMAGED)


def _again(headers: Message[str, str], body: bytes) -> bytes:
    return _decoded(headers, body)[0]


def _encoding(headers: Message[str, str]) -> str:
    return str(headers.get("content-transfer-encoding", "")).strip().lower()


def _decoded(headers: Message[str, str], body: bytes) -> tuple[bytes, bool]:
    """A part's content, and whether it is whole as far as its writing tells."""
    encoding = _encoding(headers)
    if encoding == "base64":
        solid = body.rstrip(b"\0\r\n -")
        broken = _NO_BASE64.search(solid) is not None or len(b"".join(solid.split())) % 4 != 0
        return unpacked(body, strict=False), broken
    if encoding == "quoted-printable":
        return quopri.decodestring(body), False
    return body, False
