"""The catalogue: every rule with what covers it, and whether a unit's own check is sound."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from checker.app import own_files
from checker.app.refused import Refused
from checker.engine.catalog import Catalog
from checker.engine.contract import faults, import_fault, probe_faults
from checker.engine.plan import Cover, coverage
from checker.engine.trial import trial_faults
from checker.knowledge import tables
from checker.knowledge.local import RULES, TABLES, local_file
from checker.knowledge.rulebook import Rulebook
from checker.model.check import AnyCheck, Check
from checker.model.inspection import Source
from checker.model.rule import Means, Rule
from checker.model.severity import Severity
from checker.model.text import Text
from checker.probes.base import Probe

SCHEMA = "mijian.checks/1"
_NO_FILE = Text(
    "没有这个 .py 或 .toml 文件，或读不到它：{name}",
    "There is no such .py or .toml file, or it cannot be read: {name}",
)
_NO_CHECK = Text("文件里没有检查（@check）", "The file defines no check (@check)")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule and what covers it; `by` are check ids, or the question's."""

    rule: str
    title: Text
    means: Means
    severity: Severity
    device: str
    seed: tuple[str, ...]
    cover: Cover
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A file of the unit's own: a check, rules or an addition to a table, by its place.

    `sha256`: of its content; empty where it is not used, and `refused` says why in English, `why` in both languages.
    `approver`: who signed for it, by the approval beside it; empty where nobody did.
    """

    id: str
    sha256: str
    refused: str = ""
    approver: str = ""
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The file that ``checks --coverage --json`` writes. `summary` counts rules by what covers them; `local` has the
    unit's own files.
    """

    schema: str
    rules_version: str
    summary: dict[Cover, int]
    rules: tuple[Row, ...]
    local: tuple[Own, ...] = ()


def covered(catalog: Catalog, rulebook: Rulebook) -> Coverage:
    """Every rule of the catalogue with what covers it, heaviest first."""
    covers = coverage(rulebook.rules.values(), catalog.checks.values())
    rules = sorted(rulebook.rules.values(), key=lambda rule: (rule.device == "phone", rule.severity.rank, rule.id))
    rows = tuple(_row(rule, *covers[rule.id]) for rule in rules)
    counts = Counter(row.cover for row in rows)
    return Coverage(SCHEMA, rulebook.version, {cover: counts[cover] for cover in Cover}, rows, own(catalog))


def own(catalog: Catalog) -> tuple[Own, ...]:
    """The unit's own files with who approved them, and those that are not used, with why."""
    rulings = own_files.rulings(catalog)
    today = datetime.now(UTC).date()
    signed = {one.name: said.approver for one in rulings if (said := own_files.approved(one, today)) is not None}
    catalog = own_files.guarded(catalog, rulings, signed=False)
    used = [one for one in catalog.origins() if one.source is Source.LOCAL and one.check_id not in catalog.refused]
    return (
        *(Own(one.check_id, one.sha256, approver=signed.get(one.check_id, "")) for one in used),
        *(Own(name, "", wrong.en, why=wrong) for name, wrong in sorted(catalog.refused.items())),
    )


def encoded(found: Coverage) -> bytes:
    """As JSON."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the coverage file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Coverage),
    }


def _row(rule: Rule, cover: Cover, by: tuple[str, ...]) -> Row:
    return Row(rule.id, rule.title, rule.means, rule.severity, rule.device, rule.seed, cover, by)


def wrong_with(path: Path, catalog: Catalog, rulebook: Rulebook) -> tuple[Text, ...]:
    """Load one of a unit's own files as the program would; what is wrong with it, a sentence each.

    A check's code runs here, as it would in an audit: only files whose author is known.

    Raises:
        Refused: there is no such file.
    """
    if path.suffix not in (".py", ".toml") or not os.path.isfile(path):
        raise Refused(_NO_FILE.filled(name=Text.name(path.name)))
    return tuple(_faults(path, catalog, rulebook) if path.suffix == ".py" else _data_faults(path))


def _data_faults(path: Path) -> Iterator[Text]:
    """Of an addition to a table, which has the table's name, or of rules."""
    kind = TABLES if path.stem in tables.TABLES else RULES
    if (wrong := tables.fault_of(local_file(path, kind))) is not None:
        yield wrong


def _faults(path: Path, catalog: Catalog, rulebook: Rulebook) -> Iterator[Text]:
    module_name = f"checks.local.{path.stem}"
    spec = importlib.util.spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001  somebody else's file: whatever is wrong with it is the answer
        yield import_fault(error)
        return
    finally:
        del sys.modules[module_name]
    probes = dict(catalog.probes)
    checks: list[AnyCheck] = []
    for value in vars(module).values():
        if isinstance(value, Check):
            checks.append(value)
        elif isinstance(value, Probe):
            probes[value.fact, value.platform] = value
    if not checks:
        yield _NO_CHECK
    for check in checks:
        yield from faults(check, "checks", probes, rulebook.rules)
    yield from probe_faults(module)
    for name, value in tuple(vars(module).items()):  # a trial runs the module's code, which may add to it
        if isinstance(value, Probe) and value.read.__module__ == module_name:
            yield from trial_faults(name, value)
