from __future__ import annotations

from datetime import timedelta

from checker.model.finding import State
from checker.model.policy import Policy, Protection
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import clamav_database, linux_files, service, services
from tests.worlds.world import DENIED, NOW, World

_DAILY = "/var/lib/clamav/daily.cld"
_KEY = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates"
_OFFLINE = Policy(protection=Protection(offline=True))


def _clamav(days: float) -> World:
    # All files are of today, as after a copy from a stick: only what a database says of itself counts.
    main = clamav_database(NOW - timedelta(days=900))
    daily = clamav_database(NOW - timedelta(days=days))
    files = {_DAILY: daily, "/var/lib/clamav/main.cvd": main, "/var/lib/clamav/freshclam.dat": b""}
    return World(files=linux_files("clamav-daemon", **files))


def _filetime(days: float) -> bytes:
    seconds = (NOW - timedelta(days=days)).timestamp() + 11_644_473_600
    return int(seconds * 10_000_000).to_bytes(8, "little")


def _defender(state: int, applied: object) -> World:
    rows = ({"displayName": "Windows Defender", "productState": state},)
    return World(
        Platform.WINDOWS,
        wmi={"AntiVirusProduct": rows},
        registry={_KEY: {"AVSignatureApplied": applied}},
        services=services(service("WinDefend")),
    )


SCENARIOS = (
    Scenario("pass", _clamav(6.5), State.PASSED, ("ClamAV",)),
    Scenario("fail", _clamav(8.5), State.FAILED, ("ClamAV", "8")),
    Scenario("pass", _clamav(29), State.PASSED, policy=_OFFLINE),
    # A product whose signatures nobody can see from outside: a person looks.
    Scenario("pass", World(files=linux_files("kesl")), State.NEEDS_PERSON, ("卡巴斯基",)),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    # A date in the future is a wrong clock, not a fresh database.
    Scenario("hostile", _clamav(-400), State.FAILED, ("900",)),
    Scenario(
        "hostile",
        World(files=linux_files("clamav-daemon", **{_DAILY: b"ClamAV-VDB:31 Feb 2026 08-43 -0500:1:"})),
        State.NEEDS_PERSON,
    ),
    # The scanner without any signatures: the other item says so.
    Scenario("pass", World(files=linux_files("clamav")), State.NOT_APPLICABLE),
    Scenario("pass", _defender(0x61100, _filetime(2)), State.PASSED),
    # Windows calls it up to date, the date says otherwise.
    Scenario("fail", _defender(0x61100, _filetime(300)), State.FAILED, ("300",)),
    Scenario(
        "fail",
        World(Platform.WINDOWS, wmi={"AntiVirusProduct": ({"displayName": "360 AV", "productState": 0x41010},)}),
        State.FAILED,
        ("360 AV",),
    ),
    # Up to date in its own word, without a date: a person looks.
    Scenario(
        "pass",
        World(Platform.WINDOWS, wmi={"AntiVirusProduct": ({"displayName": "360 AV", "productState": 0x41000},)}),
        State.NEEDS_PERSON,
    ),
    Scenario("denied", World(Platform.WINDOWS, services=None), State.COULD_NOT_CHECK),
    Scenario("hostile", _defender(0x61100, b"\xff" * 8), State.NEEDS_PERSON),
    Scenario("hostile", _defender(0x61100, "yesterday"), State.NEEDS_PERSON),
)
