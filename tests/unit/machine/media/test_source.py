"""A medium is reached by one door: whoever answers it, a file, bytes in memory or nobody, is who is inspected."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import checker
from checker.machine.attached import Attached, Inspected
from checker.machine.machine import Machine
from checker.machine.media.drive import DriveWords, asked
from checker.machine.media.medium import Gone, Medium
from checker.machine.media.shape import Shape
from checker.machine.media.source import MediumSource, medium_machine, opened, words_of_the_drive
from checker.machine.recording import Recorder, Replay
from checker.model.coverage import Unit
from checker.model.unreadable import Absent, Cancelled, Unreadable
from checker.probes.medium.documents import medium_bin
from checker.probes.medium.reading import files_of
from checker.probes.medium.residue import medium_residue
from checker.residue.result import Mode, Verdict
from checker.residue.scan import Scan
from tests.worlds.world import DENIED, World

MIB = 1 << 20


@dataclass
class InMemory:
    """A source whose medium is bytes that no file and no device has. `gone_at`: from there on it was pulled out."""

    content: bytes
    gone_at: int | None = None

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb == "medium":
            return Inspected("/nowhere/at/all")
        if verb == "open_medium":
            return Medium(self._read, Shape(len(self.content), 512))
        raise Absent(DENIED.reason)

    def _read(self, offset: int, length: int) -> bytes:
        if self.gone_at is not None and offset + length > self.gone_at:
            raise Gone
        return self.content[offset : offset + length]


def test_a_medium_of_nowhere_is_inspected_through_the_door() -> None:
    machine = Machine(InMemory(bytes(4 * MIB)))
    assert files_of(machine).volumes == ()
    fact = medium_residue.read(machine)
    assert (fact.coverage.bears_a_pass, fact.recoverable) == (True, 0)
    assert [(extent.unit, extent.looked) for extent in fact.coverage.extents] == [(Unit.SECTORS, 4 * MIB // 512)]


def test_what_ends_on_the_way_is_said_and_never_blank() -> None:
    machine = Machine(InMemory(bytes(8 * MIB), gone_at=5 * MIB))
    residue = Scan("/nowhere/at/all", Mode.FULL, machine=machine).run()
    assert not residue.whole
    with pytest.raises(Unreadable):
        medium_residue.read(machine)


def test_a_stopped_inspection_opens_nothing() -> None:
    machine = Machine(InMemory(bytes(MIB)))
    machine.stop()
    with pytest.raises(Cancelled):
        opened(machine)


@pytest.mark.parametrize("read", [medium_residue.read, medium_bin.read, files_of], ids=["residue", "bin", "files"])
def test_a_door_that_stays_shut_is_unreadable(read: Any) -> None:
    for world in (World(medium=DENIED), World()):
        with pytest.raises(Unreadable):
            read(world.machine())


def test_an_answer_of_another_kind_is_not_a_medium() -> None:
    class Odd(InMemory):
        def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
            return b"bytes, and no medium"

    for ask in (opened, Machine.medium):
        with pytest.raises(Unreadable):
            ask(Machine(Odd(b"")))


def test_a_recording_holds_nothing_of_a_medium_and_says_so(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(MIB))
    recorder = Recorder(MediumSource(Inspected(str(image)), World()))
    machine = Machine(recorder)
    assert machine.host.name == "PC"
    with opened(machine) as medium:
        assert medium.size == MIB
    assert machine.medium().path == str(image)
    saved = recorder.save(tmp_path / "kept")
    assert b"stick" not in saved.read_bytes()
    played = Machine(Replay(saved))
    assert played.host.name
    for ask in (opened, Machine.medium):
        with pytest.raises(Unreadable, match="check this on that computer itself"):
            ask(played)


def test_this_computers_media_are_behind_the_same_door(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(MIB))
    with opened(medium_machine(str(image))) as medium:
        assert medium.read(0, 512) == bytes(512)
    assert Scan(str(image)).run().verdict is Verdict.ZERO
    with pytest.raises(Unreadable):
        opened(medium_machine(str(tmp_path / "nothing")))


def test_what_a_drive_says_is_taken_from_the_system_where_it_keeps_it() -> None:
    page = bytes([0, 0x89, 2, 0x38]) + bytes(56) + bytes(range(256)) * 2
    stick = Attached("/dev/sdq", "A", MIB, "usb", True, None, False, ())
    kept = World(files={"/sys/block/sdq/device/vpd_pg89": page})
    assert words_of_the_drive(Machine(MediumSource(Inspected("/dev/sdq", stick), kept))).ata == page[60:572]
    for attached in (stick, None):
        nothing = Machine(MediumSource(Inspected("/dev/no such", attached), World()))
        assert words_of_the_drive(nothing) == DriveWords()


@pytest.mark.skipif(sys.platform != "linux", reason="ioctl")
@pytest.mark.parametrize("bus", ["ata", "nvme", "usb", "card", "virtual"])
def test_a_drive_is_asked_only_what_reads(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[tuple[int, int, int]] = []

    def ioctl(descriptor: int, request: int, argument: bytearray, mutate: bool) -> int:
        asked_for.append((request, argument[0], int.from_bytes(argument[40:44], "little") & 0xFF))
        return 0

    monkeypatch.setattr("fcntl.ioctl", ioctl)
    asked(0, Attached("/dev/x", "A", MIB, bus, True, None, False, ()))
    identify, admin = 0x030D, 0xC0484E41
    wanted = {"ata": [(identify, 0, 0)], "nvme": [(admin, 0x02, 0x81), (admin, 0x06, 1)]}
    assert asked_for == wanted.get(bus, [])


def test_nobody_goes_past_the_door() -> None:
    root = Path(checker.__file__).parents[1]
    past = [
        path.relative_to(root).as_posix()
        for folder in ("checker", "checks", "gui")
        for path in sorted((root / folder).rglob("*.py"))
        if "open_medium" in _imported(path)
    ]
    assert past == ["checker/machine/media/apart.py", "checker/machine/media/source.py"]


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_bytes())
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
