"""The door to one medium under inspection: a stick, card or disk as a raw device, or an image file of one."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from checker.machine.attached import Attached, Inspected, OnProgress, unheard
from checker.machine.live import live_source
from checker.machine.machine import Machine, Source
from checker.machine.media.drive import DriveWords, asked, of_information_page
from checker.machine.media.identity import identity
from checker.machine.media.listing import one
from checker.machine.media.medium import Gone, Medium, open_medium
from checker.model.target import DeviceClass, Platform, Target
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_GONE = Text("介质被拔出，或者不再响应", "The medium was pulled out or does not answer")
_AGAIN = Text("插好后再查一次", "Plug it in and check again")
_PAGE = 4096
_NOT_HERE = Text("检查存储介质时不看这台电脑", "A check of a medium does not look at this computer")


class MediumSource:
    """Answers for one medium. Of the computer that it hangs on, only its people and its processors are known here."""

    def __init__(self, inspected: Inspected, computer: Source) -> None:
        self._inspected, self._computer = inspected, computer

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb == "medium":
            return self._inspected
        if verb == "open_medium":
            return open_medium(self._inspected.path)
        if verb == "drive":
            return self._drive(stop)
        if verb in ("host", "processors"):
            return self._computer.answer(verb, arguments, stop)
        raise Absent(_NOT_HERE)

    def _drive(self, stop: Event) -> DriveWords:
        one = self._inspected.attached
        if one is None:
            return DriveWords()
        kept = b""
        if one.path.startswith("/dev/"):
            page = f"/sys/block/{one.path.removeprefix('/dev/').replace('/', '!')}/device/vpd_pg89"
            with suppress(Unreadable):
                kept = of_information_page(self._computer.answer("read", (page, _PAGE), stop))
        with suppress(Unreadable), open_medium(self._inspected.path) as medium:
            if medium.descriptor is not None:
                found = asked(medium.descriptor, one, kept)
                return found if found.ata or not kept else replace(found, ata=kept)
        return DriveWords(ata=kept)


def inspected(computer: Source, path: str, folder: Path | None, on_progress: OnProgress = unheard) -> Inspected:
    """The medium at a path, with what the system says of it."""
    return Inspected(path, one(Machine(computer), path), folder, on_progress)


def medium_machine(path: str, attached: Attached | None = None) -> Machine:
    """The doors to a medium of this computer, of which nothing is known but its path and what the system says of it."""
    return Machine(MediumSource(Inspected(path, attached), live_source()))


def opened(machine: Machine) -> Medium:
    """The medium under inspection, open for reading: whoever asked closes it. Never recorded.

    Raises:
        Unreadable: there is none, it is something else, it is empty, or we may not.
    """
    return machine.ask("open_medium", returns=Medium)


def words_of_the_drive(machine: Machine) -> DriveWords:
    """What the drive under inspection says of itself; empty answers where it or the system says nothing."""
    return machine.ask("drive", returns=DriveWords)


def this_medium(chosen: Inspected) -> Target:
    """The medium as a target. Its key is kept by one medium alone: it comes from its identity, from its content as well
    where that alone is not sure, and where nothing tells it from others it is good for this once.

    Raises:
        Unreadable: it cannot be opened or read.
    """
    with open_medium(chosen.path) as medium:
        known = identity(medium, chosen.attached, chosen.path)
        try:
            content = medium.fingerprint()
        except Gone as error:
            raise Unreadable(_GONE, _AGAIN) from error
    words = known.key if known.sure else f"{known.key} {content} {known.session or secrets.token_hex(16)}"
    digest = hashlib.sha256(f"mijian medium {words}".encode("ascii")).hexdigest()
    return Target(f"{Platform.MEDIUM}-{digest[:16]}", Platform.MEDIUM, chosen.label, DeviceClass.MEDIA)
