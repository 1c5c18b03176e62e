"""What the program keeps, in its own folder, step by step: `python -m tests.faults.work FOLDER`.

After each step it says so by a call that no fault is injected into. A step that was said is kept, whatever comes next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from checker.app.preferences import Preferences
from checker.model.error import UserError
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.report.files import write_own
from checker.report.ledger.ledger import Entry, Ledger
from checker.store.inspections import Store
from checker.store.reviews import Decision, Reviews
from tests.engine.toys import PC, WORD
from tests.unit.store.test_inspections import ANSWER, INSPECTION

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSED = tuple(Finding(f"toy.{number}", PC.key, State.PASSED, Severity.HIGH, WORD) for number in range(3))
BEGUN = replace(INSPECTION, id="fault", findings=(), ended=None)
WHOLE = replace(BEGUN, findings=PASSED, ended=AT)
ASSET = b'{"asset": "GZ-1"}'


def entry(number: int) -> Entry:
    return Entry(
        identity=f"{number:064x}",
        inspector="a" * 64,
        number=number,
        machine_id="b" * 64,
        previous=None,
        campaign=None,
        began=AT,
        received=AT,
    )


def steps(folder: Path) -> dict[str, Callable[[], object]]:
    """Each by its name; a step that is done twice is done once."""
    store: list[Store] = []

    def opened() -> Store:
        if not store:
            store.append(Store(folder))
        return store[0]

    def taken(count: int) -> None:
        with Ledger(folder / "ledger", "某某局") as ledger:
            ledger.take_in(map(entry, range(count)))

    def begun() -> None:
        if opened().inspection("fault") is None:
            opened().begin(BEGUN)

    return {
        "begin": begun,
        **{f"find {one.check_id}": lambda one=one: opened().keep("fault", (one,)) for one in PASSED},
        "answer": lambda: opened().answer(ANSWER),
        "end": lambda: opened().end(WHOLE),
        "review": lambda: Reviews(folder).keep("d" * 64, Decision.FALSE, "歌名", "王"),
        "ledger 2": lambda: taken(2),
        "ledger 5": lambda: taken(5),
        "facts": lambda: write_own(folder / "facts.json", ASSET),
        "choice": lambda: Preferences(folder / "choices.json").set("language", "zh"),
    }


def kept(folder: Path) -> dict[str, bool]:
    """Which steps are kept, as somebody sees who opens the folder later. Raises where a thing is there by half."""
    store = Store(folder)
    found = store.inspection("fault")
    answers = store.answers(ANSWER.target_key)
    assert answers in ((), (ANSWER,))
    with Ledger(folder / "ledger", "某某局") as ledger:
        numbers = [one.number for one in ledger.entries()]
    assert numbers in ([], [0, 1], [0, 1, 2, 3, 4])
    facts = folder / "facts.json"
    assert not facts.exists() or facts.read_bytes() == ASSET
    return {
        "begin": found is not None,
        **{f"find {one.check_id}": found is not None and _has(found, one) for one in PASSED},
        "answer": bool(answers),
        "end": found is not None and found.ended == AT,
        "review": Reviews(folder).closed() == ("d" * 64,),
        "ledger 2": len(numbers) >= 2,
        "ledger 5": len(numbers) == 5,
        "facts": facts.exists(),
        "choice": Preferences(folder / "choices.json").get("language") == "zh",
    }


def _has(found: Inspection, one: Finding) -> bool:
    return [kept for kept in found.findings if kept.check_id == one.check_id] == [one]


def say(words: str) -> None:
    os.writev(1, [words.encode() + b"\n"])


def main(folder: Path) -> None:
    say("ready")
    for name, step in steps(folder).items():
        try:
            step()
        except UserError as error:
            say(f"refused {name}: {error.reason.zh}")
        else:
            say(f"done {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
