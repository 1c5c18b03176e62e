"""The officer's handbook as the program carries it: read from its own folder, offline, in parts that one asks for."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from checker.model.text import Language, Text

_MISSING = Text(
    "这份程序没有带手册。请看安装包里的 docs/user。",
    "This copy of the program carries no handbook; see docs/user of its package.",
)
_PART = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the handbook: its heading, and its Markdown with the heading. Pictures are named from `folder()`."""

    heading: str
    markdown: str


def folder() -> Path:
    """Where the handbook lies: in a frozen program's folder, or in the clone's."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
    return root / "docs" / "user"


def parts(language: Language) -> tuple[Part, ...]:
    """In their order; where the handbook was left out, one part that says so."""
    try:
        page = (folder() / f"handbook.{language.value}.md").read_text("utf-8")
    except OSError:
        said = _MISSING.to(language)
        return (Part(said, said),)
    starts = [match.start() for match in _PART.finditer(page)]
    pieces = [page[start:end] for start, end in zip(starts, [*starts[1:], len(page)], strict=True)]
    return tuple(Part(piece.partition("\n")[0].removeprefix("## ").strip(), piece) for piece in pieces)
