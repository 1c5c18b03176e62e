"""A medium is read once for all facts about it: its file systems, and where it takes that, all of it.

The engine is imported where it is used: every audit of a computer loads this module, and no numpy for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from checker.machine.machine import Machine
from checker.machine.media.medium import Gone
from checker.machine.media.source import opened
from checker.model.coverage import Cause
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable

if TYPE_CHECKING:
    from checker.residue.glance import Glance
    from checker.residue.result import Residue
    from checker.residue.survey import Surveyed

_GONE = Text(
    "介质中途被拔出或失去响应，没有读完", "The medium was pulled out or stopped answering before it was read in full"
)
_AGAIN = Text("插好后再查一次", "Plug it in and check again")
_NOT_SEEN = Text(
    "文件系统的结构损坏或异常，没有看成", "The file system's tables are damaged or strange; nothing was seen"
)
FULL_CHECK = Text(
    "要看全部，做“报废、移交前检查”（mijian audit --profile disposal），或 mijian residue",
    "To see all of it make the inspection before disposal (mijian audit --profile disposal), or mijian residue",
)
_LOST = Text(
    "文件系统的结构损坏或异常，读不出里面有哪些文件",
    "The file system's tables are damaged or strange; its files cannot be listed",
)
_BY_HAND = Text("交信息中心在专用电脑上查看", "Have IT look at it on a computer kept for that")

T = TypeVar("T")
_files: WeakKeyDictionary[Machine, Surveyed] = WeakKeyDictionary()
_glances: WeakKeyDictionary[Machine, Glance] = WeakKeyDictionary()
_residues: WeakKeyDictionary[Machine, Residue] = WeakKeyDictionary()


def files_of(machine: Machine) -> Surveyed:
    """The medium's file systems and their files.

    Raises:
        Unreadable: it cannot be opened, or says nothing that could be followed.
    """
    return _once(_files, machine, _listed)


def residue_of(machine: Machine) -> Residue:
    """A full scan of the medium.

    Raises:
        Unreadable: it cannot be opened.
    """
    return _once(_residues, machine, _scanned)


def glance_of(machine: Machine) -> Glance:
    """A quick look at the medium: its records, and a sample of what no file occupies.

    Raises:
        Unreadable: it cannot be opened, was pulled out, or says nothing that could be followed.
    """
    return _once(_glances, machine, _glanced)


def _once(known: WeakKeyDictionary[Machine, T], machine: Machine, read: Callable[[Machine], T]) -> T:
    if machine not in known:
        known[machine] = read(machine)
    return known[machine]


def _listed(machine: Machine) -> Surveyed:
    from checker.machine.media.apart import Halted, Lost
    from checker.residue.documents import files_on

    with opened(machine) as medium:
        try:
            return files_on(medium, machine.medium().path, machine.halted)
        except Lost as error:
            raise Unreadable(_LOST, _BY_HAND) from error
        except Gone as error:
            raise Unreadable(_GONE, _AGAIN) from error
        except Halted as error:
            raise Cancelled from error


def _glanced(machine: Machine) -> Glance:
    from checker.machine.media.apart import Halted, Lost
    from checker.residue.glance import glance

    with opened(machine) as medium:
        try:
            return glance(medium, machine.medium().path, secrets.randbits(32), machine.halted)
        except Halted as error:
            raise Cancelled from error
        except Gone as error:
            raise Unreadable(_GONE, _AGAIN, Cause.CHANGED) from error
        except Lost as error:
            raise Unreadable(_NOT_SEEN, FULL_CHECK, Cause.CRASHED) from error


def _scanned(machine: Machine) -> Residue:
    from checker.residue.result import Mode
    from checker.residue.scan import Scan

    chosen = machine.medium()
    scan = Scan(
        chosen.path,
        Mode.FULL,
        machine=machine,
        attached=chosen.attached,
        folder=chosen.folder,
        on_progress=chosen.on_progress,
        stop=machine.halted,
    )
    residue = scan.run()
    if machine.stopping:
        raise Cancelled
    return residue
