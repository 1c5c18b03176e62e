"""A marking in every place of the office formats that are ZIP files: made by hand, as their programs write them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

from tests.planting.planted import Planted

Parts = Mapping[str, str | bytes]
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "r": f"{_OFFICE}/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": f"{_OFFICE}/math",
        "vt": f"{_OFFICE}/docPropsVTypes",
        "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    }.items()
)
_SHEET = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_WORD, _CELLS, _SLIDES = "wordprocessingml", "spreadsheetml", "presentationml"


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _xml(root: str, inside: str, namespaces: str = _NAMESPACES, more: str = "") -> str:
    return f"{_HEAD}<{root} {namespaces}{more}>{inside}</{root}>"


def _types(main: str, parts: Parts) -> str:
    kinds = {
        "document": f"{_WORD}.document.main",
        "main": f"{_WORD}.document.main",
        "workbook": f"{_CELLS}.sheet.main",
        "presentation": f"{_SLIDES}.presentation.main",
        "styles": f"{_WORD}.styles",
        "theme1": "theme",
        "header1": f"{_WORD}.header",
        "footer1": f"{_WORD}.footer",
        "footnotes": f"{_WORD}.footnotes",
        "endnotes": f"{_WORD}.endnotes",
        "sharedStrings": f"{_CELLS}.sharedStrings",
        "sheet1": f"{_CELLS}.worksheet",
        "slide1": f"{_SLIDES}.slide",
        "slideLayout1": f"{_SLIDES}.slideLayout",
        "slideMaster1": f"{_SLIDES}.slideMaster",
        "notesSlide1": f"{_SLIDES}.notesSlide",
        "notesMaster1": f"{_SLIDES}.notesMaster",
        "handoutMaster1": f"{_SLIDES}.handoutMaster",
    }
    told = ""
    for name in (main, *parts):
        kind = kinds.get(name.rpartition("/")[2].removesuffix(".xml"))
        if kind:
            kind = f"application/vnd.openxmlformats-officedocument.{kind}+xml"
            told += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{told}</Relationships>'


def _package(main: str, content: str, parts: Parts, leads: tuple[tuple[str, str], ...] = ()) -> bytes:
    folder, _, last = main.rpartition("/")
    return packed(
        {
            "[Content_Types].xml": _types(main, parts),
            "_rels/.rels": _relations(("officeDocument", main)),
            main: content,
            f"{folder}/_rels/{last}.rels": _relations(*leads),
            **parts,
        }
    )


# -- docx -------------------------------------------------------------------------------------------------------------


def run(text: str, looks: str = "") -> str:
    return f"<w:r>{looks}<w:t>{html.escape(text, quote=False)}</w:t></w:r>"


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def docx(body: str = "", parts: Parts | None = None, leads: tuple[tuple[str, str], ...] = ()) -> bytes:
    styles = _xml("w:styles", '<w:style w:styleId="a"><w:name w:val="正文"/></w:style>')
    content = _xml("w:document", f"<w:body>{paragraph(run('关于开展自查的通知'))}{body}</w:body>")
    both = ("styles", "styles.xml"), *leads
    return _package("word/document.xml", content, {"word/styles.xml": styles, **(parts or {})}, both)


def _story(root: str, kind: str, mark: str, wrap: str = "{}") -> bytes:
    name = {"hdr": "header1", "ftr": "footer1"}.get(root, root)
    story = _xml(f"w:{root}", wrap.format(paragraph(run(mark))))
    return docx(parts={f"word/{name}.xml": story}, leads=((kind, f"{name}.xml"),))


def _drawing(inside: str) -> str:
    return paragraph(
        f"<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>914400</wp:posOffset></wp:positionH>{inside}</wp:anchor></w:drawing></w:r>"
    )


def _box(mark: str) -> str:
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph(run(mark))}</w:txbxContent></wps:txbx></wps:wsp>"
    return paragraph(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice></mc:AlternateContent></w:r>'
    )


def _fallback(mark: str) -> str:
    shape = f"<v:shape><v:textbox><w:txbxContent>{paragraph(run(mark))}</w:txbxContent></v:textbox></v:shape>"
    choice = '<mc:Choice Requires="wps"/>'
    return paragraph(
        f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _word_art(mark: str) -> str:
    return f'<w:pict><v:shape type="#_x0000_t136"><v:textpath style="x" string="{mark}"/></v:shape></w:pict>'


def chart(mark: str, place: str) -> str:
    text = f"<a:p><a:r><a:rPr/><a:t>{mark[:1]}</a:t></a:r><a:r><a:t>{mark[1:]}</a:t></a:r></a:p>"
    title = f"<c:title><c:tx><c:rich>{text}</c:rich></c:tx></c:title>"
    cached = f'<c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>{mark}</c:v></c:pt></c:strCache></c:strRef></c:cat>'
    inside = {"title": title, "axis": f"<c:valAx>{title}</c:valAx>", "cached": cached}[place]
    return _xml("c:chartSpace", f"<c:chart>{inside}</c:chart>")


def diagram(mark: str) -> str:
    text = f"<dgm:t><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></dgm:t>"
    return _xml("dgm:dataModel", f"<dgm:ptLst><dgm:pt>{text}</dgm:pt></dgm:ptLst>")


def page(mark: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body><p>{mark}</p></body></html>'.encode()


def properties(mark: str, kind: str) -> Parts:
    custom = f'<property pid="2" name="说明"><vt:lpwstr>{mark}</vt:lpwstr></property>'
    return {
        "custom": {"docProps/custom.xml": _xml("Properties", custom)},
        "core": {
            "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:description>{mark}</dc:description></cp:coreProperties>'
        },
        "app": {"docProps/app.xml": _xml("Properties", f"<Manager>{mark}</Manager>", 'xmlns="x"')},
    }[kind]


def _control(mark: str) -> str:
    inside = f"<w:sdtPr><w:alias w:val='{mark}'/></w:sdtPr><w:sdtContent>{paragraph(run('文'))}</w:sdtContent>"
    return f"<w:sdt>{inside}</w:sdt>"


def _embedded_docx(mark: str) -> bytes:
    return docx(parts={"word/embeddings/a.docx": docx(paragraph(run(mark)))}, leads=(("package", "embeddings/a.docx"),))


def _chunk(name: str, mark: str) -> bytes:
    content = {
        "htm": page(mark),
        "docx": docx(paragraph(run(mark))),
        "txt": mark.encode(),
        "rtf": b"{\\rtf1\\ansi " + "".join(f"\\u{ord(sign)}?" for sign in mark).encode() + b"\\par}",
        "mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page(mark) + b"\r\n--b--\r\n",
    }[name]
    chunk = '<w:altChunk r:id="rId2"/>'
    return docx(chunk, {f"word/afchunk.{name}": content}, (("aFChunk", f"/word/afchunk.{name}"),))


def _field(mark: str) -> str:
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return paragraph(f'{begin}<w:r><w:instrText xml:space="preserve"> QUOTE "{mark}" </w:instrText></w:r>{end}')


def _body(inside: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda mark: docx(inside(mark))


_DOCX: dict[str, Callable[[str], bytes]] = {
    "body": _body(lambda mark: paragraph(run(mark))),
    "body, runs of a sign each": _body(lambda mark: paragraph("".join(map(run, mark)))),
    "body, indented XML": _body(lambda mark: "<w:p>\n <w:r>\n  <w:t>" + "</w:t>\n </w:r>\n <w:r>\n  <w:t>".join(mark) + "</w:t>\n </w:r>\n</w:p>"),
    "body, symbol font": _body(
        lambda mark: paragraph(
            run(mark.partition("★")[0]) + '<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>' + run(mark.partition("★")[2])
        )
    ),
    "body, CDATA": _body(lambda mark: paragraph(f"<w:r><w:t><![CDATA[{mark}]]></w:t></w:r>")),
    "body beside a drawing": _body(lambda mark: _drawing("") + paragraph(run(mark))),
    "header": partial(_story, "hdr", "header"),
    "footer": partial(_story, "ftr", "footer"),
    "footnote": lambda mark: _story("footnotes", "footnotes", mark, '<w:footnote w:id="2">{}</w:footnote>'),
    "endnote": lambda mark: _story("endnotes", "endnotes", mark, '<w:endnote w:id="2">{}</w:endnote>'),
    "comment": lambda mark: _story("comments", "comments", mark, '<w:comment w:id="2">{}</w:comment>'),
    "building block": lambda mark: docx(
        parts={"word/glossary/document.xml": _xml("w:glossaryDocument", paragraph(run(mark)))},
        leads=(("glossaryDocument", "glossary/document.xml"),),
    ),
    "table": _body(lambda mark: f"<w:tbl><w:tr><w:tc>{paragraph(run('密级'))}</w:tc><w:tc>{paragraph(run(mark))}</w:tc></w:tr></w:tbl>"),
    "text box": _body(_box),
    "text box, old": _body(_fallback),
    "WordArt": _body(lambda mark: paragraph(f"<w:r>{_word_art(mark)}</w:r>")),
    "watermark": lambda mark: docx(
        parts={"word/header1.xml": _xml("w:hdr", paragraph(f"<w:r>{_word_art(mark)}</w:r>"))}, leads=(("header", "header1.xml"),)
    ),
    "hidden": _body(lambda mark: paragraph(run(mark, "<w:rPr><w:vanish/></w:rPr>"))),
    "deleted": _body(lambda mark: paragraph(f"<w:del><w:r><w:delText>{mark}</w:delText></w:r></w:del>")),
    "field": _body(_field),
    "field, simple": _body(lambda mark: paragraph(f'<w:fldSimple w:instr=" QUOTE &quot;{mark}&quot; ">{run("x")}</w:fldSimple>')),
    "form field": _body(lambda mark: paragraph(f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="{mark}"/></w:textInput></w:ffData></w:fldChar></w:r>')),
    "content control": _body(lambda mark: f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run(mark))}</w:sdtContent></w:sdt>"),
    "content control's name": _body(_control),
    "equation": _body(lambda mark: paragraph(f"<m:oMath><m:r><m:t>{mark}</m:t></m:r></m:oMath>")),
    "alternative text": _body(lambda mark: _drawing(f'<wp:docPr id="1" name="图片 1" descr="{mark}"/>')),
    "alternative text, old": _body(lambda mark: paragraph(f'<w:r><w:pict><v:shape alt="{mark}"/></w:pict></w:r>')),
    "chart": lambda mark: docx(parts={"word/charts/chart1.xml": chart(mark, "title")}, leads=(("chart", "charts/chart1.xml"),)),
    "chart's axis": lambda mark: docx(parts={"word/charts/chart1.xml": chart(mark, "axis")}),
    "chart's strings": lambda mark: docx(parts={"word/charts/chart1.xml": chart(mark, "cached")}),
    "SmartArt": lambda mark: docx(parts={"word/diagrams/data1.xml": diagram(mark)}),
    "list": lambda mark: docx(parts={"word/numbering.xml": _xml("w:numbering", f'<w:lvl><w:lvlText w:val="{mark}"/></w:lvl>')}),
    "document variable": lambda mark: docx(parts={"word/settings.xml": _xml("w:settings", f'<w:docVars><w:docVar w:name="a" w:val="{mark}"/></w:docVars>')}),
    "custom XML": lambda mark: docx(parts={"customXml/item1.xml": f"<a><b>{mark}</b></a>"}),
    "custom property": lambda mark: docx(parts=properties(mark, "custom")),
    "standard property": lambda mark: docx(parts=properties(mark, "core")),
    "program's property": lambda mark: docx(parts=properties(mark, "app")),
    "embedded file": _embedded_docx,
    **{f"altChunk, {name}": partial(_chunk, name) for name in ("htm", "docx", "txt", "rtf", "mht")},
    "main part of another name": lambda mark: _package("word/document2.xml", _xml("w:document", paragraph(run(mark))), {}),
    "main part in another folder": lambda mark: _package("body/main.xml", _xml("w:document", paragraph(run(mark))), {}),
}  # fmt: skip


# -- xlsx -------------------------------------------------------------------------------------------------------------


def xlsx(
    rows: str = "",
    after: str = "",
    parts: Parts | None = None,
    *,
    book: str = "",
    state: str = "",
    head: str = "",
    strings: tuple[str, ...] = (),
) -> bytes:
    sheets = f'<sheets><sheet name="表1" sheetId="1"{state} r:id="rId1"/></sheets>'
    shared = "".join(f"<si>{one if one.startswith('<') else f'<t>{one}</t>'}</si>" for one in strings)
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return _package(
        "xl/workbook.xml",
        _xml("workbook", sheets + book, _SHEET),
        {
            "xl/worksheets/sheet1.xml": _xml("worksheet", f"{head}<sheetData>{first}{rows}</sheetData>{after}", _SHEET),
            "xl/sharedStrings.xml": _xml("sst", shared, _SHEET),
            **(parts or {}),
        },
        (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
    )


_CELL = '<row r="2"><c r="B2" t="s"><v>0</v></c></row>'
_FAR = '<row r="60"><c r="B60" t="s"><v>0</v></c></row>'


def _sheet_part(name: str, content: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda mark: xlsx(parts={name: content(mark)})


def _runs(mark: str) -> str:
    return "".join(f"<r><rPr><b/></rPr><t>{sign}</t></r>" for sign in mark)


_XLSX: dict[str, Callable[[str], bytes]] = {
    "cell": lambda mark: xlsx(_CELL, strings=(mark,)),
    "cell of several runs": lambda mark: xlsx(_CELL, strings=(_runs(mark),)),
    "cell far below": lambda mark: xlsx("<row/>" * 50 + _FAR, strings=(mark,)),
    "cell of its own string": lambda mark: xlsx(f'<row r="2"><c r="B2" t="inlineStr"><is><t>{mark}</t></is></c></row>'),
    "formula": lambda mark: xlsx(f'<row r="2"><c r="B2"><f>IF(A1=1,"{mark}","")</f><v>0</v></c></row>'),
    "formula's value": lambda mark: xlsx("<row/>" * 50 + f'<row r="60"><c r="B60" t="str"><f>A1</f><v>{mark}</v></c></row>'),
    "hidden sheet": lambda mark: xlsx(_CELL, state=' state="veryHidden"', strings=(mark,)),
    "hidden row": lambda mark: xlsx(_CELL.replace("<row", '<row hidden="1"'), strings=(mark,)),
    "hidden column": lambda mark: xlsx(_CELL, head='<cols><col min="2" max="2" hidden="1"/></cols>', strings=(mark,)),
    "header": lambda mark: xlsx(after=f'<headerFooter><oddHeader>&amp;C&amp;"宋体"{mark}</oddHeader></headerFooter>'),
    "footer": lambda mark: xlsx(after=f"<headerFooter><evenFooter>&amp;R{mark}</evenFooter></headerFooter>"),
    "defined name": lambda mark: xlsx(book=f'<definedNames><definedName name="a">"{mark}"</definedName></definedNames>'),
    "defined name's remark": lambda mark: xlsx(book=f'<definedNames><definedName name="a" comment="{mark}">1</definedName></definedNames>'),
    "message of a check": lambda mark: xlsx(after=f'<dataValidations><dataValidation prompt="{mark}" sqref="A1"/></dataValidations>'),
    "list of a check": lambda mark: xlsx(after=f'<dataValidations><dataValidation type="list" sqref="A1"><formula1>"{mark}"</formula1></dataValidation></dataValidations>'),
    "condition of a format": lambda mark: xlsx(after=f'<conditionalFormatting sqref="A1"><cfRule type="containsText" text="{mark}"/></conditionalFormatting>'),
    "hint of a link": lambda mark: xlsx(after=f'<hyperlinks><hyperlink ref="A1" tooltip="{mark}"/></hyperlinks>'),
    "comment": _sheet_part("xl/comments1.xml", lambda mark: _xml("comments", f"<commentList><comment ref='A1'><text>{_runs(mark)}</text></comment></commentList>", _SHEET)),
    "comment, another name": _sheet_part("xl/comments/comment1.xml", lambda mark: _xml("comments", f"<commentList><comment ref='A1'><text><t>{mark}</t></text></comment></commentList>", _SHEET)),
    "comment, threaded": _sheet_part("xl/threadedComments/threadedComment1.xml", lambda mark: f"<ThreadedComments><threadedComment><text>{mark}</text></threadedComment></ThreadedComments>"),
    "text box": _sheet_part("xl/drawings/drawing1.xml", lambda mark: _xml("xdr:wsDr", f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></xdr:txBody></xdr:sp>")),
    "alternative text": _sheet_part("xl/drawings/drawing1.xml", lambda mark: _xml("xdr:wsDr", f'<xdr:pic><xdr:cNvPr id="1" name="a" descr="{mark}"/></xdr:pic>')),
    "form control": _sheet_part("xl/drawings/vmlDrawing1.vml", lambda mark: f'<xml xmlns:v="v" xmlns:x="x"><v:shape><v:textbox><div><font>{mark}</font></div></v:textbox><x:ClientData/></v:shape></xml>'),
    "form control's properties": _sheet_part("xl/ctrlProps/ctrlProp1.xml", lambda mark: f'<formControlPr objectType="List"><itemLst><item val="{mark}"/></itemLst></formControlPr>'),
    "chart": _sheet_part("xl/charts/chart1.xml", lambda mark: chart(mark, "title")),
    "SmartArt": _sheet_part("xl/diagrams/data1.xml", diagram),
    "table's head": _sheet_part("xl/tables/table1.xml", lambda mark: _xml("table", f'<tableColumns><tableColumn id="1" name="{mark}"/></tableColumns>', _SHEET)),
    "pivot table's values": _sheet_part("xl/pivotCache/pivotCacheDefinition1.xml", lambda mark: _xml("pivotCacheDefinition", f'<cacheFields><cacheField><sharedItems><s v="{mark}"/></sharedItems></cacheField></cacheFields>', _SHEET)),
    "values of another book": _sheet_part("xl/externalLinks/externalLink1.xml", lambda mark: _xml("externalLink", f'<externalBook><sheetDataSet><cell t="str"><v>{mark}</v></cell></sheetDataSet></externalBook>', _SHEET)),
    "custom property": lambda mark: xlsx(parts=properties(mark, "custom")),
    "standard property": lambda mark: xlsx(parts=properties(mark, "core")),
    "program's property": lambda mark: xlsx(parts=properties(mark, "app")),
    "embedded file": lambda mark: xlsx(parts={"xl/embeddings/a.docx": docx(paragraph(run(mark)))}),
}  # fmt: skip


def _named_sheet(mark: str) -> bytes:
    book = _xml("workbook", f'<sheets><sheet name="{mark}" sheetId="1" r:id="rId1"/></sheets>', _SHEET)
    return _package("xl/workbook.xml", book, {"xl/worksheets/sheet1.xml": _xml("worksheet", "<sheetData/>", _SHEET)})


_XLSX["sheet name"] = _named_sheet


# -- pptx -------------------------------------------------------------------------------------------------------------


def shape(mark: str) -> str:
    runs = "".join(f'<a:r><a:rPr lang="zh-CN"/><a:t>{sign}</a:t></a:r>' for sign in mark)
    return f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="标题 1"/></p:nvSpPr><p:txBody><a:p>{runs}</a:p></p:txBody></p:sp>'


def pptx(inside: str = "", parts: Parts | None = None, show: str = "") -> bytes:
    slide = _xml("p:sld", f"<p:cSld><p:spTree>{shape('题目')}{inside}</p:spTree></p:cSld>", more=show)
    return _package(
        "ppt/presentation.xml",
        _xml("p:presentation", '<p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'),
        {"ppt/slides/slide1.xml": slide, **(parts or {})},
        (("slide", "slides/slide1.xml"),),
    )


def _with(name: str, root: str) -> Callable[[str], bytes]:
    return lambda mark: pptx(
        parts={f"ppt/{name}": _xml(f"p:{root}", f"<p:cSld><p:spTree>{shape(mark)}</p:spTree></p:cSld>")}
    )


def _cell(mark: str) -> str:
    return f"<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"


_PPTX: dict[str, Callable[[str], bytes]] = {
    "body": lambda mark: pptx(shape(mark)),
    "table": lambda mark: pptx(_cell(mark)),
    "equation": lambda mark: pptx(f"<p:sp><a:p><m:oMath><m:r><m:t>{mark}</m:t></m:r></m:oMath></a:p></p:sp>"),
    "alternative text": lambda mark: pptx(f'<p:pic><p:nvPicPr><p:cNvPr id="3" name="a" descr="{mark}"/></p:nvPicPr></p:pic>'),
    "hidden slide": lambda mark: pptx(shape(mark), show=' show="0"'),
    "another prefix": lambda mark: pptx(parts={"ppt/slides/slide2.xml": _xml("p:sld", shape(mark)).replace("<a:", "<d:").replace("</a:", "</d:").replace("xmlns:a=", "xmlns:d=")}),
    "master": _with("slideMasters/slideMaster1.xml", "sldMaster"),
    "layout": _with("slideLayouts/slideLayout1.xml", "sldLayout"),
    "notes": _with("notesSlides/notesSlide1.xml", "notes"),
    "notes' master": _with("notesMasters/notesMaster1.xml", "notesMaster"),
    "handout's master": _with("handoutMasters/handoutMaster1.xml", "handoutMaster"),
    "comment, old": lambda mark: pptx(parts={"ppt/comments/comment1.xml": _xml("p:cmLst", f'<p:cm idx="1"><p:text>{mark}</p:text></p:cm>')}),
    "comment, new": lambda mark: pptx(parts={"ppt/comments/modernComment_1.xml": _xml("p188:cmLst", f'<p188:cm><p188:txBody><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></p188:txBody></p188:cm>')}),
    "section's name": lambda mark: pptx(parts={"ppt/presentation2.xml": _xml("p:presentation", f'<p14:section name="{mark}"/>')}),
    "chart": lambda mark: pptx(parts={"ppt/charts/chart1.xml": chart(mark, "title")}),
    "chart's axis": lambda mark: pptx(parts={"ppt/charts/chart1.xml": chart(mark, "axis")}),
    "chart's strings": lambda mark: pptx(parts={"ppt/charts/chart1.xml": chart(mark, "cached")}),
    "SmartArt": lambda mark: pptx(parts={"ppt/diagrams/data1.xml": diagram(mark)}),
    "SmartArt's drawing": lambda mark: pptx(parts={"ppt/diagrams/drawing1.xml": _xml("dsp:drawing", f"<dsp:sp><dsp:txBody><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></dsp:txBody></dsp:sp>")}),
    "tag": lambda mark: pptx(parts={"ppt/tags/tag1.xml": _xml("p:tagLst", f'<p:tag name="A" val="{mark}"/>')}),
    "custom property": lambda mark: pptx(parts=properties(mark, "custom")),
    "standard property": lambda mark: pptx(parts=properties(mark, "core")),
    "embedded file": lambda mark: pptx(parts={"ppt/embeddings/a.xlsx": xlsx(_CELL, strings=(mark,))}),
}  # fmt: skip

PLACES: tuple[Planted, ...] = tuple(
    Planted(kind, place, make)
    for kind, places in (("docx", _DOCX), ("xlsx", _XLSX), ("pptx", _PPTX))
    for place, make in places.items()
)
