"""The texts of DrawingML: slides, shapes, charts, diagrams."""

from __future__ import annotations

import re

from checker.content.readers.xml import lines, stripped, unescaped

_UNUSUAL = re.compile(
    r"""xmlns(?::(?!a=)[\w.-]+)?=["'](?:http://schemas\.openxmlformats\.org|http://purl\.oclc\.org/ooxml)/drawingml/(?:2006/)?main"""
)
_WRITTEN = re.compile(r"</a:p>|<a:(?:t>[^<]*|t\s[^<>]*>[^<]*|br\s*/?>)")  # no groups: findall has a string for each
_BREAK = re.compile(r"<a:br\s*/?>")


def drawn(xml: str) -> str:
    """What is written in shapes, a line for each paragraph."""
    found = "".join(_WRITTEN.findall(xml)).replace("</a:p>", "\n").replace("<a:t>", "")
    found = unescaped(found) if "<" not in found else stripped(_BREAK.sub("\n", found))  # breaks, tags with attributes
    if "<m:t" in xml or _UNUSUAL.search(xml[:4000]):  # formulas; another prefix than the usual one
        return f"{found}\n{lines(xml)}"
    return found
