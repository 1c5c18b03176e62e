"""Linux: GNOME's own remote desktop."""

from __future__ import annotations

from checker.facts.workstation.remote_control import RemoteAccess, RemoteService
from checker.machine.machine import Machine
from checker.machine.refusals import AS_ADMIN, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.linux import packages

_PACKAGE = "gnome-remote-desktop"
_NOT_THERE = Text("没有安装桌面自带的远程登录", "The desktop's own remote login is not installed")
_KINDS = (
    ("gnome-rdp", "org.gnome.desktop.remote-desktop.rdp", Text("桌面远程登录（RDP）", "Remote desktop (RDP)")),
    ("gnome-vnc", "org.gnome.desktop.remote-desktop.vnc", Text("桌面远程登录（VNC）", "Remote desktop (VNC)")),
)


@probe(RemoteAccess, Platform.LINUX)
def remote_access(machine: Machine) -> RemoteAccess:
    """Where the package is not installed there is nothing to switch on. Its settings belong to each person.

    Run as root on somebody's behalf, the settings that answer would be root's, so they are not asked.
    """
    if _PACKAGE not in packages.installed(packages.status(machine)):
        return RemoteAccess((), coverage=Coverage.none_there(Unit.SERVICES, _NOT_THERE))
    person = machine.host.person
    if machine.host.admin and (person is None or person.key != "0"):
        raise Unreadable(
            Text("以管理员身份读不到本人的桌面设置", "As administrator this person's desktop settings cannot be read"),
            Text("由使用人本人再查一次，不用管理员身份", "Have the person check again, without administrator rights"),
        )
    kinds = Ledger(Unit.SERVICES, [kind for kind in _KINDS if _known(machine, kind[1])], lambda kind: kind[2])
    if not kinds.opened:
        raise not_understood(_PACKAGE)  # it is installed, and has neither of the switches that we know
    services = []
    for kind in kinds:
        with kinds.reading(kind):
            services.append(_service(machine, *kind))
    return RemoteAccess(tuple(services), coverage=kinds.some_or_raise())


def _known(machine: Machine, schema: str) -> bool:
    """Newer releases have no VNC any more, and then no schema for it."""
    output = machine.run("gsettings", "list-schemas")
    if output.code != 0:
        raise Unreadable(Text("没有读到桌面设置", "The desktop's settings could not be read"), AS_ADMIN)
    return schema in output.text.split()


def _service(machine: Machine, service_id: str, schema: str, name: Text) -> RemoteService:
    output = machine.run("gsettings", "get", schema, "enable")
    answer = output.text.strip()
    if output.code != 0 or answer not in ("true", "false"):
        raise Unreadable(Text("没有读到桌面设置", "The desktop's settings could not be read"), None)
    return RemoteService(service_id, name, Setting(answer == "true", Origin.SET))
