"""A rule of the catalogue: what the regulations ask, whatever the means to see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.model.severity import Severity
from checker.model.target import Platform, Profile
from checker.model.text import Text


class Means(StrEnum):
    """How a rule can be looked into at all. The words are those of the rules catalogue."""

    AUTO = "auto"  # evidence on the device decides
    ASSISTED = "assisted"  # the device gives part of it, a person confirms
    ATTESTATION = "attestation"  # only a person can say
    NOT_CHECKABLE = "not_checkable"  # listed, so that nobody thinks that it was checked: an education card


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a person where no device can know. `days`: how long the answer holds."""

    text: Text
    wanted: bool = True
    days: int = 92


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's card. `device` is ``all``, ``nonclassified``, ``classified``, ``phone`` or ``media``.

    anchors    provisions it stands on: a key of the catalogue's sources, then the article (``SSL-31(2)``)
    seed       clauses of the source book it comes from (``SB06``); empty for rules that this product added
    question   attestation rules: what the person is asked
    lesson     not-checkable rules: what the education card says
    steps      how to put it right, where no check says it closer
    """

    id: str
    title: Text
    means: Means
    severity: Severity
    platforms: frozenset[Platform]
    profiles: frozenset[Profile]
    device: str
    anchors: tuple[str, ...]
    seed: tuple[str, ...]
    steps: tuple[Text, ...] = ()
    question: Question | None = None
    lesson: Text | None = None
