"""What the program can do says nothing by itself: the fronts do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import checker

_ROOT = Path(checker.__file__).parent
_FILES = [path for path in _ROOT.rglob("*.py") if _ROOT / "terminal" not in path.parents]


@pytest.mark.parametrize("room", sorted({path.relative_to(_ROOT).parts[0] for path in _FILES}))
def test_nothing_below_the_fronts_prints_or_asks(room: str) -> None:
    speaking = [
        f"{path.relative_to(_ROOT)}:{node.lineno}"
        for path in _FILES
        if path.relative_to(_ROOT).parts[0] == room
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    ]
    assert speaking == []


def test_the_terminal_prints_in_one_place() -> None:
    speaking = {
        path.name
        for path in (_ROOT / "terminal").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    }
    assert speaking == {"console.py"}
