"""Coverage: what there was to look at, what was looked at, and what was not, each with its reason.

It is made by a `Ledger`, which is opened with everything there is: whatever nobody settles is left over by itself, so
that forgetting a thing shows it instead of hiding it. Only the engine concludes from it, and a pass stands on coverage
that is complete and not empty alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from checker.model.cause import Cause as Cause
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

T = TypeVar("T", bound=Hashable)
_TOLD = 3  # lines of what was not looked at in one sentence; the list has them all
_NAMED = 50  # things that were not looked at and are listed by name, a cause; the number counts them all


class Unit(StrEnum):
    """What is counted. The value is the word in every JSON file."""

    PEOPLE = "people"
    ACCOUNTS = "accounts"
    VOLUMES = "volumes"
    DISKS = "disks"
    SECTORS = "sectors"
    DEVICES = "devices"
    FOLDERS = "folders"
    FILES = "files"
    MEMBERS = "members"
    PAGES = "pages"
    PICTURES = "pictures"
    PARTS = "parts"
    SETTINGS = "settings"
    PROGRAMS = "programs"
    SERVICES = "services"
    APPS = "apps"
    NETWORKS = "networks"
    RECORDS = "records"
    SOURCES = "sources"

    def counted(self, number: int) -> Text:
        """``3 volumes``, in both languages; 0 stands for a number that nobody knows: ``some volumes``."""
        zh, one, many = _UNITS[self]
        if number == 0:
            return Text(f"若干{zh}", f"some {many}")
        return Text(f"{number:,} {zh}", f"{number:,} {one if number == 1 else many}")


# The Chinese begin with their measure word.
_UNITS = {
    Unit.PEOPLE: ("个使用人", "person", "people"),
    Unit.ACCOUNTS: ("个账户", "account", "accounts"),
    Unit.VOLUMES: ("个卷", "volume", "volumes"),
    Unit.DISKS: ("块磁盘", "disk", "disks"),
    Unit.SECTORS: ("个扇区", "sector", "sectors"),
    Unit.DEVICES: ("个设备", "device", "devices"),
    Unit.FOLDERS: ("个文件夹", "folder", "folders"),
    Unit.FILES: ("个文件", "file", "files"),
    Unit.MEMBERS: ("个包内文件", "archive member", "archive members"),
    Unit.PAGES: ("页", "page", "pages"),
    Unit.PICTURES: ("张图片", "picture", "pictures"),
    Unit.PARTS: ("个部分", "part", "parts"),
    Unit.SETTINGS: ("项设置", "setting", "settings"),
    Unit.PROGRAMS: ("个程序", "program", "programs"),
    Unit.SERVICES: ("个服务", "service", "services"),
    Unit.APPS: ("个应用", "app", "apps"),
    Unit.NETWORKS: ("个网络", "network", "networks"),
    Unit.RECORDS: ("条记录", "record", "records"),
    Unit.SOURCES: ("个信息来源", "source", "sources"),
}


@dataclass(frozen=True, slots=True)
class Extent:
    """How many things of one kind the system or the container enumerates, and how many of them were looked at."""

    unit: Unit
    there: int
    looked: int


@dataclass(frozen=True, slots=True)
class Left:
    """Things of one kind that were not looked at for one reason.

    number  how many; 0: more than the rest, and nobody knows how many
    reason  a whole sentence of its own, where the cause's words do not say enough
    how     what would make it possible
    names   the first of them, ready to show; `number` counts all
    """

    unit: Unit
    cause: Cause
    number: int
    names: tuple[Text, ...] = ()
    reason: Text | None = None
    how: Text | None = None

    @property
    def sentence(self) -> Text:
        counted = self.unit.counted(self.number)
        return Text(
            f"{counted.zh}没有查看：{self.why.zh}", f"{counted.en} {_were(self.number)} not looked at: {self.why.en}"
        )

    @property
    def why(self) -> Text:
        return self.reason or self.cause.words


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a reading rests on. There is no default: whoever makes a fact says what it rests on.

    nothing  where the source itself says that there is none: its sentence. It alone lets an empty coverage pass
    """

    extents: tuple[Extent, ...]
    left: tuple[Left, ...] = ()
    nothing: Text | None = None

    @classmethod
    def whole(cls, unit: Unit, number: int = 1) -> Coverage:
        """All of it was looked at: for a fact that is one question with one answer."""
        return cls((Extent(unit, number, number),))

    @classmethod
    def none_there(cls, unit: Unit, reason: Text) -> Coverage:
        """There is none, as the source itself says."""
        return cls((Extent(unit, 0, 0),), nothing=reason)

    @classmethod
    def unread(cls, why: Unreadable) -> Coverage:
        """What stands for a fact that could not be read at all."""
        left = Left(Unit.SOURCES, why.cause or Cause.WOULD_NOT_SAY, 1, (), why.reason, why.how)
        return cls((Extent(Unit.SOURCES, 1, 0),), (left,))

    @property
    def unknown(self) -> tuple[Left, ...]:
        """What was not looked at and leaves something unknown."""
        return tuple(one for one in self.left if one.cause.leaves_unknown)

    @property
    def complete(self) -> bool:
        """Whether everything there was has a fate that leaves nothing unknown."""
        told = sum(one.number for one in self.left)
        missing = sum(extent.there - extent.looked for extent in self.extents)
        return not self.unknown and missing <= told

    @property
    def empty(self) -> bool:
        """Whether nothing was looked at, and no source said that there is nothing."""
        return self.nothing is None and not any(extent.looked for extent in self.extents)

    @property
    def bears_a_pass(self) -> bool:
        return self.complete and not self.empty

    @property
    def seen(self) -> Text:
        """What was looked at: ``2 people, 3 volumes, 14,233 files``."""
        seen = [one.unit.counted(one.looked) for one in self.extents if one.looked]
        if not seen:
            return self.nothing or Text("什么都没有查看", "nothing was looked at")
        return Text("、".join(one.zh for one in seen), ", ".join(one.en for one in seen))

    @property
    def unseen(self) -> Text | None:
        """What was not looked at and leaves something unknown, of how many, and why: a sentence. None: nothing of that
        kind.
        """
        there = {extent.unit: extent.there for extent in self.extents}
        lines = _cut([_of_how_many(one, there.get(one.unit, 0)) for one in self.unknown], self.unknown)
        if not lines and not self.bears_a_pass:
            lines = [Text("没有查看全部内容", "not everything was looked at") if not self.empty else self.seen]
        if not lines:
            return None
        zh, en = "；".join(one.zh for one in lines), "; ".join(one.en for one in lines)
        return Text(f"{zh.rstrip('。')}。", f"{en[:1].upper()}{en[1:].rstrip('.')}.")

    @property
    def how(self) -> Text | None:
        """What would make it possible to look at the rest, as far as anything says so."""
        return next((one.how for one in self.unknown if one.how is not None), None)

    @property
    def sentence(self) -> Text:
        """One short line: ``2 people, 3 volumes, 14,233 files; 12 pictures were not looked at: damaged``."""
        head = self.seen
        left = (*self.unknown, *(one for one in self.left if not one.cause.leaves_unknown))
        tail = _cut([one.sentence for one in left], left)
        zh, en = "；".join((head.zh, *(one.zh for one in tail))), "; ".join((head.en, *(one.en for one in tail)))
        return Text(zh, en)

    def __add__(self, other: Coverage) -> Coverage:
        """Both together; the same unit's numbers add up, the same cause is one line."""
        counts: dict[Unit, Extent] = {}
        for extent in (*self.extents, *other.extents):
            had = counts.get(extent.unit, Extent(extent.unit, 0, 0))
            counts[extent.unit] = Extent(extent.unit, had.there + extent.there, had.looked + extent.looked)
        lines: dict[tuple[object, ...], Left] = {}
        for one in (*self.left, *other.left):
            key = (one.unit, one.cause, one.reason, one.how)
            before = lines.get(key)
            if before is not None:
                names = (*before.names, *one.names)[:_NAMED]
                one = replace(before, number=before.number + one.number, names=names)
            lines[key] = one
        # "There is none" about one part says nothing of another that was neither seen nor said to be missing, and
        # neither does what was seen of one.
        parts = (self, other)
        nothing = next((part.nothing for part in parts if part.nothing is not None), None)
        for part in parts:
            if part.empty:
                nothing = None
                if not part.left:
                    unit = next((extent.unit for extent in part.extents), Unit.SOURCES)
                    lines.setdefault((unit, Cause.FORGOTTEN), Left(unit, Cause.FORGOTTEN, 0))
        return Coverage(tuple(counts.values()), tuple(lines.values()), nothing)

    def alongside(self, other: Coverage) -> Coverage:
        """Both, of two facts about one device: its accounts are the same people in each and are counted once, as looked
        at where both looked; all else adds up."""
        both = self + other
        mine, theirs = self._accounts, other._accounts
        if mine is None or theirs is None:
            return both
        there = max(mine.there, theirs.there)
        missing = max(mine.there - mine.looked, theirs.there - theirs.looked)
        people = Extent(Unit.ACCOUNTS, there, there - missing)
        extents = tuple(people if one.unit is Unit.ACCOUNTS else one for one in both.extents)
        return replace(both, extents=extents, left=tuple(_once(one, self.left, other.left) for one in both.left))

    @property
    def _accounts(self) -> Extent | None:
        return next((one for one in self.extents if one.unit is Unit.ACCOUNTS), None)


def _once(both: Left, *parts: tuple[Left, ...]) -> Left:
    """A line of two coverages together, with accounts that either names counted once."""
    if both.unit is not Unit.ACCOUNTS:
        return both
    same = [
        one for part in parts for one in part if replace(one, number=0, names=()) == replace(both, number=0, names=())
    ]
    return replace(both, number=max(one.number for one in same), names=tuple(dict.fromkeys(both.names)))


def _cut(lines: list[Text], left: tuple[Left, ...]) -> list[Text]:
    """The first lines, and how much the others count."""
    rest = sum(max(1, one.number) for one in left[_TOLD:])
    return (
        [*lines[:_TOLD], Text(f"另有 {rest:,} 处没有查看", f"{rest:,} more {_were(rest)} not looked at")]
        if rest
        else lines
    )


def _of_how_many(left: Left, there: int) -> Text:
    if left.unit is Unit.SETTINGS or there <= 1 or left.number == 0:
        return left.sentence if left.number == 0 else left.why
    whole, measure = left.unit.counted(there), _UNITS[left.unit][0][0]
    return Text(
        f"{whole.zh}中有 {left.number:,} {measure}没有查看：{left.why.zh}",
        f"{left.number:,} of {whole.en} {_were(left.number)} not looked at: {left.why.en}",
    )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


@dataclass(frozen=True, slots=True)
class _Fate:
    cause: Cause
    reason: Text | None = None
    how: Text | None = None


def _named(item: object) -> Text:
    return Text.name(str(item))


class Ledger(Generic[T]):
    """Opened with everything there is; settles each thing once, and counts what nobody settled as forgotten.

    ::

        disks = Ledger(Unit.DISKS, machine.block_devices(), lambda disk: Text.name(disk.model))
        for disk in disks:
            with disks.reading(disk):                 # Unreadable: left, with its reason; Absent: looked, none there
                found.append(encryption_of(machine, disk))
        return Encryption(tuple(found), coverage=disks.coverage)

    Of two fates for one thing the worse stays: what was left once is not looked at because another source answered.
    """

    def __init__(self, unit: Unit, items: Iterable[T] = (), name: Callable[[T], Text] = _named) -> None:
        self.unit, self._name = unit, name
        self._fates: dict[T, _Fate | None] = {}
        self._looked: set[T] = set()
        self._more: dict[_Fate, int] = {}
        self._nothing: Text | None = None
        for item in items:
            self.there(item)

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._fates))

    @property
    def opened(self) -> bool:
        """Whether there is anything in it."""
        return bool(self._fates or self._more)

    def there(self, item: T) -> None:
        """One more, that turned up after the ledger was opened."""
        self._fates.setdefault(item, None)

    def looked(self, item: T) -> None:
        self.there(item)
        self._looked.add(item)

    def left(self, item: T, why: Cause | Unreadable, how: Text | None = None, reason: Text | None = None) -> None:
        """It was not looked at, or not in full."""
        self.there(item)
        if self._fates[item] is None:
            self._fates[item] = _fate(why, how, reason)

    def more(self, number: int, why: Cause | Unreadable, how: Text | None = None, reason: Text | None = None) -> None:
        """So many more that are not even named: what lies beyond a limit. 0: nobody knows how many."""
        fate = _fate(why, how, reason)
        self._more[fate] = self._more.get(fate, 0) + number

    def at_most(self, number: int) -> tuple[T, ...]:
        """The first so many; the others are left beyond the limit, each by name."""
        items = tuple(self._fates)
        for item in items[number:]:
            self.left(item, Cause.BEYOND_LIMIT)
        return items[:number]

    def nothing(self, reason: Text) -> None:
        """The source itself says that there is none: what `reason` says is shown."""
        self._nothing = reason

    @contextmanager
    def reading(self, item: T) -> Iterator[None]:
        """Look at one thing: an Unreadable is its reason, an Absent the certainty that there is none in it."""
        self.there(item)
        try:
            yield
        except Absent:
            self.looked(item)
        except Unreadable as why:
            self.left(item, why)
        else:
            self.looked(item)

    @property
    def coverage(self) -> Coverage:
        lines: dict[_Fate, list[T]] = {}
        looked = 0
        for item, fate in self._fates.items():
            if fate is None and item in self._looked:
                looked += 1
            else:
                lines.setdefault(fate or _Fate(Cause.FORGOTTEN), []).append(item)
        left = tuple(
            Left(self.unit, fate.cause, len(items), tuple(map(self._name, items[:_NAMED])), fate.reason, fate.how)
            for fate, items in lines.items()
        )
        left += tuple(
            Left(self.unit, fate.cause, number, (), fate.reason, fate.how) for fate, number in self._more.items()
        )
        nothing = self._nothing if not left and not self._fates else None
        return Coverage((Extent(self.unit, len(self._fates) + sum(self._more.values()), looked),), left, nothing)

    @property
    def sufficient(self) -> Coverage:
        """For a question that one answer settles: what answered. Others that would not say take nothing from it.

        Raises:
            Unreadable: with the first reason, where nothing was looked at.
        """
        self.some_or_raise()
        looked = sum(fate is None and item in self._looked for item, fate in self._fates.items())
        return Coverage((Extent(self.unit, looked, looked),), nothing=self._nothing if not self._fates else None)

    def whole_or_raise(self) -> Coverage:
        """For facts that say what is missing: one unread source, and nothing is known to be missing.

        Raises:
            Unreadable: with the first reason, where anything was not looked at.
        """
        coverage = self.coverage
        if coverage.unknown:
            raise _refusal(coverage.unknown[0])
        return coverage

    def some_or_raise(self) -> Coverage:
        """The coverage, where at least one thing was looked at.

        Raises:
            Unreadable: with the first reason, where nothing was.
        """
        coverage = self.coverage
        if coverage.unknown and not any(extent.looked for extent in coverage.extents):
            raise _refusal(coverage.unknown[0])
        return coverage


def _fate(why: Cause | Unreadable, how: Text | None, reason: Text | None) -> _Fate:
    if isinstance(why, Unreadable):
        return _Fate(why.cause or Cause.WOULD_NOT_SAY, reason or why.reason, how or why.how)
    return _Fate(why, reason, how)


def _refusal(left: Left) -> Unreadable:
    return Unreadable(left.reason or left.sentence, left.how, left.cause)
