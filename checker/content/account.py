"""What one file holds, and what became of each part of it: nothing is read that is not accounted for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from checker.content import limits
from checker.facts.content.document import Missed, Read
from checker.model.coverage import Unit

_LEFT = frozenset(read for read in Read if read.could_not_read or read is Read.NOT_ASKED)
_NAMED = 5  # parts of one kind and fate that are named; the number counts all


class Account:
    """Opened by a reader with everything that its container enumerates; each part is then settled once.

    ::

        account.there(Unit.PARTS, archive.names)        # what the container says is in it
        account.looked("word/document.xml")             # its words were handed on
        account.nothing("word/styles.xml")              # of a kind that is known to hold no content
        account.left("word/media/a.wmf", Read.UNSUPPORTED)

    What nobody settles is UNSUPPORTED: a part that no reader took. A file of which nothing was ever enumerated is not
    read either. Of two fates the worse stays.
    """

    def __init__(self) -> None:
        self._unnamed = 0  # looked at, and too many to be named
        self._there: dict[str, Unit] = {}
        self._looked: set[str] = set()
        self._left: dict[str, Read] = {}
        self._more: dict[tuple[Unit, Read], int] = {}

    def there(self, unit: Unit, names: Iterable[str]) -> None:
        for name in names:
            self._there.setdefault(name, unit)

    def looked(self, name: str, unit: Unit = Unit.PARTS) -> None:
        if name in self._there or self._has_room:
            self._there.setdefault(name, unit)
            self._looked.add(name)
        else:
            self._unnamed += 1

    def looked_at_all(self, names: Collection[str]) -> None:
        """The same of many parts, and of those that hold nothing."""
        self.there(Unit.PARTS, names)
        self._looked.update(names)

    def nothing(self, name: str, unit: Unit = Unit.PARTS) -> None:
        """It is of a kind that holds no content (styles, themes, fonts): the reader's own stated list says so."""
        self.looked(name, unit)

    def left(self, name: str, why: Read, unit: Unit = Unit.PARTS) -> None:
        if why not in _LEFT:
            self.looked(name, unit)
        elif name in self._there or self._has_room:
            self._there.setdefault(name, unit)
            self._left.setdefault(name, why)
        else:
            self.more(unit, 1, why)

    def more(self, unit: Unit, number: int, why: Read) -> None:
        """So many more that are not even named: what lies beyond a limit."""
        if number > 0:
            self._more[unit, why] = self._more.get((unit, why), 0) + number

    @property
    def _has_room(self) -> bool:
        """Whether one more may be named: a file may have millions of things that can go wrong."""
        return len(self._there) < limits.PIECES

    def beyond(self, name: str, unit: Unit) -> None:
        """What lies beyond a limit: by its name where the container enumerated it already, else only counted."""
        if name in self._there:
            self.left(name, Read.TOO_LARGE)
        else:
            self.more(unit, 1, Read.TOO_LARGE)

    @property
    def settled(self) -> frozenset[str]:
        """The parts that have a fate."""
        return frozenset(self._looked | self._left.keys())

    @property
    def looked_at(self) -> int:
        """How many parts were looked at or are known to hold nothing."""
        return len(self._looked - self._left.keys()) + self._unnamed

    @property
    def missed(self) -> tuple[Missed, ...]:
        """What was not looked at, a line for each unit and reason."""
        if not self._there and not self._more:
            return (Missed(Unit.PARTS, Read.UNSUPPORTED, 1, ()),)
        lines: dict[tuple[Unit, Read], list[str]] = {}
        if self._left or len(self._looked) < len(self._there):
            for name, unit in self._there.items():
                if name in self._left or name not in self._looked:
                    lines.setdefault((unit, self._left.get(name, Read.UNSUPPORTED)), []).append(name)
        found = {key: Missed(*key, len(names), tuple(names[:_NAMED])) for key, names in lines.items()}
        for key, number in self._more.items():
            had = found.get(key, Missed(*key, 0, ()))
            found[key] = Missed(*key, had.number + number, had.names)
        return tuple(found.values())
