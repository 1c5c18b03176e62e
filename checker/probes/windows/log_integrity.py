"""Windows: traces of logs that were thrown away, and of a clock that was set back."""

from __future__ import annotations

from datetime import timedelta

from checker.facts.workstation.log_integrity import LogIntegrity
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_INF, _DEVICES = r"C:\Windows\INF", "setupapi.dev.log"
_EVENTS = r"C:\Windows\System32\winevt\Logs"
_GRACE = timedelta(days=1)


@probe(LogIntegrity, Platform.WINDOWS)
def log_integrity(machine: Machine) -> LogIntegrity:
    """That an event log was cleared stands within it, which is not read here. Set-up itself begins setupapi.dev.log."""
    sources = Ledger[str](Unit.SOURCES)
    latest = (machine.host.now + _GRACE).timestamp()
    emptied: list[str] = []
    ahead: list[str] = []
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
    return LogIntegrity((), tuple(emptied), tuple(ahead), 0, coverage=sources.some_or_raise())
