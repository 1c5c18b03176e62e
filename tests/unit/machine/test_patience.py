"""Work that hangs is left behind; work that ends in time is answered."""

from __future__ import annotations

import gc
import weakref
from threading import Event, Timer

import pytest

from checker.machine.patience import within
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable


def test_work_in_time_is_answered() -> None:
    assert within(600.0, Event(), "work", lambda: 7) == 7


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        within(600.0, Event(), "work", lambda: 1 // 0)


def test_work_that_hangs_is_unreadable_and_its_late_result_is_discarded() -> None:
    let_go, discarded = Event(), Event()

    def work() -> int:
        let_go.wait(600)
        return 7

    with pytest.raises(Unreadable):
        within(0.05, Event(), "work", work, lambda result: discarded.set())
    let_go.set()
    assert discarded.wait(600)


def test_stopping_ends_the_wait() -> None:
    stop, let_go = Event(), Event()
    stop.set()
    with pytest.raises(Cancelled):
        within(600.0, stop, "work", lambda: let_go.wait(600))
    let_go.set()


def test_an_empty_answer_is_an_answer() -> None:
    assert within(600.0, Event(), "q", lambda: None) is None


def test_a_stop_is_heard_while_the_work_hangs() -> None:
    never, stop = Event(), Event()
    Timer(0.1, stop.set).start()
    with pytest.raises(Cancelled):
        within(600.0, stop, "WMI", never.wait)
    never.set()


def test_an_error_does_not_keep_what_the_question_held() -> None:
    class Held:
        pass

    kept: list[weakref.ref[Held]] = []

    def fail() -> None:
        held = Held()
        kept.append(weakref.ref(held))
        try:
            raise OSError("inner")
        except OSError as error:
            raise Unreadable(Text("不行", "no")) from error

    with pytest.raises(Unreadable) as caught:
        within(600.0, Event(), "q", fail)
    gc.collect()
    assert kept[0]() is None
    assert caught.value.__cause__ is None
