"""Papers that LibreOffice writes: a marking in each place of a text, a sheet and a show, in every format it saves.

The source is a flat ODF file; what LibreOffice makes of it is what offices have. A place that a format has no room for
(a comment in a text file) is left out by LibreOffice itself: `holds` asks LibreOffice to read its own file back.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SECONDS = 600
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("meta", "meta"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
        ("presentation", "presentation"),
        ("form", "form"),
    )
)
_SPACES += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_BODY = "<text:p>关于做好有关工作的通知</text:p><text:p>各处室：现将有关事项通知如下。</text:p>"
_BOX = 'svg:width="8cm" svg:height="2cm" svg:x="2cm" svg:y="2cm"'
KINDS = {"text": "text", "sheet": "spreadsheet", "show": "presentation"}
ENDINGS = {"text": "fodt", "sheet": "fods", "show": "fodp"}
FORMATS = {
    "text": ("odt", "docx", "doc", "rtf", "pdf", "html", "txt", "ott", "dotx", "fodt"),
    "sheet": ("ods", "xlsx", "xls", "csv", "pdf", "html", "xlsm", "fods"),
    "show": ("odp", "pptx", "ppt", "pdf", "ppsx", "pot", "fodp"),
}
_META = {
    "title": "<dc:title>{}</dc:title>",
    "subject": "<dc:subject>{}</dc:subject>",
    "keyword": "<meta:keyword>{}</meta:keyword>",
    "description": "<dc:description>{}</dc:description>",
    "custom property": '<meta:user-defined meta:name="密级">{}</meta:user-defined>',
}
_NOTE = '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation><text:note-body><text:p>{{}}</text:p></text:note-body></text:note>'
_TEXTS = {
    "first line": "<text:p>{}</text:p>" + _BODY,
    "last line": _BODY + "<text:p>{}</text:p>",
    "heading": '<text:h text:outline-level="1">{}</text:h>' + _BODY,
    "runs": "<text:p><text:span>{0[0]}</text:span><text:span>{0[1]}</text:span><text:span>{0[2]}</text:span>"
    "<text:span>{0[3]}</text:span></text:p>" + _BODY,
    "table": "<table:table><table:table-column/><table:table-row><table:table-cell><text:p>{}</text:p>"
    "</table:table-cell></table:table-row></table:table>" + _BODY,
    "list": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>" + _BODY,
    "text box": f'<text:p><draw:frame text:anchor-type="paragraph" {_BOX}><draw:text-box><text:p>{{}}</text:p>'
    "</draw:text-box></draw:frame></text:p>" + _BODY,
    "shape": f'<text:p><draw:custom-shape text:anchor-type="paragraph" {_BOX}><text:p>{{}}</text:p><draw:enhanced-geometry'
    ' draw:type="rectangle"/></draw:custom-shape></text:p>' + _BODY,
    "footnote": "<text:p>通知" + _NOTE.format("footnote") + "</text:p>" + _BODY,
    "endnote": "<text:p>通知" + _NOTE.format("endnote") + "</text:p>" + _BODY,
    "comment": "<text:p>通知<office:annotation><dc:creator>张</dc:creator><text:p>{}</text:p></office:annotation></text:p>"
    + _BODY,
    "section": '<text:section text:name="a"><text:p>{}</text:p></text:section>' + _BODY,
    "hidden section": '<text:section text:name="a" text:display="none"><text:p>{}</text:p></text:section>' + _BODY,
    "tracked deletion": '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
    "<dc:creator>张</dc:creator><dc:date>2025-01-01T00:00:00</dc:date></office:change-info><text:p>{}</text:p>"
    '</text:deletion></text:changed-region></text:tracked-changes><text:p><text:change text:change-id="c1"/></text:p>'
    + _BODY,
    "bookmark": '<text:p><text:bookmark text:name="{}"/>通知</text:p>' + _BODY,
    "variable": '<text:p><text:user-field-decls><text:user-field-decl office:value-type="string" text:name="a"'
    ' office:string-value="{0}"/></text:user-field-decls></text:p><text:p><text:user-field-get text:name="a">{0}'
    "</text:user-field-get></text:p>" + _BODY,
}
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_SHEETS = {
    "cell": "<table:table-row>" + _CELL + "</table:table-row>",
    "cell far below": '<table:table-row table:number-rows-repeated="4000"><table:table-cell/></table:table-row>'
    "<table:table-row>" + _CELL + "</table:table-row>",
    "cell far right": '<table:table-row><table:table-cell table:number-columns-repeated="200"/>'
    + _CELL
    + "</table:table-row>",
    "hidden row": '<table:table-row table:visibility="collapse">' + _CELL + "</table:table-row>",
    "comment": '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>{}</text:p>'
    "</office:annotation><text:p>甲</text:p></table:table-cell></table:table-row>",
    "formula": '<table:table-row><table:table-cell table:formula="of:=&quot;{0}&quot;" office:value-type="string"'
    ' office:string-value="{0}"><text:p>{0}</text:p></table:table-cell></table:table-row>',
    "shape": f"<table:shapes><draw:custom-shape {_BOX}><text:p>{{}}</text:p><draw:enhanced-geometry"
    ' draw:type="rectangle"/></draw:custom-shape></table:shapes><table:table-row><table:table-cell/></table:table-row>',
}
_SHAPE = f"<draw:frame {_BOX}><draw:text-box><text:p>{{}}</text:p></draw:text-box></draw:frame>"
_SHOWS = {
    "text box": _SHAPE,
    "shape": f'<draw:custom-shape {_BOX}><text:p>{{}}</text:p><draw:enhanced-geometry draw:type="rectangle"/>'
    "</draw:custom-shape>",
    "table": f"<draw:frame {_BOX}><table:table><table:table-column/><table:table-row><table:table-cell><text:p>{{}}</text:p>"
    "</table:table-cell></table:table-row></table:table></draw:frame>",
    "group": f"<draw:g>{_SHAPE}{_SHAPE.replace('{}', '题')}</draw:g>",
    "notes": f"<presentation:notes>{_SHAPE}</presentation:notes>",
    "comment": '<office:annotation svg:x="1cm" svg:y="1cm"><dc:creator>张</dc:creator><dc:date>2025-01-01T00:00:00</dc:date>'
    "<text:p>{}</text:p></office:annotation>",
    "alternative text": f"<draw:custom-shape {_BOX}><svg:title>图</svg:title><svg:desc>{{}}</svg:desc>"
    '<draw:enhanced-geometry draw:type="rectangle"/></draw:custom-shape>',
}
_MARGINS = {
    "header": "<style:header><text:p>{}</text:p></style:header>",
    "footer": "<style:footer><text:p>{}</text:p></style:footer>",
}


def sources(kind: str, mark: str) -> dict[str, str]:
    """The flat ODF file of each place."""
    found = dict[str, str]()
    places = {"text": _TEXTS, "sheet": _SHEETS, "show": _SHOWS}[kind]
    plain = {"text": _BODY, "sheet": "<table:table-row><table:table-cell/></table:table-row>", "show": _SHAPE}[kind]
    for place, body in places.items():
        found[place] = _flat(kind, body.format(mark), "", "")
    for place, body in _META.items():
        found[place] = _flat(kind, plain.format("题"), body.format(mark), "")
    if kind != "show":
        for place, body in _MARGINS.items():
            found[place] = _flat(kind, plain, "", body.format(mark))
    if kind == "sheet":
        found["sheet name"] = _flat(kind, plain, "", "").replace('table:name="表1"', f'table:name="{mark}"')
    if kind == "show":
        found["page name"] = _flat(kind, plain.format("题"), "", "").replace('draw:name="页1"', f'draw:name="{mark}"')
    return found


def _flat(kind: str, body: str, meta: str, margin: str) -> str:
    whole = {
        "text": body,
        "sheet": f'<table:table table:name="表1">{body}</table:table>',
        "show": f'<draw:page draw:name="页1" draw:master-page-name="Standard">{body}</draw:page>',
    }[kind]
    styles = (
        '<office:automatic-styles><style:page-layout style:name="p"><style:page-layout-properties fo:page-width="21cm"'
        ' fo:page-height="29.7cm"/><style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style></style:page-layout>'
        f'</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="p">{margin}'
        "</style:master-page></office:master-styles>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" office:mimetype="application/'
        f'vnd.oasis.opendocument.{KINDS[kind]}"><office:meta>{meta}</office:meta>{styles}<office:body><office:{KINDS[kind]}>'
        f"{whole}</office:{KINDS[kind]}></office:body></office:document>"
    )


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files: Iterable[Path], ending: str, into: Path, home: Path) -> dict[str, Path]:
    """What LibreOffice makes of some files, by their names without ending."""
    into.mkdir(parents=True, exist_ok=True)
    command = [office() or "soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", ending]
    subprocess.run(
        [*command, "--outdir", str(into), *map(str, files)], check=True, capture_output=True, timeout=SECONDS
    )
    return {path.stem: path for path in into.glob(f"*.{ending.partition(':')[0]}")}
