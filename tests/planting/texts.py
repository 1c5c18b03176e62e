"""Texts, tables, web pages and XML with a marking in each place that they have."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import quopri
import zlib
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from tests.planting.planted import Planted
from tests.unit.content import papers

_ROW = "(1,'某某方案','办公室'),\n"
_REG = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\X]\r\n"
LINES = "".join(f"第{number}项工作按照既定安排继续推进，请各单位结合实际抓好落实。\n" for number in range(40))


def _text(before: str, after: str, encoding: str = "utf-8") -> Callable[[str], bytes]:
    return lambda mark: f"{before}{mark}{after}".encode(encoding)


def _page(before: str, after: str, encoding: str = "utf-8", head: str = "") -> Callable[[str], bytes]:
    def made(mark: str) -> bytes:
        text = "<p>" + LINES.replace("\n", "</p><p>") + "</p>"
        page = f"<!DOCTYPE html><html><head>{head}</head><body>{text}{before}{mark}{after}</body></html>"
        return page.encode(encoding)

    return made


def _in_head(before: str, after: str) -> Callable[[str], bytes]:
    return lambda mark: _page("", "", head=f"{before}{mark}{after}")("")


def _table(delimiter: str, quoting: int, row: int) -> Callable[[str], bytes]:
    def made(mark: str) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
        writer.writerow(("序号", "标题", "备注"))
        for number in range(30):
            writer.writerow((number, f"某某方案{number}", mark if number == row else "无"))
        return out.getvalue().encode("gb18030")

    return made


def mime(parts: list[tuple[str, str, bytes]], kind: str = "related", head: str = "") -> bytes:
    """A message of parts: type and further headers, transfer encoding, content."""
    out = [
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="=_b1"\r\n\r\nA web page.\r\n'.encode()
    ]
    for headers, encoding, content in parts:
        how = f"--=_b1\r\nContent-Type: {headers}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(content)
        out.append(how + packed.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n")
    return b"".join(out) + b"--=_b1--\r\n"


def _saved(encoding: str, kind: str = "related", tag: tuple[str, str] = ("<p>", "</p>")) -> Callable[[str], bytes]:
    saved = "From: <Saved by a browser>\r\nSubject: x\r\nDate: Mon, 1 Jan 2024 00:00:00 +0800\r\n"
    return lambda mark: mime([("text/html; charset=utf-8", encoding, _page(*tag)(mark))], kind, saved)


def _single(mark: str) -> bytes:
    page = base64.encodebytes(_page("<p>", "</p>")(mark)).decode("ascii")
    head = "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n{page}".encode()


def _nested(mark: str) -> bytes:
    inner = mime([("text/plain; charset=gb2312", "8bit", f"通知\n{mark}\n正文".encode("gb18030"))], "alternative")
    inner = inner.partition(b"MIME-Version: 1.0\r\n")[2].replace(b"=_b1", b"=_b2")
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_b1"\r\n\r\n'
    return head + b"--=_b1\r\n" + inner + b"\r\n--=_b1--\r\n"


def _attached(mark: str) -> bytes:
    return mime(
        [
            ("text/html; charset=utf-8", "base64", _page("", "")("")),
            ('text/plain; name="a.txt"\r\nContent-Disposition: attachment; filename="a.txt"', "base64", mark.encode()),
        ],
        "mixed",
    )


def _xml(before: str, after: str, encoding: str = "utf-8") -> Callable[[str], bytes]:
    body = "".join(f"<项>{line}</项>" for line in LINES.splitlines())

    def made(mark: str) -> bytes:
        return f'<?xml version="1.0" encoding="{encoding}"?><文件>{body}{before}{mark}{after}</文件>'.encode(encoding)

    return made


def _word_2003(mark: str) -> bytes:
    runs = "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in mark)
    name = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    return f'<?xml version="1.0"?><w:wordDocument {name}><w:body><w:p>{runs}</w:p></w:body></w:wordDocument>'.encode()


def _data(kind: str) -> Callable[[str], bytes]:
    def made(mark: str) -> bytes:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{mark}</text></svg>'.encode()
        return _page(f'<img src="data:{kind};base64,{base64.b64encode(svg).decode("ascii")}">', "")("")

    return made


ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "gb18030",
    "gbk",
)


def _diagram(mark: str) -> bytes:
    """As draw.io packs one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    drawn = quote(f'<mxGraphModel><root><mxCell value="{mark}"/></root></mxGraphModel>').encode()
    return b"<mxfile><diagram>%s</diagram></mxfile>" % base64.b64encode(packer.compress(drawn) + packer.flush())


def _uuencoded(content: bytes) -> bytes:
    lines = (binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    return b"begin 644 a.docx\n" + b"".join(lines) + b"`\nend\n"


_SPELLED: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "base64 of the Web": base64.urlsafe_b64encode,
    "base32": base64.b32encode,
    "base85": base64.b85encode,
    "base85 of Adobe": partial(base64.a85encode, adobe=True),
    "hex": binascii.hexlify,
    "hex, spaced": lambda content: binascii.hexlify(content, b" "),
    "numbers of C": lambda content: ", ".join(f"0x{byte:02x}" for byte in content).encode(),
    "numbers in eights": lambda content: "".join(f"\\{byte:03o}" for byte in content).encode(),
    "uuencode": _uuencoded,
}
_PROGRAMS: dict[str, Callable[[str], str]] = {
    "in pieces": lambda mark: f'document.write("{mark[:1]}" + "{mark[1:3]}" + "{mark[3:]}")',
    "by numbers": lambda mark: f"document.write(String.fromCharCode({', '.join(str(ord(sign)) for sign in mark)}))",
    "in base64": lambda mark: f'document.write(atob("{base64.b64encode(mark.encode()).decode("ascii")}"))',
    "sign by sign": lambda mark: f"document.write({json.dumps(list(mark))}.join(''))",
    "as a remark": lambda mark: f"// {mark}\n",
}


def _misread(mark: str, right: str, wrong: str) -> bytes:
    """As a program saves it that took one encoding for another."""
    return f"{LINES}{mark}\n{LINES}".encode(right).decode(wrong, "ignore").encode()


PLANTED = (
    *(Planted("text", f"first line, {one}", _text("", f"\n{LINES}", one)) for one in ENCODINGS),
    *(Planted("text", f"last line, {one}", _text(LINES, "", one)) for one in ENCODINGS),
    Planted("text", "the middle of long lines", _text(f"{'长' * 70_000}\n", f"\n{'长' * 70_000}")),
    Planted("text", "beyond 8 MiB", _text(LINES * 4_000, f"\n{LINES}")),
    Planted("text", "between lines of another encoding", lambda mark: LINES.encode() + f"{mark}\n".encode("gb18030")),
    Planted("text", "beside a document number", _text(f"{LINES}某发〔2024〕12号  ", "\n")),
    *(
        Planted("text", f"in seven bits, {one}", lambda mark, one=one: f"Notice\n{mark}\nof today\n".encode(one))  # type: ignore[misc]
        for one in ("hz", "utf-7")
    ),
    Planted("text", "in seven bits, iso-2022-jp-2", lambda mark: f"Notice\n{mark}\n".encode("iso2022_jp_2")),
    Planted("text", "a paper in base64", lambda mark: b"Attached:\n\n" + base64.encodebytes(papers.docx(mark))),
    Planted("text", "a paper in one line of base64", lambda mark: b'"x": "%s"' % base64.b64encode(papers.docx(mark))),
    Planted("text", "numbers of JSON", lambda mark: json.dumps({"title": mark, "n": 1}).encode()),
    Planted("text", "numbers of JSON, lines", lambda mark: json.dumps({"text": f"{LINES}{mark}\n{LINES}"}).encode()),
    Planted("text", "a value of JSON", lambda mark: json.dumps({"a": [mark], "n": 1}, ensure_ascii=False).encode()),
    Planted("text", "a value of JSON a line", lambda mark: b'{"a": 1}\n' + json.dumps({"title": mark}).encode()),
    Planted("text", "a cell of SYLK", _text('ID;PWXL;N;E\r\nC;Y1;X1;K"', '"\r\nC;X2;K"办公室"\r\nE\r\n', "gb18030")),
    Planted("text", "a cell of DIF", _text('TABLE\r\n0,1\r\n"X"\r\nBOT\r\n1,0\r\n"', '"\r\n-1,0\r\nEOD\r\n')),
    Planted("text", "a value of settings", _text('[doc]\r\nTitle="', '"\r\nn=1\r\n', "gb18030")),
    Planted("text", "a value of the registry", _text(f'{_REG}"Title"="', '"\r\n', "utf-16")),
    Planted(
        "text",
        "a value of the registry in bytes",
        lambda mark: f'{_REG}"T"=hex(2):{mark.encode("utf-16-le").hex(",")},\\\r\n  00,00\r\n'.encode("utf-16"),
    ),
    *(
        Planted("text", f"in quotes, {name}", _text(before, behind))
        for name, before, behind in (
            ("YAML", 'title: "', '"\nbody: 关于\nlist:\n  - "一"\n'),
            ("a list of YAML", "a:\n  - '", "'\n  - '其他'\n"),
            ("TOML", 'title = "', '"\nn = 1\n'),
            (".po", 'msgid "head"\nmsgstr "', '"\n'),
            ("a line of .po", 'msgid ""\nmsgstr ""\n"', '\\n"\n'),
            (".properties", 'head="', '"\nfoot=1\n'),
        )
    ),
    Planted("text", "a sign a tag of a page's piece", lambda mark: "".join(f"<b>{one}</b>" for one in mark).encode()),
    Planted("text", "a sign a line of a page's piece", lambda mark: "<br>".join(mark).encode()),
    Planted("text", "signs struck twice", lambda mark: "".join(f"{one}\b{one}" for one in mark).encode()),
    Planted("text", "a sign a cell", lambda mark: f"{LINES}{','.join(mark)}\n{LINES}".encode()),
    Planted(
        "text", "signs of drawings", lambda mark: b"1\n" + b"".join(b"\\U+%04X" % ord(one) for one in mark) + b"\n"
    ),
    *(
        Planted(
            "text", f"{right} once read as {wrong}", lambda mark, right=right, wrong=wrong: _misread(mark, right, wrong)
        )  # type: ignore[misc]
        for right, wrong in (("gb18030", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1252"))
    ),
    Planted("text", "a row of a database", _text("INSERT INTO t VALUES (1,'", "','x');\n")),
    Planted(
        "text",
        "a late row of a long statement",
        lambda mark: f"INSERT INTO t VALUES\n{_ROW * 150_000}(1,'{mark}','x');\n".encode(),
    ),
    Planted("text", "a value in a list of JSON", _text('["', '"]\n')),
    Planted("text", "numbers of a program", lambda mark: b"title=" + mark.encode("unicode-escape") + b"\n\n"),
    Planted("text", "an address", lambda mark: b"see http://x.invalid/?q=" + quote(mark).encode()),
    Planted("text", "quoted-printable", lambda mark: quopri.encodestring(f"x\n{mark}\n正文".encode())),
    Planted("text", "numbers of a page", lambda mark: "".join(f"&#{ord(sign)};" for sign in mark).encode()),
    Planted("text", "words in base64", lambda mark: b"note=%s&x=1" % base64.b64encode(mark.encode())),
    Planted("text", "words in lines of base64", lambda mark: base64.encodebytes(f"{LINES}{mark}\n{LINES}".encode())),
    *(
        Planted(
            "text", f"{how}, {one}", lambda mark, one=one, spell=spell: spell(f"{LINES}{mark}\n{LINES}".encode(one))
        )  # type: ignore[misc]
        for how, spell in _SPELLED.items()
        for one in ("utf-8", "gb18030", "utf-16-le")
    ),
    *(
        Planted("text", f"a paper in {how}", lambda mark, spell=spell: spell(papers.docx(mark)))
        for how, spell in _SPELLED.items()
        if how not in ("numbers in eights", "base64")
    ),  # type: ignore[misc]
    Planted(
        "text",
        "seven bits between lines of GBK",
        lambda mark: "中文说明\n".encode("gb18030") + f"Hi\n{mark}\n".encode("utf-7"),
    ),
    Planted("csv", "a cell", _table(",", csv.QUOTE_MINIMAL, 3)),
    Planted("csv", "a quoted cell", _table(",", csv.QUOTE_ALL, 29)),
    Planted("csv", "a cell between semicolons", _table(";", csv.QUOTE_ALL, 3)),
    Planted("csv", "a cell between tabs", _table("\t", csv.QUOTE_MINIMAL, 20)),
    Planted("csv", "the head of a column", _text("标题,", ",备注\n1,2,3\n4,5,6\n")),
    *(
        Planted("html", one, _page(f"前文<{one}>", f"</{one}>后文"))
        for one in (
            *(
                "p",
                "div",
                "td",
                "th",
                "dt",
                "dd",
                "li",
                "section",
                "article",
                "header",
                "footer",
                "aside",
                "h1",
                "caption",
            ),
            *(
                "figcaption",
                "summary",
                "option",
                "legend",
                "blockquote",
                "pre",
                "textarea",
                "center",
                "address",
                "noscript",
            ),
            *("title", "svg", "template"),
        )
    ),
    *(
        Planted("html", one.partition("=")[0].rpartition(" ")[2] + " attribute", _page(one, '">'))
        for one in ('<img alt="', '<p title="', '<input placeholder="', '<input value="', '<v:textpath string="')
    ),
    Planted("html", "comment", _page("<!-- ", " -->")),
    Planted("html", "hidden element", _page("<div hidden>", "</div>")),
    Planted("html", "display: none", _page('<div style="color:red; display:none"><div>x</div>', "</div>")),
    Planted("html", "title of the page", _in_head("<title>", "</title>")),
    Planted("html", "description", _in_head('<meta name="description" content="', '">')),
    Planted("html", "written by a style", _in_head('<style>p:before{content:"', '"}</style>')),
    Planted("html", "written by a program", _page('<script>document.title = "', '";</script>')),
    *(
        Planted(
            "html", f"written by a program, {how}", lambda mark, make=make: _page("<script>", "</script>")(make(mark))
        )  # type: ignore[misc]
        for how, make in _PROGRAMS.items()
    ),
    Planted("html", "a page in the page", _page('<iframe srcdoc="&lt;p&gt;', '&lt;/p&gt;"></iframe>')),
    Planted("html", "program of an attribute", _page("<p onclick=\"alert('", "')\">x</p>")),
    Planted("html", "style of an attribute", _page("<p style=\"content:'", "'\">x</p>")),
    Planted(
        "html",
        "numbers of JSON",
        lambda mark: _page("<script type='application/json'>", "</script>")(json.dumps({"a": mark})),
    ),
    Planted("html", "XML within it", _page("<script type='text/xml'><a>", "</a></script>")),
    Planted("html", "address of a link", lambda mark: _page("<a href='x?", "'>x</a>")(quote(mark))),
    Planted("html", "declaration", _page("<!x ", ">")),
    Planted("html", "written from right to left", lambda mark: _page("<bdo dir=rtl>", "</bdo>")(mark[::-1])),
    Planted(
        "html",
        "paper in base64",
        lambda mark: _page("<pre>", "</pre>")(base64.b64encode(papers.docx(mark)).decode("ascii")),
    ),
    Planted("html", "spoken", _page("<ruby>字<rt>", "</rt></ruby>")),
    Planted("xml", "instruction", _xml("<?x ", "?>")),
    Planted(
        "xml", "entity", lambda mark: f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY m '{mark}'>]><r>&m;</r>".encode()
    ),
    Planted(
        "xml", "paper in base64", lambda mark: _xml("<a>", "</a>")(base64.b64encode(papers.docx(mark)).decode("ascii"))
    ),
    Planted("csv", "a sign a row", lambda mark: "\n".join(f"{sign},{row}" for row, sign in enumerate(mark)).encode()),
    Planted("html", "pieces", _page("<p><b>", "</b></p>")),
    Planted("html", "drawing of its own", _data("image/svg+xml")),
    *(
        Planted("html", f"paragraph, {one}", _page("<p>", "</p>", one))
        for one in ("utf-16", "utf-16-le", "gb18030", "utf-32")
    ),
    Planted("mht", "page, base64", _saved("base64")),
    Planted("mht", "page, quoted-printable", _saved("quoted-printable")),
    Planted("mht", "page, 8bit", _saved("8bit")),
    Planted("mht", "page of a mixed message", _saved("base64", "mixed")),
    Planted("mht", "page of an alternative message", _saved("quoted-printable", "alternative")),
    Planted("mht", "comment of a page", _saved("base64", tag=("<!--", "-->"))),
    Planted("mht", "the only part", _single),
    Planted("mht", "text in a part of a part", _nested),
    Planted("mht", "attachment", _attached),
    Planted("xml", "element", _xml("<密级>", "</密级>")),
    Planted("xml", "element, gb18030", _xml("<密级>", "</密级>", "gb18030")),
    Planted("xml", "element, utf-16", _xml("<密级>", "</密级>", "utf-16")),
    Planted("xml", "attribute", _xml('<项 标志="', '"/>')),
    Planted("xml", "words of a formula", _xml("<b f='of:=&quot;", "&quot;'/>")),
    Planted("xml", "drawing without a first line", lambda mark: f'<svg xmlns="a"><text>{mark}</text></svg>'.encode()),
    Planted("xml", "packed diagram", _diagram),
    Planted("xml", "comment", _xml("<!-- ", " -->")),
    Planted("xml", "character data", _xml("<项><![CDATA[", "]]></项>")),
    Planted("xml", "pieces of a paragraph", _word_2003),
)
