from __future__ import annotations

from datetime import timedelta
from typing import Any

from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, NOW, World

_LOGS: dict[str, Any] = {
    "/proc/1/comm": "systemd\n",
    "/var/log/kern.log": "x",
    "/var/log/kern.log.1": "x",
    "/var/log/wtmp": b"x",
}
_INF, _EVENTS = r"C:\Windows\INF\setupapi.dev.log", r"C:\Windows\System32\winevt\Logs\System.evtx"
_LATER = (NOW + timedelta(days=40)).timestamp()
_LIST = "/var/lib/apt/lists/x_InRelease"


def _linux(journal: Any = "Journal started\n", modified: Any = None, **files: Any) -> World:
    return World(files={**_LOGS, **files}, programs={("journalctl",): journal}, modified=modified or {})


def _windows(modified: Any = None, cleared: Any = (), secured: Any = (), clock: Any = (), **files: Any) -> World:
    events = {("cleared", "System"): cleared, ("cleared", "Security"): secured, ("clock", "System"): clock}
    asked = {("log_events", *key): list(told) if isinstance(told, tuple) else told for key, told in events.items()}
    return World(Platform.WINDOWS, files={_INF: "x", _EVENTS: b"x", **files}, modified=modified or {}, win32=asked)


_SCHEMA = "http://schemas.microsoft.com/win/2004/08/events/event"
_SYSTEM = "<EventID>{}</EventID><TimeCreated SystemTime='2026-11-02T08:01:02.1234567Z'/><Channel>{}</Channel>"
_CLEARED = (
    f"<Event xmlns='{_SCHEMA}'><System>{_SYSTEM.format(104, 'System')}</System><UserData><LogFileCleared>"
    "<SubjectUserName>wang</SubjectUserName><Channel>Application</Channel></LogFileCleared></UserData></Event>"
)
_SECURED = (
    f"<Event xmlns='{_SCHEMA}'><System>{_SYSTEM.format(1102, 'Security')}</System><UserData><LogFileCleared>"
    "<SubjectUserName>wang</SubjectUserName></LogFileCleared></UserData></Event>"
)


def _clock(old: str, new: str) -> str:
    data = f"<Data Name='NewTime'>{new}</Data><Data Name='OldTime'>{old}</Data>"
    return (
        f"<Event xmlns='{_SCHEMA}'><System>{_SYSTEM.format(1, 'System')}</System><EventData>{data}</EventData></Event>"
    )


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    # Where the system keeps no log, none that was thrown away could be missed.
    Scenario(
        "denied",
        World(
            files={"/proc/1/comm": "systemd\n", "/var/log/wtmp": b"x"}, programs={("journalctl",): "Journal started\n"}
        ),
        State.COULD_NOT_CHECK,
        ("没有保存系统日志",),
    ),
    Scenario("pass", _linux(**{"/var/log/kern.log": "", "/var/log/kern.log.2.gz": b"x"}), State.PASSED),
    Scenario("fail", _linux(**{"/var/log/kern.log.4.gz": b"x"}), State.FAILED, ("kern.log.2：中间缺了", "kern.log.3")),
    Scenario("fail", _linux(**{"/var/log/wtmp": b""}), State.FAILED, ("wtmp：被清空",)),
    Scenario("fail", _linux(**{"/var/log/auth.log": ""}), State.FAILED, ("auth.log：被清空",)),
    Scenario("fail", _linux("Time jumped backwards, rotating.\n" * 2), State.FAILED, ("往回跳过 2 次",)),
    Scenario("fail", _linux(modified={"/var/log/kern.log": _LATER}), State.FAILED, ("kern.log：时间晚于现在",)),
    # A package list is dated by its maker: the clock of now lies behind it.
    Scenario("fail", _linux(**{_LIST: "Date: Sat, 09 Jan 2027 10:00:00 UTC\n"}), State.FAILED, ("apt/lists",)),
    # A folder of a system that never started has empty logs.
    Scenario("pass", _linux(**{"/proc/1/comm": "bash\n", "/var/log/wtmp": b""}), State.PASSED),
    Scenario("denied", _linux(Output(b"", 1)), State.COULD_NOT_CHECK),
    Scenario("denied", _linux(**{"/var/log/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(**{"/var/log/a.999.gz.1": "", "/var/log/kern.log.0": ""}), State.PASSED),
    Scenario("hostile", _linux(**{_LIST: "Date: soon\n"}), State.PASSED),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("fail", _windows(**{_INF: ""}), State.FAILED, ("setupapi.dev.log",)),
    Scenario("fail", _windows({_EVENTS: _LATER}), State.FAILED, ("System.evtx",)),
    Scenario("fail", _windows(cleared=(_CLEARED,)), State.FAILED, ("Application 在 2026-11-02 被清空",)),
    Scenario("fail", _windows(secured=(_SECURED,)), State.FAILED, ("Security 在 2026-11-02 被清空",)),
    Scenario(
        "fail", _windows(clock=(_clock("2026-11-20T08:00:00Z", "2025-01-01T00:00:00.5Z"),)), State.FAILED, ("1 次",)
    ),
    # A time server sets the clock back by seconds, and forward by whatever the battery lost.
    Scenario("pass", _windows(clock=(_clock("2026-11-20T08:00:05.1Z", "2026-11-20T08:00:00Z"),)), State.PASSED),
    Scenario("pass", _windows(clock=(_clock("2009-01-01T00:00:00Z", "2026-11-20T08:00:00Z"),)), State.PASSED),
    Scenario("denied", _windows(secured=DENIED), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(clock=(_clock("soon", ""),)), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(cleared=("<Event>",)), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(**{r"C:\Windows\INF/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({_INF: -1e18}), State.PASSED),
)
