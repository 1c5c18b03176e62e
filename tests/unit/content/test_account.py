"""A file's account: a part that nobody took is not read, and neither is a file of which nothing was listed."""

import pytest

from checker.content import limits
from checker.content.account import Account
from checker.facts.content.document import Missed, Read
from checker.model.coverage import Unit


def test_a_part_that_no_reader_took_is_missed() -> None:
    account = Account()
    account.there(Unit.PARTS, ["body", "afchunk"])
    account.looked("body")
    assert account.missed == (Missed(Unit.PARTS, Read.UNSUPPORTED, 1, ("afchunk",)),)
    assert account.looked_at == 1


def test_a_file_of_which_nothing_was_listed_is_not_read() -> None:
    assert Account().missed


def test_what_holds_no_content_is_nothing_missed() -> None:
    account = Account()
    account.there(Unit.PARTS, ["styles"])
    account.nothing("styles")
    assert account.missed == ()


def test_the_worse_fate_stays() -> None:
    account = Account()
    account.left("a", Read.DAMAGED)
    account.looked("a")
    account.looked("b")
    account.left("b", Read.DAMAGED)
    assert account.missed == (Missed(Unit.PARTS, Read.DAMAGED, 2, ("a", "b")),)


def test_what_lies_beyond_a_limit_counts_though_nobody_names_it() -> None:
    account = Account()
    account.looked("page 1", Unit.PAGES)
    account.more(Unit.PAGES, 900, Read.TOO_LARGE)
    account.more(Unit.PAGES, 0, Read.DENIED)
    assert account.missed == (Missed(Unit.PAGES, Read.TOO_LARGE, 900, ()),)


def test_of_very_many_parts_all_are_counted_and_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIECES", 3)
    account = Account()
    for number in range(5):
        account.left(f"lost {number}", Read.DAMAGED)
        account.looked(f"read {number}")
    assert account.looked_at == 5
    assert sum(one.number for one in account.missed) == 5
    assert account.missed[0].names == ("lost 0", "lost 1")
