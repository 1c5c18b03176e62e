r"""Windows: its own ways for others to operate this computer.

Remote Desktop (``fDenyTSConnections``; the policy wins), following a session (``Shadow``: 0 off, 1 and 3 with full
control or sight after asking, 2 and 4 without asking), Remote Assistance (``fAllowToGetHelp``, ``fAllowFullControl``),
offers of it that nobody asked for (``fAllowUnsolicited``, by policy alone), and WinRM (the service, and listeners below
``WSMAN\Listener``). Sources: Microsoft's ADMX files TerminalServer and RemoteAssistance. Without a value Windows 10 and
11 let a session be followed by administrators after asking, and Remote Assistance is off; set-up of a client writes
fAllowToGetHelp. Whoever comes by Remote Desktop brings along drives and the clipboard, unless ``fDisableCdm`` and
``fDisableClip`` are 1, in the policy or at the listener ``WinStations\RDP-Tcp``; without a value they are 0.
"""

from __future__ import annotations

from checker.facts.workstation.remote_control import RemoteAccess, RemoteService
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.fact import Origin, Setting
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.windows.software import service_list

_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_LOCAL = r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server"
_ASSISTANCE = r"HKLM\SYSTEM\CurrentControlSet\Control\Remote Assistance"
_LISTENERS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WSMAN\Listener"
_LISTENER = rf"{_LOCAL}\WinStations\RDP-Tcp"
_BROUGHT = (
    ("rdp-drives", "fDisableCdm", Text("远程桌面：可以带入磁盘", "Remote Desktop: drives can be brought along")),
    ("rdp-clipboard", "fDisableClip", Text("远程桌面：可以复制粘贴", "Remote Desktop: can copy and paste")),
)
_WINRM = "winrm"
_DENIES = "fDenyTSConnections"  # 0: connections are accepted
_WITHOUT_ASKING = (2, 4)  # Shadow: full control, or sight, without the person's consent
_RDP = Text("Windows 远程桌面", "Windows Remote Desktop")
_ASSIST = Text("Windows 远程协助", "Windows Remote Assistance")
_ASSIST_FULLY = Text("Windows 远程协助（可完全控制）", "Windows Remote Assistance (with full control)")
_UNASKED = Text("远程协助：对方可以主动发起", "Remote Assistance: others may offer it unasked")
_SHADOW = Text("远程桌面：不经同意就能旁观或控制", "Remote Desktop: sessions may be followed without consent")
_MANAGED = Text("Windows 远程管理（WinRM）", "Windows Remote Management (WinRM)")


@probe(RemoteAccess, Platform.WINDOWS)
def remote_access(machine: Machine) -> RemoteAccess:
    """Policy first. No value of Remote Desktop in either place is no Windows that we know, so nothing is assumed."""
    ways = Ledger[str](Unit.SETTINGS)
    services: list[RemoteService] = []
    with ways.reading("RDP"):
        services.append(RemoteService("rdp", _RDP, _remote_desktop(machine)))
    if any(one.on.value for one in services):
        with ways.reading("redirection"):
            services += _brought(machine)
    with ways.reading("Shadow"):
        shadow = _setting(machine, "Shadow", _LOCAL)
        if shadow is not None:
            services.append(RemoteService("rdp-shadow", _SHADOW, _where(shadow, shadow.value in _WITHOUT_ASKING)))
    with ways.reading("Remote Assistance"):
        services += _assistance(machine)
    with ways.reading(_WINRM):
        services.append(RemoteService("winrm", _MANAGED, Setting(_managed(machine), Origin.SET)))
    return RemoteAccess(tuple(services), coverage=ways.some_or_raise())


def _remote_desktop(machine: Machine) -> Setting[bool]:
    denies = _setting(machine, _DENIES, _LOCAL)
    if denies is None:
        raise malformed(_LOCAL)
    return _where(denies, _switched(_DENIES, denies.value) == 0)


def _brought(machine: Machine) -> list[RemoteService]:
    """What goes back and forth with whoever comes by Remote Desktop."""
    found = []
    for key, name, text in _BROUGHT:
        forbidden = _setting(machine, name, _LISTENER) or Setting(0, Origin.DEFAULT)
        found.append(RemoteService(key, text, _where(forbidden, forbidden.value != 1)))
    return found


def _assistance(machine: Machine) -> list[RemoteService]:
    """Without a value it is off: [K] as on Windows Server; a client's set-up writes one."""
    found = []
    asked = _setting(machine, "fAllowToGetHelp", _ASSISTANCE)
    if asked is not None:
        fully = _setting(machine, "fAllowFullControl", _ASSISTANCE)
        name = _ASSIST_FULLY if fully is not None and fully.value else _ASSIST
        found.append(
            RemoteService("remote-assistance", name, _where(asked, _switched("fAllowToGetHelp", asked.value) == 1))
        )
    offered = _value(machine, _POLICY, "fAllowUnsolicited")
    if offered is not None:
        found.append(RemoteService("remote-assistance-offered", _UNASKED, Setting(offered == 1, Origin.POLICY)))
    return found


def _switched(name: str, value: int) -> int:
    if value not in (0, 1):
        raise not_understood(f"{name}={value}")
    return value


def _managed(machine: Machine) -> bool:
    """A service that runs or starts by itself, with a listener: without one it talks to this computer alone."""
    at_work = any(
        one.name.lower() == _WINRM and (one.status == "running" or one.start == "automatic")
        for one in service_list(machine)
    )
    try:
        return at_work and bool(machine.registry(_LISTENERS).subkeys)
    except Absent:
        return False


def _setting(machine: Machine, name: str, local: str) -> Setting[int] | None:
    """The policy's value, else this computer's own; None: in neither place."""
    for key, origin in ((_POLICY, Origin.POLICY), (local, Origin.SET)):
        value = _value(machine, key, name)
        if value is not None:
            return Setting(value, origin)
    return None


def _value(machine: Machine, key: str, name: str) -> int | None:
    try:
        value = machine.registry(key).value(name)
    except Absent:
        return None
    if value is not None and not isinstance(value, int):
        raise malformed(key)
    return value


def _where(setting: Setting[int], on: bool) -> Setting[bool]:
    return Setting(on, setting.origin)
