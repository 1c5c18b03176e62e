"""The page of versions knows this one, and the formats that it writes."""

from __future__ import annotations

import re
import tomllib

import checker
from tests.docs.pages import ROOT

PAGE = (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_version_has_a_chapter_and_is_said_alike_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == checker.__version__
    assert re.search(rf"^## {re.escape(checker.__version__)}\b", PAGE, re.MULTILINE)


def test_every_format_is_named_at_its_newest():
    newest: dict[str, int] = {}
    for path in (ROOT / "docs" / "schema").glob("*.json"):
        name, _, number = path.stem.rpartition("-")
        newest[name] = max(int(number), newest.get(name, 0))
    (line,) = (line for line in PAGE.splitlines() if "schemas:" in line)
    assert dict(re.findall(r"(\w+) (\d+)", line.partition("schemas:")[2])) == {k: str(v) for k, v in newest.items()}
