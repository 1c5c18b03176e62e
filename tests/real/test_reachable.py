"""Can somebody outside operate this computer, or reach a program on it? ss, and Debian's own packages, say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

_WAITS = "for try in $(seq 300); do ss -ltn | grep -q ':{port} ' && exit 0; read -t 0.1 <> <(:) || :; done; exit 1"


@pytest.fixture
def system() -> Iterator[State]:
    with debian("dropbear-bin", "inetutils-telnetd", "netplan.io") as state:
        yield state


def test_a_server_for_remote_login_is_found(system: State) -> None:
    said = system.asked("workstation.remote_control_software")
    assert said.state == "failed"
    assert "Telnet" in said.text
    assert "Dropbear" not in said.text  # there, and at rest
    system.do("mkdir -p /etc/dropbear")
    system.start("/usr/sbin/dropbear", "-F", "-R", "-p", "2222")
    system.do(_WAITS.format(port=2222))
    assert "Dropbear" in system.asked("workstation.remote_control_software").text


@pytest.mark.parametrize(("address", "state"), [("0.0.0.0", "needs_person"), ("127.0.0.1", "passed")])
def test_a_program_that_nobody_knows_and_that_waits_outside_is_named(system: State, address: str, state: str) -> None:
    system.start("python3", "-m", "http.server", "--bind", address, "8000")
    system.do(_WAITS.format(port=8000))
    said = system.asked("workstation.open_ports")
    assert said.state == state
    assert ("TCP 8000" in said.text) is (state == "needs_person")


@pytest.mark.parametrize(
    "path",
    [
        "/var/lib/flatpak/app/com.rustdesk.RustDesk/current",
        "/home/alice/Downloads/rustdesk-1.3.8-x86_64.AppImage",
        "/usr/share/applications/rustdesk.desktop",
    ],
)
def test_a_tool_is_found_however_it_came(system: State, path: str) -> None:
    assert "RustDesk" not in system.asked("workstation.remote_control_software").text
    system.write(path, "")
    assert "RustDesk" in system.asked("workstation.remote_control_software").text


@pytest.mark.parametrize(("point", "open_one"), [("cafe: {}", True), ('cafe: {password: "a-long-word"}', False)])
def test_netplans_networks_are_what_netplan_makes_of_them(system: State, point: str, open_one: bool) -> None:
    text = f"network:\n  version: 2\n  wifis:\n    wlan0:\n      access-points:\n        {point}\n"
    system.write("/etc/netplan/w.yaml", text)
    system.run("netplan", "generate")
    made = system.do("cat /run/netplan/wpa-wlan0.conf")
    assert ("key_mgmt=NONE" in made) is open_one
    system.do("rm /run/netplan/wpa-wlan0.conf")
    assert system.asked("workstation.saved_wifi").state == ("failed" if open_one else "passed")


def test_a_package_that_is_held_is_told(system: State) -> None:
    system.do("apt-mark hold base-files")
    said = system.asked("workstation.patches")
    assert said.state == "failed"
    assert "base-files" in said.text
