"""Makes an input that fails as small as it gets while it fails in the same place in the same way."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable

Fault = tuple[str, str, int]
"""Which exception, and where it came from."""


def fault(take: Callable[[bytes], object], content: bytes) -> Fault | None:
    try:
        take(content)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return type(error).__name__, last.filename, last.lineno or 0
    return None


def shrunk(take: Callable[[bytes], object], content: bytes, seconds: float = 60) -> bytes | None:
    """The smallest that was found in that time; None where the fault does not come back."""
    wanted = fault(take, content)
    if wanted is None:
        return None
    until, size = time.monotonic() + seconds, max(1, len(content) // 2)
    while size and time.monotonic() < until:
        at = 0
        while at < len(content) and time.monotonic() < until:
            shorter = content[:at] + content[at + size :]
            if fault(take, shorter) == wanted:
                content = shorter
            else:
                at += size
        size //= 2
    return content
