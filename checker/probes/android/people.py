"""Everyone on the phone: its owner, copies of apps, a second space, a work profile, a guest.

What is asked of one is asked of each. Whoever may not be looked at is named in the coverage, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from checker.knowledge.phone_users import phone_users
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import strange

T = TypeVar("T")
_LINE = re.compile(r"user (\d{1,4})(?: ([0-9a-fA-F]{1,8})( running)?)?\s*")
_OTHERS = Text("系统没有说明手机上还有谁", "The system does not tell who else is on the phone")
_ALONE = Text("手机上没有别的用户", "Nobody else is on the phone")
_BEHIND = Text("{who}：{why}", "{who}: {why}")


_GUEST, _FULL, _SYSTEM = 0x4, 0x400, 0x800  # AOSP: UserInfo.FLAG_


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the phone, without a name. `asked`: the number to ask with; None for who is on screen."""

    number: int
    flags: int
    running: bool
    on_screen: bool

    @property
    def asked(self) -> int | None:
        return None if self.on_screen else self.number

    @property
    def label(self) -> Text:
        return phone_users().label(self.number, self.flags)

    @property
    def needs_no_lock(self) -> bool:
        """It opens with its owner's lock, is a guest, or is a system that nobody can enter (some tablets' user 0)."""
        headless = self.flags & (_SYSTEM | _FULL) == _SYSTEM
        return phone_users().shares_the_lock(self.number, self.flags) or bool(self.flags & _GUEST) or headless


def user_on_screen(machine: Machine) -> int:
    """Raises Unreadable: the phone does not say; then what it tells could be another user's."""
    printed = answers.text(machine.phone("identity"), "user").strip()
    if not re.fullmatch(r"\d{1,4}", printed):
        raise strange()
    return int(printed)


def people(machine: Machine) -> tuple[Person, ...]:
    """Everyone in ``pm list users``, who is on screen first.

    Raises:
        Unreadable: it does not say, or who is on screen is not among them.
    """
    now = user_on_screen(machine)
    printed = answers.text(machine.phone("identity"), "users")
    found = {}
    for line in printed.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is not None:
            number = int(match[1])
            found[number] = Person(number, int(match[2] or "0", 16), bool(match[3]), number == now)
        elif line.strip() not in ("", "Users:"):
            raise strange()
    if now not in found:
        raise strange()
    return tuple(sorted(found.values(), key=lambda one: (not one.on_screen, one.number)))


def _number(machine: Machine) -> int:
    """Who is on screen; where that is not told, whoever the phone's shell belongs to, which is user 0."""
    try:
        return user_on_screen(machine)
    except Unreadable:
        return 0


def everybody(machine: Machine, read: Callable[[Person], T]) -> tuple[list[tuple[Person, T]], Coverage]:
    """What `read` tells of each, and of how many it could be told.

    Raises:
        Unreadable: of who is on screen it cannot be told.
    """
    ledger = Ledger[Person](Unit.ACCOUNTS, name=lambda one: one.label)
    try:
        there = people(machine)
    except Unreadable as why:
        own = Person(_number(machine), 0, True, True)
        ledger.looked(own)
        ledger.more(0, why, reason=_OTHERS)
        return [(own, read(own))], ledger.coverage
    found = []
    for person in there:
        ledger.there(person)
        try:
            found.append((person, read(person)))
        except Unreadable as why:
            if person.on_screen:
                raise
            ledger.left(person, why, reason=_BEHIND.filled(who=person.label, why=why.reason))
        else:
            ledger.looked(person)
    return found, ledger.coverage if len(there) > 1 else Coverage.none_there(Unit.ACCOUNTS, _ALONE)
