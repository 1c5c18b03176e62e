"""A marking in every place of OpenDocument (ISO/IEC 26300) and OFD (GB/T 33190) files, made by hand."""

from __future__ import annotations

from collections.abc import Callable

from tests.planting.planted import Planted
from tests.planting.zipped import Parts, docx, packed, page, paragraph, run

_NAMES = ("office", "text", "table", "draw", "style", "svg", "presentation", "form", "script", "chart", "meta")
_NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def _line(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def odf(kind: str, body: str = "", parts: Parts | None = None, *, styles: str = "", meta: str = "") -> bytes:
    word = _KINDS[kind]
    first = {
        "odt": _line("关于开展自查的通知"),
        "ods": f'<table:table table:name="表1"><table:table-row><table:table-cell>{_line("1")}</table:table-cell></table:table-row></table:table>',
        "odp": f'<draw:page draw:name="页1"><draw:frame><draw:text-box>{_line("题目")}</draw:text-box></draw:frame></draw:page>',
    }[kind]  # fmt: skip
    found = {
        "mimetype": f"application/vnd.oasis.opendocument.{word}",
        "content.xml": f"{_HEAD}<office:document-content {_NAMESPACES}><office:body><office:{word}>{first}{body}</office:{word}></office:body></office:document-content>",
        "styles.xml": f"{_HEAD}<office:document-styles {_NAMESPACES}><office:styles/><office:master-styles>{styles}</office:master-styles></office:document-styles>",
        "meta.xml": f"{_HEAD}<office:document-meta {_NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        "settings.xml": f"{_HEAD}<office:document-settings {_NAMESPACES}/>",
        **(parts or {}),
    }  # fmt: skip
    listed = "".join(f'<manifest:file-entry manifest:full-path="{name}"/>' for name in found if name != "mimetype")
    manifest = f'<manifest:manifest xmlns:manifest="x"><manifest:file-entry manifest:full-path="/"/>{listed}</manifest:manifest>'
    return packed({**found, "META-INF/manifest.xml": manifest})


def _shared(kind: str) -> dict[str, Callable[[str], bytes]]:
    """Places that text, tables and slides have alike."""
    return {
        "header": lambda mark: odf(kind, styles=f"<style:master-page><style:header>{_line(mark)}</style:header></style:master-page>"),
        "comment": lambda mark: odf(kind, f"<office:annotation>{_line(mark)}</office:annotation>"),
        "comment with author and day": lambda mark: odf(kind, f"<office:annotation><dc:creator>王</dc:creator><dc:date>2026-01-01T00:00:00</dc:date>{_line(mark)}</office:annotation>"),
        "alternative text": lambda mark: odf(kind, f"<draw:frame><svg:desc>{mark}</svg:desc></draw:frame>"),
        "alternative text behind a title": lambda mark: odf(
            kind, f"<text:p>题<draw:frame><svg:title>图</svg:title><svg:desc>{mark}</svg:desc></draw:frame>题</text:p>"
        ),
        "shape within a line": lambda mark: odf(
            kind, f"<text:p>通知<draw:custom-shape><text:p>{mark}</text:p></draw:custom-shape>后文</text:p>"
        ),
        "form control": lambda mark: odf(kind, f'<form:form><form:text form:current-value="{mark}"/></form:form>'),
        "custom property": lambda mark: odf(kind, meta=f'<meta:user-defined meta:name="说明">{mark}</meta:user-defined>'),
        "standard property": lambda mark: odf(kind, meta=f"<dc:description>{mark}</dc:description>"),
        "chart": lambda mark: odf(kind, parts={"Object 1/content.xml": f"<office:document-content {_NAMESPACES}><chart:title>{_line(mark)}</chart:title></office:document-content>"}),
        "picture of a chart": lambda mark: odf(kind, parts={"Object 1/content.xml": f"<office:document-content {_NAMESPACES}/>", "ObjectReplacements/Object 1": b"VCLMTF\1\0" + mark.encode("utf-16-le")}),
        "embedded file": lambda mark: odf(kind, parts={"Object 2": docx(paragraph(run(mark)))}),
    }  # fmt: skip


_ODT: dict[str, Callable[[str], bytes]] = {
    "body": lambda mark: odf("odt", _line(mark)),
    "body, spans": lambda mark: odf("odt", _line("".join(f"<text:span>{sign}</text:span>" for sign in mark))),
    "table": lambda mark: odf("odt", f"<table:table><table:table-row><table:table-cell>{_line(mark)}</table:table-cell></table:table-row></table:table>"),
    "text box": lambda mark: odf("odt", f"<draw:frame><draw:text-box>{_line(mark)}</draw:text-box></draw:frame>"),
    "footnote": lambda mark: odf("odt", _line(f"文<text:note><text:note-body>{_line(mark)}</text:note-body></text:note>")),
    "deleted": lambda mark: odf("odt", f"<text:tracked-changes><text:deletion>{_line(mark)}</text:deletion></text:tracked-changes>"),
    "hidden": lambda mark: odf("odt", _line(f'<text:hidden-text text:condition="a" text:string-value="{mark}"/>')),
    "hidden within a line": lambda mark: odf("odt", f'<style:style style:name="T1"><style:text-properties text:display="none"/></style:style><text:p>前<text:span text:style-name="T1">{mark}</text:span>后</text:p>'),
    "hidden section": lambda mark: odf("odt", f'<text:section text:display="none">{_line(mark)}</text:section>'),
    "footer": lambda mark: odf("odt", styles=f"<style:master-page><style:footer>{_line(mark)}</style:footer></style:master-page>"),
    "watermark": lambda mark: odf("odt", styles=f"<style:master-page><style:header><draw:custom-shape>{_line(mark)}</draw:custom-shape></style:header></style:master-page>"),
}  # fmt: skip
_ODS: dict[str, Callable[[str], bytes]] = {
    "cell": lambda mark: odf("ods", f'<table:table table:name="表2"><table:table-row><table:table-cell>{_line(mark)}</table:table-cell></table:table-row></table:table>'),
    "sheet name": lambda mark: odf("ods", f'<table:table table:name="{mark}"/>'),
    "formula": lambda mark: odf("ods", f'<table:table><table:table-cell table:formula="of:=IF([.A1];&quot;{mark}&quot;;1)"/></table:table>'),
    "message of a check": lambda mark: odf("ods", f"<table:content-validation><table:help-message>{_line(mark)}</table:help-message></table:content-validation>"),
    "defined name": lambda mark: odf("ods", f'<table:named-expression table:expression="&quot;{mark}&quot;"/>'),
}  # fmt: skip
_ODP: dict[str, Callable[[str], bytes]] = {
    "body": lambda mark: odf("odp", f"<draw:page><draw:frame><draw:text-box>{_line(mark)}</draw:text-box></draw:frame></draw:page>"),
    "notes": lambda mark: odf("odp", f"<draw:page><presentation:notes>{_line(mark)}</presentation:notes></draw:page>"),
    "master": lambda mark: odf("odp", styles=f"<style:master-page><draw:frame>{_line(mark)}</draw:frame></style:master-page>"),
    "preview of a table": lambda mark: odf("odp", '<draw:frame><table:table></table:table><draw:image xlink:href="Pictures/TablePreview1.svm"/></draw:frame>', {"Pictures/TablePreview1.svm": b"VCLMTF\1\0" + mark.encode("utf-16-le")}),
    "page name": lambda mark: odf("odp", f'<draw:page draw:name="{mark}"/>'),
}  # fmt: skip


def placed(text: str) -> str:
    return f'<ofd:TextObject Boundary="20 20 150 6"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'


def _content(text: str) -> str:
    return f"{_HEAD}<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{placed(text)}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd(parts: Parts | None = None, common: str = "", more: str = "", pages: str = "", body: str = "") -> bytes:
    info = f"<ofd:DocInfo><ofd:DocID>1</ofd:DocID>{body}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    first = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    document = f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{first}{pages}</ofd:Pages>{more}"
    return packed(
        {
            "OFD.xml": f"{_HEAD}<ofd:OFD {_OFD}><ofd:DocBody>{info}</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_OFD}>{document}</ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": _content("题目"),
            **(parts or {}),
        }
    )


def _attached(name: str, content: bytes) -> bytes:
    listed = f'<ofd:Attachments {_OFD}><ofd:Attachment ID="1" Name="a"><ofd:FileLoc>{name}</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
    more = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    return ofd({"Doc_0/Attachs/Attachments.xml": listed, f"Doc_0/Attachs/{name}": content}, more=more)


_OFDS: dict[str, Callable[[str], bytes]] = {
    "body": lambda mark: ofd({"Doc_0/Pages/Page_1/Content.xml": _content(mark)}, pages='<ofd:Page ID="2" BaseLoc="Pages/Page_1/Content.xml"/>'),
    "body, another path": lambda mark: ofd({"Doc_0/Content_7.xml": _content(mark)}, pages='<ofd:Page ID="2" BaseLoc="/Doc_0/Content_7.xml"/>'),
    "body, CDATA": lambda mark: ofd({"Doc_0/Content_7.xml": _content(f"<![CDATA[{mark}]]>")}, pages='<ofd:Page ID="2" BaseLoc="Content_7.xml"/>'),
    "body, backslashes": lambda mark: ofd({"Doc_0\\Seiten\\1.xml": _content(mark)}, pages='<ofd:Page ID="2" BaseLoc="Seiten/1.xml"/>'),
    "template": lambda mark: ofd({"Doc_0/Vorlagen/T.xml": _content(mark)}, '<ofd:TemplatePage ID="9" BaseLoc="Vorlagen/T.xml"/>'),
    "note": lambda mark: ofd({"Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {_OFD}><ofd:Annot><ofd:Remark>{mark}</ofd:Remark></ofd:Annot></ofd:PageAnnot>"}),
    "stamp's text": lambda mark: ofd({"Doc_0/N/1.xml": f"<ofd:PageAnnot {_OFD}><ofd:Annot><ofd:Appearance>{placed(mark)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"}),
    "outline": lambda mark: ofd(more=f'<ofd:Outlines><ofd:OutlineElem Title="{mark}"/></ofd:Outlines>'),
    "tag": lambda mark: ofd({"Doc_0/Tags/Tag_1.xml": f"<a:公文 xmlns:a='x'><a:密级>{mark}</a:密级></a:公文>"}),
    "resource": lambda mark: ofd({"Doc_0/DocumentRes.xml": f"<ofd:Res {_OFD}><ofd:CompositeGraphicUnit>{placed(mark)}</ofd:CompositeGraphicUnit></ofd:Res>"}),
    "custom property": lambda mark: ofd(body=f'<ofd:CustomDatas><ofd:CustomData Name="说明">{mark}</ofd:CustomData></ofd:CustomDatas>'),
    "standard property": lambda mark: ofd(body=f"<ofd:Abstract>{mark}</ofd:Abstract>"),
    "attached file": lambda mark: _attached("a.docx", docx(paragraph(run(mark)))),
    "attached page": lambda mark: _attached("a.html", page(mark)),
    "attached text": lambda mark: _attached("a.txt", mark.encode()),
}  # fmt: skip

PLACES: tuple[Planted, ...] = tuple(
    Planted(kind, place, make)
    for kind, places in (
        ("odt", _ODT | _shared("odt")),
        ("ods", _ODS | _shared("ods")),
        ("odp", _ODP | _shared("odp")),
        ("ofd", _OFDS),
    )
    for place, make in places.items()
)
