"""Apps of some kinds: those that protect, that keep photos elsewhere, that locate their owner."""

from __future__ import annotations

import re

from checker.facts.phone.apps import App, KnownApps, SecurityApps, SocialApp, SocialApps
from checker.knowledge.phone_apps import phone_apps
from checker.knowledge.phone_guides import phone_guides
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.packages import Details, about, app, everywhere
from checker.probes.android.people import Person, user_on_screen
from checker.probes.base import probe

_LOCATION = ("android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION")
_SOCIAL = ("com.tencent.mm", "com.tencent.mobileqq", "com.eg.android.AlipayGphone")
_GOOGLE = "com.google.android.gms"


@probe(SocialApps, Platform.ANDROID)
def social_apps(machine: Machine) -> SocialApps:
    """An app-op that says ignore or deny outweighs a permission that was granted once. What a copy of the app may do
    counts as well: whoever let either locate is asked."""
    listed = everywhere(machine)
    here = [package for package in _SOCIAL if package in listed.all]
    found = about(machine, here, user_on_screen(machine))
    apps = []
    versions: dict[str, str] = {}
    for package in here:
        one = found[package]
        told = Details() if isinstance(one, Unreadable) else one
        versions[package] = told.version
        locates = [_locates(machine, package, told, person) for person, there in listed.of if package in there.all]
        location = True if True in locates else None if None in locates else False
        apps.append(SocialApp(app(package), told.version, location))
    guides = phone_guides()
    paths = tuple(
        (id, guides.path(id, versions.get(package, "")))
        for id, package in sorted({(guide.id, guide.package) for guide in guides.guide})
    )
    return SocialApps(tuple(apps), paths, coverage=listed.by_name)


def _locates(machine: Machine, package: str, told: Details, person: Person) -> bool | None:
    try:
        replies = machine.phone("location use", package, user=person.asked)
        if location_op(answers.text(replies, f"app.location {package}")) is False:
            return False
    except Unreadable:
        if person.asked is not None:
            return None
    granted = told.given_by(person)
    return None if granted is None else bool(granted & set(_LOCATION))


def location_op(printed: str) -> bool | None:
    """Whether ``appops get`` allows the location: "FINE_LOCATION: allow", "Uid mode: FINE_LOCATION: foreground", ...

    None: "No operations." or "Default mode": the app-op says nothing of its own.
    """
    modes = re.findall(r"(?:FINE|COARSE)_LOCATION: (\w+)", printed)
    if not modes:
        return None
    return any(mode in ("allow", "foreground") for mode in modes)


@probe(SecurityApps, Platform.ANDROID)
def security_apps(machine: Machine) -> SecurityApps:
    listed = everywhere(machine)
    own = listed.of[0][1]
    here = [package for package in phone_apps().security if package in own.all]
    if own.unsaid is not None and here:
        raise own.unsaid  # one that is there may be switched off
    off = own.off
    now = machine.host.now
    found = []
    for package, one in about(machine, [name for name in here if name not in off], user_on_screen(machine)).items():
        updated = None if isinstance(one, Unreadable) else one.updated
        # A clock that ran before it was set writes 2008 or 1970: no date of an update.
        old = updated is None or updated.year < 2015 or updated > now
        found.append((app(package), None if old or updated is None else (now - updated).total_seconds() / 86_400))
    settings = Ledger[str](Unit.SETTINGS)
    scans = None
    if _GOOGLE in own.all - off:
        with settings.reading("Play Protect"):
            scans = _scans(machine)
    disabled = tuple(app(name) for name in here if name in off)
    coverage = listed.lists + settings.coverage if settings.opened else listed.lists
    return SecurityApps(tuple(found), disabled, scans, coverage=coverage)


def _scans(machine: Machine) -> bool:
    """Whether Google's scan of apps (Play Protect) is on: never switched off (0), and never refused (-1)."""
    settings = machine.phone("settings")
    scanning = answers.number(settings, "global.package_verifier_enable")
    agreed = answers.number(settings, "global.package_verifier_user_consent")
    return scanning != 0 and agreed != -1


@probe(KnownApps, Platform.ANDROID)
def known_apps(machine: Machine) -> KnownApps:
    listed = everywhere(machine)
    here = listed.all
    known = phone_apps()

    def some(names: tuple[str, ...]) -> tuple[App, ...]:
        return tuple(app(name, listed.third.get(name)) for name in names if name in here)

    return KnownApps(
        some(known.photo_clouds),
        some(known.sharing),
        some(known.finders),
        some(known.scanners),
        coverage=listed.by_name,
    )
