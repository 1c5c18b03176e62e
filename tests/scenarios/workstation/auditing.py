from __future__ import annotations

from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import running, service, services
from tests.worlds.world import DENIED, World

_ON = "enabled 1\nfailure 1\npid 812\nlost 0\n"
_RULES = "-w /etc/passwd -p wa -k identity\n"
_AUDITD, _JOURNALD = "auditd", "systemd-journal"
_CONF, _DROPPED = "/etc/systemd/journald.conf", "/etc/systemd/journald.conf.d/unit.conf"
_LOGON, _ACCOUNTS, _POLICY = (f"0CCE92{one}-69AE-11D9-BED3-505054503030" for one in ("15", "35", "2F"))


def _linux(*names: str, status: Any = _ON, rules: Any = _RULES, admin: Any = True, **files: Any) -> World:
    return World(
        files={"/var/log/journal/": "", **files},
        programs={("auditctl", "-s"): status, ("auditctl", "-l"): rules},
        processes=running(*names),
        admin=admin,
    )


def _windows(logon: Any = 3, accounts: Any = 1, policy: Any = 3, state: str = "running") -> World:
    asked = {("audit_policy", _LOGON): logon, ("audit_policy", _ACCOUNTS): accounts, ("audit_policy", _POLICY): policy}
    return World(Platform.WINDOWS, win32=asked, services=services(service("EventLog", status=state)))


_NO_JOURNAL = {_CONF: "[Journal]\nStorage=none\n"}
SCENARIOS = (
    Scenario("pass", _linux(_AUDITD, _JOURNALD), State.PASSED, ("auditd", "journald")),
    Scenario(
        "pass", _linux(_AUDITD, "rsyslogd", **_NO_JOURNAL, **{"/var/log/syslog": "x"}), State.PASSED, ("rsyslogd",)
    ),
    # Where it sends everything elsewhere, nothing is kept here.
    Scenario("denied", _linux(_AUDITD, "rsyslogd", **_NO_JOURNAL), State.COULD_NOT_CHECK, ("rsyslogd",)),
    Scenario("fail", _linux(_JOURNALD), State.FAILED, ("没有运行审计服务",)),
    Scenario("fail", _linux(_AUDITD, _JOURNALD, status=_ON.replace("enabled 1", "enabled 0")), State.FAILED, ("内核",)),
    Scenario("fail", _linux(_AUDITD, _JOURNALD, status=_ON.replace("812", "0")), State.FAILED, ("没有接收",)),
    Scenario("fail", _linux(_AUDITD, _JOURNALD, rules="No rules\n"), State.FAILED, ("没有规则",)),
    Scenario("fail", _linux(_AUDITD), State.FAILED, ("重启后就没有",)),
    Scenario(
        "fail",
        World(
            programs={("auditctl", "-s"): _ON, ("auditctl", "-l"): _RULES},
            processes=running(_AUDITD, _JOURNALD),
            admin=True,
        ),
        State.FAILED,
        ("重启后就没有",),
    ),
    # What is dropped in wins over the file itself, and of the file the administrator's over a package's.
    Scenario(
        "fail",
        _linux(_AUDITD, _JOURNALD, **{_CONF: "Storage=persistent\n", _DROPPED: "[Journal]\nStorage = Volatile\n"}),
        State.FAILED,
        ("重启后就没有",),
    ),
    Scenario(
        "pass",
        _linux(_AUDITD, _JOURNALD, **{"/usr/lib/systemd/journald.conf": "Storage=none\n", _CONF: "#Storage=none\n"}),
        State.PASSED,
    ),
    # An ordinary person is not told whether the kernel has rules.
    Scenario("denied", _linux(_AUDITD, _JOURNALD, status=Output(b"", 4), admin=False), State.COULD_NOT_CHECK),
    # hidepid: only one's own programs are shown.
    Scenario("denied", World(processes=running(_AUDITD)[1:], admin=True), State.COULD_NOT_CHECK),
    Scenario("denied", World(processes=None), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(_AUDITD, _JOURNALD, status="enabled yes\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(_AUDITD, _JOURNALD, **{_CONF: "Storage=somewhere\n"}), State.COULD_NOT_CHECK),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("fail", _windows(logon=1), State.FAILED, ("登录成功和失败",)),
    Scenario("fail", _windows(accounts=4), State.FAILED, ("账户的增加",)),
    Scenario("fail", _windows(policy=0), State.FAILED, ("审核策略的改动",)),
    Scenario("fail", _windows(state="stopped"), State.FAILED, ("没有运行",)),
    Scenario("denied", _windows(logon=DENIED), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, services=services()), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(logon="yes"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(accounts=99), State.COULD_NOT_CHECK),
)
