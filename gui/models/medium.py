"""A scan's result in the shapes that the page of media shows."""

from __future__ import annotations

from collections.abc import Iterable

from checker.app.medium import CELL, Class, Find, Residue, Run, Verdict, kinds
from checker.model.text import Text
from gui.models.grid import Cell
from gui.states import Tone
from gui.widgets.map import Ground, Plan

COLUMNS = (
    Text("类型", "Kind"),
    Text("能取回", "Recoverable"),
    Text("分不清是否已删除", "There or deleted"),
    Text("残缺", "Damaged"),
    Text("痕迹", "Traces"),
)

_GROUNDS = {
    Class.UNREAD: Ground.NOT_READ,
    Class.ZERO: Ground.BLANK,
    Class.ONES: Ground.BLANK,
    Class.CONSTANT: Ground.BLANK,
    Class.UNIFORM: Ground.PATTERNLESS,
    Class.STRUCTURED: Ground.SOMETHING,
    Class.LIVE: Ground.LIVE,
}
_TABLE = bytes(_GROUNDS[Class(one)] if one in list(Class) else Ground.NOT_READ for one in range(256))
TONES = {
    Verdict.UNIFORM: Tone.WARN,
    Verdict.FORMATTED: Tone.WARN,
    Verdict.UNKNOWN: Tone.WARN,
    Verdict.STRUCTURED: Tone.BAD,
}


def plan(cells: bytes, finds: Iterable[Find] = (), unread: Iterable[Run] = ()) -> Plan:
    """The map: `cells` are classes by MiB, `unread` the places that could not be read."""
    grounds = [Ground(one) for one in cells.translate(_TABLE)]
    for offset, length in unread:
        for cell in range(offset // CELL, min((offset + max(length, 1) - 1) // CELL + 1, len(grounds))):
            grounds[cell] = Ground.UNREADABLE
    found, pieces = set[int](), set[int]()
    for find in finds:
        (found if find.state.recoverable else pieces).add(find.offset // CELL)
    return Plan(tuple(grounds), tuple(sorted(found)), tuple(sorted(pieces - found)))


def plan_of(residue: Residue) -> Plan:
    return plan(residue.map, residue.finds, residue.unread)


def rows(residue: Residue) -> list[tuple[Cell, ...]]:
    """Finds by kind, those that come back first."""
    counted: dict[str, list[int]] = {}
    unsorted = {id(find) for find in residue.undecided}
    for find in residue.finds:
        counts = counted.setdefault(find.kind, [0, 0, 0, 0])
        whole = 1 if id(find) in unsorted else 0
        counts[whole if find.state.recoverable else 3 if find.state == "trace" else 2] += 1
    names = kinds()
    ordered = sorted(counted.items(), key=lambda item: [-count for count in item[1]])
    return [(names[kind].name, *counts) for kind, counts in ordered]
