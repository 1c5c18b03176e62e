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
# cups-browsed makes an "implicitclass" of each printer that it hears of on the network.
_NETWORK = ("socket", "ipp", "ipps", "http", "https", "lpd", "smb", "dnssd", "ipp14", "implicitclass")
_CABLE = ("usb", "parallel", "serial", "file", "cups-pdf", "ippusb")
# Of a printer on a cable ipp-usb makes one that is reached by the network of this computer itself, so called.
_BY_CABLE = re.compile(r"(?:\(|%28)USB(?:\)|%29)\._ipps?\._tcp", re.IGNORECASE)
_OWN = re.compile(r"//(?:[^/@]*@)?(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$)")
_CLIENT = "/etc/cups/client.conf"
_SERVER_NAME = re.compile(r"(?mi)^\s*ServerName\s+(\S+)")
_ONE = r"(?m)^<(?:Default)?Printer "
_NO_CUPS = Text("没有安装打印系统（CUPS）", "No printing system (CUPS) is installed")


@probe(NetworkPrinters, Platform.LINUX)
def network_printers(machine: Machine) -> NetworkPrinters:
    elsewhere = _elsewhere(machine)
    if not machine.exists(_SERVER) and not elsewhere:
        return NetworkPrinters((), coverage=Coverage.none_there(Unit.DEVICES, _NO_CUPS))
    printers = Ledger[str](Unit.DEVICES)
    printers.looked("CUPS")
    found = list(elsewhere)
    for name, address in _addresses(machine):
        with printers.reading(name):
            if _by_network(address):
                found.append(name)
    return NetworkPrinters(tuple(found), coverage=printers.coverage)


def _elsewhere(machine: Machine) -> tuple[str, ...]:
    """A server of printers that all that is printed here goes to: client.conf(5)."""
    try:
        names = _SERVER_NAME.findall(machine.text(_CLIENT, 1 << 16))
    except Absent:
        return ()
    return tuple(name for name in names[-1:] if not name.startswith("/") and not _OWN.match(f"//{name}"))


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
    return scheme in _NETWORK and not _OWN.match(rest) and not _BY_CABLE.search(rest)
