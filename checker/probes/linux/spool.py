"""Printed documents that stay in the spool folder of CUPS."""

from __future__ import annotations

import re

from checker.facts.workstation.spool import PrintSpool
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_SPOOL = "/var/spool/cups"
_NO_SERVICE = Text("没有安装打印服务", "No print service is installed")
_DOCUMENT = re.compile(r"d\d{5,}-\d{3,}")  # CUPS: d<job>-<document>; c<job> is the job's description
_CONFIGURATION = "/etc/cups/cupsd.conf"
# cupsd.conf(5): PreserveJobFiles is a day by default; "yes" keeps every document, a number is seconds.
_KEEPS = re.compile(r"(?mi)^[ \t]*PreserveJobFiles[ \t]+(?:yes|on|true)\b")


@probe(PrintSpool, Platform.LINUX)
def print_spool(machine: Machine) -> PrintSpool:
    """The folder belongs to root and the group lp, and is closed to everybody else."""
    now = machine.host.now
    if not machine.exists(_SPOOL):
        none = Coverage.none_there(Unit.SERVICES, _NO_SERVICE)
        return PrintSpool(installed=False, written=(), kept_by=(), read_at=now, coverage=none)
    try:
        entries = machine.list(_SPOOL)
    except Absent as error:
        raise Unreadable(error.reason, AS_ADMIN) from error
    written = [entry.when for entry in entries if entry.kind is Kind.FILE and _DOCUMENT.fullmatch(entry.name)]
    sources = Ledger[str](Unit.SOURCES)
    sources.looked(_SPOOL)
    keeps = False
    with sources.reading(_CONFIGURATION):
        keeps = _KEEPS.search(machine.text(_CONFIGURATION, 1 << 20)) is not None
    return PrintSpool(True, tuple(sorted(written)), ("CUPS",) if keeps else (), now, coverage=sources.coverage)
