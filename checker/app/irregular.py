"""What is missing, doubled or out of order among an organisation's reports, and what counts no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.ledger.sequence import Irregular, Seen
    from checker.store.rollup.database import RollupDatabase
    from checker.store.rollup.rows import By, KeptIrregular, SeenRow

_TOLD = 1000  # sentences: more nobody reads
_MORE = Text("还有 {n} 条类似情况。", "{n} more like these.")
_ASIDE = Text("报告 {number} 不再计入：{reason}。", "No longer counted: report {number}, {reason}.")


def told(book: RollupDatabase, period: str) -> tuple[Text, ...]:
    """A sentence each: as many as anybody reads, and how many more there are."""
    every = chain(_conflicts(book, period), aside(book), (one.sentence for one in out_of_order(book)))
    first = tuple(islice(every, _TOLD))
    rest = sum(1 for _ in every)
    return (*first, _MORE.filled(n=rest)) if rest else first


def aside(book: RollupDatabase) -> Iterator[Text]:
    for one in book.aside():
        yield _ASIDE.filled(number=Text.name(one.number), reason=Text.name(one.reason))


def follow(book: RollupDatabase) -> None:
    """Look at the inspectors and machines of whom reports came since the last time."""
    from checker.report.ledger import sequence

    judges: dict[By, Callable[[list[Seen]], Iterator[Irregular]]] = {
        "inspector": sequence.of_inspector,
        "machine_id": sequence.of_machine,
    }
    for by, judge in judges.items():
        book.follow(by, partial(_judged, judge))


def out_of_order(book: RollupDatabase) -> Iterator[Irregular]:
    """By the inspectors' running numbers and by which report follows which, as of now."""
    from checker.report.ledger.sequence import Fault, Irregular

    follow(book)
    for one in book.irregular():
        yield Irregular(Fault(one.fault), one.who, one.sentence, one.reports)


def seen(row: SeenRow) -> Seen:
    from checker.report.ledger.sequence import Seen

    return Seen(**{one.name: getattr(row, one.name) for one in fields(row)})


def _conflicts(book: RollupDatabase, period: str) -> Iterator[Text]:
    from checker.report.ledger.sequence import several_assets, several_machines

    for one in book.conflicts(period):
        if one.machine:
            yield several_assets(one.machine, one.assets).sentence
        else:
            yield several_machines(one.assets[0], one.machines).sentence


def _judged(judge: Callable[[list[Seen]], Iterator[Irregular]], group: list[SeenRow]) -> Iterator[KeptIrregular]:
    from checker.store.rollup.rows import KeptIrregular

    for one in judge([seen(row) for row in group]):
        yield KeptIrregular(fault=one.fault, who=one.who, sentence=one.sentence, reports=one.reports)
