"""Linux: programs that wait for the network."""

from __future__ import annotations

from checker.facts.workstation.listening import Listening
from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.probes.base import probe
from checker.probes.linux.units import units
from checker.probes.listening import listening as read


@probe(Listening, Platform.LINUX)
def listening(machine: Machine) -> Listening:
    return read(machine, Platform.LINUX, lambda: units(machine).all)
