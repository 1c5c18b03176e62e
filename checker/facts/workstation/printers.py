"""Printers that this computer reaches by the network."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class NetworkPrinters(Fact):
    """`names`: printers, as this computer calls them, whose connection is no cable of its own.

    Linux: CUPS (printers.conf, else ``lpstat -v``), by the scheme of the address. Windows: the printers' ports, and
    this person's connections to print servers.
    """

    names: tuple[str, ...]
