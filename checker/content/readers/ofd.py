"""ofd (GB/T 33190): pages of placed text, metadata, pictures of scanned pages."""

from __future__ import annotations

import re

from checker.content import limits
from checker.content.readers.properties import labelled
from checker.content.readers.xml import decoded, stripped, unescaped
from checker.content.reading import Reading
from checker.content.trouble import Trouble
from checker.content.zips import Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_OBJECT = re.compile(r"<(?:\w+:)?TextObject\b([^<>]*)>(.*?)</(?:\w+:)?TextObject>", re.DOTALL)
_CODE = re.compile(r"<(?:\w+:)?TextCode\b[^<>]*>([^<]*)</")
_BOUNDARY = re.compile(r'\bBoundary="\s*(-?[\d.]+)\s+(-?[\d.]+)')
_CUSTOM = re.compile(r'<(?:\w+:)?CustomData\b[^<>]*\bName="([^"]*)"[^<>]*>([^<]*)</')
_INFO = re.compile(r"<(?:\w+:)?(Title|Subject|Abstract|Keyword)(?:\s[^<>]*)?>([^<]*)</")
_PAGE = re.compile(r"Pages?/Page_(\d+)/[^/]*\.xml$", re.IGNORECASE)
_PICTURE = re.compile(r"/Res/[^/]+\.(?:jpe?g|png|tiff?|bmp|webp|jb2)$", re.IGNORECASE)
_SMALLEST_PICTURE = 20_000
_SAME_LINE = 1.5  # millimetres; signs of one line need not stand at the very same height


def read(archive: Zip, reading: Reading) -> None:
    main = decoded(archive.read("OFD.xml"))
    if any(name.lower().endswith("encryptions.xml") for name in archive.names):
        raise Trouble(Read.ENCRYPTED)
    lines = [
        labelled(unescaped(name), unescaped(value)) for name, value in (*_CUSTOM.findall(main), *_INFO.findall(main))
    ]
    reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))
    pages = sorted((name for name in archive.names if _PAGE.search(name)), key=_number)
    for name in pages[: limits.PAGES]:
        reading.add(Zone.BODY, _page(decoded(archive.read(name))))
    if len(pages) > limits.PAGES:
        reading.cut("further pages")
    for name in archive.names:
        if re.search(r"/Tpls?/.*\.xml$", name, re.IGNORECASE):
            reading.add(Zone.MARGIN, _page(decoded(archive.read(name))))
        elif re.search(r"/(?:Annots|CustomTags|Tags)/.*\.xml$", name, re.IGNORECASE):
            text = decoded(archive.read(name))
            reading.add(Zone.COMMENT, _page(text) or stripped(text))
        elif _PICTURE.search("/" + name) and archive.size(name) >= _SMALLEST_PICTURE:
            reading.picture(archive.inner(name))


def _page(xml: str) -> str:
    """Text from top to bottom: the order of the objects is that in which a program drew them."""
    placed = []
    for attributes, inside in _OBJECT.findall(xml):
        at = _BOUNDARY.search(attributes)
        x, y = (float(at[1][:12]), float(at[2][:12])) if at and _numbers(at) else (0.0, 0.0)
        placed.append((y, x, unescaped("".join(_CODE.findall(inside)))))
    placed.sort(key=lambda one: (one[0], one[1]))
    lines: list[list[tuple[float, str]]] = []
    height = float("-inf")
    for y, x, text in placed:
        if y - height > _SAME_LINE:
            lines.append([])
            height = y
        lines[-1].append((x, text))
    return "\n".join("".join(text for _, text in sorted(line)) for line in lines)[: limits.TEXT]


def _numbers(match: re.Match[str]) -> bool:
    return all(re.fullmatch(r"-?\d*\.?\d+|-?\d+\.", group[:12]) for group in match.groups())


def _number(name: str) -> tuple[str, int]:
    match = _PAGE.search(name)
    return (name[: match.start()] if match else name, int(match[1][-9:]) if match else 0)
