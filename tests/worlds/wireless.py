"""Wireless parts and saved networks of made-up computers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.model.target import Platform
from tests.worlds.world import World

CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control"
CARDS = rf"{CONTROL}\Class\{{4d36e972-e325-11ce-bfc1-08002be10318}}"
NETWORK = "{cac88484-7515-4c03-82e6-71a87abac361}"
BLUETOOTH = "{0850302a-b344-4fda-9be9-90576b8d46f0}"
USB = "{a5dcbf10-6530-11d2-901f-00c04fb951ed}"
WIFI_CARD = r"PCI\VEN_8086&DEV_2723\4&1a"
BLUETOOTH_STICK = r"USB\VID_0E0F&PID_0008\000650268328"
MOUSE = r"USB\VID_046D&PID_C52B\5&2b"

NM = "org.freedesktop.NetworkManager"
SETTINGS = "/org/freedesktop/NetworkManager/Settings"

PCI_CARD = "/sys/bus/pci/devices/0000:02:00.0"


def windows(*devices: tuple[str, str], connected: bool = True, **more: Any) -> World:
    """A Windows with those devices, each as (interface, instance id), and a wired card."""
    registry: dict[str, Mapping[str, Any]] = {
        rf"{CONTROL}\DeviceClasses": {},
        rf"{CARDS}\0001": {"DriverDesc": "Ethernet", "*IfType": 6, "*PhysicalMediaType": 14, "Characteristics": 0x84},
        # Made of software, and of the type that Wi-Fi has.
        rf"{CARDS}\0002": {"DriverDesc": "Wi-Fi Direct", "*IfType": 71, "Characteristics": 0x29},
    }
    for number, (interface, instance) in enumerate(devices, 3):
        key = rf"{CONTROL}\DeviceClasses\{interface}\##?#{instance.replace(chr(92), '#')}#{interface}"
        registry[rf"{key}\#"] = {}
        if connected:
            registry[rf"{key}\#\Control"] = {"Linked": 1}
        if interface == NETWORK:
            registry[rf"{CARDS}\{number:04}"] = {
                "DriverDesc": "Wi-Fi 6 AX200",
                "*IfType": 71,
                "*PhysicalMediaType": 9,
                "Characteristics": 0x84,
                "DeviceInstanceID": instance,
            }
        else:
            description = "@oem1.inf,%name%;Generic Bluetooth Adapter" if interface == BLUETOOTH else "Input"
            registry[rf"HKLM\SYSTEM\CurrentControlSet\Enum\{instance}"] = {"DeviceDesc": description}
    return World(Platform.WINDOWS, registry={**registry, **more.pop("registry", {})}, **more)


def profile(name: str, authentication: str, encryption: str, mode: str = "auto", kind: str = "ESS") -> dict[str, str]:
    xml = (
        f'<?xml version="1.0"?><WLANProfile xmlns="http://www.microsoft.com/networking/WLAN/profile/v1"><name>{name}</name>'
        f"<SSIDConfig><SSID><name>{name}</name></SSID></SSIDConfig><connectionType>{kind}</connectionType>"
        f"<connectionMode>{mode}</connectionMode><MSM><security><authEncryption><authentication>{authentication}"
        f"</authentication><encryption>{encryption}</encryption></authEncryption></security></MSM></WLANProfile>"
    )
    return {"interface": "WLAN", "name": name, "xml": xml}


def key_file(name: str, security: str = "", automatic: str = "", mode: str = "infrastructure") -> str:
    """A key file of NetworkManager."""
    auto = f"autoconnect={automatic}\n" if automatic else ""
    group = f"\n[wifi-security]\n{security}\n" if security else ""
    return f"[connection]\nid=x\ntype=wifi\n{auto}\n[wifi]\nmode={mode}\nssid={name}\n{group}"


def on_the_bus(*connections: Mapping[str, Any] | Any) -> dict[tuple[str, str, str, str], Any]:
    """NetworkManager's answers for those settings; a refusal stands for a connection of somebody else's."""
    paths = tuple(f"{SETTINGS}/{number}" for number, _ in enumerate(connections))
    answers: dict[tuple[str, str, str, str], Any] = {
        (NM, SETTINGS, f"{NM}.Settings", "ListConnections"): (paths,),
    }
    for path, settings in zip(paths, connections, strict=True):
        reply = (settings,) if isinstance(settings, Mapping) else settings
        answers[(NM, path, f"{NM}.Settings.Connection", "GetSettings")] = reply
    return answers


def linux(**more: Any) -> World:
    """A Linux with /etc, /var/lib and /sys/class, and nothing wireless."""
    files = {"/etc/hostname": "pc\n", "/sys/class/tty/tty0/dev": "4:0\n", "/var/lib/x": "", **more.pop("files", {})}
    return World(files=files, **more)


def rfkill(kind: str, soft: str = "0", hard: str = "0", number: int = 0) -> dict[str, str]:
    place = f"/sys/class/rfkill/rfkill{number}"
    return {
        f"{place}/type": f"{kind}\n",
        f"{place}/soft": f"{soft}\n",
        f"{place}/hard": f"{hard}\n",
        f"{place}/name": kind,
    }
