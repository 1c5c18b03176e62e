"""What a probe is, and how one with several sources keeps what would not answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from checker.machine.machine import Machine
from checker.model.fact import Fact, Gap
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable

F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Probe(Generic[F_co]):
    """How one fact is read on one platform."""

    fact: type[F_co]
    platform: Platform
    read: Callable[[Machine], F_co]

    def __call__(self, machine: Machine) -> F_co:
        return self.read(machine)


AnyProbe = Probe[Any]


def probe(fact: type[F_co], platform: Platform) -> Callable[[Callable[[Machine], F_co]], Probe[F_co]]:
    """Say which fact a function reads, and on which platform. It returns the fact or raises Unreadable."""
    return lambda read: Probe(fact, platform, read)


class Sources:
    """Reads a fact from several sources and keeps those that would not say.

    ::

        sources = Sources()
        for path in paths:
            with sources:                       # Absent: nothing there, which is fine; Unreadable: a gap
                found += parse(machine.read(path))
        return Fact(found, gaps=sources.gaps)

    Where no source at all answered, `gaps_or_raise` turns the first gap into Unreadable.
    """

    def __init__(self) -> None:
        self._gaps: list[Gap] = []
        self._answered = 0

    def __enter__(self) -> Sources:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, Absent) or error is None:
            self._answered += 1
            return error is not None
        if isinstance(error, Unreadable):
            gap = Gap(error.reason, error.how)
            if gap not in self._gaps:
                self._gaps.append(gap)
            return True
        return False

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(self._gaps)

    def whole_or_raise(self) -> None:
        """For facts that say what is missing: one unread source, and nothing is known to be missing.

        Raises:
            Unreadable: with the first reason, where any source would not say.
        """
        if self._gaps:
            raise Unreadable(self._gaps[0].reason, self._gaps[0].how)

    def gaps_or_raise(self) -> tuple[Gap, ...]:
        """The gaps, where at least one source answered.

        Raises:
            Unreadable: with the first reason, where none did.
        """
        if self._gaps and not self._answered:
            raise Unreadable(self._gaps[0].reason, self._gaps[0].how)
        return self.gaps
