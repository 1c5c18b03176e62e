"""The three networks: what they are shown, and what is never let go."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from importlib import resources

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from checker.content.file import Bytes
from checker.content.pictures.cascade import Cascade
from checker.content.pictures.flat import Pixels
from checker.content.pictures.gate import JUDGED_SIDE, Expert, Gate, Judge, agreed, beside
from checker.content.pictures.header import topmost_and_tallest
from checker.content.pictures.models import network
from checker.content.pictures.text import Detector, Line, Map, Quad
from checker.facts.content.document import DOCUMENT
from tests.unit.content.test_pictures import LINE, page, saved


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


def test_a_page_whose_lines_run_together_in_a_small_map_is_looked_at_more_finely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cascade = Cascade()
    detector = cascade._detector
    monkeypatch.setattr(cascade, "_judge", lambda picture: (0.9, EMPTY))
    monkeypatch.setattr(cascade, "_detector", lambda picture, side: EMPTY if side == 480 else detector(picture, side))
    picture, marking, _ = cascade.look(Bytes(saved(page(), "PNG")), "png")
    assert picture.document >= DOCUMENT
    assert marking.level == "机密"


# -- letters, or only what looks like lines of them -------------------------------------------------------------------


def noise() -> Image.Image:
    """Rows of noise, as wide and high as lines of text."""
    chance = np.random.default_rng(5)
    sheet = np.full((1754, 1240), 255, np.uint8)
    for row in range(22):
        dark = np.kron(chance.random((10, 160)) < 0.4, np.ones((4, 6)))
        sheet[130 + 68 * row : 170 + 68 * row, 140:1100][dark > 0] = 0
    return Image.fromarray(sheet)


def tiny() -> Image.Image:
    """A page far off, of letters that nobody can tell apart."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(sans_path(), 14)
    for row in range(66):
        pen.text((140, 120 + row * 14 * 1.6), (LINE * 3)[:68], "black", font)
    far = Image.new("RGB", (3000, 2200), (40, 60, 90))
    far.paste(sheet.resize((930, 1315)), (1000, 550))
    return far


def columns() -> Image.Image:
    """A page whose lines stand, as in old Chinese prints."""
    image = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 36)
    signs = [sign for sign in LINE if sign not in "，。"]
    for column in range(16):
        for row in range(34):
            pen.text((1080 - column * 62, 120 + row * 42), signs[(column * 7 + row) % len(signs)], 0, font)
    return image


@pytest.mark.parametrize(("shown", "document"), [(noise, False), (page, True), (columns, True), (tiny, True)])
def test_lines_without_a_letter_are_no_document_whatever_the_networks_say(
    shown: Callable[[], Image.Image], document: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cascade = Cascade()
    judge = cascade._judge
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.98)
    monkeypatch.setattr(cascade, "_judge", lambda picture: (0.98, judge(picture)[1]))
    monkeypatch.setattr(cascade, "_expert", lambda picture: 0.98)
    picture, _, _ = cascade.look(Bytes(saved(shown(), "PNG")), "png")
    assert (picture.document >= DOCUMENT) is document


@pytest.mark.parametrize(("shown", "document"), [(page, False), (tiny, True)])
def test_only_lines_large_enough_to_be_read_speak_against_a_document(
    shown: Callable[[], Image.Image], document: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    cascade = Cascade()
    judge = cascade._judge
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.98)
    monkeypatch.setattr(cascade, "_judge", lambda picture: (0.98, judge(picture)[1]))
    monkeypatch.setattr(cascade, "_expert", lambda picture: 0.98)
    monkeypatch.setattr(
        cascade.header, "_recogniser", lambda picture, quads, longest=0: [Line("", 0.0, one) for one in quads]
    )
    picture, _, _ = cascade.look(Bytes(saved(shown(), "PNG")), "png")
    assert (picture.document >= DOCUMENT) is document


def line(left: int, top: int, height: int) -> Quad:
    return np.array([(left, top), (left + 80, top), (left + 80, top + height), (left, top + height)], np.float32)


def test_a_marking_is_read_although_a_window_lists_fifty_words_beside_it() -> None:
    words = [line(10, 20 * number, 12) for number in range(50)]
    marking = line(300, 700, 26)
    read = topmost_and_tallest([*words, marking])
    assert len(read) == 24
    assert any(quad is marking for quad in read)
    assert all(any(quad is word for quad in read) for word in words[:12])


@pytest.mark.parametrize("name", ["gate", "judge", "expert"])
def test_the_record_of_a_network_is_that_of_its_weights(name: str) -> None:
    record = json.loads((resources.files("checker.content.pictures") / "training.json").read_text("ascii"))
    assert record[name]["sha256"] == sha256(network(name)).hexdigest()


@pytest.mark.parametrize(
    ("likely", "expert", "stage"),
    [(0.12, 0.01, "read"), (0.02, 0.99, "layout"), (0.05, 0.02, "layout"), (0.05, 0.95, "read")],
)
def test_a_picture_that_is_hardly_likely_is_read_all_the_same(
    likely: float, expert: float, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cascade = Cascade()
    judge = cascade._judge
    monkeypatch.setattr(cascade, "_judge", lambda picture: (likely, judge(picture)[1]))
    monkeypatch.setattr(cascade, "_expert", lambda picture: expert)
    marked = stage == "read"  # large clear lines would be read all the same
    picture, marking, _ = cascade.look(Bytes(saved(page(marked), "PNG")), "png")
    assert picture.stage == stage
    assert bool(marking.text) is marked
