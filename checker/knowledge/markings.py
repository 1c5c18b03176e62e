"""How secrecy markings are written, as compiled expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from checker.knowledge.table import table

_BLANKS = "[ \t\u3000\u00a0]*"


@dataclass(frozen=True)
class Starred:
    """A level with its star: a weight for each place.

    complete  with its term, alone on a line or in a cell beyond the header zone;  alone  without it
    listed  one of several levels, or behind a sentence about how marks are written
    quoted  with its term, and all that stands between two quotes or brackets
    """

    pattern: str
    header: float
    complete: float
    alone: float
    inline: float
    listed: float
    quoted: float


@dataclass(frozen=True)
class Mark:
    """A further form. A weight that is left out: this form is no marking there.

    header, elsewhere  anywhere in a text;  first  in its first lines;  ocr  in the header zone of what was read off a
    picture;  signs: a text without one of these cannot have it and is not searched for it
    """

    name: str
    pattern: str
    signs: str = ""
    header: float | None = None
    elsewhere: float | None = None
    first: float | None = None
    ocr: float | None = None


@dataclass(frozen=True)
class Internal:
    """A mark of a unit's own, on a line by itself in the header zone."""

    pattern: str


@dataclass(frozen=True)
class Traps:
    """What looks like a marking, and the most that a score may be where it is seen."""

    exam: str
    exam_words: tuple[str, ...]
    exam_cap: float
    released: str
    released_cap: float
    sample: str
    sample_cap: float
    rating: str
    rating_cap: float
    talk: str
    talk_factor: float


@dataclass(frozen=True)
class Form:
    """How a mark has to be written. `years`: the longest term of each level."""

    years: Mapping[str, int]
    wrong_star: str
    wrong_order: str


@dataclass(frozen=True)
class Markings:
    """The table, and its expressions by name."""

    version: str
    header_lines: int
    first_lines: int
    mark: float
    review: float
    feature_weight: float
    feature_limit: float
    simplified: Mapping[str, str]
    parts: Mapping[str, str]
    starred: Starred
    marks: tuple[Mark, ...]
    internal: Internal
    commercial: Internal
    features: Mapping[str, str]
    feature_signs: Mapping[str, str]
    traps: Traps
    form: Form

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """An expression of the table, its parts put in; ^ and $ stand for the ends of a line."""
        for name, part in self.parts.items():
            pattern = pattern.replace(f"@{name}@", part)
        return re.compile(pattern.replace("~", _BLANKS), re.MULTILINE)

    @cached_property
    def star(self) -> re.Pattern[str]:
        return self.compiled(self.starred.pattern)

    @cached_property
    def named(self) -> re.Pattern[str]:
        """A label at the end of a text, with nothing behind it but the sign that opens its value."""
        return self.compiled(r"@label@~[】\])」』〕]?~[:：]?~[【\[(「『〔]?~\Z")

    @cached_property
    def forms(self) -> tuple[tuple[Mark, re.Pattern[str]], ...]:
        return tuple((mark, self.compiled(mark.pattern)) for mark in self.marks)

    @cached_property
    def inside(self) -> re.Pattern[str]:
        return self.compiled(self.internal.pattern)

    @cached_property
    def trade(self) -> re.Pattern[str]:
        return self.compiled(self.commercial.pattern)

    @cached_property
    def feature(self) -> Mapping[str, re.Pattern[str]]:
        return {name: self.compiled(pattern) for name, pattern in self.features.items()}

    @cached_property
    def trap(self) -> Mapping[str, re.Pattern[str]]:
        one = self.traps
        named = {"exam": one.exam, "released": one.released, "sample": one.sample, "talk": one.talk}
        named["rating"] = one.rating
        named |= {"wrong_star": self.form.wrong_star, "wrong_order": self.form.wrong_order}
        return {name: self.compiled(pattern) for name, pattern in named.items()}


@cache
def markings() -> Markings:
    """The table that came with the program."""
    return table("markings", Markings)
