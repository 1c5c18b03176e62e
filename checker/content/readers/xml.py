"""Text out of XML by pattern, not by tree: several times faster, and there is no entity that could grow.

A document that declares entities or a document type is refused: no office program writes any.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from checker.content.trouble import Trouble
from checker.facts.content.document import Read

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,20})["']""")
_ENCODINGS = {"utf-8", "utf8", "gbk", "gb2312", "gb18030", "us-ascii", "ascii", "iso-8859-1"}
_DECIMAL = re.compile(r"&#(\d{2,6});")
_TAG = re.compile(r"<[^<>]*>")


def decoded(content: bytes) -> str:
    """The characters of an XML part.

    Raises:
        Trouble: it declares a document type or entities.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le", "replace")
    else:
        declared = _DECLARED.match(content[:200].lstrip(b"\xef\xbb\xbf"))
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        name = "gb18030" if name.startswith("gb") else name
        text = content.decode(name if name in _ENCODINGS else "utf-8", "replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Trouble(Read.REFUSED)
    return text


def unescaped(text: str) -> str:
    if "&" not in text:
        return text
    if "&#" in text:  # some programs write every Chinese sign as a number
        pieces = _DECIMAL.split(text)
        pieces[1::2] = map(_sign, pieces[1::2])
        text = "".join(pieces)
    return html.unescape(text)


@lru_cache(8_000)
def _sign(number: str) -> str:
    """What a number stands for; an ampersand stays escaped, since the rest is still to be read."""
    return html.unescape(f"&#{number};").replace("&", "&amp;")


def stripped(text: str) -> str:
    """Text without its tags."""
    return unescaped(_TAG.sub("", text))
