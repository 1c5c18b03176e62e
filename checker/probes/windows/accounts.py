"""Accounts on Windows. No password is tried, and no hash is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.facts.workstation.accounts import (
    AccountKind,
    AutoLogin,
    DefaultAccount,
    DefaultAccounts,
    EmptyPasswords,
    MaxAge,
    OwnPassword,
    PasswordPolicy,
)
from checker.facts.workstation.administrators import Administrators
from checker.knowledge.accounts import account_names
from checker.machine import refusals
from checker.machine.answers import Person, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
_LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
# Relative ids that are the same on every Windows ("Well-known SIDs", Microsoft Learn).
_ADMINISTRATOR, _GUEST, _SYSTEM_USE = "500", "501", ("503", "504")
_NOBODY = Text("还没有人用过这台电脑", "Nobody has used this computer yet")
_COMPLEX_KINDS = 3  # "Password must meet complexity requirements": three of the kinds of characters

User = Mapping[str, Any]
_ENTRA = "S-1-12-1-"  # accounts of Entra ID
_DOMAIN = Text(
    "账户来自域或云账户，由单位的服务器管理：{name}",
    "The account comes from a domain or from Entra ID, which the unit's servers manage: {name}",
)
_ASK_IT = Text(
    "请信息中心说明域里对口令的要求（包括细化策略、LAPS）",
    "Have IT say what the domain asks of passwords (fine-grained policies and LAPS included)",
)


def _users(machine: Machine) -> tuple[User, ...]:
    """Accounts of this computer itself. There is always an Administrator: an empty list is no answer."""
    users = machine.win32("local_users")
    if not (isinstance(users, list | tuple) and users and all(_sound(user) for user in users)):
        raise refusals.malformed("local_users")
    return tuple(users)


def _sound(user: object) -> bool:
    return (
        isinstance(user, Mapping)
        and isinstance(user.get("name"), str)
        and isinstance(user.get("sid"), str)
        and isinstance(user.get("enabled"), bool)
        and isinstance(user.get("password_not_required"), bool)
    )


def _policy(machine: Machine) -> Mapping[str, Any]:
    policy = machine.win32("password_policy")
    if not isinstance(policy, Mapping) or not _number(policy.get("min_length")):
        raise refusals.malformed("password_policy")
    return policy


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _told(error: Absent) -> Unreadable:
    """What every Windows has: where it is absent, this is not one that we know."""
    return Unreadable(error.reason, error.how)


@probe(EmptyPasswords, Platform.WINDOWS)
def empty_passwords(machine: Machine) -> EmptyPasswords:
    users = _users(machine)
    enabled = [user for user in users if user["enabled"]]
    maybe = [user["name"] for user in enabled if user["password_not_required"]]
    asked = Ledger(Unit.SETTINGS, ("policy", "network"))
    elsewhere = _of_a_domain(machine, users)
    with asked.reading("policy"):
        if not maybe and _policy(machine)["min_length"] == 0:
            # An empty password is accepted from everybody, flag or not.
            maybe = [user["name"] for user in enabled]
    over_network = False
    with asked.reading("network"):
        over_network = _blank_over_network(machine)
    coverage = Coverage.whole(Unit.ACCOUNTS, len(users)) + asked.coverage + elsewhere.coverage
    return EmptyPasswords(maybe=tuple(sorted(maybe)), over_network=over_network, coverage=coverage)


def _of_a_domain(machine: Machine, users: tuple[User, ...]) -> Ledger[Person]:
    """People who have been here and whom this computer does not keep: their SIDs begin otherwise than its own.

    What holds for them a domain's servers know, which are not asked: that is the network.
    """
    own = {user["sid"].rpartition("-")[0] for user in users}
    people = Ledger(Unit.PEOPLE, machine.host.people, lambda person: Text.name(person.name))
    for person in people:
        here = person.key.rpartition("-")[0] in own and not person.key.startswith(_ENTRA)
        if here:
            people.looked(person)
        else:
            reason = _DOMAIN.filled(name=Text.name(person.name))
            people.left(person, Cause.ELSEWHERE, _ASK_IT, reason)
    if not people.opened:
        people.nothing(_NOBODY)
    return people


def _blank_over_network(machine: Machine) -> bool:
    """LimitBlankPasswordUse 0. Absent is 1: "Enabled" is the default of this security option on every Windows."""
    try:
        limit = machine.registry(_LSA).value("LimitBlankPasswordUse")
    except Absent as error:
        raise _told(error) from error
    if not isinstance(limit, int | None):
        raise refusals.malformed("LimitBlankPasswordUse")
    return limit == 0


@probe(AutoLogin, Platform.WINDOWS)
def auto_login(machine: Machine) -> AutoLogin:
    """AutoAdminLogon is a string; absent or "0" is off (Microsoft: "Turn on automatic logon in Windows").

    A password kept by Sysinternals Autologon lies in the LSA secrets, which nobody may read; AutoAdminLogon is "1"
    then, too.
    """
    key = _winlogon(machine)
    switches = [str(key.value(name) or "0").strip() for name in ("AutoAdminLogon", "ForceAutoLogon")]
    if any(switch not in ("0", "1") for switch in switches):
        raise refusals.malformed("Winlogon")
    on = "1" in switches
    name = key.value("DefaultUserName")
    accounts = (name if isinstance(name, str) else "",) if on else ()
    stored = key.value("DefaultPassword")
    stored_password = stored is not None and stored != ""
    return AutoLogin(accounts, stored_password, coverage=Coverage.whole(Unit.SETTINGS))


def _winlogon(machine: Machine) -> RegistryKey:
    try:
        key = machine.registry(_WINLOGON)
    except Absent as error:
        raise _told(error) from error
    if key.value("Shell") is None or key.value("Userinit") is None:
        raise refusals.malformed("Winlogon")  # every real Windows has both: without them nothing follows from absence
    return key


@probe(DefaultAccounts, Platform.WINDOWS)
def default_accounts(machine: Machine) -> DefaultAccounts:
    users = _users(machine)
    found = tuple(one for user in users if user["enabled"] and (one := _default(user)) is not None)
    return DefaultAccounts(found, coverage=Coverage.whole(Unit.ACCOUNTS, len(users)))


def _default(user: User) -> DefaultAccount | None:
    name, rid = user["name"], user["sid"].rsplit("-", 1)[-1]
    if rid == _GUEST:
        return DefaultAccount(name, AccountKind.GUEST)
    if rid == _ADMINISTRATOR:
        # Renamed is as good as disabled: the rule asks for one of the two. A name that is tried next is no other name.
        renamed = name.casefold() not in (*account_names().administrators, *account_names().known_names)
        return None if renamed else DefaultAccount(name, AccountKind.ADMINISTRATOR)
    if rid in _SYSTEM_USE:
        return DefaultAccount(name, AccountKind.SYSTEM)
    if name.casefold() in account_names().known_names:
        return DefaultAccount(name, AccountKind.KNOWN_NAME)
    return None


@probe(PasswordPolicy, Platform.WINDOWS)
def password_policy(machine: Machine) -> PasswordPolicy:
    """NetUserModalsGet, which needs no administrator and, unlike ``net accounts``, speaks no language."""
    policy = _policy(machine)
    complexity = policy.get("complexity")
    days, attempts = policy.get("max_age_days"), policy.get("lockout_threshold")
    if not _number(attempts) or not (days is None or _number(days)):
        raise refusals.malformed("password_policy")
    elsewhere = Ledger[Person](Unit.PEOPLE)
    people = Ledger(Unit.SOURCES, ("accounts",), lambda _: Text("本机账户", "the computer's own accounts"))
    ages: tuple[MaxAge, ...] = ()
    with people.reading("accounts"):
        # Whatever the policy says, an account's own mark stands above it. Where passwords never end at all, it adds
        # nothing.
        users = _users(machine)
        elsewhere = _of_a_domain(machine, users)
        ages = tuple(MaxAge(user["name"], 0) for user in users if _endless(user)) if days else ()
    return PasswordPolicy(
        min_length=policy["min_length"],
        classes=None if not isinstance(complexity, bool) else _COMPLEX_KINDS if complexity else 0,
        max_age_days=days or 0,
        lockout_attempts=attempts,
        ages=ages,
        coverage=Coverage.whole(Unit.SETTINGS, 3) + people.coverage + elsewhere.coverage,
    )


def _endless(user: User) -> bool:
    """Whether its password never ends. The system's own accounts, which nobody signs in to, are left out."""
    if not isinstance(user.get("password_never_expires"), bool):
        raise refusals.malformed("local_users")
    own = user["sid"].rsplit("-", 1)[-1] in (*_SYSTEM_USE, _GUEST)
    return bool(user["enabled"] and user["password_never_expires"] and not own)


@probe(OwnPassword, Platform.WINDOWS)
def own_password(machine: Machine) -> OwnPassword:
    asked = Ledger(Unit.SETTINGS, ("age", "length"))
    unchanged = length = None
    with asked.reading("age"):
        unchanged = _unchanged(machine)
    with asked.reading("length"):
        length = int(_policy(machine)["min_length"])
    return OwnPassword(unchanged, length, coverage=asked.some_or_raise())


def _unchanged(machine: Machine) -> int | None:
    person = machine.host.person
    for user in _users(machine):
        if person is not None and user["sid"] == person.key and _number(user.get("password_age_days")):
            return int(user["password_age_days"])
    return None


@probe(Administrators, Platform.WINDOWS)
def administrators(machine: Machine) -> Administrators:
    """Enabled accounts of this computer with an administrator's privilege; whom a domain makes one is not known."""
    users = _users(machine)
    if any(not isinstance(user.get("admin"), bool) for user in users):
        raise refusals.malformed("local_users")
    found = tuple(sorted(user["name"] for user in users if user["enabled"] and user["admin"]))
    elsewhere = _of_a_domain(machine, users).coverage
    return Administrators(found, coverage=Coverage.whole(Unit.ACCOUNTS, len(users)) + elsewhere)
