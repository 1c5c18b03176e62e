"""Linux: the permission bits of people's homes. Access lists (acl(5)) beside them are not read."""

from __future__ import annotations

from checker.facts.workstation.homes import Homes
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.probes.base import probe

_BY_OTHERS = 0o005  # read and search


@probe(Homes, Platform.LINUX)
def homes(machine: Machine) -> Homes:
    people = Ledger(Unit.FOLDERS, machine.host.people, lambda one: Text.name(one.name))
    found = []
    for person in people:
        with people.reading(person):
            mode = machine.stat(person.home).mode
            if mode is None:
                raise malformed(person.home)
            if mode & _BY_OTHERS:
                found.append(person.name)
    if not people.opened:
        people.nothing(Text("这台电脑没有使用人的账户", "This computer has no account of a person"))
    return Homes(tuple(found), coverage=people.coverage)
