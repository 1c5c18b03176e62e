"""The raw reader: whole sectors, bad blocks, pulled media, and nothing changed."""

from __future__ import annotations

import errno
import hashlib
import os
import random
from pathlib import Path

import pytest

from checker.machine.media.medium import Gone, Medium, joined, open_medium
from checker.machine.media.shape import Shape
from checker.model.unreadable import Absent, Unreadable

CONTENT = random.Random(1).randbytes(3 << 20)


class Device:
    """A drive made of bytes, with places that fail, some of them only at first."""

    def __init__(self, bad: dict[int, int] | None = None, ends: int | None = None) -> None:
        self.bad = dict(bad or {})  # sector -> how often it fails
        self.ends = ends
        self.asked: list[tuple[int, int]] = []

    def __call__(self, offset: int, length: int) -> bytes:
        self.asked.append((offset, length))
        if self.ends is not None and offset + length > self.ends:
            raise OSError(errno.ENODEV, "gone")
        for sector in range(offset // 512, (offset + length) // 512):
            if self.bad.get(sector, 0) > 0:
                self.bad[sector] -= 1
                raise OSError(errno.EIO, "bad")
        return CONTENT[offset : offset + length]


def medium(device: Device) -> Medium:
    return Medium(device, Shape(len(CONTENT), 512, 4096, device=True))


def test_any_range_is_read_in_whole_sectors() -> None:
    device = Device()
    with medium(device) as opened:
        assert opened.read(1000, 3000) == CONTENT[1000:4000]
        assert opened.read(len(CONTENT) - 5, 100) == CONTENT[-5:]
        assert opened.read(len(CONTENT), 5) == b""
        assert opened.read(-1, 5) == b""
    assert all(offset % 512 == 0 and length % 512 == 0 for offset, length in device.asked)


def test_a_bad_block_is_tried_again_logged_and_skipped() -> None:
    device = Device({100: 10_000, 101: 10_000, 3000: 10_000})
    opened = medium(device)
    content = opened.read(0, len(CONTENT))
    assert opened.bad == [(100 * 512 // 4096 * 4096, 4096), (3000 * 512 // 4096 * 4096, 4096)]
    expected = bytearray(CONTENT)
    for start, length in opened.bad:
        expected[start : start + length] = bytes(length)
    assert content == bytes(expected)
    asked = len(device.asked)
    opened.read(100 * 512, 512)
    assert len(device.asked) - asked < 4, "a known bad block is not tried over and over"


def test_a_block_that_fails_only_at_first_is_read() -> None:
    opened = medium(Device({100: 2}))
    assert opened.read(0, 1 << 20) == CONTENT[: 1 << 20]
    assert opened.bad == []


def test_a_medium_pulled_out_is_no_bad_block() -> None:
    opened = medium(Device(ends=1 << 20))
    with pytest.raises(Gone):
        opened.read(0, 2 << 20)
    assert opened.bad == []


def test_a_medium_shorter_than_it_says_is_gone() -> None:
    opened = Medium(lambda offset, length: CONTENT[offset : offset + length], Shape(len(CONTENT) * 2, 512))
    with pytest.raises(Gone):
        opened.read(len(CONTENT) - 512, 4096)


def test_ranges_that_touch_are_one() -> None:
    assert joined([(8, 4), (0, 4), (4, 4), (100, 1)]) == [(0, 12), (100, 1)]


def test_an_image_is_read_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "stick.img"
    path.write_bytes(CONTENT[:1_000_001])
    before = (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
    with open_medium(str(path)) as opened:
        assert opened.size == 1_000_001
        assert opened.read(999_999, 50) == CONTENT[999_999:1_000_001]
        descriptor = opened.descriptor
        assert descriptor is not None
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.write(descriptor, b"x")
        first = opened.fingerprint()
    assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) == before
    path.write_bytes(b"\xff" + CONTENT[1:1_000_001])
    with open_medium(str(path)) as opened:
        assert opened.fingerprint() != first


def test_what_is_no_medium_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Absent):
        open_medium(str(tmp_path / "nothing"))
    with pytest.raises(Unreadable):
        open_medium(str(tmp_path))
    with pytest.raises(Unreadable):
        open_medium("/dev/null" if os.name == "posix" else "NUL")
    with pytest.raises(Absent):
        open_medium("a\0b")
    (tmp_path / "empty").touch()
    with pytest.raises(Unreadable):
        open_medium(str(tmp_path / "empty"))


def test_what_was_just_read_is_not_read_again_even_across_its_parts() -> None:
    whole = bytes(range(256)) * 64
    asked: list[tuple[int, int]] = []

    def pread(offset: int, length: int) -> bytes:
        asked.append((offset, length))
        return whole[offset : offset + length]

    opened = Medium(pread, Shape(len(whole), 512))
    second = memoryview(whole[3072:4096])
    opened.hold(
        [([(2048, 1024), (1024, 1024)], memoryview(whole[2048:3072] + whole[1024:2048])), ([(3072, 1024)], second)]
    )
    assert opened.read(1100, 2500) == whole[1100:3600]
    assert asked == []
    assert opened.read(4000, 200) == whole[4000:4200], "what is only half there is read as usual"
    assert asked
    opened.hold(())
    asked.clear()
    assert opened.read(1100, 20) == whole[1100:1120]
    assert asked


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")
def test_reading_an_image_leaves_its_access_time_as_it_was(tmp_path: Path):
    image = tmp_path / "stick.img"
    image.write_bytes(CONTENT)
    os.utime(image, (1, 1))
    with open_medium(str(image)) as opened:
        assert opened.read(0, len(CONTENT)) == CONTENT
    assert image.stat().st_atime == 1
