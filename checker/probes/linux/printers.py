"""Linux: printers of CUPS by the scheme of their address."""

from __future__ import annotations

import re

from checker.facts.workstation.printers import NetworkPrinters
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_SERVER, _CONF = "/usr/sbin/cupsd", "/etc/cups/printers.conf"
_NETWORK = ("socket", "ipp", "ipps", "http", "https", "lpd", "smb", "dnssd", "ipp14")
_CABLE = ("usb", "parallel", "serial", "file", "cups-pdf", "implicitclass", "ippusb")
_ONE = r"(?m)^<(?:Default)?Printer "
_NO_CUPS = Text("没有安装打印系统（CUPS）", "No printing system (CUPS) is installed")


@probe(NetworkPrinters, Platform.LINUX)
def network_printers(machine: Machine) -> NetworkPrinters:
    if not machine.exists(_SERVER):
        return NetworkPrinters((), coverage=Coverage.none_there(Unit.DEVICES, _NO_CUPS))
    printers = Ledger[str](Unit.DEVICES)
    printers.looked("CUPS")
    found = []
    for name, address in _addresses(machine):
        with printers.reading(name):
            if _by_network(address):
                found.append(name)
    return NetworkPrinters(tuple(found), coverage=printers.coverage)


def _addresses(machine: Machine) -> list[tuple[str, str]]:
    """Names and addresses: from the settings where we may read them, else from the server."""
    try:
        text = machine.text(_CONF, 1 << 20)
    except Absent:
        return []  # no printer was ever set up
    except Unreadable:
        output = machine.run("lpstat", "-v")
        if output.code != 0:
            raise
        return _every(r"(?m)^device for ([^:\n]+): (\S+)", output.text, r"(?m)^\S", "lpstat")
    lines = re.sub(r"(?m)^\s*(?:#.*)?\n", "", text)
    if lines and not lines.startswith("<") and not re.match(r"NextPrinterId \d", lines):
        raise malformed(_CONF)
    return _every(r"(?ms)^<(?:Default)?Printer ([^>\n]+)>(?:(?!^</).)*?^DeviceURI (\S+)", lines, _ONE, _CONF)


def _every(pattern: str, text: str, one: str, name: str) -> list[tuple[str, str]]:
    """Raises Unreadable: one of them does not say its address."""
    found = re.findall(pattern, text)
    if len(found) != len(re.findall(one, text)):
        raise malformed(name)
    return found


def _by_network(address: str) -> bool:
    """Raises Unreadable: a scheme that is not known. HP's own has the way behind it: ``hp:/net/...``."""
    if address.startswith("/"):  # lpstat leaves out the scheme of a file
        return False
    scheme, colon, rest = address.partition(":")
    if not colon:
        raise malformed(_CONF)
    if scheme in ("hp", "hpfax"):
        return rest.startswith("/net/")
    if scheme not in (*_NETWORK, *_CABLE):
        raise not_understood(scheme)
    return scheme in _NETWORK and not re.match(r"//(?:localhost|127\.|\[::1\])", rest)
