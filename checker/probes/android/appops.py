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
    "RECORD_INCOMING_PHONE_AUDIO": Sensor.MICROPHONE,
    "COARSE_LOCATION": Sensor.LOCATION,
    "FINE_LOCATION": Sensor.LOCATION,
    "GPS": Sensor.LOCATION,
    "MONITOR_LOCATION": Sensor.LOCATION,
    "MONITOR_HIGH_POWER_LOCATION": Sensor.LOCATION,
}
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


@dataclass
class History:
    """`uses`: for each user, app, sensor and state the last one. `strange`: lines about a sensor that nobody knows."""

    newest: dict[tuple[int, str, Sensor, Seen, bool], Use] = field(default_factory=dict)
    strange: int = 0

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
        if at.sensor is None or at.user is None or not at.package:
            continue
        if line.startswith("Running start at"):
            seen = at.state or Seen.SERVICE
            found.note(Use(at.user, at.package, at.sensor, seen, 0.0, running=True))
        elif use is not None:
            _used(found, at, use)
        elif line.startswith(("Access", "time=")) or "; time=" in line:
            found.strange += 1
    if not packages or not uses:
        raise strange()
    return found


def _begun(at: _Place, line: str) -> bool:
    """Whether the line is a heading; what stands below it is of that user, package or operation."""
    uid = _UID.match(line)
    if uid is not None:
        at.user = int(uid[1]) if uid[1] else int(uid[2]) // 100_000
        at.state, at.package, at.sensor = None, "", None
        return True
    package = _PACKAGE.match(line)
    if package is not None:
        at.package, at.sensor = package[1], None
        return True
    heading = _HEADING.match(line)
    if heading is not None:
        at.sensor, at.refused = _OPERATIONS.get(heading[1]), False
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
        found.strange += 1
        return
    assert at.user is not None
    assert at.sensor is not None
    # After somebody set the clock back a use lies ahead: it was lately.
    days = 0.0 if use[4] == "+" else _days(use[5])
    found.note(Use(at.user, at.package, at.sensor, seen, days))


def _days(words: str) -> float:
    return sum(float(number) * _SECONDS[unit] for number, unit in _TIME.findall(words)) / 86_400
