"""docx, xlsx, pptx and their macro and template kin (ISO/IEC 29500): each part of the package by what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from checker.content import encodings, markings, personal
from checker.content.markings import Part
from checker.content.packed import Packed
from checker.content.readers import drawingml, drawings, opc, sheetml, wordml
from checker.content.readers.container import Container
from checker.content.readers.looks import Looks, looks
from checker.content.readers.opc import Package, Sort
from checker.content.readers.properties import labelled
from checker.content.readers.words import near_levels
from checker.content.readers.xml import Element, decoded, lines, stripped, unescaped, values
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_PROPERTY, _NAME = Element("property"), re.compile(r'\bname="([^"]*)"')
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)(?:\s[^<>]*)?>([^<]+)</")
_SHEETS = 2_000
_SLIDES = 5_000
_STRINGS = 1_000_000  # that are kept; a further list of them is not read
_LARGEST_KEPT = 32_000  # bytes of a packed part, and signs of its words; larger ones are not kept in memory
_SHEET_ROOTS = frozenset(("worksheet", "chartsheet", "dialogsheet", "macrosheet"))
_NEED_OTHERS = _SHEET_ROOTS | {"sld", "sst", "workbook", "svg"}  # for their words, their place, or their account
_SLIDE_ROOTS = {
    "sldLayout": Zone.MARGIN,
    "sldMaster": Zone.MARGIN,
    "handoutMaster": Zone.MARGIN,
    "notesMaster": Zone.MARGIN,
    "notes": Zone.COMMENT,
}
_DRAWING_ROOTS = frozenset(("wsDr", "chartSpace", "dataModel", "drawing", "userShapes", "xml"))
_KEPT_BY_PROGRAMS = "customxml/"
_HIDDEN_SLIDE = re.compile(r'<(?:\w+:)?sld\s[^<>]*\bshow="(?:0|false)"')

_Words = Iterable[tuple[Zone, str]]


def read(archive: Zip, reading: Reading) -> None:
    """The texts of one office file, whichever of the three it is: what lies in it says so, part by part.

    Raises:
        Trouble: a part of it cannot be read, and nothing else was found.
    """
    container = Container(archive, reading)
    package = opc.opened(container)
    sorts, book = package.sorts, _Book(container, package)
    container.account.looked_at_all(sorts[Sort.FILE])
    container.add("addresses", [(Zone.COMMENT, package.addresses)])
    for name in sorts[Sort.PICTURE]:
        container.picture(name)
    files = [*sorts[Sort.FILE], *filter(book.part, sorts[Sort.XML])]
    files += filter(container.wordless, sorts[Sort.WORDLESS])
    files += filter(book.of_a_program, sorts[Sort.PROGRAMS])
    container.add("shared strings", [(Zone.BODY, unescaped("\n".join(book.left())))])
    reading.members = iter([*map(archive.inner, files), *container.inside])
    if container.empty and not files:
        container.nothing_but_trouble()


class _Book:
    """Goes through the parts of XML of one file, and keeps what they have to know of one another.

    strings  the words that the cells of all sheets refer to
    hidden   parts that are sheets and are not shown
    """

    def __init__(self, container: Container, package: Package) -> None:
        self._container, self._package = container, package
        self._strings: list[str] = []
        self._hidden: frozenset[str] = frozenset()
        self._sheets = self._slides = 0
        self._used: set[int] = set()

    def part(self, name: str) -> bool:
        """Hand on the words of one part; true where it is a file of its own."""
        container = self._container
        if name in self._package.of_templates and self._known(name, _known_words):
            return False
        content = container.content(name)
        if not content:
            if not container.archive.size(name):
                container.account.nothing(name)
            return False
        match looks(content):
            case Looks.PICTURE:
                container.picture(name)
            case Looks.FILE | Looks.TEXT:
                container.account.looked(name)
                return True
            case Looks.XML:
                xml = container.xml(name, content)
                if xml:
                    container.add(name, self._words(name, xml))
                    drawings.hand_on(name, xml, container.reading)
                if name.lower().startswith(_KEPT_BY_PROGRAMS):
                    container.carried(name, content)
            case Looks.WORDLESS:
                container.account.nothing(name)
            case Looks.UNKNOWN:  # stays over: nobody knows what is in it
                pass
        return False

    def of_a_program(self, name: str) -> bool:
        """The same of a part that a program keeps for itself in a form of its own."""
        return not self._known(name, _known_runs) and self._container.wordless(name, of_a_program=True)

    def _known(self, name: str, words: Callable[[Packed], tuple[Part, ...] | None]) -> bool:
        """Hand on the words of a part that programs put into every file of a template; whether they were known."""
        try:
            packed = self._container.archive.packed(name)
            found = words(packed) if len(packed.content) < _LARGEST_KEPT else None
        except Trouble:
            return False  # and is told where it is read as any other
        if found is None:
            return False
        self._container.account.looked(name)
        self._container.add_all(name, found)
        return True

    def _words(self, name: str, xml: str) -> _Words:
        root = opc.root(xml)
        if root not in _NEED_OTHERS:
            return _by_itself(xml, root)
        if root == "sld":
            self._slides += 1
            return self._too_many(name) if self._slides > _SLIDES else _slide(xml)
        if root in _SHEET_ROOTS:
            self._sheets += 1
            return self._too_many(name) if self._sheets > _SHEETS else self._sheet(name, xml)
        if root == "sst":
            if len(self._strings) > _STRINGS:
                return self._too_many(name)
            self._strings += sheetml.strings(xml)
            return ()
        if root == "workbook":
            ids = sheetml.hidden_sheets(xml)
            self._hidden |= {one.target for one in self._package.of(name) if one.id in ids}
            return sheetml.workbook(xml)
        if "<image" in xml:
            self._container.account.left(name, Read.UNSUPPORTED)
        return [(Zone.PICTURE, lines(xml))]

    def _too_many(self, name: str) -> _Words:
        self._container.account.left(name, Read.TOO_LARGE)
        return ()

    def _sheet(self, name: str, xml: str) -> _Words:
        whole = self._package.names.known[name] in self._hidden
        for zone, text in sheetml.sheet(xml, self._strings, self._below(xml)):
            yield (Zone.HIDDEN if whole and zone is Zone.BODY else zone), text
        if not whole:
            yield Zone.HIDDEN, sheetml.unseen(xml, self._strings)

    def _below(self, xml: str) -> list[str]:
        """The words that go with a sheet, whatever stands in its first rows.

        They were put into the shared strings in the order in which they were typed, and all go with the first sheet;
        where one is not shown, each sheet's own words are looked up, which takes longer.
        """
        if not self._hidden:
            return self._strings if self._sheets == 1 else []
        numbers = sheetml.referred(xml, len(self._strings))
        self._used |= set(numbers)
        return [self._strings[number] for number in numbers]

    def left(self) -> list[str]:
        """The words that no sheet took."""
        if self._sheets and not self._hidden:
            return []
        return [word for number, word in enumerate(self._strings) if number not in self._used]


@lru_cache(128)
def _known_words(packed: Packed) -> tuple[Part, ...] | None:
    """By the very bytes that lie in the file, so that nothing can pass itself off as another one's layout."""
    content = packed.unpacked()
    if not content or looks(content) is not Looks.XML:
        return None
    xml = decoded(content)
    root = opc.root(xml)
    if root in _NEED_OTHERS or "custGeom>" in xml:
        return None
    parts = [Part(zone, words) for zone, words in _by_itself(xml, root) if words and not words.isspace()]
    if sum(len(part.text) for part in parts) > _LARGEST_KEPT:
        return None
    return tuple(replace(part, quiet=markings.is_quiet(part) and not personal.perhaps(part.text)) for part in parts)


@lru_cache(32)
def _known_runs(packed: Packed) -> tuple[Part, ...] | None:
    content = packed.unpacked()
    found = looks(content) if content else Looks.FILE
    if content is None or found not in (Looks.UNKNOWN, Looks.TEXT):
        return None
    said = encodings.read(content).all if found is Looks.TEXT else (near_levels(content),)
    parts = (Part(Zone.COMMENT, one) for one in said)
    return tuple(part for part in parts if not markings.is_quiet(part) or personal.perhaps(part.text))


def _by_itself(xml: str, root: str) -> _Words:
    """The words of a part that reads the same in whatever file it is."""
    if root in wordml.ZONES and wordml.is_word(xml):
        return wordml.body(xml, wordml.ZONES[root])
    if root in _SLIDE_ROOTS:
        return drawingml.shown(xml, _SLIDE_ROOTS[root])
    if root == "coreProperties" or (root == "Properties" and "property" not in xml):
        found = [labelled(key, unescaped(value)) for key, value in _ELEMENT.findall(xml)]
        return [(Zone.PROPERTY, "\n".join(filter(None, found)))]
    if root in ("Properties", "property") and "property" in xml:
        found = [_property(xml, first, last) for first, last in _PROPERTY.all(xml)]
        return [(Zone.PROPERTY, "\n".join(filter(None, found)))]
    if root == "styleSheet":
        return sheetml.formats(xml)
    if root in ("numbering", "settings"):  # what numbers look like; document variables
        return [(Zone.COMMENT, values(xml))]
    if opc.tells_looks(root) and not ("&" in xml and "&#" in xml) and markings.is_quiet(Part(Zone.COMMENT, xml)):
        return ()
    return ((Zone.BOX if root in _DRAWING_ROOTS else Zone.COMMENT), lines(xml)), (Zone.COMMENT, values(xml))


def _property(xml: str, first: re.Match[str], last: re.Match[str]) -> str:
    name = _NAME.search(first[0])
    return labelled(unescaped(name[1]) if name else "", stripped(xml[first.end() : last.start()]))


def _slide(xml: str) -> _Words:
    hidden = 'show="' in xml and _HIDDEN_SLIDE.search(xml[:4000]) is not None
    return drawingml.shown(xml, Zone.HIDDEN if hidden else Zone.BODY)
