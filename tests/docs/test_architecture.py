"""ARCHITECTURE shows the rooms in the order in which import-linter holds them, and leaves none out."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.docs.pages import ROOT, tables

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
ROOMS = [row[0].strip("`") for row in next(table for table in tables(PAGE) if table[0][0] == "room")[1:]]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [
    [room.strip() for room in layer.split("|")]
    for contract in CONTRACTS
    if contract["type"] == "layers"
    for layer in contract["layers"]
]


def test_the_table_is_the_contracts_layers_from_top_to_bottom():
    height = {room: number for number, layer in enumerate(LAYERS) for room in layer}
    assert set(ROOMS) == height.keys()
    assert [height[room] for room in ROOMS] == sorted(height.values())


def test_every_package_of_the_engine_is_a_room():
    packages = {f"checker.{path.name}" for path in Path(ROOT, "checker").iterdir() if (path / "__init__.py").exists()}
    assert packages <= set(ROOMS)
