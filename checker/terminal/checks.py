"""``checks``: the catalogue. Every rule with what covers it, and whether a unit's own check is sound."""

from __future__ import annotations

import argparse
from pathlib import Path

from checker.app.catalogue import Coverage, covered, encoded, wrong_with
from checker.app.refused import Refused
from checker.engine.catalog import Catalog
from checker.engine.plan import Cover
from checker.knowledge.rulebook import Rulebook
from checker.model.text import Language, Text
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.outputs import Outputs, on_stdout

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
_OWN = Text("本单位自己的", "the unit's own")
_NOT_USED = Text("不能使用：{wrong}", "not used: {wrong}")
_WRONG = Text("{name}：还不能使用", "{name}: cannot be used yet")


def run(catalog: Catalog, rulebook: Rulebook, options: argparse.Namespace, language: Language) -> int:
    """Print the catalogue, or judge one file."""
    console = Console(language).beside(on_stdout(options.json))
    if options.verify is not None:
        return _verify(options.verify, catalog, rulebook, console)
    found = covered(catalog, rulebook)
    _show(found, console)
    if options.json is None:
        return Exit.IN_ORDER
    outputs = Outputs(console)
    outputs.write(options.json, encoded(found))
    return outputs.exit(Exit.IN_ORDER)


def _show(found: Coverage, console: Console) -> None:
    from rich.console import Console as Rich
    from rich.table import Table

    language = console.language
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    for head in _HEADS:
        table.add_column(head.to(language), overflow="fold")
    for row in found.rules:
        by = "\n".join((_COVERS[row.cover].to(language), *row.by))
        severity = row.severity.words.to(language)
        table.add_row(row.rule, row.title.to(language), severity, " ".join(row.seed), by)
    rich = Rich(file=console.results, highlight=False, markup=False)
    rich.print(table)
    counts = " · ".join(f"{_COVERS[cover].to(language)} {count}" for cover, count in found.summary.items())
    rich.print(f"\n{counts}")
    for own in found.local:
        words = _NOT_USED.filled(wrong=Text.name(own.refused)) if own.refused else Text.name(f"sha256 {own.sha256}")
        rich.print(f"{_OWN.to(language)} {own.id}  {words.to(language)}", soft_wrap=True)


def _verify(path: Path, catalog: Catalog, rulebook: Rulebook, console: Console) -> int:
    """Say what is wrong with one of the unit's own files."""
    try:
        wrong = wrong_with(path, catalog, rulebook)
    except Refused as refused:
        console.say(refused.reason)
        return of_trouble(refused)
    console.show((_WRONG if wrong else _SOUND).filled(name=Text.name(path.name)))
    for sentence in wrong:
        console.show(Text("- {what}", "- {what}").filled(what=sentence), "  ")
    return Exit.TO_FIX if wrong else Exit.IN_ORDER
