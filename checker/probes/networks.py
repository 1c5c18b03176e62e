"""What both systems ask of an address."""

from __future__ import annotations

import ipaddress

from checker.model.coverage import Coverage, Unit
from checker.model.text import Text

NO_CARD = Text("系统没有列出网卡", "The system lists no network card")


def cards_covered(number: int) -> Coverage:
    """All cards that the system lists were looked at."""
    return Coverage.whole(Unit.DEVICES, number) if number else Coverage.none_there(Unit.DEVICES, NO_CARD)


def of_a_network(text: str) -> bool:
    """Whether an address says that its card is on a network: none that the card gave itself, nor the computer's own."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_link_local or address.is_loopback or address.is_unspecified)
