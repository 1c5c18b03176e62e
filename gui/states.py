"""The one table of states: each has a shape, a word, a tone, and a sentence for those who listen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.engine.conclude import Outcome
from checker.model.check import Actor, Remedy
from checker.model.finding import Finding, State
from checker.model.text import Text


class Shape(StrEnum):
    """Drawn by `gui.icons.shapes`; the value is the nearest character."""

    RING = "○"
    PIE = "◔"
    TICK = "✓"
    CROSS = "✕"
    TRIANGLE = "△"
    BOX = "☐"
    QUESTION = "?"
    DASH = "–"
    FLAG = "⚑"


class Tone(StrEnum):
    """What a colour means. `gui.look` turns it into one that can be read on the ground at hand."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    ASK = "ask"
    UNKNOWN = "unknown"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Face:
    """How a state looks and sounds. `sound` has the blanks {title} and {message}."""

    shape: Shape
    word: Text
    tone: Tone
    sound: Text


def _face(shape: Shape, tone: Tone, zh: str, en: str, told: bool = True) -> Face:
    """A face whose sentence begins with its word. `told`: the message says more than the title."""
    rest_zh, rest_en = ("。{message}", ". {message}") if told else ("", "")
    return Face(shape, Text(zh, en), tone, Text(f"{zh}：{{title}}{rest_zh}", f"{en}: {{title}}{rest_en}"))


_FACES = {
    State.NOT_RUN: _face(Shape.RING, Tone.QUIET, "未检查", "Not checked", told=False),
    State.RUNNING: _face(Shape.PIE, Tone.ASK, "检查中", "Checking", told=False),
    State.PASSED: _face(Shape.TICK, Tone.GOOD, "符合", "In order"),
    State.NEEDS_PERSON: _face(Shape.BOX, Tone.ASK, "待确认", "Please confirm"),
    State.COULD_NOT_CHECK: _face(Shape.QUESTION, Tone.UNKNOWN, "未能检查", "Could not check"),
    State.NOT_APPLICABLE: _face(Shape.DASH, Tone.QUIET, "不适用", "Does not apply"),
    State.WAIVED: _face(Shape.FLAG, Tone.WARN, "已批准例外", "Waived"),
}
_TO_FIX = _face(Shape.CROSS, Tone.BAD, "需整改", "To be fixed")
_ATTENTION = _face(Shape.TRIANGLE, Tone.WARN, "请注意", "Attention")

WHOSE = {
    Actor.STAFF: Text("你自己能做", "you can do this"),
    Actor.IT: Text("请信息中心处理", "for IT"),
    Actor.OFFICER: Text("交给保密员", "for the secrecy officer"),
}
OUTCOME_TONE = {
    Outcome.IN_ORDER: Tone.GOOD,
    Outcome.STATED: Tone.ASK,
    Outcome.TO_FIX: Tone.BAD,
    Outcome.INCOMPLETE: Tone.WARN,
    Outcome.NOTHING_CHECKED: Tone.UNKNOWN,
}

OUTCOME_FACES = {
    Outcome.IN_ORDER: (Shape.TICK, Tone.GOOD),
    Outcome.STATED: (Shape.BOX, Tone.ASK),
    Outcome.TO_FIX: (Shape.CROSS, Tone.BAD),
    Outcome.INCOMPLETE: (Shape.QUESTION, Tone.UNKNOWN),
    Outcome.NOTHING_CHECKED: (Shape.QUESTION, Tone.UNKNOWN),
}

# In the order in which the summary under the headline counts them.
COUNTED: tuple[tuple[State, Face], ...] = tuple(
    (state, _FACES[state])
    for state in (
        State.COULD_NOT_CHECK,
        State.NEEDS_PERSON,
        State.NOT_RUN,
        State.WAIVED,
        State.PASSED,
        State.NOT_APPLICABLE,
    )
)
TO_FIX_WORD, ATTENTION_WORD = _TO_FIX.word, _ATTENTION.word
COUNTED_FACES = tuple((one.shape, one.tone, one.word) for one in (_TO_FIX, _ATTENTION))


def actor(remedy: Remedy | None) -> Actor:
    """Who can put a failure right; without a remedy that is the officer."""
    return remedy.actor if remedy else Actor.OFFICER


def face(finding: Finding) -> Face:
    """How a finding looks: a failure by its weight, everything else by its state."""
    if finding.state is State.FAILED:
        return _TO_FIX if finding.severity.must_fix else _ATTENTION
    return _FACES[finding.state]


def sentence(finding: Finding, title: Text) -> Text:
    """The whole sentence that a screen reader says of a finding."""
    sound = face(finding).sound
    message = finding.message
    if message == title:
        sound = Text(sound.zh.removesuffix("。{message}"), sound.en.removesuffix(". {message}"))
    return sound.filled(title=_open(title), message=message)


def _open(title: Text) -> Text:
    """A title without its full stop, as the sentence goes on after it."""
    return Text(title.zh.rstrip("。"), title.en.rstrip("."))
