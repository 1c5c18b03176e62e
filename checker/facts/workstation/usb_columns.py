"""The line of a device as columns of a table, for office programs that sort and filter.

A report signs lines of words. Columns are taken out of those words, so that old reports have them too and
nothing is said in the table that was not signed. The line is written by `UsbDevice.line`; a test holds both together.
"""

from __future__ import annotations

import re

from checker.model.text import Language, Text

COLUMNS = (
    Text("设备", "Device"),
    Text("种类", "Kind"),
    Text("序列号尾号", "Serial ends in"),
    Text("卷标", "Volume"),
    Text("首次接入", "First seen"),
    Text("最近接入", "Last seen"),
    Text("使用人", "Used by"),
)
_DAY = r"\d{4}-\d\d-\d\d"
_LINES = {
    Language.ZH: re.compile(
        r"(.*)（(?:([^，（）]+)，)?序列号尾号 ([0-9A-Z]{1,4}|-)(?:，卷标 (.+?))?"
        rf"(?:，日期不明|(?:，首次 ({_DAY}))?，最近 ({_DAY}))(?:，使用人 (.+))?）",
        re.DOTALL,
    ),
    Language.EN: re.compile(
        r"(.*) \((?:([^,()]+), )?serial ends in ([0-9A-Z]{1,4}|-)(?:, volume (.+?))?"
        rf"(?:, date unknown|(?:, first seen ({_DAY}))?, last seen ({_DAY}))(?:, used by (.+))?\)",
        re.DOTALL,
    ),
}


def columns(line: Text, language: Language) -> tuple[str, ...] | None:
    """The cells under `COLUMNS`, "" where nothing is known; None: it is not the line of a device."""
    match = _LINES[language].fullmatch(line.to(language))
    return None if match is None else tuple(cell or "" for cell in match.groups())
