"""What ``--target`` names: this computer, a phone on its cable, a medium. A function each, in `_KINDS`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from checker.commands.exits import Exit
from checker.engine.identity import this_computer
from checker.machine.live import live_source
from checker.machine.machine import Machine, Source
from checker.model.target import DeviceClass, Target
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.store.inspections import default_folder

_UNKNOWN = Text(
    "不认识的检查对象：{target}（可用：pc、phone[:SERIAL]、medium:PATH）",
    "Not a target: {target} (there are: pc, phone[:SERIAL], medium:PATH)",
)


class Trouble(Exception):
    """The command cannot begin; `reason` is a whole sentence."""

    def __init__(self, reason: Text, exit_status: Exit) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.exit = exit_status


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is inspected, and its doors. `source` is called for each inspection: nothing is kept from the one before."""

    target: Target
    source: Callable[[], Source]


def chosen(options: argparse.Namespace) -> Chosen:
    """What the options name.

    Raises:
        Trouble: nothing of that name, or it says nothing of itself.
    """
    kind, _, which = options.target.partition(":")
    if kind not in _KINDS:
        raise Trouble(_UNKNOWN.filled(target=Text.name(options.target)), Exit.USAGE)
    try:
        return _KINDS[kind](options, which)
    except Unreadable as error:
        raise Trouble(error.reason, Exit.NOTHING_CHECKED) from error


def of_source(source: Source, classified: bool = False) -> Chosen:
    """A computer behind a source: this one, or a recorded one."""
    device_class = DeviceClass.CLASSIFIED if classified else DeviceClass.NONCLASSIFIED
    return Chosen(this_computer(Machine(source), device_class), lambda: source)


def _computer(options: argparse.Namespace, _: str) -> Chosen:
    return of_source(live_source(), options.classified)


def _medium(options: argparse.Namespace, path: str) -> Chosen:
    from checker.machine.media.source import MediumSource, inspected, this_medium

    computer = live_source()
    medium = inspected(computer, path, (options.store or default_folder()) / "media")
    return Chosen(this_medium(medium), lambda: MediumSource(medium, computer))


_KINDS: dict[str, Callable[[argparse.Namespace, str], Chosen]] = {"pc": _computer, "medium": _medium}
