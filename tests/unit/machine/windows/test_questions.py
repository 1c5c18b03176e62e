from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_every_question_that_a_probe_asks_is_in_the_table() -> None:
    """A misspelt question would be could_not_check on every Windows, and a made-up world would not notice."""
    table = ast.get_docstring(ast.parse((ROOT / "checker/machine/windows/win32.py").read_text("utf-8"))) or ""
    known = set(re.findall(r"^([a-z_0-9]+)\b", table.split("question", 1)[1], re.MULTILINE))
    asked = {
        name
        for path in (ROOT / "checker/probes").rglob("*.py")
        for name in re.findall(r'\.win32\(\s*"([^"]+)"', path.read_text("utf-8"))
    }
    assert asked
    assert asked - known == set()
