from __future__ import annotations

from pathlib import Path

import pytest

from checker.machine.machine import Machine
from checker.machine.media.listing import attached, one
from checker.machine.media.medium import open_medium
from checker.model.unreadable import Unreadable
from checker.residue.result import Mode, Verdict
from checker.residue.scan import Scan


def test_drives_are_listed_and_known_by_their_path(machine: Machine) -> None:
    drives = attached(machine)
    assert drives
    assert all(drive.path.upper().startswith(r"\\.\PHYSICALDRIVE") for drive in drives)
    assert one(machine, drives[0].path.lower().replace(".", "?", 1)) == drives[0]


def test_a_raw_drive_is_read_or_refused_with_a_sentence(wine: bool) -> None:
    if not wine:
        pytest.skip("a real drive may take administrator's rights and long")
    with pytest.raises(Unreadable) as caught:
        open_medium(r"\\.\PhysicalDrive0")
    assert caught.value.reason.zh
    with pytest.raises(Unreadable):
        open_medium(r"\\.\PhysicalDrive99")


def test_an_image_is_scanned_in_a_child(tmp_path: Path) -> None:
    image = tmp_path / "空白.img"
    image.write_bytes(bytes(4 << 20))
    residue = Scan(str(image), Mode.FULL, folder=tmp_path).run()
    assert residue.verdict is Verdict.ZERO
    assert residue.read == 4 << 20
