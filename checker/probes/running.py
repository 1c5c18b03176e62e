"""The names of what runs, on both systems."""

from __future__ import annotations

import re

from checker.machine.answers import Process
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.text import Text
from checker.model.unreadable import Unreadable


def process_names(machine: Machine) -> frozenset[str]:
    """File names of running programs, lower-case, without folder.

    Linux cuts a process's own name at 15 characters; its program file, where we may see it, has the whole of it.
    Both are given.

    Raises:
        Unreadable: the list is empty or most of it has no names (no working system looks like that).
    """
    processes = machine.processes()
    names = {name for process in processes for name in _names(process)}
    nameless = sum(1 for process in processes if not process.name and not process.exe)
    if not names or nameless * 2 > len(processes):
        raise Unreadable(
            Text("系统没有给出正在运行的程序的名称", "The system does not give the names of running programs"), AS_ADMIN
        )
    return frozenset(names)


def _names(process: Process) -> set[str]:
    # A program file that was replaced while it runs is called "... (deleted)" on Linux.
    exe = re.split(r"[/\\]", (process.exe or "").removesuffix(" (deleted)"))[-1]
    return {name.lower() for name in (process.name, exe) if name}
