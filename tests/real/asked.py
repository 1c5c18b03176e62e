"""Inside of a system under trial: where does one check stand? Its answer is one line of JSON on stdout."""

from __future__ import annotations

import json
import sys
from importlib import import_module

import checker.probes
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.live import live_machine
from checker.model.policy import Policy
from checker.model.target import Platform, Target
from checker.model.text import Text


def tell(check_id: str) -> None:
    """Run that check alone on the system that we stand in."""
    catalog = Catalog().add(checker.probes)
    check = getattr(import_module(f"checks.{check_id}"), check_id.rpartition(".")[2])
    finding = list(inspect(Target("pc", Platform.LINUX, "PC"), live_machine(), [check], catalog.probes, Policy()))[-1]
    unseen = finding.coverage.unseen if finding.coverage is not None else None
    said = [text for text in (finding.message, *finding.items, finding.how, unseen) if isinstance(text, Text)]
    text = "\n".join(f"{one.zh}\n{one.en}" for one in said)
    json.dump({"state": finding.state.value, "text": text}, sys.stdout)
