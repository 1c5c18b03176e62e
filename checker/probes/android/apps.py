"""Apps of a phone: where they came from, and who used its sensors. Copies of apps and a second space count, too."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from checker.facts.phone.apps import (
    App,
    BackgroundLocation,
    Came,
    Installed,
    InstalledApps,
    SensorsInUse,
    SensorUse,
)
from checker.knowledge.phone_apps import phone_apps
from checker.knowledge.stalkerware import stalkerware
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.apk import signer
from checker.probes.android.appops import history
from checker.probes.android.packages import Details, Everywhere, about, app, everywhere, listed_installer
from checker.probes.android.people import Person, user_on_screen
from checker.probes.base import probe

_NO_APPS = Text("除系统自带的以外没有安装应用", "No app is installed beside the system's own")
_UNTOLD = Text("系统没有说明应用从哪里来：{app}", "The system does not say where an app came from: {app}")
_NO_GRANTS = Text("系统没有说明应用的权限：{app}", "The system does not tell what an app may do: {app}")
_FORGED = Text(
    "应用的记录前后矛盾，可能做过手脚：{app}", "The records of an app contradict each other and may be forged: {app}"
)
_LOOK = Text("请在手机的“应用信息”里核对", "Look at “App info” on the phone")
_LOCATION = ("android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION")
_BACKGROUND = "android.permission.ACCESS_BACKGROUND_LOCATION"
SWEEP = 4_000  # apps looked at one by one; more is no ordinary phone, and is said
_CERTIFICATES = 200  # read for apps at fault only

# -- where they came from ---------------------------------------------------------------------------------------------


@probe(InstalledApps, Platform.ANDROID)
def installed_apps(machine: Machine) -> InstalledApps:
    """Who began the installation decides (Android 11 and later): the installer's name alone can be set by anybody who
    installs over a cable. Before, there is no other word than the installer's.
    """
    listed = everywhere(machine)
    ledger = third_party(listed)
    packages = list(ledger.at_most(SWEEP))
    found = about(machine, packages, user_on_screen(machine))
    old = answers.android(machine) < 30
    apps: list[Installed] = []
    for package in packages:
        with ledger.reading(package):
            apps.append(origin(package, found[package], listed, old))
    apps, digests = _certified(machine, apps)
    known = stalkerware()
    # Whoever holds root can put such an app into the system's own part.
    stalking = [app(name, listed.third.get(name)) for name in sorted(listed.all) if known.names(name)]
    stalking += [
        one.app for one in apps if not known.names(one.app.package) and known.signed(digests.get(one.app.package, ""))
    ]
    coverage = ledger.coverage + listed.coverage
    return InstalledApps(tuple(apps), tuple(stalking), known.date, by_label=old, coverage=coverage)


def third_party(listed: Everywhere) -> Ledger[str]:
    """Every app that did not come with the system."""
    ledger = Ledger(Unit.APPS, sorted(listed.third), phone_apps().label)
    if not ledger.opened:
        ledger.nothing(_NO_APPS)
    return ledger


def origin(package: str, told: Details | Unreadable, listed: Everywhere, old: bool) -> Installed:
    """How an app came.

    Raises:
        Unreadable: neither the app's block nor the list says who installed it, or the block may be the app's own words.
    """
    one = Details() if isinstance(told, Unreadable) else told
    if one.forged and package in listed.third:
        raise Unreadable(_FORGED.filled(app=phone_apps().label(package)), _LOOK)
    installer = one.installer if one.installer is not None else listed_installer(listed.installer(package))
    by = one.initiating if one.initiating is not None else installer if old else None
    person = listed.third.get(package)
    named = app(package, person)
    if by is None:
        raise Unreadable(_UNTOLD.filled(app=named.label), _LOOK)
    came = came_by(by, one, installer, listed)
    # Who handed the package file over says more than the system's own installer.
    handed = one.originating if came is Came.FILE and one.originating else by
    return Installed(named, came, app(handed) if handed and came is not Came.STORE else None)


def came_by(by: str, one: Details, installer: str | None, listed: Everywhere) -> Came:
    """`by` began the installation. A tool that copies apps from another phone proves nothing of where it had them."""
    known = phone_apps()
    if by in known.cable_installers:
        return Came.CABLE
    if by in known.cloners or installer in known.cloners:
        return Came.MOVED
    if by in known.stores | known.makers:
        return Came.STORE
    if by in known.file_installers or one.source in (3, 4):  # PackageInstaller: local file, downloaded file
        return Came.FILE
    if not by:
        return Came.NOBODY
    # A part of the system that is neither store nor file installer: the maker's own way of updating.
    if by in listed.system and installer in known.stores | known.makers:
        return Came.STORE
    return Came.APP


def _certified(machine: Machine, apps: list[Installed]) -> tuple[list[Installed], dict[str, str]]:
    """The signer of apps at fault, by whom they can be recognised; the others' files are not opened. Beside them the
    SHA-1 of each certificate, by which public lists name it."""
    wanted = [one.app.package for one in apps if one.came is not Came.STORE][:_CERTIFICATES]
    if not wanted:
        return apps, {}
    try:
        replies = machine.phone("apk", *wanted)
    except Unreadable:
        return apps, {}
    found: dict[str, bytes] = {}
    for package in wanted:
        try:
            path = re.search(r"^package:(/data/app/\S+/base\.apk)$", answers.text(replies, f"app.path {package}"), re.M)
            if path is not None:
                found[package] = signer(machine, path[1])
        except Unreadable:
            continue  # the app is named all the same
    signed = [
        replace(one, certificate=hashlib.sha256(found[one.app.package]).hexdigest())
        if one.app.package in found
        else one
        for one in apps
    ]
    return signed, {name: hashlib.sha1(cert, usedforsecurity=False).hexdigest() for name, cert in found.items()}


def ways(machine: Machine, packages: Iterable[str], listed: Everywhere) -> dict[str, Came]:
    """How some apps came, as far as that is told."""
    wanted = list(packages)
    if not wanted:
        return {}
    old = answers.android(machine) < 30
    found: dict[str, Came] = {}
    for package, one in about(machine, wanted, user_on_screen(machine)).items():
        try:
            found[package] = origin(package, one, listed, old).came
        except Unreadable:
            continue  # its origin is not told, and the check treats it so
    return found


# -- the location, always ---------------------------------------------------------------------------------------------


@probe(BackgroundLocation, Platform.ANDROID)
def background_location(machine: Machine) -> BackgroundLocation:
    listed = everywhere(machine)
    ledger = third_party(listed)
    packages = list(ledger.at_most(SWEEP))
    wanted = location_always(machine)
    found = list[App]()
    for package, one in about(machine, packages, user_on_screen(machine)).items():
        with ledger.reading(package):
            for person, has in granted(package, one, listed):
                if has & wanted:
                    found.append(app(package, person))
    return BackgroundLocation(tuple(found), coverage=ledger.coverage + listed.coverage)


def location_always(machine: Machine) -> set[str]:
    """The permissions with which an app locates while nobody looks: since Android 10 one of its own."""
    return {_BACKGROUND} if answers.android(machine) >= 29 else set(_LOCATION)


def granted(package: str, told: Details | Unreadable, listed: Everywhere) -> Iterator[tuple[Person, frozenset[str]]]:
    """What each who has an app lets it do.

    Raises:
        Unreadable: of one of them that is not told; after all the others. Or the block may be the app's own words.
    """
    if isinstance(told, Details) and told.forged and package in listed.third:
        raise Unreadable(_FORGED.filled(app=phone_apps().label(package)), _LOOK)
    untold = False
    for person, there in listed.of:
        if package in there.third:
            has = None if isinstance(told, Unreadable) else told.given_by(person)
            untold = untold or has is None
            if has is not None:
                yield person, has
    if untold:
        raise Unreadable(_NO_GRANTS.filled(app=phone_apps().label(package)), _LOOK)


# -- sensors ----------------------------------------------------------------------------------------------------------


@probe(SensorsInUse, Platform.ANDROID)
def sensors_in_use(machine: Machine) -> SensorsInUse:
    """The dump is everybody's; apps of the system are left out."""
    listed = everywhere(machine)
    told = history(answers.text(machine.phone("apps"), "apps.use"))
    people = {person.number: (person, there) for person, there in listed.of}
    uses = []
    for use in told.uses:
        if use.user in people and use.package in people[use.user][1].third:
            named = app(use.package, people[use.user][0])
            uses.append(SensorUse(named, use.sensor, use.seen, use.days, use.running))
    coverage = listed.lists
    strange = [
        package
        for user, package in told.strange
        if user is None or (user in people and package in people[user][1].third)
    ]
    if strange:
        lines = Ledger[int](Unit.RECORDS)
        lines.more(len(strange), Cause.NOT_UNDERSTOOD)
        coverage = coverage + lines.coverage
    return SensorsInUse(tuple(uses), coverage=coverage)
