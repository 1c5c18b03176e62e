"""Compound files with words in what their programs keep for themselves: macros and forms, settings, equations."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.planting.compound import atom, ppt, record, wide, workbook, xls
from tests.planting.planted import Planted
from tests.planting.zipped import docx
from tests.unit.content import papers


def module(mark: str) -> bytes:
    """A module of macros, packed as [MS-OVBA] has it, with its beginning used again further on."""
    source = f"Sub A()\r\n' {mark}\r\n".encode("gb18030")
    signs = b"Attribute VB_Name = 1\r\n"
    groups = [b"\0" + signs[:8], b"\0" + signs[8:16], b"\x80" + signs[16:] + struct.pack("<H", 22 << 11 | 6)]
    # 23 signs are there: five bits of a token say how far back, eleven how many more than three
    groups += [b"\0" + source[at : at + 8] for at in range(0, len(source), 8)]
    packed = b"".join(groups)
    return bytes(40) + b"\1" + struct.pack("<H", 0xB000 | len(packed) - 1) + packed


def _equation(mark: str) -> bytes:
    signs = b"".join(b"\2\x83" + sign.encode("utf-16-le") for sign in mark)
    return struct.pack("<HHHHI16x", 28, 0, 2, 0xC000, len(signs) + 5) + b"\3\1\1\3\0" + signs


def project(mark: str) -> bytes:
    return papers.compound({"VBA/M": module(mark), "VBA/dir": b"\1\0\xb0", "PROJECT": b"ID=x", "PROJECTwm": b"M\0M"})


def _book(streams: Mapping[str, bytes]) -> bytes:
    return papers.compound({"Workbook": workbook(), **streams})


PLANTED = (
    Planted("xls", "macro", lambda mark: _book({"_VBA_PROJECT_CUR/VBA/M": module(mark)})),
    Planted("xls", "form of a macro", lambda mark: _book({"_VBA_PROJECT_CUR/F/o": bytes(20) + wide(mark)})),
    Planted("xls", "paper called a macro", lambda mark: _book({"_VBA_PROJECT_CUR/VBA/M": papers.docx(mark)})),
    Planted("xls", "paper called a setting", lambda mark: _book({"User Names": papers.docx(mark)})),
    Planted("xls", "record that nobody knows", lambda mark: xls(workbook(record(0x1234, wide(mark))))),
    Planted("xls", "behind the last record", lambda mark: xls(workbook() + wide(mark))),
    Planted("ppt", "record that nobody knows", lambda mark: ppt(slide=atom(9999, wide(mark)))),
    Planted("xls", "equation", lambda mark: _book({"MBD01/Equation Native": _equation(mark)})),
)
IN_PACKAGES = (Planted("docx", "macro", lambda mark: docx(parts={"word/vbaProject.bin": project(mark)})),)
