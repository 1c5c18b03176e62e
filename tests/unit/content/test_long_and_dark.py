"""Pictures that are looked at otherwise than as a whole and as they are: long ones, dark ones, crops, two pages."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from checker.content.pictures.light import lacking
from checker.content.pictures.long import Piece, is_long, pieces, placed, turned
from checker.facts.content.document import DOCUMENT
from checker.facts.content.marking import Bucket
from tests.nightly import later
from tests.unit.content.test_pictures import HEAD, LINE, page, saved, seen


def screenshot(parts: list[Image.Image]) -> Image.Image:
    """Pages one below the other, as a phone puts them together."""
    scaled = [part.resize((1080, round(part.height * 1080 / part.width))) for part in parts]
    whole = Image.new("RGB", (1080, sum(part.height for part in scaled)), "white")
    top = 0
    for part in scaled:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def chat() -> Image.Image:
    """Bubbles with words, as long as a page."""
    image = Image.new("RGB", (1080, 1600), (237, 237, 237))
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 44)
    for number in range(9):
        left = 120 if number % 2 else 420
        pen.rounded_rectangle((left, 60 + 160 * number, left + 540, 170 + 160 * number), 16, "white")
        pen.text((left + 30, 85 + 160 * number), "收到，马上处理", "black", font)
    return image


_SHOTS = ((0, "PNG"), (1, "JPEG"), (3, "WEBP"))  # each place and each format once; the night has them all


@pytest.mark.parametrize(
    ("at", "form"),
    [*_SHOTS, *(later(*one) for one in product((0, 1, 3), ("PNG", "JPEG", "WEBP")) if one not in _SHOTS)],
)
def test_a_marking_anywhere_on_a_long_screenshot_is_found(form: str, at: int) -> None:
    found = seen(saved(screenshot([page(number == at) for number in range(4)]), form))
    assert (found.marking.bucket, found.marking.level) == (Bucket.MARKED, "机密")
    assert found.picture is not None
    assert found.picture.document >= DOCUMENT
    assert found.picture.pieces > 4
    assert found.picture.box is not None
    assert at / 4 <= found.picture.box[1] < found.picture.box[3] <= (at + 1) / 4


def test_a_marked_page_in_a_long_chat_is_found() -> None:
    assert seen(saved(screenshot([chat(), chat(), page(), chat()]), "PNG")).suspected


def test_a_panorama_of_pages_is_looked_at_in_pieces() -> None:
    wide = Image.new("RGB", (1240 * 4, 1754), "white")
    for number in range(4):
        wide.paste(page(number == 2), (1240 * number, 0))
    assert seen(saved(wide, "JPEG", quality=90)).suspected


def test_a_long_chat_alone_is_no_document() -> None:
    found = seen(saved(screenshot([chat()] * 4), "PNG"))
    assert found.picture is not None
    assert found.picture.document < DOCUMENT
    assert found.marking.bucket is Bucket.NONE


@pytest.mark.parametrize(
    ("shape", "long"), [((2400, 1080), False), ((3056, 1080), True), ((1000, 8000), True), ((60, 600), False)]
)
def test_what_is_far_from_a_screens_shape_is_long(shape: tuple[int, int], long: bool) -> None:
    assert is_long(shape) is long


def test_pieces_overlap_and_end_where_the_picture_does() -> None:
    picture = np.zeros((5000, 1000, 3), np.uint8)
    places = [piece.place for piece in pieces(picture)]
    assert places[0][1] == 0.0
    assert places[-1][3] == 1.0
    assert all(after[1] < before[3] for before, after in pairwise(places))


@pytest.mark.parametrize("turn", range(4))
def test_a_place_on_a_piece_is_one_on_the_whole_however_both_lie(turn: int) -> None:
    piece = Piece(np.zeros((1, 1, 3), np.uint8), (0.0, 0.5, 1.0, 0.75))
    inside = turned((0.2, 0.4, 0.3, 0.6), turn)
    assert placed(inside, turn, piece) == pytest.approx(turned((0.2, 0.6, 0.3, 0.65), turn))


def crop(*lines: str, size: int = 40) -> Image.Image:
    image = Image.new("RGB", (620, 90 + 80 * len(lines)), (226, 224, 220))
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), size)
    for number, line in enumerate(lines):
        pen.text((60, 40 + 80 * number), line, (30, 30, 30), font)
    return image


@pytest.mark.parametrize(
    "lines", [("机密★10年",), ("秘密", "一、总的要求"), ("绝密★30年", "关于做好工作的通知", "各单位：")]
)
def test_a_crop_with_a_marking_and_a_few_lines_is_read(lines: tuple[str, ...]) -> None:
    assert seen(saved(crop(*lines), "JPEG", quality=85)).marking.level == lines[0][:2]


def test_a_nearly_empty_page_with_a_marking_is_read() -> None:
    image = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(image).text((140, 120), HEAD[0], "black", ImageFont.truetype(sans_path(), 44))
    assert seen(saved(image, "JPEG", quality=88)).suspected


def test_a_crop_without_a_marking_has_none() -> None:
    assert seen(saved(crop("密码本在抽屉里", "部分内容"), "JPEG", quality=85)).marking.bucket is Bucket.NONE


def test_two_pages_side_by_side_are_read_to_the_right_one() -> None:
    spread = Image.new("RGB", (2480, 1754), "white")
    spread.paste(page(False), (0, 0))
    spread.paste(page(), (1240, 0))
    assert seen(saved(spread, "PNG")).suspected


def darkened(image: Image.Image, part: float, noise: float) -> Image.Image:
    points = np.asarray(image.resize((930, 1316)), np.float32) * part
    points += np.random.default_rng(7).normal(0, noise, points.shape)
    return Image.fromarray(points.clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(("part", "noise"), [(0.4, 2.0), (0.25, 3.0), (0.15, 2.0)])
def test_a_marked_page_in_low_light_is_found(part: float, noise: float) -> None:
    found = seen(saved(darkened(page(), part, noise), "JPEG", quality=85))
    assert found.picture is not None
    assert found.picture.document >= DOCUMENT
    assert found.suspected


def test_a_picture_with_enough_light_and_a_black_one_get_no_more() -> None:
    assert lacking(np.full((200, 200, 3), 200, np.uint8)) is None
    assert lacking(np.full((200, 200, 3), 3, np.uint8)) is None


def on_black(letters: int, paper: int, beside: int) -> Image.Image:
    """A page in light letters on dark paper, on a table of that brightness."""
    image = Image.new("L", (1240, 1754), paper)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 36)
    for number in range(14):
        pen.text((140, 120 + 96 * number), HEAD[number] if number < len(HEAD) else LINE, letters, font)
    table = Image.new("L", (1640, 2154), beside)
    table.paste(image, (200, 200))
    return table.convert("RGB")


@pytest.mark.parametrize(("letters", "paper", "beside"), [(255, 0, 0), (235, 26, 26), (230, 30, 190)])
def test_white_letters_on_black_are_read(letters: int, paper: int, beside: int) -> None:
    found = seen(saved(on_black(letters, paper, beside), "JPEG", quality=85))
    assert found.suspected
    assert found.picture is not None
    assert found.picture.document >= DOCUMENT


def test_several_pages_put_together_in_a_square_are_read_to_the_last() -> None:
    sheet = Image.new("RGB", (2480, 2480), "white")
    for number in range(4):
        sheet.paste(page(number == 3).crop((0, 0, 1240, 1240)), (number % 2 * 1240, number // 2 * 1240))
    assert seen(saved(sheet, "JPEG", quality=88)).suspected


def article(last: str) -> Image.Image:
    """A page of the web on a phone, one of whose paragraphs ends with that word on a line of its own."""
    image = Image.new("RGB", (1080, 2340), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(sans_path(), 46)
    for number in range(24):
        words = last if number == 9 else LINE[:21]
        pen.text((50, 200 + 78 * number), words, (20, 20, 20), font)
    return image


@pytest.mark.parametrize("last", ["工作秘密", "秘密", "机密"])
def test_the_last_word_of_a_paragraph_is_no_marking(last: str) -> None:
    assert seen(saved(article(last), "PNG")).marking.bucket is Bucket.NONE
