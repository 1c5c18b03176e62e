from __future__ import annotations

import gc
import time
import weakref
from threading import Event, Timer

import pytest

from checker.machine.windows.waiting import in_time
from checker.model.text import Text
from checker.model.unreadable import Absent, Cancelled, Unreadable


def test_an_answer_comes_through() -> None:
    assert in_time(lambda: [1, 2], 5, Event(), "q") == [1, 2]


def test_an_empty_answer_is_an_answer() -> None:
    assert in_time(lambda: None, 5, Event(), "q") is None


def test_a_refusal_comes_through() -> None:
    def refuse() -> None:
        raise Absent(Text("没有", "nothing"))

    with pytest.raises(Absent):
        in_time(refuse, 5, Event(), "q")


def test_a_question_that_hangs_is_given_up() -> None:
    never = Event()
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="in time"):
        in_time(never.wait, 0.2, Event(), "WMI")
    never.set()
    assert time.monotonic() - begun < 2


def test_a_stop_is_heard_while_a_question_hangs() -> None:
    never, stop = Event(), Event()
    Timer(0.1, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        in_time(never.wait, 30, stop, "WMI")
    never.set()
    assert time.monotonic() - begun < 0.1 + 0.2


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
        in_time(fail, 5, Event(), "q")
    gc.collect()
    assert kept[0]() is None
    assert caught.value.__cause__ is None
