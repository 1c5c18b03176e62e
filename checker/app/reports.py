"""What the window needs for signed reports: verify files, roll reports up, sign a result.

Implements `gui.session.Reports`. Everything is imported when it is asked for, in the worker's thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from checker.model.inspection import Inspection
from checker.model.text import Language, Text
from checker.store.inspections import default_folder

if TYPE_CHECKING:
    from checker.app.intake import Intake, Line
    from checker.engine.catalog import Catalog
    from checker.report.sign.particulars import Particulars
    from checker.report.verify.report import Measure, Verified
    from checker.store.rollup.database import RollupDatabase
    from checker.store.rollup.rows import Overview

T = TypeVar("T")
# What a file beside the report is called, after the report's own name.
_BESIDE = {
    "notice": (Text("整改通知单", "notice"), ".pdf"),
    "self_check": (Text("自查表", "self-check"), ".pdf"),
    "media_scrap": (Text("介质报废登记表", "media"), ".pdf"),
    "csv": (Text("明细表", "items"), ".csv"),
}
_BEAT = 0.1  # seconds between two words to the screen


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A quarter for the screen. `departments` has all of that quarter; `told` what is missing or out of order."""

    overview: Overview
    departments: tuple[str, ...]
    told: tuple[Text, ...]


class Verifying:
    """Files under verification: iterate it for what is said of them, some at a time; `verdict` after the last."""

    def __init__(self, named: tuple[Path, ...], trust: Path | None, store: Path | None) -> None:
        self._named, self._trust, self._store = named, trust, store
        self._stop = Event()
        self._all: list[Verified] = []

    def stop(self) -> None:
        self._stop.set()

    def __iter__(self) -> Iterator[tuple[Verified, ...]]:
        from checker.report.verify.collect import collect, pieces

        measure = _measure(self._trust, self._store)
        found = collect(pieces(self._named, pages=True), measure, _nothing)
        for some in _by_beat((verified for verified, _ in found), self._stop):
            self._all += some
            yield some

    @property
    def verdict(self) -> tuple[Verified, ...]:
        """All of them, with what only several reports together show."""
        from checker.report.verify.report import together

        return together(self._all)


class TakingIn:
    """An import under way: iterate it for its lines, some at a time."""

    def __init__(self, named: tuple[Path, ...], trust: Path | None, filing: Filing) -> None:
        self._named, self._trust, self._filing = named, trust, filing
        self._stop = Event()
        self._intake: Intake | None = None

    def stop(self) -> None:
        self._stop.set()
        if self._intake is not None:
            self._intake.stop()

    def __iter__(self) -> Iterator[tuple[Line, ...]]:
        from checker.app.intake import Intake

        self._intake = Intake(self._named, _measure(self._trust, self._filing.store), self._filing.book)
        if self._stop.is_set():
            self._intake.stop()
        # Stopped by the import itself, between two batches: what was verified is taken in before it ends.
        yield from _by_beat(self._intake, Event())


class Filing:
    """One for a window. The database is opened on first use and stays open."""

    def __init__(self, catalog: Callable[[], Catalog], store: Path | None) -> None:
        self._catalog = catalog
        self.store = store
        self._book: RollupDatabase | None = None

    @property
    def book(self) -> RollupDatabase:
        from checker.store.rollup.database import RollupDatabase, default_url

        if self._book is None:
            self._book = RollupDatabase.open(default_url(self.store or default_folder()))
        return self._book

    def verify(self, named: tuple[Path, ...], trust: Path | None) -> Verifying:
        return Verifying(named, trust, self.store)

    def take_in(self, named: tuple[Path, ...], trust: Path | None) -> TakingIn:
        return TakingIn(named, trust, self)

    def periods(self) -> tuple[str, ...]:
        return self.book.periods()

    def view(self, period: str, department: str | None) -> View:
        from checker.report.ledger.sequence import irregularities
        from checker.terminal.rollup import seen, today

        chosen = () if department is None else (department,)
        told = tuple(one.sentence for one in irregularities(seen(self.book)))
        overview = self.book.overview(period, today(), departments=chosen)
        return View(overview=overview, departments=self.book.departments(period), told=told)

    def export(self, view: Overview, department: str | None, kind: str, path: Path, language: Language) -> None:
        """Write a copy; `kind` is "csv", "form" or "ndjson". Raises NotWritten, RollupFault."""
        from checker.app.export import quarter
        from checker.terminal.rollup import write_copies

        chosen = () if department is None else (department,)
        files = {kind: path}
        for _ in write_copies(self.book, view, quarter(view.before), chosen, language, **files):
            pass

    def filled(self) -> dict[str, str]:
        """What was filled in for the last report: never a passphrase."""
        from checker.app.filled import filled

        return filled(self._folder)

    def sign(
        self,
        inspection: Inspection,
        words: Mapping[str, str],
        key: str,
        passphrase: str,
        pdf: Path,
        language: Language,
    ) -> Text:
        """Make and sign a report. `words` by the names of `gui.session.FIELDS`; gives a sentence for people.

        Raises:
            Exception with a `reason`: a key, a word or the disk refuses; nothing was written.
        """
        from checker.app.filled import remember
        from checker.report.keys.open import open_key
        from checker.terminal.report import DONE, campaign_of, sign_report, write_beside, write_envelope

        particulars = self._particulars(words)
        campaign = campaign_of(Path(words["campaign"]) if words.get("campaign") else None)
        with open_key(key, lambda _: passphrase) as signer:
            made = sign_report(
                inspection,
                particulars,
                signer,
                pdf,
                catalog=self._catalog(),
                campaign=campaign,
                store=self.store,
                language=language,
            )
        remember(self._folder, words, inspection.target.key)
        said = DONE.filled(path=Text.name(str(pdf)), digest=made.identity[:16])
        # From here on the report stands: what cannot be written beside it is said, and takes nothing back.
        beside = {name: _beside(pdf, name, language) for name in words.get("also", "").split() if name in _BESIDE}
        troubles = write_envelope(made, pdf), write_beside(made.statement.predicate, made.identity, beside)
        for trouble in troubles:
            if trouble is not None:
                said = Text(f"{said.zh}\n{trouble.zh}", f"{said.en}\n{trouble.en}")
        return said

    @property
    def _folder(self) -> Path:
        return self.store or default_folder()

    def _particulars(self, words: Mapping[str, str]) -> Particulars:
        from checker.app.filled import particulars

        return particulars(self._folder, words)


def _beside(pdf: Path, name: str, language: Language) -> Path:
    words, ending = _BESIDE[name]
    return pdf.with_name(f"{pdf.stem}-{words.to(language)}{ending}")


def _measure(trust: Path | None, store: Path | None) -> Measure:
    from checker.terminal.verify import held_against

    return held_against(trust, store)


def _nothing(_: Verified) -> None:
    return None


def _by_beat(each: Iterable[T], stop: Event) -> Iterator[tuple[T, ...]]:
    """What comes within a beat, together: a word to the screen for each of ten thousand files would drown it."""
    some: list[T] = []
    beat = time.monotonic() + _BEAT
    for one in each:
        some.append(one)
        if stop.is_set():
            break
        if time.monotonic() >= beat:
            yield tuple(some)
            some = []
            beat = time.monotonic() + _BEAT
    if some:
        yield tuple(some)
