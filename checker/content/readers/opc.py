"""The package of an office file (ISO/IEC 29500-2): what its parts are, by content type and by relationship."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from checker.content.packed import Packed
from checker.content.readers.container import Container
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
_MEDIA = re.compile(r"(?:audio|video)/")
_FILMS = re.compile(r"\.(?:mp[34]|m4[av]|wav|wma|wmv|avi|mov|mpe?g|aac|midi?|ogg|og[av]|flac|aiff?|asf|webm|3gp|amr)$")
_FONTS = re.compile(r"\.(?:odttf|fntdata|ttf|otf|ttc|woff2?|eot)$")
_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject(?:signature\w*)?|printersettings\d*)\.bin$")
_DEFAULT = re.compile(r"<(?:\w+:)?(?:Default|Override)\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Where no relationship leads to it: what lies with embedded files, or has an ending that no part of a package has.
_EMBEDDED = re.compile(
    r"/embeddings/|\.(?:html?|mht(?:ml)?|txt|rtf|docx?|xlsx?|pptx?|pdf|ofd|odt|ods|odp|zip|wps|et|dps|csv)$"
)
_ROOT = re.compile(r"\s*(?:\ufeff)?(?:<\?[^<>]*\?>\s*)*<(?:[\w.-]+:)?([\w.-]+)")
# Relationships to parts that are files of their own.
_FILES = frozenset(("afchunk", "oleobject", "package", "subdocument"))
# These name what may lie elsewhere, or what a program looks up by name.
_ELSEWHERE = frozenset(("hyperlink", "attachedtemplate", "slideupdateinfo", "externallinkpath", "xlpathmissing"))


class Relation(NamedTuple):
    """`kind`: the last word of its type, in small letters."""

    id: str
    kind: str
    target: str
    outside: bool


@dataclass(slots=True)
class Package:
    """What a package says of itself. Names of parts are compared as the standard has it: letters' case is no matter.

    names      an archive's own name by the one that references have
    types      content types by name; endings' own ones by ending
    targets    the kinds of relationships that lead to a part
    relations  of each part, by its name
    """

    container: Container
    names: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)
    targets: dict[str, set[str]] = field(default_factory=dict)
    relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.container.archive.names:
            self.names.setdefault(folded(self.container.archive.called(name)), name)
        if TYPES in self.names:
            self._typed(self.container.xml(self.names[TYPES]))
        else:
            self.container.account.left("[Content_Types].xml", Read.DAMAGED)
        for name in self.container.archive.names:
            if name.lower().endswith(".rels"):
                self._related(name)

    def _typed(self, xml: str) -> None:
        for written in _DEFAULT.findall(xml):
            found = _attributes(written)
            kind = found.get("ContentType", "").lower()
            if "PartName" in found:
                self.types[folded(unquote(found["PartName"]))] = kind
            else:
                self.endings[found.get("Extension", "").lower()] = kind

    def _related(self, name: str) -> None:
        try:
            relations = _known_relations(self.container.archive.packed(name))
        except Trouble as trouble:
            self.container.account.left(name, trouble.read)
            return
        if relations is None:
            self.container.account.left(name, Read.DAMAGED)
            return
        self.container.account.looked(name)
        folder, _, last = folded(self.container.archive.called(name)).rpartition("/")
        base = folder.rpartition("/")[0]
        found = []
        for relation in relations:
            target = relation.target
            if not relation.outside and target:
                target = within(base, target)
                if target in self.names:
                    self.targets.setdefault(target, set()).add(relation.kind)
                elif relation.kind not in _ELSEWHERE and not target.endswith("null"):
                    self.container.account.left(relation.target.lstrip("/"), Read.DAMAGED)
            found.append(relation._replace(target=target))
        source = f"{base}/{last}".lstrip("/").removesuffix(".rels")
        self.relations[source] = tuple(found)

    def kinds(self, name: str) -> tuple[str, set[str]]:
        """A part's content type, and the kinds of relationships that lead to it."""
        known = folded(self.container.archive.called(name))
        kind = self.types.get(known) or self.endings.get(known.rpartition(".")[2], "")
        return kind, self.targets.get(known, set())

    def without_content(self, name: str) -> bool:
        """Whether a part is of a kind that holds no content, by everything that is said of it."""
        kind, led = self.kinds(name)
        lower = name.lower()
        if _MEDIA.match(kind) or _FILMS.search(lower) or _FONTS.search(lower) or _PROGRAMS.search(lower):
            return True
        said = led | ({_last_word(kind)} if kind else set())
        return bool(said) and said <= WITHOUT_CONTENT

    def is_picture(self, name: str) -> bool:
        """Whether its content type says so; a drawing in SVG is XML, and is read as such."""
        kind, _ = self.kinds(name)
        return kind.startswith("image/") and "svg" not in kind

    def is_file(self, name: str) -> bool:
        """Whether a part is a file of its own: embedded, or a piece of another document that was put in whole."""
        return bool(self.kinds(name)[1] & _FILES) or _EMBEDDED.search(folded(name)) is not None

    def of(self, name: str) -> tuple[Relation, ...]:
        return self.relations.get(folded(self.container.archive.called(name)), ())

    def parts(self) -> Iterator[str]:
        """All parts but what the package says of itself."""
        for name in self.container.archive.names:
            lower = name.lower()
            if not lower.endswith(".rels") and lower != TYPES:
                yield name


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
    return name.replace("\\", "/").lstrip("/").lower()


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


@lru_cache(256)
def _known_relations(packed: Packed) -> tuple[Relation, ...] | None:
    """By the very bytes: all layouts of a template have the same ones. None where they are damaged."""
    content = packed.unpacked()
    if content is None:
        return None
    found = []
    for written in _RELATION.findall(decoded(content)):
        one = _attributes(written)
        target, outside = one.get("Target", ""), one.get("TargetMode", "").lower() == "external"
        kind = one.get("Type", "").rpartition("/")[2].lower()
        found.append(Relation(one.get("Id", ""), kind, "" if target.startswith("#") else target, outside))
    return tuple(found)


def _attributes(written: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(written)}


def _last_word(kind: str) -> str:
    """``styles`` of application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml."""
    return kind.removesuffix("+xml").rpartition("/")[2].rpartition(".")[2]
