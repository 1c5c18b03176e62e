"""The lists that a package keeps of itself (ISO/IEC 29500-2): content types and relationships."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from checker.content.packed import Packed
from checker.content.readers.xml import decoded, unescaped
from checker.content.trouble import Trouble
from checker.content.zips import Zip

TYPES = "[content_types].xml"
MOST_KEPT = 32_000  # bytes of what is kept in memory
_DEFAULT = re.compile(r"<(?:\w+:)?(?:Default|Override)\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""\b(\w{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""")
_SAID = re.compile(r'<(?:Default Extension|Override PartName)="([^"<>]*)" ContentType="([^"<>]*)"\s*/>')


class Relation(NamedTuple):
    """`kind`: the last word of its type, in small letters. `written`: its target as the package writes it."""

    id: str
    kind: str
    target: str
    outside: bool
    written: str


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


def types(xml: str) -> dict[str, str]:
    said = _SAID.findall(xml)
    if len(said) != xml.count("ContentType"):  # in another order, with prefixes
        every = [_attributes(one) for one in _DEFAULT.findall(xml)]
        said = [(one.get("PartName", one.get("Extension", "")), one.get("ContentType", "")) for one in every]
    return {folded(unquote(name)) if "%" in name else folded(name): kind.lower() for name, kind in said}


@lru_cache(32)
def known_types(packed: Packed) -> dict[str, str] | None:
    """By the very bytes: files of one template have the same ones. None where they are damaged, or too many to keep."""
    content = packed.unpacked() if packed.size < MOST_KEPT else None
    return None if content is None else types(decoded(content))


def relations(packed: Packed, folder: str) -> tuple[Relation, ...] | None:
    """A list of relationships; None where it is damaged. `folder`: from which their targets lead."""
    return _known_relations(packed, folder) if packed.size < MOST_KEPT else _told(packed, folder)


@lru_cache(256)
def _known_relations(packed: Packed, folder: str) -> tuple[Relation, ...] | None:
    """By the very bytes: all layouts of a template have the same ones."""
    return _told(packed, folder)


def _told(packed: Packed, folder: str) -> tuple[Relation, ...] | None:
    content = packed.unpacked()
    if content is None:
        return None
    found = []
    for element in _RELATION.findall(decoded(content)):
        one = _attributes(element)
        target, outside = one.get("Target", ""), one.get("TargetMode", "").lower() == "external"
        kind = one.get("Type", "").rpartition("/")[2].lower()
        written = "" if target.startswith("#") else target
        leads = written if outside or not written else within(folder, written)
        found.append(Relation(one.get("Id", ""), kind, leads, outside, written))
    return tuple(found)


def _attributes(written: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(written)}


def last_word(kind: str) -> str:
    """``styles`` of application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml."""
    return kind.removesuffix("+xml").rpartition("/")[2].rpartition(".")[2]
