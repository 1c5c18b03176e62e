from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable
from typing import Any

import pytest

from checker.model.cause import Cause
from checker.model.unreadable import Unreadable
from checker.probes.linux.rotated import family, unpacked
from tests.worlds.world import World

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gz", gzip.compress),
    ("bz2", bz2.compress),
    ("xz", lzma.compress),
    ("lzma", lambda data: lzma.compress(data, lzma.FORMAT_ALONE)),
    ("zst", zstd.compress),
]


def _world(**files: Any) -> World:
    return World(files={f"/var/log/{name}": content for name, content in files.items()})


def test_a_log_and_its_rotated_files_are_one_family() -> None:
    names = ("kern.log", "kern.log.1", "kern.log.2.gz", "kern.log-20261101.xz", "kern-20261101.log.zst", "kern.log.0")
    others = ("kern.log.old", "kern.logs", "kern.log.1.txt", "xkern.log", "kern-fancy.log")
    world = _world(**dict.fromkeys((*names, *others), b""))
    assert {entry.name for entry in family(world.machine().list("/var/log"), "kern.log")} == set(names)


@pytest.mark.parametrize(("end", "packed"), _PACKED)
def test_every_compression_gives_back_what_was_packed(end: str, packed: Callable[[bytes], bytes]) -> None:
    machine = _world(
        **{f"a.{end}": packed(b"first\n") + packed(b"second\n") if end != "lzma" else packed(b"first\nsecond\n")}
    )
    assert unpacked(machine.machine(), f"/var/log/a.{end}", 1 << 10) == b"first\nsecond\n"


@pytest.mark.parametrize(("end", "packed"), _PACKED)
def test_what_is_torn_or_too_long_is_no_short_log(end: str, packed: Callable[[bytes], bytes]) -> None:
    whole = packed(bytes(range(256)) * 64)
    for content, limit in ((whole[:-12], 1 << 20), (whole, 100), (b"not packed at all", 1 << 20)):
        with pytest.raises(Unreadable):
            unpacked(_world(**{f"a.{end}": content}).machine(), f"/var/log/a.{end}", limit)


def test_a_compression_that_is_not_read_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        unpacked(_world(**{"a.lz4": b"x"}).machine(), "/var/log/a.lz4", 9)
    assert refused.value.cause is Cause.UNSUPPORTED
    assert "a.lz4" in refused.value.reason.en
