"""What is installed on a phone, for whom, and what ``dumpsys package`` says of one app."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from checker.facts.phone.apps import App
from checker.knowledge.phone_apps import phone_apps
from checker.machine.machine import Machine
from checker.machine.phone.recorded import OTHER_NAME
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import PACKAGE, strange
from checker.probes.android.people import Person, everybody

_OTHER_NAME = Text("录制里的应用换了名字", "Apps have other names in a recording")
_OF = Text("{app}（{who}）", "{app} ({who})")


def app(package: str, person: Person | None = None) -> App:
    """An app as people know it; where it is not that of who is on screen, with whose it is."""
    label = phone_apps().label(package)
    if person is not None and not person.on_screen:
        label = _OF.filled(app=label, who=person.label)
    return App(package, label)


# -- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class There:
    """What is installed for one user. `third`: package to its installer, None where the list does not say. `off`: the
    system's own that are switched off; `unsaid` is why that is not told."""

    third: Mapping[str, str | None]
    system: frozenset[str]
    off: frozenset[str] = frozenset()
    unsaid: Unreadable | None = None

    @property
    def all(self) -> frozenset[str]:
        return self.system | self.third.keys()


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What is installed for each user of the phone."""

    of: tuple[tuple[Person, There], ...]
    coverage: Coverage

    @property
    def third(self) -> dict[str, Person]:
        """Every app that did not come with the system, with the first user who has it."""
        found: dict[str, Person] = {}
        for person, listed in self.of:
            for package in listed.third:
                found.setdefault(package, person)
        return found

    @property
    def system(self) -> frozenset[str]:
        return frozenset[str]().union(*(listed.system for _, listed in self.of)) - self.third.keys()

    @property
    def all(self) -> frozenset[str]:
        return self.system | self.third.keys()

    def installer(self, package: str) -> str | None:
        return next((listed.third[package] for _, listed in self.of if listed.third.get(package)), None)

    @property
    def lists(self) -> Coverage:
        """Every list of apps was gone through, of everybody who could be asked."""
        return Coverage.whole(Unit.APPS, len(self.all)) + self.coverage

    @property
    def by_name(self) -> Coverage:
        """Likewise, for a question of which apps are there: in a recording most have another name."""
        ledger = Ledger(Unit.APPS, sorted(self.all), phone_apps().label)
        for package in ledger:
            if OTHER_NAME.fullmatch(package):
                ledger.left(package, Cause.WOULD_NOT_SAY, reason=_OTHER_NAME)
            else:
                ledger.looked(package)
        return ledger.coverage + self.coverage


def everywhere(machine: Machine) -> Everywhere:
    """The lists of packages of everybody on the phone.

    Raises:
        Unreadable: no list of who is on screen.
    """
    found, coverage = everybody(machine, lambda person: there(machine, person.asked))
    return Everywhere(tuple(found), coverage)


def there(machine: Machine, user: int | None = None) -> There:
    """The two lists of packages.

    Raises:
        Unreadable: no list of the system's own, which is never empty: then the other proves nothing either.
    """
    replies = machine.phone("apps", user=user)
    system = frozenset(
        name for name, _ in answers.packages(answers.text(replies, "apps.system").splitlines(), words=True)
    )
    if not system:
        raise strange()
    try:
        third = answers.packages(_listing(answers.text(replies, "apps.third")))
    except Unreadable:  # some builds do not know -i
        third = answers.packages(_listing(answers.text(replies, "apps.third.plain")))
    try:
        off = frozenset(
            name for name, _ in answers.packages(answers.text(replies, "apps.off").splitlines(), words=True)
        )
    except Unreadable as why:
        return There({name: _installer(rest) for name, rest in third}, system, unsaid=why)
    return There({name: _installer(rest) for name, rest in third}, system, off)


def _listing(printed: str) -> list[str]:
    if "rror:" in printed[:200]:
        raise strange()
    return printed.splitlines()


def _installer(rest: str) -> str | None:
    found = re.search(r"installer=(\S+)", rest)
    return found[1] if found else None


# -- one package ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Details:
    """What ``dumpsys package`` says of one app. `granted`: the permissions that the asked user's half has, those of its
    installation among them; `of`: those of each user of whom there is a block. None and empty: no such block, or the
    dump ends within it. `originating`: who gave the package to the installer, "" for nobody."""

    version: str = ""
    initiating: str | None = None
    installer: str | None = None
    originating: str | None = None
    source: int | None = None
    updated: datetime | None = None
    granted: frozenset[str] | None = None
    of: Mapping[int, frozenset[str]] = field(default_factory=dict)
    named: bool = False  # the package's own block was there at all
    forged: bool = False  # what stands once in an app's dump stands there twice, or behind its end
    system: bool = False

    def given_by(self, person: Person) -> frozenset[str] | None:
        """The permissions that it has in that person's half of the phone; None: not told."""
        return self.granted if person.on_screen else self.of.get(person.number)


@dataclass
class _Reading:
    values: dict[str, str] = field(default_factory=dict)
    granted: dict[int, set[str]] = field(default_factory=dict)  # an entry for each user of whom there is a block
    blocks: int = 0
    ended: bool = False  # the next section's heading came: nothing of the block is missing
    forged: bool = False


_EVERYBODY = -1
# An app for Android 5 and older keeps what its installation gave it; whoever takes it back sets this mark, and it gets
# nothing. Until Android 10 by the other name (AOSP: PackageManager.FLAG_PERMISSION_REVOKED_COMPAT).
_TAKEN_BACK = re.compile(r"\b(?:REVOKED_COMPAT|REVOKE_ON_UPGRADE)\b")
_SECTION = re.compile(r"[A-Z][A-Za-z ]*:")  # "Queries:", "Shared users:", "Dexopt state:"
# Once in an app's dump, but for one of the system's own that was updated (its first state stands behind it). An app's
# maker writes its version, and Android prints that as it is, line ends and all.
_ONCE = frozenset(
    {
        "codePath",
        "lastUpdateTime",
        "installerPackageName",
        "initiatingPackageName",
        "originatingPackageName",
        "packageSource",
    }
)


def details(printed: str, package: str, user: int) -> Details:
    """Read one app's block; those of other packages do not count. `granted` is what `user` gave.

    Permissions stand twice: install permissions before the users, run-time permissions within each user's block.

    Raises:
        Unreadable: the package's block is not there.
    """
    reading = _Reading()
    here = False
    of = _EVERYBODY
    for line in printed.splitlines():
        reading.ended = reading.blocks > 0 and (reading.ended or _SECTION.fullmatch(line) is not None)
        line = line.strip()
        head = re.match(r"Package \[([\w.]+)\]", line)
        if head is not None:
            here, of = head[1] == package, _EVERYBODY
            reading.blocks += here
            reading.forged = reading.forged or not here or reading.blocks > 1  # `dumpsys` was asked for one
            continue
        if not here:
            continue
        if reading.ended:
            reading.forged = reading.forged or _belongs_before(line, reading)
            continue
        begins = re.match(r"User (\d{1,4}):", line)
        if begins is not None:
            of = int(begins[1])
            reading.granted.setdefault(of, set())
            continue
        permission = re.match(r"(android\.permission\.\w+): granted=(true|false)(.*)", line)
        if permission is not None:
            if permission[2] == "true" and not _TAKEN_BACK.search(permission[3]):
                reading.granted.setdefault(of, set()).add(permission[1])
            continue
        name, equals, value = line.partition("=")
        if equals and re.fullmatch(r"\w{1,40}", name):
            reading.forged = reading.forged or (name in _ONCE and name in reading.values)
            reading.values.setdefault(name, value[:400])
    if not reading.blocks:
        raise strange()
    return _details(reading, user, told=reading.ended and ("granted=" in printed or "permissions:" in printed))


def _belongs_before(line: str, reading: _Reading) -> bool:
    """Whether a line behind the end of an app's block can only be of that block. The section of shared users repeats
    the permissions of an app that shares its user id."""
    if line.partition("=")[0] in _ONCE:
        return True
    permission = re.match(r"(android\.permission\.\w+): granted=true", line)
    return permission is not None and all(permission[1] not in names for names in reading.granted.values())


def _details(reading: _Reading, user: int, told: bool) -> Details:
    values = reading.values
    source = values.get("packageSource", "")
    all_have = reading.granted.get(_EVERYBODY, set())
    return Details(
        version=values.get("versionName", "")[:60],
        initiating=_package(values.get("initiatingPackageName")),
        installer=_package(values.get("installerPackageName")),
        originating=_package(values.get("originatingPackageName")),
        source=int(source) if source.isdecimal() and len(source) == 1 else None,
        updated=_moment(values.get("lastUpdateTime", "")),
        granted=frozenset(all_have | reading.granted[user]) if told and user in reading.granted else None,
        of={one: frozenset(all_have | names) for one, names in reading.granted.items()} if told else {},
        named=True,
        forged=reading.forged,
        system=values.get("codePath", "").startswith(("/system", "/product", "/vendor", "/apex", "/system_ext")),
    )


def _package(value: str | None) -> str | None:
    """A package name; "" for a plain null: nobody; None: the line is not there."""
    if value is None:
        return None
    word = value.split(" ")[0]
    return word if PACKAGE.fullmatch(word) else ""


def listed_installer(value: str | None) -> str | None:
    """The installer as ``pm list packages -i`` names it; "" for nobody."""
    return _package(value)


def _moment(value: str) -> datetime | None:
    try:
        return datetime.strptime(value[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def about(machine: Machine, packages: Iterable[str], user: int) -> dict[str, Details | Unreadable]:
    """The details of some packages; one that the phone does not tell stands with its reason."""
    wanted = list(packages)
    if not wanted:
        return {}
    replies = machine.phone("details", *wanted)
    found: dict[str, Details | Unreadable] = {}
    for package in wanted:
        try:
            found[package] = details(answers.text(replies, f"app.details {package}"), package, user)
        except Unreadable as refusal:
            found[package] = refusal
    return found
