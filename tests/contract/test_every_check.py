"""What holds of every check, ours and a unit's own."""

from __future__ import annotations

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.contract import faults
from checker.knowledge.rulebook import rulebook
from checker.model.check import AnyCheck

CATALOG = Catalog().add(checker.probes).add(checks)


@pytest.mark.parametrize("check", CATALOG.checks.values(), ids=lambda check: check.id)
def test_keeps_the_contract(check: AnyCheck) -> None:
    assert list(faults(check, "checks", CATALOG.probes, rulebook().rules)) == []
