"""The rectification notice as a document that an office goes on writing in (DOCX, ECMA-376 WordprocessingML).

A few parts, written whole: paragraphs and two tables need no library. The fonts are named as GB/T 9704 wants them (黑体
for the title, 仿宋 for the text); whoever opens it has them or sees the nearest.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from checker.report.forms.sheets import notice
from checker.report.payload import Report

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHEN = (2000, 1, 1, 0, 0, 0)  # the same report makes the same file
_TITLE, _TEXT, _TABLE = 44, 28, 21  # half points: 22, 14 and 10.5
_WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A4 with the margins of GB/T 9704: 37 mm above, 28 mm to the left, in twentieths of a point.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def to_docx(report: Report, digest: str) -> bytes:
    """The notice's words, as on the printed one, with its report's number and digest."""
    words = notice(report, digest)
    body = [
        _paragraph(words["title"], _TITLE, font="黑体", centred=True),
        _table([[label, value] for label, value in words["head"]]),
        _paragraph(words["opening"], _TEXT),
        *(_paragraph(line, _TEXT, font="黑体") for line in words["hold"]),
        _table([words["columns"], *(_fix(one) for one in words["fixes"])], headed=True),
        *(_paragraph(line, _TABLE) for line in words["meant"]),
        *(_paragraph(f"{role}　　　　　　　　{words['labels']['date']}", _TEXT) for role in words["roles"]),
        _paragraph(f"{words['labels']['number']}：{words['number']}", _TABLE),
        _paragraph(f"{words['labels']['digest']}：{digest or words['labels']['unsigned']}", _TABLE),
    ]
    document = f"{_HEAD}<w:document {_WORDS}><w:body>{''.join(body)}{_PAGE}</w:body></w:document>"
    return _zipped({**{name: _HEAD + part for name, part in _PARTS.items()}, "word/document.xml": document})


def _fix(one: dict[str, Any]) -> list[str]:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(one["steps"], 1))
    return [one["number"], "\n".join(one["seen"]), one["basis"], steps, one["owner"], one["due"]]


def _paragraph(words: str, size: int, *, font: str = "仿宋", centred: bool = False) -> str:
    place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f"<w:p>{place}{_run(words, size, font)}</w:p>"


def _run(words: str, size: int, font: str) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    look = f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    lines = [f'<w:t xml:space="preserve">{escape(_CONTROL.sub("", line))}</w:t>' for line in words.split("\n")]
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def _table(rows: Sequence[Iterable[str]], *, headed: bool = False) -> str:
    made = []
    for number, row in enumerate(rows):
        head = headed and not number
        repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
        cells = (f"<w:tc>{_paragraph(cell, _TABLE, font='黑体' if head else '仿宋')}</w:tc>" for cell in row)
        made.append(f"<w:tr>{repeated}{''.join(cells)}</w:tr>")
    look = f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}{''.join(made)}</w:tbl>"


def _zipped(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _WHEN), content.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return file.getvalue()
