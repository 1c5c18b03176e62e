"""Choices of the window outlive it, and none of them can do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app.preferences import Preferences


def test_a_choice_is_known_to_the_next_window(tmp_path: Path) -> None:
    Preferences(tmp_path / "window.json").set("text_size", "150")
    assert Preferences(tmp_path / "window.json").get("text_size") == "150"
    assert Preferences(tmp_path / "window.json").get("language") is None


def test_the_command_line_outweighs_what_was_chosen_before_and_a_choice_outweighs_it(tmp_path: Path) -> None:
    Preferences(tmp_path / "window.json").set("language", "zh")
    asked = Preferences(tmp_path / "window.json", language="en")
    assert asked.get("language") == "en"
    asked.set("language", "zh")
    assert asked.get("language") == "zh"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"language": 7}', b"\xff"])
def test_a_spoilt_file_is_no_choice(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.json").write_bytes(content)
    assert Preferences(tmp_path / "window.json").get("language") is None


def test_a_choice_that_cannot_be_kept_holds_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    choices = Preferences(tmp_path / "file" / "window.json")
    choices.set("language", "en")
    assert choices.get("language") == "en"
