"""Windows: the audit policy in force, and the service that keeps the event logs.

Subcategories by their GUIDs (ntsecapi.h: Audit_Logon_Logon and its kin), the bits of a policy by
POLICY_AUDIT_EVENT_SUCCESS 1, FAILURE 2, NONE 4. What should be recorded: signing in, also where it failed; changes of
accounts and of this policy itself. The security baselines of Microsoft and the finding lists of HardeningKitty ask for
the same, and more.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.workstation.auditing import Auditing
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.software import service_list

_SUCCESS, _FAILURE, _ALL_BITS = 1, 2, 7
_KEEPER = "eventlog"
_STOPPED = Text("事件日志服务没有运行", "The event log service does not run")


@dataclass(frozen=True, slots=True)
class _Wanted:
    guid: str
    bits: int
    missing: Text


_WANTED = (
    _Wanted(
        "0CCE9215-69AE-11D9-BED3-505054503030",  # Audit_Logon_Logon
        _SUCCESS | _FAILURE,
        Text("没有同时记录登录成功和失败", "Signing in is not recorded both where it worked and where it failed"),
    ),
    _Wanted(
        "0CCE9235-69AE-11D9-BED3-505054503030",  # Audit_AccountManagement_UserAccount
        _SUCCESS,
        Text("没有记录账户的增加和改动", "New and changed accounts are not recorded"),
    ),
    _Wanted(
        "0CCE922F-69AE-11D9-BED3-505054503030",  # Audit_PolicyChange_AuditPolicy
        _SUCCESS,
        Text("没有记录审核策略的改动", "Changes of the audit policy itself are not recorded"),
    ),
)


@probe(Auditing, Platform.WINDOWS)
def auditing(machine: Machine) -> Auditing:
    ledger = Ledger[str](Unit.SETTINGS)
    missing: list[Text] = []
    with ledger.reading(_KEEPER):
        states = [one.status for one in service_list(machine) if one.name.lower() == _KEEPER]
        if not states:
            raise malformed(_KEEPER)  # every Windows has it
        missing += [] if "running" in states else [_STOPPED]
    for wanted in _WANTED:
        with ledger.reading(wanted.guid):
            missing += [] if _bits(machine, wanted.guid) & wanted.bits == wanted.bits else [wanted.missing]
    return Auditing(tuple(missing), () if missing else ("Windows",), coverage=ledger.some_or_raise())


def _bits(machine: Machine, guid: str) -> int:
    try:
        bits = machine.win32("audit_policy", guid)
    except Absent as error:  # every Windows has these subcategories
        raise Unreadable(error.reason, error.how) from error
    if not isinstance(bits, int) or isinstance(bits, bool) or not 0 <= bits <= _ALL_BITS:
        raise malformed("audit_policy")
    return bits
