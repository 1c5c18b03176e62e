"""What a file's own small picture saves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from checker.content.file import Bytes
from checker.content.pictures.cascade import Cascade
from checker.content.pictures.decode import Decoder, Pixels

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
    monkeypatch.setattr(cascade, "_gate", lambda picture: 0.5 if picture.shape[0] == 120 else 0.0)
    picture, _, _ = cascade.look(Bytes(b"\0\0\0\x18ftypheic"), "heic")
    assert asked == [320]
    assert picture.stage == "gate"
