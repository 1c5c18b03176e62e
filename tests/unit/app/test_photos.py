"""Pictures of papers without a marking: each is named, those taken in a row together, and a person decides on them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from checker.app.documents import Decision, Documents, Searching
from checker.app.workspace import Workspace
from checker.content.bursts import bursts
from checker.facts.content.document import Looked, Picture, Seen
from tests.unit.content.test_pictures import numbered, page, saved

_BEGUN = 1_760_000_000.0


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store")


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Three pages taken in a row, one a day later, and a picture of nothing."""
    folder = tmp_path / "某某相册"
    folder.mkdir()
    for number, when in enumerate((0, 40, 90, 86_400)):
        path = folder / f"IMG_2026{number}.jpg"
        path.write_bytes(saved(numbered(number), "JPEG", quality=85))
        os.utime(path, (_BEGUN + when, _BEGUN + when))
    (folder / "IMG_9.jpg").write_bytes(saved(Image.effect_noise((400, 300), 40).convert("RGB"), "JPEG"))
    return folder


def searched(workspace: Workspace, folder: Path) -> Searching:
    searching = Documents(workspace, workers=1).search((folder,))
    for _ in searching:
        pass
    return searching


def names(searching: Searching) -> list[list[str]]:
    return [[Path(one.path).name for one in burst] for burst in searching.bursts]


def test_each_picture_of_a_paper_is_named_and_those_taken_in_a_row_stand_together(
    album: Path, workspace: Workspace
) -> None:
    searching = searched(workspace, album)
    assert names(searching) == [["IMG_20260.jpg", "IMG_20261.jpg", "IMG_20262.jpg"], ["IMG_20263.jpg"]]
    assert names(searched(workspace, album)) == names(searching)  # out of the cache


def test_the_result_lists_them_by_redacted_paths_with_what_was_looked_at(album: Path, workspace: Workspace) -> None:
    content = searched(workspace, album).encoded()
    photos = json.loads(content)["photos"]
    assert [one["burst"] for one in photos] == [0, 0, 0, 1]
    assert {(one["stage"], one["looked"], one["pieces"]) for one in photos} == {("read", "lines", 1)}
    assert all(len(one["sha256"]) == 64 and one["document"] >= 0.4 for one in photos)
    assert b"IMG_2026" not in content
    assert "某某相册".encode() not in content


@pytest.mark.parametrize(
    ("decision", "listed", "aside"), [(Decision.NOT_WORK, 1, 3), (Decision.CONFIRMED, 4, 0), (Decision.OPEN, 4, 0)]
)
def test_a_whole_burst_is_decided_at_once(
    decision: Decision, listed: int, aside: int, album: Path, workspace: Workspace
) -> None:
    documents, searching = Documents(workspace, workers=1), searched(workspace, album)
    kept = documents.decide_all(searching.bursts[0], decision, "保密员")
    assert len(kept) == 3
    again = searched(workspace, album)
    assert sum(map(len, again.bursts)) == listed
    assert again.result().set_aside == aside
    assert again.result().summary.document_photos == listed


def test_a_decision_about_a_photo_is_taken_back(album: Path, workspace: Workspace) -> None:
    documents, searching = Documents(workspace, workers=1), searched(workspace, album)
    documents.decide_all(searching.bursts[0], Decision.NOT_WORK, "保密员")
    documents.decide_all(searching.bursts[0], Decision.OPEN, "保密员")
    assert sum(map(len, searched(workspace, album).bursts)) == 4


def test_a_marking_is_shown_whatever_was_said_of_the_photo(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "甲.jpg").write_bytes(saved(page(), "JPEG", quality=88))
    searching = searched(workspace, tmp_path / "here")
    Documents(workspace).decide_all(searching.tally.finds, Decision.NOT_WORK, "保密员")
    again = searched(workspace, tmp_path / "here")
    assert [one.suspected for one in again.tally.finds] == [True]
    assert again.result().set_aside == 0


def receipt() -> Image.Image:
    image = Image.new("RGB", (620, 1000), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 34)
    lines = (
        "某某超市收银小票",
        "流水号 00123456",
        "矿泉水 2 4.00",
        "面包 1 6.50",
        "合计 10.50",
        "实收 20.00",
        "找零 9.50",
    )
    for number, line in enumerate((*lines, "谢谢惠顾")):
        pen.text((60, 60 + 100 * number), line, "black", font)
    return image


def test_receipts_are_counted_and_listed_apart(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "小票.png").write_bytes(saved(receipt(), "PNG"))
    searching = searched(workspace, tmp_path / "here")
    summary = searching.result().summary
    assert (summary.document_photos, summary.cards) == (0, 1)


def photo(path: str, when: float, card: bool = False) -> Seen:
    return Seen(path, modified=when, picture=Picture(0.9, "read", card=card))


def test_a_burst_ends_with_its_folder_with_time_and_at_cards() -> None:
    some = [
        photo("/a/1.jpg", 0), photo("/b/2.jpg", 10), photo("/a/3.jpg", 60), photo("/a/4.jpg", 61, card=True),
        photo("/a/5.jpg", 400),
    ]  # fmt: skip
    assert [[one.path for one in burst] for burst in bursts(some)] == [
        ["/a/1.jpg", "/a/3.jpg"], ["/a/5.jpg"], ["/b/2.jpg"], ["/a/4.jpg"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "part"),
    [("preview", Looked.PREVIEW), ("gate", Looked.SMALL), ("layout", Looked.SMALL), ("read", Looked.LINES)],
)
def test_a_picture_says_what_of_it_was_looked_at(stage: str, part: Looked) -> None:
    assert Picture(0.5, stage).part is part
