"""Which USB devices are receivers of wireless keyboards and mice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.knowledge.names import Small, UsbDevice
from checker.knowledge.table import table


@dataclass(frozen=True, slots=True)
class Wireless:
    """`receivers` are ``vendor:product`` in lower-case hex; `words` occur in product names, in lower case."""

    version: str
    receivers: tuple[UsbDevice, ...]
    words: tuple[Small, ...]

    def is_receiver(self, vendor: str, product: str, name: str) -> bool:
        return f"{vendor}:{product}".lower() in self.receivers or any(word in name.lower() for word in self.words)


@cache
def wireless() -> Wireless:
    return table("wireless", Wireless)
