"""Decoded pictures as arrays: the way up, on white, in strips."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from checker.content.file import Bytes
from checker.content.pictures import decode
from checker.content.pictures import flat as module
from checker.content.pictures.flat import flat


def colourful() -> Image.Image:
    rows = np.arange(40 * 60 * 3, dtype=np.uint32).reshape(60, 40, 3) * 7 % 251
    return Image.fromarray(rows.astype(np.uint8))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_says(orientation: int) -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    colourful().save(out, "PNG", exif=exif)
    with Image.open(out) as image:
        wanted = np.asarray(ImageOps.exif_transpose(image))[:, :, ::-1]
        assert np.array_equal(flat(image), wanted)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK", "I;16"])
def test_a_large_picture_made_in_strips_looks_like_one_made_at_once(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    smooth = Image.linear_gradient("L").resize((200, 300))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(smooth).astype(np.uint16) * 257)
    else:
        image = smooth.convert("RGB").convert(mode)
    whole = flat(image)
    monkeypatch.setattr(module, "LARGEST", 200 * 300 // 4)
    monkeypatch.setattr(module, "_STRIP", 200 * 32)
    small = flat(image)
    assert small.shape == (150, 100, 3)
    halved = whole.reshape(150, 2, 100, 2, 3).mean((1, 3))
    assert np.abs(small.astype(float) - halved).max() <= 1.0


def test_what_is_seen_through_lies_on_white() -> None:
    assert flat(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).min() == 255


def test_a_plain_webp_looks_as_pillow_shows_it() -> None:
    out = io.BytesIO()
    colourful().resize((400, 600)).save(out, "WEBP", quality=85)
    with Image.open(out) as image:
        wanted = np.asarray(image.convert("RGB"))[:, :, ::-1]
    assert np.array_equal(decode.Decoder(Bytes(out.getvalue()), "webp").at(100_000), wanted)


@pytest.mark.parametrize("size", [(1080, 2340), (301, 200), (7, 40)])
def test_a_picture_is_shrunk_by_a_whole_number(size: tuple[int, int]) -> None:
    picture = np.asarray(colourful().resize(size), dtype=np.uint8)
    small = module.shrunk(picture, 7)
    tall, wide = size[1] // 7, size[0] // 7
    whole = picture[: tall * 7, : wide * 7].reshape(tall, 7, wide, 7, 3).mean((1, 3))
    assert small.shape == (tall, wide, 3)
    assert np.abs(small - whole).max() <= 0.51
    assert module.shrunk(picture, 1) is picture


@pytest.mark.parametrize("progressive", [True, False])
def test_a_jpeg_says_whether_it_comes_in_passes(progressive: bool) -> None:
    out = io.BytesIO()
    colourful().save(out, "JPEG", progressive=progressive)
    assert decode._progressive(out.getvalue()) is progressive
    assert not decode._progressive(out.getvalue()[:20])


@pytest.mark.parametrize(("colours", "seen"), [((0, 0, 0, 0), 255), ((90, 90, 90, 255), 90), ((90, 90, 90), 90)])
def test_a_heic_that_is_seen_through_lies_on_white(
    colours: tuple[int, ...], seen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opened(list[object]):
        size = 6, 4
        primary_index = 0

        def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
            return np.full((4, 6, len(colours)), colours, np.uint8)

    monkeypatch.setattr(decode.pi_heif, "open_heif", lambda content, **options: Opened([Opened()]))
    content = (Path(__file__).with_name("preview_in_exif.heic")).read_bytes()
    pixels = next(decode.Decoder(Bytes(content), "heic").frames())
    assert pixels.shape == (4, 6, 3)
    assert (pixels == seen).all()
