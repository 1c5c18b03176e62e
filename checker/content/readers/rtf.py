"""rtf: control words, groups, and bytes of a code page, which each font may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from checker.content import limits
from checker.content.readers.looks import Looks, looks
from checker.content.readers.ole import objects
from checker.content.readers.ole.handing import Handing
from checker.content.readers.properties import labelled
from checker.content.readers.words import code_page, legible, near_levels
from checker.content.readers.xml import decoded, lines, values
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

TEXT = "text"
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_NO_DIGIT = re.compile(rb"[^0-9a-fA-F]+")

# Destinations of colours, styles, lists, settings, authors and times: no words of the paper, and read beside it.
_BESIDE = frozenset(
    b"colortbl stylesheet listtable listoverridetable rsidtbl latentstyles pgptbl"
    b" filetbl xmlnstbl mmathPr wgrffmtfilter panose falt generator creatim revtim printim buptim author operator"
    b" revtbl pgdsctbl defchp defpap levelnumbers atntime atnauthor atnid atnref atnparent atndate atnicn atrfstart"
    b" atrfend bkmkend bkmkcolf objclass oleclsid blipuid sn protusertbl passwordtag factoidname"
    b" hsv ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn fontemb fontfile aexpnd fchars lchars fldtype"
    b" objtime nesttableprops writereservhash cellxgrid ffentrymcr ffexitmcr linkval"
    b" oldcprops oldpprops oldtprops oldsprops fname keycode levelpicture writereservation password svb pgdscno"
    b" pgdscuse updnprop private objname ebcstart ebcend lsdlockedexcept flymaincnt".split()
)
# What belongs to the page though a program may pass over it.
_THROUGH = frozenset(
    b"shppict shpinst shpgrp shprslt nonshppict do background ud upr listpicture pn pntext pnseclvl pntxta pntxtb"
    b" userprops objalias objsect object result picprop mmath moMath moMathPara nonesttables leveltext listname"
    b" cs ds ts rsid pxe rxe xform docvars company xmlopen xmlclose".split()
)
_ZONES = dict.fromkeys(b"header headerl headerr headerf footer footerl footerr footerf".split(), Zone.MARGIN)
_ZONES |= dict.fromkeys(b"annotation footnote".split(), Zone.COMMENT)
_ZONES |= dict.fromkeys(b"shptxt dptxbxtext sv".split(), Zone.BOX)
_ZONES |= dict.fromkeys(
    b"fldinst bkmkstart docvar xe tc formfield ffname ffdeftext ffhelptext ffstattext ffl template"
    b" xmlattrname xmlattrvalue xmlname htmltag mhtmltag listname objalias nextfile".split(),
    Zone.HIDDEN,
)
_INFORMATION = frozenset(b"title subject keywords doccomm comment category company manager hlinkbase".split())
_FIELDS = {b"doccomm": "comments", b"comment": "comments"}
_LINES = frozenset(b"par line sect page row cell nestcell nestrow column softline lbr".split())
_SIGNS = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
_SIGNS |= {b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"tab": "\t"}
_PICTURES = {b"jpegblip": "jpg", b"pngblip": "png", b"emfblip": "emf", b"wmetafile": "wmf", b"macpict": "pict"}
_PICTURES |= {b"dibitmap": "bmp", b"wbitmap": "ddb", b"pmmetafile": "met"}
_DATA = {b"pict": "picture", b"objdata": "object", b"datastore": "store"}
_DATA |= {b"themedata": "theme", b"colorschememapping": "colours", b"passwordhash": "hash", b"datafield": "field"}
# Code pages of the character sets that a font may have; with those of Western writing, the file's own page counts.
_CHARSETS = {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255}
_CHARSETS |= {178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 78: 10001, 79: 949, 80: 936, 81: 950}
_SYMBOLS, _SYMBOL_PAGE = 2, "symbols"  # fonts whose signs are drawings, as Unicode has them from F000 on
_PAGES = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}
_DEEPEST = 5_000
_HOLE = bytes(16)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WELL_SPELT = 20  # signs in UTF-8 for each byte that is none
_MOST_WAITING = 1 << 16  # pieces of text
_LISTS = -1  # the story of all that stands beside the paper
_STORY = 64  # what a header, note or property counts beside its signs, so that no file has millions of them


@dataclass(slots=True)
class _Data:
    """The bytes of one picture or object, as digits or as they are."""

    kind: str
    name: str
    extension: str = ""
    digits: bytearray = field(default_factory=bytearray)
    raw: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces.

    place   the zone that visible text returns to
    story   the number of a header, note or property: each is a text of its own
    page    of the font, "" for the file's own; wide_page of its companion for double bytes
    """

    zone: Zone = Zone.BODY
    place: Zone = Zone.BODY
    story: int = 0
    field: str = ""
    skip: bool = False
    fonts: bool = False
    listed: bool = False  # a list, whose entries end in a semicolon
    unicode_skip: int = 1
    page: str = ""
    wide_page: str = ""
    data: _Data | None = None


def read(content: bytes, reading: Reading) -> None:
    """Texts, pictures and objects. What no list of destinations knows is named as not read."""
    reading.account.there(Unit.PARTS, [TEXT])
    walk = _Walk(reading)
    try:
        walk.through(_without_utf8(content))
    except Trouble as trouble:  # the time is up
        reading.account.left(TEXT, trouble.read)
    walk.writer.hand_on(reading)
    reading.members = iter(walk.handing.members)
    reading.account.looked(TEXT)


def _without_utf8(content: bytes) -> bytes:
    """Signs that stand there in UTF-8, as some programs write them against all rules, by their numbers."""
    if content.isascii() or b"\\bin" in content:
        return content
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") * _WELL_SPELT > len(text.encode("utf-8", "replace")) - len(text):
        return content  # a code page's
    return _BEYOND_ASCII.sub(_by_numbers, text).encode("ascii", "replace")


def _by_numbers(signs: re.Match[str]) -> str:
    units = signs[0].encode("utf-16-le")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "{\\uc0" + "".join(f"\\u{number} " for number in numbers) + "}"


class _Walk:
    """The state of going through a file, token by token."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.handing, self.writer = reading, Handing(reading), _Writer()
        self._group, self._groups = _Group(), list[_Group]()
        self._fonts, self._font = dict[int, str](), -1
        self._swallow, self._ignorable, self._first = 0, False, False
        self._stories, self._number = 0, 0
        self._deeper = 0  # groups that are open beyond the deepest that is kept
        self._double = False  # the word for double bytes came last, and the next font is theirs

    def through(self, content: bytes) -> None:
        at = 0
        while at < len(content):
            begin, at = at, self._until_raw_bytes(content, at)
            if _HOLE in content[begin:at].rstrip(b"\0"):
                self.reading.account.left(TEXT, Read.DAMAGED)
            if self.writer.size > limits.TEXT:
                self.reading.cut(TEXT)
                return
        if self._groups:
            self._deeper = 0
            self.reading.account.left(TEXT, Read.DAMAGED)  # it ends before its groups do
            while self._groups:
                self._close()

    def _until_raw_bytes(self, content: bytes, at: int) -> int:
        """Go on to the next bytes that are no text, and return where they end."""
        for token in _TOKEN.finditer(content, at):
            kind = token.lastgroup
            if kind == "text":
                self._text(token["text"])
            elif kind == "hex":
                self._bytes(token["hex"])
            elif kind == "brace":
                self._swallow, self._ignorable = 0, False
                if token["brace"] == b"{":
                    self._open()
                elif self._groups:
                    self._close()
            elif kind == "sign":
                self._sign(token["sign"])
            elif token["word"] == b"bin" and token["number"]:
                end = token.end() + max(0, int(token["number"]))
                if end > len(content):
                    self.reading.account.left(TEXT, Read.DAMAGED)
                if self._group.data is not None:
                    self._group.data.raw += content[token.end() : end]
                return end
            else:
                self._word(token["word"], token["number"])
            if self.writer.size > limits.TEXT:
                break
        return len(content)

    # -- groups -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._first = True
        if len(self._groups) >= _DEEPEST:
            self.reading.cut(TEXT)
            self._deeper += 1
            return
        self._groups.append(self._group)
        self._group = replace(self._group)

    def _close(self) -> None:
        if self._deeper:
            self._deeper -= 1
            self._first = False
            return
        data, outer = self._group.data, self._groups.pop()
        if data is not None and outer.data is not data:
            self._gathered(data)
        self._group = outer
        self._first = False

    def _gathered(self, data: _Data) -> None:
        self.reading.step()
        content = bytes(data.raw)
        if data.digits:
            digits = _NO_DIGIT.sub(b"", data.digits)
            content = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")) + content
        if not content:
            return
        try:
            if data.kind == "picture":
                self.handing.drawings.bare(data.extension or "bin", content, data.name)
            elif data.kind == "store":
                objects.store(content, self.handing)
            elif data.kind != "object":
                self._of_a_program(data.name, content)
            else:
                objects.embedded(content, data.name, self.handing)
        except Trouble as trouble:
            self.reading.account.left(data.name, trouble.read)

    def _of_a_program(self, name: str, content: bytes) -> None:
        match looks(content):
            case Looks.FILE:
                self.handing.member(name, content)
            case Looks.XML:
                xml = decoded(content)
                self.reading.add(Zone.COMMENT, f"{lines(xml)}\n{values(xml)}")
            case _:
                self.reading.add(Zone.COMMENT, near_levels(content))

    # -- tokens -------------------------------------------------------------------------------------------------------

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._ignorable = self._first
            return
        self._first = self._ignorable = False
        if self._swallow:
            self._swallow -= 1
        elif sign in b"{}\\":
            self.writer.put(self._group, sign)
        elif sign == b"~":
            self.writer.put(self._group, " ")
        elif sign == b"_":
            self.writer.put(self._group, "-")
        elif sign in b"\r\n":
            self.writer.put(self._group, "\n")

    def _bytes(self, spelled: bytes) -> None:
        self._first = self._ignorable = False
        content = bytes.fromhex(spelled.replace(b"\\'", b"").decode("ascii"))
        if self._swallow:
            content, self._swallow = content[self._swallow :], max(0, self._swallow - len(content))
        if content:
            self.writer.put(self._group, content)

    def _text(self, text: bytes) -> None:
        self._first = self._ignorable = False
        group = self._group
        if group.data is not None:
            if not group.skip:
                group.data.digits += text
            return
        if self._swallow:
            text, self._swallow = text[self._swallow :], max(0, self._swallow - len(text))
        if not group.skip:
            self.writer.put(group, text)

    def _word(self, word: bytes, number: bytes | None) -> None:
        first, ignorable, group = self._first, self._ignorable, self._group
        self._first = self._ignorable = False
        if first and self._destination(word, ignorable):
            return
        if word == b"u" and number:
            if not group.skip:
                self.writer.put(group, chr(int(number) & 0xFFFF))
            self._swallow = group.unicode_skip
        elif word in _LINES:
            self.writer.put(group, "\n")
        elif word in _SIGNS:
            self.writer.put(group, _SIGNS[word])
        elif word in (b"v", b"deleted"):
            group.zone = Zone.HIDDEN if number != b"0" else group.place
        elif word == b"plain":
            group.zone, group.page, group.wide_page = group.place, "", ""
        elif word in _PICTURES and group.data is not None:
            group.data.extension = _PICTURES[word]
        elif number is not None:
            self._setting(word, int(number))
        elif word in _PAGES:
            self.writer.page = _PAGES[word]
        if word in (b"dbch", b"loch", b"hich"):
            self._double = word == b"dbch"

    def _destination(self, word: bytes, ignorable: bool) -> bool:
        """Whether the word that heads a group says what the group is."""
        group, found = self._group, True
        if word in _DATA:
            self._number += 1
            kind = _DATA[word]
            group.data, group.skip = _Data(kind, f"{kind} {self._number}"), False
        elif word in _BESIDE or word == b"fonttbl":
            group.fonts = group.fonts or word == b"fonttbl"
            group.zone = group.place = Zone.COMMENT
            group.story, group.listed, group.skip, group.data = _LISTS, True, False, None
            self.writer.line(group)
        elif word in _ZONES:
            if _ZONES[word] in (Zone.HIDDEN, Zone.BOX):
                self.writer.line(group)
            else:
                self._stories += 1
                group.story = self._stories
            group.zone, group.skip, group.data = _ZONES[word], False, None
            group.place = group.zone
            self.writer.line(group)
        elif word in _INFORMATION or word in (b"propname", b"staticval"):
            self._stories += word != b"staticval"
            group.zone, group.story, group.field = Zone.PROPERTY, self._stories, _FIELDS.get(word, word.decode("ascii"))
        elif ignorable and word not in _THROUGH:
            group.skip = True
            self.reading.account.left(f"\\*\\{word.decode('ascii')}", Read.UNSUPPORTED)
        else:
            found = False
        return found

    def _setting(self, word: bytes, number: int) -> None:
        group = self._group
        if word == b"uc":
            group.unicode_skip = max(0, min(8, number))
        elif word == b"ansicpg":
            self.writer.page = code_page(number)
        elif word == b"f":
            self._font = number
            group.page = "" if group.fonts else self._fonts.get(number, "")
        elif word == b"af" and self._double:
            group.wide_page = self._fonts.get(number, "")
        elif word == b"fcharset" and group.fonts and (number in _CHARSETS or number == _SYMBOLS):
            self._fonts[self._font] = _SYMBOL_PAGE if number == _SYMBOLS else code_page(_CHARSETS[number])
        elif word == b"cpg" and group.fonts:
            self._fonts[self._font] = code_page(number)


class _Writer:
    """Text by its zone: bytes of a code page and single characters in turn.

    Pieces are joined when many have come, since each takes a hundred bytes; the page of the file is then the one told
    so far. Bytes at the end wait for the next, as they may be half a sign.
    """

    def __init__(self) -> None:
        self.page = "gb18030"
        self.size = 0
        self._pieces: dict[tuple[Zone, str, int], list[tuple[str, bytes] | str]] = {}
        self._joined: dict[tuple[Zone, str, int], list[str]] = {}
        self._waiting = 0

    def put(self, group: _Group, piece: bytes | str) -> None:
        if group.skip or group.data is not None:
            return
        self.size += len(piece)
        if group.listed and isinstance(piece, bytes):
            piece = piece.replace(b";", b"\n")
        key = group.zone, group.field, group.story
        pieces = self._pieces.get(key)
        if pieces is None:
            pieces = self._pieces[key] = []
            self.size += _STORY
        pieces.append(piece if isinstance(piece, str) else (group.page or group.wide_page, piece))
        self._waiting += 1
        if self._waiting >= _MOST_WAITING:
            self._waiting = 0
            for story in self._pieces:
                self._join(story)

    def line(self, group: _Group) -> None:
        """What begins here is on a line of its own."""
        if (group.zone, group.field, group.story) in self._pieces:
            self.put(group, "\n")

    def hand_on(self, reading: Reading) -> None:
        texts = {key: self._whole(key) for key in self._pieces}
        names = {story: text for (_, label, story), text in texts.items() if label == "propname"}
        for (zone, label, story), text in texts.items():
            if zone is Zone.HIDDEN and '"' in text:  # what a field shows stands in quotation marks
                text = text.replace('"', "\n")
            reading.add(zone, labelled(names.get(story, label), text) if label else text)

    def _whole(self, key: tuple[Zone, str, int]) -> str:
        self._pieces[key].append("")
        self._join(key)
        # A pair of surrogates that came as two \u words.
        text = "".join(self._joined.pop(key))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _join(self, key: tuple[Zone, str, int]) -> None:
        pieces = self._pieces[key]
        if len(pieces) < 2 and "" not in pieces:
            return
        text, waiting, page = list[str](), bytearray(), ""
        for piece in pieces:
            if isinstance(piece, tuple) and (piece[0] == page or not waiting):
                page = piece[0]
                waiting += piece[1]
                continue
            if waiting:
                text.append(_signs(bytes(waiting), page or self.page))
                waiting.clear()
            if isinstance(piece, tuple):
                page = piece[0]
                waiting += piece[1]
            else:
                text.append(piece)
        self._joined.setdefault(key, []).append("".join(text))
        pieces[:] = [(page, bytes(waiting))] if waiting else []


def _signs(content: bytes, page: str) -> str:
    return "".join(chr(0xF000 | byte) for byte in content) if page == _SYMBOL_PAGE else legible(content, page)
