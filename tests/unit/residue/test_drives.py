"""What drives say of themselves: their own bytes are read as the standards lay them out, and silence says nothing."""

from __future__ import annotations

import struct

import pytest

from checker.machine.attached import Attached
from checker.machine.media import ata
from checker.machine.media.ata import AtaWords, returned
from checker.machine.media.drive import DriveWords, of_information_page
from checker.residue.drives import Drive, Hidden, Sanitized, Sort, drive, sort_of
from checker.residue.unseen import hidden_words
from checker.residue.wiping import (
    METHODS,
    SORTS,
    TECHNIQUES,
    Method,
    Technique,
    spare_words,
    state_words,
    ways,
)


def identify(**words: int) -> bytes:
    """IDENTIFY DEVICE data: 256 words; ``w59=0xF000`` sets word 59. Words 82-83 are valid by bit 14 of word 83."""
    made = [0] * 256
    made[83] = 0x4000
    for start, letters, count in ((10, "S3Z9NB0K512345", 10), (27, "EXAMPLE SSD 512GB", 20)):
        padded = letters.ljust(count * 2).encode("ascii")
        made[start : start + count] = struct.unpack(f">{count}H", padded)
    for name, value in words.items():
        made[int(name[1:])] |= value
    return struct.pack("<256H", *made)


def sense(address: int = 0, count: int = 0, error: int = 0, status: int = 0x50) -> bytes:
    """Sense data in which a drive returns its registers (SAT-4, ATA Status Return descriptor)."""
    six = address.to_bytes(6, "big")
    part = bytes(
        (9, 12, 1, error, count >> 8, count & 0xFF, six[2], six[5], six[1], six[4], six[0], six[3], 0x40, status)
    )
    return bytes((0x72, 1, 0, 0x1D, 0, 0, 0, len(part))) + part + bytes(42)


def overlay(last: int) -> bytes:
    """DEVICE CONFIGURATION IDENTIFY of a drive whose last sector is that."""
    made = bytearray(512)
    made[6:14] = last.to_bytes(8, "little")
    made[510] = 0xA5
    made[511] = -sum(made) & 0xFF
    return bytes(made)


def controller(sanicap: int = 0, oacs: int = 0, fna: int = 0) -> bytes:
    made = bytearray(4096)
    made[4:24] = b"NVME-SERIAL-1".ljust(20)
    made[24:64] = b"EXAMPLE NVME 1TB".ljust(40)
    struct.pack_into("<H", made, 256, oacs)
    struct.pack_into("<I", made, 328, sanicap)
    made[524] = fna
    return bytes(made)


def log(status: int) -> bytes:
    return struct.pack("<HH", 0xFFFF, status) + bytes(508)


def test_an_ata_drive_says_its_name_its_commands_and_whether_it_is_frozen() -> None:
    said = drive(DriveWords(ata=identify(w59=0xF000, w82=0x0402, w128=0x0029, w217=1)))
    assert (said.model, said.serial, said.rotating) == ("EXAMPLE SSD 512GB", "S3Z9NB0K512345", False)
    assert (said.crypto, said.block, said.overwrite, said.sanitizes) == (True, True, True, True)
    assert (said.secure_erase, said.enhanced, said.frozen, said.locked) == (True, True, True, False)
    assert said.hidden is Hidden.CAN


def test_commands_without_the_feature_set_do_not_count() -> None:
    said = drive(DriveWords(ata=identify(w59=0xE000, w128=0x0028, w217=7200)))
    assert (said.crypto, said.block, said.overwrite, said.sanitizes) == (False, False, False, False)
    assert (said.secure_erase, said.enhanced, said.frozen, said.rotating) == (False, False, False, True)
    assert said.hidden is Hidden.CANNOT


@pytest.mark.parametrize(
    "answer",
    [b"", bytes(512), b"\xff" * 512, identify()[:511], identify(w0=0x8000)],
    ids=["none", "zeros", "ones", "cut short", "no disk"],
)
def test_what_is_no_sound_answer_says_nothing(answer: bytes) -> None:
    assert drive(DriveWords(ata=answer)) == Drive()
    assert drive(DriveWords()).sanitizes is None


@pytest.mark.parametrize(
    ("status", "state", "untouched"),
    [
        (0, Sanitized.NEVER, False),
        (0x101, Sanitized.DONE, True),
        (1, Sanitized.DONE, False),
        (2, Sanitized.RUNNING, False),
        (3, Sanitized.FAILED, False),
        (4, Sanitized.DONE, False),
        (7, Sanitized.NOT_SAID, False),
    ],
)
def test_an_nvme_drive_says_how_its_last_sanitize_ended(status: int, state: Sanitized, untouched: bool) -> None:
    said = drive(DriveWords(controller=controller(sanicap=0b011, oacs=2, fna=4), sanitize_log=log(status)))
    assert (said.sanitized, said.untouched) == (state, untouched)
    assert (said.crypto, said.block, said.overwrite, said.enhanced) == (True, True, False, True)
    assert (said.model, said.serial) == ("EXAMPLE NVME 1TB", "NVME-SERIAL-1")


def test_a_drive_that_cannot_sanitize_has_no_state_of_it() -> None:
    assert drive(DriveWords(controller=controller(), sanitize_log=log(1))).sanitized is Sanitized.NOT_SAID
    assert drive(DriveWords(controller=controller(0b111), sanitize_log=b"")).sanitized is Sanitized.NOT_SAID


def native(last: int, status: int = 0x50) -> AtaWords:
    return AtaWords(returned(sense(last, status=status)))


def both(last: int, answer: bytes) -> AtaWords:
    return AtaWords(returned(sense(last)), answer)


OUT = {"w82": 0x0402, "w83": 0x4400, "w100": 1000, "w217": 7200}  # hands out 1000 sectors; host-protected area, 48 bits


BOTH = {**OUT, "w83": 0x4C00}


@pytest.mark.parametrize(
    ("words", "more", "hidden", "size"),
    [
        pytest.param(OUT, native(999), Hidden.NONE, 0, id="nothing"),
        pytest.param(OUT, native(1499), Hidden.SET, 500 * 512, id="protected"),
        pytest.param(OUT, AtaWords(), Hidden.CAN, 0, id="no answer"),
        pytest.param(OUT, native(1499, 0x51), Hidden.CAN, 0, id="refused"),
        pytest.param(BOTH, native(999), Hidden.CAN, 0, id="one of two"),
        pytest.param(BOTH, both(999, overlay(999)), Hidden.NONE, 0, id="both"),
        pytest.param(BOTH, both(999, overlay(1999)), Hidden.SET, 512_000, id="overlay"),
        pytest.param(BOTH, both(999, b"\xff" * 512), Hidden.CAN, 0, id="unsound"),
        pytest.param(
            {**OUT, "w106": 0x5000, "w117": 2048},
            native(1009),
            Hidden.SET,
            40_960,
            id="of 4096 bytes",
        ),
        pytest.param({"w119": 0x4100, **OUT}, native(999), Hidden.NONE, 0, id="the later command"),
        pytest.param({"w217": 1}, native(5_000), Hidden.CANNOT, 0, id="knows none"),
    ],
)
def test_what_a_drive_hides_is_told_by_its_own_sizes(
    words: dict[str, int], more: AtaWords, hidden: Hidden, size: int
) -> None:
    said = drive(DriveWords(ata=identify(**words), more=more))
    assert (said.hidden, said.hidden_bytes) == (hidden, size)
    told = hidden_words(said)
    assert told.zh
    assert ("hdparm" in told.en) is (hidden in (Hidden.CAN, Hidden.SET))


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (sense(count=0x8000), Sanitized.DONE),
        (sense(0x1234, count=0x4000), Sanitized.RUNNING),
        (sense(1, error=4, status=0x51), Sanitized.FAILED),
        (sense(2, error=4, status=0x51), Sanitized.NOT_SAID),
        (sense(), Sanitized.NOT_SAID),
        (b"", Sanitized.NOT_SAID),
        (b"\x70" + bytes(31), Sanitized.NOT_SAID),
        (sense()[:12], Sanitized.NOT_SAID),
    ],
)
def test_an_ata_drive_says_how_its_last_sanitize_ended(answer: bytes, state: Sanitized) -> None:
    more = AtaWords(sanitize=returned(answer))
    assert drive(DriveWords(ata=identify(w59=0x1000, w217=1), more=more)).sanitized is state
    assert drive(DriveWords(ata=identify(w217=1), more=more)).sanitized is Sanitized.NOT_SAID


def test_only_what_a_drive_knows_is_asked_and_nothing_is_carried_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(
        ata,
        "_sense",
        lambda descriptor, command, feature, size=0: sent.append(ata.block(command, feature, size)) or (b"", b""),
    )
    ata.asked(0, identify(w217=1))
    assert sent == []
    ata.asked(0, identify(w59=0x1000, w82=0x0400, w83=0x4C00))
    assert [one[14] for one in sent] == [0x27, 0xB1, 0xB4]
    assert all(one[0] == 0x85 and one[1] >> 1 in (3, 4) for one in sent)  # non-data, or from the drive


def test_the_kernels_page_holds_the_answer_from_byte_60_on() -> None:
    page = bytes([0, 0x89, 2, 0x38]) + bytes(56) + identify(w59=0x1000)
    assert of_information_page(page) == identify(w59=0x1000)
    assert of_information_page(page[:571]) == b""
    assert of_information_page(bytes([0, 0x80]) + page[2:]) == b""


@pytest.mark.parametrize(
    ("bus", "flash", "size", "said", "sort"),
    [
        ("nvme", True, 0, Drive(), Sort.NVME_SSD),
        ("card", True, 0, Drive(), Sort.CARD),
        ("ata", True, 0, Drive(), Sort.SATA_SSD),
        ("ata", False, 0, Drive(), Sort.HARD_DISK),
        ("ata", False, 0, Drive(rotating=False), Sort.SATA_SSD),
        ("ata", None, 0, Drive(), Sort.OTHER),
        ("usb", None, 16_000_000_000, Drive(), Sort.STICK),
        ("usb", None, 2_000_000_000_000, Drive(), Sort.USB_DISK),
        ("usb", None, 16_000_000_000, Drive(model="A DISK"), Sort.USB_DISK),
        ("virtual", None, 0, Drive(), Sort.OTHER),
    ],
)
def test_the_kind_follows_from_bus_and_drive(bus: str, flash: bool | None, size: int, said: Drive, sort: Sort) -> None:
    attached = Attached("/dev/sdb", "A", size, bus, True, flash, False, ())
    assert sort_of(attached, said) is sort
    assert sort_of(None, said) is Sort.IMAGE


def commands(sort: Sort, path: str, said: Drive = Drive()) -> list[str]:  # noqa: B008  a frozen value
    return [command for way in ways(sort, path, said) for command in way.commands]


def test_each_command_names_the_very_medium() -> None:
    full = drive(DriveWords(ata=identify(w59=0xF000, w82=2, w128=0x21)))
    for sort in (Sort.HARD_DISK, Sort.SATA_SSD, Sort.USB_DISK, Sort.STICK, Sort.CARD, Sort.IMAGE, Sort.OTHER):
        for said in (Drive(), full):
            assert commands(sort, "/dev/sdq", said)
            assert all(command.endswith("/dev/sdq") for command in commands(sort, "/dev/sdq", said)), sort


def test_a_solid_state_disk_is_wiped_by_the_commands_that_it_has() -> None:
    block = drive(DriveWords(ata=identify(w59=0x9000, w217=1)))
    assert commands(Sort.SATA_SSD, "/dev/sda", block) == [
        "sudo hdparm --yes-i-know-what-i-am-doing --sanitize-block-erase /dev/sda",
        "sudo hdparm --sanitize-status /dev/sda",
    ]
    old = drive(DriveWords(ata=identify(w82=2, w128=0x29, w217=1)))
    assert commands(Sort.SATA_SSD, "/dev/sda", old)[-1].endswith("--security-erase-enhanced mijian /dev/sda")
    none = drive(DriveWords(ata=identify(w217=1)))
    assert "nwipe" in commands(Sort.SATA_SSD, "/dev/sda", none)[0]


def test_nvme_is_wiped_through_its_controller() -> None:
    crypto = drive(DriveWords(controller=controller(0b001)))
    assert commands(Sort.NVME_SSD, "/dev/nvme1n1", crypto)[0] == "sudo nvme sanitize /dev/nvme1 --sanact=4"
    none = drive(DriveWords(controller=controller(oacs=2)))
    assert commands(Sort.NVME_SSD, "/dev/nvme1n1", none) == ["sudo nvme format /dev/nvme1n1 --ses=1"]


@pytest.mark.parametrize("sort", Sort)
def test_every_kind_has_a_way_and_a_name(sort: Sort) -> None:
    for path in ("/dev/sdb", r"\\.\PhysicalDrive2", ""):
        assert ways(sort, path, Drive())
    assert SORTS[sort].zh
    assert SORTS[sort].en


def test_windows_is_told_windows_commands() -> None:
    assert commands(Sort.STICK, r"\\.\PhysicalDrive2") == ["select disk N", "clean all"]


def test_only_the_drives_own_sanitize_is_a_purge_and_reaches_spare_cells() -> None:
    own = {one for one in Technique if one.value.startswith("sanitize")}
    assert {one for one in Technique if one.method is Method.PURGE} == own
    assert {one for one in Technique if one.method is Method.DESTROY} == {Technique.PHYSICAL}
    assert set(METHODS) == set(Method)
    assert set(TECHNIQUES) == set(Technique)
    overwritten = spare_words(Sort.STICK, Technique.OVERWRITE)
    assert "does not reach" in overwritten.en
    assert "cover" in spare_words(Sort.SATA_SSD, Technique.SANITIZE_BLOCK).en


def test_what_was_written_since_an_erase_is_said() -> None:
    assert "written to since" in state_words(Drive(sanitized=Sanitized.DONE, untouched=False)).en
    assert "nothing was written since" in state_words(Drive(sanitized=Sanitized.DONE, untouched=True)).en
