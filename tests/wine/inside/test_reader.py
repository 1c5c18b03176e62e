"""The part with administrator's rights: what it reads comes over a pipe of ours; refused, nothing is waited for."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("Windows alone", allow_module_level=True)

import ctypes
from collections.abc import Callable
from threading import Thread

from checker.machine.windows import reader

FACTS = b'{"DiskEncryption": 1}' * 1000


def started(do: Callable[[str], None], code: int = 42) -> Callable[..., int]:
    """Stands for ShellExecuteW: the words that it would start the part with, handed to another thread."""

    def shell(_: object, verb: str, program: str, words: str, *__: object) -> int:
        assert (verb, program) == ("runas", "mijian.exe")
        assert words.startswith("main.py --read-as-admin --to ")
        Thread(target=do, args=(words.rpartition(" ")[2],), daemon=True).start()
        return code

    return shell


def test_what_the_part_hands_over_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.windll.shell32, "ShellExecuteW", started(lambda name: reader.hand_over(name, FACTS)))
    assert reader.read(["mijian.exe", "main.py"], "--read-as-admin") == FACTS


def test_where_it_is_refused_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.windll.shell32, "ShellExecuteW", started(lambda _: None, code=5))
    with pytest.raises(reader.NotAllowed):
        reader.read(["mijian.exe", "main.py"], "--read-as-admin")


def test_a_part_that_ends_without_a_word_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_SECONDS", 0.2)
    monkeypatch.setattr(ctypes.windll.shell32, "ShellExecuteW", started(lambda _: None))
    assert reader.read(["mijian.exe", "main.py"], "--read-as-admin") == b""


@pytest.mark.parametrize("name", ["", r"C:\x", r"\\.\pipe\other", r"\\host\pipe\mijian-" + "0" * 32])
def test_to_another_place_nothing_is_written(name: str) -> None:
    with pytest.raises(ValueError, match="no pipe of ours"):
        reader.hand_over(name, FACTS)
