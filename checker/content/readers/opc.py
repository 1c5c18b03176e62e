"""The package of an office file (ISO/IEC 29500-2): what its parts are, by content type and by relationship."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from checker.content.packed import Packed
from checker.content.readers.container import Container, is_picture
from checker.content.readers.xml import decoded, unescaped
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read

TYPES = "[content_types].xml"
# Kinds of parts that hold no content: the last word of a content type, or of a relationship's.
WITHOUT_CONTENT = frozenset(
    (
        # how it looks
        "styles", "styleswitheffects", "stylesws", "theme", "themeoverride", "fonttable", "font", "tablestyles",
        "obfuscatedfont", "x-fontdata", "x-font-ttf", "x-font", "chartstyle", "chartcolorstyle", "colors", "style",
        "diagramcolors", "diagramstyle", "diagramlayout", "diagramquickstyle", "diagramlayoutdefinition",
        # how a program shows, calculates and prints it
        "websettings", "presprops", "viewprops", "calcchain", "sheetmetadata", "printersettings",
        # macros and buttons for them: programs
        "vbaproject", "vbaprojectsignature", "vbaprojectsignatureagile", "vbaprojectsignaturev3", "vbadata",
        "wordvbadata", "keymapcustomizations", "attachedtoolbars",
        # signatures
        "digital-signature-origin", "digital-signature-certificate",
    )
)  # fmt: skip
_ROOTS_WITHOUT_CONTENT = frozenset(
    ("styles", "styleSheet", "theme", "fonts", "tblStyleLst", "webSettings", "presentationPr", "viewPr", "calcChain",
     "colorsDef", "styleDef", "layoutDef", "Types", "Relationships", "chartStyle", "colorStyle", "themeOverride",
     "clrMap", "metadata")
)  # fmt: skip
_MEDIA = ("audio/", "video/")
_MOST_KEPT = 32_000  # bytes of what is kept in memory
NOTHING: frozenset[str] = frozenset()
_FILMS = frozenset(
    (
        "mp3", "mp4", "m4a", "m4v", "wav", "wma", "wmv", "avi", "mov", "mpg", "mpeg", "aac", "mid", "midi",
        "ogg", "oga", "ogv", "flac", "aif", "aiff", "asf", "webm", "3gp", "amr",
    )
)  # fmt: skip
_FONTS = frozenset(
    (
        "odttf", "fntdata", "ttf", "otf", "ttc", "woff", "woff2", "eot",
    )
)  # fmt: skip
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject(?:signature\w*)?|printersettings\d*)\.bin$")
_DEFAULT = re.compile(r"<(?:\w+:)?(?:Default|Override)\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""\b(\w{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""")
# Where no relationship leads to it: what lies with embedded files, or has an ending that no part of a package has.
_OWN = frozenset(
    (
        "htm", "html", "mht", "mhtml", "txt", "rtf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt",
        "pptx", "pptm", "pdf", "ofd", "odt", "ods", "odp", "zip", "wps", "et", "dps", "csv",
    )
)  # fmt: skip
_SAID = re.compile(r'<(?:Default Extension|Override PartName)="([^"<>]*)" ContentType="([^"<>]*)"\s*/>')
_ROOT = re.compile(r"\s*(?:\ufeff)?(?:<\?[^<>]*\?>\s*)*<(?:[\w.-]+:)?([\w.-]+)")
# Relationships to parts that are files of their own.
_FILES = frozenset(("afchunk", "oleobject", "package", "subdocument"))
# These name what may lie elsewhere, or what a program looks up by name.
_ELSEWHERE = frozenset(("hyperlink", "attachedtemplate", "slideupdateinfo", "externallinkpath", "xlpathmissing"))


class Part(Enum):
    WITHOUT_CONTENT = auto()
    FILE = auto()  # embedded, or a piece of another document that was put in whole
    PICTURE = auto()
    XML = auto()  # or so it should be


class Relation(NamedTuple):
    """`kind`: the last word of its type, in small letters. `written`: its target as the package writes it."""

    id: str
    kind: str
    target: str
    outside: bool
    written: str


@dataclass(slots=True)
class Package:
    """What a package says of itself. Names of parts are compared as the standard has it: letters' case is no matter.

    names      an archive's own name by the one that references have
    known      the other way round
    types      content types by name; those of an ending by that
    targets    the kinds of relationships that lead to a part
    relations  of each part, by its name
    """

    container: Container
    names: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    targets: dict[str, set[str]] = field(default_factory=dict)
    relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.container.archive.names:
            self.known[name] = known = folded(self.container.archive.called(name))
            self.names.setdefault(known, name)
        if TYPES in self.names:
            self._typed(self.names[TYPES])
        else:
            self.container.account.left("[Content_Types].xml", Read.DAMAGED)
        for name in self.container.archive.names:
            if self.known[name].endswith(".rels"):
                self._related(name)

    def _typed(self, name: str) -> None:
        try:
            known = _known_types(self.container.archive.packed(name))
        except Trouble:
            known = None  # and is told where it is read as any other
        if known is None:
            self.types = _types(self.container.xml(name))
        else:
            self.container.account.looked(name)
            self.types = known

    def _related(self, name: str) -> None:
        folder, _, last = self.known[name].rpartition("/")
        base = folder.rpartition("/")[0]
        try:
            relations = _known_relations(self.container.archive.packed(name), base)
        except Trouble as trouble:
            self.container.account.left(name, trouble.read)
            return
        if relations is None:
            self.container.account.left(name, Read.DAMAGED)
            return
        self.container.account.looked(name)
        for relation in relations:
            if relation.outside or not relation.target:
                continue
            if relation.target in self.names:
                self.targets.setdefault(relation.target, set()).add(relation.kind)
            elif relation.kind not in _ELSEWHERE and not relation.target.endswith("null"):
                self.container.account.left(relation.written.lstrip("/"), Read.DAMAGED)
        source = f"{base}/{last}".lstrip("/").removesuffix(".rels")
        self.relations[source] = relations

    def part(self, name: str) -> Part:
        """What sort of part it is, by its content type, by the relationships that lead to it, and by its name."""
        known = self.known[name]
        ending = known.rpartition(".")[2]
        kind = self.types.get(known) or self.types.get(ending, "")
        led = self.targets.get(known, NOTHING)
        said = led | {_last_word(kind)} if kind else led
        if (said and said <= WITHOUT_CONTENT) or ending in _FILMS or ending in _FONTS or kind.startswith(_MEDIA):
            return Part.WITHOUT_CONTENT
        if led & _FILES or "/embeddings/" in known or ending in _OWN:
            return Part.FILE
        if ending == "xml":
            return Part.XML
        if (kind.startswith("image/") and "svg" not in kind) or is_picture(known):
            return Part.PICTURE
        return Part.WITHOUT_CONTENT if _PROGRAMS.search(known) else Part.XML

    def of(self, name: str) -> tuple[Relation, ...]:
        return self.relations.get(self.known[name], ())

    def parts(self) -> Iterator[str]:
        """All parts but what the package says of itself."""
        return (name for name, known in self.known.items() if not known.endswith(".rels") and known != TYPES)


def main_kinds(archive: Zip) -> frozenset[str]:
    """What a package's content types say that it is, for files whose parts have unusual names: word, xl, ppt, xlsb."""
    name = next((name for name in archive.names if folded(name) == TYPES), "")
    try:
        xml = decoded(archive.read(name)) if name else ""
    except Trouble:
        return frozenset()
    found = set()
    for written in _DEFAULT.findall(xml):
        kind = _attributes(written).get("ContentType", "").lower()
        if "main" not in kind:
            continue
        if "sheet.binary" in kind:
            found.add("xlsb")
        elif "word" in kind:
            found.add("word")
        elif "sheet" in kind or "excel" in kind:
            found.add("xl")
        elif "presentation" in kind or "powerpoint" in kind:
            found.add("ppt")
    return frozenset(found)


def folded(name: str) -> str:
    """A part's name as references are compared with it; some programs write backslashes."""
    return (name.replace("\\", "/") if "\\" in name else name).lstrip("/").lower()


@lru_cache(1024)
def within(base: str, target: str) -> str:
    """Where a reference from a folder leads."""
    target = unquote(unescaped(target)).partition("#")[0].replace("\\", "/").lower()
    return posixpath.normpath(target if target.startswith("/") else f"{base}/{target}").lstrip("/")


def root(xml: str) -> str:
    """The name of the outermost element, without its prefix."""
    found = _ROOT.match(xml)
    return found[1] if found else ""


def holds_nothing(root: str) -> bool:
    """Whether a part that no content type tells is of a kind without content, by its outermost element."""
    return root in _ROOTS_WITHOUT_CONTENT


def _types(xml: str) -> dict[str, str]:
    said = _SAID.findall(xml)
    if len(said) != xml.count("ContentType"):  # in another order, with prefixes
        every = [_attributes(one) for one in _DEFAULT.findall(xml)]
        said = [(one.get("PartName", one.get("Extension", "")), one.get("ContentType", "")) for one in every]
    return {folded(unquote(name)) if "%" in name else folded(name): kind.lower() for name, kind in said}


@lru_cache(32)
def _known_types(packed: Packed) -> dict[str, str] | None:
    """By the very bytes: files of one template have the same ones. None where they are damaged, or too many to keep."""
    content = packed.unpacked() if packed.size < _MOST_KEPT else None
    return None if content is None else _types(decoded(content))


@lru_cache(256)
def _known_relations(packed: Packed, base: str) -> tuple[Relation, ...] | None:
    """By the very bytes: all layouts of a template have the same ones. None where they are damaged.

    `base`: the folder from which their targets lead.
    """
    content = packed.unpacked()
    if content is None:
        return None
    found = []
    for element in _RELATION.findall(decoded(content)):
        one = _attributes(element)
        target, outside = one.get("Target", ""), one.get("TargetMode", "").lower() == "external"
        kind = one.get("Type", "").rpartition("/")[2].lower()
        written = "" if target.startswith("#") else target
        leads = written if outside or not written else within(base, written)
        found.append(Relation(one.get("Id", ""), kind, leads, outside, written))
    return tuple(found)


def _attributes(written: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(written)}


def _last_word(kind: str) -> str:
    """``styles`` of application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml."""
    return kind.removesuffix("+xml").rpartition("/")[2].rpartition(".")[2]
