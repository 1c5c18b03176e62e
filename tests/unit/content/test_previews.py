"""What a file's own small picture saves."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.documents.capture import exif_block, preview
from checker.content.file import Bytes
from checker.content.pictures.cascade import Cascade
from checker.content.pictures.decode import Decoder
from checker.content.pictures.flat import Pixels
from checker.content.pictures.text import Map
from tests.unit.content.test_pictures import page, saved

_IN_EXIF = Path(__file__).with_name("preview_in_exif.heic")  # made for this, 64 x 48 points
_HEIC = (
    Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "photos" / "not-documents" / "heic__Issue_487.heic"
)


@pytest.mark.skipif(not _HEIC.is_file(), reason="the fixtures are not here")
def test_a_heic_whose_preview_shows_no_text_is_never_decoded_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Decoder, side: int) -> Pixels:
        raise AssertionError(f"decoded for {side} points")

    monkeypatch.setattr(Decoder, "at", refused)
    picture, marking, _ = Cascade().look(Bytes(_HEIC.read_bytes()), "heic")
    assert picture.stage == "preview"
    assert not marking.text


def test_a_small_preview_of_a_heic_decides_nothing_about_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def at(self: Decoder, side: int) -> Pixels:
        asked.append(side)
        return np.full((320, 240, 3), 128, np.uint8)

    cascade = Cascade()
    monkeypatch.setattr(Decoder, "preview", lambda self: np.full((120, 160, 3), 250, np.uint8))
    monkeypatch.setattr(Decoder, "at", at)
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.2 if picture.shape[0] == 120 else 0.0)
    picture, _, _ = cascade.look(Bytes(b"\0\0\0\x18ftypheic"), "heic")
    assert asked == [320]
    assert picture.stage == "gate"


@pytest.mark.parametrize("likely", [0.3, 0.01])
def test_a_photo_whose_preview_is_large_enough_and_shows_no_page_is_not_decoded(
    likely: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Decoder, side: int) -> Pixels:
        raise AssertionError(f"decoded for {side} points")

    cascade, sure = Cascade(), np.zeros((96, 128), np.float32)
    if likely < 0.1:  # text there is, and no page
        sure[20:40] = 0.9
    monkeypatch.setattr(Decoder, "at", refused)
    monkeypatch.setattr(Decoder, "preview", lambda self: np.full((240, 320, 3), 90, np.uint8))
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.9)
    monkeypatch.setattr(cascade, "_judge", lambda picture: (likely, Map(sure)))
    picture, _, _ = cascade.look(Bytes(saved(page(), "JPEG")), "jpeg")
    assert picture.stage == "preview"
    assert picture.document <= 0.05


def test_a_page_too_far_off_for_its_preview_to_show_lines_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    cascade, none = Cascade(), Map(np.zeros((96, 128), np.float32))
    monkeypatch.setattr(Decoder, "preview", lambda self: np.full((240, 320, 3), 90, np.uint8))
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.9)
    monkeypatch.setattr(cascade, "_judge", lambda picture: (0.9, none))
    _, marking, _ = cascade.look(Bytes(saved(page(), "JPEG")), "jpeg")
    assert marking.level == "机密"


def test_a_heic_without_a_thumbnail_is_judged_by_the_preview_in_its_exif() -> None:
    preview = Decoder(Bytes(_IN_EXIF.read_bytes()), "heic").preview()
    assert preview is not None
    assert preview.shape == (16, 24, 3)


def test_a_heic_with_a_damaged_description_has_no_preview() -> None:
    content = bytearray(_IN_EXIF.read_bytes())
    content[content.index(b"pitm") : content.index(b"pitm") + 4] = b"ABCD"
    assert Decoder(Bytes(bytes(content)), "heic").preview() is None


@pytest.mark.skipif(not _HEIC.is_file(), reason="the fixtures are not here")
def test_tiles_of_a_heic_are_decoded_by_themselves() -> None:
    pieces = Decoder(Bytes(_HEIC.read_bytes()), "heic").pieces()
    assert pieces is not None
    assert pieces.shape == (480, 480, 3)
    assert pieces.std() > 5


def test_a_heic_without_a_grid_has_no_pieces() -> None:
    assert Decoder(Bytes(_IN_EXIF.read_bytes()), "heic").pieces() is None


@pytest.mark.skipif(not _HEIC.is_file(), reason="the fixtures are not here")
def test_a_heic_without_a_preview_whose_tiles_show_no_text_is_never_decoded_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(self: Decoder, side: int) -> Pixels:
        raise AssertionError(f"decoded for {side} points")

    monkeypatch.setattr(Decoder, "at", refused)
    monkeypatch.setattr(Decoder, "preview", lambda self: None)
    cascade = Cascade()
    monkeypatch.setattr(cascade, "_shows_text", lambda pieces: False)
    picture, _, _ = cascade.look(Bytes(_HEIC.read_bytes()), "heic")
    assert picture.stage == "preview"


def test_pieces_with_a_line_of_text_show_text() -> None:
    cascade = Cascade()
    blank = np.full((480, 480, 3), 190, np.uint8)
    written = blank.copy()
    cv2.putText(written, "a line of text", (60, 240), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2)
    assert cascade._shows_text(written)
    assert not cascade._shows_text(blank)


def test_the_gate_does_not_overrule_the_judge_that_saw_the_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    cascade = Cascade()
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.03)
    small = preview(np.asarray(page().convert("RGB"))[:, :, ::-1], 512)
    photo = saved(page(), "JPEG", quality=88, exif=exif_block(1, small))
    _, marking, _ = cascade.look(Bytes(photo), "jpeg")
    assert marking.text == "机密★10年"
