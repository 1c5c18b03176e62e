"""Linux: the kernel's audit, and logs that are still there after the next start.

auditctl(8) ``-s`` prints one setting a line, ``enabled 1`` (0 off, 2 on and locked) and ``pid 812`` (0: nobody listens,
what is recorded goes to the kernel's own log); ``-l`` prints the rules, or ``No rules``. Both ask the kernel, and want
root. Lynis looks at the same (ACCT-9628, 9630). journald.conf(5): Storage=auto keeps the journal where /var/log/journal
is there, persistent makes it, volatile and none keep nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.workstation.auditing import Auditing
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.ini import LIMIT
from checker.probes.running import process_names

_AUDITD = "auditd"
_SYSLOG = ("rsyslogd", "syslog-ng", "syslogd", "metalog")
_JOURNALD = ("systemd-journald", "systemd-journal")  # its own name is cut at 15 characters
_JOURNAL = "/var/log/journal"
_LOGS = ("syslog", "messages", "auth.log", "secure", "daemon.log", "user.log", "kern.log")
_QUIET = 30 * 86400  # seconds: the computer may have been off for some weeks before this start
# By precedence, the last wins: journald.conf(5). A file that is dropped in wins over journald.conf itself.
_CONF_FOLDERS = ("/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd")
_STORAGES = {"auto": None, "persistent": True, "volatile": False, "none": False}

_OFF = Text("没有运行审计服务（auditd）", "The audit service (auditd) does not run")
_DISABLED = Text("内核的审计功能已关闭", "Auditing is switched off in the kernel")
_DEAF = Text("审计服务（auditd）没有接收记录", "The audit service (auditd) receives no records")
_NO_RULES = Text("审计没有规则：只记登录，不记改动", "Auditing has no rules: signing in is recorded, changes are not")
_HIDDEN = Text("系统不让看别人的程序", "The system hides what others run")
_FORGOTTEN = Text("系统日志重启后就没有了", "The system's log is gone after the next start")


@probe(Auditing, Platform.LINUX)
def auditing(machine: Machine) -> Auditing:
    ledger = Ledger(Unit.SETTINGS, ("audit", "log"))
    missing: list[Text] = []
    by: list[str] = []
    running = process_names(machine)
    if not any(process.pid == 1 for process in machine.processes()):
        raise Unreadable(_HIDDEN, refusals.AS_ADMIN)
    with ledger.reading("audit"):
        faults = tuple(_audit(machine, running))
        missing += faults
        by += [] if faults else [_AUDITD]
    with ledger.reading("log"):
        keeps = _keeps(machine, running)
        missing += [] if keeps else [_FORGOTTEN]
        by += [keeps] if keeps else []
    return Auditing(tuple(missing), tuple(by), coverage=ledger.some_or_raise())


def _audit(machine: Machine, running: frozenset[str]) -> Iterator[Text]:
    if _AUDITD not in running:
        yield _OFF
        return
    status = dict(line.split(None, 1) for line in _told(machine, "-s").splitlines() if len(line.split(None, 1)) == 2)
    if not (status.get("enabled", "").isdecimal() and status.get("pid", "").isdecimal()):
        raise refusals.malformed("auditctl -s")
    if status["enabled"] == "0":
        yield _DISABLED
    elif status["pid"] == "0":
        yield _DEAF
    elif not any(_records(line) for line in _told(machine, "-l").splitlines()):
        yield _NO_RULES


def _records(rule: str) -> bool:
    """Whether a rule records anything: one with ``never`` says what is left out."""
    return rule.startswith("-") and not re.match(r"-[aA]\s+(?:never,|\w+,never\b)", rule)


def _told(machine: Machine, option: str) -> str:
    """Raises Unreadable: the kernel tells it to administrators alone."""
    try:
        output = machine.run("auditctl", option, limit=LIMIT)
    except Absent as error:
        raise Unreadable(error.reason) from error
    if output.code != 0 or not output.text.strip():
        raise refusals.denied("auditctl") if not machine.host.admin else refusals.malformed("auditctl")
    return output.text


def _keeps(machine: Machine, running: frozenset[str]) -> str:
    """Who keeps a log; "" for nobody."""
    syslog = next((name for name in _SYSLOG if name in running), "")
    if syslog and _writes(machine):
        return syslog
    journal = _journal(machine, running)
    if syslog and not journal:
        raise refusals.not_understood(syslog)  # it runs, and where it writes is not seen
    return journal


def _journal(machine: Machine, running: frozenset[str]) -> str:
    if not running.intersection(_JOURNALD):
        return ""
    storage = _storage(machine)
    if storage not in _STORAGES:
        raise refusals.not_understood(f"Storage={storage}")
    kept = _STORAGES[storage]
    return "journald" if kept or (kept is None and machine.exists(_JOURNAL)) else ""


def _writes(machine: Machine) -> bool:
    """Whether a log of the system is there that is being written: a syslog may send all it gets elsewhere."""
    day = machine.host.now.timestamp() - _QUIET
    for name in _LOGS:
        try:
            if machine.stat(f"/var/log/{name}").modified >= day:
                return True
        except Absent:
            continue
    return False


def _storage(machine: Machine) -> str:
    storage = "auto"
    for path in (*_files(machine), *_dropped(machine)):
        try:
            lines = machine.text(path, LIMIT).splitlines()
        except Absent:
            continue
        for line in lines:
            key, equals, value = line.partition("=")
            if equals and key.strip() == "Storage":
                storage = value.strip().lower() or "auto"
    return storage


def _files(machine: Machine) -> tuple[str, ...]:
    """The one journald.conf that counts: those of packages give way to the administrator's."""
    for folder in reversed(_CONF_FOLDERS):
        if machine.exists(f"{folder}/journald.conf"):
            return (f"{folder}/journald.conf",)
    return ()


def _dropped(machine: Machine) -> tuple[str, ...]:
    """By name, whichever folder they lie in; of one name the administrator's counts."""
    found: dict[str, str] = {}
    for folder in _CONF_FOLDERS:
        try:
            entries = machine.list(f"{folder}/journald.conf.d")
        except Absent:
            continue
        found |= {one.name: f"{folder}/journald.conf.d/{one.name}" for one in entries if one.name.endswith(".conf")}
    return tuple(found[name] for name in sorted(found))
