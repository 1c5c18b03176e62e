from __future__ import annotations

from collections.abc import Mapping

from checker.machine.answers import Output, Process
from checker.model.finding import State
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

MODULE = "/usr/lib/x86_64-linux-gnu/gio/modules/libdconfsettings.so"
HKLM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer"
HKCU = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer"
CHOICE = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\AutoplayHandlers"
DDE = "/home/wang/.config/deepin/dde-file-manager.json"


def _desktop(process: str, schema: str, never: str) -> World:
    programs: dict[tuple[str, ...], str | Output | Unreadable] = {
        ("gsettings", "list-recursively", schema): f"{schema} autorun-never {never}\n",
        ("gsettings", "list-recursively"): Output(b"", 1),
        ("gsettings", "list-schemas"): schema,
        ("gsettings", "writable"): "true\n",
        ("env",): "false\n",
    }
    return World(files={MODULE: b""}, programs=programs, processes=(Process(9, process, None, "wang"),))


def _dde(**files: str | bytes) -> World:
    return World(files=files, processes=(Process(9, "dde-session", None, "wang"),))


def _windows(**keys: Mapping[str, object]) -> World:
    return World(Platform.WINDOWS, registry=keys)


SCENARIOS = (
    Scenario("pass", _desktop("gnome-shell", "org.gnome.desktop.media-handling", "true"), State.PASSED),
    Scenario("pass", _desktop("mate-session", "org.mate.media-handling", "true"), State.PASSED),
    Scenario("pass", World(), State.PASSED),  # no desktop: nothing reacts
    Scenario("pass", _dde(**{DDE: '{"GenericAttribute": {"AutoMount": true}}'}), State.PASSED),
    Scenario("fail", _desktop("gnome-shell", "org.gnome.desktop.media-handling", "false"), State.FAILED, ("默认",)),
    Scenario("fail", _desktop("cinnamon", "org.cinnamon.desktop.media-handling", "false"), State.FAILED),
    Scenario("fail", _dde(**{DDE: '{"GenericAttribute": {"AutoMountAndOpen": true}}'}), State.FAILED),
    Scenario("denied", World(processes=(Process(9, "gnome-shell", None, "wang"),)), State.COULD_NOT_CHECK),
    # Kylin's newer file manager and KDE: not known how they are told.
    Scenario("denied", _desktop("ukui-session", "org.other", "true"), State.COULD_NOT_CHECK),
    Scenario("denied", World(processes=(Process(9, "plasmashell", None, "wang"),)), State.COULD_NOT_CHECK),
    Scenario("hostile", _desktop("gnome-shell", "org.gnome.desktop.media-handling", "'true'"), State.COULD_NOT_CHECK),
    Scenario("hostile", _dde(**{DDE: "[" * 5000}), State.COULD_NOT_CHECK),
    Scenario("hostile", _dde(**{DDE: '{"GenericAttribute": 7}'}), State.COULD_NOT_CHECK),
    # -- Windows
    Scenario("pass", _windows(**{HKLM: {"NoDriveTypeAutoRun": 0xFF}}), State.PASSED, ("组策略",)),
    Scenario("pass", _windows(**{HKCU: {"NoDriveTypeAutoRun": b"\xff\0\0\0"}}), State.PASSED),
    Scenario("pass", _windows(**{HKLM: {"NoAutorun": 1}}), State.PASSED),
    Scenario("pass", _windows(**{CHOICE: {"DisableAutoplay": 1}}), State.PASSED, ("设置",)),
    Scenario("fail", _windows(), State.FAILED, ("U 盘", "光盘", "默认")),
    # HKLM makes Windows ignore HKCU.
    Scenario(
        "fail",
        _windows(**{HKLM: {"NoDriveTypeAutoRun": 0x91}, HKCU: {"NoDriveTypeAutoRun": 0xFF}}),
        State.FAILED,
        ("U 盘",),
    ),
    Scenario("fail", _windows(**{HKLM: {"NoDriveTypeAutoRun": 0x95}}), State.FAILED, ("光盘",)),
    Scenario("denied", World(Platform.WINDOWS, registry={r"HKLM\SOFTWARE": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(**{HKLM: {"NoDriveTypeAutoRun": "255"}}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(**{HKLM: {"NoDriveTypeAutoRun": b"\xff" * 9}}), State.COULD_NOT_CHECK),
)
