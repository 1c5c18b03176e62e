"""What a plain scan says of areas that a drive may keep to itself is the drive's own answer, where it gives one."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from checker.app.medium import Standing, encoded, standing
from checker.machine.attached import Attached
from checker.machine.machine import Machine
from checker.machine.media.ata import NOTHING, AtaWords
from checker.machine.media.drive import DriveWords
from checker.machine.media.medium import Medium
from checker.machine.media.shape import Shape
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.residue.result import Mode, Residue, Unchecked
from checker.residue.scan import Scan
from checker.residue.unseen import not_checked
from tests.unit.residue.test_drives import OUT, identify, native

MIB = 1 << 20


class Answers:
    """A blank medium, and what its drive says."""

    def __init__(self, words: DriveWords | None) -> None:
        self._words = words

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        match verb:
            case "open_medium":
                return Medium(lambda offset, length: bytes(length), Shape(MIB, 512, device=True))
            case "drive" if self._words is not None:
                return self._words
        raise Absent(Text("没有", "none"))


def scanned(words: DriveWords | None, bus: str, mode: Mode = Mode.FULL) -> Residue:
    one = Attached("/dev/sdq", "a disk", MIB, bus, external=False, flash=False, read_only=None, mounted=())
    return Scan("/dev/sdq", mode, machine=Machine(Answers(words)), attached=one).run()


def ata(more: AtaWords = NOTHING, **words: int) -> DriveWords:
    return DriveWords(ata=identify(**words), more=more)


@pytest.mark.parametrize("mode", [Mode.FULL, Mode.EVERYTHING, Mode.VERIFY, Mode.QUICK])
def test_a_drive_that_hands_out_all_it_has_leaves_nothing_to_say(mode: Mode) -> None:
    residue = scanned(ata(native(999), w119=0x4100, **OUT), "ata", mode)
    assert Unchecked.HIDDEN_AREA not in residue.unchecked
    if mode is not Mode.QUICK:
        assert standing(residue) is Standing.BLANK


@pytest.mark.parametrize(
    ("words", "bus", "said"),
    [
        pytest.param(ata(native(1_999_999), **OUT), "ata", "it keeps", id="hides"),
        pytest.param(ata(**OUT), "ata", "hdparm -N", id="can hide, and was not asked"),
        pytest.param(DriveWords(), "ata", "Areas that a drive may hide", id="says nothing"),
        pytest.param(None, "usb", "Areas that a drive may hide", id="behind a bridge"),
        pytest.param(DriveWords(controller=b"x" * 4096), "nvme", "Other namespaces", id="NVMe"),
    ],
)
def test_whatever_else_it_says_keeps_the_medium_from_being_blank(words: DriveWords | None, bus: str, said: str) -> None:
    residue = scanned(words, bus)
    assert Unchecked.HIDDEN_AREA in residue.unchecked
    assert said in " ".join(one.en for one in not_checked(residue))
    assert standing(residue) is Standing.UNTOLD


def test_the_published_result_has_how_much_it_hides() -> None:
    residue = scanned(ata(native(1_999_999), **OUT), "ata")
    assert b'"hidden": "set"' in encoded(residue, None)
    assert residue.about.hidden_bytes > 0
