"""What a developer's page calls by name is called so in the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

PAGES = [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "dev").glob("*.md"))]
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
NAME = re.compile(r"[A-Za-z_][\w.]*")
PACKAGES = ("checker", "checks", "gui", "packaging", "tests", "benchmarks")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_in_code_style_is_in_the_code(page: Path):
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = {
        word for span in SPAN.findall(text) for word in re.findall(NAME, span.partition("(")[0]) if "/" not in span
    }
    assert sorted(word for word in named if word.rpartition(".")[2] not in words()) == []


@cache
def words() -> frozenset[str]:
    """Every word of our own code, its tables and its launcher, but for the tests of these pages."""
    files = [
        path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in (".py", ".toml", ".sh")
    ]
    files += [ROOT / "mijian", ROOT / "pyproject.toml", ROOT / "main.py"]
    ours = (path for path in files if "docs" not in path.relative_to(ROOT).parts)
    return frozenset(word for path in ours for word in re.findall(r"\w+", path.read_text("utf-8"))) | {
        one for path in files for one in (path.stem, path.name, path.parent.name)
    }


def test_a_name_that_nobody_has_is_seen():
    assert "Ledger" in words()
    assert "_SIGNATURES" in words()
    assert "nobody_calls_it" + "_so" not in words()
