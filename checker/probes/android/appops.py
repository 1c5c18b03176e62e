"""Who used camera, microphone and location, in the filtered ``dumpsys appops`` of Android 9 to 16.

The dump goes user, package, operation, and below an operation its last use in each state of the process::

    Uid u0a103:
      state=cch
      Package com.example.notes:
        RECORD_AUDIO (allow):
          null=[
            Access: [bg-s] 2026-11-29 20:01:05.086 (-1h5m27s679ms) duration=+50ms
            Running start at: +5s0ms
          ]

Android 9 writes the states below each other: ``Access: fg = 2026-04-11 … (-1h2m)``, and the next line ``bg = …``. What
stands below the heading of another operation is another operation's (AOSP: AppOpsService.java, docs/AppOps.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from checker.facts.phone.apps import Seen, Sensor
from checker.probes.android.answers import strange

# By its whole name: MOCK_LOCATION is no use of the location, GPS is.
_OPERATIONS = {
    "CAMERA": Sensor.CAMERA,
    "PHONE_CALL_CAMERA": Sensor.CAMERA,
    "CAMERA_SANDBOXED": Sensor.CAMERA,
    "RECORD_AUDIO": Sensor.MICROPHONE,
    "PHONE_CALL_MICROPHONE": Sensor.MICROPHONE,
    "RECORD_AUDIO_HOTWORD": Sensor.MICROPHONE,
    "RECORD_AUDIO_SANDBOXED": Sensor.MICROPHONE,
    "RECEIVE_AMBIENT_TRIGGER_AUDIO": Sensor.MICROPHONE,
    "RECEIVE_SANDBOX_TRIGGER_AUDIO": Sensor.MICROPHONE,
    "RECEIVE_EXPLICIT_USER_INTERACTION_AUDIO": Sensor.MICROPHONE,
    "RECORD_INCOMING_PHONE_AUDIO": Sensor.MICROPHONE,
    "COARSE_LOCATION": Sensor.LOCATION,
    "FINE_LOCATION": Sensor.LOCATION,
    "GPS": Sensor.LOCATION,
    "MONITOR_LOCATION": Sensor.LOCATION,
    "MONITOR_HIGH_POWER_LOCATION": Sensor.LOCATION,
    "EMERGENCY_LOCATION": Sensor.LOCATION,
}
# A later Android's, or a maker's own, that sounds like one of these is not read as none; those that are none are known.
_SOUNDS_LIKE = re.compile(r"CAMERA|MICROPHONE|\bMIC\b|AUDIO|LOCATION|\bGPS\b")
_NONE_OF_THEM = re.compile(
    r"MOCK_LOCATION|ACCESS_MEDIA_LOCATION|PLAY_AUDIO|TAKE_AUDIO_FOCUS|AUDIO_\w+_VOLUME|MUTE_MICROPHONE"
    r"|(?:READ|WRITE)_MEDIA_AUDIO|RECORD_AUDIO_OUTPUT|CONTROL_AUDIO(?:_PARTIAL)?|(?:FINE|COARSE)_LOCATION_SOURCE"
)
# The state of a process. "fg" is not in front itself, but something in front needs it.
_STATES = {
    "top": Seen.SCREEN,
    "fg": Seen.SERVICE,
    "fgsvc": Seen.SERVICE,
    "fgsvcl": Seen.SERVICE,
    "pers": Seen.BACKGROUND,
    "persbg": Seen.BACKGROUND,
    "bg": Seen.BACKGROUND,
    "cch": Seen.BACKGROUND,
}
_UID = re.compile(r"Uid (?:u(\d{1,4})[a-z]+\d+|(\d{1,9})):")
_PACKAGE = re.compile(r"Package ([\w.]+):")
_HEADING = re.compile(r"([A-Z]\S*) \(")
_STATE = re.compile(r"state=(\w+)")
_USE = re.compile(r"(?:(Access|Reject): ?)?(?:\[(\w+)(?:-\w+)?\]|(\w+) *=) *\S+ \S+ \(([-+])([0-9dhms]+)\)")
_TIME = re.compile(r"(\d+)(ms|[dhms])")
_SECONDS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True, slots=True)
class Use:
    """`days` since the last use in that state."""

    user: int
    package: str
    sensor: Sensor
    seen: Seen
    days: float
    running: bool = False


@dataclass
class _Place:
    """Where in the dump a line stands."""

    user: int | None = None
    state: Seen | None = None
    package: str = ""
    sensor: Sensor | None = None
    refused: bool = False
    unknown: bool = False  # below a heading that sounds like a sensor's


@dataclass
class History:
    """`uses`: for each user, app, sensor and state the last one. `strange`: whose lines about a sensor are not
    understood, one entry a line; no user where not even that is."""

    newest: dict[tuple[int, str, Sensor, Seen, bool], Use] = field(default_factory=dict)
    strange: list[tuple[int | None, str]] = field(default_factory=list)

    @property
    def uses(self) -> tuple[Use, ...]:
        return tuple(self.newest[key] for key in sorted(self.newest))

    def note(self, use: Use) -> None:
        key = (use.user, use.package, use.sensor, use.seen, use.running)
        before = self.newest.get(key)
        if before is None or use.days < before.days:
            self.newest[key] = use


def history(printed: str) -> History:
    """Read the dump, line by line.

    Raises:
        Unreadable: no package in it, or none of its uses is in a form that is known here.
    """
    found, at = History(), _Place()
    packages = uses = 0
    for line in printed.splitlines():
        line = line.strip()
        if _begun(at, line):
            packages += line.startswith("Package ")
            continue
        use = _USE.match(line)
        uses += use is not None
        running = line.startswith("Running start at")
        if at.unknown and (running or use is not None):
            found.strange.append((at.user, at.package))
        if at.sensor is None:
            continue
        if at.user is None or not at.package:
            found.strange += [(None, at.package)] * (running or use is not None)
        elif running:
            seen = at.state or Seen.SERVICE
            found.note(Use(at.user, at.package, at.sensor, seen, 0.0, running=True))
        elif use is not None:
            _used(found, at, use)
        elif line.startswith(("Access", "time=")) or "; time=" in line:
            found.strange.append((at.user, at.package))
    if not packages or not uses:
        raise strange()
    return found


def _begun(at: _Place, line: str) -> bool:
    """Whether the line is a heading; what stands below it is of that user, package or operation."""
    if line.startswith("Uid "):
        uid = _UID.match(line)
        at.user = None if uid is None else int(uid[1]) if uid[1] else int(uid[2]) // 100_000
        at.state, at.package, at.sensor, at.unknown = None, "", None, False
        return True
    if line.startswith("Package "):
        package = _PACKAGE.match(line)
        at.package, at.sensor, at.unknown = package[1] if package is not None else "", None, False
        return True
    heading = _HEADING.match(line)
    if heading is not None:
        at.sensor, at.refused = _OPERATIONS.get(heading[1]), False
        sounds = _SOUNDS_LIKE.search(heading[1]) and not _NONE_OF_THEM.fullmatch(heading[1])
        at.unknown = at.sensor is None and bool(sounds)
        return True
    state = _STATE.match(line)
    if state is not None and not at.package:
        at.state = _STATES.get(state[1])
        return True
    return False


def _used(found: History, at: _Place, use: re.Match[str]) -> None:
    if use[1]:
        at.refused = use[1] == "Reject"
    seen = _STATES.get(use[2] or use[3])
    if at.refused:
        return
    if seen is None:
        found.strange.append((at.user, at.package))
        return
    assert at.user is not None
    assert at.sensor is not None
    # After somebody set the clock back a use lies ahead: it was lately.
    days = 0.0 if use[4] == "+" else _days(use[5])
    found.note(Use(at.user, at.package, at.sensor, seen, days))


def _days(words: str) -> float:
    return sum(float(number) * _SECONDS[unit] for number, unit in _TIME.findall(words)) / 86_400


_MODE = re.compile(r"([A-Z_]+): mode=([a-z0-9]+)")
_MODES = {"allow", "deny", "ignore", "default", "foreground", "ask"}  # AOSP: AppOpsManager.MODE_NAMES; "ask": MIUI
_APPS_FROM = 10_000  # user ids below are the system's own (Process.FIRST_APPLICATION_UID)


def ids_with(printed: str, operation: str, user: int, modes: tuple[str, ...] = ("allow",)) -> frozenset[str]:
    """The packages of a user whose user id as a whole has an operation in one of those modes: so the phone's settings
    grant access to all files (AOSP: AppOpsManager.setUidMode). "" stands for an id of which the dump names no package.

    Raises:
        Unreadable: no package in the dump, the line stands below a user id that is not understood, or its mode is in no
            word that is known.
    """
    if not re.search(r"^ *Package ", printed, re.MULTILINE):
        raise strange()
    found = set[str]()
    for block in re.split(r"(?m)^ *(?=Uid )", printed)[1:]:
        told = {mode for name, mode in _MODE.findall(block) if name == operation}
        if told - _MODES:
            raise strange()
        if not told & set(modes):
            continue
        uid = _UID.match(block)
        if uid is None:
            raise strange()
        number = int(uid[2] or 0)
        if (int(uid[1]) if uid[1] else number // 100_000) != user:
            continue
        packages = set(re.findall(r"^ *Package ([\w.]+):", block, re.MULTILINE))
        own = not uid[1] and number % 100_000 < _APPS_FROM
        found |= packages or (set() if own else {""})
    return frozenset(found)
