"""What is different between two inspections, in words and as rows."""

from __future__ import annotations

from collections.abc import Mapping

from checker.app.history import Change, Way
from checker.model.text import Language, Text
from gui.states import Shape, Tone, face
from gui.widgets.entry import Entry
from gui.widgets.marks import Mark

_COUNTED = {
    Way.WORSE: Text("变差 {n} 项", "{n} worse"),
    Way.BETTER: Text("变好 {n} 项", "{n} better"),
    Way.UNKNOWN: Text("说不准 {n} 项", "{n} unknown"),
    Way.NEW: Text("新增 {n} 项", "{n} new"),
    Way.GONE: Text("不再有 {n} 项", "{n} gone"),
}
_WAS = Text("原来：{before}；现在：{after}", "Before: {before}; now: {after}")
_ABSENT = Text("没有这一项", "not there")


def counted_in_words(number: Mapping[Way, int]) -> Text:
    """What occurs, worst first."""
    said = [words.filled(n=number[way]) for way, words in _COUNTED.items() if number.get(way)]
    return Text("，".join(one.zh for one in said), ", ".join(one.en for one in said))


def row_of(one: Change, titles: Mapping[str, Text], language: Language) -> Entry:
    """One check whose state is another; `titles` of checks, by id."""
    either = one.after or one.before
    assert either is not None
    title = titles.get(one.check_id, either.message)
    was, now = (_ABSENT if finding is None else face(finding).word for finding in (one.before, one.after))
    shape, tone = (Shape.DASH, Tone.QUIET) if one.after is None else (face(one.after).shape, face(one.after).tone)
    return Entry(Mark(shape, tone, 22), title, _WAS.filled(before=was, after=now), language)
