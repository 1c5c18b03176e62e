"""Text out of XML by pattern, not by tree: several times faster, and there is no entity that could grow.

A document that declares entities, or a document type with declarations of its own, is refused: no office program writes
any. OpenOffice.org named a type and no more (``<!DOCTYPE manifest:manifest PUBLIC ...>``); nothing is loaded.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.parsers import expat

from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,20})["']""")
_ENCODINGS = {"utf-8", "utf8", "gbk", "gb2312", "gb18030", "us-ascii", "ascii", "iso-8859-1"}
_TYPE = re.compile(r"<!DOCTYPE\s[^<>\[\]]{1,1000}>")  # without declarations
_INSTRUCTION = re.compile(r"<\?(?!xml\s)([^?]{0,10000})\?>")
_DECIMAL = re.compile(r"&#(\d{2,6});")
_TAG = re.compile(r"<[^<>]*>")
_NODE = re.compile(r">([^<]+)<")
_SAYS = re.compile(r">\s*[^<\s]")
# What follows a sign that is not ASCII, up to where a value or a text ends; values with signs written as numbers.
_IN_QUOTES = re.compile(r'[^\x00-\x7f][^<"]*("?)')
_NUMBERED_VALUE = re.compile(r'="([^"<]*&#[^"<]*)"')
_QUOTED_VALUE = re.compile(r"=\s*'([^'<]*)'")
_SPACED_VALUE = re.compile(r'=\s+"([^"<]*)"')
# Within a paragraph: what begins and ends runs.
_RUNS = re.compile(r"</?(?:\w+:)?(?:t|r|span|fld|s|a)(?:\s[^<>]*)?/?>")


def decoded(content: bytes) -> str:
    """The characters of an XML part; remarks and instructions, which no program shows, are attributes at its end.

    Raises:
        Trouble: it declares entities, a document type by more than its name, or an encoding that nobody knows.
    """
    text = content.decode(_encoding(content[:200]), "replace")
    aside = list[str]()
    if text.find("?", max(1, text.find(">", 0, 200))) > 0:
        aside += _INSTRUCTION.findall(text, 2)
    if "!" in text and "<!" in text:  # a single sign is found 40 times as fast
        if "<!DOCTYPE" in text:
            text = _TYPE.sub("", text, count=1)
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Trouble(Read.REFUSED)
        text = _plain(text, aside)
    said = [html.escape(one) for one in aside if not one.isascii() or "&#" in one]
    return "".join((text, *(f'<remark say="{one}"/>' for one in said))) if said else text


def _plain(text: str, aside: list[str]) -> str:
    """Without remarks, which are put aside, and with what stands in CDATA written as other text is."""
    pieces, at = list[str](), 0
    while (begin := text.find("<!", at)) >= 0:
        remark = text.startswith("<!--", begin)
        end = text.find("-->" if remark else "]]>", begin)
        if end < 0 or not (remark or text.startswith("<![CDATA[", begin)):
            break
        pieces.append(text[at:begin])
        if remark:
            aside.append(text[begin + 4 : end])
        else:
            pieces.append(html.escape(text[begin + 9 : end], quote=False))
        at = end + 3
    return "".join((*pieces, text[at:]))


@lru_cache(64)
def _encoding(head: bytes) -> str:
    """What a part's first bytes say; a program writes the same ones into nearly all."""
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if b"\0\0" in head[:4]:
        return "utf-32-be" if head[:1] == b"\0" else "utf-32-le"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in head[:4]:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    declared = _DECLARED.match(head.lstrip(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    name = "gb18030" if name.startswith("gb") else name
    if name in _ENCODINGS:
        return name
    try:
        known = codecs.lookup(name)
        b"".decode(name)  # some encodings of Python make no text of bytes
    except (LookupError, ValueError) as error:
        raise Trouble(Read.UNSUPPORTED) from error
    return "utf-8" if known.name.startswith("utf-") else known.name


def unescaped(text: str) -> str:
    if "&" not in text:
        return text
    if "&#" in text:  # some programs write every Chinese sign as a number
        found = _expanded(text)
        if found is not None:
            return found
        pieces = _DECIMAL.split(text)
        pieces[1::2] = map(_sign, pieces[1::2])
        text = "".join(pieces)
    return html.unescape(text)


def _expanded(text: str) -> str | None:
    """The same by expat, eight times as fast where there are thousands of numbers; None where it is no sound XML.

    Without a tag there is no document type, and so no entity but the five that XML knows.
    """
    if "<" in text or "\r" in text:
        return None
    pieces = list[str]()
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 1 << 16
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(f"<t>{text}</t>", True)
    except (expat.ExpatError, UnicodeError):
        return None
    return "".join(pieces)


@lru_cache(8_000)
def _sign(number: str) -> str:
    """What a number stands for; an ampersand stays escaped, since the rest is still to be read."""
    return html.unescape(f"&#{number};").replace("&", "&amp;")


def stripped(text: str) -> str:
    """Text without its tags."""
    return unescaped(_TAG.sub("", text))


def nodes(xml: str) -> list[str]:
    """All texts between tags, still escaped."""
    return _NODE.findall(xml)


class Element:
    """Elements of one name, whatever their prefix, from their beginning to the first end of that name.

    Found one after the other: an expression for the whole would try each beginning against all that follows, and a
    part with 60,000 beginnings and no end would take minutes.
    """

    def __init__(self, name: str) -> None:
        self._opening = re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{name})(?:\s[^<>]*)?(?<!/)>")
        self._closing = re.compile(rf"</(?:[\w.-]{{1,40}}:)?(?:{name})\s{{0,9}}>")

    def all(self, xml: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
        """Each one's first and last tag."""
        at = 0
        while (first := self._opening.search(xml, at)) and (last := self._closing.search(xml, first.end())):
            yield first, last
            at = last.end()

    def whole(self, xml: str) -> list[str]:
        return [xml[first.start() : last.end()] for first, last in self.all(xml)]

    def inside(self, xml: str) -> list[str]:
        return [xml[first.end() : last.start()] for first, last in self.all(xml)]

    def left_out(self, xml: str) -> str:
        """What is not in any of them."""
        pieces, at = list[str](), 0
        for first, last in self.all(xml):
            pieces.append(xml[at : first.start()])
            at = last.end()
        return "".join((*pieces, xml[at:])) if at else xml


_LOOKS = Element("rPr|endParaRPr")
_NO_LOOKS = re.compile(r"<(?:\w+:)?(?:rPr|endParaRPr)(?:\s[^<>]*)?/>")


def lines(xml: str) -> str:
    """The words of any XML, runs of one paragraph together and all others on lines of their own."""
    whole = xml.startswith("<") and xml.count("<") == xml.count(">")  # a part that breaks off ends within a tag
    if whole and not _SAYS.search(xml):
        return ""
    plain = _TAG.sub("\n", _RUNS.sub("", _LOOKS.left_out(_NO_LOOKS.sub("", xml))))
    return unescaped("\n".join(filter(None, map(str.strip, plain.split("\n")))))


def values(xml: str, between: str = "") -> str:
    """What attributes say in any script but the Latin one, a line each: names, titles, alternative texts, messages.

    Quotation marks within them end a line: in a formula or a field they enclose the words that it shows. `between`:
    what stands between its tags, still escaped, as far as that is known; where it holds all such signs, no attribute
    does.
    """
    numbered = "&" in xml and "&#" in xml  # a single sign is found 40 times as fast
    if not numbered and (xml.isascii() or (between and beyond_ascii(xml) == beyond_ascii(between))):
        return ""
    found = dict.fromkeys(_quoted(xml))
    if numbered:
        found |= dict.fromkeys(_NUMBERED_VALUE.findall(xml))
    xml = xml[xml.find("?>") + 2 if xml.startswith("<?xml") else 0 :]  # its declaration says nothing, in either quotes
    if xml.count("=") != xml.count('="'):
        found |= dict.fromkeys((*_QUOTED_VALUE.findall(xml), *_SPACED_VALUE.findall(xml)))
    return unescaped("\n".join(found)).replace('"', "\n") if found else ""


def _quoted(xml: str) -> Iterator[str]:
    """Values with a sign that is not ASCII, looked for from the signs: a part has far more values than such signs."""
    behind = 0
    for sign in _IN_QUOTES.finditer(xml):
        if sign[1]:
            begin = xml.rfind('"', behind, sign.start())
            if begin > 0 and xml[begin - 1] == "=" and xml.find("<", begin, sign.start()) < 0:
                yield xml[begin + 1 : sign.end() - 1]
        behind = sign.end() - 1


def beyond_ascii(text: str) -> int:
    """Bytes that a text takes in UTF-8 beyond one for each sign: told much faster than the signs are counted."""
    return len(text.encode("utf-8", "surrogatepass")) - len(text)
