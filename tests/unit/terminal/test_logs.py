"""The log that a person copies to IT: our own sentences, and of what fills them the words that the program spells."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from checker.machine import refusals
from checker.terminal.logs import Recent, start
from tests.worlds.planted import LINES, WORDS


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def recent(stream: io.StringIO) -> Iterator[Recent]:
    handler, root = Recent(stream), logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize("name", ["checker.machine.refusals", "gui.app", "somebody.library"])
@pytest.mark.parametrize("word", WORDS)
def test_what_people_wrote_is_in_no_line(recent: Recent, stream: io.StringIO, name: str, word: str) -> None:
    log = logging.getLogger(name)
    log.info("%s: %s", f"/home/{word}/{word}.docx", "EIO")
    log.warning("not kept: %(what)s", {"what": f"{word} {LINES}"})
    log.error("child: %r", word.encode("utf-8", "surrogateescape"))
    if name.startswith("somebody"):
        log.error(f"cannot open {word}")
    try:
        raise ValueError(word)
    except ValueError:
        log.exception("a crash of %s", word)
    for text in (recent.text(), stream.getvalue()):
        assert word.lower() not in text.lower()
        assert word.encode().hex() not in text


def test_a_line_still_tells_where_and_what(recent: Recent) -> None:
    refusals.from_os_error(OSError(5, "x"), "/etc/machine-id")
    logging.getLogger("checker.store.session").warning("%d of %s: %s", 12345678, "workstation.screen_lock", None)
    assert "INFO checker.machine.refusals: /etc/machine-id: EIO" in recent.text()
    assert "12345678 of workstation.screen_lock: None" in recent.text()


def test_a_refusal_of_ours_stays_a_sentence(recent: Recent) -> None:
    told = refusals.denied("/home/ouyangzhiruo/x").reason
    logging.getLogger("checker").info("it said: %s", told.en)
    assert "it said: No permission to read: /home/" in recent.text()
    assert "ouyang" not in recent.text()


def test_a_stream_that_was_closed_ends_no_work_and_the_lines_stay(recent: Recent, stream: io.StringIO) -> None:
    stream.close()
    log = logging.getLogger("checker.machine.refusals")
    log.info("first")
    log.info("second")
    assert "refusals: first" in recent.text()
    assert "refusals: second" in recent.text()


def test_a_second_start_takes_the_place_of_the_first() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    first = start(verbose=False)
    second = start(verbose=False)
    assert first not in root.handlers
    assert second in root.handlers
    root.removeHandler(second)
    root.setLevel(level)
    root.handlers[:] = before
