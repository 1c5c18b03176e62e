"""The result of another run on the same computer, taken into this one's: what either saw counts."""

from __future__ import annotations

from pathlib import Path

from checker.app.refused import Refused
from checker.engine.halves import merged
from checker.model.inspection import Inspection
from checker.model.text import Text
from checker.report.result import read

_UNREAD = Text("读不出另一次检查的结果：{path}", "The result of the other run cannot be read: {path}")
_HOW = Text(
    "在同一台电脑上重新运行：sudo ./mijian audit --json 文件",
    "Run it again on this computer: sudo ./mijian audit --json FILE",
)


def beside(inspection: Inspection, path: Path) -> Inspection:
    """Both in one.

    Raises:
        Refused: no such result.
        NoWhole: they do not belong together.
    """
    try:
        other = read(path)
    except (OSError, ValueError) as error:
        raise Refused(_UNREAD.filled(path=Text.name(str(path))), how=_HOW) from error
    return merged(inspection, other)
