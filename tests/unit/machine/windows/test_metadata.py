"""Our declarations of Windows' C interfaces against Microsoft's own metadata, on 32 and 64 bits.

`metadata.json` is what packaging/windows_metadata.py took out of the package that it names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.machine.windows.layout import WIDTHS, Call, calls, constant, structure
from tests.unit.machine.windows.names import BEGINNINGS, CONSTANTS, INTERFACES, STRUCTURES

METADATA: dict[str, Any] = json.loads((Path(__file__).parent / "metadata.json").read_text("utf-8"))
CALLS = tuple(calls())


def test_the_source_calls_what_the_metadata_was_taken_for() -> None:
    assert len(CALLS) > 40
    assert {call.name for call in CALLS} == set(METADATA["functions"])


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.where}-{call.name}")
def test_a_function_is_declared_as_microsoft_does(call: Call) -> None:
    assert list(call.kinds) == METADATA["functions"][call.name]


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize(("where", "ours"), STRUCTURES, ids=lambda one: one)
def test_a_structure_lies_in_memory_as_microsoft_says(where: str, ours: str, bits: str) -> None:
    theirs = METADATA["structures"][STRUCTURES[where, ours]][bits]
    kind, width = structure(where, ours, bits), WIDTHS[bits]
    misplaced = {spot for spot in kind.spots(width) if list(spot) not in theirs["fields"]}
    assert misplaced == set()
    size, _ = kind.whole(width)
    assert size <= theirs["size"] if (where, ours) in BEGINNINGS else size == theirs["size"]


@pytest.mark.parametrize(("where", "ours"), CONSTANTS, ids=lambda one: one)
def test_a_number_is_microsofts(where: str, ours: str) -> None:
    theirs = METADATA["constants"][CONSTANTS[where, ours]]
    assert constant(where, ours) & 0xFFFF_FFFF == theirs & 0xFFFF_FFFF


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_method_is_called_at_its_place(interface: str) -> None:
    theirs = METADATA["interfaces"][interface]["methods"]
    assert {name: theirs[name] for name in INTERFACES[interface]} == {
        name: constant("com", ours) for name, ours in INTERFACES[interface].items()
    }
