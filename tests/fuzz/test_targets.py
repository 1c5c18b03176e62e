"""What the fuzzer asks of each door, asked in the suite: of sound inputs, of what was once found, and of some mutants.

A fault that was mended leaves its input, made small, in tests/fuzz/found/TARGET.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.doors import targets
from tests.fuzz.shrink import fault, shrunk
from tests.fuzz.target import Broken, Target
from tests.nightly import rounds

FOUND = Path(__file__).with_name("found")
TARGETS = targets()
_MOST = 40  # seeds of a target in the suite


def _found() -> Iterator[tuple[str, Path]]:
    return ((path.parent.name, path) for path in sorted(FOUND.glob("*/*")))


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_sound_inputs_are_answered_alike_each_time(target: Target) -> None:
    seeds = list(target.seeds())
    assert seeds
    for seed in random.Random(1).sample(seeds, min(len(seeds), rounds(_MOST, len(seeds)))):
        assert target.take(seed) == target.take(seed)


# What parsers say in ways of their own.
_NASTY = (
    b"",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"a = " + b"[" * 50_000,
    b"{" * 100_000 + b"}" * 100_000,
    b'{"schema": NaN, "answers": [Infinity]}',
    b"9" * 10_000,
    b'{"number": 1e999999}',
    b'{"a": "\\ud800"}',
    b"\xff\xfe\xfd",
    b"\0" * 70_000,
    b"<" * 100_000,
    b"PK\3\4" + b"\xff" * 4096,
)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_no_parser_likes_is_answered_or_refused(target: Target) -> None:
    for one in _NASTY:
        target.take(one)


@pytest.mark.sampled
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_changed_inputs_are_answered_or_refused(target: Target) -> None:
    seeds, chance = list(target.seeds()), random.Random(target.name)
    for _ in range(rounds(20, 2000)):
        target.take(_mutant(chance.choice(seeds), chance, target.longest))


@pytest.mark.parametrize(("name", "path"), [pytest.param(*one, id=f"{one[0]}-{one[1].name}") for one in _found()])
def test_what_was_once_found_stays_mended(name: str, path: Path) -> None:
    TARGETS[name].take(path.read_bytes())


def test_everything_found_has_its_target() -> None:
    assert {name for name, _ in _found()} <= set(TARGETS)


def _mutant(seed: bytes, chance: random.Random, longest: int) -> bytes:
    changed = bytearray(seed[:longest])
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 2, 4, 16, 256))
        put = chance.choice((b"", chance.randbytes(length), b"\0" * length, b"\xff" * length, bytes(changed[:length])))
        changed[at : at + chance.choice((0, length))] = put
    return bytes(changed[:longest])


def test_a_fault_is_made_small() -> None:
    def take(content: bytes) -> None:
        if b"\x07\x08" in content:
            raise Broken("found")

    assert shrunk(take, bytes(range(200))) == b"\x07\x08"
    assert shrunk(take, b"sound") is None
    assert fault(take, b"sound") is None
