"""What was filled in for the last report, and what of it holds for the next."""

from __future__ import annotations

from pathlib import Path

from checker.app.particulars import filled, of_target, remember

_WORDS = {
    "unit": "某某局",
    "inspected": "张三",
    "asset_number": "GZ2023-0089",
    "place": "主楼 417",
    "network": "单位内网",
}


def test_the_same_target_finds_all_that_was_filled_in(tmp_path: Path) -> None:
    remember(tmp_path, {**_WORDS, "identifiers": "S6PX"}, "pc")
    assert of_target(filled(tmp_path), "pc") == _WORDS


def test_a_phone_is_not_given_the_asset_number_of_the_computer_before_it(tmp_path: Path) -> None:
    remember(tmp_path, _WORDS, "pc")
    assert of_target(filled(tmp_path), "phone") == {"unit": "某某局", "inspected": "张三"}


def test_words_of_an_unknown_target_leave_out_the_device() -> None:
    assert of_target(_WORDS, "pc") == {"unit": "某某局", "inspected": "张三"}
    assert of_target({}, "pc") == {}
