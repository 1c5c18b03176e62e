"""Apps that hold special access, of everybody on the phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from checker.facts.phone.apps import App, Came, InputMethods, InstallGrants, Power, Powerful, SpecialAccess
from checker.knowledge.phone_apps import phone_apps
from checker.machine.machine import Machine, PhoneReply
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.probes.android import answers
from checker.probes.android.answers import PACKAGE, Unsupported, at_odds, strange
from checker.probes.android.appops import ids_with
from checker.probes.android.apps import SWEEP, granted, location_always, third_party, ways
from checker.probes.android.packages import Everywhere, There, about, app, everywhere
from checker.probes.android.people import Person, everybody, user_on_screen
from checker.probes.base import probe

Replies = Mapping[str, PhoneReply]


@probe(InstallGrants, Platform.ANDROID)
def install_grants(machine: Machine) -> InstallGrants:
    listed = everywhere(machine)
    known = phone_apps()
    fine = known.stores | known.makers | known.file_installers
    tools = known.cloners | {*known.sharing, *known.security}
    held, own = list[App](), list[App]()
    for person, there in listed.of:
        replies = machine.phone("apps", user=person.asked)
        allowed = allowed_to(replies, "apps.installers", person.number)
        if "" in allowed:
            raise strange()
        for name in sorted((allowed & there.all) - fine):
            if name in there.third or name in known.openers:
                held.append(app(name, person))
            elif name not in tools:
                own.append(app(name, person))
    return InstallGrants(tuple(held), tuple(own), coverage=listed.lists)


_OPERATIONS = {
    "apps.installers": "REQUEST_INSTALL_PACKAGES",
    "apps.overlays": "SYSTEM_ALERT_WINDOW",
    "apps.usage": "GET_USAGE_STATS",
    "apps.files": "MANAGE_EXTERNAL_STORAGE",
    "apps.capture": "PROJECT_MEDIA",
    "apps.vpn": "ACTIVATE_VPN",
}


def allowed_to(apps: Replies, name: str, user: int) -> frozenset[str]:
    """Who is allowed an operation, as a package or by its user id; "" for an id of which nobody knows whose it is.

    Raises:
        Unreadable: either is not told.
    """
    packages = allowed_packages(answers.text(apps, name))
    return packages | ids_with(answers.text(apps, "apps.use"), _OPERATIONS[name], user)


def _denied(apps: Replies, name: str, user: int) -> frozenset[str]:
    """Whom somebody took an operation from that a permission would allow. "" stands for nobody in particular.

    Raises:
        Unreadable: either is not told.
    """
    ids = ids_with(answers.text(apps, "apps.use"), _OPERATIONS[name], user, ("deny", "ignore"))
    return allowed_packages(answers.text(apps, f"{name}.off")) | ids


def allowed_packages(printed: str) -> frozenset[str]:
    """The packages of ``cmd appops query-op``; its messages are no packages.

    Raises:
        Unreadable: something is neither a package nor "No operations.".
    """
    found = set()
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    if not lines:
        raise strange()
    for line in lines:
        if PACKAGE.fullmatch(line) or line == "android":
            found.add(line)
        elif line != "No operations.":
            raise strange()
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Of:
    """What is asked of one person's half of the phone, and what is installed there. `android` is the API level."""

    android: int
    settings: Replies
    apps: Replies
    user: int
    there: There


@probe(SpecialAccess, Platform.ANDROID)
def special_access(machine: Machine) -> SpecialAccess:
    listed = everywhere(machine)
    android = answers.android(machine)
    powers = Ledger[tuple[int, Power]](Unit.SETTINGS)
    held = set[tuple[str, Person, Power]]()
    for person, there in listed.of:
        settings, apps = machine.phone("settings", user=person.asked), machine.phone("apps", user=person.asked)
        own = _Of(android, settings, apps, person.number, there)
        for power, read in _SOURCES.items():
            if android < _SINCE.get(power, 0):
                continue
            with powers.reading((person.number, power)):
                names = read(own)
                held |= {(name, person, power) for name in names if name in there.all}
                if "" in names:
                    raise strange()  # somebody holds it, and nobody knows who
    coverage = powers.some_or_raise()
    granted, told = _granted(machine, listed)
    held |= granted
    third = listed.third
    came = ways(machine, sorted({name for name, _, _ in held if name in third}), listed)
    shown = sorted(held, key=lambda one: (one[0], one[1].number, one[2]))
    found = tuple(Powerful(app(name, who), power, name not in third, came.get(name)) for name, who, power in shown)
    return SpecialAccess(found, coverage=coverage + told + listed.lists)


# Permissions whose operation is a switch of its own in the phone's settings: the switch outweighs them.
_SWITCHED = {Power.OVERLAY: "apps.overlays", Power.USAGE: "apps.usage"}
_PERMISSIONS: Mapping[Power, tuple[str, ...]] = {
    Power.OVERLAY: ("SYSTEM_ALERT_WINDOW",),
    Power.USAGE: ("PACKAGE_USAGE_STATS",),
    Power.SETTINGS: ("WRITE_SECURE_SETTINGS",),
    Power.LOGS: ("READ_LOGS",),
    Power.READS_MESSAGES: ("READ_SMS", "RECEIVE_SMS"),
    Power.CALL_LOG: ("READ_CALL_LOG",),
    Power.MICROPHONE: ("RECORD_AUDIO",),
    Power.CAMERA: ("CAMERA",),
}


def _granted(machine: Machine, listed: Everywhere) -> tuple[set[tuple[str, Person, Power]], Coverage]:
    """What apps that did not come with the system may do by a permission alone: the owner's own grant, one over a cable
    (``pm grant``), or what an app for Android 5 and older has by its installation, of which app-ops say nothing."""
    ledger = third_party(listed)
    packages = list(ledger.at_most(SWEEP))
    wanted = {power: {f"android.permission.{name}" for name in names} for power, names in _PERMISSIONS.items()}
    wanted[Power.LOCATION] = location_always(machine)
    found = set[tuple[str, Person, Power]]()
    for package, one in about(machine, packages, user_on_screen(machine)).items():
        with ledger.reading(package):
            for person, has in granted(package, one, listed):
                powers = {power for power, names in wanted.items() if has & names}
                for power in powers & _SWITCHED.keys():
                    apps = machine.phone("apps", user=person.asked)
                    if package in _denied(apps, _SWITCHED[power], person.number):
                        powers = powers - {power}
                found |= {(package, person, power) for power in powers}
    return found, ledger.coverage


def _listed_in(name: str) -> Callable[[_Of], list[str]]:
    return lambda own: components(own.settings, name)


def _allowed(name: str) -> Callable[[_Of], list[str]]:
    return lambda own: sorted(allowed_to(own.apps, name, own.user))


def _admins(own: _Of) -> list[str]:
    return admins(answers.text(own.apps, "apps.admins"), own.user)


def _role(setting: str, role: str) -> Callable[[_Of], list[str]]:
    """Since Android 10 a role's holder; the older setting is a package name, or a component."""

    def read(own: _Of) -> list[str]:
        value = answers.setting(own.settings, setting)
        before = (value or "").partition("/")[0]
        if before and not PACKAGE.fullmatch(before):
            raise strange()
        told = _roles_of(own)
        if told is None:
            return [before] if before else []
        holders = told.get(role, [])
        if before in own.there.third and before not in holders:
            raise at_odds()
        return holders

    return read


def _roles_of(own: _Of) -> dict[str, list[str]] | None:
    """None: a system from before there were roles.

    Raises:
        Unreadable: one that has them, and does not tell.
    """
    try:
        return roles(answers.text(own.apps, "apps.roles"), own.user)
    except Unsupported:
        if own.android >= _ROLES_SINCE:
            raise
        return None


_ROLES_SINCE = 29
_HOLDER = "android.app.role."
_SCREENING = ("CALL_SCREENING", "CALL_REDIRECTION", "CALL_COMPANION")
_NO_MATTER = ("BROWSER", "HOME", "EMERGENCY", "NOTES", "WALLET", "RETAIL_DEMO")
_ASKED_ALONE = ("SMS", "DIALER", "ASSISTANT")


def _roles(chosen: Callable[[str], bool]) -> Callable[[_Of], list[str]]:
    """The holders of some roles; before Android 10 there are none."""

    def read(own: _Of) -> list[str]:
        told = _roles_of(own) or {}
        return [name for role, names in told.items() if chosen(role.removeprefix(_HOLDER)) for name in names]

    return read


_SOURCES: Mapping[Power, Callable[[_Of], list[str]]] = {
    Power.ACCESSIBILITY: _listed_in("secure.enabled_accessibility_services"),
    Power.NOTIFICATIONS: _listed_in("secure.enabled_notification_listeners"),
    Power.ADMIN: _admins,
    Power.OVERLAY: _allowed("apps.overlays"),
    Power.USAGE: _allowed("apps.usage"),
    Power.FILES: _allowed("apps.files"),
    Power.CAPTURE: _allowed("apps.capture"),
    Power.VPN: _allowed("apps.vpn"),
    Power.MESSAGES: _role("secure.sms_default_application", f"{_HOLDER}SMS"),
    Power.CALLS: _role("secure.dialer_default_application", f"{_HOLDER}DIALER"),
    Power.ASSISTANT: _role("secure.assistant", f"{_HOLDER}ASSISTANT"),
    Power.SCREENING: _roles(lambda role: role in _SCREENING),
    Power.ROLE: _roles(lambda role: role not in (*_SCREENING, *_NO_MATTER, *_ASKED_ALONE)),
    Power.AUTOFILL: _listed_in("secure.autofill_service"),
}
_SINCE = {Power.FILES: 30}  # the API level from which on there is such a power


def components(settings: Replies, name: str) -> list[str]:
    """The packages of a setting that lists components: ``pkg/.Class:pkg2/Class$Inner``; null and empty are no entry.

    Raises:
        Unreadable: something else stands in it.
    """
    value = answers.setting(settings, name) or ""
    found = []
    for part in value.split(":"):
        package, slash, _ = part.partition("/")
        if not part:
            continue
        if not (slash and PACKAGE.fullmatch(package)):
            raise strange()
        found.append(package)
    return found


_SECTION = re.compile(r"Enabled Device Admins \(User (\d+)|(?:Profile|Device) Owner(?: \(User (\d+)\))?")


def admins(printed: str, user: int | None = None) -> list[str]:
    """Device administrators and owners of a user in the filtered ``dumpsys device_policy``; both have a form of their
    own. The owner of the device is everybody's.

    Raises:
        Unreadable: not even the section's head is there.
    """
    if "Enabled Device Admins" not in printed:
        raise strange()
    found, of, owner = list[str](), None, False
    for line in printed.splitlines():
        head = _SECTION.search(line)
        if head is not None:
            number = head[1] or head[2]
            of, owner = (int(number) if number else None), "Device Owner" in line
        plain = re.match(r" {2,8}(?:ComponentInfo\{)?([A-Za-z][\w.]*)/[\w.$]+\}?:\s*$", line)
        named = re.search(r"admin=ComponentInfo\{([A-Za-z][\w.]*)/", line)
        component = plain or named
        if component is not None and (user is None or of is None or owner or of == user):
            found.append(component[1])
    return found


def roles(printed: str, user: int) -> dict[str, list[str]]:
    """Who holds which role for a user, in the filtered ``dumpsys role`` of Android 10 and later.

    Raises:
        Unreadable: no such list, or none of that user's.
    """
    found: dict[str, list[str]] = {}
    of: int | None = None
    role = ""
    told = False
    for word, value in re.findall(r"(user_id|name|holders)=(\S+)", printed):
        if word == "user_id":
            of = int(value) if value.isdecimal() else None
        elif word == "name":
            role, told = value, told or of in (user, None)
        elif of in (user, None) and PACKAGE.fullmatch(value):
            found.setdefault(role, []).append(value)
    if not told:
        raise strange()  # every user has a browser and a home screen, at least by name
    return found


@probe(InputMethods, Platform.ANDROID)
def input_methods(machine: Machine) -> InputMethods:
    listed = everywhere(machine)
    there = dict(listed.of)

    def read(person: Person) -> set[str]:
        if person not in there:
            raise strange()
        settings = machine.phone("settings", user=person.asked)
        if answers.setting(settings, "secure.enabled_input_methods") is None:
            raise strange()  # Android writes the list when a user is set up
        enabled = set(components(settings, "secure.enabled_input_methods"))
        used = set(components(settings, "secure.default_input_method"))
        if not there[person].all.issuperset(used):
            raise strange()  # Android takes another one when the one in use is removed: the list of apps lacks it
        enabled |= used
        return enabled & there[person].all

    found, coverage = everybody(machine, read)
    own = found[0][1]
    if not own:
        raise strange()  # a phone without a keyboard cannot be unlocked
    enabled = {(name, person) for person, names in found for name in names}
    third = listed.third
    came = ways(machine, sorted({name for name, _ in enabled if name in third}), listed)
    shown = sorted(enabled, key=lambda one: (one[0], one[1].number))
    known = phone_apps()
    heard_of = known.cloud_keyboards | known.local_keyboards
    return InputMethods(
        enabled=tuple(app(name, who) for name, who in shown),
        cloud=tuple(app(name, who) for name, who in shown if name in known.cloud_keyboards),
        unknown=tuple(app(name, who) for name, who in shown if name in third and came.get(name) is not Came.STORE),
        unheard=tuple(app(name, who) for name, who in shown if name not in heard_of),
        coverage=listed.by_name + coverage,
    )
