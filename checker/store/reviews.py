"""What the officer decided about finds of the document engine, by the digest of their content: a line each.

The last line about a digest holds. Names and places of files are not written down: a file that is renamed, moved or
copied stays decided, one that is changed does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from checker.machine import keeping
from checker.machine.parsing import Malformed, decoded
from checker.model.text import Text
from checker.store.inspections import SaveFailed

_FILE = "reviews.jsonl"
_MOST = 64 << 20  # bytes
_NOT_KEPT = Text("这个决定没有保存下来：{why}", "The decision was not kept: {why}")


class Decision(StrEnum):
    """`OPEN` takes an earlier decision back. `NOT_WORK`: a picture of a paper that is none of the unit's; it is shown
    again all the same if a marking is found on it.
    """

    FALSE = "false"
    NOT_WORK = "not_work"
    CONFIRMED = "confirmed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Review:
    """`digest`: SHA-256, hexadecimal. `reason`: why it is a false alarm, in the officer's words."""

    digest: str
    decision: Decision
    reason: str
    who: str
    at: datetime


class Reviews:
    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._known: dict[str, Review] | None = None

    def of(self, digest: str) -> Review | None:
        """The decision that holds; None: nobody decided, or took it back."""
        return self._all().get(digest) if digest else None

    def closed(self) -> tuple[str, ...]:
        """Digests of false alarms."""
        return tuple(one.digest for one in self._all().values() if one.decision is Decision.FALSE)

    def set_aside(self) -> tuple[str, ...]:
        """Digests of pictures of papers that are no work papers."""
        return tuple(one.digest for one in self._all().values() if one.decision is Decision.NOT_WORK)

    def confirmed(self) -> tuple[str, ...]:
        """Digests of what was found to be as it seemed: a marking, a work paper."""
        return tuple(one.digest for one in self._all().values() if one.decision is Decision.CONFIRMED)

    def keep(self, digest: str, decision: Decision, reason: str, who: str) -> Review:
        """Write a decision down.

        Raises:
            SaveFailed: it could not be written, and nothing has changed.
        """
        review = Review(digest, decision, reason, who, datetime.now(UTC))
        try:
            # A line that was cut off by a crash must not take this one with it.
            keeping.append(self._path, b"\n" + msgspec.json.encode(review) + b"\n")
        except OSError as error:
            raise SaveFailed(_NOT_KEPT.filled(why=Text.name(error.strerror or type(error).__name__))) from error
        _put(self._all(), review)
        return review

    def _all(self) -> dict[str, Review]:
        if self._known is None:
            self._known = {}
            for line in _lines(self._path):
                try:
                    _put(self._known, decoded(line, Review))
                except Malformed:
                    continue  # cut off, or by a later version: what it says is unknown, and the find is shown
        return self._known


def _lines(path: Path) -> list[bytes]:
    keeping.mend(path)
    try:
        with path.open("rb") as file:
            return [line for line in file.read(_MOST).split(b"\n") if line]
    except OSError:
        return []


def _put(known: dict[str, Review], review: Review) -> None:
    if review.decision is Decision.OPEN:
        known.pop(review.digest, None)
    else:
        known[review.digest] = review


def reviews_file(folder: Path) -> Path:
    """Where the decisions are kept, a line each."""
    return folder / _FILE


def closed_by_the_officer(folder: Path) -> tuple[str, ...]:
    """Digests of false alarms, for an inspection and for the command."""
    return Reviews(folder).closed()
