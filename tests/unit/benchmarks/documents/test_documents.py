"""The benchmark of documents: its mix, its intervals, its made-up pictures, and a small run without any peer."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pi_heif
import pytest
from PIL import Image

from benchmarks.documents import __main__ as documents
from benchmarks.documents import capture, heic, sets
from benchmarks.documents.score import Gates, Share, ratio, wilson
from checker.content.file import Bytes
from checker.content.pictures.decode import Decoder


def test_the_interval_is_wilsons() -> None:
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert wilson(0, 1000) == pytest.approx((0.0, 0.00383), abs=1e-5)
    assert wilson(5, 5)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_share_is_told_with_its_numbers_and_interval() -> None:
    share = Share()
    for hit in (True, True, False, True):
        share.add(hit)
    assert str(share) == "3/4 = 75.0 % (30.1–95.4)"


def test_a_ratio_lies_within_its_interval() -> None:
    times, low, high = ratio([1.0, 2.0, 3.0, 2.0], [10.0, 30.0, 20.0, 40.0])
    assert low <= times <= high
    assert times == pytest.approx(12.5)


def test_a_gate_that_could_not_be_measured_is_no_failure_and_not_held(capsys: pytest.CaptureFixture[str]) -> None:
    gates = Gates()
    gates.ask("one", None, "not installed")
    assert gates.show() == 0
    assert "unmeasured one" in capsys.readouterr().out
    gates.ask("two", False, "0")
    assert gates.show() == 1


def test_the_mix_is_that_of_the_issue() -> None:
    assert sum(sets.MIX.values()) == 100
    assert sets.MIX["document"] == 8
    assert sets.MIX["heic"] == 5
    assert sum(sets.counts(37).values()) == 37
    assert sets.counts(400)["document"] == 32


@pytest.mark.parametrize("preview", [True, False])
def test_tiles_make_a_heic_as_phones_write_it(preview: bool) -> None:
    whole = (Path(__file__).parents[2] / "content" / "preview_in_exif.heic").read_bytes()
    tile = heic.coded(whole, 64, 64)  # the encoder's blocks; 48 rows of them are shown
    exif = capture.exif_block(1, capture.preview(np.full((48, 64, 3), 200, np.uint8), 32))
    made = heic.grid([tile] * 6, 3, (190, 120), tile if preview else None, b"" if preview else exif)
    image = np.array(pi_heif.open_heif(io.BytesIO(made)))
    assert image.shape == (120, 190, 3)
    one = np.array(pi_heif.open_heif(io.BytesIO(whole)))
    assert (image[:40, 70:120] == one[:40, 6:56]).all()
    decoder = Decoder(Bytes(made), "heic")
    small, pieces = decoder.preview(), decoder.pieces()
    assert small is not None
    assert small.shape == ((64, 64, 3) if preview else (24, 32, 3))
    assert pieces is not None


def test_a_file_without_a_picture_gives_no_tile() -> None:
    with pytest.raises(ValueError, match="meta"):
        heic.coded(b"\0\0\0\x10ftypheic\0\0\0\0", 64, 48)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[sets.Sample]:
    wanted = [("marked", 0), ("marked", 1), ("unmarked", 0), ("other", 0)]
    return sets.drawn(tmp_path_factory.mktemp("drawn"), 7, wanted, [], processes=1)


def test_made_up_pictures_are_what_their_list_says(drawn: list[sets.Sample]) -> None:
    assert [sample.doc for sample in drawn] == [True, True, True, False]
    assert [bool(sample.mark) for sample in drawn] == [True, True, False, False]
    for sample in drawn:
        with Image.open(sample.path) as image:
            image.load()


def test_the_same_seed_makes_the_same_picture(tmp_path: Path, drawn: list[sets.Sample]) -> None:
    capture.made("marked", 7, tmp_path, 0, [])
    assert next(tmp_path.iterdir()).read_bytes() == drawn[0].path.read_bytes()


def test_a_picture_of_a_wanted_kind_is_found_by_its_number() -> None:
    for number in sets._numbers(3, ("receipt", "sign"), 3):
        assert random.Random(f"3 other {number}").choice(list(capture.OTHERS)) in ("receipt", "sign")


def test_a_draw_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    first = sets.fresh(tmp_path, 7, 0, 0, 1, [])
    first[0].path.unlink()
    assert sets.fresh(tmp_path, 7, 0, 0, 1, []) == first
    assert not first[0].path.exists()


def test_copies_differ_in_content_and_show_the_same(tmp_path: Path) -> None:
    picture = tmp_path / "one.jpg"
    Image.new("RGB", (64, 64), (10, 90, 160)).save(picture)
    sets.multiplied([sets.Sample(picture, "camera", "camera", False)], tmp_path / "many", 3)
    made = sorted((tmp_path / "many").rglob("*.jpg"))
    assert len({one.read_bytes() for one in made}) == 3
    for one in made:
        with Image.open(one) as image:
            assert image.size == (64, 64)


def test_a_small_run_needs_no_peer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--seed", "7", "--only", "fresh", "again", "--fresh", "1", "0", "1", "--again", "30", "--real"]
    code = documents.main([*arguments, str(tmp_path), "--folder", str(tmp_path)])
    said = capsys.readouterr().out
    assert code in (0, 1)
    assert "RapidOCR, python-docx, openpyxl and python-pptx are left out" in said
    assert "30 files: first" in said
    assert not list(tmp_path.iterdir())
