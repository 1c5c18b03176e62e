"""A figure says under what condition and of which commit it is."""

from __future__ import annotations

import pkgutil
import re

import pytest

from tests.docs.pages import ROOT, tables

COMMIT = re.compile(r"[0-9a-f]{7,40}")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
CLAIMS = tables((ROOT / "docs" / "BENCHMARKS.md").read_text("utf-8"))
TRIED = tables((ROOT / "docs" / "VERIFIED.md").read_text("utf-8"))


def test_the_benchmarks_are_tables_of_claim_value_condition_and_commit():
    assert len(CLAIMS) >= 5
    assert [table[0] for table in CLAIMS] == [["claim", "value", "condition", "commit"]] * len(CLAIMS)


@pytest.mark.parametrize("row", [row for table in CLAIMS for row in table[1:]], ids=lambda row: row[1][:40])
def test_a_claim_has_a_value_a_condition_and_a_commit(row: list[str]):
    _, value, condition, commit = row
    assert value
    assert condition
    assert COMMIT.match(commit)


@pytest.mark.parametrize("row", [row for table in TRIED for row in table[1:]], ids=lambda row: row[0][:40])
def test_what_was_verified_has_a_date_and_a_commit(row: list[str]):
    assert DATE.fullmatch(row[-2])
    assert COMMIT.fullmatch(row[-1])


@pytest.mark.parametrize("tables_of_a_page", [CLAIMS, TRIED], ids=["BENCHMARKS", "VERIFIED"])
def test_every_row_has_as_many_cells_as_its_head(tables_of_a_page: list[list[list[str]]]):
    assert [row for table in tables_of_a_page for row in table if len(row) != len(table[0])] == []


def test_the_page_names_every_benchmark():
    found = {info.name for info in pkgutil.iter_modules([str(ROOT / "benchmarks")])} - {"__main__", "measure"}
    page = (ROOT / "docs" / "BENCHMARKS.md").read_text("utf-8").partition("\n## ")[0]
    assert {name for name in found if f"`{name}`" not in page} == set()
