"""What a check may say. It has four words, and no word for "could not tell"."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.severity import Severity
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Pass:
    """As it should be. `seen` says what was seen."""

    seen: Text


@dataclass(frozen=True, slots=True)
class Fail:
    """Not as it should be. `items` name what is at fault, and nothing that is not.

    `severity` is given only where this case weighs less than the check's card says.
    """

    seen: Text
    items: tuple[Text, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A person has to say: the machine cannot know. `wanted` is the answer that is in order."""

    question: Text
    wanted: bool = True
    items: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    reason: Text


Verdict = Pass | Fail | Ask | NotApplicable
