"""A name for a machine that its organisation can recognise and nobody else can undo."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

from checker.model.text import Text
from checker.report.refused import ReportRefused

_SALT = 16
FACTS = 3
# What makers leave in firmware where a number should be: it would be the same on thousands of machines.
_PLACEHOLDER = re.compile(
    r"(?i)to be filled.*|default string|system serial number|none|n/?a|not (specified|applicable|available)|unknown|"
    r"invalid|[0\-: f.]+|0?123456789a?b?c?d?e?f?|(?:x|1)+"
)


def machine_id(facts: Mapping[str, str], salt: bytes) -> str:
    """HMAC-SHA256 (hex) over at least three named identifiers; the salt keeps serial numbers from being guessed back.

    Raises:
        ReportRefused: fewer than three usable identifiers, or no sound salt.
    """
    if len(salt) < _SALT:
        raise ReportRefused(
            Text(
                "没有本单位的机器标识盐值（至少 16 字节）",
                "The unit's salt for machine ids (16 bytes or more) is missing",
            )
        )
    usable = usable_facts(facts)
    if len(usable) < FACTS:
        raise ReportRefused(
            Text(
                "只有 {count} 个设备标识，至少需要 3 个；请补填“设备标识”（例如序列号），或写在填报文件中。",
                "Only {count} {count:identifier|identifiers} of the device; 3 are needed; type "
                "more of them (a serial, say).",
            ).filled(count=len(usable))
        )
    message = b"".join(f"{name}\0{value}\0".encode() for name, value in sorted(usable.items()))
    return hmac.new(salt, b"mijian machine 1\0" + message, hashlib.sha256).hexdigest()


def usable_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that tell machines apart: not empty, not what a maker forgot to fill in."""
    cleaned = {name: value.strip().lower() for name, value in facts.items()}
    return {name: value for name, value in cleaned.items() if value and not _PLACEHOLDER.fullmatch(value)}


def tail(serial: str) -> str:
    """The last four characters of a serial number: enough for a person to compare with a label."""
    return f"…{serial.strip()[-4:]}" if len(serial.strip()) > 4 else ""
