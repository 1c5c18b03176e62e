"""An inspection on a terminal: progress while it runs, then a table a person can read, ordered by what to do."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text as Styled

from checker.engine.cards import Card, kept
from checker.engine.conclude import Outcome, conclude
from checker.model import whereabouts
from checker.model.check import Actor
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.text import Language, Text
from checker.report.states import look

_LOOKED = Text("看了：{what}", "Looked at: {what}")
_AND_MORE = Text("  · 另有 {number} 个", "  · {number} more")
_WHEREABOUTS = Text(
    "这些文件在哪里（只显示在本机屏幕上，不写进结果和报告）",
    "Where these files are (on this screen alone: results and reports do not have it)",
)
_MORE_PATHS = Text("……还有 {count} 个", "… and {count} more")
_PATHS = 200  # full paths on a screen
_AS_ABOVE = Text("〃 同上", "〃 as above")
_COLOURS = {
    State.PASSED: "green",
    State.FAILED: "red",
    State.NEEDS_PERSON: "cyan",
    State.COULD_NOT_CHECK: "magenta",
    State.WAIVED: "blue",
}
_OUTCOMES = {
    Outcome.IN_ORDER: "bold green",
    Outcome.STATED: "bold cyan",
    Outcome.TO_FIX: "bold red",
    Outcome.INCOMPLETE: "bold magenta",
    Outcome.NOTHING_CHECKED: "bold magenta",
}
_STAFF = Text("你来做", "For you to do")
_IT = Text("交给信息中心", "For IT to do")
_OFFICER = Text("交给保密员", "For the secrecy officer")
# What has failed, by who puts it right: the group with the gravest first.
_TO_FIX: tuple[tuple[Text, Callable[[Finding, Actor], bool]], ...] = (
    (_STAFF, lambda finding, actor: finding.state is State.FAILED and actor is Actor.STAFF),
    (_OFFICER, lambda finding, actor: finding.state is State.FAILED and actor is Actor.OFFICER),
    (_IT, lambda finding, actor: finding.state is State.FAILED and actor is Actor.IT),
)
_HEADINGS: tuple[tuple[Text, Callable[[Finding, Actor], bool]], ...] = (
    (Text("请确认", "Please confirm"), lambda finding, _: finding.state is State.NEEDS_PERSON),
    (Text("未能检查", "Could not check"), lambda finding, _: finding.state is State.COULD_NOT_CHECK),
    (Text("已批准例外", "Waived"), lambda finding, _: finding.state is State.WAIVED),
    (Text("符合", "In order"), lambda finding, _: finding.state is State.PASSED),
    (Text("不适用", "Does not apply"), lambda finding, _: finding.state is State.NOT_APPLICABLE),
)

# A word of letters without blanks in it, or one character of a script that has none; opening marks stay with what they
# open, and the blanks behind with what they follow.
_PIECES = re.compile(r"[“‘（《【「『]*(?:[^\s\u2e80-\uffff“‘]+|[\u2e80-\uffff])\s*|\s+|.", re.DOTALL)
_CLOSING = "，。、；：？！）」』】》”’…,.;:?!)"

Cards = Callable[[str], Card | None]


class Watch(AbstractContextManager["Watch"]):
    """Progress on stderr: a bar with names on a terminal, a plain line a check otherwise."""

    def __init__(self, total: int, language: Language, stream: TextIO | None = None) -> None:
        console = Console(file=stream or sys.stderr)
        self._language = language
        self._console = console
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=console, transient=True)
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Watch:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, finding: Finding, title: Text) -> None:
        """A check started or ended."""
        name = title.to(self._language)
        if self._bar is None:
            if finding.state.final:
                mark = look(finding)
                line = f"{mark.shape} {mark.word.to(self._language)}  {name}"
                self._console.print(line, highlight=False, markup=False, soft_wrap=True)
        elif finding.state.final:
            self._bar.advance(self._task)
        else:
            self._bar.update(self._task, description=name)


def show(
    inspection: Inspection, cards: Cards, language: Language, stream: TextIO | None = None, *, details: bool = False
) -> None:
    """Print the conclusion and every finding, ordered by what to do.

    `details`: what was not looked at is listed by name, each with its reason.
    """
    console = Console(file=stream or sys.stdout, highlight=False, soft_wrap=False)
    known = {finding.check_id: cards(finding.check_id) for finding in inspection.findings}
    cards = kept({check_id: card for check_id, card in known.items() if card is not None}, inspection.findings).get
    for line in inspection.scope:
        for part in wrapped(line.to(language), console.width):
            console.print(Styled(part))
    _show_conclusion(console, inspection, language)
    groups = [
        (heading, [one for one in inspection.findings if belongs(one, _actor(one, cards))])
        for heading, belongs in (*_TO_FIX, *_HEADINGS)
    ]
    graves = [min((one.severity.rank for one in group), default=0) for _, group in groups[: len(_TO_FIX)]]
    order = sorted(range(len(_TO_FIX)), key=lambda index: graves[index])
    for heading, group in (*(groups[index] for index in order), *groups[len(_TO_FIX) :]):
        if group:
            _show_group(console, heading, group, cards, language, details)
    if console.is_terminal:
        _show_whereabouts(console, inspection, language)
    _show_conclusion(console, inspection, language)


def _show_whereabouts(console: Console, inspection: Inspection, language: Language) -> None:
    """Full paths of the files that findings name; never where the output goes to a file."""
    paths = dict.fromkeys(path.to(language) for one in inspection.findings for path in whereabouts.of(one))
    if not paths:
        return
    console.print(Styled(f"\n{_WHEREABOUTS.to(language)}", style="bold"))
    for path in list(paths)[:_PATHS]:
        console.print(Styled("\n".join(wrapped(f"  {path}", console.width))))
    if len(paths) > _PATHS:
        console.print(Styled(f"  {_MORE_PATHS.filled(count=len(paths) - _PATHS).to(language)}"))


def _show_group(
    console: Console, heading: Text, group: list[Finding], cards: Cards, language: Language, details: bool
) -> None:
    """A row a finding; findings of which the same is said, one after the other, with the sentence once."""
    word_width = max(cell_len(_word(finding, language)) for finding in group)
    rest = max(console.width - word_width - 4, 40)
    title_width = min(rest * 2 // 5, 44)
    table = Table(box=None, padding=(0, 1), show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, width=word_width)
    table.add_column(no_wrap=True, width=title_width)
    table.add_column(no_wrap=True, width=rest - title_width)
    said_before = None
    common = _common_how(group)
    ordered = sorted(group, key=lambda one: (one.how != common, one.severity.rank, one.check_id))
    saids = [_said(one, cards(one.check_id), language) + _rested(one, language, details) for one in ordered]
    for finding, said in sorted(zip(ordered, saids, strict=True), key=lambda pair: saids.index(pair[1])):
        card = cards(finding.check_id)
        title = (card.title if card else Text.name(finding.check_id)).to(language)
        same = [_AS_ABOVE.to(language)] if said == said_before else said
        lines = [part for line in same for part in wrapped(line, rest - title_width)]
        style = _COLOURS.get(finding.state, "default")
        table.add_row(
            Styled(_word(finding, language), style=style),
            Styled("\n".join(wrapped(title, title_width))),
            Styled("\n".join(lines)),
        )
        said_before = said
    console.print(Styled(f"\n{heading.to(language)} ({len(group)})", style="bold"))
    console.print(table)


def _common_how(group: list[Finding]) -> Text | None:
    """What would help most of the group: those come first, together."""
    return Counter(finding.how for finding in group).most_common(1)[0][0]


def _word(finding: Finding, language: Language) -> str:
    mark = look(finding)
    return f"{mark.shape} {mark.word.to(language)}"


def wrapped(line: str, width: int) -> list[str]:
    """A line cut into lines of at most `width` columns, as Chinese is set: between any two characters, but words and
    numbers stay whole where they fit, and no line begins with a closing mark: it brings along what is before it.
    """
    lines: list[list[str]] = [[]]
    for piece in _PIECES.findall(line):
        if lines[-1] and cell_len("".join(lines[-1]) + piece.rstrip()) > width:
            lines.append(_before(piece, lines[-1], width))
        while cell_len(piece.rstrip()) > width:  # a word that fits on no line
            fitting = set_cell_size(piece, width).rstrip()
            piece = piece[len(fitting) :]
            lines += ([fitting], [])
        lines[-1].append(piece)
    return [text for one in lines if (text := "".join(one).rstrip())]


def _before(piece: str, line: list[str], width: int) -> list[str]:
    """Taken from a full line: what a closing mark is not parted from, unless both are too wide for a line."""
    at = len(line)
    while (piece if at == len(line) else line[at])[0] in _CLOSING and at > 1:
        at -= 1
    taken = line[at:]
    if cell_len("".join(taken) + piece.rstrip()) > width:
        return []
    del line[at:]
    return taken


def _said(finding: Finding, card: Card | None, language: Language) -> list[str]:
    lines = [finding.message.to(language), *(f"· {item.to(language)}" for item in finding.items)]
    if finding.how is not None:
        lines.append(f"→ {finding.how.to(language)}")
    if finding.answer is not None:
        yes = Text("是", "yes") if finding.answer.yes else Text("否", "no")
        said = Text("{who} 回答：{yes}", "{who} answered: {yes}")
        lines.append(said.filled(who=Text.name(finding.answer.who), yes=yes).to(language))
    if finding.waiver is not None:
        waived = Text("{who} 批准至 {until}：{why}", "Waived by {who} until {until}: {why}")
        values = {"who": Text.name(finding.waiver.approver), "why": Text.name(finding.waiver.reason)}
        lines.append(waived.filled(until=finding.waiver.until.isoformat(), **values).to(language))
    if finding.state is State.FAILED and card is not None and card.remedy is not None:
        lines += [f"{number}. {step.to(language)}" for number, step in enumerate(card.remedy.steps, 1)]
    return lines


def _rested(finding: Finding, language: Language, details: bool) -> list[str]:
    """What it rests on: a line, and with `details` everything that was not looked at."""
    lines = [] if finding.looked is None else [_LOOKED.filled(what=finding.looked).to(language)]
    if details and finding.coverage is not None:
        for left in finding.coverage.left:
            lines.append(f"  {left.sentence.to(language)}")
            lines += [f"  · {name.to(language)}" for name in left.names]
            if left.names and left.number > len(left.names):
                lines.append(_AND_MORE.filled(number=left.number - len(left.names)).to(language))
    return lines


def _show_conclusion(console: Console, inspection: Inspection, language: Language) -> None:
    concluded = conclude(inspection.findings)
    counts = [
        f"{look_word.to(language)} {concluded.by_state[state]}"
        for state, look_word in (
            (State.PASSED, Text("符合", "in order")),
            (State.FAILED, Text("不符合", "not in order")),
            (State.NEEDS_PERSON, Text("待确认", "to confirm")),
            (State.COULD_NOT_CHECK, Text("未能检查", "could not check")),
            (State.NOT_APPLICABLE, Text("不适用", "does not apply")),
            (State.WAIVED, Text("例外", "waived")),
        )
        if concluded.by_state[state]
    ]
    sentence = Text("{target}：{headline}", "{target}: {headline}").filled(
        target=Text.name(inspection.target.label), headline=concluded.headline
    )
    console.print()
    for part in wrapped(sentence.to(language), console.width):
        console.print(Styled(part, style=_OUTCOMES[concluded.outcome]))
    for part in _in_lines(counts, console.width):
        console.print(Styled(part))


def _in_lines(counts: list[str], width: int) -> list[str]:
    """Counts beside one another, each whole."""
    lines: list[str] = []
    for count in counts:
        joined = f"{lines[-1]} · {count}" if lines else count
        if lines and cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(count)
    return lines


def _actor(finding: Finding, cards: Cards) -> Actor:
    card = cards(finding.check_id)
    return card.remedy.actor if card is not None and card.remedy is not None else Actor.OFFICER
