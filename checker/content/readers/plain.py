"""txt and csv in UTF-8, UTF-16 and GB18030; html; mht."""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from functools import partial

from checker.content import limits
from checker.content.readers.xml import unescaped
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SCRIPT = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h[1-6]|/li|/td|/table|/title)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_PICTURE_KINDS = ("image/jpeg", "image/png", "image/bmp", "image/tiff", "image/webp", "image/gif")
_SMALLEST_PICTURE = 20_000


def text(content: bytes, reading: Reading) -> None:
    if len(content) > limits.TEXT * 2:
        reading.cut("what follows")
    reading.add(Zone.BODY, decoded(content[: limits.TEXT * 2]))


def decoded(content: bytes) -> str:
    """Characters of a text file. An unknown encoding shows as GB18030, in which most of ours are written."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return content.decode(name, "replace").replace("\r\n", "\n")
    try:
        found = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4 and error.start > 0:  # cut in the middle of a character
            found = content.decode("utf-8", "replace")
        else:
            found = content.decode(_wide(content) or "gb18030", "replace")
    else:
        wide = _wide(content) if "\0" in found[:1000] else None
        found = content.decode(wide, "replace") if wide else found
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark at its beginning: line ends and blanks give it away."""
    sample = content[:4096]
    even, odd = sample[::2], sample[1::2]
    little, big = odd.count(0), even.count(0)
    if little + big < len(sample) // 50 + 1:
        return None
    return "utf-16-le" if little >= big else "utf-16-be"


def html(content: bytes, reading: Reading, charset: str = "") -> None:
    content = content[: limits.TEXT * 2]
    named = _CHARSET.search(content[:4096])
    name = (charset or (named[1].decode("ascii") if named else "")).lower()
    try:
        source = content.decode("gb18030" if name.startswith("gb") else name, "replace") if name else decoded(content)
    except LookupError:
        source = decoded(content)
    title = _TITLE.search(source[:100_000])
    if title:
        reading.add(Zone.PROPERTY, unescaped(title[1]))
    for comment in _COMMENT.findall(source)[:200]:
        reading.add(Zone.HIDDEN, comment[4:-3])
    source = _SCRIPT.sub("", _COMMENT.sub("", source))
    reading.add(Zone.BODY, unescaped(_TAG.sub("", _BREAK.sub("\n", source))))


def mht(content: bytes, reading: Reading) -> None:
    """A web page with its pictures as one MIME message ([RFC 2557])."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for index, part in enumerate(message.walk()):
            if index == 200:
                reading.cut("what follows")
                return
            kind = part.get_content_type()
            if kind in ("text/html", "text/plain") or kind in _PICTURE_KINDS:
                payload = part.get_payload(decode=True)
                if not isinstance(payload, bytes):
                    continue
                if kind == "text/html":
                    html(payload, reading, part.get_content_charset() or "")
                elif kind == "text/plain":
                    text(payload, reading)
                elif len(payload) >= _SMALLEST_PICTURE:
                    reading.picture(Inner(kind, len(payload), len(payload), partial(bytes, payload)))
    except (email.errors.MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
        raise Trouble(Read.DAMAGED) from error
