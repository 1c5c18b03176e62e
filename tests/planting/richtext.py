"""Markings planted in every place of rtf."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.planting.compound import doc, package
from tests.planting.planted import Planted
from tests.unit.content import papers

_FONTS = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset134 SimSun;}{\\f2\\fcharset136 MingLiU;}}"


def spelled(text: str) -> str:
    return "".join(f"\\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in text)


def digits(text: str, page: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(page, "replace"))


def rtf(inside: str | bytes, after: str = "", page: int = 1252) -> bytes:
    raw = inside if isinstance(inside, bytes) else inside.encode("ascii")
    head = f"{{\\rtf1\\ansi\\ansicpg{page}\\deff0{_FONTS}{spelled('通知')}\\par\n".encode("ascii")
    return head + raw + f"{after}\\par {spelled('正文')}\\par}}".encode("ascii")


def old_object(native: bytes) -> bytes:
    """An object as OLE 1 keeps it."""
    name = struct.pack("<I", 8) + b"Package\0"
    return struct.pack("<II", 0x501, 2) + name + bytes(8) + struct.pack("<I", len(native)) + native


def _rtfs() -> dict[str, Callable[[str], bytes]]:
    groups = {
        "header": "{{\\header {}\\par}}",
        "header of the first page": "{{\\headerf {}\\par}}",
        "footer": "{{\\footerl {}\\par}}",
        "footnote": "{{\\footnote {}}}",
        "endnote": "{{\\*\\footnote\\ftnalt {}}}",
        "comment": "{{\\*\\annotation {}}}",
        "text box": "{{\\shp{{\\*\\shpinst\\shpleft0{{\\shptxt {}\\par}}}}}}",
        "WordArt": "{{\\shp{{\\*\\shpinst{{\\sp{{\\sn gtextUNICODE}}{{\\sv {}}}}}}}}}",
        "old text box": "{{\\*\\do\\dptxbx{{\\dptxbxtext {}\\par}}}}",
        "title": "{{\\info{{\\title {}}}}}",
        "keyword": "{{\\info{{\\keywords {}}}}}",
        "field code": "{{\\field{{\\*\\fldinst QUOTE {}}}{{\\fldrslt x}}}}",
        "field result": "{{\\field{{\\*\\fldinst DATE}}{{\\fldrslt {}}}}}",
        "form field": "{{\\*\\formfield{{\\*\\ffname a}}{{\\*\\ffdeftext {}}}}}",
        "hidden": "{{\\v {}}}",
        "deleted": "{{\\deleted {}}}",
        "table cell": "\\trowd\\intbl x\\cell {}\\cell\\row",
        "bookmark": "{{\\*\\bkmkstart {}}}",
        "list text": "{{\\listtext {}\\tab}}",
        "unknown destination": "{{\\*\\plansforlater {}}}",
        "name of a style": "{{\\stylesheet{{\\s1 {};}}}}",
        "name of a font": "{{\\fonttbl{{\\f7 {};}}}}",
        "who changed it": "{{\\*\\revtbl{{x;}}{{{};}}}}",
        "words of a field": '{{\\field{{\\*\\fldinst QUOTE "{}"}}{{\\fldrslt x}}}}',
        "custom property": "{{\\*\\userprops{{\\propname {level}}}\\proptype30{{\\staticval {}}}}}",
    }

    def group(shape: str) -> Callable[[str], bytes]:
        return lambda mark: rtf(shape.format(spelled(mark), level=spelled("密级")))

    return {place: group(shape) for place, shape in groups.items()} | {
        "body": lambda mark: rtf(spelled(mark)),
        "font of GBK": lambda mark: rtf(f"{{\\f1 {digits(mark)}}}"),
        "font of Big5": lambda mark: rtf(f"{{\\f2 {digits(mark.replace('机', '機'), 'big5')}}}"),
        "companion font": lambda mark: rtf(f"{{\\loch\\af0\\hich\\af0\\dbch\\af1\\f0 {digits(mark)}}}"),
        "theme": lambda mark: rtf(f"{{\\*\\themedata {papers.docx(mark).hex()}}}"),
        "page of the file": lambda mark: rtf(digits(mark), page=936),
        "two spellings": lambda mark: rtf(f"{{\\upr{{y}}{{\\*\\ud {spelled(mark)}}}}}"),
        "fallback of two bytes": lambda mark: rtf(
            "\\uc2 " + "".join(f"\\u{ord(sign)}{digits(sign)}" if ord(sign) > 127 else sign for sign in mark)
        ),
        "after raw bytes": lambda mark: rtf(b"{\\pict\\jpegblip\\bin6 {}\\'}{}", f"\\par {spelled(mark)}"),
        "embedded document": lambda mark: rtf(
            f"{{\\object\\objemb{{\\*\\objdata {old_object(doc({'body': mark})).hex()}}}}}"
        ),
        "custom XML": lambda mark: rtf(
            f"{{\\*\\datastore {old_object(papers.compound({'A/Item': f'<a>{mark}</a>'.encode()})).hex()}}}"
        ),
        "embedded file": lambda mark: rtf(
            f"{{\\object\\objemb{{\\*\\objdata {old_object(package('文件.docx', papers.docx(mark))[4:]).hex()}}}}}"
        ),
    }


PLANTED = tuple(Planted("rtf", place, make) for place, make in _rtfs().items())
