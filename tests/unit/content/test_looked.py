"""What a search looked at: every fate of a file has its cause, in one place, and parts add up."""

from __future__ import annotations

import pytest

from checker.content.looked import CAUSES, Looked
from checker.facts.content.document import Missed, Read, Seen
from checker.model.coverage import Cause, Unit
from checker.model.text import Text

HOW = Text("人工核对", "look by hand")
GOOD = (Read.READ, Read.OTHER, Read.EMPTY)


def looked(*seen: Seen) -> Looked:
    found = Looked(HOW)
    for one in seen:
        found.add(one)
    return found


@pytest.mark.parametrize("read", Read)
def test_every_fate_of_a_file_is_looked_at_or_has_a_cause(read: Read) -> None:
    coverage = looked(Seen("/a", read=Read.READ), Seen("/b", read=read)).coverage
    assert coverage.bears_a_pass is not read.could_not_read
    assert (read in CAUSES) is (read not in (*GOOD, Read.PARTLY))
    assert Cause.FORGOTTEN not in [left.cause for left in coverage.left]


def test_the_parts_that_were_missed_add_up_over_files() -> None:
    missed = Missed(Unit.PICTURES, Read.DAMAGED, 6)
    coverage = looked(
        Seen("/a.docx", read=Read.PARTLY, missed=(missed,)),
        Seen("/b.docx", read=Read.PARTLY, missed=(missed, Missed(Unit.PAGES, Read.TOO_LARGE, 3))),
    ).coverage
    assert {(left.unit, left.cause): left.number for left in coverage.unknown} == {
        (Unit.PICTURES, Cause.DAMAGED): 12,
        (Unit.PAGES, Cause.BEYOND_LIMIT): 3,
    }
    assert coverage.sentence.en.startswith("2 files; 12 pictures were not looked at: damaged")
    assert [name.en for name in coverage.unknown[0].names] == ["/a.docx", "/b.docx"]


def test_a_file_seen_in_part_of_which_nothing_more_is_known_bears_no_pass() -> None:
    assert not looked(Seen("/a.docx", read=Read.PARTLY)).coverage.bears_a_pass


def test_members_of_archives_are_counted_apart() -> None:
    coverage = looked(Seen("/a.zip"), Seen("/a.zip", member="b.docx", read=Read.ENCRYPTED)).coverage
    assert [(one.unit, one.there, one.looked) for one in coverage.extents] == [
        (Unit.FILES, 1, 1),
        (Unit.MEMBERS, 1, 0),
    ]
    assert coverage.unknown[0].names == (Text.name("/a.zip → b.docx"),)


def test_no_file_at_all_is_said_and_chats_alone_leave_nothing_unknown() -> None:
    assert looked().coverage.bears_a_pass
    assert looked(Seen("/chat", read=Read.EXCLUDED)).coverage.bears_a_pass
    assert not looked(Seen("/x", read=Read.DENIED)).coverage.bears_a_pass


def test_no_file_in_places_of_a_table_is_nothing_looked_at() -> None:
    assert not Looked(HOW, listed=False).coverage.bears_a_pass


def test_what_was_not_reached_is_not_passed() -> None:
    found = looked(Seen("/a"))
    found.more(Unit.FILES, 0, Cause.OUT_OF_TIME)
    assert not found.coverage.bears_a_pass
