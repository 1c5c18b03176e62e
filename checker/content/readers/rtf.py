"""rtf: control words, groups, and bytes of a code page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from checker.content import limits
from checker.content.readers.properties import labelled
from checker.content.reading import Reading
from checker.facts.content.marking import Zone

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict objdata themedata latentstyles "
    b"colorschememapping datastore xmlnstbl fldinst pgptbl filetbl bkmkstart bkmkend nonshppict".split()
)
_LINES = frozenset(b"par line sect page row".split())
_MARGINS = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
_INFORMATION = frozenset(b"title subject keywords doccomm category company manager".split())
_DEEPEST = 500


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces. `place` is the zone that visible text returns to."""

    zone: Zone = Zone.BODY
    place: Zone = Zone.BODY
    skip: bool = False
    unicode_skip: int = 1
    field: bytes = b""


def read(content: bytes, reading: Reading) -> None:
    writer = _Writer()
    group, groups = _Group(), list[_Group]()
    ignorable, swallow = False, 0
    for token in _TOKEN.finditer(content):
        kind = token.lastgroup
        if kind == "number":
            kind = "word"
        if kind == "brace":
            swallow = 0
            if token["brace"] == b"{":
                if len(groups) < _DEEPEST:
                    groups.append(group)
                    group = replace(group)
            elif groups:
                group = groups.pop()
        elif kind == "sign":
            ignorable = token["sign"] == b"*"
            if token["sign"] in b"{}\\" and not group.skip:
                writer.raw(group, token["sign"])
            elif token["sign"] == b"~" and not group.skip:
                writer.raw(group, b" ")
            if ignorable:
                continue
        elif kind == "word":
            word, number = token["word"], token["number"]
            if ignorable or word in _SKIPPED:
                group.skip = True
            elif word == b"ansicpg" and number:
                writer.page = int(number)
            elif word in _LINES:
                writer.raw(group, b"\n")
            elif word in (b"tab", b"cell"):
                writer.raw(group, b"\t")
            elif word in _MARGINS:
                group.zone = group.place = Zone.MARGIN
            elif word == b"shptxt":
                group.zone, group.place, group.skip = Zone.BOX, Zone.BOX, False
            elif word in (b"annotation", b"footnote"):
                group.zone = group.place = Zone.COMMENT
            elif word in (b"v", b"deleted"):
                group.zone = Zone.HIDDEN if number != b"0" else group.place
            elif word in _INFORMATION:
                group.zone, group.field = Zone.PROPERTY, word
            elif word == b"uc" and number:
                group.unicode_skip = max(0, min(8, int(number)))
            elif word == b"u" and number and not group.skip:
                writer.character(group, int(number) & 0xFFFF)
                swallow = group.unicode_skip
                continue
            elif word == b"bin" and number:
                break  # raw bytes follow, which this walk cannot skip; pictures stand behind the text that matters
        elif kind == "hex":
            if swallow:
                swallow -= 1
            elif not group.skip:
                writer.raw(group, bytes((int(token["hex"], 16),)))
        elif not group.skip:
            text = token["text"]
            writer.raw(group, text[swallow:] if swallow else text)
            swallow = 0
        ignorable = False
        if writer.size > limits.TEXT:
            reading.cut("what follows")
            break
    writer.hand_on(reading)


class _Writer:
    """Text by its zone: bytes of the code page and single characters in turn."""

    def __init__(self) -> None:
        self.page = 936
        self.size = 0
        self._pieces: dict[tuple[Zone, bytes], list[bytes | str]] = {}

    def raw(self, group: _Group, content: bytes) -> None:
        self._put(group, content)

    def character(self, group: _Group, code: int) -> None:
        self._put(group, chr(code))

    def _put(self, group: _Group, piece: bytes | str) -> None:
        if group.skip:
            return
        self.size += len(piece)
        self._pieces.setdefault((group.zone, group.field), []).append(piece)

    def hand_on(self, reading: Reading) -> None:
        page = "gb18030" if self.page in (936, 0, 54936) else f"cp{self.page}"
        for (zone, field), pieces in self._pieces.items():
            text = _joined(pieces, page)
            reading.add(zone, labelled(field.decode("ascii"), text) if field else text)


def _joined(pieces: list[bytes | str], page: str) -> str:
    text, waiting = [], bytearray()
    for piece in (*pieces, ""):
        if isinstance(piece, bytes):
            waiting += piece
            continue
        if waiting:
            try:
                text.append(waiting.decode(page, "replace"))
            except LookupError:
                text.append(waiting.decode("latin-1"))
            waiting.clear()
        text.append(piece)
    # A pair of surrogates that came as two \u words.
    return "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
