"""odt, ods, odp and their templates (ISO/IEC 26300)."""

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

_BREAK = re.compile(r"</text:(?:p|h)>|</table:table-row>|<text:line-break\s*/>")
_GAP = re.compile(r"<text:(?:tab|s)\b[^<>]*/>|</table:table-cell>")
_DELETED = re.compile(r"<text:tracked-changes\b.*?</text:tracked-changes>", re.DOTALL)
_NOTE = re.compile(r"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_BOX = re.compile(r"<draw:text-box\b.*?</draw:text-box>", re.DOTALL)
_PAGE = re.compile(r"<draw:page\b.*?</draw:page>", re.DOTALL)
_SHEET = re.compile(r"<table:table\b.*?</table:table>", re.DOTALL)
_MASTERS = re.compile(r"<office:master-styles>.*?</office:master-styles>", re.DOTALL)
_META = re.compile(r"<(?:dc|meta):([\w-]+)(?:\s[^<>]*?meta:name=\"([^\"]*)\")?[^<>]*>([^<]*)</")
_PICTURE = re.compile(r"Pictures/[^/]+\.(?:jpe?g|png|tiff?|bmp|webp|gif)$", re.IGNORECASE)
_SMALLEST_PICTURE = 20_000


def read(archive: Zip, kind: str, reading: Reading) -> None:
    """The texts of one file. `kind`: odt, ods or odp."""
    manifest = decoded(archive.read("META-INF/manifest.xml")) if "META-INF/manifest.xml" in archive else ""
    if "encryption-data" in manifest:
        raise Trouble(Read.ENCRYPTED)
    content = decoded(archive.read("content.xml"))
    for zone, pattern in ((Zone.HIDDEN, _DELETED), (Zone.COMMENT, _NOTE)):
        reading.add(zone, "\n".join(_text(found) for found in pattern.findall(content)))
        content = pattern.sub("", content)
    if kind == "odt":
        reading.add(Zone.BOX, "\n".join(_text(found) for found in _BOX.findall(content)))
        reading.add(Zone.BODY, _text(_BOX.sub("", content)))
    else:
        for piece in (_PAGE if kind == "odp" else _SHEET).findall(content):
            reading.add(Zone.BODY, _text(piece))
    if "styles.xml" in archive:
        for masters in _MASTERS.findall(decoded(archive.read("styles.xml"))):
            reading.add(Zone.MARGIN, _text(masters))
    if "meta.xml" in archive:
        meta = _META.findall(decoded(archive.read("meta.xml")))
        lines = (labelled(unescaped(own or name), unescaped(value)) for name, own, value in meta)
        reading.add(Zone.PROPERTY, "\n".join(line for line in lines if line))
    names = (name for name in archive.names if _PICTURE.match(name) and archive.size(name) >= _SMALLEST_PICTURE)
    reading.pictures += [archive.inner(name) for name in names]


def _text(xml: str) -> str:
    return stripped(_GAP.sub("\t", _BREAK.sub("\n", xml)))[: limits.TEXT]
