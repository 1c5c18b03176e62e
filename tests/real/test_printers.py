"""Which printers are on the network? CUPS, asked by its own lpstat, says where each is."""

from __future__ import annotations

import pytest

from tests.real.debian import debian

CHECK = "workstation.network_printers"
_READY = "for try in $(seq 600); do lpstat -r | grep -q 'is running' && exit 0; read -t 0.1 <> <(:) || :; done; exit 1"


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("socket://10.77.0.9:9100", "needs_person"),
        ("lpd://printer.unit/queue", "needs_person"),
        ("file:///dev/null", "passed"),
        ("usb://HP/LaserJet?serial=1", "passed"),
    ],
)
def test_a_printer_is_where_cups_says(address: str, state: str) -> None:
    with debian("cups") as system:
        system.do("sed -i '1i FileDevice Yes' /etc/cups/cups-files.conf; mkdir -p /run/cups")
        system.start("/usr/sbin/cupsd", "-f")
        system.do(_READY)
        system.do(f"lpadmin -p office -v '{address}' -E")
        assert f"device for office: {address.removeprefix('file:')}" in system.do("lpstat -v")
        system.do("for try in $(seq 600); do grep -q office /etc/cups/printers.conf && exit 0; sleep 0.1; done; exit 1")
        assert system.asked(CHECK).state == state
