"""What is left of a deleted file whose place and size the file system still records.

A record says where the file was, not that it is still there. Kinds with a structure are judged by it, texts have to be
text; of the rest it can only be told that the place was not blanked, and not overwritten by random bytes together with
what lies behind the file.
"""

from __future__ import annotations

from checker.knowledge.residue import kind_of
from checker.machine.media.medium import Medium
from checker.residue.classes import BLOCK, Class, look
from checker.residue.filesystems.survey import Record
from checker.residue.finds import State
from checker.residue.formats.known import judge_of
from checker.residue.formats.text import is_text_throughout
from checker.residue.view import View

_TEXTS = ("text", "html", "mail", "doc", "wps", "xls")  # the last ones may be texts under an office file's name
_OFFICE = ("doc", "wps", "xls")
_LOOKED_AT = 16  # places of a file without structure
_BLANK = (Class.ZERO, Class.ONES, Class.CONSTANT)


def what_is_left(medium: Medium, record: Record) -> tuple[State, str]:
    """How much of a recorded file is left, and of which kind it is."""
    announced = kind_of(record.extension)
    if not record.free or not record.plain:
        return State.TRACE, announced.id
    view = View(medium, record.runs)
    known = judge_of(view.read(0, 8))
    seen = known(view) if known is not None else None
    if seen is None:
        return _without_structure(medium, view, record, announced.id, announced.structure), announced.id
    if not seen.state.recoverable:
        return seen.state, seen.kind
    if not record.whole:
        return State.TRUNCATED, seen.kind
    if seen.size == record.size or seen.state is State.RECORDED:
        return seen.state, seen.kind
    # Something follows the structure's end, as the record says: it is the file's, but nothing verifies it.
    return State.CLOSED, seen.kind


def _without_structure(medium: Medium, view: View, record: Record, kind: str, structure: bool) -> State:
    if structure and kind not in _OFFICE:
        return State.TRACE
    if kind in _TEXTS:
        left = is_text_throughout(view, record.size)
    else:
        left = _holds_something(view) and not _overwritten(medium, view, record)
    if not left:
        return State.TRACE
    return State.RECORDED if record.whole else State.TRUNCATED


def _holds_something(view: View) -> bool:
    """Whether any of the places that are looked at is not blank."""
    step = max(BLOCK, view.size // _LOOKED_AT // BLOCK * BLOCK)
    return any(look(view.read(at, BLOCK)).cells[0] not in _BLANK for at in range(0, view.size, step))


def _overwritten(medium: Medium, view: View, record: Record) -> bool:
    """Whether random bytes lie in the file's place and go on behind its end: a wipe of free space does not know where
    files ended, and an encrypted file ends where it ends.
    """
    head = look(view.read(0, 4 * BLOCK))
    if Class.UNIFORM not in head.cells:
        return False
    last, length = record.runs[-1]
    end = last + length
    behind = medium.read(end, BLOCK)
    return bool(behind) and look(behind).cells[0] is Class.UNIFORM
