r"""Windows: traces of logs that were thrown away, and of a clock that was set back.

Of the event logs two kinds of events are read. The service itself writes, whenever a log is cleared, event 104 into the
log System (its ``LogFileCleared`` names the log), and for the log Security event 1102 into that log itself, which wants
an administrator. The kernel writes event 1 (Kernel-General, ``NewTime``, ``OldTime``) for each change of the clock; a
step back by less than a day is what a time server or a battery does. Layout: Microsoft's manifests of the two
providers [K].
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from checker.facts.workstation.log_integrity import Cleared, LogIntegrity
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN, malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes import xml
from checker.probes.base import probe

_INF, _DEVICES = r"C:\Windows\INF", "setupapi.dev.log"
_EVENTS = r"C:\Windows\System32\winevt\Logs"
_GRACE = timedelta(days=1)
_LOGS = ("System", "Security")  # where it stands that a log was cleared


@probe(LogIntegrity, Platform.WINDOWS)
def log_integrity(machine: Machine) -> LogIntegrity:
    """Set-up itself begins setupapi.dev.log."""
    sources = Ledger[str](Unit.SOURCES)
    latest = (machine.host.now + _GRACE).timestamp()
    emptied: list[str] = []
    ahead: list[str] = []
    cleared: list[Cleared] = []
    jumps = 0
    for folder, end in ((_INF, ".log"), (_EVENTS, ".evtx")):
        with sources.reading(folder):
            try:
                entries = machine.list(folder)
            except Absent as error:
                raise Unreadable(error.reason, AS_ADMIN) from error
            logs = [one for one in entries if one.kind is Kind.FILE and one.name.lower().endswith(end)]
            ahead += [rf"{folder}\{one.name}" for one in logs if one.modified > latest]
            sizes = {one.name.lower(): one.size for one in logs}
            if folder == _INF and not sizes.get(_DEVICES):
                emptied.append(rf"{folder}\{_DEVICES}")
    for log in _LOGS:
        with sources.reading(log):
            cleared += [_cleared(event, log) for event in _events(machine, "cleared", log)]
    with sources.reading("Kernel-General"):
        jumps = sum(_back(event) for event in _events(machine, "clock", "System"))
    coverage = sources.some_or_raise()
    return LogIntegrity((), tuple(emptied), tuple(ahead), jumps, tuple(cleared), coverage=coverage)


def _events(machine: Machine, kind: str, log: str) -> Iterator[dict[str, str]]:
    try:
        events = machine.win32("log_events", kind, log)
    except Absent as error:  # every Windows has these logs
        raise Unreadable(error.reason, error.how) from error
    if not isinstance(events, list) or not all(isinstance(event, str) for event in events):
        raise malformed("log_events")
    for event in events:
        yield _values(event)


def _values(event: str) -> dict[str, str]:
    """What an event says, by the last part of its element's name, or by the name that it gives its value."""
    found: dict[str, str] = {}
    for tag, attributes, text in xml.told(event.encode("utf-8", "surrogatepass"), "log_events"):
        found.setdefault(attributes.get("Name", tag) if tag == "Data" else tag, text)
        if tag == "TimeCreated":
            found["at"] = attributes.get("SystemTime", "")
        if tag == "Channel":
            found["channel"] = text  # the last: of the log that was cleared, where the event names one
    return found


def _cleared(event: dict[str, str], log: str) -> Cleared:
    return Cleared(event.get("channel") or log, _moment(event.get("at", "")))


def _back(event: dict[str, str]) -> bool:
    return _moment(event.get("OldTime", "")) - _moment(event.get("NewTime", "")) > _GRACE


def _moment(text: str) -> datetime:
    """``2026-11-20T08:00:00.1234567Z``: seven digits of a second are more than Python takes."""
    whole, _, _ = text.removesuffix("Z").partition(".")
    try:
        return datetime.fromisoformat(whole).replace(tzinfo=UTC)
    except ValueError as error:
        raise malformed("log_events") from error
