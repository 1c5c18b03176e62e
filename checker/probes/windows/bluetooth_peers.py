r"""Windows: ``BTHPORT\Parameters\Devices`` has a key for each device that was ever paired, with its class (COD)."""

from __future__ import annotations

from checker.facts.workstation.bluetooth_peers import BluetoothPeers, Peer
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.probes.base import probe

_SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
_DEVICES = rf"{_SERVICES}\BTHPORT\Parameters\Devices"


@probe(BluetoothPeers, Platform.WINDOWS)
def bluetooth_peers(machine: Machine) -> BluetoothPeers:
    machine.registry(_SERVICES)  # without a list of services nothing is known of one that is missing in it
    devices = Ledger[str](Unit.DEVICES)
    peers: list[Peer] = []
    with devices.reading("BTHPORT"):
        for number, name in enumerate(machine.registry(_DEVICES).subkeys, 1):
            with devices.reading(str(number)):
                kind = machine.registry(rf"{_DEVICES}\{name}").value("COD")
                peers.append(Peer.of(kind) if isinstance(kind, int) else Peer.OTHER)
    return BluetoothPeers(tuple(peers), coverage=devices.some_or_raise())
