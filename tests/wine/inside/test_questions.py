"""Every Win32 question answers in its shape or refuses: no crash, and no "all is well" out of an empty stub."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from checker.machine import refusals
from checker.machine.answers import RegistryKey
from checker.machine.machine import Machine
from checker.machine.windows import firewall, registry, win32, wlan
from checker.model.unreadable import Unreadable

Shape = Any


def one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: value in words


def optional(kind: type) -> Callable[[Any], bool]:
    return lambda value: value is None or isinstance(value, kind)


def moment(value: Any) -> bool:
    return value is None or (isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None)


SHAPES: dict[str, Shape] = {
    "password_policy": {
        "min_length": int,
        "max_age_days": optional(int),
        "history": int,
        "lockout_threshold": int,
        "lockout_minutes": optional(int),
        "complexity": optional(str),
    },
    "local_users": [
        {
            "name": str,
            "sid": lambda value: re.fullmatch(r"S-1-5-21-[\d-]+", value),
            "enabled": bool,
            "password_not_required": bool,
            "password_never_expires": bool,
            "password_age_days": optional(int),
            "admin": bool,
        }
    ],
    "security_provider_health": one_of("good", "poor", "snoozed", "notmonitored"),
    "wlan_interfaces": [{"name": str, "state": str}],
    "wlan_profiles": [{"interface": str, "name": str, "xml": str}],
    "firewall_profiles": {"domain": bool, "private": bool, "public": bool},
    "bitlocker_state": int,
    "encryptable_volumes": [{"letter": str, "protection": int, "conversion": int}],
    "removable_drives": [{"letter": str, "bus": str, "serial": optional(str), "model": str, "size": int}],
    "recycle_bin": {"items": int, "bytes": int},
    "update_history": [{"title": str, "date": moment, "result": int}],
    "shares": [{"name": str, "path_tail": str, "type": int}],
    "gateways": [{"interface": str, "type": int, "gateways": [str], "addresses": [str]}],
    "radios": [{"kind": one_of("wifi", "bluetooth", "mobile"), "state": one_of("on", "off", "disabled")}],
    "device_dates": {"first_install": moment, "last_arrival": moment, "last_removal": moment},
    "screen_saver": {"active": bool, "timeout": int, "secure": bool},
    "audit_policy": lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 < value < 8,
    "log_events": [str],
}
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "security_provider_health": ("antivirus",),
    "bitlocker_state": ("C:",),
    "recycle_bin": ("C:",),
    "device_dates": (r"HTREE\ROOT\0",),
    "audit_policy": ("0cce9215-69ae-11d9-bed3-505054503030",),  # logon
    "log_events": ("cleared", "System"),
}
# What Wine 8 can really say (the recycle bin: once it has made one). All else is a stub, whose answer would
# be a false one.
WINE_ANSWERS = {"gateways", "recycle_bin"}


def fits(value: Any, shape: Shape) -> bool:
    if isinstance(shape, dict):
        return isinstance(value, dict) and value.keys() == shape.keys() and all(fits(value[k], shape[k]) for k in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, shape) if isinstance(shape, type) else bool(shape(value))


def test_the_table_has_every_question() -> None:
    assert SHAPES.keys() == win32.QUESTIONS.keys()
    assert [name for name in win32.QUESTIONS if name not in (win32.__doc__ or "")] == []


@pytest.mark.parametrize("name", win32.QUESTIONS)
def test_a_question_answers_in_its_shape_or_refuses(name: str, machine: Machine, wine: bool) -> None:
    value, refusal = asked(machine, name)
    if refusal is not None:
        assert refusal.reason.zh
        assert refusal.reason.en
        assert not (wine and name == "gateways")
        return
    assert fits(value, SHAPES[name]), value
    assert not wine or name in WINE_ANSWERS, f"a stub's answer was taken for one: {value}"


def asked(machine: Machine, name: str) -> tuple[Any, Unreadable | None]:
    try:
        return machine.win32(name, *ARGUMENTS.get(name, ())), None
    except Unreadable as refusal:
        return None, refusal


def test_an_unknown_question_is_refused(machine: Machine) -> None:
    with pytest.raises(Unreadable):
        machine.win32("format_disk")


@pytest.mark.parametrize("argument", ["", "C:\\Users", r"\\.\C:", "1:", "C:\0"])
@pytest.mark.parametrize("name", ["bitlocker_state", "recycle_bin"])
def test_only_a_drive_letter_is_a_drive(name: str, argument: str, machine: Machine) -> None:
    with pytest.raises(Unreadable):
        machine.win32(name, argument)


def test_an_unknown_provider_is_refused(machine: Machine) -> None:
    with pytest.raises(Unreadable):
        machine.win32("security_provider_health", "everything")


def test_a_stopped_firewall_service_filters_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firewall, "runs", lambda name: False)
    assert machine.win32("firewall_profiles") == {"domain": False, "private": False, "public": False}


@pytest.mark.parametrize(
    ("values", "local", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"PrivateProfile": 0}, True, False),
        ({"PrivateProfile": 1}, False, True),
        ({"StandardProfile": 1, "PrivateProfile": 0}, True, False),
        ({"StandardProfile": 0, "PrivateProfile": 1}, True, False),
    ],
)
def test_a_firewall_policy_wins_over_the_local_setting(
    values: dict[str, int], local: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(path: str, view: int) -> RegistryKey:
        profile = path.rpartition("\\")[2]
        if profile not in values:
            raise refusals.absent(path)
        return RegistryKey({"EnableFirewall": values[profile]})

    monkeypatch.setattr(registry, "key", key)
    assert firewall._policy(("PrivateProfile", "StandardProfile"), local) is expected


def test_a_profile_shows_no_key() -> None:
    xml = '<a:keyMaterial xmlns:a="x">\n01000000D08C9DDF</a:keyMaterial><name>办公</name><keyMaterial>2</keyMaterial >'
    assert wlan._KEY.sub(r"\1\2", xml) == (
        '<a:keyMaterial xmlns:a="x"></a:keyMaterial><name>办公</name><keyMaterial></keyMaterial >'
    )
