"""``checks``: the catalogue. Every rule with what covers it, and whether a unit's own check is sound."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import own_files
from checker.app.catalogue import Coverage, Own, covered, encoded, wrong_with
from checker.app.refused import Refused
from checker.engine.catalog import Catalog
from checker.engine.plan import Cover
from checker.knowledge.rulebook import Rulebook
from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

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
_USED = Text("sha256 {sha256}，{signed}", "sha256 {sha256}, {signed}")
_BY, _UNSIGNED = Text("{who} 批准", "approved by {who}"), Text("没有批准签名", "approved by nobody")
_APPROVED = Text("{name}：已批准，到 {until}", "{name}: approved until {until}")
_UNTIL_TOO = Text("请用 --until 写明批准到哪天，最长一年。", "Say with --until how long it holds: a year at most.")
_NONE_THERE = Text("checks/local 里没有可以批准的文件。", "There is nothing in checks/local that could be approved.")
_WRONG = Text("{name}：还不能使用", "{name}: cannot be used yet")


def run(
    catalog: Catalog, rulebook: Rulebook, options: argparse.Namespace, language: Language, ask: AskSecret | None = None
) -> int:
    """Print the catalogue, judge one file, or approve all of the unit's own."""
    console = Console(language).beside(on_stdout(options.json))
    if options.verify is not None:
        return _verify(options.verify, catalog, rulebook, console)
    if options.sign is not None:
        return _sign(options, catalog, console, ask or console.ask_secret)
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
        words = _used(own) if own.why is None else _NOT_USED.filled(wrong=own.why)
        rich.print(f"{_OWN.to(language)} {own.id}  {words.to(language)}", soft_wrap=True)


def _used(own: Own) -> Text:
    signed = _BY.filled(who=Text.name(own.approver)) if own.approver else _UNSIGNED
    return _USED.filled(sha256=own.sha256, signed=signed)


def _sign(options: argparse.Namespace, catalog: Catalog, console: Console, ask: AskSecret) -> int:
    if options.until is None:
        console.say(_UNTIL_TOO)
        return Exit.USAGE
    try:
        signed = own_files.sign(catalog, options.until, options.sign, ask)
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    if not signed:
        console.say(_NONE_THERE)
        return Exit.USAGE
    for name in signed:
        console.show(_APPROVED.filled(name=Text.name(name), until=options.until.isoformat()))
    return Exit.IN_ORDER


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
