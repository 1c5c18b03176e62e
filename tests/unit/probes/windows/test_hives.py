"""Settings of people: of everybody who is signed in, and whoever is not is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.machine.answers import Person
from checker.machine.machine import Machine
from checker.model.fact import Fact
from checker.model.target import Platform
from checker.probes.windows.autorun import autorun
from checker.probes.windows.autostarts import autostarts
from checker.probes.windows.cloud_sync import cloud_accounts
from checker.probes.windows.printers import network_printers
from checker.probes.windows.screen_lock import screen_lock
from checker.probes.windows.sharing import nearby_sharing
from checker.probes.windows.software import installed_software, known_software
from tests.worlds.world import DENIED, World

WANG = Person("S-1-5-21-1-2-3-1001", "wang", r"C:\Users\wang", current=True)
LI = Person("S-1-5-21-1-2-3-1002", "li", r"C:\Users\li", current=False)
HKU = rf"HKU\{LI.key}"
CURRENT = r"Software\Microsoft\Windows\CurrentVersion"
UNINSTALL = rf"{CURRENT}\Uninstall"
SYSTEM = rf"HKLM\{CURRENT}\Policies\System"
SAVER = {"ScreenSaveActive": "1", "ScreenSaverIsSecure": "1", "ScreenSaveTimeOut": "300", "SCRNSAVE.EXE": "a.scr"}
BOTH: dict[str, Any] = {
    r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers": {},
    rf"HKLM\{CURRENT}": {},
    rf"HKLM\{UNINSTALL}\Edge": {"DisplayName": "Edge"},
    r"HKCU\Software": {},
    r"HKCU\Control Panel\Desktop": SAVER,
    rf"{HKU}\Software": {},
    rf"{HKU}\Control Panel\Desktop": SAVER,
}
BASE = World(Platform.WINDOWS, registry=BOTH, files={r"C:\Windows\System32\a.scr": b""}, people=(WANG, LI), admin=True)
WITHOUT_LI = {key: values for key, values in BOTH.items() if not key.startswith("HKU")}
Probe = Callable[[Machine], Fact]
EACH: tuple[Probe, ...] = (
    *(autorun, autostarts, cloud_accounts, network_printers, screen_lock, nearby_sharing, known_software),
)


def _with(registry: dict[str, Any], **more: Any) -> Machine:
    return replace(BASE, registry=registry, **more).machine()


@pytest.mark.parametrize("probe", EACH)
def test_whoever_is_not_signed_in_is_named(probe: Probe) -> None:
    coverage = probe(_with(WITHOUT_LI)).coverage
    assert any("li" in left.sentence.en for left in coverage.unknown)


@pytest.mark.parametrize("probe", EACH)
def test_whoever_is_signed_in_is_looked_at(probe: Probe) -> None:
    coverage = probe(_with(BOTH)).coverage
    assert not any("not signed in" in left.sentence.en for left in coverage.unknown)


@pytest.mark.parametrize("probe", EACH)
def test_without_rights_others_are_named(probe: Probe) -> None:
    coverage = probe(_with({**WITHOUT_LI, rf"{HKU}\Software": DENIED})).coverage
    assert any("li" in left.sentence.en for left in coverage.unknown)


@pytest.mark.parametrize("probe", EACH)
def test_an_account_that_is_disabled_leaves_nothing_open(probe: Probe) -> None:
    users = [{"name": "li", "sid": LI.key, "enabled": False, "password_not_required": False}]
    coverage = probe(_with(WITHOUT_LI, win32={"local_users": users})).coverage
    assert not any("not signed in" in left.sentence.en for left in coverage.unknown)


def test_the_screen_of_another_is_judged_by_their_own_settings() -> None:
    (one,) = screen_lock(_with(BOTH)).others
    assert (one.name, one.after) == ("li", 300)
    for change in ({"ScreenSaverIsSecure": "0"}, {"SCRNSAVE.EXE": "(None)"}, {"SCRNSAVE.EXE": "gone.scr"}):
        (one,) = screen_lock(_with({**BOTH, rf"{HKU}\Control Panel\Desktop": {**SAVER, **change}})).others
        assert one.after is None


def test_a_limit_of_the_computer_holds_for_everybody() -> None:
    fact = screen_lock(_with({**WITHOUT_LI, SYSTEM: {"InactivityTimeoutSecs": 300}}))
    assert fact.coverage.complete


def test_what_another_switched_on_is_told_with_their_name() -> None:
    clipboard = {rf"{HKU}\Software\Microsoft\Clipboard": {"CloudClipboardAutomaticUpload": 1}}
    ways = [way for way in nearby_sharing(_with({**BOTH, **clipboard})).ways if way.on.value]
    assert ["li" in way.name.en for way in ways if way.id == "cloud-clipboard"] == [True]


def test_media_start_by_themselves_where_they_do_for_one_person() -> None:
    mine = {rf"HKCU\{CURRENT}\Explorer\AutoplayHandlers": {"DisableAutoplay": 1}}
    assert autorun(_with({**BOTH, **mine})).removable.value
    theirs = {rf"{HKU}\{CURRENT}\Explorer\AutoplayHandlers": {"DisableAutoplay": 1}}
    assert not autorun(_with({**BOTH, **mine, **theirs})).removable.value


def test_what_others_installed_and_downloaded_and_start_counts() -> None:
    theirs = {
        rf"{HKU}\{UNINSTALL}\x": {"DisplayName": "RustDesk"},
        rf"{HKU}\{CURRENT}\Run": {"sync": r"C:\Users\li\sync.exe"},
        rf"{HKU}\Printers\Connections\,,print,hall": {},
    }
    machine = _with({**BOTH, **theirs}, files={r"C:\Users\li\Downloads\todesk-4.7.exe": b""})
    assert "RustDesk" in {program.name for program in installed_software(machine).programs}
    remote = {one.id for one in known_software(machine).remote_control}
    assert {"rustdesk", "todesk"} <= remote
    (start,) = autostarts(machine).entries
    assert (start.name, "li" in start.place.en) == ("sync", True)
    assert len(network_printers(machine).names) == 1
