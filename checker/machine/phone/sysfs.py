"""The phones that Linux itself lists, where this computer has no libusb to reach them with.

They are told all the same: an iPhone's owner is asked either way, and a phone that could be read has DRIVER as its
trouble instead of not being there.
"""

from __future__ import annotations

from pathlib import Path

from checker.machine.phone.plugged import Interface, Plugged
from checker.machine.phone.transport import Device
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.machine.phone.usb import device

_LIST = Path("/sys/bus/usb/devices")  # the kernel's sysfs-bus-usb; nowhere else than on Linux
_WORD = 256


def devices(folder: Path = _LIST) -> tuple[Device, ...]:
    """Every phone in the kernel's list, each with the trouble that it has."""
    try:
        found = sorted(one for one in folder.iterdir() if ":" not in one.name)
    except OSError:
        return ()
    seen = [plugged for plugged in map(_plugged, found) if plugged is not None]
    return tuple(device(one) for one in seen if one.trouble is not Trouble.NO_DEVICE)


def _plugged(folder: Path) -> Plugged | None:
    try:
        vendor, product = int(_word(folder / "idVendor"), 16), int(_word(folder / "idProduct"), 16)
        interfaces = tuple(map(_interface, sorted(folder.glob(f"{folder.name}:*"))))
    except (OSError, ValueError):
        return None  # a hub's entry without numbers, or one that was pulled out meanwhile

    def refused() -> None:
        raise PhoneTrouble(Trouble.DRIVER)

    def strings() -> tuple[str, str]:
        return _said(folder / "product"), _said(folder / "serial")

    return Plugged(vendor, product, interfaces, f"usb-{folder.name}", refused, strings, readable=False)


def _interface(folder: Path) -> Interface:
    kind, subclass, protocol = (
        int(_word(folder / name), 16) for name in ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
    )
    return Interface(int(_word(folder / "bInterfaceNumber"), 16), (kind, subclass, protocol), 1, 1)


def _word(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_WORD).decode("utf-8", "replace").strip()


def _said(path: Path) -> str:
    try:
        return _word(path)
    except OSError:
        return ""  # the device does not say
