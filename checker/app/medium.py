"""What is left on a medium: which are plugged in, a scan that is followed and stopped, and what is advised after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from checker.app.workspace import Workspace
from checker.knowledge.residue import kinds
from checker.machine.attached import Attached
from checker.machine.live import live_machine
from checker.machine.media.listing import attached, one
from checker.machine.media.medium import Gone
from checker.model import hold
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable
from checker.residue.cells import CELL, Class
from checker.residue.finds import Find, Run
from checker.residue.result import DocumentsJson, Mode, Residue, Unchecked, Verdict, published
from checker.residue.terms import ADVICE, STATES, TRACES
from checker.residue.unseen import not_checked
from checker.residue.wording import (
    amount,
    fates,
    listed_types,
    no_finds,
    share,
    statement,
    undecided,
)

if TYPE_CHECKING:
    from checker.residue.documents import Contained
    from checker.residue.scan import Moment, Scan

__all__ = [
    "CELL",
    "LOOKS_INTO",
    "NOT_LOOKED",
    "STATES",
    "TRACES",
    "Attached",
    "Class",
    "Contained",
    "Find",
    "Media",
    "Mode",
    "Moment",
    "Residue",
    "Run",
    "ScanProgress",
    "Scanned",
    "Scanning",
    "Standing",
    "Unchecked",
    "Verdict",
    "advice",
    "amount",
    "content",
    "encoded",
    "fates",
    "kinds",
    "looked_for",
    "no_finds",
    "not_checked",
    "share",
    "standing",
    "statement",
    "undecided",
]

LOOKS_INTO = Text("正在内存中查看文件内容……", "Looking into the files, in memory …")
NOT_LOOKED = Text("文件内容没有查完。", "The files' content was not looked into in full.")
_LOOKED = Text(
    "看了 {files} 个文件的内容（其中已删除、能恢复的 {deleted} 个），疑似标密 {marked} 个。没有发现不等于没有。",
    "{files} {files:file was looked|files were looked} into ({deleted} of them deleted and "
    "recoverable); suspected markings: {marked}. Finding none is no proof.",
)
_OPEN = Text(
    "读不了的 {unread} 个，待人工核对的 {review} 个。", "Could not be read: {unread}; to be looked at: {review}."
)


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """A scan on its way: how far it is; and the map (`checker.residue.cells.Class`, a byte a MiB) and finds as of the
    last checkpoint. `moment` None: the scan is done, and the files that were found are looked into.
    """

    moment: Moment | None
    map: bytes
    finds: Sequence[Find] = ()


class Media:
    """Storage media of this computer, and image files. Read only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def attached(self) -> tuple[Attached, ...]:
        """Those that are plugged in or built in, in use or not. Raises Unreadable."""
        return attached(live_machine())

    def one(self, path: str) -> Attached | None:
        """What the system says of one; None of an image file."""
        return one(live_machine(), path)

    def scan(
        self, path: str, mode: Mode, *, content: bool = False, seed: int | None = None, afresh: bool = False
    ) -> Scanning:
        """`content`: its user agreed that files are looked into for markings, deleted ones that come back too.
        `seed`: of the random sample, to repeat one. `afresh`: no interrupted scan is gone on with, and none is kept.
        """
        from checker.residue.scan import Scan  # the engine's numbers take a while to load

        folder = None if afresh else self._workspace.media
        scan = Scan(path, mode, attached=self.one(path), folder=folder, seed=seed)
        return Scanning(scan, path if content else "")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan came to.

    residue    None where it was stopped before anything was known
    contained  what was seen of the files' content; None: nobody asked, or it was not done in full
    unopened   why the files could not be looked into after the scan, where the medium would not open once more
    resumed    it went on from where an earlier scan of this medium was interrupted
    anew       why an earlier scan that was interrupted was not gone on with
    resumable  it can be gone on with later: only where this medium can be told from every other
    stopped    a person stopped it
    """

    residue: Residue | None
    contained: Contained | None = None
    unopened: Text | None = None
    resumed: bool = False
    anew: Text | None = None
    resumable: bool = False
    stopped: bool = False


class Scanning:
    """A scan under way. Iterating does it, and raises Unreadable where the medium cannot be opened; then `scanned`."""

    def __init__(self, scan: Scan, content: str = "") -> None:
        self._scan, self._content = scan, content
        self._stop = Event()
        self._residue: Residue | None = None
        self._contained: Contained | None = None
        self._unopened: Text | None = None

    @property
    def scanned(self) -> Scanned:
        return Scanned(
            self._residue,
            self._contained,
            self._unopened,
            self._scan.resumed,
            self._scan.anew,
            self._scan.resumable,
            self._stop.is_set(),
        )

    def stop(self) -> None:
        """End within a second; what was read stands, and the same medium is gone on with later."""
        self._stop.set()
        self._scan.stop()

    def __iter__(self) -> Iterator[ScanProgress]:
        given: SimpleQueue[ScanProgress | BaseException | None] = SimpleQueue()
        thread = Thread(target=self._run, args=(given,), name="scans a medium", daemon=True)
        thread.start()
        while (word := given.get()) is not None:
            if isinstance(word, BaseException):
                raise word
            yield word

    def _run(self, given: SimpleQueue[ScanProgress | BaseException | None]) -> None:
        self._scan.on_progress = lambda moment: given.put(ScanProgress(moment, self._scan.map, self._scan.finds))
        try:
            self._residue = self._scan.run()
            if self._content and not self._stop.is_set():
                given.put(ScanProgress(None, self._scan.map, self._scan.finds))
                self._look_into(self._residue)
        except Cancelled:
            pass  # what is known by then stands
        except BaseException as error:  # noqa: BLE001  handed to the thread that iterates, which raises it
            given.put(error)
        given.put(None)

    def _look_into(self, residue: Residue) -> None:
        from checker.residue.documents import looked_into

        try:
            self._contained = looked_into(self._content, residue, self._stop, live_machine().processors())
        except Unreadable as error:
            self._unopened = error.reason
        except Gone:
            pass  # pulled out: what the scan read stands


def content(contained: Contained, most: int | None = None) -> tuple[Text, ...]:
    """What was seen of the files' content, a line each; `most` of the marked ones by their place."""
    marked = contained.marked
    lines = [_LOOKED.filled(files=contained.files, deleted=contained.deleted, marked=len(marked))]
    lines += marked[:most]
    if marked:
        lines.append(hold.MEDIUM)
    if contained.unread or contained.review or not contained.listed:
        lines.append(_OPEN.filled(unread=contained.unread, review=contained.review))
    return tuple(lines)


def looked_for(residue: Residue) -> Text | None:
    """The kinds of files that were looked for, where the whole medium was and something is there."""
    looked = not residue.mode.samples and residue.mode is not Mode.VERIFY
    return listed_types() if looked and residue.verdict is Verdict.STRUCTURED else None


class Standing(Enum):
    """What a result stands for, whichever front shows it."""

    BLANK = auto()  # and all of it was read
    SOMETHING = auto()  # is there
    UNTOLD = auto()  # no pattern, a sample, places that were not read or cannot be seen from here


def standing(residue: Residue) -> Standing:
    """What nobody can see from here keeps a medium from being blank."""
    if residue.verdict in (Verdict.STRUCTURED, Verdict.FORMATTED) and (
        residue.finds or residue.live or residue.verdict is Verdict.STRUCTURED
    ):
        return Standing.SOMETHING
    unseen = (Unchecked.LIMIT, Unchecked.HIDDEN_AREA, Unchecked.SPARE_AREA, Unchecked.IN_USE)
    doubtful = residue.verdict in (Verdict.UNIFORM, Verdict.FORMATTED, Verdict.UNKNOWN) or any(
        reason in residue.unchecked for reason in unseen
    )
    return Standing.UNTOLD if doubtful or not residue.whole else Standing.BLANK


def advice(residue: Residue, contained: Contained | None) -> tuple[Text, ...]:
    """What to do with what is left; nothing where nothing is. While a marking is suspected, or a find waits for
    somebody's eyes, there is no word on wiping: the medium stays as it is.
    """
    if contained is not None and (contained.marked or contained.review):
        return (hold.WAITING,)
    return () if standing(residue) is Standing.BLANK else ADVICE


def encoded(residue: Residue, contained: Contained | None) -> bytes:
    """The published result, as JSON."""
    import msgspec

    import checker

    documents = None
    if contained is not None:
        counts = (contained.files, contained.deleted, len(contained.marked), contained.review, contained.unread)
        documents = DocumentsJson(*counts, complete=contained.listed)
    words = statement(residue)
    result = published(residue, checker.__version__, (words.zh, words.en), documents)
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"
