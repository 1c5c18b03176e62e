"""The package of an office file (ISO/IEC 29500-2): what its parts are, by content type and by relationship."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from checker.content.packed import Packed
from checker.content.readers import opc_lists
from checker.content.readers.container import Container, is_picture
from checker.content.readers.opc_lists import TYPES, Relation, folded
from checker.content.readers.xml import unescaped
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read

# Kinds of parts that a program keeps for itself, and in which nobody looks for a paper: the last word of a content
# type, or of a relationship's. A name and a type are what somebody wrote, so their bytes are looked at all the same.
_OF_PROGRAMS = frozenset(
    (
        # how it looks
        "styles", "styleswitheffects", "stylesws", "theme", "themeoverride", "fonttable", "tablestyles",
        "chartstyle", "chartcolorstyle", "colors", "style",
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
_FONT_KINDS = frozenset(("font", "obfuscatedfont", "x-fontdata", "x-font-ttf", "x-font"))
_LOOKS = frozenset(
    ("styles", "theme", "fonts", "tblStyleLst", "webSettings", "presentationPr", "viewPr", "calcChain",
     "colorsDef", "styleDef", "layoutDef", "Types", "Relationships", "chartStyle", "colorStyle", "themeOverride",
     "clrMap", "metadata")
)  # fmt: skip
_MEDIA = ("audio/", "video/")
_MOST_PARTS = 1_000  # of a package that is
_MOST_RELATIONS = 200_000  # of a package; a list that lies beyond them is not read
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
_SHOWN = re.compile(r"/(?:slides|(?:work|chart|dialog|macro)sheets)/[^/]*$")
_LEAD_TO_SHOWN = frozenset(("worksheet", "slide"))
_FRONTS = ("document", "workbook", "presentation")
_FRONT = re.compile(rf"^(?:{'|'.join(_FRONTS)})\d*\.xml$")
_STRINGS = re.compile(r"^sharedstrings\d*\.xml(?: \(\d+\))?$")
_NUMBER = re.compile(r"(\d+)\.\w+$")
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject(?:signature\w*)?|printersettings\d*)\.bin$")
# Where no relationship leads to it: what lies with embedded files, or has an ending that no part of a package has.
_OWN = frozenset(
    (
        "htm", "html", "mht", "mhtml", "txt", "rtf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt",
        "pptx", "pptm", "pdf", "ofd", "odt", "ods", "odp", "zip", "wps", "et", "dps", "csv",
    )
)  # fmt: skip
_ROOT = re.compile(r"\s*(?:\ufeff)?(?:<\?[^<>]*\?>\s*)*<(?:[\w.-]+:)?([\w.-]+)")
# Relationships to parts that are files of their own.
_FILES = frozenset(("afchunk", "oleobject", "package", "subdocument"))
# Relationships to parts that belong to a template rather than to a file.
_TEMPLATES = frozenset(
    ("slidelayout", "slidemaster", "notesmaster", "handoutmaster", "settings", "numbering", "extended-properties",
     "customxml", "customxmlprops")
)  # fmt: skip
_PARTING = re.compile(r"[/\\=?&]")
_NO_KIND = frozenset(("",))
# These name what may lie elsewhere, or what a program looks up by name.
_ELSEWHERE = frozenset(("hyperlink", "attachedtemplate", "slideupdateinfo", "externallinkpath", "xlpathmissing"))


class Sort(Enum):
    WORDLESS = auto()  # sounds, films, fonts, by name or type
    PROGRAMS = auto()  # what a program keeps for itself in a form of its own
    FILE = auto()  # embedded, or a piece of another document that was put in whole
    PICTURE = auto()
    XML = auto()  # or so it should be


class Listed(NamedTuple):
    """A list of relationships. `folder`: from where its targets lead; `source`: the part that they are of."""

    name: str
    folder: str
    source: str


@dataclass(frozen=True, eq=False, slots=True)
class Names:
    """Names of parts, compared as the standard has it: letters' case is no matter.

    known   an archive's own name to the one that references have
    own     the other way round
    listed  the latter, each behind a line break
    lists   of relationships, in the archive's order
    parts   all but these and the list of content types
    """

    known: dict[str, str]
    own: dict[str, str]
    listed: str
    lists: tuple[Listed, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Package:
    """What a package says of its parts. Nothing of it is changed once it is made: files may share one.

    types      content types by name; those of an ending by that
    targets    the kinds of relationships that lead to a part
    relations  of each part, by its name
    lost       where relationships lead to and nothing is, as it is written
    """

    names: Names
    types: dict[str, str]
    targets: dict[str, frozenset[str]]
    relations: dict[str, tuple[Relation, ...]]
    lost: tuple[str, ...]

    def part(self, name: str) -> Sort:
        """What sort of part it is, by its content type, by the relationships that lead to it, and by its name."""
        known = self.names.known[name]
        ending = known.rpartition(".")[2]
        kind = self.types.get(known) or self.types.get(ending, "")
        led = self.targets.get(known, NOTHING)
        said = led | {opc_lists.last_word(kind)} if kind else led
        if ending in _FILMS or ending in _FONTS or kind.startswith(_MEDIA) or (said and said <= _FONT_KINDS):
            return Sort.WORDLESS
        if said and said <= _OF_PROGRAMS:
            return Sort.XML if ending == "xml" else Sort.PROGRAMS
        if led & _FILES or "/embeddings/" in known or ending in _OWN:
            return Sort.FILE
        if ending == "xml":
            return Sort.XML
        if (kind.startswith("image/") and "svg" not in kind) or is_picture(known):
            return Sort.PICTURE
        return Sort.PROGRAMS if _PROGRAMS.search(known) else Sort.XML

    def of(self, name: str) -> tuple[Relation, ...]:
        return self.relations.get(self.names.known[name], ())

    @cached_property
    def sorts(self) -> Mapping[Sort, tuple[str, ...]]:
        """All parts but what the package says of itself, those of XML in the order in which they are read."""
        found: dict[Sort, list[str]] = {part: [] for part in Sort}
        for name in self.names.parts:
            found[self.part(name)].append(name)
        found[Sort.XML].sort(key=self._order)
        return {part: tuple(names) for part, names in found.items()}

    @cached_property
    def addresses(self) -> str:
        """Where relationships lead outside of the package, as far as words may stand in that, a line each."""
        every = {one.written for found in self.relations.values() for one in found if one.outside}
        told = (unquote(unescaped(one)) for one in every if "%" in one or "&" in one or not one.isascii())
        return "\n".join(sorted(one for address in told if not address.isascii() for one in (address, _last(address))))

    @cached_property
    def of_templates(self) -> frozenset[str]:
        """Parts that programs put into a file as they are, and into the next one, too."""
        known = self.names.known
        kept = _TEMPLATES | _OF_PROGRAMS
        return frozenset(name for name in self.sorts[Sort.XML] if self.targets.get(known[name], _NO_KIND) <= kept)

    def _order(self, name: str) -> tuple[int, int, str]:
        """The main part first, then what cells refer to, sheets and slides by number, and the rest as it lies."""
        known = self.names.known[name]
        led = self.targets.get(known, NOTHING)
        last = known[known.rfind("/") + 1 :]
        if "officedocument" in led or (last.startswith(_FRONTS) and _FRONT.search(last)):
            return 0, 0, ""
        if "sharedstrings" in led or (last.startswith("sharedstrings") and _STRINGS.search(last)):
            return 1, 0, ""
        if not led.isdisjoint(_LEAD_TO_SHOWN) or (("slides/" in known or "sheets/" in known) and _SHOWN.search(known)):
            number = _NUMBER.search(known)
            return 2, int(number[1][-9:]) if number else 0, known
        return 3, 0, ""


def opened(container: Container) -> Package:
    """A package by its content types and relationships, which are settled by it.

    Files of one template have the same names, types and relationships, byte for byte: what they come to is known then.
    Nothing less than these bytes is compared.
    """
    archive, account = container.archive, container.account
    names = names_of(archive)
    package = _shared(archive, names)
    if package is None:
        package = _package(names, _types_of(container, names), _relations_of(container, names))
    else:
        account.looked_at_all([names.own[TYPES], *(one.name for one in names.lists)])
    for target in package.lost:
        account.left(target, Read.DAMAGED)
    return package


def names_of(archive: Zip) -> Names:
    own, called = archive.names, archive.called_names
    short = own is called and sum(map(len, own)) < opc_lists.MOST_KEPT
    return _known_names(tuple(own)) if short else _names(own, called)


@lru_cache(64)
def _known_names(own: tuple[str, ...]) -> Names:
    return _names(own, own)


def _names(names: Sequence[str], called: Sequence[str]) -> Names:
    known = dict(zip(names, map(folded, called), strict=True))
    own, lists, parts = dict[str, str](), list[Listed](), list[str]()
    for name, one in known.items():
        own.setdefault(one, name)
        if one.endswith(".rels"):
            folder, _, last = one.rpartition("/")
            base = folder.rpartition("/")[0]
            lists.append(Listed(name, base, f"{base}/{last}".lstrip("/").removesuffix(".rels")))
        elif one != TYPES:
            parts.append(name)
    return Names(known, own, "\n".join(("", *own)), tuple(lists), tuple(parts))


def _shared(archive: Zip, names: Names) -> Package | None:
    """None where it is damaged, or too large to be kept."""
    if archive.called_names is not archive.names or TYPES not in names.own or len(names.known) > _MOST_PARTS:
        return None
    try:
        types = archive.packed(names.own[TYPES])
        lists = tuple([archive.packed(one.name) for one in names.lists])
    except Trouble:
        return None  # and is told where each is read by itself
    if types.size + sum([one.size for one in lists]) > opc_lists.MOST_KEPT:
        return None
    return _known_package(tuple(archive.names), types, lists)


@lru_cache(32)
def _known_package(own: tuple[str, ...], types: Packed, lists: tuple[Packed, ...]) -> Package | None:
    names, said = _names(own, own), opc_lists.known_types(types)
    found = [opc_lists.relations(packed, one.folder) for one, packed in zip(names.lists, lists, strict=True)]
    if said is None or None in found:
        return None
    sources = (one.source for one in names.lists)
    return _package(names, said, [(source, one) for source, one in zip(sources, found, strict=True) if one is not None])


def _package(names: Names, types: dict[str, str], lists: Iterable[tuple[str, tuple[Relation, ...]]]) -> Package:
    targets, relations, lost = dict[str, set[str]](), dict[str, tuple[Relation, ...]](), list[str]()
    for source, found in lists:
        relations[source] = found
        for relation in found:
            if relation.outside or not relation.target:
                continue
            if relation.target in names.own:
                targets.setdefault(relation.target, set()).add(relation.kind)
            elif relation.kind not in _ELSEWHERE and not relation.target.endswith("null"):
                lost.append(relation.written.lstrip("/"))
    return Package(names, types, {name: frozenset(kinds) for name, kinds in targets.items()}, relations, tuple(lost))


def _types_of(container: Container, names: Names) -> dict[str, str]:
    if TYPES not in names.own:
        container.account.left("[Content_Types].xml", Read.DAMAGED)
        return {}
    name = names.own[TYPES]
    try:
        known = opc_lists.known_types(container.archive.packed(name))
    except Trouble:
        known = None  # and is told where it is read as any other
    if known is None:
        return opc_lists.types(container.xml(name))
    container.account.looked(name)
    return known


def _relations_of(container: Container, names: Names) -> Iterator[tuple[str, tuple[Relation, ...]]]:
    """Of each part that has any, whose list can be read."""
    number = 0
    for listed in names.lists:
        try:
            if number > _MOST_RELATIONS:
                raise Trouble(Read.TOO_LARGE)
            found = opc_lists.relations(container.archive.packed(listed.name), listed.folder)
            if found is None:
                raise Trouble(Read.DAMAGED)
        except Trouble as trouble:
            container.account.left(listed.name, trouble.read)
        else:
            container.account.looked(listed.name)
            number += len(found)
            yield listed.source, found


def _last(address: str) -> str:
    """The name that an address ends with, without its ending."""
    return _PARTING.split(address)[-1].rpartition(".")[0]


def root(xml: str) -> str:
    """The name of the outermost element, without its prefix."""
    found = _ROOT.match(xml)
    return found[1] if found else ""


def tells_looks(root: str) -> bool:
    """Whether a part says how something looks, is shown or is reckoned, by its outermost element."""
    return root in _LOOKS
