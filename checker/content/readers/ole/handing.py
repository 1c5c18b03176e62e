"""What a compound file's readers share: the reading, its drawings, and the files within the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from checker.content import limits
from checker.content.readers.ole.drawing import Drawings
from checker.content.reading import Inner, Reading
from checker.facts.content.document import Read
from checker.model.coverage import Unit


@dataclass(slots=True)
class Handing:
    """drawings: its pictures and the words of its shapes; members: files of their own that lie in it."""

    reading: Reading
    members: list[Inner] = field(default_factory=list)
    drawings: Drawings = field(init=False)

    def __post_init__(self) -> None:
        self.drawings = Drawings(self.reading)

    def member(self, name: str, content: bytes) -> None:
        self.member_later(name, len(content), len(content), partial(bytes, content))

    def member_later(self, name: str, size: int, packed: int, opened: Callable[[], bytes]) -> None:
        if len(self.members) < limits.MEMBERS:
            self.members.append(Inner(name, size, packed, opened))
        else:
            self.reading.account.more(Unit.MEMBERS, 1, Read.TOO_LARGE)
