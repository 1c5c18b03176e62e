"""The policy editor: defaults explained, checked before it is saved, nothing thrown away without asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from checker.app.policy_draft import entries, opened, saved, settings, tables
from checker.model.text import Language
from checker.store.policies import PolicyFault, read_policy
from gui.pages.policy import SECTIONS, PolicyPage
from gui.rooms import Room
from gui.widgets.entry import Entry
from gui.window import Window
from tests.gui.conftest import Made

REGISTER = '[[media.registered]]\nserial = "AA01"\nlabel = "3处-U-012"\n[screen]\nlock_minutes = 5\n'


def _edited(window: Window, qtbot: QtBot) -> PolicyPage:
    window.controller.enter(Room.SETTINGS)
    window.controller.enter_door(1)
    page = window.controller.policy.page
    qtbot.waitUntil(lambda: window.controller.page is page)
    return page


def _number(page: PolicyPage, key: str) -> QSpinBox:
    control = page.controls[key]
    assert isinstance(control, QSpinBox)
    return control


def test_every_setting_is_explained_in_both_languages_and_has_its_section() -> None:
    for one in settings():
        assert one.meaning.zh
        assert one.meaning.zh != one.key, f"{one.key} is not explained"
        assert one.section in SECTIONS


def test_every_table_and_column_is_explained_and_has_its_section() -> None:
    assert {one.key for one in tables()} == {"media.registered", "ledger.computers", "software.agents"}
    for table in tables():
        assert table.section in SECTIONS
        assert table.meaning.zh != table.key
        assert all(column.meaning.zh != column.name for column in table.columns), table.key


def test_the_example_comes_through_unchanged(tmp_path: Path) -> None:
    example, out = Path(__file__).parents[2] / "docs" / "policy-example.toml", tmp_path / "b.toml"
    saved(out, opened(example), entries(example), example)
    assert read_policy(out) == read_policy(example)


def test_a_register_is_filled_in_the_window(
    make: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "unit.toml"
    file.write_text(REGISTER, "utf-8")
    window = make()
    window.controller.dropped((file,))
    page = window.controller.policy.page
    qtbot.waitUntil(lambda: page.path == file)
    register, agents = page.tables["media.registered"], page.tables["software.agents"]
    (row,) = register.rows.rows
    assert isinstance(row, Entry)
    assert (row.head.text(), row.under.text()) == ("AA01", "3处-U-012")
    register.add.click()
    register.lines["serial"].setText("BB02")
    qtbot.keyClick(register.lines["serial"], Qt.Key.Key_Return)
    register.rows.rows[0].buttons[0].click()  # type: ignore[attr-defined]
    register.lines["label"].setText("3处-U-099")
    register.keep.click()
    agents.add.click()
    agents.lines["name"].setText("某某防护")
    agents.lines["processes"].setText("agentd，agent*")
    agents.keep.click()
    assert page.changed
    monkeypatch.setattr(window.controller.policy, "choose_place", lambda: file)
    page.save.click()
    qtbot.waitUntil(lambda: not page.changed)
    kept = read_policy(file)
    assert [(one.serial, one.label) for one in kept.media.registered] == [("AA01", "3处-U-099"), ("BB02", "")]
    assert kept.software.agents[0].processes == ("agentd", "agent*")
    register.rows.rows[1].buttons[1].click()  # type: ignore[attr-defined]
    assert [one["serial"] for one in register.entries] == ["AA01"]


@pytest.mark.parametrize(
    ("key", "column", "word"),
    [
        ("media.registered", "label", "没有序列号"),
        ("media.registered", "device_class", "topsecret"),
        ("ledger.computers", "installed", "2024-02-31"),
        ("ledger.computers", "installed", "去年"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(tmp_path: Path, key: str, column: str, word: str) -> None:
    base, out = tmp_path / "a.toml", tmp_path / "b.toml"
    base.write_text(REGISTER, "utf-8")
    with pytest.raises(PolicyFault):
        saved(out, opened(base), {key: ({column: word},)}, base)
    assert not out.exists()


def test_a_policy_is_changed_saved_and_read_as_it_was_meant(
    make: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "unit.toml"
    file.write_text(REGISTER, "utf-8")
    window = make()
    window.controller.dropped((file,))
    page = window.controller.policy.page
    qtbot.waitUntil(lambda: page.path == file)
    assert _number(page, "screen.lock_minutes").value() == 5
    assert "默认：10" in page._rows["screen.lock_minutes"].under.text()
    _number(page, "passwords.min_length").setValue(12)
    line = page.controls["software.approved"]
    assert isinstance(line, QLineEdit)
    line.setText("WPS Office*，7-Zip*")
    assert page.changed
    monkeypatch.setattr(window.controller.policy, "choose_place", lambda: file)
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.changed)
    kept = read_policy(file)
    assert kept.passwords.min_length == 12
    assert kept.software.approved == ("WPS Office*", "7-Zip*")
    assert [one.label for one in kept.media.registered] == ["3处-U-012"], "what is not edited here stays"
    page.approve.click()
    assert window.controller.page is window.controller.keys.page
    assert window.controller.keys.page.deed.name == "approve"


def test_what_cannot_be_is_refused_and_the_file_stays(
    make: Made, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "unit.toml"
    file.write_text(REGISTER, "utf-8")
    window = make()
    page = _edited(window, qtbot)
    line = page.controls["network.inner_prefixes"]
    assert isinstance(line, QLineEdit)
    line.setText("10.20.0.0/99")
    monkeypatch.setattr(window.controller.policy, "choose_place", lambda: file)
    page.save.click()
    qtbot.waitUntil(lambda: bool(page.banners))
    assert file.read_text("utf-8") == REGISTER
    assert page.changed


def test_escape_throws_nothing_away_without_asking(make: Made, qtbot: QtBot) -> None:
    window = make()
    page = _edited(window, qtbot)
    _number(page, "screen.lock_minutes").setValue(3)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.controller.page is page
    (banner,) = page.banners
    assert "没有保存" in banner.sentence.zh
    banner.pressed.emit()
    assert window.controller.page is not page


def test_an_unchanged_policy_says_nothing_but_its_tables(tmp_path: Path) -> None:
    base, out = tmp_path / "a.toml", tmp_path / "b.toml"
    base.write_text(REGISTER, "utf-8")
    saved(out, opened(base), entries(base), base)
    assert read_policy(out) == read_policy(base)
    assert "min_length" not in out.read_text("utf-8")


@pytest.mark.parametrize("language", Language)
def test_every_control_has_a_name(make: Made, qtbot: QtBot, language: Language) -> None:
    page = _edited(make(language=language), qtbot)
    assert all(control.accessibleName() for control in page.controls.values())
