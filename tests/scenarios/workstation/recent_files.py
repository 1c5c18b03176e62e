from __future__ import annotations

import struct
import zlib
from typing import Any

from checker.model.finding import State
from checker.model.policy import Leftovers, Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

Files = dict[str, str | bytes | Unreadable]
HOME: Files = {"/home/wang/.bashrc": ""}
XBEL = "/home/wang/.local/share/recently-used.xbel"
THUMBNAILS = "/home/wang/.cache/thumbnails"
DOCS = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs"
RECENT = r"C:\Users\wang\AppData\Roaming\Microsoft\Windows\Recent"
MADE: Files = {rf"{RECENT}\AutomaticDestinations\x.automaticDestinations-ms": b""}
LIBRE = "/home/wang/.config/libreoffice/4/user/registrymodifications.xcu"
PICK_LIST = """<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Histories/Histories/org.openoffice.Office.Histories:HistoryInfo['PickList']/ItemList">
<node oor:name="file:///home/wang/%E7%A7%98.odt" oor:op="replace"><prop oor:name="Title"><value>x</value></prop></node></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><node oor:name="file:///no.odt"/></item></oor:items>"""  # noqa: E501
FILE_MRU = r"HKCU\Software\Microsoft\Office\16.0\Word\User MRU\LiveId_1\File MRU"
_MRU = "[F00000000][T01D9][O00000000]*"
SOME = Policy(leftovers=Leftovers(recent_documents=5))


def xbel(*names: str) -> str:
    items = "".join(
        f'<bookmark href="file:///home/wang/{name}" added="2026-01-01T00:00:00.123456Z"/>' for name in names
    )
    return f'<?xml version="1.0"?><xbel version="1.0" xmlns:bookmark="x">{items}</xbel>'


def png(uri: str | None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    text = chunk(b"tEXt", b"Thumb::URI\0" + uri.encode()) if uri else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + text + chunk(b"IEND", b"")


def _linux(**files: Any) -> World:
    return World(files={**HOME, **files})


def _windows(registry: dict[str, dict[str, Any]], **files: Any) -> World:
    return World(Platform.WINDOWS, registry=registry, files={**MADE, **files})


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    Scenario(
        "pass", _linux(**{XBEL: xbel("a.docx", "tool.bin"), "/home/wang/a.docx": b""}), State.PASSED, ("1",), SOME
    ),
    Scenario(
        "pass",
        _linux(**{f"{THUMBNAILS}/large/a.png": png("file:///home/wang/a.png"), "/home/wang/a.png": b""}),
        State.PASSED,
    ),
    Scenario("fail", _linux(**{XBEL: xbel("a.docx"), "/home/wang/a.docx": b""}), State.FAILED, ("1 个文档",)),
    Scenario("fail", _linux(**{XBEL: xbel("%E5%88%A0%E4%BA%86.docx")}), State.FAILED, ("有 1 个已不在",), SOME),
    Scenario(
        "fail",
        _linux(**{f"{THUMBNAILS}/normal/a.png": png("file:///media/wang/U/a.pdf")}),
        State.FAILED,
        ("有 1 个",),
        SOME,
    ),
    Scenario("fail", _linux(**{f"{THUMBNAILS}/fail/evince/a.png": png("file:///x/a.pdf")}), State.FAILED, policy=SOME),
    # Office programs' own lists, and what of them is of a kind that is not read.
    Scenario("fail", _linux(**{LIBRE: PICK_LIST}), State.FAILED, ("1 个文档",)),
    Scenario(
        "fail",
        _linux(**{"/home/wang/.config/Kingsoft/Office.conf": "[6.0]\nwps\\RecentFiles\\1=/home/wang/\\x6587.docx\n"}),
        State.FAILED,
        ("1 个文档",),
    ),
    Scenario(
        "denied",
        _linux(**{"/home/wang/.local/share/Kingsoft/office6/data/recentfile/x": b""}),
        State.COULD_NOT_CHECK,
        ("WPS",),
    ),
    Scenario("denied", _linux(**{LIBRE: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(**{XBEL: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/home/": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _linux(**{XBEL: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xbel><bookmark href="&a;"/></xbel>'}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", _linux(**{XBEL: "<xbel>" + "<a>" * 5000}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _linux(**{f"{THUMBNAILS}/normal/a.png": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", _linux(**{f"{THUMBNAILS}/normal/a.png": png("file:///a%00b.pdf")}), State.PASSED),
    # -- Windows
    Scenario("pass", _windows({}), State.PASSED),
    Scenario("pass", _windows({rf"{DOCS}\.exe": {"0": b"x"}}), State.PASSED),
    Scenario(
        "fail", _windows({rf"{DOCS}\.docx": {"0": b"x", "1": b"y", "MRUListEx": b""}}), State.FAILED, ("2 个文档",)
    ),
    Scenario("fail", _windows({}, **{rf"{RECENT}\Plan.XLSX.lnk": b""}), State.FAILED, ("1 个文档",)),
    Scenario(
        "fail", _windows({FILE_MRU: {"Item 1": r"[F00000000][T01D9][O00000000]*C:\a\b.docx"}}), State.FAILED, ("1 个",)
    ),
    Scenario("denied", _windows({DOCS: DENIED}), State.COULD_NOT_CHECK),  # type: ignore[dict-item]
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({rf"{DOCS}\.docx": {"\u202e0": b"", "00000000000x": b""}}), State.PASSED),
    Scenario("hostile", World(Platform.WINDOWS, files={rf"{RECENT}\desktop.ini": b""}), State.COULD_NOT_CHECK),
)
