"""What a search through files looked at, added up as coverage: the one place where a file's fate becomes a cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.facts.content.document import Read, Seen
from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.text import Text

CAUSES = {
    Read.EXCLUDED: Cause.PRIVATE,
    Read.LINK: Cause.NOT_IN_QUESTION,
    Read.NO_FILE: Cause.NOT_IN_QUESTION,
    Read.NOT_ASKED: Cause.NOT_IN_QUESTION,
    Read.ENCRYPTED: Cause.ENCRYPTED,
    Read.DAMAGED: Cause.DAMAGED,
    Read.TOO_LARGE: Cause.BEYOND_LIMIT,
    Read.REFUSED: Cause.BEYOND_LIMIT,
    Read.UNSUPPORTED: Cause.UNSUPPORTED,
    Read.CHANGED: Cause.CHANGED,
    Read.DENIED: Cause.DENIED,
    Read.TOO_SLOW: Cause.OUT_OF_TIME,
    Read.CRASHED: Cause.CRASHED,
}
"""The reads that leave a file or a part unseen. READ, OTHER and EMPTY are looked at; PARTLY is what its parts say."""

NO_FILES = Text("这些位置没有文件", "There are no files in these places")
_REFUSED = Text("构造异常，没有打开", "built to do harm, and not opened")
_OPEN_THEM = Text(
    "请使用人打开这些文件，由保密员人工核对", "Have their owner open these files and the officer look at them"
)
_NAMED = 50  # a line; the number counts all


@dataclass(slots=True)
class _Line:
    number: int = 0
    names: list[Text] = field(default_factory=list)


class Looked:
    """Files, members of archives and their parts, as a scan brings them.

    Names of files that were not read are whole: they are for this computer's screen, and are redacted in every file.

    how      what would make it possible to look at the rest
    listed   the places are all there are, so that no file in them means that there is none. Where they are of a table
             of usual names, no file at all is nothing looked at
    """

    def __init__(self, how: Text, *, listed: bool = True) -> None:
        self._how, self._all = how, listed
        self._there, self._seen = Counter[Unit](), Counter[Unit]()
        self._lines: dict[tuple[Unit, Read], _Line] = {}
        self._more: list[Left] = []

    def add(self, seen: Seen) -> None:
        unit = Unit.MEMBERS if seen.member else Unit.FILES
        self._there[unit] += 1
        if seen.read in CAUSES:
            self._leave(unit, seen.read, 1, seen)
        else:
            self._seen[unit] += 1
        for part in seen.missed:
            self._there[part.unit] += part.number
            self._leave(part.unit, part.why, part.number, seen)
        if seen.read is Read.PARTLY and not seen.missed:
            self._there[Unit.PARTS] += 1
            self._leave(Unit.PARTS, Read.UNSUPPORTED, 1, seen)

    def more(self, unit: Unit, number: int, cause: Cause) -> None:
        """So many that were not even reached; 0: nobody knows how many."""
        self._there[unit] += number
        self._more.append(Left(unit, cause, number, how=self._how))

    def listed(self, unit: Unit, number: int) -> None:
        """So many, all of which were looked at: by name, where nothing is opened."""
        self._there[unit] += number
        self._seen[unit] += number

    def apart(self, unit: Unit, names: Sequence[str]) -> None:
        """These are not in question: system folders, and those that programs keep for themselves."""
        if names:
            self._there[unit] += len(names)
            shown = tuple(Text.name(name) for name in names[:_NAMED])
            self._more.append(Left(unit, Cause.NOT_IN_QUESTION, len(names), shown))

    def closed(self, unit: Unit, number: int) -> None:
        """So many that are private, counted and never opened."""
        if number:
            self._there[unit] += number
            self._more.append(Left(unit, Cause.PRIVATE, number))

    def _leave(self, unit: Unit, read: Read, number: int, seen: Seen) -> None:
        line = self._lines.setdefault((unit, read), _Line())
        line.number += number
        if len(line.names) < _NAMED:
            line.names.append(Text.name(f"{seen.path} → {seen.member}" if seen.member else seen.path))

    @property
    def coverage(self) -> Coverage:
        left = tuple(self._left(unit, read, line) for (unit, read), line in self._lines.items())
        extents = tuple(Extent(unit, number, self._seen[unit]) for unit, number in self._there.items() if number)
        if not left and not self._more and not extents:
            return Coverage.none_there(Unit.FILES, NO_FILES) if self._all else Coverage((Extent(Unit.FILES, 0, 0),))
        left = (*left, *self._more)
        # Nothing but what is private: that there is nothing else is what the listing says.
        private = not any(self._seen.values()) and not any(one.cause.leaves_unknown for one in left)
        return Coverage(extents or (Extent(Unit.FILES, 0, 0),), left, NO_FILES if private and self._all else None)

    def _left(self, unit: Unit, read: Read, line: _Line) -> Left:
        cause = CAUSES.get(read, Cause.NOT_UNDERSTOOD)
        how = _OPEN_THEM if cause is Cause.ENCRYPTED else self._how if cause.leaves_unknown else None
        reason = _REFUSED if read is Read.REFUSED else None
        return Left(unit, cause, line.number, tuple(line.names), reason, how)
