"""The stamp of a report that counts no longer (作废)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from checker.model.text import Language, Text
from checker.report.forms.words import moment, printed

_MARK = Text("作废", "VOID")
_LINE = Text(
    "{at} 撤回作废：{reason}（无电子签名的副本，{now} 打印）",
    "Withdrawn on {at}: {reason} (a copy without electronic signature, printed {now})",
)


def void(reason: str, at: datetime, now: datetime, language: Language) -> dict[str, Any]:
    """What a form's words have besides: a mark across each page, and a line at its head."""
    line = _LINE.filled(at=moment(at, language), now=moment(now, language), reason=Text.name(reason))
    return {"void": {"mark": printed(_MARK, language), "line": printed(line, language)}}
