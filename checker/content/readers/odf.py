"""odt, ods, odp and their templates (ISO/IEC 26300): text, notes, changes, masters, objects within, properties."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from checker.content.readers import drawings
from checker.content.readers.container import Container, is_picture
from checker.content.readers.looks import Looks, looks
from checker.content.readers.properties import labelled
from checker.content.readers.words import wide
from checker.content.readers.xml import Element, lines, stripped, unescaped, values
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_MANIFEST = "META-INF/manifest.xml"
# A drawing within a paragraph has paragraphs of its own, a title and a description; a comment's author and day stand
# before its words, in the same element.
_BREAK = re.compile(
    r"</?text:[ph](?=[\s/>])[^<>]*>|</?svg:(?:title|desc)(?=[\s/>])[^<>]*>|</table:table-row>|</(?:dc:(?:creator|date)|\w+:(?:sender|creator)-initials)>"
    r"|<text:line-break\s*/>"
)
_GAP = re.compile(r"<text:(?:tab|s)\b[^<>]*/>|</table:table-cell>")
_DELETED = Element("tracked-changes")
_NOTE = Element("annotation")
_FOOTNOTE = Element("note")
_STYLE, _SPAN, _UNSHOWN = Element("style"), Element("span"), 'text:display="none"'
_NAMED = re.compile(r'\b(?:style:name|text:style-name)="([^"]*)"')
_BOX = Element("text-box")
_PAGE = Element("page")
_SHEET = Element("table")
_SPOKEN = Element("ruby-text")
_MASTERS = Element("master-styles")
_META = re.compile(r"<(?:dc|meta):([\w-]+)(?:\s[^<>]*?meta:name=\"([^\"]*)\")?[^<>]*>([^<]*)</")
# Pictures in LibreOffice's own format of what lies beside them as a document and is read there: a chart, a formula.
_REPLACED = "ObjectReplacements/"
_DRAWN, _METAFILE = ".svm", b"VCLMTF"
_PREVIEWS = re.compile(r'</table:table><draw:image xlink:href="(Pictures/[^"]{1,200}\.svm)"')  # of a table on a slide
_LISTED = re.compile(r'<(?:\w+:)?file-entry\b[^<>]*\bfull-path="([^"]*)"')
# How a program shows it and which buttons it has; macros; what it lays out again by itself.
_OF_A_PROGRAM = re.compile(
    r"(?:^|/)(?:settings\.xml|layout-cache|current\.xml|mimetype)$|^(?:Configurations2|Basic|Dialogs|Scripts)/"
)
_WORDLESS = re.compile(r"^(?:Fonts|Media)/|\.(?:ttf|otf|ttc|woff2?)$")


def read(archive: Zip, kind: str, reading: Reading) -> None:
    """The texts of one file. `kind`: odt, ods or odp.

    Raises:
        Trouble: encrypted; a part of it cannot be read, and nothing else was found.
    """
    container = Container(archive, reading)
    if _MANIFEST in archive:
        manifest = container.xml(_MANIFEST)
        if "encryption-data" in manifest:
            raise Trouble(Read.ENCRYPTED)
        there = set(archive.names)
        for name in map(unescaped, _LISTED.findall(manifest)):
            if not (name.endswith("/") or name in there or _OF_A_PROGRAM.search(name)):
                container.account.left(name, Read.DAMAGED)
    # A template may consist of styles alone; its list of parts then says so.
    if "content.xml" not in archive and not (_MANIFEST in archive and "styles.xml" in archive):
        container.account.left("content.xml", Read.DAMAGED)
    previews = frozenset[str]()
    if any(name.endswith(_DRAWN) for name in archive.names) and "content.xml" in archive:
        previews = frozenset(_PREVIEWS.findall(container.xml("content.xml")))
    files = [name for name in archive.names if name != _MANIFEST and _part(container, name, kind, previews)]
    reading.members = iter([*map(archive.inner, files), *container.inside])
    if container.empty and not files:
        container.nothing_but_trouble()


def _part(container: Container, name: str, kind: str, previews: Collection[str]) -> bool:
    """Settle one entry; true where it is a file of its own. `previews`: pictures of tables that are there as text."""
    called = container.archive.called(name)
    if not container.archive.size(name):
        container.account.nothing(name)
        return False
    if _OF_A_PROGRAM.search(called) or _WORDLESS.search(called):
        return container.wordless(name, of_a_program=_OF_A_PROGRAM.search(called) is not None)
    beside = called.startswith(_REPLACED) and f"{called.removeprefix(_REPLACED)}/content.xml" in container.archive
    if beside or (called in previews and container.content(name).startswith(_METAFILE)):
        container.add(name, [(Zone.PICTURE, "\n".join(wide(container.content(name))))])
        container.account.looked(name)
        return False
    if is_picture(name) or called.startswith("Pictures/"):
        container.picture(name)
        return False
    content = container.content(name)
    match looks(content):
        case Looks.PICTURE:
            container.picture(name)
        case Looks.FILE | Looks.TEXT:
            container.account.looked(name)
            return True
        case Looks.XML:
            xml = container.xml(name, content)
            container.add(name, _words(xml, called, kind))
            drawings.hand_on(name, xml, container.reading)
            container.carried(name, content)
        case Looks.WORDLESS:
            container.account.nothing(name)
        case Looks.UNKNOWN if called.startswith(_REPLACED):
            container.picture(name)
        case Looks.UNKNOWN:  # stays over: nobody knows what is in it
            pass
    return False


def _words(xml: str, name: str, kind: str) -> Iterator[tuple[Zone, str]]:
    match name.rpartition("/")[2]:
        case "content.xml":
            yield from _content(xml, kind if "/" not in name else "")
        case "styles.xml":
            for masters in _MASTERS.whole(xml):
                yield Zone.MARGIN, _text(masters)
                yield Zone.COMMENT, values(masters)
            rest = _MASTERS.left_out(xml)  # what number formats, lists and footnotes show by themselves
            yield Zone.COMMENT, lines(rest)
            yield Zone.COMMENT, values(rest)
        case "meta.xml":
            found = _META.findall(xml)
            named = [labelled(unescaped(own or key), unescaped(value)) for key, own, value in found]
            yield Zone.PROPERTY, "\n".join(line for line in named if line)
        case _:
            yield Zone.COMMENT, lines(xml)
            yield Zone.COMMENT, values(xml)


def _content(xml: str, kind: str) -> Iterator[tuple[Zone, str]]:
    """A document's text. `kind`: "" for one that lies in another, as a chart does."""
    yield Zone.COMMENT, values(xml)  # names of tables, hidden text, fields, formulas, controls
    if _UNSHOWN in xml:  # signs within a line that is shown: what they say stands for itself
        styles = {name for style in _STYLE.whole(xml) if _UNSHOWN in style for name in _NAMED.findall(style)}
        spans = (span for span in _SPAN.whole(xml) if not styles.isdisjoint(_NAMED.findall(span)))
        yield Zone.HIDDEN, "\n".join(map(_text, spans))
    if "ruby-text" in xml:
        yield Zone.COMMENT, "\n".join(map(stripped, _SPOKEN.whole(xml)))
    for zone, pattern in ((Zone.HIDDEN, _DELETED), (Zone.COMMENT, _NOTE), (Zone.COMMENT, _FOOTNOTE)):
        yield zone, "\n".join(_text(found) for found in pattern.whole(xml))
        xml = pattern.left_out(xml)
    if kind in ("odp", "ods"):
        pattern = _PAGE if kind == "odp" else _SHEET
        for piece in pattern.whole(xml):
            yield Zone.BODY, _text(piece)
        xml = pattern.left_out(xml)
        yield Zone.COMMENT, _text(xml)
        return
    yield Zone.BOX, "\n".join(_text(found) for found in _BOX.whole(xml))
    yield (Zone.BODY if kind else Zone.BOX), _text(_BOX.left_out(xml))


def _text(xml: str) -> str:
    if "ruby-text" in xml:
        xml = _SPOKEN.left_out(xml)
    return stripped(_GAP.sub("\t", _BREAK.sub("\n", xml)))
