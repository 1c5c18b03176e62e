"""A draft before it is published: what must not go out is said, and what was not seen is never taken for clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app.publication import Verdict, judge, judged
from checker.facts.content.document import Missed, Personal, Read, Seen
from checker.facts.content.marking import Bucket, Marking
from checker.model.coverage import Unit
from tests.unit.content import papers


def _seen(**more: object) -> Seen:
    return Seen("/drafts/稿件.docx", format="docx", **more)  # type: ignore[arg-type]


def _marked(bucket: Bucket) -> Marking:
    return Marking(bucket, 0.9, "机密★10年")


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (_seen(), Verdict.CLEAR),
        (_seen(marking=_marked(Bucket.QUIET)), Verdict.CLEAR),
        (_seen(marking=_marked(Bucket.MARKED)), Verdict.HOLD),
        (_seen(altered=("机密",)), Verdict.HOLD),
        (_seen(marking=_marked(Bucket.INTERNAL)), Verdict.STOP),
        (_seen(marking=_marked(Bucket.REVIEW)), Verdict.STOP),
        (_seen(personal=Personal(identities=1)), Verdict.STOP),
        (_seen(cited=2), Verdict.STOP),
        (_seen(words=("内部",)), Verdict.STOP),
        *((_seen(read=one), Verdict.UNREAD) for one in Read if one is not Read.READ),
        (_seen(missed=(Missed(Unit.PAGES, Read.DAMAGED, 1),)), Verdict.UNREAD),
    ],
)
def test_each_kind_of_find(seen: Seen, verdict: Verdict) -> None:
    said = judged(seen)
    assert said.verdict is verdict
    assert said.lines
    assert said.name.zh == "稿件.docx"


def test_what_was_found_and_what_was_not_seen_are_both_said() -> None:
    said = judged(_seen(personal=Personal(phones=3), read=Read.PARTLY, missed=(Missed(Unit.PAGES, Read.DAMAGED, 1),)))
    assert said.verdict is Verdict.STOP
    assert "手机号 3 个" in said.lines[0].zh
    assert "没有看全" in said.lines[-1].zh


def test_a_marked_draft_is_nowhere_told_to_be_deleted() -> None:
    said = judged(_seen(marking=_marked(Bucket.MARKED)))
    assert "不删除" in said.lines[0].zh
    assert "先停下" in said.lines[0].zh


def test_real_drafts_are_judged_and_nothing_is_kept(tmp_path: Path) -> None:
    marked, clean = tmp_path / "方案.docx", tmp_path / "通知.docx"
    marked.write_bytes(papers.docx())
    clean.write_bytes(papers.docx("关于放假的通知\n请各单位知悉"))
    found = {one.name.zh: one.verdict for one in judge((marked, clean))}
    assert found == {"方案.docx": Verdict.HOLD, "通知.docx": Verdict.CLEAR}
    assert sorted(tmp_path.iterdir()) == sorted((marked, clean))
