"""Coverage: what nobody settled is left over by itself, and a pass stands on what is complete and not empty alone."""

import pytest

from checker.model.coverage import Cause, Coverage, Extent, Ledger, Left, Unit
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable


def test_what_nobody_settled_is_forgotten_and_says_so() -> None:
    ledger = Ledger(Unit.DISKS, ["sda", "sdb"])
    ledger.looked("sda")
    [left] = ledger.coverage.left
    assert (left.cause, left.number, left.names) == (Cause.FORGOTTEN, 1, (Text.name("sdb"),))
    assert not ledger.coverage.bears_a_pass


def test_everything_looked_at_bears_a_pass() -> None:
    ledger = Ledger(Unit.DISKS, ["sda", "sdb"])
    for disk in ledger:
        ledger.looked(disk)
    assert ledger.coverage == Coverage.whole(Unit.DISKS, 2)
    assert ledger.coverage.bears_a_pass


def test_nothing_looked_at_bears_no_pass_unless_the_source_says_that_there_is_none() -> None:
    ledger = Ledger[str](Unit.DISKS)
    assert not ledger.coverage.bears_a_pass
    ledger.nothing(Text("系统没有列出磁盘", "the system lists no disk"))
    assert ledger.coverage.bears_a_pass
    assert ledger.coverage.sentence.en == "the system lists no disk"


def test_a_word_of_none_does_not_hold_where_something_was_there() -> None:
    ledger = Ledger(Unit.DISKS, ["sda"])
    ledger.nothing(Text("没有", "none"))
    ledger.left("sda", Cause.DENIED)
    assert ledger.coverage.nothing is None
    assert not ledger.coverage.bears_a_pass


def test_the_worse_of_two_fates_stays_whatever_their_order() -> None:
    for order in ("lo", "ol"):
        ledger = Ledger(Unit.FILES, ["a"])
        for step in order:
            if step == "l":
                ledger.looked("a")
            else:
                ledger.left("a", Cause.DAMAGED)
        assert ledger.coverage.unknown[0].cause is Cause.DAMAGED


def test_reading_keeps_a_refusal_with_its_reason_and_takes_absence_for_an_answer() -> None:
    ledger = Ledger(Unit.SOURCES, ["a", "b", "c"])
    why = Text("没有权限", "no permission")
    for source in ledger:
        with ledger.reading(source):
            if source == "a":
                raise Absent(Text("没有", "not there"))
            if source == "b":
                raise Unreadable(why, why)
    [left] = ledger.coverage.left
    assert (left.number, left.reason, left.how) == (1, why, why)
    assert ledger.coverage.extents[0].looked == 2
    ledger.some_or_raise()
    with pytest.raises(Unreadable, match="no permission"):
        ledger.whole_or_raise()


def test_what_is_private_is_told_and_leaves_nothing_unknown() -> None:
    ledger = Ledger(Unit.FOLDERS, ["papers", "chats"])
    ledger.looked("papers")
    ledger.left("chats", Cause.PRIVATE)
    assert ledger.coverage.bears_a_pass
    assert "private" in ledger.coverage.sentence.en


def test_coverages_add_up_and_the_same_cause_is_one_line() -> None:
    first, second = Ledger(Unit.FILES, ["a", "b"]), Ledger(Unit.FILES, ["c"])
    first.looked("a")
    first.left("b", Cause.DAMAGED)
    second.left("c", Cause.DAMAGED)
    both = first.coverage + second.coverage + Coverage.whole(Unit.VOLUMES, 3)
    assert [(one.unit, one.there, one.looked) for one in both.extents] == [(Unit.FILES, 3, 1), (Unit.VOLUMES, 3, 3)]
    [left] = both.left
    assert (left.number, [name.en for name in left.names]) == (2, ["b", "c"])
    assert both.sentence.en == "1 file, 3 volumes; 2 files were not looked at: damaged"


def test_none_in_one_place_does_not_speak_for_another_that_was_not_seen() -> None:
    none = Coverage.none_there(Unit.DISKS, Text("没有", "none"))
    assert (none + Coverage.whole(Unit.FILES)).bears_a_pass
    assert not (none + Coverage(())).bears_a_pass


def test_counts_that_do_not_add_up_bear_no_pass() -> None:
    half = Ledger(Unit.PAGES, range(3))
    half.looked(0)
    assert not Coverage(half.coverage.extents).complete


def test_a_long_list_is_counted_whole_and_named_in_part() -> None:
    ledger = Ledger(Unit.FILES, range(1000))
    for number in ledger:
        ledger.left(number, Cause.DENIED)
    left: Left = ledger.coverage.left[0]
    assert left.number == 1000
    assert len(left.names) < 100


def test_what_lies_beyond_a_limit_counts_without_a_name() -> None:
    ledger = Ledger(Unit.APPS, ["a", "b"])
    ledger.looked("a")
    ledger.looked("b")
    ledger.more(641, Cause.BEYOND_LIMIT)
    assert ledger.coverage.unseen == Text(
        "643 个应用中有 641 个没有查看：超出一次查看的上限。",
        "641 of 643 apps were not looked at: beyond the limit of what is looked at.",
    )


def test_a_number_that_nobody_knows_is_not_none() -> None:
    ledger = Ledger(Unit.FILES, ["a"])
    ledger.looked("a")
    ledger.more(0, Cause.OUT_OF_TIME)
    assert not ledger.coverage.complete
    assert ledger.coverage.unseen == Text(
        "若干个文件没有查看：时间不够。", "Some files were not looked at: there was not enough time."
    )


def test_the_first_so_many_and_the_others_are_left() -> None:
    ledger = Ledger(Unit.APPS, ["a", "b", "c"])
    assert ledger.at_most(2) == ("a", "b")
    [left] = [left for left in ledger.coverage.left if left.cause is Cause.BEYOND_LIMIT]
    assert left.names == (Text.name("c"),)


def test_where_one_answer_settles_it_others_take_nothing_from_it() -> None:
    ledger = Ledger(Unit.SOURCES, ["log", "history"])
    ledger.looked("log")
    ledger.left("history", Unreadable(Text("没有权限", "no permission")))
    assert ledger.sufficient == Coverage.whole(Unit.SOURCES)


def test_where_nothing_answered_nothing_is_settled() -> None:
    ledger = Ledger(Unit.SOURCES, ["history"])
    ledger.left("history", Unreadable(Text("没有权限", "no permission")))
    with pytest.raises(Unreadable, match="no permission"):
        _ = ledger.sufficient


def test_a_refusal_keeps_its_cause() -> None:
    ledger = Ledger(Unit.SOURCES, ["a"])
    ledger.left("a", Unreadable(Text("没有权限", "no permission"), cause=Cause.DENIED))
    assert ledger.coverage.left[0].cause is Cause.DENIED


def test_empty_hands_are_not_filled_by_what_another_saw() -> None:
    assert not (Coverage.whole(Unit.FILES) + Ledger[str](Unit.DISKS).coverage).bears_a_pass


def test_many_reasons_are_told_in_part_and_counted() -> None:
    ledger = Ledger(Unit.FILES, range(9))
    for number, cause in enumerate((Cause.DENIED, Cause.DAMAGED, Cause.ENCRYPTED, Cause.CHANGED, Cause.CRASHED)):
        ledger.left(number, cause)
    unseen = ledger.coverage.unseen
    assert unseen is not None
    assert unseen.en.endswith("6 more were not looked at.")


_WHO = Text("工作资料", "Work profile")
_REFUSED = Left(Unit.ACCOUNTS, Cause.DENIED, 1, (_WHO,))


@pytest.mark.parametrize(
    ("one", "other", "there", "looked", "left"),
    [
        (Coverage.whole(Unit.ACCOUNTS, 2), Coverage.whole(Unit.ACCOUNTS, 2), 2, 2, []),
        (Coverage.whole(Unit.ACCOUNTS, 5), Coverage.whole(Unit.ACCOUNTS, 2), 5, 5, []),
        (Coverage((Extent(Unit.ACCOUNTS, 2, 1),), (_REFUSED,)), Coverage.whole(Unit.ACCOUNTS, 2), 2, 1, [1]),
        (*2 * (Coverage((Extent(Unit.ACCOUNTS, 2, 1),), (_REFUSED,)),), 2, 1, [1]),
    ],
)
def test_two_facts_about_the_same_accounts_count_them_once(
    one: Coverage, other: Coverage, there: int, looked: int, left: list[int]
) -> None:
    for both in (one.alongside(other), other.alongside(one)):
        assert both.extents == (Extent(Unit.ACCOUNTS, there, looked),)
        assert [line.number for line in both.left] == left
        assert all(line.names == (_WHO,) for line in both.left)
        assert both.bears_a_pass == (not left)


def test_what_is_no_account_adds_up_beside_another_fact() -> None:
    files = Coverage.whole(Unit.FILES, 3)
    assert files.alongside(files) == files + files
    assert Coverage.whole(Unit.ACCOUNTS, 2).alongside(files) == Coverage.whole(Unit.ACCOUNTS, 2) + files
