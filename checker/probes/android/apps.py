"""Apps of a phone: where they came from, and what they may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from checker.facts.phone.apps import (
    App,
    BackgroundLocation,
    Came,
    InputMethods,
    Installed,
    InstalledApps,
    InstallGrants,
    KnownApps,
    Power,
    Powerful,
    SecurityApps,
    Sensor,
    SensorsInUse,
    SensorUse,
    SocialApp,
    SocialApps,
    SpecialAccess,
)
from checker.knowledge.phone_apps import phone_apps
from checker.knowledge.phone_guides import phone_guides
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.answers import PACKAGE, strange
from checker.probes.android.apk import certificate
from checker.probes.base import probe

_NO_APPS = Text("除系统自带的以外没有安装应用", "No app is installed beside the system's own")
_UNTOLD = Text("系统没有说明应用从哪里来：{app}", "The system does not say where an app came from: {app}")
_NO_GRANTS = Text("系统没有说明应用的权限：{app}", "The system does not tell what an app may do: {app}")
_LOOK = Text("请在手机的“应用信息”里核对", "Look at “App info” on the phone")
_LOCATION = ("android.permission.ACCESS_FINE_LOCATION", "android.permission.ACCESS_COARSE_LOCATION")
_BACKGROUND = "android.permission.ACCESS_BACKGROUND_LOCATION"
_SOCIAL = ("com.tencent.mm", "com.tencent.mobileqq", "com.eg.android.AlipayGphone")
_SWEEP = 600  # apps looked at one by one; more is no ordinary phone, and is said
_CERTIFICATES = 20  # read for apps at fault only


def app(package: str) -> App:
    return App(package, phone_apps().label(package))


# -- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class There:
    """What is installed for the user on screen. `third`: package to its installer, None where the list does not say."""

    third: Mapping[str, str | None]
    system: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.system | self.third.keys()


def there(machine: Machine) -> There:
    """The two lists of packages.

    Raises:
        Unreadable: no list of the system's own, which is never empty: then the other proves nothing either.
    """
    replies = machine.phone("apps")
    system = frozenset(name for name, _ in answers.packages(answers.text(replies, "apps.system").splitlines()))
    if not system:
        raise strange()
    try:
        third = answers.packages(_listing(answers.text(replies, "apps.third")))
    except Unreadable:  # some builds do not know -i
        third = answers.packages(_listing(answers.text(replies, "apps.third.plain")))
    return There({name: _installer(rest) for name, rest in third}, system)


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
    """What ``dumpsys package`` says of one app. `granted`: permissions of the user on screen; None: no such block."""

    version: str = ""
    initiating: str | None = None
    installer: str | None = None
    source: int | None = None
    updated: datetime | None = None
    granted: frozenset[str] | None = None
    named: bool = False  # the package's own block was there at all
    system: bool = False


@dataclass
class _Reading:
    version: str = ""
    values: dict[str, str] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    blocks: int = 0


def details(printed: str, package: str, user: int) -> Details:
    """Read one app's block; those of other packages and of other users do not count.

    Permissions stand twice: install permissions before the users, run-time permissions within each user's block.

    Raises:
        Unreadable: the package's block is not there.
    """
    reading = _Reading()
    here = False
    of: int | None = None
    for line in printed.splitlines():
        line = line.strip()
        head = re.match(r"Package \[([\w.]+)\]", line)
        if head is not None:
            here, of = head[1] == package, None
            reading.blocks += here
            continue
        if not here:
            continue
        begins = re.match(r"User (\d+):", line)
        if begins is not None:
            of = int(begins[1])
            continue
        permission = re.match(r"(android\.permission\.\w+): granted=(true|false)", line)
        if permission is not None:
            if permission[2] == "true" and of in (user, None):
                reading.granted.add(permission[1])
            continue
        name, equals, value = line.partition("=")
        if equals and re.fullmatch(r"\w{1,40}", name):
            reading.values.setdefault(name, value[:400])
    if not reading.blocks:
        raise strange()
    return _details(reading, grants="granted=" in printed or "permissions:" in printed)


def _details(reading: _Reading, grants: bool) -> Details:
    values = reading.values
    source = values.get("packageSource", "")
    return Details(
        version=values.get("versionName", "")[:60],
        initiating=_package(values.get("initiatingPackageName")),
        installer=_package(values.get("installerPackageName")),
        source=int(source) if source.isdecimal() and len(source) == 1 else None,
        updated=_moment(values.get("lastUpdateTime", "")),
        granted=frozenset(reading.granted) if grants else None,
        named=True,
        system=values.get("codePath", "").startswith(("/system", "/product", "/vendor", "/apex", "/system_ext")),
    )


def _package(value: str | None) -> str | None:
    """A package name; "" for a plain null: nobody; None: the line is not there."""
    if value is None:
        return None
    word = value.split(" ")[0]
    return word if PACKAGE.fullmatch(word) else ""


def _moment(value: str) -> datetime | None:
    try:
        return datetime.strptime(value[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def about(machine: Machine, packages: list[str]) -> dict[str, Details | Unreadable]:
    """The details of some packages; one that the phone does not tell stands with its reason."""
    if not packages:
        return {}
    user = user_on_screen(machine)
    replies = machine.phone("details", *packages)
    found: dict[str, Details | Unreadable] = {}
    for package in packages:
        try:
            found[package] = details(answers.text(replies, f"app.details {package}"), package, user)
        except Unreadable as refusal:
            found[package] = refusal
    return found


def user_on_screen(machine: Machine) -> int:
    """Raises Unreadable: the phone does not say; then grants could be another user's."""
    printed = answers.text(machine.phone("identity"), "user").strip()
    if not printed.isdecimal():
        raise strange()
    return int(printed)


# -- where they came from ---------------------------------------------------------------------------------------------


@probe(InstalledApps, Platform.ANDROID)
def installed_apps(machine: Machine) -> InstalledApps:
    """Who began the installation decides (Android 11 and later): the installer's name alone can be set by anybody who
    installs over a cable. Before, there is no other word than the installer's.
    """
    listed = there(machine)
    ledger = _third(listed)
    packages = list(ledger.at_most(_SWEEP))
    found = about(machine, packages)
    old = answers.android(machine) < 30
    apps: list[Installed] = []
    for package in packages:
        with ledger.reading(package):
            one = found[package]
            if isinstance(one, Unreadable):
                one = Details()
            apps.append(_origin(package, one, listed, old))
    return InstalledApps(tuple(_certified(machine, apps)), coverage=ledger.coverage)


def _third(listed: There) -> Ledger[str]:
    """Every app that did not come with the system."""
    ledger = Ledger(Unit.APPS, sorted(listed.third), phone_apps().label)
    if not ledger.opened:
        ledger.nothing(_NO_APPS)
    return ledger


def _all(listed: There) -> Coverage:
    """Both lists of apps were gone through."""
    return Coverage.whole(Unit.APPS, len(listed.all))


def _origin(package: str, one: Details, listed: There, old: bool) -> Installed:
    installer = one.installer if one.installer is not None else _named(listed.third.get(package))
    by = one.initiating if one.initiating is not None else installer if old else None
    if by is None:
        raise Unreadable(_UNTOLD.filled(app=phone_apps().label(package)), _LOOK)
    came = _came(by, one.source, installer, listed)
    return Installed(app(package), came, app(by) if by and came is not Came.STORE else None)


def _named(listed: str | None) -> str | None:
    return None if listed is None else _package(listed)


def _came(by: str, source: int | None, installer: str | None, listed: There) -> Came:
    known = phone_apps()
    if by in known.cable_installers:
        return Came.CABLE
    if by in known.stores | known.makers:
        return Came.STORE
    if by in known.file_installers or source in (3, 4):  # PackageInstaller: local file, downloaded file
        return Came.FILE
    if not by:
        return Came.NOBODY
    # A part of the system that is neither store nor file installer: the maker's own way of updating.
    if by in listed.system and installer in known.stores | known.makers:
        return Came.STORE
    return Came.APP


def _certified(machine: Machine, apps: list[Installed]) -> list[Installed]:
    """The signer of apps at fault, by whom they can be recognised; the others' files are not opened."""
    wanted = [one.app.package for one in apps if one.came is not Came.STORE][:_CERTIFICATES]
    if not wanted:
        return apps
    try:
        replies = machine.phone("apk", *wanted)
    except Unreadable:
        return apps
    found: dict[str, str] = {}
    for package in wanted:
        try:
            path = re.search(r"^package:(/data/app/\S+/base\.apk)$", answers.text(replies, f"app.path {package}"), re.M)
            if path is not None:
                found[package] = certificate(machine, path[1])
        except Unreadable:
            continue  # the app is named all the same
    return [Installed(one.app, one.came, one.by, found.get(one.app.package, "")) for one in apps]


# -- what they may do -------------------------------------------------------------------------------------------------


@probe(InstallGrants, Platform.ANDROID)
def install_grants(machine: Machine) -> InstallGrants:
    listed = there(machine)
    known = phone_apps()
    allowed = allowed_packages(answers.text(machine.phone("apps"), "apps.installers"))
    fine = known.stores | known.makers | known.file_installers
    held = tuple(app(name) for name in sorted(allowed) if name in listed.third and name not in fine)
    return InstallGrants(held, coverage=_all(listed))


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
        if PACKAGE.fullmatch(line):
            found.add(line)
        elif line != "No operations.":
            raise strange()
    return frozenset(found)


@probe(SpecialAccess, Platform.ANDROID)
def special_access(machine: Machine) -> SpecialAccess:
    settings, replies = machine.phone("settings"), machine.phone("apps")
    listed = there(machine)
    powers = Ledger(Unit.SETTINGS, tuple(Power))
    held: list[tuple[str, Power]] = []
    with powers.reading(Power.ACCESSIBILITY):
        held += [(name, Power.ACCESSIBILITY) for name in components(settings, "secure.enabled_accessibility_services")]
    with powers.reading(Power.NOTIFICATIONS):
        held += [(name, Power.NOTIFICATIONS) for name in components(settings, "secure.enabled_notification_listeners")]
    with powers.reading(Power.ADMIN):
        held += [(name, Power.ADMIN) for name in admins(answers.text(replies, "apps.admins"))]
    with powers.reading(Power.OVERLAY):
        held += [(name, Power.OVERLAY) for name in allowed_packages(answers.text(replies, "apps.overlays"))]
    coverage = powers.some_or_raise()
    held = sorted({(name, power) for name, power in held if name in listed.all})
    outside = sorted({name for name, _ in held if name in listed.third})
    came = _ways(machine, outside, listed)
    found = tuple(Powerful(app(name), power, name not in listed.third, came.get(name)) for name, power in held)
    return SpecialAccess(found, coverage=coverage + _all(listed))


def _ways(machine: Machine, packages: list[str], listed: There) -> dict[str, Came]:
    old = answers.android(machine) < 30
    ways: dict[str, Came] = {}
    for package, one in about(machine, packages).items():
        try:
            ways[package] = _origin(package, Details() if isinstance(one, Unreadable) else one, listed, old).came
        except Unreadable:
            continue  # its origin is not told, and the check treats it so
    return ways


def components(settings: Mapping[str, tuple[int | None, bytes]], name: str) -> list[str]:
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


def admins(printed: str) -> list[str]:
    """Device administrators and owners in the filtered ``dumpsys device_policy``; both have a form of their own.

    Raises:
        Unreadable: not even the section's head is there.
    """
    if "Enabled Device Admins" not in printed:
        raise strange()
    plain = re.findall(r"^ {2,6}([A-Za-z][\w.]*)/[\w.$]+:\s*$", printed, re.MULTILINE)
    owners = re.findall(r"admin=ComponentInfo\{([A-Za-z][\w.]*)/", printed)
    return [*plain, *owners]


@probe(InputMethods, Platform.ANDROID)
def input_methods(machine: Machine) -> InputMethods:
    settings = machine.phone("settings")
    listed = there(machine)
    enabled = set(components(settings, "secure.enabled_input_methods"))
    enabled |= set(components(settings, "secure.default_input_method"))
    enabled &= listed.all
    if not enabled:
        raise strange()  # a phone without a keyboard cannot be unlocked
    outside = sorted(enabled & listed.third.keys())
    came = _ways(machine, outside, listed)
    unknown = [name for name in outside if came.get(name) is not Came.STORE]
    return InputMethods(
        enabled=tuple(app(name) for name in sorted(enabled)),
        cloud=tuple(app(name) for name in sorted(enabled & phone_apps().cloud_keyboards)),
        unknown=tuple(app(name) for name in unknown),
        coverage=Coverage.whole(Unit.APPS, len(enabled)),
    )


@probe(BackgroundLocation, Platform.ANDROID)
def background_location(machine: Machine) -> BackgroundLocation:
    listed = there(machine)
    ledger = _third(listed)
    packages = list(ledger.at_most(_SWEEP))
    wanted = {_BACKGROUND} if answers.android(machine) >= 29 else set(_LOCATION)
    found = []
    for package, one in about(machine, packages).items():
        with ledger.reading(package):
            if isinstance(one, Unreadable) or one.granted is None:
                raise Unreadable(_NO_GRANTS.filled(app=phone_apps().label(package)), _LOOK)
            if one.granted & wanted:
                found.append(app(package))
    return BackgroundLocation(tuple(found), coverage=ledger.coverage)


@probe(SocialApps, Platform.ANDROID)
def social_apps(machine: Machine) -> SocialApps:
    """An app-op that says ignore or deny outweighs a permission that was granted once."""
    listed = there(machine)
    here = [package for package in _SOCIAL if package in listed.all]
    found = about(machine, here)
    replies = machine.phone("location use", *here) if here else {}
    apps = []
    versions: dict[str, str] = {}
    for package in here:
        one = found[package]
        told = Details() if isinstance(one, Unreadable) else one
        versions[package] = told.version
        ops: bool | None = None
        try:
            ops = location_op(answers.text(replies, f"app.location {package}"))
        except Unreadable:
            ops = None
        granted = None if told.granted is None else bool(told.granted & set(_LOCATION))
        apps.append(SocialApp(app(package), told.version, False if ops is False else granted))
    guides = phone_guides()
    paths = tuple(
        (id, guides.path(id, versions.get(package, "")))
        for id, package in sorted({(guide.id, guide.package) for guide in guides.guide})
    )
    return SocialApps(tuple(apps), paths, coverage=_all(listed))


def location_op(printed: str) -> bool | None:
    """Whether ``appops get`` allows the location: "FINE_LOCATION: allow", "Uid mode: FINE_LOCATION: foreground", ...

    None: "No operations." or "Default mode": the app-op says nothing of its own.
    """
    modes = re.findall(r"(?:FINE|COARSE)_LOCATION: (\w+)", printed)
    if not modes:
        return None
    return any(mode in ("allow", "foreground") for mode in modes)


# -- use --------------------------------------------------------------------------------------------------------------

_ACCESS = re.compile(r"Access: \[([\w-]+)\].*?\(-(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_SENSORS = (("CAMERA", Sensor.CAMERA), ("RECORD_AUDIO", Sensor.MICROPHONE), ("LOCATION", Sensor.LOCATION))


@probe(SensorsInUse, Platform.ANDROID)
def sensors_in_use(machine: Machine) -> SensorsInUse:
    listed = there(machine)
    uses = sensor_uses(answers.text(machine.phone("apps"), "apps.use"))
    return SensorsInUse(tuple(use for use in uses if use.app.package in listed.third), coverage=_all(listed))


def sensor_uses(printed: str) -> tuple[SensorUse, ...]:
    """The filtered ``dumpsys appops`` of Android 11 and later, the newest use of each app and sensor.

    States in brackets: pers, top, fgsvcl, fgsvc, fg, bg, cch; the last two are not on screen. Android 8 to 10 write
    ``time=+2d3h ago`` instead, which is not read here: unsupported there.

    Raises:
        Unreadable: no package in it at all, or no use in this form.
    """
    if "Package " not in printed or not _ACCESS.search(printed):
        raise strange()
    package: str | None = None
    sensor: Sensor | None = None
    newest: dict[tuple[str, Sensor], SensorUse] = {}
    for line in printed.splitlines():
        line = line.strip()
        head = re.match(r"Package ([\w.]+):", line)
        op = re.match(r"([A-Z_]+) \(", line)
        if line.startswith("Uid "):
            package = sensor = None
        elif head is not None:
            package, sensor = head[1], None
        elif op is not None:
            sensor = next((kind for word, kind in _SENSORS if word in op[1]), None)
        elif package is not None and sensor is not None:
            _note(newest, package, sensor, line)
    return tuple(newest[key] for key in sorted(newest))


def _note(newest: dict[tuple[str, Sensor], SensorUse], package: str, sensor: Sensor, line: str) -> None:
    key = (package, sensor)
    if line.startswith("Running start at"):
        newest[key] = SensorUse(app(package), sensor, background=False, days=0.0)
        return
    match = _ACCESS.search(line)
    if match is None:
        return
    days = int(match[2] or 0) + int(match[3] or 0) / 24 + int(match[4] or 0) / 1440
    use = SensorUse(app(package), sensor, match[1].split("-")[0] in ("bg", "cch"), days)
    before = newest.get(key)
    if before is None or before.days is None or days < before.days:
        newest[key] = use


# -- kinds ------------------------------------------------------------------------------------------------------------


@probe(SecurityApps, Platform.ANDROID)
def security_apps(machine: Machine) -> SecurityApps:
    listed = there(machine)
    here = [package for package in phone_apps().security if package in listed.all]
    now = machine.host.now
    found = []
    for package, one in about(machine, here).items():
        updated = None if isinstance(one, Unreadable) else one.updated
        # A clock that ran before it was set writes 2008 or 1970: no date of an update.
        old = updated is None or updated.year < 2015 or updated > now
        found.append((app(package), None if old or updated is None else (now - updated).total_seconds() / 86_400))
    return SecurityApps(tuple(found), coverage=_all(listed))


@probe(KnownApps, Platform.ANDROID)
def known_apps(machine: Machine) -> KnownApps:
    listed = there(machine)
    here = listed.all
    known = phone_apps()

    def some(names: tuple[str, ...]) -> tuple[App, ...]:
        return tuple(app(name) for name in names if name in here)

    return KnownApps(
        some(known.photo_clouds),
        some(known.sharing),
        some(known.finders),
        some(known.scanners),
        coverage=_all(listed),
    )
