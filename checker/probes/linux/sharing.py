"""Linux: GNOME's own sharing. Everything else that shares is a program (KnownSoftware).

Newer GNOME starts it through units of the person's systemd, linked in ``~/.config/systemd/user/*.wants``; before that
gnome-settings-daemon kept the networks it is on for, ``enabled-connections`` of one schema a service. Neither was seen
on a real desktop yet.
"""

from __future__ import annotations

from checker.facts.workstation.sharing import NearbySharing, Way
from checker.machine.answers import Person
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.desktop import gsettings, person_at

_SCHEMA = "org.gnome.settings-daemon.plugins.sharing.service:/org/gnome/settings-daemon/plugins/sharing/{name}/"
_NOT_THERE = Text("没有安装桌面自带的共享", "The desktop's own sharing is not installed")
_ON = Setting(True, Origin.SET)
# By the package that brings it; the name is that of its unit and of its schema's folder.
_WAYS = {
    "gnome-user-share": ("gnome-user-share-webdav", Text("公共文件夹共享", "Sharing of the Public folder")),
    "rygel": ("rygel", Text("媒体共享", "Media sharing")),
}


@probe(NearbySharing, Platform.LINUX)
def nearby_sharing(machine: Machine) -> NearbySharing:
    here = packages.installed(packages.status(machine))
    ways = [way for package, way in _WAYS.items() if package in here]
    if not ways:
        return NearbySharing((), coverage=Coverage.none_there(Unit.SERVICES, _NOT_THERE))
    linked = _linked(machine, person_at(machine))
    found = (Way(name, text, _ON) for name, text in ways if f"{name}.service" in linked or _switched_on(machine, name))
    return NearbySharing(tuple(found), coverage=Coverage.whole(Unit.SERVICES, len(ways)))


def _linked(machine: Machine, person: Person) -> set[str]:
    """Units that start with the person's session."""
    folder = f"{person.home}/.config/systemd/user"
    try:
        places = [entry.name for entry in machine.list(folder) if entry.name.endswith(".wants")]
    except Absent:
        return set()
    return {entry.name for place in places for entry in machine.list(f"{folder}/{place}")}


def _switched_on(machine: Machine, name: str) -> bool:
    """On for at least one network; GVariant text such as ``['a1b2...']``, or ``@as []``."""
    try:
        return "'" in gsettings(machine, _SCHEMA.format(name=name)).text("enabled-connections")
    except Absent:
        return False
