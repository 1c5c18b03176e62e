"""The documents that people read, as files and as tables."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LEFT_OUT = {"build", "dist"}


def pages() -> list[Path]:
    """Every Markdown file of the tree; hidden folders, the environment among them, are none of it."""
    found = sorted(ROOT.rglob("*.md"))
    return [page for page in found if not any(_left_out(part) for part in page.relative_to(ROOT).parts)]


def _left_out(part: str) -> bool:
    return part.startswith(".") or part in _LEFT_OUT


def tables(text: str) -> list[list[list[str]]]:
    """Each table as rows of cells, its head first, the line of dashes left out."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if not line.startswith("|"):
            found.append([])
        elif not re.fullmatch(r"[|:\- ]+", line):
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return [rows for rows in found if rows]
