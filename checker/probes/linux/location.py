"""Linux: GeoClue, and the desktop's switch for it."""

from __future__ import annotations

from checker.facts.workstation.location import LocationService
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.desktop import flag

_PACKAGE = "geoclue-2.0"
_SCHEMA, _KEY = "org.gnome.system.location", "enabled"
_NOT_THERE = Text("没有安装定位组件（GeoClue）", "The location service GeoClue is not installed")
_NO_SWITCH = Text(
    "装有定位组件（GeoClue），但这个桌面没有写明它是否打开",
    "The location service GeoClue is installed, and this desktop does not say whether it is on",
)
_LOOK = Text(
    "在系统设置的“隐私”里当面确认定位是否关闭", "Look under Privacy in the system settings whether location is off"
)


@probe(LocationService, Platform.LINUX)
def location_service(machine: Machine) -> LocationService:
    """Without GeoClue no program can ask where the computer is; with it, GNOME's switch decides for the person."""
    if _PACKAGE not in packages.installed(packages.status(machine)):
        return LocationService(there=False, coverage=Coverage.none_there(Unit.SERVICES, _NOT_THERE))
    try:
        return LocationService(True, flag(machine, _SCHEMA, _KEY), coverage=Coverage.whole(Unit.SETTINGS))
    except Absent:
        raise Unreadable(_NO_SWITCH, _LOOK) from None
