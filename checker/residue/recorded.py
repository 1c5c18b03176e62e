"""What is left of a deleted file whose place and size the file system still records.

A record says where the file was, not that it is still there. Kinds with a structure are judged by it, texts have to be
text; of the rest it can only be told that the place was not blanked, and not overwritten by random bytes together with
all other free space.
"""

from __future__ import annotations

from random import Random
from threading import Lock

from checker.knowledge.residue import Kind, kind_of
from checker.machine.media.medium import Medium
from checker.residue.classes import BLOCK, Class, is_blank, is_uniform, look
from checker.residue.filesystems.survey import Record
from checker.residue.finds import State
from checker.residue.formats.known import judge_of
from checker.residue.formats.text import is_text_throughout
from checker.residue.survey import Surveyed
from checker.residue.view import View

_TEXTS = ("text", "html", "mail", "doc", "wps", "xls")  # the last ones may be texts under an office file's name
_OFFICE = ("doc", "wps", "xls")
_LOOKED_AT = 16  # places of a file without structure
_DRAWN = 256  # blocks of a volume's free space
_NEARLY_ALL = 0.98  # of them: a tool leaves a block or two for itself


def what_is_left(medium: Medium, record: Record, free: FreeSpace) -> tuple[State, str]:
    """How much of a recorded file is left, and of which kind it is."""
    announced = kind_of(record.extension)
    if not record.free or not record.plain:
        return State.TRACE, announced.id
    view = View(medium, record.runs)
    known = judge_of(view.read(0, 8))
    seen = known(view) if known is not None else None
    if seen is None:
        return _without_structure(medium, view, record, announced, free), announced.id
    if not seen.state.recoverable:
        return seen.state, seen.kind
    if not record.whole:
        return State.TRUNCATED, seen.kind
    if seen.size == record.size or seen.state is State.RECORDED:
        return seen.state, seen.kind
    # Something follows the structure's end, as the record says: it is the file's, but nothing verifies it.
    return State.CLOSED, seen.kind


def _without_structure(medium: Medium, view: View, record: Record, kind: Kind, free: FreeSpace) -> State:
    if kind.structure and kind.id not in _OFFICE:
        return State.TRACE
    if kind.id in _TEXTS:
        left = is_text_throughout(view, record.size)
    else:
        left = _holds_something(view)
        if left and _overwritten(medium, view, record):
            left = not free.wiped(record.runs[0][0])
    if not left:
        return State.TRACE
    return State.RECORDED if record.whole else State.TRUNCATED


def _holds_something(view: View) -> bool:
    """Whether any of the places that are looked at is not blank."""
    step = max(BLOCK, view.size // _LOOKED_AT // BLOCK * BLOCK)
    return any(not is_blank(view.read(at, BLOCK)) for at in range(0, view.size, step))


def _overwritten(medium: Medium, view: View, record: Record) -> bool:
    """Whether random bytes lie in the file's place and go on behind its end: a wipe does not know where files ended."""
    if Class.UNIFORM not in look(view.read(0, 4 * BLOCK)).cells:
        return False
    behind = medium.read(sum(record.runs[-1]), BLOCK)
    return bool(behind) and look(behind).cells[0] is Class.UNIFORM


class FreeSpace:
    """Whether the free space of a volume holds nothing but random bytes: what cipher /w, Eraser and sfill leave. Beside
    anything else, a file of random bytes is what it was: encrypted, or packed.
    """

    def __init__(self, medium: Medium, surveyed: Surveyed) -> None:
        self._medium, self._surveyed = medium, surveyed
        self._known: dict[int, bool] = {}
        self._looking = Lock()

    def wiped(self, place: int) -> bool:
        volume = next((one for one in self._surveyed.volumes if 0 <= place - one.offset < one.length), None)
        if volume is None:
            return False
        with self._looking:
            if volume.offset not in self._known:
                self._known[volume.offset] = self._looks_wiped(volume.offset, volume.length)
            return self._known[volume.offset]

    def _looks_wiped(self, offset: int, length: int) -> bool:
        runs = [(start, size) for start, size in self._surveyed.stream if offset <= start < offset + length]
        view = View(self._medium, [run for run in runs if run[1] >= BLOCK])
        blocks = view.size // BLOCK
        chosen = Random(blocks).sample(range(blocks), min(blocks, _DRAWN))
        random = sum(is_uniform(view.raw(number * BLOCK, BLOCK)) for number in chosen)
        return random >= _NEARLY_ALL * len(chosen) > 0
