"""The fonts of the page: 仿宋 where official papers have it, and every sign of the national standard in it."""

from __future__ import annotations

import subprocess
from importlib import resources
from pathlib import Path

import pytest

from checker.model.text import Language
from checker.report.forms.glyphs import _characters
from checker.report.forms.record import record
from checker.report.forms.render import form_ref, render, renderer
from tests.packages import needs
from tests.unit.report import sample

FOLDER = Path(str(resources.files("checker.report.forms"))) / "fonts"
FANGSONG = FOLDER / "ZhuqueFangsong-Regular.otf"


@needs("poppler-utils")
@pytest.mark.parametrize("language", list(Language))
def test_chinese_pages_are_set_in_fangsong(tmp_path: Path, language: Language):
    report = sample.said(form_ref("record"), language=language).predicate
    (tmp_path / "r.pdf").write_bytes(render("record", record(report, ""), report.times.prepared))
    done = subprocess.run(["pdffonts", str(tmp_path / "r.pdf")], capture_output=True, check=True, timeout=600)
    fonts = done.stdout.decode()
    assert ("ZhuqueFangsong" in fonts) is (language is Language.ZH)
    assert "NotoSansSC" in fonts  # headings
    assert "NotoSerifSC" in fonts  # figures and letters


def test_fangsong_has_every_sign_of_gb_2312():
    level_one_and_two = {
        bytes([row, place]).decode("gb2312")
        for row in range(0xB0, 0xF8)
        for place in range(0xA1, 0xFF)
        if (row, place) < (0xD7, 0xFA) or row > 0xD7
    }
    assert len(level_one_and_two) == 6763
    assert {ord(one) for one in level_one_and_two} <= _characters(FANGSONG)


def test_the_font_is_named_where_a_verifier_looks_and_its_licence_lies_beside_it():
    assert renderer().endswith("Zhuque Fangsong 0.211")
    assert b"Version 0.211" in FANGSONG.read_bytes() or "Version 0.211".encode("utf-16-be") in FANGSONG.read_bytes()
    assert "SIL Open Font License, Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")
