"""Texts of XML that no office reader takes: exports, single-file documents of office programs, drawings.

Tags are passed over by pattern, so that an entity is never made larger than it is written; what a document type
declares is read as text.
"""

from __future__ import annotations

import re
import zlib
from urllib.parse import unquote_to_bytes

from checker.content import encodings, limits
from checker.content.file import File
from checker.content.readers import drawings, plain
from checker.content.readers.embedded import Embedded, unpacked
from checker.content.readers.xml import unescaped
from checker.content.reading import Reading
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,20})["']""")
_NAMES = {"gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932"}
_BINARY = re.compile(rb"<((?:[\w-]+:)?(?:binData|binaryData|binary-data))\b[^<>]*>([A-Za-z0-9+/=\s]{100,})</\1>")
_DIAGRAM = re.compile(rb"<diagram\b[^<>]*>\s*([A-Za-z0-9+/]{16,}={0,2})\s*</diagram>")  # of draw.io: deflated, escaped
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_VALUE = re.compile(r"""[\w:-]+\s*=\s*(?:"([^"<>]{2,2000})"|'([^'<>]{2,2000})')""")
_TAG = re.compile(r"<[^<>]*>")
_SPEAKING = re.compile(r"<[^<>&\x80-\U0010ffff]*+[&\x80-\U0010ffff][^<>]*+>")
_QUOTES, _MARKS = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')"""), re.compile(r"""[<>!?/="'\[\]]""")
_QUOTED = re.compile(r'"([^"]{2,200})"')
# Documents in one file (Word 2003, flat OPC, flat ODF): a paragraph is written in pieces.
_OFFICE = re.compile(
    r"<(?:[\w-]+:)?(?:wordDocument|package|document|Workbook)\b[^<>]*(?:microsoft|opendocument|openxml)"
)
_PARAGRAPH = re.compile(r"</?(?:[\w-]+:)?(?:p|h|tc|tr|br|cr|Cell|Row|table-cell|table-row|binData|line-break)\b[^<>]*>")
_ROOT = re.compile(r"<([^\W\d][\w:.-]*)")


def file(file: File, reading: Reading) -> None:
    end = min(file.size, limits.PAGE)
    if file.size > end:
        reading.cut(plain.REST)
    texts(file.part(0, end), reading, Embedded(reading), plain.CONTENT)


def texts(content: bytes, reading: Reading, embedded: Embedded, name: str) -> None:
    def picture(found: re.Match[bytes]) -> bytes:
        embedded.add("image/x-unknown", found[2], name)
        return b""

    content = _BINARY.sub(picture, embedded.taken_out(content, name))
    embedded.found_in(content, name)
    content = _DIAGRAM.sub(_unpacked_diagram, content)
    declared = _DECLARED.match(content.lstrip(b"\xef\xbb\xbf"))
    label = declared[1].decode("ascii").lower() if declared else ""
    found = encodings.read(content, _NAMES.get(label, ""))
    for source in found.all:
        _texts(source, reading)
    drawings.hand_on(f"{name}: drawing", found.text, reading)
    plain.settle(reading, name, found.damaged)
    if _breaks_off(found.text):
        reading.account.left(plain.REST, Read.DAMAGED)


def _unpacked_diagram(found: re.Match[bytes]) -> bytes:
    try:
        drawn = zlib.decompressobj(-15).decompress(unpacked(found[1], strict=False), limits.PART)
    except zlib.error:
        return found[0]
    return b"<diagram>" + unquote_to_bytes(drawn) + b"</diagram>"


def _texts(source: str, reading: Reading) -> None:
    if "<!--" in source:
        reading.add(Zone.HIDDEN, "\n".join(unescaped(_TAG.sub("\n", text)) for text in _COMMENT.findall(source)))
        source = _COMMENT.sub("", source)
    if "<![CDATA[" in source:
        source = _CDATA.sub(lambda data: data[1].replace("&", "&amp;").replace("<", "\n").replace(">", "\n"), source)
    values = [one or other for one, other in _VALUE.findall(source)]
    told = [unescaped(value) for value in values if not value.isascii() or "&" in value]
    told += [words for value in told if '"' in value for words in _QUOTED.findall(value)]  # of a formula
    reading.add(Zone.BOX, "\n".join(told))
    rest = (unescaped(_QUOTES.sub("", tag)) for tag in _SPEAKING.findall(source))  # instructions, declarations, names
    reading.add(Zone.HIDDEN, "\n".join(_MARKS.sub(" ", tag) for tag in rest if not tag.isascii()))
    in_pieces = _OFFICE.search(source[:5000]) is not None
    text = _TAG.sub("", _PARAGRAPH.sub("\n", source)) if in_pieces else _TAG.sub("\n", source)
    plain.add(unescaped(text), reading)


def _breaks_off(source: str) -> bool:
    """Whether the first element has no end."""
    begun = _COMMENT.sub("", source[:20_000])
    root = _ROOT.search(begun)
    if root is None:
        return True
    tail = source.rstrip()[-20_000:]
    end = rf"</{re.escape(root[1])}\s*>\s*(?:<!--.*?-->\s*)*$"
    return re.search(end, tail, re.DOTALL) is None and not re.search(r"<[^<>]*/>\s*$", tail)
