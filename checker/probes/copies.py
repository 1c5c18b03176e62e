"""Counting copies that office programs left, the same way on both systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.facts.workstation.leftovers import AutosaveCopies
from checker.knowledge.leftovers import leftovers
from checker.machine.answers import Entry, Kind
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_AS_THE_PERSON = Text("请使用人本人登录后再查一次", "Check again as the person who uses it")


def autosave_copies(machine: Machine, places: Mapping[str, str], separator: str) -> AutosaveCopies:
    """Count per program; `places` are the values of {home} and its like.

    Raises:
        Unreadable: the person's own folder is not there, so that nothing found would mean nothing.
    """
    _require_home(machine, places["home"])
    table, windows = leftovers(), machine.host.platform is Platform.WINDOWS
    counts: list[tuple[str, int]] = []
    sources = Ledger[str](Unit.FOLDERS)
    for program in table.copies:
        number = 0
        for pattern in program.windows if windows else program.linux:
            for entry in _files(machine, sources, pattern.format_map(places), separator):
                number += program.holds(entry.name)
        counts.append((program.label, number))
    patterns = table.locks.windows if windows else table.locks.linux
    beside = [entry for path in patterns for entry in _files(machine, sources, path.format_map(places), separator)]
    counts.append((table.locks.label, sum(table.locks.holds(entry.name) for entry in beside)))
    return AutosaveCopies(tuple((label, number) for label, number in counts if number), coverage=sources.coverage)


def _require_home(machine: Machine, home: str) -> None:
    try:
        machine.stat(home)
    except Absent as error:
        raise Unreadable(error.reason, _AS_THE_PERSON) from error


def _files(machine: Machine, sources: Ledger[str], pattern: str, separator: str) -> Iterator[Entry]:
    """The files of the folders that fit a pattern; folders that are not there hold none, closed ones are left."""
    for folder in _folders(machine, sources, pattern, separator):
        yield from (entry for entry in _listed(machine, sources, folder) if entry.kind is Kind.FILE)


def _folders(machine: Machine, sources: Ledger[str], pattern: str, separator: str) -> Iterable[str]:
    above, star, below = pattern.partition(f"{separator}*")
    if not star:
        return [pattern]
    names = [entry.name for entry in _listed(machine, sources, above) if entry.kind is Kind.FOLDER]
    return [f"{above}{separator}{name}{below}" for name in names]


def _listed(machine: Machine, sources: Ledger[str], folder: str) -> tuple[Entry, ...]:
    with sources.reading(folder):
        return machine.list(folder)
    return ()
