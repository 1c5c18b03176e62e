"""Whatever a parser says of foreign bytes in its own ways is one refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from checker.machine.parsing import Malformed, decoded, json_document, toml_document, unpacked


@dataclass
class Shape:
    at: datetime
    number: int


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b'"\xed\xa0\x80"',
        b"NaN",
        b"[1, Infinity]",
        b"9" * 10_000,
        b"= =",
        b"a = " + b"[" * 100_000,
        b"{",
    ],
    ids=lambda content: f"{content[:8]!r} {len(content)}",
)
def test_no_parser_speaks_for_itself(content: bytes) -> None:
    for read in (lambda given: decoded(given, Shape), lambda given: unpacked(given, Shape), json_document):
        with pytest.raises(Malformed):
            read(content)
    if content:  # nothing is a table of nothing
        with pytest.raises(Malformed):
            toml_document(content)


def test_what_is_sound_is_read() -> None:
    assert decoded(b'{"at": "2026-11-23T09:00:00Z", "number": 4}', Shape).number == 4
    assert json_document(b'{"a": [1, null]}') == {"a": [1, None]}
    assert toml_document("\ufeffa = '密'".encode()) == {"a": "密"}
    assert unpacked(b"\x93\x01\x02\x03", list[int]) == [1, 2, 3]


@pytest.mark.parametrize("content", [b'{"at": "9999-99-99", "number": 1}', b'{"at": 1e400, "number": 1}', b"{}"])
def test_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(Malformed):
        decoded(content, Shape)
