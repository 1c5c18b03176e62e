"""Who is signed in on Linux without typing a password: login screens, consoles, services, and what PAM asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.facts.workstation.accounts import AutoLogin
from checker.machine import refusals
from checker.machine.answers import Person
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import pam
from checker.probes.linux.consoles import (
    credentials,
    is_console,
    is_session,
    is_shell,
    lets_in,
    opens_rescue,
    signed_in_by,
)
from checker.probes.linux.ini import LIMIT
from checker.probes.linux.login_screens import SCREENS, chosen_screen, told_elsewhere, unknown_screens
from checker.probes.linux.pam_modules import LOGINS, UNLOCKING, Attempt, known
from checker.probes.linux.sessions import opened_for, started_by_scripts
from checker.probes.linux.unit_files import UnitFile, services
from checker.probes.linux.units import units

_NO_PASSWORD_GROUP = "nopasswdlogin"  # told by another check


@probe(AutoLogin, Platform.LINUX)
def auto_login(machine: Machine) -> AutoLogin:
    """Each login screen that we know, each console, each service and script that opens a session, and each login of
    PAM's; by name what is installed and none of those.
    """
    found: list[str] = []
    screens = Ledger(Unit.PROGRAMS, SCREENS)
    for name, read in SCREENS.items():
        with screens.reading(name):
            found += read(machine)
    files: tuple[UnitFile, ...] = ()
    consoles = Ledger[str](Unit.SERVICES, ["systemd", "/etc/inittab"])
    with consoles.reading("systemd"):
        files = services(machine)
        found += _by_units(machine, files, consoles)
    with consoles.reading("/etc/inittab"):
        found += _by_inittab(machine.text("/etc/inittab", LIMIT))
    found += started_by_scripts(machine, consoles)
    for name in (*unknown_screens(machine, files), *told_elsewhere(files)):
        screens.left(name, refusals.not_understood(name))
    unasked, people, logins = _unasked(machine)
    coverage = screens.coverage + consoles.coverage + logins + chosen_screen(machine).coverage
    return AutoLogin(tuple(dict.fromkeys([*found, *people])), unasked=unasked, coverage=coverage)


def _by_units(machine: Machine, files: Iterable[UnitFile], consoles: Ledger[str]) -> Iterator[str]:
    started = frozenset[str]()
    for unit in files:
        if opens_rescue(unit):
            yield "root"
        console = is_console(unit)
        if not console and not is_session(unit):
            continue
        if not console:
            if not started:
                known_units = units(machine)
                started = known_units.starting | known_units.running
            if unit.name.lower() not in started:
                continue
        with consoles.reading(unit.name):
            yield from credentials(machine, unit)
            yield from lets_in(unit) if console else _session(unit)


def _session(unit: UnitFile) -> Iterator[str]:
    """A service on a console is a session of whom it runs as, unless it asks first."""
    opened = [opened_for(words, unit.one("user") or "root") for words in unit.commands]
    if any(name is not None for name in opened):
        yield from filter(None, opened)
        return
    try:
        yield from lets_in(unit)
    except Unreadable:
        if not unit.one("user") and not unit.one("pamname"):
            raise
        yield unit.one("user") or "root"


def _by_inittab(text: str) -> Iterator[str]:
    """inittab(5): ``1:2345:respawn:/sbin/getty 38400 tty1``. Only what is started on a terminal is of interest."""
    for line in text.splitlines():
        fields = line.strip().split(":", 3)
        if line.lstrip().startswith("#") or len(fields) != 4 or fields[2] not in ("respawn", "once", "wait"):
            continue
        words = fields[3].lstrip("+").split()
        opened = opened_for(words, "root")
        if opened is not None:
            yield opened
        elif words and ("getty" in words[0] or "login" in words[0] or is_shell(words)):
            yield from signed_in_by(words)


def _unasked(machine: Machine) -> tuple[tuple[str, ...], list[str], Coverage]:
    """Logins of PAM's that ask nobody for a password, and accounts that none asks."""
    ledger = Ledger[str](Unit.SOURCES, ["/etc/pam.d"])
    open_to_all: list[str] = []
    people: list[str] = []
    with ledger.reading("/etc/pam.d"):
        attempts = [(one.name, _attempt(one, _groups(machine, one))) for one in machine.host.people]
        for service in (*LOGINS, *UNLOCKING):
            try:
                steps = pam.stack(machine, service, "auth")
            except Absent:
                continue
            with ledger.reading(service):
                if _gets_in(steps, Attempt(right=False)):
                    open_to_all.append(service)
                    continue
                people += [name for name, attempt in attempts if _gets_in(steps, attempt)]
    return tuple(open_to_all), people, ledger.coverage


def _attempt(person: Person, groups: Iterable[str]) -> Attempt:
    uid = int(person.key) if person.key.isdecimal() else None
    return Attempt(right=False, name=person.name, uid=uid, groups=tuple(groups))


def _gets_in(steps: tuple[pam.Step, ...], attempt: Attempt) -> bool:
    """Whether they sign in without the right password.

    Raises:
        Unreadable: it depends on a module that is not known here.
    """
    results = {walk.success for walk in pam.walks(steps, attempt.answers)}
    if results == {True, False}:
        strange = next((step.module for step in steps if not known(step)), "pam_succeed_if")
        raise refusals.not_understood(strange)
    return results == {True}


def _groups(machine: Machine, person: Person) -> Iterator[str]:
    try:
        lines = machine.text("/etc/group", LIMIT).splitlines()
    except Absent:
        return
    for line in lines:
        name, members = line.partition(":")[0], line.rpartition(":")[2]
        if name != _NO_PASSWORD_GROUP and person.name in members.split(","):
            yield name
