"""How a picture's text is come by: what is found once is used again, what is small is looked at more closely."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import simplejpeg
from PIL import Image

from checker.content.file import Bytes
from checker.content.pictures.cascade import Cascade
from checker.content.pictures.decode import Decoder, _means
from checker.content.pictures.flat import Pixels
from checker.content.pictures.text import Detector, Map
from checker.content.trouble import Trouble
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.unit.content.test_pictures import page


def photo(part: float, turn: float = 0.0) -> bytes:
    """A marked page that spans a part of a photograph's height, on a grey desk."""
    desk = Image.new("RGB", (3024, 4032), (120, 124, 128))
    paper = page().resize((int(1240 * 4032 * part / 1754), int(4032 * part)), Image.Resampling.LANCZOS)
    paper = paper.rotate(turn, expand=True, fillcolor=(120, 124, 128), resample=Image.Resampling.BICUBIC)
    desk.paste(paper, (700, 900))
    out = io.BytesIO()
    desk.save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_page_far_off_is_looked_at_by_itself(turn: float, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[tuple[int, int]]()
    inner = Detector.__call__

    def call(self: Detector, picture: Pixels, side: int) -> Map:
        looked.append((picture.shape[0], picture.shape[1]))
        return inner(self, picture, side)

    monkeypatch.setattr(Detector, "__call__", call)
    _, marking = Cascade().header.read(Decoder(Bytes(photo(0.36, turn)), "jpeg"), 0.9)
    assert (marking.bucket, marking.level) == (Bucket.MARKED, "机密")
    assert any(max(shape) < 1_100 for shape in looked)  # a part of the 2,016 points that are read


def test_a_page_that_fills_the_picture_is_not_looked_at_twice() -> None:
    picture = np.ascontiguousarray(np.asarray(page().convert("RGB"), dtype=np.uint8)[:, :, ::-1])
    cascade = Cascade()
    boxes = cascade._detector(picture, 480).boxes(picture)
    same, still = cascade.header._closer(picture, picture, boxes)
    assert same is picture
    assert still is boxes


def test_what_its_preview_tells_to_be_a_page_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded, inner = list[int](), Decoder._scaled

    def scaled(self: Decoder, side: int) -> Pixels:
        decoded.append(side)
        return inner(self, side)

    cascade = Cascade()
    monkeypatch.setattr(Decoder, "_scaled", scaled)
    monkeypatch.setattr(Decoder, "preview", lambda self: np.full((120, 160, 3), 250, np.uint8))
    _, marking, _ = cascade.look(Bytes(photo(0.9)), "jpeg")
    assert marking.level == "机密"
    assert decoded == [1_600]


def test_a_progressive_photo_is_looked_at_by_its_first_pass_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with Image.open(io.BytesIO(photo(0.9))) as image:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=92, progressive=True)
    given, inner = list[int](), simplejpeg.decode_jpeg

    def decoded(content: bytes, *rest: object, **more: object) -> object:
        given.append(len(content))
        return inner(content, *rest, **more)

    monkeypatch.setattr(simplejpeg, "decode_jpeg", decoded)
    small, whole = (Decoder(Bytes(content), "jpeg").at(320) for content in (out.getvalue(), photo(0.9)))
    assert given[0] < len(out.getvalue()) / 3
    assert small.shape == whole.shape
    assert np.abs(small.astype(int) - whole).mean() < 5  # the decoder smooths what has no detail yet
    page_of_it = Decoder(Bytes(out.getvalue()), "jpeg").at(1_600)
    assert given[-1] == len(out.getvalue())
    assert max(page_of_it.shape) == 2_016


@pytest.mark.parametrize("bits", [0, 1, 2, 13])
def test_a_first_pass_that_holds_back_more_than_a_bit_is_not_enough(bits: int) -> None:
    with Image.open(io.BytesIO(photo(0.5))) as image:
        out = io.BytesIO()
        image.save(out, "JPEG", progressive=True)
    content = bytearray(out.getvalue())
    content[content.index(b"\xff\xda") + 13] = bits  # behind length, number, three colours, first and last
    assert (len(_means(bytes(content))) < len(content)) is (bits < 2)


@pytest.mark.parametrize("kept", [20, 160, -700, -3])
def test_a_progressive_photo_that_breaks_off_is_shown_or_said_to_be_damaged(kept: int) -> None:
    with Image.open(io.BytesIO(photo(0.5))) as image:
        out = io.BytesIO()
        image.save(out, "JPEG", progressive=True)
    decoder = Decoder(Bytes(out.getvalue()[:kept]), "jpeg")
    assert decoder.state is Read.DAMAGED
    if kept < 0:
        assert decoder.at(320).shape == (504, 378, 3)
    else:
        with pytest.raises(Trouble):
            decoder.at(320)


def test_boxes_lie_in_the_picture_that_they_are_asked_for() -> None:
    sure = np.zeros((64, 96), np.float32)
    sure[20:30, 10:60] = 0.9
    (one,) = Map(sure).boxes(sure)
    (other,) = Map(sure).boxes(np.zeros((640, 960, 3), np.uint8))
    assert np.allclose(one.quad * 10, other.quad, atol=1e-3)
    assert one.size[0] > one.size[1]


@pytest.mark.parametrize("tall", [12, 40])
def test_letters_of_any_size_are_read(tall: int) -> None:
    """The header zone is looked at so closely that its lines are high enough, and no more closely than that."""
    part = tall / 36
    small = cv2.resize(np.asarray(page().convert("RGB")), None, fx=part, fy=part, interpolation=cv2.INTER_AREA)
    out = io.BytesIO()
    Image.fromarray(np.asarray(small, dtype=np.uint8)).save(out, "PNG")
    _, marking, _ = Cascade().look(Bytes(out.getvalue()), "png")
    assert marking.level == "机密"
