"""Whose settings and traces a fact is about, where it is about one person."""

from __future__ import annotations

from checker.machine.answers import Person
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.text import Text


def of_one(machine: Machine, person: Person) -> Coverage:
    """One person was looked at; the others of this computer are outside the question, which the coverage says."""
    people = Ledger(Unit.PEOPLE, [person], lambda one: Text.name(one.name))
    people.looked(person)
    for other in machine.host.people:
        if other.key != person.key:
            people.left(other, Cause.NOT_IN_QUESTION)
    return people.coverage
