"""Papers in parts that hold no words by their name or type: a film, a font, what a program keeps for itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from tests.planting.opened import odf, ofd, placed
from tests.planting.pdfs import paper
from tests.planting.planted import Planted
from tests.planting.texts import mime
from tests.planting.zipped import docx, packed, page, paragraph, pptx, run

_PAGE = b"<html><body><p>1</p></body></html>"


def _paper(mark: str) -> bytes:
    return docx(paragraph(run(mark)))


def _printer(mark: str) -> bytes:
    """A printer's settings, in which its driver wrote words of its own."""
    return (
        "HP LaserJet".encode("utf-16-le").ljust(64, b"\0") + b"\1\4\0\6\xdc\0" + bytes(150) + mark.encode("utf-16-le")
    )


def _in_docx(name: str, make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda mark: docx(parts={name: make(mark)})


def _in_odt(name: str, make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda mark: odf("odt", parts={name: make(mark)})


def _in_ofd(name: str, make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda mark: ofd({f"Doc_0/{name}": make(mark)})


def _named(root: str) -> Callable[[str], bytes]:
    return lambda mark: f'<{root} xmlns:w="w" xmlns:a="a" name="{mark}"/>'.encode()


def _seal(mark: str) -> bytes:
    return b"\x30\x82\x01\x00\x0c\x20" + mark.encode() + bytes(range(256))


def _outlines(mark: str, beside: str = "") -> bytes:
    """A page whose signs are filled paths, a row of them at a time."""
    image = paper(mark).convert("1", dither=0)
    rows = []
    for y in range(image.height):
        row = "".join("#" if image.getpixel((x, y)) == 0 else " " for x in range(image.width))
        boxes = (f"M {run.start()} {y} L {run.end() - 1} {y} L {run.end() - 1} {y} C" for run in re.finditer("#+", row))
        data = " ".join(boxes)
        if data:
            rows.append(
                f'<ofd:PathObject Boundary="0 0 827 1169" CTM="0.25 0 0 0.25 0 0" Fill="true"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
            )
    content = (
        f'<ofd:Page xmlns:ofd="x"><ofd:Content><ofd:Layer>{"".join(rows)}{beside}</ofd:Layer></ofd:Content></ofd:Page>'
    )
    return ofd(
        {"Doc_0/Pages/Page_1/Content.xml": content}, pages='<ofd:Page ID="2" BaseLoc="Pages/Page_1/Content.xml"/>'
    )


def _in_page(kind: str) -> Callable[[str], bytes]:
    def made(mark: str) -> bytes:
        letters = base64.b64encode(_paper(mark)).decode("ascii")
        return f"<html><body><p>1</p><style>@font-face{{src:url(data:{kind};base64,{letters})}}</style></body></html>".encode()

    return made


def _saved(kind: str, make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda mark: mime([("text/html", "8bit", _PAGE), (kind, "base64", make(mark))])


def _style(mark: str) -> bytes:
    return f'p:before{{content:"{mark}"}}'.encode()


def _zip_in_a_film(mark: str) -> bytes:
    return packed({"a.htm": page(mark)})


DISGUISED: tuple[Planted, ...] = tuple(
    Planted(kind, place, make)
    for kind, places in {
        "docx": {
            "paper called a film": _in_docx("word/media/a.mp4", _paper),
            "archive called a film": _in_docx("word/media/a.avi", _zip_in_a_film),
            "text called a font": _in_docx("word/fonts/font1.odttf", str.encode),
            "paper called a printer's settings": _in_docx("word/printerSettings/printerSettings1.bin", _paper),
            "paper called macros": _in_docx("word/vbaProject.bin", _paper),
            "words of a printer's settings": _in_docx("word/printerSettings/printerSettings1.bin", _printer),
            "name of a theme": _in_docx("word/theme/theme1.xml", _named("a:theme")),
            "name of a style": _in_docx("word/styles.xml", _named("w:styles")),
            "settings for the Web": _in_docx("word/webSettings.xml", _named("w:webSettings")),
        },
        "pptx": {
            "how it is shown": lambda mark: pptx(parts={"ppt/presProps.xml": _named("p:presentationPr")(mark)}),
            "paper called a film": lambda mark: pptx(parts={"ppt/media/media1.wmv": _paper(mark)}),
        },
        "odt": {
            "paper called a font": _in_odt("Fonts/a.ttf", _paper),
            "paper called a program's settings": _in_odt("Configurations2/images/a.bin", _paper),
            "macro": _in_odt("Basic/Standard/Module1.xml", lambda mark: f"<script>REM\n{mark}\n</script>".encode()),
            "text of a script": _in_odt("Scripts/python/a.py", lambda mark: f"#\n{mark}\n".encode()),
        },
        "ofd": {
            "paper called a font": _in_ofd("Res/a.ttf", _paper),
            "paper called a seal": _in_ofd("Signs/Sign_0/Seal.esl", _paper),
            "words of a seal": _in_ofd("Signs/Sign_0/SignedValue.dat", _seal),
        },
        "html": {
            "paper called a font": _in_page("font/ttf"),
            "paper called a sound": _in_page("audio/mpeg"),
        },
        "mht": {
            "paper called a font": _saved("font/ttf", _paper),
            "text called a sound": _saved("audio/mpeg", str.encode),
            "written by a style of its own": _saved("text/css", _style),
        },
    }.items()
    for place, make in places.items()
)  # fmt: skip
OUTLINED = (
    Planted("ofd", "letters as outlines", _outlines),
    Planted("ofd", "letters as outlines beside a text", lambda mark: _outlines(mark, placed("1"))),
)
