"""ofd (GB/T 33190): pages of placed text, templates, notes, metadata, pictures, attachments.

Every entry is read for what it is; what the documents' own lists say of it gives its place, and names what is missing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial

from checker.content.readers import ofd_outlines
from checker.content.readers.container import Container, is_picture
from checker.content.readers.looks import Looks, looks
from checker.content.readers.properties import labelled
from checker.content.readers.words import any_runs
from checker.content.readers.xml import Element, lines, unescaped, values
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_OBJECT = Element("TextObject")
_CODE = re.compile(r"<(?:\w+:)?TextCode\b[^<>]*>([^<]*)</")
_BOUNDARY = re.compile(r'\bBoundary="\s*(-?[\d.]+)\s+(-?[\d.]+)')
_CUSTOM = re.compile(r'<(?:\w+:)?CustomData\b[^<>]*\bName="([^"]*)"[^<>]*>([^<]*)</')
_INFO = re.compile(r"<(?:\w+:)?(Title|Subject|Abstract|Keyword|Author|Creator)(?:\s[^<>]*)?>([^<]*)</")
# Where the lists lead: the element, and the attribute or the text that says where.
_LEADS = re.compile(
    r"<(?:\w+:)?(?P<element>Page|TemplatePage)\s[^<>]*?\bBaseLoc\s*=\s*[\"'](?P<at>[^\"']*)"
    r"|<(?:\w+:)?(?P<list>DocRoot|Annotations|Attachments|FileLoc|PublicRes|DocumentRes|PageRes|Signatures|MediaFile"
    r"|CustomTags|Extensions)(?:\s[^<>]*)?>(?P<to>[^<]*)</"
)
_FOLDER = re.compile(r"<(?:\w+:)?Res\s[^<>]*\bBaseLoc\s*=\s*[\"']([^\"']*)")
_LOCATION = re.compile(r"<(?:\w+:)?FileLoc(?:\s[^<>]*)?>([^<]*)</")
_WORDLESS = re.compile(r"\.(?:ttf|otf|ttc|cff|pfb|icc)$", re.IGNORECASE)  # fonts and profiles of colours
# What a signature program left: values and certificates, and the seals that it drew, with a picture within.
_SEALS = re.compile(r"(?:\.(?:esl|cer|crt)|(?:^|/)signedvalue\.dat)$", re.IGNORECASE)
_DRAWN_IN_A_SEAL = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")
_DER = b"\x30"  # a sequence, with a length of more than one byte
_OFD, _OFD_END = b"PK\x03\x04", b"PK\x05\x06"
_SAME_LINE = 1.5  # millimetres; signs of one line need not stand at the very same height
_PAGES = 5_000
_STEP = 1_000  # objects of a page between two signs of life


def read(archive: Zip, reading: Reading) -> None:
    """The texts of one file.

    Raises:
        Trouble: encrypted; a part of it cannot be read, and nothing else was found.
    """
    if any(name.lower().endswith("encryptions.xml") for name in archive.names):
        raise Trouble(Read.ENCRYPTED)
    container = Container(archive, reading)
    found = _Ofd(container)
    for name in archive.names:
        found.part(name)
    found.hand_on()
    reading.members = iter([*map(archive.inner, found.files), *found.inside])
    if container.empty and not found.files:
        container.nothing_but_trouble()


class _Ofd:
    def __init__(self, container: Container) -> None:
        self._container = container
        self._names = {_folded(name): name for name in container.archive.names}
        self._texts: dict[str, str] = {}
        self._unknown: list[str] = []
        self._places: dict[str, int] = {}  # pages in the order in which the lists name them
        self._templates: set[str] = set()
        self.files: list[str] = []
        self.inside: list[Inner] = []  # files within an entry

    def part(self, name: str) -> None:
        """Settle an entry, or keep its characters."""
        if _WORDLESS.search(name) or not self._container.archive.size(name):
            if self._container.wordless(name):
                self.files.append(name)
        elif _SEALS.search(name):
            self._seal(name)
        elif is_picture(name):
            self._container.picture(name)
        else:
            content = self._container.content(name)
            match looks(content):
                case Looks.XML:
                    self._texts[_folded(name)] = self._container.xml(name, content)
                case Looks.PICTURE:
                    self._container.picture(name)
                case Looks.FILE | Looks.TEXT:
                    self._file(name)
                case Looks.WORDLESS:
                    self._container.account.nothing(name)
                case Looks.UNKNOWN:
                    self._unknown.append(name)

    def _seal(self, name: str) -> None:
        """A seal or a certificate: DER, with names in UTF-8 and the picture of the seal; anything else is a file."""
        content = self._container.content(name)
        if content[:1] != _DER or content[1:2] < b"\x80":
            self._file(name)
            return
        self._container.add(name, [(Zone.COMMENT, any_runs(content))])
        self._container.account.looked(name)
        for sign in _DRAWN_IN_A_SEAL:
            at = content.find(sign)
            if at >= 0:
                self._container.reading.picture(_piece(name, content[at:]))
        begin, end = content.find(_OFD), content.rfind(_OFD_END)
        if 0 <= begin < end:  # a seal that is drawn as a file of its own
            self.inside.append(_piece(name, content[begin : end + 22]))

    def _file(self, name: str) -> None:
        self._container.account.looked(name)
        self.files.append(name)

    def hand_on(self) -> None:
        for name, xml in self._texts.items():
            self._follow(name, xml)
        pages = sorted(self._texts, key=lambda name: (self._places.get(name, len(self._places)), _numbered(name)))
        read = 0
        for name in pages:
            xml, known = self._texts[name], self._names[name]
            page = _root(xml) == "Page"
            read += page
            if read > _PAGES and page:
                self._container.account.left(known, Read.TOO_LARGE)
                continue
            self._container.reading.step()
            self._container.add(known, self._words(name, xml, page=page))
            self._outlines(known, xml)

    def _outlines(self, name: str, xml: str) -> None:
        """Signs that are drawn and not written: as paths, or as shapes of a font by their numbers."""
        if "Glyphs" in xml and any(_is_blank(xml[first.end() : last.start()]) for first, last in _OBJECT.all(xml)):
            self._container.account.left(name, Read.UNSUPPORTED)
        try:
            for picture in ofd_outlines.pictures(name, xml):
                self._container.reading.picture(picture)
        except Trouble as trouble:
            self._container.account.left(name, trouble.read)

    def _words(self, name: str, xml: str, *, page: bool) -> Iterator[tuple[Zone, str]]:
        if page:
            yield (Zone.MARGIN if name in self._templates else Zone.BODY), self._page(xml)
        elif _root(xml) == "OFD":
            found = [
                labelled(unescaped(key), unescaped(value))
                for key, value in (*_CUSTOM.findall(xml), *_INFO.findall(xml))
            ]
            yield Zone.PROPERTY, "\n".join(line for line in found if line)
        else:
            yield Zone.COMMENT, self._page(xml)
            yield Zone.COMMENT, lines(xml)
        yield Zone.COMMENT, values(xml)

    def _page(self, xml: str) -> str:
        return _page(xml, self._container.reading.step) if "TextCode" in xml else ""

    def _follow(self, name: str, xml: str) -> None:
        """What one list says is there, and whether it is."""
        folder = _FOLDER.search(xml)
        attached = _LOCATION.findall(xml) if _root(xml) == "Attachments" else []
        files = {unescaped(one).strip() for one in attached}
        for lead in _LEADS.finditer(xml):
            to = unescaped(lead["at"] or lead["to"] or "").strip()
            if not to:
                continue
            target = self._target(name, to, unescaped(folder[1]) if folder else "")
            if target is None:
                self._container.account.left(to, Read.DAMAGED)
            elif lead["element"] == "TemplatePage":
                self._templates.add(target)
            elif lead["element"] == "Page":
                self._places.setdefault(target, len(self._places))
            elif to in files and self._names[target] in self._unknown:
                self._file(self._names[target])

    def _target(self, name: str, to: str, folder: str) -> str | None:
        """The entry that a reference leads to: from its own folder, as the standard has it, or from one above it."""
        base = name.rpartition("/")[0]
        bases = [posixpath.join(base, _folded(folder)), base, base.partition("/")[0], ""]
        for one in bases:
            target = posixpath.normpath(posixpath.join("" if to[0] in "/\\" else one, _folded(to)))
            if target in self._names:
                return target
        return None


def _piece(name: str, content: bytes) -> Inner:
    return Inner(f"{name}: picture", len(content), len(content), partial(bytes, content))


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _numbered(name: str) -> tuple[int, str]:
    numbers = re.findall(r"\d{1,9}", name)
    return (int(numbers[-1]) if numbers else 0), name


def _root(xml: str) -> str:
    found = re.match(r"\s*\ufeff?(?:<\?[^<>]*\?>\s*)*<(?:[\w.-]+:)?([\w.-]+)", xml)
    return found[1] if found else ""


def _is_blank(inside: str) -> bool:
    return "Glyphs" in inside and not "".join(_CODE.findall(inside)).strip()


def _page(xml: str, step: Callable[[], None]) -> str:
    """Text from top to bottom: the order of the objects is that in which a program drew them."""
    placed = []
    for number, (first, last) in enumerate(_OBJECT.all(xml)):
        if number % _STEP == 0:
            step()
        at = _BOUNDARY.search(first[0])
        x, y = (float(at[1][:12]), float(at[2][:12])) if at and _numbers(at) else (0.0, 0.0)
        placed.append((y, x, unescaped("".join(_CODE.findall(xml, first.end(), last.start())))))
    placed.sort(key=lambda one: (one[0], one[1]))
    found: list[list[tuple[float, str]]] = []
    height = float("-inf")
    for y, x, text in placed:
        if y - height > _SAME_LINE:
            found.append([])
            height = y
        found[-1].append((x, text))
    return "\n".join("".join(text for _, text in sorted(line)) for line in found)


def _numbers(match: re.Match[str]) -> bool:
    return all(re.fullmatch(r"-?\d*\.?\d+|-?\d+\.", group[:12]) for group in match.groups())
