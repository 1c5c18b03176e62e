"""The page of versions knows this one."""

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
