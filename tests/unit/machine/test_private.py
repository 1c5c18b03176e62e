"""A recording tells nobody what people's documents are called, nor which sticks they own."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

import checker.probes
from checker.engine.catalog import Catalog
from checker.machine.answers import Mount
from checker.machine.machine import Machine
from checker.machine.private import private
from checker.machine.recording import Recorder, Replay
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.worlds.media import SETUP_LOG, journal, root_hub, setup_log, stick, usb_stick
from tests.worlds.world import World

SID = "S-1-5-21-1-2-3-1001"
DAY = datetime(2026, 11, 1, tzinfo=UTC)
RECENT = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs"
HOME = "/home/wang"
LINUX = World(
    files={
        f"{HOME}/.local/share/Trash/files/Geheimplan.docx": b"",
        f"{HOME}/.local/share/Trash/info/Geheimplan.docx.trashinfo": b"Path=Geheimplan",
        f"{HOME}/.local/share/recently-used.xbel": f'<xbel><bookmark href="file://{HOME}/Geheimplan.docx"/></xbel>',
        f"{HOME}/.cache/thumbnails/normal/0123.png": b"\x89PNG\r\n\x1a\nGeheimplan",
        f"{HOME}/Documents/.~lock.Geheimplan.odt#": b"",
        "/run/udev/data/b8:0": b"E:ID_SERIAL_SHORT=Geheimplan\n",
        "/sys/block/sda/dev": "8:0",
    },
    links={"/sys/block/sda": "/sys/devices/pci0/ata1/sda"},
    programs=journal((DAY, usb_stick("Geheimplan"))),
    mounts=(Mount("/dev/sda1", "/", "ext4", ()),),
)
WINDOWS = World(
    Platform.WINDOWS,
    files={
        rf"C:\$Recycle.Bin\{SID}\$I1.docx": b"\x02" + bytes(27) + "Geheimplan".encode("utf-16-le"),
        r"C:\Users\wang\AppData\Roaming\Microsoft\Word\Geheimplan123\Geheimplan.asd": b"",
        r"C:\Users\wang\AppData\Roaming\Microsoft\Windows\Recent\Geheimplan.docx.lnk": b"",
        r"C:\Users\wang\Desktop\~$Geheimplan.docx": b"",
        SETUP_LOG: setup_log((r"USBSTOR\Disk&Ven_A&Prod_B&Rev_1\Geheimplan&0", DAY)),
    },
    registry={
        **root_hub(),
        **stick("Geheimplan&0"),
        rf"{RECENT}\.docx": {"0": "Geheimplan.docx".encode("utf-16-le")},
        r"HKLM\SYSTEM\MountedDevices": {
            r"\DosDevices\E:": "_??_USBSTOR#Disk&Ven_A&Prod_B&Rev_1#Geheimplan&0#{53f5}".encode("utf-16-le")
        },
        r"HKLM\SOFTWARE\Microsoft\Windows Portable Devices\Devices"
        r"\SWD#WPDBUSENUM#_??_USBSTOR#DISK&VEN_A&PROD_B&REV_1#GEHEIMPLAN&0#{53f5}": {},
    },
    mounts=(Mount("C:\\", "C:\\", "NTFS", ()),),
)
PROBES = Catalog().add(checker.probes).probes


@pytest.mark.parametrize("world", [LINUX, WINDOWS], ids=["linux", "windows"])
def test_nothing_that_any_probe_reads_names_a_document_or_a_stick(world: World, tmp_path: Path) -> None:
    recorder = Recorder(world)
    machine = Machine(recorder)
    for (_, platform), probe in PROBES.items():
        if platform is world.platform:
            with suppress(Unreadable):
                probe(machine)
    kept = recorder.save(tmp_path).read_text("ascii")
    assert "geheimplan" not in kept.lower()
    wide = "Geheimplan".encode("utf-16-le")
    assert wide not in b"".join(_blobs(kept))


def _blobs(text: str) -> list[bytes]:
    return [base64.b64decode(found) for found in re.findall(r'"\$bytes": "([^"]*)"', text)]


def test_a_replay_says_why_private_files_are_missing(tmp_path: Path) -> None:
    recorder = Recorder(LINUX)
    machine = Machine(recorder)
    machine.list(f"{HOME}/.local/share/Trash/files")
    _ = machine.host
    replay = Replay(recorder.save(tmp_path))
    with pytest.raises(Unreadable, match="keeps no names"):
        replay.answer("list", (f"{HOME}/.local/share/Trash/files",), Event())


@pytest.mark.parametrize(
    "place", ["/etc/os-release", "/usr/share/applications", "/var/log/kern.log", "/proc/self/mounts", "/opt/apps/wps/x"]
)
def test_the_system_s_own_files_are_kept(place: str) -> None:
    assert not private("read", (place, 1))
    assert not private("exists", (place,))
