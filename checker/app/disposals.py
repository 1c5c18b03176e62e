"""Media on their way out, kept between two steps; and the looks at them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from checker.app.disposal import Disposal, Look, SameBy, Step, look_of
from checker.app.medium import Media, Mode, Scanning
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.machine import keeping
from checker.machine.attached import Attached
from checker.machine.live import live_source
from checker.machine.machine import Machine
from checker.machine.media.identity import identity
from checker.machine.media.source import MediumSource, inspected, opened, words_of_the_drive
from checker.model.text import Text, shown
from checker.model.unreadable import Unreadable
from checker.residue.drives import Drive, Sort, drive, sort_of
from checker.residue.unseen import hidden_words
from checker.residue.wiping import (
    METHODS,
    SORTS,
    TECHNIQUES,
    Way,
    destroyed_by_others,
    spare_words,
    state_words,
    ways,
)

__all__ = [
    "METHODS",
    "SORTS",
    "TECHNIQUES",
    "Disposals",
    "Way",
    "destroyed_by_others",
    "hidden_words",
    "spare_words",
    "state_words",
    "ways",
]

_NOT_KEPT = Text("没能保存处置记录：{folder}", "The record of the disposal could not be kept: {folder}")
_NO_SUCH = Text("没有编号为 {id} 的处置。", "There is no disposal numbered {id}.")
_OTHER_MEDIUM = Text(
    "插着的不是这一个介质：序列号或大小对不上。",
    "This is not the medium that is plugged in: its serial number or size is another.",
)
_LINK = (Step.DONE, Step.KEPT)


class Disposals:
    """The list of media that are being disposed of, of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.folder / "disposals"

    def __iter__(self) -> Iterator[Disposal]:
        """All of them, the oldest first; a file that cannot be read is left out and stays where it is."""
        from checker.machine.parsing import Malformed, decoded

        found = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            with suppress(OSError, Malformed):
                found.append(decoded(path.read_bytes(), Disposal))
        return iter(sorted(found, key=lambda one: (one.begun, one.id)))

    def open_ones(self) -> tuple[Disposal, ...]:
        """Those that wait for something."""
        return tuple(one for one in self if one.step not in _LINK)

    def at(self, step: Step) -> tuple[Disposal, ...]:
        return tuple(one for one in self if one.step is step)

    def one(self, id_: str) -> Disposal:
        """Raises Refused where there is none."""
        for disposal in self:
            if disposal.id == id_:
                return disposal
        raise Refused(_NO_SUCH.filled(id=Text.name(id_)))

    def of_medium(self, path: str, *, asset_number: str = "") -> Disposal:
        """The disposal that a medium which is plugged in belongs to: the one that is open for it, or a new one.

        Raises:
            Unreadable: it cannot be opened.
        """
        key, same_by, attached, said, size = self._known(path)
        for disposal in self.open_ones():
            if disposal.key == key:
                return self.keep(replace(disposal, path=path, drive=said))
        if asset_number:
            for disposal in self.open_ones():
                if disposal.asset_number == asset_number and disposal.size == size:
                    return self.keep(replace(disposal, key=key, path=path, drive=said, same_by=SameBy.SAID))
        serial = said.serial or next(iter(attached.serials if attached is not None else ()), "")
        name = attached.name if attached is not None else os.path.basename(path)
        return self._begun(
            key=key,
            path=path,
            same_by=same_by,
            sort=sort_of(attached, said),
            name=shown(said.model or name, 60),
            size=size,
            serial=shown(serial, 60),
            asset_number=asset_number,
            drive=said,
        )

    def unread(self, sort: Sort, name: str, *, serial: str = "", asset_number: str = "") -> Disposal:
        """A new one of a thing that is not read here: a phone, a copier, a medium that does not answer any more."""
        key = hashlib.sha256(f"mijian disposal {secrets.token_hex(16)}".encode("ascii")).hexdigest()
        return self._begun(
            key=key,
            path="",
            same_by=SameBy.SAID,
            sort=sort,
            name=shown(name, 60),
            size=0,
            serial=shown(serial, 60),
            asset_number=asset_number,
            drive=Drive(),
        )

    def look(self, disposal: Disposal, mode: Mode, *, content: bool = True) -> Scanning:
        """Look at the medium where it is plugged in now. Iterate; then `looked`.

        Raises:
            Refused: another medium is in its place. Unreadable: it cannot be opened.
        """
        key, _, _, _, size = self._known(disposal.path)
        if size != disposal.size or (disposal.same_by is SameBy.SERIAL and key != disposal.key):
            raise Refused(_OTHER_MEDIUM)
        return Media(self._workspace).scan(disposal.path, mode, content=content, afresh=disposal.wiped is not None)

    def looked(self, disposal: Disposal, scanning: Scanning) -> Disposal:
        """With what the look came to. Raises Refused where it was stopped before anything was known."""
        return self.seen(disposal, look_of(scanning.scanned))

    def seen(self, disposal: Disposal, look: Look) -> Disposal:
        return self.keep(disposal.looked(look))

    def keep(self, disposal: Disposal) -> Disposal:
        """Raises Refused where the disk does not take it."""
        import msgspec

        try:
            keeping.folder(self._folder)
            keeping.replace(self._folder / f"{disposal.id}.json", (msgspec.json.encode(disposal),))
        except OSError as error:
            raise Refused(_NOT_KEPT.filled(folder=Text.name(str(self._folder)))) from error
        return disposal

    def described(self, disposal: Disposal, asset_number: str = "", serial: str = "") -> Disposal:
        """With its numbers, as a person types them; an empty one leaves what is known."""
        return self.keep(
            replace(
                disposal,
                asset_number=shown(asset_number.strip(), 60) or disposal.asset_number,
                serial=shown(serial.strip(), 60) or disposal.serial,
            )
        )

    def forget(self, disposal: Disposal) -> None:
        """Take one off the list that was begun by mistake; one in the register stays."""
        if disposal.registered:
            return
        with suppress(OSError):
            (self._folder / f"{disposal.id}.json").unlink()

    def _begun(self, **known: object) -> Disposal:
        begun = datetime.now(UTC).replace(microsecond=0)
        numbers = {int(path.stem.rpartition("-")[2]) for path in self._folder.glob("*-*.json") if _numbered(path)}
        number = max(numbers, default=0) + 1
        return self.keep(Disposal(id=f"{begun:%Y%m%d}-{number:03d}", begun=begun, **known))  # type: ignore[arg-type]

    def _known(self, path: str) -> tuple[str, SameBy, Attached | None, Drive, int]:
        """The identity of what is plugged in, how sure it is, what system and drive say, its size."""
        computer = live_source()
        chosen = inspected(computer, path, None)
        machine = Machine(MediumSource(chosen, computer))
        with opened(machine) as medium:
            size, attached = medium.size, chosen.attached
            if attached is None and not medium.shape.device:
                place = hashlib.sha256(f"mijian image {os.path.realpath(path)}".encode("utf-8", "surrogateescape"))
                return place.hexdigest(), SameBy.FILE, None, Drive(), size
            known = identity(medium, attached, path)
        try:
            said = drive(words_of_the_drive(machine))
        except Unreadable:
            said = Drive()
        by_session = known.key == known.session
        same_by = SameBy.SESSION if by_session else SameBy.SERIAL if known.sure else SameBy.BRIDGE
        return known.key or secrets.token_hex(32), same_by, attached, said, size


def _numbered(path: Path) -> bool:
    return path.stem.rpartition("-")[2].isdecimal()
