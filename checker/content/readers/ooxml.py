"""docx, xlsx, pptx and their macro and template kin (ISO/IEC 29500): each part of the package by what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from checker.content.packed import Packed
from checker.content.readers import drawingml, opc, sheetml, wordml
from checker.content.readers.container import Container, Looks, looks
from checker.content.readers.opc import Package, Part
from checker.content.readers.properties import labelled
from checker.content.readers.xml import Element, decoded, lines, stripped, unescaped, values
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_PROPERTY, _NAME = Element("property"), re.compile(r'\bname="([^"]*)"')
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)(?:\s[^<>]*)?>([^<]+)</")
_NUMBER = re.compile(r"(\d+)\.\w+$")
_SHEETS = 2_000
_SLIDES = 5_000
_LARGEST_LAYOUT = 32_000  # bytes; larger ones are not kept in memory
_SHEET_ROOTS = frozenset(("worksheet", "chartsheet", "dialogsheet", "macrosheet"))
_SLIDE_ROOTS = {
    "sld": Zone.BODY,
    "sldLayout": Zone.MARGIN,
    "sldMaster": Zone.MARGIN,
    "handoutMaster": Zone.MARGIN,
    "notesMaster": Zone.MARGIN,
    "notes": Zone.COMMENT,
}
_DRAWING_ROOTS = frozenset(("wsDr", "chartSpace", "dataModel", "drawing", "userShapes", "xml"))
_LAYOUT = re.compile(r"/(?:slideLayouts|slideMasters)/[^/]*\.xml$", re.IGNORECASE)
_HIDDEN_SLIDE = re.compile(r'<(?:\w+:)?sld\s[^<>]*\bshow="(?:0|false)"')
_SHOWN = re.compile(r"/(?:slides|(?:work|chart|dialog|macro)sheets)/[^/]*$")
_LEAD_TO_SHOWN = frozenset(("worksheet", "slide"))
_FRONTS = ("document", "workbook", "presentation")
_FRONT = re.compile(rf"^(?:{'|'.join(_FRONTS)})\d*\.xml$")
_STRINGS = re.compile(r"^sharedstrings\d*\.xml(?: \(\d+\))?$")


def read(archive: Zip, reading: Reading) -> None:
    """The texts of one office file, whichever of the three it is: what lies in it says so, part by part.

    Raises:
        Trouble: a part of it cannot be read, and nothing else was found.
    """
    container = Container(archive, reading)
    package = Package(container)
    book, files, parts = _Book(), list[str](), list[str]()
    for name in package.parts():
        match package.part(name):
            case Part.WITHOUT_CONTENT:
                container.account.nothing(name)
            case Part.FILE:
                container.account.looked(name)
                files.append(name)
            case Part.PICTURE:
                container.picture(name)
            case Part.XML:
                parts.append(name)
    for name in sorted(parts, key=lambda one: _order(package, one)):
        if not _layout(container, name) and _part(container, package, book, name):
            files.append(name)
    container.add("shared strings", [(Zone.BODY, unescaped("\n".join(book.left())))])
    reading.members = iter([archive.inner(name) for name in files])
    if container.empty and not files:
        container.nothing_but_trouble()


class _Book:
    """What the parts of one file have to know of one another.

    strings  the words that the cells of all sheets refer to
    hidden   parts that are sheets and are not shown
    """

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.hidden: frozenset[str] = frozenset()
        self.sheets = self.slides = 0
        self._used: set[int] = set()

    def below(self, xml: str) -> list[str]:
        """The words that go with a sheet, whatever stands in its first rows.

        They were put into the shared strings in the order in which they were typed, and all go with the first sheet;
        where one is not shown, each sheet's own words are looked up, which takes longer.
        """
        if not self.hidden:
            return self.strings if self.sheets == 1 else []
        numbers = sheetml.referred(xml, len(self.strings))
        self._used |= set(numbers)
        return [self.strings[number] for number in numbers]

    def left(self) -> list[str]:
        """The words that no sheet took."""
        if self.sheets and not self.hidden:
            return []
        return [word for number, word in enumerate(self.strings) if number not in self._used]


def _order(package: Package, name: str) -> tuple[int, int, str]:
    """The main part first, then what cells refer to, sheets and slides by their numbers, and the rest as it lies."""
    known = package.known[name]
    led = package.targets.get(known, opc.NOTHING)
    last = known[known.rfind("/") + 1 :]
    if "officedocument" in led or (last.startswith(_FRONTS) and _FRONT.search(last)):
        return 0, 0, ""
    if "sharedstrings" in led or (last.startswith("sharedstrings") and _STRINGS.search(last)):
        return 1, 0, ""
    if not led.isdisjoint(_LEAD_TO_SHOWN) or (("slides/" in known or "sheets/" in known) and _SHOWN.search(known)):
        number = _NUMBER.search(known)
        return 2, int(number[1][-9:]) if number else 0, known
    return 3, 0, ""


def _part(container: Container, package: Package, book: _Book, name: str) -> bool:
    """Hand on the words of one part; true where it is a file of its own."""
    content = container.content(name)
    if not content:
        if not container.archive.size(name):
            container.account.nothing(name)
        return False
    match looks(content):
        case Looks.PICTURE:
            container.picture(name)
        case Looks.FILE:
            container.account.looked(name)
            return True
        case Looks.XML:
            xml = container.xml(name, content)
            if xml:
                container.add(name, _words(xml, package, book, name))
        case Looks.UNKNOWN:  # stays over: nobody knows what is in it
            pass
    return False


def _words(xml: str, package: Package, book: _Book, name: str) -> Iterable[tuple[Zone, str]]:
    root = opc.root(xml)
    if root in wordml.ZONES and wordml.is_word(xml):
        return wordml.body(xml, wordml.ZONES[root])
    if root in _SLIDE_ROOTS:
        book.slides += root == "sld"
        if book.slides > _SLIDES:
            return _too_many(package, name)
        return _slide(xml, root)
    if root in _SHEET_ROOTS:
        book.sheets += 1
        if book.sheets > _SHEETS:
            return _too_many(package, name)
        return _sheet(xml, package, book, name)
    return _other(xml, root, package, book, name)


def _other(xml: str, root: str, package: Package, book: _Book, name: str) -> Iterator[tuple[Zone, str]]:
    match root:
        case "sst":
            book.strings += sheetml.strings(xml)
        case "workbook":
            ids = sheetml.hidden_sheets(xml)
            book.hidden |= {one.target for one in package.of(name) if one.id in ids}
            yield from sheetml.workbook(xml)
        case "coreProperties":
            found = [labelled(key, unescaped(value)) for key, value in _ELEMENT.findall(xml)]
            yield Zone.PROPERTY, "\n".join(line for line in found if line)
        case "Properties" | "property" if "property" in xml:
            found = [_property(xml, first, last) for first, last in _PROPERTY.all(xml)]
            yield Zone.PROPERTY, "\n".join(line for line in found if line)
        case "Properties":
            found = [labelled(key, unescaped(value)) for key, value in _ELEMENT.findall(xml)]
            yield Zone.PROPERTY, "\n".join(line for line in found if line)
        case "svg":
            yield Zone.PICTURE, lines(xml)
            if "<image" in xml:
                package.container.account.left(name, Read.UNSUPPORTED)
        case "numbering" | "settings":  # what numbers look like; document variables
            yield Zone.COMMENT, values(xml)
        case _ if not opc.holds_nothing(root):
            yield (Zone.BOX if root in _DRAWING_ROOTS else Zone.COMMENT), lines(xml)
            yield Zone.COMMENT, values(xml)


def _property(xml: str, first: re.Match[str], last: re.Match[str]) -> str:
    name = _NAME.search(first[0])
    return labelled(unescaped(name[1]) if name else "", stripped(xml[first.end() : last.start()]))


def _too_many(package: Package, name: str) -> Iterator[tuple[Zone, str]]:
    package.container.account.left(name, Read.TOO_LARGE)
    return iter(())


def _sheet(xml: str, package: Package, book: _Book, name: str) -> Iterator[tuple[Zone, str]]:
    whole = package.known[name] in book.hidden
    for zone, text in sheetml.sheet(xml, book.strings, book.below(xml)):
        yield (Zone.HIDDEN if whole and zone is Zone.BODY else zone), text
    if not whole:
        yield Zone.HIDDEN, sheetml.unseen(xml, book.strings)


# -- slides -----------------------------------------------------------------------------------------------------------


def _slide(xml: str, root: str) -> Iterator[tuple[Zone, str]]:
    zone = _SLIDE_ROOTS[root]
    if root == "sld" and 'show="' in xml and _HIDDEN_SLIDE.search(xml[:4000]):
        zone = Zone.HIDDEN
    return drawingml.shown(xml, zone)


def _layout(container: Container, name: str) -> bool:
    """The words of a layout or master: programs put the same dozen into every file."""
    if not _LAYOUT.search(name) or container.archive.size(name) >= _LARGEST_LAYOUT:
        return False
    try:
        found = _known_layout(container.archive.packed(name))
    except Trouble:
        return False  # and is told where it is read as any other
    if found is None:
        return False
    container.account.looked(name)
    container.add(name, found)
    return True


@lru_cache(64)
def _known_layout(packed: Packed) -> tuple[tuple[Zone, str], ...] | None:
    """By the very bytes that lie in the file, so that nothing can pass itself off as another one's layout."""
    content = packed.unpacked()
    if content is None or looks(content) is not Looks.XML:
        return None
    xml = decoded(content)
    root = opc.root(xml)
    return tuple(_slide(xml, root)) if root in _SLIDE_ROOTS else None
