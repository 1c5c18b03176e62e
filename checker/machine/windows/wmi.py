"""WMI through the scripting interface, late bound: no language of the system comes in, and nothing is generated."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import re
from datetime import datetime
from typing import Any

from checker.machine import refusals
from checker.machine.windows.com import Script, apartment, script
from checker.model.text import Text
from checker.model.unreadable import Unreadable

ROW_LIMIT = 10_000
_FORWARD_ONLY = 0x20 | 0x10  # wbemFlagForwardOnly | wbemFlagReturnImmediately
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMESPACE = re.compile(r"[A-Za-z0-9_]+(?:\\[A-Za-z0-9_]+)*")


def rows(namespace: str, classname: str, properties: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """All instances of a class with those properties.

    A namespace or class that is not there is Unreadable, not Absent: WMI itself may be broken or a stub.
    """
    with apartment():
        return tuple(
            {name: _plain(row.script("Properties_").script("Item", name).get("Value")) for name in properties}
            for row in instances(namespace, classname, properties)
        )


def instances(namespace: str, classname: str, properties: tuple[str, ...]) -> list[Script]:
    """The instances themselves, for methods; within an apartment."""
    words = (classname, *properties)
    if not _NAMESPACE.fullmatch(namespace) or not properties or not all(_WORD.fullmatch(word) for word in words):
        raise refusals.unfit(f"{namespace}:{classname}")
    server = script("WbemScripting.SWbemLocator").script("ConnectServer", ".", namespace)
    query = f"SELECT {', '.join(properties)} FROM {classname}"
    found: list[Script] = []
    for row in server.script("ExecQuery", query, "WQL", _FORWARD_ONLY):
        if not isinstance(row, Script):
            raise refusals.malformed(classname)
        if len(found) == ROW_LIMIT:
            raise refusals.too_large(classname)
        found.append(row)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise Unreadable(Text("WMI 返回了无法识别的内容", "WMI gave an answer that cannot be understood"))
