"""What holds of every check and every probe, ours and a unit's own."""

from __future__ import annotations

import pytest

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.contract import faults
from checker.engine.trial import trial_faults
from checker.knowledge.rulebook import rulebook
from checker.model.check import AnyCheck
from checker.probes.base import AnyProbe

CATALOG = Catalog().add(checker.probes).add(checks)


@pytest.mark.parametrize("probe", CATALOG.probes.values(), ids=lambda probe: f"{probe.fact.__name__}-{probe.platform}")
def test_no_probe_makes_a_value_of_nothing(probe: AnyProbe) -> None:
    assert trial_faults(probe.fact.__name__, probe) == ()


@pytest.mark.parametrize("check", CATALOG.checks.values(), ids=lambda check: check.id)
def test_keeps_the_contract(check: AnyCheck) -> None:
    assert list(faults(check, "checks", CATALOG.probes, rulebook().rules)) == []
