"""Linux: BlueZ keeps a folder an adapter and in it one a device, with an ``info`` that has its class (and keys)."""

from __future__ import annotations

import re

from checker.facts.workstation.bluetooth_peers import BluetoothPeers, Peer
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.probes.base import probe

_FOLDER = "/var/lib/bluetooth"
_ADDRESS = re.compile(r"(?:[0-9A-F]{2}:){5}[0-9A-F]{2}")
_CLASS = re.compile(r"(?m)^Class\s*=\s*(0x[0-9a-fA-F]{1,8})\s*$")
_SECTION = re.compile(r"(?m)^\[\w+\]")
_PAIRED = re.compile(r"(?m)^\[(?:LinkKey|LongTermKey|PeripheralLongTermKey|SlaveLongTermKey)\]")


@probe(BluetoothPeers, Platform.LINUX)
def bluetooth_peers(machine: Machine) -> BluetoothPeers:
    """A device that was only seen has no key in its file, and does not count."""
    machine.list("/var/lib")  # where not even this is there, an empty answer says nothing
    devices = Ledger[str](Unit.DEVICES)
    peers: list[Peer] = []
    with devices.reading("BlueZ"):
        for adapter in machine.list(_FOLDER):
            if adapter.kind is not Kind.FOLDER or not _ADDRESS.fullmatch(adapter.name):
                continue
            for device in machine.list(f"{_FOLDER}/{adapter.name}"):
                if _ADDRESS.fullmatch(device.name):
                    with devices.reading(str(len(peers) + 1)):
                        text = machine.text(f"{_FOLDER}/{adapter.name}/{device.name}/info", 1 << 16)
                        if not _SECTION.search(text):
                            raise malformed("info")
                        if _PAIRED.search(text):
                            found = _CLASS.search(text)
                            peers.append(Peer.of(int(found[1], 16)) if found else Peer.OTHER)
    return BluetoothPeers(tuple(peers), coverage=devices.some_or_raise())
