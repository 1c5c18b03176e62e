"""A check: its card, and the one pure function that judges."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, ParamSpec, get_type_hints

from checker.model.fact import Fact
from checker.model.policy import Policy
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.verdict import Verdict

P = ParamSpec("P")


class Actor(StrEnum):
    """Who can put it right."""

    STAFF = "staff"
    IT = "it"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Remedy:
    """How to put it right: who, in which steps, and which settings page helps.

    `opens` is a settings address (``ms-settings:...``, ``gnome-control-center wifi``): a person presses the
    button, the page opens, and nothing is changed by us. `hold` marks findings under the HOLD protocol: their
    steps never tell anyone to delete. `erases` marks steps that wipe or delete: they are not given beside such
    a finding. `hold_asked`: nor while a person is still to say whether it is one.
    """

    actor: Actor
    steps: tuple[Text, ...]
    opens: str | None = None
    hold: bool = False
    erases: bool = False
    hold_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[P]):
    """A check's card and its judge. Calling a check calls its judge.

    id        its place under the checks package: ``workstation.screen_lock``
    title     the wanted state, in one line
    why       what can happen otherwise
    severity  of a failure; one of its rules' severities
    rules     ids in the rules catalogue, which gives profiles, device class and legal anchors
    remedies  one per platform the check runs on
    formerly  ids it had before; waivers and answers under those still hold
    """

    id: str
    title: Text
    why: Text
    severity: Severity
    rules: tuple[str, ...]
    remedies: Mapping[Platform, Remedy]
    judge: Callable[P, Verdict]
    formerly: tuple[str, ...] = ()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Verdict:
        return self.judge(*args, **kwargs)

    @property
    def platforms(self) -> frozenset[Platform]:
        """Where the check runs: wherever it can say how to put things right."""
        return frozenset(self.remedies)

    @property
    def parameters(self) -> tuple[type[Fact] | type[Policy], ...]:
        """What the judge takes, in order: facts, and perhaps the unit's policy."""
        hints = get_type_hints(self.judge)
        return tuple(hints[name] for name in inspect.signature(self.judge).parameters)

    @property
    def needs(self) -> tuple[type[Fact], ...]:
        """The facts the judge asks for, read off its annotations."""
        return tuple(kind for kind in self.parameters if issubclass(kind, Fact))


def check(
    *,
    id: str,
    title: Text,
    why: Text,
    severity: Severity,
    rules: tuple[str, ...],
    remedies: Mapping[Platform, Remedy],
    formerly: tuple[str, ...] = (),
) -> Callable[[Callable[P, Verdict]], Check[P]]:
    """Turn a function from facts to a verdict into a check."""

    def wrap(judge: Callable[P, Verdict]) -> Check[P]:
        return Check(
            id=id,
            title=title,
            why=why,
            severity=severity,
            rules=rules,
            remedies=remedies,
            judge=judge,
            formerly=formerly,
        )

    return wrap


AnyCheck = Check[Any]
