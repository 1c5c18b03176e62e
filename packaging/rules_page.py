"""Writes docs/RULES.md anew: ``python packaging/rules_page.py``. A test says when that is due; ``-`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker.engine.cards import basis  # noqa: E402  the clone is not installed
from checker.knowledge.rulebook import Rulebook, rulebook  # noqa: E402
from checker.model.rule import Means, Rule  # noqa: E402
from checker.model.severity import Severity  # noqa: E402

_SEVERITIES = {
    Severity.CRITICAL: "严重 critical",
    Severity.HIGH: "重要 high",
    Severity.MEDIUM: "一般 medium",
    Severity.LOW: "轻微 low",
}
_MEANS = {
    Means.AUTO: "设备证据 evidence",
    Means.ASSISTED: "证据加确认 evidence and a person",
    Means.ATTESTATION: "当面确认 a person says",
    Means.NOT_CHECKABLE: "教育卡片 education card",
}
_DEVICES = (
    ("all", "各类设备 Every device"),
    ("nonclassified", "非涉密计算机 Non-classified computers"),
    ("classified", "涉密计算机（单位策略打开后才启用） Classified computers (off until a unit's policy says so)"),
    ("phone", "手机 Phones"),
    ("media", "移动介质 Media"),
)
_HEAD = """# 规则目录 / The rules

规则卡版本 / version of the cards: {version}. 本页由 `packaging/rules_page.py` 生成。 This page is generated.

每条规则由什么覆盖，用 `./mijian checks --coverage` 查看。 What covers each rule: `./mijian checks --coverage`.

⏸ = 按“疑似涉密”流程处置：停用、断网、不自行删除、报告。 HOLD: stop, go offline, delete nothing yourself, report.
"""


def page(book: Rulebook) -> str:
    return "\n".join((_HEAD.format(version=book.version), *_chapters(book), *_provisions(book))) + "\n"


def _chapters(book: Rulebook) -> Iterator[str]:
    for device, words in _DEVICES:
        rules = [rule for rule in book.rules.values() if rule.device == device]
        yield f"## {words}\n"
        yield "| 规则 Rule | 希望的状态 Wanted state | 程度 Weight | 怎样查 How | 场合 Profiles | 依据 Basis |"
        yield "|---|---|---|---|---|---|"
        for rule in sorted(rules, key=lambda one: (one.severity.rank, one.id)):
            yield _row(rule, book)
        yield ""


def _row(rule: Rule, book: Rulebook) -> str:
    held = " ⏸" if rule.id in book.held else ""
    cells = (
        f"`{rule.id}`{held}",
        f"{rule.title.zh}<br>{rule.title.en}",
        _SEVERITIES[rule.severity],
        _MEANS[rule.means],
        ", ".join(sorted(profile.value for profile in rule.profiles)),
        "<br>".join(text.zh for text in basis((rule,), book)),
    )
    return f"| {' | '.join(cells)} |"


def _provisions(book: Rulebook) -> Iterator[str]:
    yield "## 依据的出处 / Provisions\n"
    yield "| 代号 Key | 名称 Name | 读到的程度 How far it was read |"
    yield "|---|---|---|"
    for key, one in book.provisions.items():
        yield f"| {key} | {one.name.zh}<br>{one.name.en} | {one.read.zh}<br>{one.read.en} |"


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.write(page(rulebook()))
    else:
        (ROOT / "docs" / "RULES.md").write_text(page(rulebook()), "utf-8", newline="\n")
