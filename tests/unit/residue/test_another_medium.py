"""A scan that was interrupted goes on with the medium it was begun on, and with no other."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.machine.attached import Attached, Inspected
from checker.machine.media import source
from checker.machine.media.apart import Halted
from checker.machine.media.identity import Identity, identity
from checker.machine.media.listing import attached, one
from checker.machine.media.medium import Medium, open_medium
from checker.machine.media.shape import Shape
from checker.machine.media.source import this_medium
from checker.model.target import Platform
from checker.residue.carving import Carving
from checker.residue.checkpoint import Checkpoints
from checker.residue.finds import State
from checker.residue.progress import Carved, Progress
from checker.residue.result import Mode, Verdict
from checker.residue.scan import Scan
from checker.residue.survey import survey
from tests.unit.residue import files
from tests.unit.residue.media import File, fat32, partitioned
from tests.worlds.world import World

MIB = 1 << 20
SIZE = 96 * MIB
NAME = "Kingston DT 101"


def stick(*serials: str, session: str = "", bus: str = "usb", part: int = 0) -> Attached:
    return Attached("/dev/sdz", NAME, SIZE, bus, bus == "usb", None, False, (), serials, session, part)


def device(content: bytes) -> Medium:
    return Medium(lambda at, length: content[at : at + length], Shape(len(content), device=True))


def interrupted(content: bytes) -> Carved:
    """A scan of this that was stopped after 72 MiB."""
    kept: list[Carved] = []

    def tell(progress: Progress) -> None:
        if progress.done > 72 * MIB:
            raise Halted

    with pytest.raises(Halted):
        Carving(device(content), survey(device(content)), tell, kept.append).run()
    return kept[-1]


TEXTS = (random.Random(4).randbytes(1000) + b"a page of text " * 300) * (SIZE // 5500)
FULL = TEXTS + bytes(SIZE - len(TEXTS))
BLANK = bytes(SIZE)


@pytest.fixture(scope="module")
def begun() -> dict[str, Carved]:
    return {"blank": interrupted(BLANK), "full": interrupted(FULL)}


@pytest.mark.parametrize(
    ("first", "then", "content", "goes_on"),
    [
        pytest.param(stick("DISK-4711-X"), stick("DISK-4711-X"), "full", True, id="the same, plugged in again"),
        pytest.param(stick("DISK-4711-X"), stick("DISK-4712-X"), "full", False, id="another serial number"),
        pytest.param(stick(), stick(), "full", False, id="no serial number"),
        pytest.param(stick("0000000000000000"), stick("0000000000000000"), "full", False, id="a printed one"),
        pytest.param(stick("READER-0815"), stick("READER-0815"), "blank", False, id="two blank cards, one reader"),
        pytest.param(stick("DISK-4711-X", bus="nvme"), stick("DISK-4711-X", bus="nvme"), "blank", True, id="its own"),
        pytest.param(stick(session="a:7"), stick(session="a:7"), "blank", True, id="never taken out"),
        pytest.param(stick(session="a:7"), stick(session="a:8"), "blank", False, id="plugged in anew"),
        pytest.param(
            stick("READER-0815", session="a:7"), stick("READER-0815", session="a:7"), "blank", True, id="left in"
        ),
        pytest.param(
            stick("READER-0815", session="a:7"), stick("READER-0815", session="a:8"), "blank", False, id="swapped"
        ),
        pytest.param(stick("DISK-4711-X"), stick("DISK-4711-X", part=1), "full", False, id="a partition of it"),
    ],
)
def test_a_scan_goes_on_only_where_the_medium_is_known_to_be_the_same(
    first: Attached, then: Attached, content: str, goes_on: bool, begun: dict[str, Carved], tmp_path: Path
) -> None:
    image = {"blank": BLANK, "full": FULL}[content]
    kept = Checkpoints(tmp_path, Mode.FULL)
    kept.keep(identity(device(image), first, "/dev/sdz"), SIZE, datetime.now(UTC), begun[content])
    found, why = kept.find(device(image), identity(device(image), then, "/dev/sdz"))
    assert (found is not None) is goes_on
    assert why is None or "从头查起" in why.zh


def test_a_clone_of_one_serial_number_is_told_by_what_was_read(begun: dict[str, Carved], tmp_path: Path) -> None:
    same = identity(device(FULL), stick("DISK-4711-X"), "")
    kept = Checkpoints(tmp_path, Mode.FULL)
    kept.keep(same, SIZE, datetime.now(UTC), begun["full"])
    other = bytearray(FULL)
    other[MIB : 60 * MIB] = bytes(59 * MIB)
    found, why = kept.find(device(bytes(other)), same)
    assert found is None
    assert why is not None
    assert "another medium" in why.en


def test_no_checkpoint_holds_content(begun: dict[str, Carved], tmp_path: Path) -> None:
    Checkpoints(tmp_path, Mode.FULL).keep(identity(device(FULL), stick("DISK-4711-X"), ""), SIZE, NOW, begun["full"])
    (file,) = tmp_path.iterdir()
    assert b"page" not in file.read_bytes()
    assert b"4711" not in file.read_bytes()


NOW = datetime(2026, 11, 30, tzinfo=UTC)


def pictures(folder: Path, name: str = "m.img") -> Path:
    content = bytearray(SIZE)
    for number in range(4):
        picture = files.jpeg(number)
        content[(10 + number * 22) * MIB : (10 + number * 22) * MIB + len(picture)] = picture
    path = folder / name
    path.write_bytes(content)
    return path


def begin(path: Path, store: Path) -> None:
    """A scan of an image that is interrupted after 72 MiB."""
    with open_medium(str(path)) as opened:
        known, kept = identity(opened, None, str(path)), Checkpoints(store, Mode.FULL)

        def tell(progress: Progress) -> None:
            if progress.done > 72 * MIB:
                raise Halted

        def save(carved: Carved) -> None:
            kept.keep(known, opened.size, NOW, carved)

        with pytest.raises(Halted):
            Carving(opened, survey(opened), tell, save).run()


def test_an_interrupted_scan_of_an_image_goes_on_and_finds_what_one_scan_finds(tmp_path: Path) -> None:
    path, store = pictures(tmp_path), tmp_path / "store"
    begin(path, store)
    again = Scan(str(path), folder=store)
    residue = again.run()
    assert again.resumed
    assert again.resumable
    assert [(find.kind, find.state) for find in residue.finds] == [("jpeg", State.COMPLETE)] * 4
    once = Scan(str(path)).run()
    assert (residue.blocks, residue.map, residue.read) == (once.blocks, once.map, once.read)
    assert list(store.iterdir()) == [], "a finished scan leaves nothing behind"


def _replaced(path: Path) -> None:
    """Another image under the same name, with the same times: what swapping sticks looks like."""
    times = path.stat()
    path.unlink()
    path.write_bytes(BLANK)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _changed(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(10 * MIB)
        file.write(bytes(4 * MIB))


@pytest.mark.parametrize("happens", [_replaced, _changed])
def test_an_image_that_is_another_one_now_is_read_from_the_beginning(
    happens: Callable[[Path], None], tmp_path: Path
) -> None:
    path, store = pictures(tmp_path), tmp_path / "store"
    begin(path, store)
    happens(path)
    again = Scan(str(path), folder=store)
    residue = again.run()
    assert not again.resumed
    assert residue.read == SIZE
    assert residue.verdict is (Verdict.ZERO if happens is _replaced else Verdict.STRUCTURED)


def test_a_broken_checkpoint_is_none(tmp_path: Path) -> None:
    path, store = pictures(tmp_path), tmp_path / "store"
    begin(path, store)
    (kept,) = store.iterdir()
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    again = Scan(str(path), folder=store)
    assert again.run().whole
    assert not again.resumed


def test_positions_in_a_stream_that_is_another_now_are_not_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first MiB of a stick in use is as before where a file was deleted; where free space lies is not.
    long = File("LONG.BIN", random.Random(1).randbytes(MIB), deleted=False)
    path, store = tmp_path / "m.img", tmp_path / "store"
    path.write_bytes(partitioned(fat32([long], clusters=200_000)))
    same = Identity("same", sure=True)
    monkeypatch.setattr("checker.residue.scan.identity", lambda *_: same)
    with open_medium(str(path)) as opened:
        elsewhere = replace(survey(opened), stream=((0, opened.size),))
        begun: list[Carved] = []
        Carving(opened, elsewhere, save=begun.append).run()
        Checkpoints(store, Mode.FULL).keep(same, opened.size, NOW, begun[0])
    again = Scan(str(path), folder=store)
    residue = again.run()
    assert not again.resumed
    assert again.anew is not None
    assert residue.whole


# -- the register's key -----------------------------------------------------------------------------------------------


def key(content: bytes, attached: Attached | None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(source, "open_medium", lambda path: device(content))
    return this_medium(Inspected("/dev/sdz", attached)).key


def test_two_blank_sticks_of_one_make_are_two_in_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    for one_stick in (stick(), stick("READER-0815"), None):
        assert key(BLANK[:MIB], one_stick, monkeypatch) != key(BLANK[:MIB], one_stick, monkeypatch)
    assert key(BLANK[:MIB], stick("A-17-234", bus="ata"), monkeypatch) != key(
        BLANK[:MIB], stick("A-17-235", bus="ata"), monkeypatch
    )


def test_one_medium_keeps_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = stick("A-17-234", bus="ata")
    assert key(BLANK[:MIB], disk, monkeypatch) == key(FULL[:MIB], disk, monkeypatch), "before the wipe and after it"
    left_in = stick(session="a:7")
    assert key(BLANK[:MIB], left_in, monkeypatch) == key(BLANK[:MIB], left_in, monkeypatch)
    monkeypatch.undo()
    image = pictures(tmp_path)
    assert this_medium(Inspected(str(image))).key == this_medium(Inspected(str(image))).key
    other = tmp_path / "copy.img"
    shutil.copy2(image, other)
    assert this_medium(Inspected(str(image))).key != this_medium(Inspected(str(other))).key


# -- what the system says ---------------------------------------------------------------------------------------------

USB = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2"
LISTED = World(
    Platform.LINUX,
    files={
        "/sys/block/sda/size": "1000\n",
        "/sys/block/sda/diskseq": "12\n",
        "/sys/block/sda/device/vpd_pg80": b"\x00\x80\x00\x0cWD-WX11A4711",
        "/sys/block/sda/sda1/size": "900\n",
        "/sys/block/sdb/size": "2000\n",
        f"{USB}/idVendor": "0951\n",
        f"{USB}/serial": "60A44C413FAE\n",
        "/sys/block/mmcblk0/size": "2000\n",
        "/sys/block/mmcblk0/device/cid": "035344534c333247801a2b3c4d014a00\n",
        "/proc/sys/kernel/random/boot_id": "b007\n",
        "/proc/swaps": "",
    },
    links={
        "/sys/block/sda": "/sys/devices/pci0000:00/ata1/host0/block/sda",
        "/sys/block/sdb": f"{USB}/1-2:1.0/host4/block/sdb",
        "/sys/block/mmcblk0": "/sys/devices/pci0000:00/mmc_host/mmc0/block/mmcblk0",
    },
)


def test_serial_numbers_and_plugging_in_are_as_linux_says() -> None:
    found = {medium.path: medium for medium in attached(LISTED.machine())}
    assert found["/dev/sda"].serials == ("WD-WX11A4711",)
    assert found["/dev/sda"].session == "b007:12"
    assert found["/dev/sdb"].serials == ("60A44C413FAE",)
    assert found["/dev/sdb"].session == ""
    assert found["/dev/mmcblk0"].serials == ("035344534c333247801a2b3c4d014a00",)


def test_a_partition_is_no_disk() -> None:
    part = one(LISTED.machine(), "/dev/sda1")
    assert part is not None
    assert part.part == 1
    assert identity(device(BLANK[:MIB]), part, "").key != identity(device(BLANK[:MIB]), replace(part, part=0), "").key
