"""The second pass: all unallocated space once, in the medium's order. Blocks are classified, files found and judged.

A deleted file that the file system records is judged along its recorded places, a header without a record along the
free space from there on. What does not close the first time is tried once more at the end, with everything that was
found taken out of its way.
"""

from __future__ import annotations

import secrets
import time
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from checker.knowledge.residue import kind_of
from checker.machine.media.medium import Gone, Medium
from checker.residue.beside import Beside
from checker.residue.checkpoint import MOST_SAMPLES, digest, of_stream
from checker.residue.chunks import BEHIND, CHUNK, chunks
from checker.residue.claims import Claims, Collected
from checker.residue.classes import BLOCK, CELL, Class, Looked, jpeg_blocks, look
from checker.residue.filesystems.survey import Record
from checker.residue.finds import Find, Run, Source, State
from checker.residue.formats.judged import Judged
from checker.residue.formats.known import candidates, judge
from checker.residue.formats.text import text_blocks
from checker.residue.progress import Carved, Progress
from checker.residue.recorded import FreeSpace, what_is_left
from checker.residue.survey import Surveyed
from checker.residue.view import Inner, Stream, View, without

SAVED = 64 << 20  # bytes between checkpoints
_SAMPLES = 4  # blocks of a chunk by which a medium is known again
_BOXED = ("mp4", "mov", "m4a", "heic")
_PICTURES = ("jpeg", "png", "gif", "bmp", "webp", "tiff", "mp3", "wav", "text", "html")  # also within a film
_MOST_SECOND = 2_000  # headers that are tried again at the end
_MOST_PATTERN = 4_000_000  # blocks of headerless pictures that are remembered
_PATTERN_RUN = 3  # blocks in a row: fewer may be chance
_PATTERN_GAP = 4  # a picture's block may lack the pattern now and then
_SECOND_SECONDS = 120.0

# First eight bytes of sectors that only an older file system leaves behind.
_LOST = {
    b".       ": "lost-folder",
    b"EFI PART": "lost-table",
    b"\xebR\x90NTFS ": "lost-volume",
    b"\xebv\x90EXFAT": "lost-volume",
    b"\xebX\x90MSDOS": "lost-volume",
    b"\xebX\x90mkfs.": "lost-volume",
    b"\xeb<\x90MSDOS": "lost-volume",
    b"\xebX\x90-FVE-": "lost-encrypted",
    b"LUKS\xba\xbe\x00\x01": "lost-encrypted",
    b"LUKS\xba\xbe\x00\x02": "lost-encrypted",
}
_LOST_WORDS = np.array([int.from_bytes(head, "little") for head in _LOST], np.uint64)
_LOST_LOW = np.unique(_LOST_WORDS & np.uint64(0xFFFF))
_FILE_RECORD = 0x454C4946  # "FILE": a record of an NTFS table


@dataclass(slots=True)
class _Begun:
    """A chunk that was looked at, while its recorded files are judged: (position, record, what it is found to be)."""

    at: int
    content: memoryview
    looked: Looked
    pattern: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    items: list[tuple[int, Record | None, Future[tuple[State, str]] | None]] = field(default_factory=list)


class Carving:
    """One pass over a medium. `tell` hears of progress and may raise to end it; `save` gets the checkpoints."""

    def __init__(
        self,
        medium: Medium,
        surveyed: Surveyed,
        tell: Callable[[Progress], None] = lambda progress: None,
        save: Callable[[Carved], None] = lambda carved: None,
        before: Carved | None = None,
        *,
        until_first: bool = False,
    ) -> None:
        self._medium, self._surveyed = medium, surveyed
        self._tell, self._save = tell, save
        self._until_first = until_first
        self._view = Stream(medium, surveyed.stream)
        self.carved = before if before is not None else Carved(cells=_cells(medium.size, surveyed))
        if before is None:
            self.carved.stream, self.carved.salt = of_stream(surveyed.stream), secrets.token_hex(16)
        self._collected = Collected(self.carved)
        self._free = FreeSpace(medium, surveyed)
        self._beside = Beside(medium, surveyed, self._view, self._collected, lambda: self._told(self._view.size))
        self._total = self._view.size + (0 if until_first else self._beside.size)
        self._records = self._placed(surveyed.records)
        self._saved = self.carved.position

    def run(self) -> Carved:
        """Go over the stream from where the checkpoint stands to its end.

        Raises:
            Gone: the medium was pulled out. Whatever `tell` raises. `carved` holds what is known in either case.
        """
        carved = self.carved
        if carved.position == 0 and not self._until_first:
            self._unplaced()
        self._judges = ThreadPoolExecutor(2, "judges")
        try:
            self._stream()
        finally:
            self._judges.shutdown(cancel_futures=True)
            self._medium.hold(())
        if self._until_first and carved.first_busy is not None:
            return carved
        self._again()
        self._beside.run()
        self._patterns()
        carved.bad = self._medium.bad
        carved.done = True
        return carved

    def _stream(self) -> None:
        """All chunks in order: each is looked at as it comes, and counts once its files are judged."""
        at = self.carved.position
        begun: deque[_Begun] = deque()
        try:
            for content in chunks(self._view, at):
                begun.append(self._begun(at, content))
                at += len(content)
                if len(begun) > BEHIND and self._counts(begun.popleft()):
                    return
        except Gone:
            while begun:  # what was read before the medium went stands, as far as it can still be judged
                self._counts(begun.popleft())
            raise
        while begun:
            if self._counts(begun.popleft()):
                return

    def _told(self, position: int) -> None:
        carved = self.carved
        self._tell(Progress(position + carved.memory + carved.own, self._total, len(carved.finds)))

    def _counts(self, begun: _Begun) -> bool:
        """Take over a chunk in full; whether that is enough."""
        carved = self.carved
        self._chunk(begun)
        self._sampled(begun)
        carved.position = begun.at + len(begun.content)
        carved.bad = self._medium.bad
        self._told(carved.position)
        if self._until_first and carved.first_busy is not None:
            return True
        if carved.position - self._saved >= SAVED:
            self._saved = carved.position
            self._save(carved)
        return False

    def _sampled(self, begun: _Begun) -> None:
        """Keep digests of blocks of this chunk, of such as hold something where there are any; and ever fewer of them,
        so that they lie all over what was read.
        """
        carved, busy = self.carved, begun.looked.busy
        step = CHUNK // _SAMPLES // BLOCK
        for first in range(0, len(begun.content) // BLOCK, step):
            if (begun.at // BLOCK + first) // step % carved.thinned:
                continue
            index = int(np.searchsorted(busy, first))
            block = int(busy[index]) if index < len(busy) and busy[index] < first + step else first
            where = self._view.part(begun.at + block * BLOCK, BLOCK)
            if len(where) != 1 or where[0][1] < BLOCK or self._medium.failed(*where[0]):
                continue
            content = begun.content[block * BLOCK : (block + 1) * BLOCK]
            carved.samples[where[0][0]] = digest(carved.salt, content)
        if len(carved.samples) > MOST_SAMPLES:
            carved.thinned *= 2
            carved.samples = dict(list(carved.samples.items())[::2])

    # -- one chunk ---------------------------------------------------------------------------------------------

    def _begun(self, at: int, content: memoryview) -> _Begun:
        """Look at a chunk. Each recorded file in it is judged by itself, and decoders let go of the interpreter: both
        cores are used.
        """
        looked = look(content)
        begun = _Begun(at, content, looked)
        if not self._until_first and len(looked.busy):
            if len(self.carved.pattern) < _MOST_PATTERN:
                begun.pattern = (jpeg_blocks(content, looked.busy) + at // BLOCK).tolist()
            if len(self.carved.text) < _MOST_PATTERN:
                begun.text = [number + at // BLOCK for number in text_blocks(content, looked.plain)]
            for position, record in self._items(at, len(content), looked):
                judged = None if record is None else self._judges.submit(what_is_left, self._medium, record, self._free)
                begun.items.append((position, record, judged))
        return begun

    def _chunk(self, begun: _Begun) -> None:
        at, looked = begun.at, begun.looked
        self._counted(at, looked, begun.content)
        if self._until_first:
            return
        if not len(looked.busy):
            self._blank_records(at, len(begun.content))
            return
        self._hints(at, looked)
        self.carved.pattern += begun.pattern
        self.carved.text += begun.text
        for position, record, judged in begun.items:
            if record is not None and judged is not None:
                self._recorded(record, judged.result(), position)
            else:
                self._headed(position)

    def _counted(self, at: int, looked: Looked, content: memoryview) -> None:
        carved = self.carved
        looked.tally.zero -= self._not_read(at, looked)
        carved.tally.add(looked.tally)
        if len(looked.busy) and carved.first_busy is None:
            carved.first_busy = self._view.place(at + int(looked.busy[0]) * BLOCK)
        for number, kind in enumerate(looked.cells):
            for offset, length in self._view.part(at + number * CELL, CELL):
                for cell in range(offset // CELL, (offset + length - 1) // CELL + 1):
                    if kind > carved.cells[cell] or carved.cells[cell] == Class.LIVE:
                        carved.cells[cell] = kind
        if len(looked.plain) and carved.first_plain is None:
            carved.first_plain = self._view.place(at + int(looked.plain[0]) * BLOCK)
        if looked.sample:
            counts = np.bincount(np.frombuffer(looked.sample, np.uint8), minlength=256)
            carved.histogram = (np.array(carved.histogram) + counts).tolist()

    def _not_read(self, at: int, looked: Looked) -> int:
        """Blocks of a chunk that are zeros only because they could not be read."""
        bad = self._medium.bad
        if not bad:
            return 0
        busy = set(looked.busy.tolist())
        found: set[int] = set()
        position = at
        for offset, length in self._view.part(at, CHUNK):
            for start, size in bad:
                low, high = max(start, offset), min(start + size, offset + length)
                if low < high:
                    first, last = position - at + low - offset, position - at + high - offset - 1
                    found.update(range(first // BLOCK, last // BLOCK + 1))
            position += length
        return sum(number not in busy and not looked.heads[number * (BLOCK // 512)] for number in found)

    def _hints(self, at: int, looked: Looked) -> None:
        heads = looked.heads
        numbers = np.flatnonzero(np.isin(heads & np.uint64(0xFFFF), _LOST_LOW))
        for number in numbers[np.isin(heads[numbers], _LOST_WORDS)].tolist():
            head = int(heads[number]).to_bytes(8, "little")
            self._lost(_LOST[head], at + number * 512)
        records = np.flatnonzero(heads.astype(np.uint32) == np.uint32(_FILE_RECORD))
        for number in records.tolist():
            self._lost("lost-records", at + number * 512)

    def _lost(self, kind: str, at: int) -> None:
        count, place = self.carved.lost.get(kind, (0, self._view.place(at)))
        self.carved.lost[kind] = (count + 1, place)

    def _items(self, at: int, length: int, looked: Looked) -> Iterator[tuple[int, Record | None]]:
        """Headers and recorded beginnings in a chunk, in order."""
        found: dict[int, list[Record]] = {at + int(number) * 512: [] for number in candidates(looked.heads)}
        first = bisect_right(self._records, at - 1, key=lambda item: item[0])
        for position, record in self._records[first:]:
            if position >= at + length:
                break
            found.setdefault(position, []).append(record)  # several files may have begun there, one after the other
        for position in sorted(found):
            if position < at + length:
                if not found[position]:
                    yield position, None
                for record in sorted(found[position], key=lambda record: not kind_of(record.extension).structure):
                    yield position, record

    def _blank_records(self, at: int, length: int) -> None:
        """Recorded files whose place holds nothing any more: only the record is left."""
        first = bisect_right(self._records, at - 1, key=lambda item: item[0])
        for position, record in self._records[first:]:
            if position >= at + length:
                return
            self._find(record, State.TRACE, kind_of(record.extension).id)

    # -- one find ----------------------------------------------------------------------------------------------

    def _headed(self, position: int) -> None:
        place = self._view.place(position)
        if place not in self._collected.claims:
            self._carved(position, place)
            return
        around = self._collected.around(place, _BOXED)
        if around is None:
            return
        # Nothing verifies what lies in such boxes. A document that begins at a sector of it, and is whole, was never
        # part of it; a picture may have been.
        judged = judge(Inner(self._view, position))
        whole = judged is not None and judged.state in (State.COMPLETE, State.CLOSED)
        if judged is not None and whole and (judged.kind in _BOXED or judged.kind not in _PICTURES):
            self._collected.interrupted(around)
            self._keep(judged, position)

    def _recorded(self, record: Record, seen: tuple[State, str], position: int) -> None:
        """A deleted file: its recorded places (`seen`) first, then the free space from its beginning on."""
        state, kind = seen
        place = self._view.place(position)
        claimed = place in self._collected.claims
        if state.recoverable and (state is not State.RECORDED or not claimed):
            self._find(record, state, kind)
            return
        if claimed:
            self._find(record, State.TRACE, kind)
            return
        carved = judge(Inner(self._view, position)) if record.plain else None
        if carved is not None and carved.state in (State.COMPLETE, State.CLOSED):
            self._keep(carved, position, record.in_bin)
            return
        if state in (State.FRAGMENTED, State.TRUNCATED):
            self._later(place)
        self._find(record, state, kind)

    def _carved(self, position: int, place: int) -> None:
        judged = judge(Inner(self._view, position))
        if judged is None:
            return
        if judged.state is State.RECORDED:  # its head alone, and no record that says how long it is
            judged = Judged(judged.kind, judged.size, State.TRUNCATED)
        elif not judged.state.recoverable:
            self._later(place)
        self._keep(judged, position)

    def _later(self, place: int) -> None:
        if len(self.carved.second) < _MOST_SECOND:
            self.carved.second.append(place)
        else:
            self.carved.cut = True

    def _keep(self, judged: Judged, position: int, in_bin: bool = False) -> None:
        runs = tuple(self._view.part(position, judged.size))
        place = self._view.place(position)
        self._collected.add(Find(judged.kind, place, judged.size, judged.state, Source.STRUCTURE, runs, in_bin))

    def _find(self, record: Record, state: State, kind: str) -> None:
        if record.runs:
            place = record.runs[0][0]
            self._collected.add(Find(kind, place, record.size, state, Source.RECORD, record.runs, record.in_bin))

    # -- what is not in the stream, and what comes at the end --------------------------------------------------

    def _placed(self, records: tuple[Record, ...]) -> list[tuple[int, Record]]:
        """Recorded files that begin in the stream, by their position in it."""
        placed = []
        for record in records:
            position = self._view.position(record.runs[0][0]) if record.runs and record.free else None
            if position is not None:
                placed.append((position, record))
        return sorted(placed, key=lambda item: item[0])

    def _unplaced(self) -> None:
        """Recorded files whose place is in use, and small ones that lie inside the file system's own table."""
        for record in self._surveyed.records:
            if not record.runs:
                continue
            if not record.free:
                self._find(record, State.TRACE, kind_of(record.extension).id)
            elif self._view.position(record.runs[0][0]) is None:
                state, kind = what_is_left(self._medium, record, self._free)
                self._find(record, state, kind)

    def _again(self) -> None:
        """Try headers that did not close once more, along free space that belongs to no other find."""
        carved = self.carved
        if not carved.second or not self._collected.claims.runs:
            return
        rest = without(self._view.runs, (self._rounded(run) for run in self._collected.claims.runs))
        view = View(self._medium, rest)
        starts = [run[0] for run in rest]
        until = time.monotonic() + _SECOND_SECONDS
        for place in carved.second:
            if time.monotonic() > until:
                carved.cut = True
                break
            self._told(carved.position)
            index = bisect_right(starts, place) - 1
            if index < 0 or place >= rest[index][0] + rest[index][1]:
                self._forget(place)
                continue
            position = view._starts[index] + place - rest[index][0]
            judged = judge(Inner(view, position))
            if judged is not None and judged.state.recoverable:
                self._forget(place)
                runs = tuple(view.part(position, judged.size))
                self._collected.add(Find(judged.kind, place, judged.size, judged.state, Source.STRUCTURE, runs))
        carved.second = []

    def _rounded(self, run: Run) -> Run:
        """A claimed place with the rest of its last cluster, which belongs to nobody else."""
        volumes = self._surveyed.volumes
        unit = next((one.unit for one in volumes if one.offset <= run[0] < one.offset + one.length), 512)
        return run[0], -(-run[1] // unit) * unit

    def _forget(self, place: int) -> None:
        self.carved.finds = [find for find in self.carved.finds if find.offset != place or find.state.recoverable]

    def _patterns(self) -> None:
        """Rows of blocks of pictures and of text that no find claims: what lost its beginning, or never had one."""
        taken = Claims(run for find in self.carved.finds if find.kind != "other" for run in find.runs)
        self._rows("jpeg", self.carved.pattern, taken, _PATTERN_RUN, _PATTERN_GAP)
        self._rows("text", self.carved.text, taken, 1, 1)
        self.carved.pattern, self.carved.text = [], []

    def _rows(self, kind: str, numbers: list[int], taken: Claims, fewest: int, gap: int) -> None:
        blocks = np.array(numbers, np.int64)
        claimed = [taken.holding(self._view.places(blocks * BLOCK + at)) for at in (0, BLOCK - 1)]
        blocks = blocks[~(claimed[0] | claimed[1])]
        for row in np.split(blocks, np.flatnonzero(np.diff(blocks) > gap) + 1):
            if len(row) >= fewest:
                start, end = int(row[0]) * BLOCK, (int(row[-1]) + 1) * BLOCK
                runs = tuple(self._view.part(start, end - start))
                self._collected.add(Find(kind, runs[0][0], end - start, State.TRACE, Source.PATTERN, runs))


def _cells(size: int, surveyed: Surveyed) -> bytearray:
    """The map before the scan: what is in the stream is unread, all else is live files."""
    cells = bytearray([Class.LIVE]) * -(-size // CELL)
    for offset, length in surveyed.stream:
        for cell in range(offset // CELL, (offset + length - 1) // CELL + 1):
            cells[cell] = Class.UNREAD
    return cells
