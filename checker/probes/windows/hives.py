r"""What each person sets for themselves: the registry of whoever is signed in lies below ``HKU\<SID>``.

An administrator may read all of these. Of people who are not signed in nothing is loaded, and nothing is loaded for
them here: that would write. They are named, unless their account is disabled, so that nobody can sign in to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.machine.answers import Person
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_NOT_SIGNED_IN = Text(
    "{name} 没有登录，本人的设置看不到", "{name} is not signed in, so that their own settings cannot be seen"
)
_HAVE_THEM_SIGN_IN = Text(
    "请这个人也登录（切换用户），再以管理员身份查一次",
    "Have them sign in too (Switch user), then check again as administrator",
)
_CLOSED = Text("没有权限看 {name} 的设置", "There is no right to see the settings of {name}")
_NOBODY = Text("还没有人用过这台电脑", "Nobody has used this computer yet")


@dataclass(frozen=True, slots=True)
class Hive:
    r"""Where somebody's settings lie: ``HKCU``, or ``HKU\<SID>``. `name`: whose; "" for the person inspected."""

    root: str
    name: str = ""

    def of(self, key: str) -> str:
        """A key below HKCU as this person's; any other as it is."""
        return self.root + key.removeprefix("HKCU") if key.startswith("HKCU") else key

    def said(self, text: Text) -> Text:
        """A sentence about this person, with their name where it is not the one who is inspected."""
        if not self.name:
            return text
        return Text("{text}（{name}）", "{text} ({name})").filled(text=text, name=Text.name(self.name))


def hives(machine: Machine) -> tuple[tuple[Hive, ...], Ledger[Person]]:
    """Those that can be read, the inspected person's first, and who was seen by them."""
    people = Ledger(Unit.PEOPLE, machine.host.people, lambda person: Text.name(person.name))
    if not people.opened:
        people.nothing(_NOBODY)
    found = [Hive("HKCU")]
    for person in people:
        if person.current:
            people.looked(person)
            continue
        try:
            found.append(_loaded(machine, person))
        except Unreadable as why:
            people.left(person, Cause.NOT_IN_QUESTION if person.key in _disabled(machine) else why)
        else:
            people.looked(person)
    return tuple(found), people


def _loaded(machine: Machine, person: Person) -> Hive:
    root = rf"HKU\{person.key}"
    try:
        machine.registry(rf"{root}\Software")
    except Absent as error:
        reason = _NOT_SIGNED_IN.filled(name=Text.name(person.name))
        raise Unreadable(reason, _HAVE_THEM_SIGN_IN, Cause.ELSEWHERE) from error
    except Unreadable as error:
        raise Unreadable(_CLOSED.filled(name=Text.name(person.name)), AS_ADMIN, Cause.DENIED) from error
    return Hive(root, person.name)


def _disabled(machine: Machine) -> frozenset[str]:
    """SIDs of this computer's own accounts that are switched off; none where it would not say."""
    try:
        users = machine.win32("local_users")
    except Unreadable:
        return frozenset()
    if not isinstance(users, list | tuple):
        return frozenset()
    return frozenset(str(one.get("sid")) for one in users if isinstance(one, Mapping) and one.get("enabled") is False)
