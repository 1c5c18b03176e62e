"""Verifying reports: what is held against what, and files, folders and packages followed one by one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from checker.app.workspace import Workspace
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.verify.verified import Measure, Verified

__all__ = [
    "Verification",
    "Verified",
    "Verifying",
    "by_beat",
    "counted_notes",
    "encoded",
    "held_against",
    "worst",
]

T = TypeVar("T")
_NEW_ROOT = Text(
    "这个信任文件夹用的是另一个根证书（{root}…），这台电脑以前没有见过。请向发放的人核对这几位；对得上再确认。",
    "This trust folder has another root certificate ({root}…), which this computer has not seen before. Compare these"
    " signs with whoever handed it out, and accept it only where they agree.",
)
_ACCEPTED = Text("这台电脑从现在起认这个根证书：{root}。", "From now on this computer knows this root: {root}.")
_BEAT = 0.1  # seconds between two words to the screen


def held_against(workspace: Workspace, trust: Path | None = None, receipts: Path | None = None) -> Measure:
    """What this computer holds reports against: a trust folder, the rules it came with, and receipts if asked for.

    Raises:
        UntrustedFolder: the folder cannot be used.
    """
    from checker.report.keys.trust import read_trust
    from checker.report.verify.verified import Measure
    from checker.store.session import known_rulebooks

    trusted = None if trust is None else read_trust(trust, workspace.trust_versions)
    return Measure(trusted, known_rulebooks(), receipts=receipts)


class Verification:
    """Verifies for a screen."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def verify(self, named: tuple[Path, ...], trust: Path | None, receipts: Path | None = None) -> Verifying:
        """Files, folders with the folders in them, and packages."""
        return Verifying(named, self._workspace, trust, receipts)

    def where(self, folder: Path, identity: str) -> Path | None:
        """The file below a folder that holds the report of that identity, or the package that does; None: none does.
        Nothing is believed of it before it is verified."""
        from checker.report.verify.collect import holder

        return holder(folder, identity)

    def stranger(self, trust: Path) -> Text | None:
        """The sentence on a trust folder whose root this computer does not know (code 38), with the beginning of that
        root's fingerprint; None: it is known. Raises UntrustedFolder."""
        from checker.report.keys.trust import read_trust

        trusted = read_trust(trust, self._workspace.trust_versions)
        return _NEW_ROOT.filled(root=trusted.root[:16]) if trusted.new_root else None

    def accept(self, trust: Path) -> Text:
        """From now on this computer knows that folder's root: for a person who compared it. Raises UntrustedFolder,
        NotWritten."""
        from checker.app.keys import accept

        return _ACCEPTED.filled(root=accept(trust, self._workspace)[:16])


class Verifying:
    """Files under verification: iterate it for what is said of them, some at a time; `verdict` after the last.

    Iterating raises UntrustedFolder.
    """

    def __init__(
        self, named: tuple[Path, ...], workspace: Workspace, trust: Path | None, receipts: Path | None
    ) -> None:
        self._named, self._workspace, self._trust, self._receipts = named, workspace, trust, receipts
        self._stop = Event()
        self._all: list[Verified] = []
        self.notes: tuple[Text, ...] = ()  # on the trust folder itself, once it is read

    def stop(self) -> None:
        """End soon. Called from any thread."""
        self._stop.set()

    def __iter__(self) -> Iterator[tuple[Verified, ...]]:
        from checker.report.verify.collect import collect, pieces

        measure = held_against(self._workspace, self._trust, self._receipts)
        self.notes = measure.trust.notes if measure.trust is not None else ()
        found = collect(pieces(self._named, pages=True), measure, _nothing)
        for some in by_beat((verified for verified, _ in found), self._stop):
            self._all += some
            yield some

    @property
    def verdict(self) -> tuple[Verified, ...]:
        """All of them, with what only several reports together show."""
        from checker.report.verify.series import together

        return together(self._all)


def counted_notes(verified: Iterable[Verified]) -> dict[Text, int]:
    """Each note with how many files it is of, in the order in which they came."""
    counted: dict[Text, int] = {}
    for one in verified:
        for note in one.notes:
            counted[note] = counted.get(note, 0) + 1
    return counted


def encoded(verified: tuple[Verified, ...]) -> bytes:
    """The published result, as JSON."""
    from checker.report.verify import verification

    return verification.encoded(verified)


def worst(verified: tuple[Verified, ...]) -> int:
    """The code that outweighs the others (`checker.report.verify.codes`)."""
    from checker.report.verify.verified import exit_code

    return exit_code(verified)


def by_beat(each: Iterable[T], stop: Event) -> Iterator[tuple[T, ...]]:
    """What comes within a beat, together: a word to the screen for each of ten thousand files would drown it."""
    some: list[T] = []
    beat = time.monotonic() + _BEAT
    for one in each:
        some.append(one)
        if stop.is_set():
            break
        if time.monotonic() >= beat:
            yield tuple(some)
            some = []
            beat = time.monotonic() + _BEAT
    if some:
        yield tuple(some)


def _nothing(_: Verified) -> None:
    return None
