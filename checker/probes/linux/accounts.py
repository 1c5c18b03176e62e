"""Accounts on Linux: who gets in without a password, and what passwords have to be like.

/etc/shadow is never opened: ``passwd -S`` tells the state of a password without its hash, about oneself to everybody
and about all to root.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from checker.facts.workstation.accounts import (
    AccountKind,
    DefaultAccount,
    DefaultAccounts,
    EmptyPasswords,
)
from checker.knowledge.accounts import account_names
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.ini import LIMIT, whole
from checker.probes.linux.login_screens import guest_session

T = TypeVar("T")

_NO_LOGIN = ("nologin", "false", "sync", "shutdown", "halt", "git-shell")
_OTHERS_UNSEEN = Unreadable(
    Text(
        "不是管理员，只能查看本人账户，其他账户有没有口令查不到",
        "Without administrator rights only one's own account can be looked at, not the passwords of other accounts",
    ),
    refusals.AS_ADMIN,
    Cause.DENIED,
)
# Sources of /etc/nsswitch.conf whose people this program sees: the file itself, and those that systemd makes up.
_KNOWN_SOURCES = ("files", "compat", "systemd", "db")
_HOMED = "/var/lib/systemd/home"


@dataclass(frozen=True, slots=True)
class _Account:
    """A line of /etc/passwd whose shell lets somebody in."""

    name: str
    uid: int
    gid: int
    empty: bool  # the password field itself is empty: /etc/shadow is not even asked


@dataclass(frozen=True, slots=True)
class _State:
    """What ``passwd -S`` says of one account. `state`: P password, NP none, L locked."""

    state: str
    changed: date | None
    max_days: int


def told(read: Callable[[], T]) -> T:
    """What must be there: its absence is a source that would not say, not an answer.

    Raises:
        Unreadable: also where `read` raises Absent.
    """
    try:
        return read()
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error


# -- without a password -----------------------------------------------------------------------------------------------


@probe(EmptyPasswords, Platform.LINUX)
def empty_passwords(machine: Machine) -> EmptyPasswords:
    accounts = _accounts(machine)
    ledger = Ledger(Unit.ACCOUNTS, [account.name for account in accounts])
    empty = {account.name for account in accounts if account.empty}
    states: dict[str, _State] = {}
    unseen = _OTHERS_UNSEEN
    try:
        states, _ = told(lambda: _states(machine))
    except Unreadable as error:
        unseen = error
    for name in ledger:
        if name in empty or name in states:
            ledger.looked(name)
        else:
            ledger.left(name, unseen)
    empty |= {name for name, state in states.items() if state.state == "NP"}
    beyond = sources(machine)
    passwordless: set[str] = set()
    with beyond.reading("/etc/group"):
        passwordless = told(lambda: _members(machine, "nopasswdlogin", accounts))
    usable = {account.name for account in accounts}
    return EmptyPasswords(
        empty=tuple(sorted(empty & usable)),
        passwordless=tuple(sorted(passwordless & usable)),
        coverage=ledger.coverage + beyond.coverage,
    )


def sources(machine: Machine) -> Ledger[str]:
    """Where this system gets accounts from (nsswitch.conf(5)); those beyond /etc/passwd are named, not read."""
    sources = Ledger(Unit.SOURCES, ["/etc/passwd"])
    with sources.reading("/etc/passwd"):
        if any(line.startswith(("+", "-")) for line in machine.text("/etc/passwd", LIMIT).splitlines()):
            sources.left("NIS", Cause.ELSEWHERE, reason=_DIRECTORY.filled(name="NIS"))
    with sources.reading("/etc/nsswitch.conf"):
        for line in machine.text("/etc/nsswitch.conf", LIMIT).splitlines():
            database, _, words = line.partition("#")[0].partition(":")
            for word in re.sub(r"\[[^\]]*\]", " ", words).split() if database.strip() == "passwd" else ():
                if word not in _KNOWN_SOURCES:
                    sources.left(word, Cause.ELSEWHERE, reason=_DIRECTORY.filled(name=Text.name(word)))
    with sources.reading(_HOMED):
        for entry in machine.list(_HOMED):
            if entry.name.endswith((".home", ".homedir", ".identity")):
                sources.left(entry.name, Cause.NOT_UNDERSTOOD, reason=_HOMED_ONE.filled(name=Text.name(entry.name)))
    return sources


_DIRECTORY = Text(
    "有的账户来自别处（{name}），不在这台电脑上", "Some accounts come from elsewhere ({name}), not from this computer"
)
_HOMED_ONE = Text(
    "账户由 systemd-homed 管理，本程序还不认识：{name}", "systemd-homed keeps an account that is not known here: {name}"
)


def _accounts(machine: Machine) -> tuple[_Account, ...]:
    found = []
    for line in machine.text("/etc/passwd", LIMIT).splitlines():
        fields = line.split(":")
        if line.startswith(("+", "-")) or not line:
            continue  # entries of a directory service, which `_sources` names: asking it would be network traffic
        if len(fields) != 7 or not (fields[2].isdecimal() and fields[3].isdecimal()):
            raise refusals.malformed("/etc/passwd")
        if fields[6].rsplit("/", 1)[-1] not in _NO_LOGIN:
            found.append(_Account(fields[0], int(fields[2]), int(fields[3]), fields[1] == ""))
    if not found:
        raise refusals.malformed("/etc/passwd")
    return tuple(found)


def with_states(machine: Machine) -> tuple[list[str], dict[str, _State], Unreadable]:
    """Accounts that somebody could enter, what is told of their passwords, and why of some nothing is."""
    names = [account.name for account in told(lambda: _accounts(machine))]
    try:
        states, _ = told(lambda: _states(machine))
    except Unreadable as error:
        return names, {}, error
    return names, states, _OTHERS_UNSEEN


def _members(machine: Machine, group: str, accounts: tuple[_Account, ...]) -> set[str]:
    for line in machine.text("/etc/group", LIMIT).splitlines():
        fields = line.split(":")
        if fields[0] != group:
            continue
        if len(fields) != 4:
            raise refusals.malformed("/etc/group")
        primary = {account.name for account in accounts if str(account.gid) == fields[2]}
        return primary | {name.strip() for name in fields[3].split(",") if name.strip()}
    return set()


def _states(machine: Machine) -> tuple[dict[str, _State], bool]:
    """State by account name, and whether these are all accounts."""
    if machine.host.admin:
        output = machine.run("passwd", "-S", "-a", limit=LIMIT)
        if output.code == 0:
            return _parsed(output.text), True
    return own(machine), False


def own(machine: Machine) -> dict[str, _State]:
    person = machine.host.person
    if person is None or person.name.startswith("-"):
        raise _OTHERS_UNSEEN
    output = machine.run("passwd", "-S", person.name, limit=1 << 12)
    if output.code != 0:
        raise Unreadable(
            Text("查不到本人账户的口令状态", "The state of one's own password could not be found out"),
            refusals.AS_ADMIN,
        )
    return _parsed(output.text)


def _parsed(text: str) -> dict[str, _State]:
    """Lines of ``passwd -S``: name, P NP L or LK, date, minimum, maximum, warning, inactivity. See passwd(1)."""
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) < 7 or words[1] not in ("P", "PS", "NP", "L", "LK"):
            raise refusals.malformed("passwd -S")
        found[words[0]] = _State(words[1], _day(words[2]), whole(words[4], "passwd -S"))
    if not found:
        raise refusals.malformed("passwd -S")
    return found


def _day(text: str) -> date | None:
    """2026-11-23, or 11/23/2026 before shadow 4.9; "never" and 1970 mean that it is not known."""
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if day.year > 1970 else None
    return None


# -- guests and names that everybody knows ----------------------------------------------------------------------------


@probe(DefaultAccounts, Platform.LINUX)
def default_accounts(machine: Machine) -> DefaultAccounts:
    accounts = _accounts(machine)
    found = [DefaultAccount(one.name, AccountKind.SUPERUSER) for one in accounts if one.uid == 0 and one.name != "root"]
    known = {one.name for one in accounts if one.uid != 0 and one.name.lower() in account_names().known_names}
    ledger = Ledger(Unit.ACCOUNTS, [one.name for one in accounts])
    for name in ledger:
        with ledger.reading(name):
            if name in known and _unlocked(machine, name):
                found.append(DefaultAccount(name, AccountKind.KNOWN_NAME))
    beyond = sources(machine)
    with beyond.reading("guest"):
        if guest_session(machine):
            found.append(DefaultAccount("guest", AccountKind.GUEST))
    return DefaultAccounts(tuple(dict.fromkeys(found)), coverage=ledger.coverage + beyond.coverage)


def _unlocked(machine: Machine, name: str) -> bool:
    """Whether it can be used. A locked password is the state L; without root it is not told."""
    states, _ = told(lambda: _states(machine))
    if name not in states:
        reason = Text(
            "有账户 {name}，但查不到是否已停用", "There is the account {name}; whether it is locked is not told"
        )
        raise Unreadable(reason.filled(name=Text.name(name)), refusals.AS_ADMIN, Cause.DENIED)
    return states[name].state not in ("L", "LK")
