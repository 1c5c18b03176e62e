"""Apps of a phone. Those that nothing is wrong with stay on the owner's screen: checks name only the ones at fault."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True, order=True)
class App:
    """`label` is the name people know with the package name, or the package name alone."""

    package: str
    label: Text


class Came(StrEnum):
    """How an app came onto the phone."""

    STORE = "store"  # a store that counts, or the phone's maker
    CABLE = "cable"  # from a computer
    FILE = "file"  # a package file that somebody opened
    APP = "app"  # another app put it there
    MOVED = "moved"  # copied from another phone: where that one had it from is not known
    NOBODY = "nobody"  # the system names no installer: a package file on old systems, or a copy from another phone


@dataclass(frozen=True, slots=True)
class Installed:
    """`by`: the app that began the installation, or the one that handed it the package file, where the system says.
    `certificate`: SHA-256 of the signer's certificate (hex), read from the app's own file; "" where it could not be
    read or was not needed."""

    app: App
    came: Came
    by: App | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class InstalledApps(Fact):
    """Apps that did not come with the system, of everybody on the phone. An app whose origin the phone does not tell is
    a gap. `by_label`: the system is of Android 10 or older, whose only word is the installer's name; whoever installs
    over a cable can set it. Source: ``pm list packages -3 -i`` and, for each, ``dumpsys package`` (initiating,
    originating package, package source). `stalking`: those that a public list of stalkerware names, with the day of
    that list.
    """

    apps: tuple[Installed, ...]
    stalking: tuple[App, ...] = ()
    listed: str = ""
    by_label: bool = False


@dataclass(frozen=True, slots=True)
class InstallGrants(Fact):
    """Apps that may install other apps, apart from stores. Android 8 and later. `apps`: those that somebody added, and
    the browsers and file managers that came with the phone; `own`: whatever else came with it."""

    apps: tuple[App, ...]
    own: tuple[App, ...] = ()


class Power(StrEnum):
    ACCESSIBILITY = "accessibility"  # sees the screen and may tap on it
    NOTIFICATIONS = "notifications"  # reads every notification
    ADMIN = "admin"  # device administrator, or owner of the device or profile
    OVERLAY = "overlay"  # draws over other apps
    USAGE = "usage"  # sees which apps are used, and when
    FILES = "files"  # reads and changes every file
    CAPTURE = "capture"  # records the screen without asking each time
    MESSAGES = "messages"  # is the app for text messages
    CALLS = "calls"  # is the app for telephone calls
    AUTOFILL = "autofill"  # fills in names and passwords
    ASSISTANT = "assistant"  # the assistant: sees what is on the screen when it is called, and may listen
    SCREENING = "screening"  # sees who calls, and may refuse or divert calls
    ROLE = "role"  # another role of which nobody here knows what it opens
    VPN = "vpn"  # all that the phone sends goes through it
    SETTINGS = "settings"  # changes the system's own settings; given over a cable alone
    LOGS = "logs"  # reads what other apps write into the system's log; given over a cable alone
    READS_MESSAGES = "reads messages"
    CALL_LOG = "call log"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    LOCATION = "location"  # also while nobody looks


@dataclass(frozen=True, slots=True)
class Powerful:
    """An app with special access. `system`: it came with the phone's system."""

    app: App
    power: Power
    system: bool
    came: Came | None = None  # None: it came with the system, or its origin is not told


@dataclass(frozen=True, slots=True)
class SpecialAccess(Fact):
    """Which apps hold special access. Entries of apps that are no longer installed are left out.

    Sources: the settings and services that keep each kind; app-ops, as ``query-op`` and ``dumpsys appops`` tell them;
    and for every app that did not come with the system the permissions that it has by its installation or a grant.
    """

    held: tuple[Powerful, ...]


@dataclass(frozen=True, slots=True)
class InputMethods(Fact):
    """Keyboards that are switched on. `cloud`: those known to send what is typed to a server unless told otherwise.
    `unheard`: those of which nobody here knows whether they do."""

    enabled: tuple[App, ...]
    cloud: tuple[App, ...]
    unknown: tuple[App, ...]  # neither the system's nor from a store
    unheard: tuple[App, ...] = ()


class Sensor(StrEnum):
    CAMERA = "camera"
    MICROPHONE = "microphone"
    LOCATION = "location"


class Seen(StrEnum):
    """Where an app was when it used a sensor, the worst last."""

    SCREEN = "screen"  # in front of its user
    SERVICE = "service"  # not in front, with a notice of its own
    BACKGROUND = "background"  # nothing of it was to be seen


@dataclass(frozen=True, slots=True)
class SensorUse:
    """The last use of a sensor by an app in one state. `days` since then. `running`: it goes on now."""

    app: App
    sensor: Sensor
    seen: Seen
    days: float
    running: bool = False

    @property
    def background(self) -> bool:
        return self.seen is Seen.BACKGROUND


@dataclass(frozen=True, slots=True)
class SensorsInUse(Fact):
    """Apps, apart from the system's, that used camera, microphone or location; for each the last use in each state.
    Source: ``dumpsys appops``."""

    uses: tuple[SensorUse, ...]


@dataclass(frozen=True, slots=True)
class SecurityApps(Fact):
    """Known security apps that are there and switched on, with days since their last update; None where that is not
    told. `off`: those that somebody switched off. `play_protect`: Google's own scan of apps; None: not told, or there
    is no Google on this phone."""

    apps: tuple[tuple[App, float | None], ...]
    off: tuple[App, ...] = ()
    play_protect: bool | None = None


@dataclass(frozen=True, slots=True)
class BackgroundLocation(Fact):
    """Apps that may read the location while nobody looks. Android 10 and later: the grant of that name; before, every
    grant of the location. An app whose grants are not told is a gap."""

    apps: tuple[App, ...]


@dataclass(frozen=True, slots=True)
class SocialApp:
    """A messenger or payment app, where it is installed. `location`: whether the system lets it locate; None: the
    system does not tell."""

    app: App
    version: str
    location: bool | None


@dataclass(frozen=True, slots=True)
class SocialApps(Fact):
    """WeChat, QQ and Alipay, where they are installed, by package name; and where their switches stand, by guide id."""

    apps: tuple[SocialApp, ...]
    paths: tuple[tuple[str, Text], ...]

    def of(self, package: str) -> SocialApp | None:
        return next((one for one in self.apps if one.app.package == package), None)

    def path(self, guide: str) -> Text:
        return dict(self.paths)[guide]


@dataclass(frozen=True, slots=True)
class KnownApps(Fact):
    """Apps of some kinds that are there: photo clouds, sharing, finding a lost phone, scanners, in table order."""

    photo_clouds: tuple[App, ...]
    sharing: tuple[App, ...]
    finders: tuple[App, ...]
    scanners: tuple[App, ...]
