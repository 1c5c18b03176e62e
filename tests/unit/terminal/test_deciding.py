"""Photos of papers are decided on at a terminal: a burst at once, by key, and the result knows what was said."""

from __future__ import annotations

import argparse
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from checker.model.text import Language
from checker.terminal import documents
from tests.unit.content.test_pictures import numbered, saved

_BEGUN = 1_760_000_000.0


class Desk:
    """An album of two photos in a row and one a day later, and somebody who types."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.album, self._target, self._store, self._patch = folder / "相册", folder / "r.json", folder / "s", patch
        self.album.mkdir()
        for number, when in enumerate((0, 40, 86_400)):
            path = self.album / f"IMG_2026{number}.jpg"
            path.write_bytes(saved(numbered(number), "JPEG", quality=85))
            os.utime(path, (_BEGUN + when, _BEGUN + when))

    def run(self, *arguments: str, types: tuple[str, ...] = (), language: Language = Language.ZH) -> dict[str, Any]:
        """What the result says."""
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in types)))
        parser = argparse.ArgumentParser()
        documents.options(parser)
        given = [str(self.album), "--store", str(self._store), "--workers", "1", "--json", str(self._target)]
        documents.run(parser.parse_args([*given, *arguments]), language)
        found: dict[str, Any] = json.loads(self._target.read_text("utf-8"))
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def summed(result: dict[str, Any]) -> tuple[int, int, int]:
    """Photos listed, photos counted, photos set aside."""
    return len(result["photos"]), result["summary"]["document_photos"], result["set_aside"]


@pytest.mark.parametrize("word", ["n", "不是"])
def test_a_burst_that_is_no_work_is_in_neither_this_result_nor_the_next(word: str, desk: Desk) -> None:
    assert summed(desk.run("--decide", types=("王保密", word, ""))) == (1, 1, 2)
    assert summed(desk.run()) == (1, 1, 2)


def test_a_burst_of_work_papers_stays_listed_and_says_so(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    result = desk.run("--decide", types=("王保密", "w", ""))
    assert [one["work_paper"] for one in result["photos"]] == [True, True, False]
    assert "不要先删除" in capsys.readouterr().err
    assert [one["work_paper"] for one in desk.run()["photos"]] == [True, True, False]
    assert "已判定：是工作文件" in capsys.readouterr().out


@pytest.mark.parametrize("typed", [(), ("", "n"), ("王保密", "q", "n")])
def test_without_a_name_or_an_answer_nothing_is_decided(typed: tuple[str, ...], desk: Desk) -> None:
    assert summed(desk.run("--decide", types=typed)) == (3, 3, 0)


def test_what_was_decided_is_not_asked_again_but_where_all_are_wanted(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.run("--decide", types=("王保密", "w", "n"))
    capsys.readouterr()
    assert summed(desk.run("--decide", types=("李保密", "n", "n"))) == (2, 2, 1)
    assert "没有要判定的照片" in capsys.readouterr().err
    assert summed(desk.run("--decide", "all", types=("李保密", "", ""))) == (2, 2, 1)
    assert "王保密 已判定：不是工作文件" in capsys.readouterr().err
    assert summed(desk.run("--decide", "all", types=("李保密", "u", "u"))) == (3, 3, 0)


def test_it_asks_in_english_too(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.run("--decide", types=("Wang", "n", "w"), language=Language.EN)
    said = capsys.readouterr().err
    assert "Group 1 of 2, 2 photos:" in said
    assert "Group 2 of 2, 1 photo:" in said
    assert "Decided: 1 work papers, 2 not, 0 taken back, 0 not decided yet." in said
    assert str(desk.album / "IMG_20260.jpg") in said
