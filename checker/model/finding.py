"""What one check came to on one target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checker.model.answer import Answer
from checker.model.coverage import Coverage
from checker.model.severity import Severity
from checker.model.text import Text
from checker.model.waiver import Waiver


class State(StrEnum):
    """Where a check stands. Each state has one author.

    not_run, running                 the inspection
    passed, failed, not_applicable   the check
    needs_person                     the check asks; a person's answer settles it
    could_not_check                  the engine
    waived                           the waiver book
    """

    NOT_RUN = "not_run"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    NEEDS_PERSON = "needs_person"
    COULD_NOT_CHECK = "could_not_check"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"

    @property
    def final(self) -> bool:
        """The check has ended; running it again is a person's wish, not a rest of the work."""
        return self not in (State.NOT_RUN, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to on one target.

    message   what was seen, asked, or in the way: a whole sentence
    items     what is at fault, by name
    how       could_not_check: what would make it possible
    wanted    needs_person: the answer that is in order
    answer    the person's answer that settled it, or that says why it is open
    waiver    waived: the entry of the waiver book; `beneath` is the state it covers
    at        when it was seen (UTC)
    seconds   how long reading and judging took
    coverage  what it rests on, of all its facts together; None: it rests on no fact (a question, a rule that nothing
              covers yet), or an older version made it
    """

    check_id: str
    target_key: str
    state: State
    severity: Severity
    message: Text
    items: tuple[Text, ...] = ()
    how: Text | None = None
    wanted: bool | None = None
    answer: Answer | None = None
    waiver: Waiver | None = None
    beneath: State | None = None
    at: datetime | None = None
    seconds: float = 0.0
    coverage: Coverage | None = None

    @property
    def looked(self) -> Text | None:
        """What it rests on, in one line, without what the message says already. None: there is nothing to add."""
        if self.coverage is None or (self.coverage.empty and self.message == self.coverage.unseen):
            return None
        looked = any(extent.looked for extent in self.coverage.extents)
        if self.coverage.nothing is not None and not self.coverage.left and not looked:
            return None  # there was nothing to look at, and the message says so
        if not looked and {one.why for one in self.coverage.left} == {self.message}:
            return None  # the one reason is the message itself
        return self.coverage.seen if self.message == self.coverage.unseen else self.coverage.sentence

    @property
    def unseen(self) -> Text | None:
        """What was not looked at, where the message does not say it already."""
        said = self.coverage.unseen if self.coverage is not None else None
        return None if said == self.message else said
