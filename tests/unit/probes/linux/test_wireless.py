"""Saved networks and Bluetooth on a private bus, with the makers' interfaces played by python-dbusmock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.facts.workstation.wireless import SavedNetwork, Security
from checker.machine.machine import Machine
from checker.probes.linux.saved_wifi import saved_wifi
from checker.probes.linux.wireless import radios
from tests.worlds.wireless import linux, rfkill

PYTHON = "/usr/bin/python3"  # python-dbusmock stands on dbus-python, which the distribution builds


def _has_mock() -> bool:
    if sys.platform != "linux" or shutil.which("dbus-daemon") is None or not Path(PYTHON).exists():
        return False
    asked = subprocess.run([PYTHON, "-c", "import dbusmock"], capture_output=True, check=False)
    return asked.returncode == 0


pytestmark = pytest.mark.skipif(
    not _has_mock(), reason="needs what this installs: sudo apt-get install dbus python3-dbusmock"
)

_TALK = """
import sys, dbus
bus = dbus.bus.BusConnection(sys.argv[1])
exec(sys.argv[2])
"""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    argv = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


def _play(template: str, address: str, name: str, script: str) -> subprocess.Popen[bytes]:
    """Start a template, wait until its name is owned, and set it up."""
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
    argv = [PYTHON, "-m", "dbusmock", "--system", "--template", template]
    mock = subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL)
    wait = f"while not bus.name_has_owner('{name}'): __import__('time').sleep(0.02)\n"
    subprocess.run([PYTHON, "-c", _TALK, address, wait + script], check=True, timeout=600)
    return mock


def _machine() -> Machine:
    """This computer's bus, and nothing else of it."""
    from checker.machine.linux import LinuxSource

    live = LinuxSource()
    world = linux(files=rfkill("bluetooth"))

    class OnTheBus:
        def answer(self, verb: str, arguments: tuple[object, ...], stop: object) -> object:
            return (live if verb == "bus" else world).answer(verb, arguments, stop)  # type: ignore[arg-type]

    return Machine(OnTheBus())


_NETWORKS = """
o = bus.get_object('org.freedesktop.NetworkManager', '/org/freedesktop/NetworkManager')
m = dbus.Interface(o, 'org.freedesktop.DBus.Mock')
d = m.AddWiFiDevice('mock_wifi', 'wlan0', 2)
for ap, ssid, flags in (('a', 'Airport-Free', 0), ('b', 'office', 0x100)):
    m.AddAccessPoint(d, ap, ssid, '00:23:F8:7E:12:BA', 2, 2425, 5400, 82, flags)
    m.AddWiFiConnection(d, 'c' + ap, ssid, '')
"""


def test_networkmanager_tells_its_networks_on_the_bus(bus: str) -> None:
    mock = _play("networkmanager", bus, "org.freedesktop.NetworkManager", _NETWORKS)
    try:
        fact = saved_wifi(_machine())
    finally:
        mock.kill()
        mock.wait()
    assert fact.coverage.complete
    assert set(fact.networks) == {
        SavedNetwork("Airport-Free", Security.OPEN, automatic=True),
        SavedNetwork("office", Security.STRONG, automatic=True),
    }


_ADAPTER = """
o = bus.get_object('org.bluez', '/')
dbus.Interface(o, 'org.bluez.Mock').AddAdapter('hci0', 'pc')
a = dbus.Interface(bus.get_object('org.bluez', '/org/bluez/hci0'), 'org.freedesktop.DBus.Properties')
a.Set('org.bluez.Adapter1', 'Discoverable', dbus.Boolean({seen}))
"""


@pytest.mark.parametrize("seen", [True, False])
def test_bluez_tells_whether_strangers_find_the_adapter(bus: str, seen: bool) -> None:
    mock = _play("bluez5", bus, "org.bluez", _ADAPTER.format(seen=seen))
    try:
        assert radios(_machine()).discoverable is seen
    finally:
        mock.kill()
        mock.wait()
