"""The texts of DrawingML: slides, shapes, charts, diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.content.readers.xml import lines, stripped, unescaped, values
from checker.facts.content.marking import Zone

_MAIN = "drawingml/2006/main"
_USUAL = f'xmlns:a="http://schemas.openxmlformats.org/{_MAIN}'
_UNUSUAL = re.compile(
    r"""xmlns(?::(?!a=)[\w.-]+)?=["'](?:http://schemas\.openxmlformats\.org|http://purl\.oclc\.org/ooxml)/drawingml/(?:2006/)?main"""
)
_WRITTEN = re.compile(r"</a:p>|<a:(?:t>[^<]*|t\s[^<>]*>[^<]*|br\s*/?>)")  # no groups: findall has a string for each
_BREAK = re.compile(r"<a:br\s*/?>")


def _has_unusual(xml: str) -> bool:
    """Whether a prefix other than the usual one stands for it, or none, wherever that is declared."""
    return xml.count(_MAIN) != xml.count(_USUAL) or ("purl.oclc" in xml and _UNUSUAL.search(xml) is not None)


def shown(xml: str, zone: Zone) -> Iterator[tuple[Zone, str]]:
    """What is written in shapes, a line for each paragraph, and what their attributes say."""
    written = "".join(_WRITTEN.findall(xml)).replace("</a:p>", "\n").replace("<a:t>", "")
    plain = "<" not in written  # no breaks, no tags with attributes
    found = unescaped(written) if plain else stripped(_BREAK.sub("\n", written))
    if "<m:t" in xml or _has_unusual(xml):  # formulas; another prefix than the usual one
        found = f"{found}\n{lines(xml)}"
    yield zone, found
    yield Zone.COMMENT, values(xml, written if plain else "")
