"""``checks``: the catalogue. Every rule with what covers it, and whether a unit's own check is sound."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import msgspec

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
from checker.model.text import Language, Text
from checker.probes.base import Probe
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

SCHEMA = "mijian.checks/1"

_COVERS = {
    Cover.CHECK: Text("检查", "check"),
    Cover.QUESTION: Text("提问", "question"),
    Cover.CARD: Text("教育卡片", "education card"),
    Cover.NONE: Text("尚无", "not yet"),
}
_HEADS = (
    Text("规则", "Rule"),
    Text("希望的状态", "Wanted state"),
    Text("程度", "Weight"),
    Text("来源条款", "Source clauses"),
    Text("由什么覆盖", "Covered by"),
)
_SOUND = Text("{name}：可以使用", "{name}: sound")
_WRONG = Text("{name}：还不能使用", "{name}: cannot be used yet")
_NO_FILE = Text(
    "没有这个 .py 或 .toml 文件，或读不到它：{name}",
    "There is no such .py or .toml file, or it cannot be read: {name}",
)
_OWN = Text("本单位自己的", "the unit's own")
_NOT_USED = Text("不能使用：{wrong}", "not used: {wrong}")
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

    `sha256`: of its content; empty for a check that cannot be loaded. `refused`: why it is not used.
    """

    id: str
    sha256: str
    refused: str = ""


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


def run(catalog: Catalog, rulebook: Rulebook, options: argparse.Namespace, language: Language) -> int:
    """Print the catalogue, or judge one file."""
    if options.verify is not None:
        return _verify(options.verify, catalog, rulebook, language)
    found = covered(catalog, rulebook)
    _show(found, language, sys.stderr if on_stdout(options.json) else sys.stdout)
    if options.json is None:
        return Exit.IN_ORDER
    outputs = Outputs(language)
    content = msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
    outputs.write(options.json, content)
    return outputs.exit(Exit.IN_ORDER)


def covered(catalog: Catalog, rulebook: Rulebook) -> Coverage:
    """Every rule of the catalogue with what covers it, heaviest first."""
    covers = coverage(rulebook.rules.values(), catalog.checks.values())
    rules = sorted(rulebook.rules.values(), key=lambda rule: (rule.device == "phone", rule.severity.rank, rule.id))
    rows = tuple(_row(rule, *covers[rule.id]) for rule in rules)
    counts = Counter(row.cover for row in rows)
    return Coverage(SCHEMA, rulebook.version, {cover: counts[cover] for cover in Cover}, rows, _own(catalog))


def _own(catalog: Catalog) -> tuple[Own, ...]:
    used = [Own(one.check_id, one.sha256) for one in catalog.origins() if one.source is Source.LOCAL]
    return (*used, *(Own(name, "", wrong) for name, wrong in sorted(catalog.refused.items())))


def schema() -> dict[str, Any]:
    """The JSON Schema of the coverage file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Coverage),
    }


def _row(rule: Rule, cover: Cover, by: tuple[str, ...]) -> Row:
    return Row(rule.id, rule.title, rule.means, rule.severity, rule.device, rule.seed, cover, by)


def _show(found: Coverage, language: Language, stream: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 1), pad_edge=False)
    for head in _HEADS:
        table.add_column(head.to(language), overflow="fold")
    for row in found.rules:
        by = "\n".join((_COVERS[row.cover].to(language), *row.by))
        severity = row.severity.words.to(language)
        table.add_row(row.rule, row.title.to(language), severity, " ".join(row.seed), by)
    console = Console(file=stream, highlight=False, markup=False)
    console.print(table)
    counts = " · ".join(f"{_COVERS[cover].to(language)} {count}" for cover, count in found.summary.items())
    console.print(f"\n{counts}")
    for own in found.local:
        words = _NOT_USED.filled(wrong=Text.name(own.refused)) if own.refused else Text.name(f"sha256 {own.sha256}")
        console.print(f"{_OWN.to(language)} {own.id}  {words.to(language)}", soft_wrap=True)


def _verify(path: Path, catalog: Catalog, rulebook: Rulebook, language: Language) -> int:
    """Load one of a unit's own files as the program would, and say what is wrong with it.

    A check's code runs here, as it would in an audit: verify only files whose author you know.
    """
    name = Text.name(path.name)
    if path.suffix not in (".py", ".toml") or not os.path.isfile(path):
        print(_NO_FILE.filled(name=name).to(language), file=sys.stderr)
        return Exit.USAGE
    wrong = list(_faults(path, catalog, rulebook) if path.suffix == ".py" else _data_faults(path))
    print((_WRONG if wrong else _SOUND).filled(name=name).to(language))
    for sentence in wrong:
        print(f"  - {sentence.to(language)}")
    return Exit.TO_FIX if wrong else Exit.IN_ORDER


def _data_faults(path: Path) -> Iterator[Text]:
    """Of rules, which are told by what the file holds, or of an addition to a table, which has the table's name."""
    kind = TABLES if path.stem in tables.TABLES else RULES
    if wrong := tables.fault(local_file(path, kind)):
        yield Text.name(wrong)


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
        yield Text.name(import_fault(error))
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
        for sentence in faults(check, "checks", probes, rulebook.rules):
            yield Text.name(sentence)
    for sentence in probe_faults(module):
        yield Text.name(sentence)
    for name, value in vars(module).items():
        if isinstance(value, Probe) and value.read.__module__ == module_name:
            yield from trial_faults(name, value)
