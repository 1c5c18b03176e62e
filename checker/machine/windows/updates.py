"""Updates that were installed. The history lies on this computer; nothing is searched for."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from datetime import UTC, datetime
from typing import Any

from checker.machine import refusals
from checker.machine.windows.com import apartment, script

_LATEST = 200


def update_history() -> list[dict[str, Any]]:
    """IUpdateSearcher.QueryHistory, newest first. Its dates are UTC, its result codes OperationResultCode."""
    with apartment():
        searcher = script("Microsoft.Update.Session").script("CreateUpdateSearcher")
        total = searcher.get("GetTotalHistoryCount")
        if not isinstance(total, int):
            raise refusals.malformed("GetTotalHistoryCount")
        if total == 0:  # a query for nothing is an error
            return []
        entries = searcher.script("QueryHistory", 0, min(total, _LATEST))
        found = [entries.script("Item", index) for index in range(int(entries.get("Count")))]
        return [
            {"title": str(entry.get("Title")), "date": _date(entry.get("Date")), "result": int(entry.get("ResultCode"))}
            for entry in found
        ]


def _date(value: Any) -> str:
    if not isinstance(value, datetime):
        raise refusals.malformed("QueryHistory")
    return value.replace(tzinfo=UTC, microsecond=0).isoformat()
