"""What both systems ask of an address."""

from __future__ import annotations

import ipaddress


def of_a_network(text: str) -> bool:
    """Whether an address says that its card is on a network: none that the card gave itself, nor the computer's own."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_link_local or address.is_loopback or address.is_unspecified)
