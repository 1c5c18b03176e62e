"""Words and a template to PDF/A-3b, by typst: the same words make the same bytes, wherever that is done."""

from __future__ import annotations

import io
import json
from datetime import datetime
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.report.digests import sha256
from checker.report.forms.glyphs import printable
from checker.report.payload import FormRef

if TYPE_CHECKING:
    import typst


# 朱雀仿宋 (OFL 1.1, its licence lies beside it): fontmake's OpenType of github.com/TrionesType/zhuque at 227319a1, with
# overlaps kept.
_FANGSONG = "Zhuque Fangsong 0.211"


def render(form: str, words: dict[str, Any], at: datetime, *, qr: str = "", attach: bytes = b"") -> bytes:
    """A form as PDF/A-3b. `at` is its date of creation; `qr` what its code says; `attach` the envelope it carries.

    Names from outside are data here, never markup. No font of the system and no file of the disk is read, apart from
    the fonts that come with the program.
    """
    import typst

    inputs = {"data": json.dumps(printable(words), ensure_ascii=False)}
    if qr:
        inputs["qr"] = _qr(qr)
    if attach:
        inputs["attach"] = attach.decode("ascii")
    made: bytes = typst.compile(
        _template(form).encode(),
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=["a-3b"],
        timestamp=int(at.timestamp()),
    )
    _forget()
    return made


def _forget() -> None:
    """typst keeps what its last ten pages were made of, 7 MiB each; empty ones take their place and cost 4 ms each."""
    import typst

    for _ in range(2):
        typst.compile(b"", font_paths=_fonts())


def form_ref(form: str) -> FormRef:
    """What a page of this form is made with, by this program."""
    return FormRef(name=form, sha256=sha256(_template(form).encode()), renderer=renderer())


@cache
def renderer() -> str:
    """The programs and fonts that decide the bytes of a page, with their versions."""
    names = ("typst", "pyHanko", "pylopdf-fonts-zh-cn", "segno")
    return ", ".join([*(f"{name} {metadata.version(name)}" for name in names), _FANGSONG])


@cache
def _template(form: str) -> str:
    folder = resources.files("checker.report.forms")
    return "\n".join((folder / name).read_text("utf-8") for name in ("common.typ", f"{form}.typ"))


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with the program and none of the system's, opened once: each compile would keep its own."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[sans_path().parent, Path(__file__).with_name("fonts")],
    )


def _qr(words: str) -> str:
    import segno

    picture = io.BytesIO()
    segno.make(words, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode("utf-8")
