"""What the desktop does by itself when a medium is plugged in, on Linux."""

from __future__ import annotations

import json

from checker.facts.workstation.autorun import Autorun
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.desktop import NO_DESKTOP, Desktop, desktop, flag, person_at

# autorun-never: false in the schema as shipped, so that the desktop asks, or starts what was chosen before.
_SCHEMAS = {
    Desktop.GNOME: "org.gnome.desktop.media-handling",
    Desktop.CINNAMON: "org.cinnamon.desktop.media-handling",
    Desktop.MATE: "org.mate.media-handling",
    Desktop.UKUI: "org.ukui.media-handling",  # Kylin's file manager up to version 3; later ones do not install it
}
_BY_HAND = Text(
    "请插入一个空白 U 盘，由保密员看系统是否自动打开或运行",
    "Plug in an empty stick and have the secrecy officer see whether anything opens or starts",
)
_NO_READER = Text("还读不到这种桌面的自动运行设置", "The autorun settings of this desktop cannot be read yet")


@probe(Autorun, Platform.LINUX)
def autorun(machine: Machine) -> Autorun:
    """Without a graphical desktop nothing reacts to a medium: the kernel alone never mounts one."""
    try:
        kind = desktop(machine)
    except Absent:
        return _both(Setting(False, Origin.DEFAULT), Coverage.none_there(Unit.SETTINGS, NO_DESKTOP))
    if kind is Desktop.DDE:
        return _both(_dde(machine))
    schema = _SCHEMAS.get(kind)
    if schema is None:
        raise Unreadable(_NO_READER, _BY_HAND)
    try:
        never = flag(machine, schema, "autorun-never")
    except Absent as error:
        raise Unreadable(_NO_READER, _BY_HAND) from error
    return _both(Setting(not never.value, never.origin))


def _both(setting: Setting[bool], coverage: Coverage | None = None) -> Autorun:
    return Autorun(removable=setting, optical=setting, coverage=coverage or Coverage.whole(Unit.SETTINGS))


def _dde(machine: Machine) -> Setting[bool]:
    """UOS, deepin: the file manager starts no programs, but opens what it mounts if told so.

    GenericAttribute/AutoMountAndOpen, false where it is absent (dde-file-manager, isAutoMountAndOpenSetting). Not yet
    seen on a real machine.
    """
    path = f"{person_at(machine).home}/.config/deepin/dde-file-manager.json"
    try:
        settings = json.loads(machine.text(path, 1 << 20))
        group = settings.get("GenericAttribute", {})
        value = group.get("AutoMountAndOpen")
    except Absent:
        return Setting(False, Origin.DEFAULT)
    except (ValueError, AttributeError, RecursionError) as error:
        raise refusals.malformed("dde-file-manager.json") from error
    if value is None:
        return Setting(False, Origin.DEFAULT)
    if not isinstance(value, bool):
        raise refusals.malformed("dde-file-manager.json")
    return Setting(value, Origin.SET)
