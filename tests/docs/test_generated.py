"""What a command writes is as that command would write it now."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from checker.store.policies import read_waivers
from tests.docs.pages import ROOT

REFERENCE = runpy.run_path(str(ROOT / "packaging" / "reference_pages.py"))
POLICY = runpy.run_path(str(ROOT / "packaging" / "policy_page.py"))


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("docs/reference/command-line.md", REFERENCE["command_line"]),
        ("docs/reference/schemas.md", REFERENCE["schemas"]),
        ("docs/it/policy.md", POLICY["page"]),
    ],
    ids=lambda part: Path(part).stem if isinstance(part, str) else "",
)
def test_a_generated_page_is_current(page: str, written: object):
    assert callable(written)
    assert (ROOT / page).read_text("utf-8") == written()


def test_the_reference_has_the_arguments_of_commands_that_load_theirs_when_named():
    page = REFERENCE["command_line"]()
    assert "`mijian keys new`" in page
    assert "`--checkpoint FILE`" in page


def test_every_argument_says_what_it_is():
    page = REFERENCE["command_line"]()
    assert [line for line in page.splitlines() if "| – | " in line] == []


def test_the_example_of_a_waiver_book_is_accepted():
    (waiver,) = read_waivers(ROOT / "docs" / "waivers-example.toml")
    assert waiver.approver == "赵六"


def test_one_command_writes_all_of_them():
    writers = runpy.run_path(str(ROOT / "packaging" / "pages.py"))["WRITERS"]
    scripts = {path.name for path in (ROOT / "packaging").glob("*_page*.py")} | {"schemas.py"}
    assert scripts <= {Path(writer[-1]).name for writer in writers}
