"""Folders of configuration: their files in the order in which programs read them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.machine.machine import Machine
from checker.model.unreadable import Absent


def drop_ins(machine: Machine, folder: str) -> Iterator[str]:
    """Files of a folder that end in .conf, by name."""
    for name in entries(machine, folder):
        if name.endswith(".conf"):
            yield f"{folder}/{name}"


def entries(machine: Machine, folder: str) -> tuple[str, ...]:
    try:
        return tuple(entry.name for entry in machine.list(folder))
    except Absent:
        return ()
