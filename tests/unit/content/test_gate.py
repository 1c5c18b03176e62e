"""The three networks: what they are shown, and what is never let go."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib import resources

import cv2
import numpy as np
import pytest

from checker.content.file import Bytes
from checker.content.pictures.cascade import Cascade
from checker.content.pictures.flat import Pixels
from checker.content.pictures.gate import JUDGED_SIDE, Expert, Gate, Judge, agreed, beside
from checker.content.pictures.models import network
from checker.content.pictures.text import Detector, Map
from checker.facts.content.document import DOCUMENT
from tests.unit.content.test_pictures import page, saved


def plain(colour: tuple[int, int, int]) -> Pixels:
    return np.full((240, 320, 3), colour, np.uint8)


EMPTY = Map(np.zeros((320, 224), np.float32))


def paper(marked: bool = True) -> Pixels:
    return np.ascontiguousarray(np.asarray(page(marked).convert("RGB"), dtype=np.uint8)[::4, ::4, ::-1])


@pytest.mark.parametrize("colour", [(255, 255, 255), (200, 210, 215), (180, 180, 180)])
def test_what_is_mostly_white_or_grey_paper_is_for_the_judge(colour: tuple[int, int, int]) -> None:
    assert Gate()(plain(colour)) >= 0.5


def test_a_blue_sky_is_let_go_at_once() -> None:
    down = np.linspace(0, 90, 240)[:, None, None]
    assert Gate()((plain((200, 120, 40)) + down).clip(0, 255).astype(np.uint8)) < 0.03


def test_the_judge_tells_a_page_from_a_blank_sheet() -> None:
    judge = Judge(Detector())
    assert judge(paper())[0] > DOCUMENT > judge(plain((255, 255, 255)))[0]


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_the_judge_knows_a_page_however_it_lies(turn: int) -> None:
    turned = np.asarray(cv2.rotate(paper(), turn), dtype=np.uint8)
    assert Judge(Detector())(turned)[0] > DOCUMENT


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_the_expert_knows_a_page_however_it_lies(turn: int | None) -> None:
    turned = paper() if turn is None else np.asarray(cv2.rotate(paper(), turn), dtype=np.uint8)
    assert Expert()(turned) > 0.5 > Expert()(plain((200, 120, 40)))


def test_what_both_say_lies_between_them_and_nearer_to_the_expert() -> None:
    assert agreed(0.5, 0.5) == pytest.approx(0.5)
    assert 0.1 < agreed(0.1, 0.9) < 0.9
    assert agreed(0.1, 0.9) > 0.5 > agreed(0.9, 0.1)
    assert 0 < agreed(0.0, 0.0) < agreed(1.0, 1.0) < 1


def test_what_the_judge_takes_for_a_document_is_none_where_the_expert_knows_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cascade = Cascade()
    monkeypatch.setattr(cascade, "_expert", lambda picture: 0.001)
    picture, marking, _ = cascade.look(Bytes(saved(page(), "PNG")), "png")
    assert picture.document < DOCUMENT
    assert marking.text  # a marking is found on whatever it stands


def test_a_picture_keeps_its_shape_before_the_judge() -> None:
    both = beside(np.full((100, 50, 3), 200, np.uint8), np.full((96, 64), 255, np.uint8))
    assert both.shape == (JUDGED_SIDE, JUDGED_SIDE, 4)
    inside = both[:, :, 3] == 255
    assert inside.sum() == JUDGED_SIDE * JUDGED_SIDE // 2
    assert (both[~inside][:, :3] == 127).all()


def test_what_shows_no_line_of_text_is_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    cascade = Cascade()
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.9)
    monkeypatch.setattr(cascade, "_judge", lambda picture: (0.9, EMPTY))
    picture, _, _ = cascade.look(Bytes(saved(page().resize((40, 56)).resize((800, 1100)), "PNG")), "png")
    assert picture.stage == "text"
    assert picture.document < DOCUMENT


@pytest.mark.parametrize("name", ["gate", "judge", "expert"])
def test_the_record_of_a_network_is_that_of_its_weights(name: str) -> None:
    record = json.loads((resources.files("checker.content.pictures") / "training.json").read_text("ascii"))
    assert record[name]["sha256"] == sha256(network(name)).hexdigest()


@pytest.mark.parametrize(
    ("likely", "expert", "stage"),
    [(0.12, 0.01, "read"), (0.02, 0.99, "layout"), (0.05, 0.3, "layout"), (0.05, 0.95, "read")],
)
def test_a_picture_that_is_hardly_likely_is_read_all_the_same(
    likely: float, expert: float, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cascade = Cascade()
    judge = cascade._judge
    monkeypatch.setattr(cascade, "_judge", lambda picture: (likely, judge(picture)[1]))
    monkeypatch.setattr(cascade, "_expert", lambda picture: expert)
    picture, marking, _ = cascade.look(Bytes(saved(page(), "PNG")), "png")
    assert picture.stage == stage
    assert bool(marking.text) is (stage == "read")
