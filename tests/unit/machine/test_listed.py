"""A frozen folder is compared with its own list: changed, missing and added files are told, and stop an inspection."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from checker.machine import listed
from checker.machine.listed import Altered, differences, guard_checks
from checker.terminal.exits import Exit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    checks = tmp_path / "程序 one" / "_internal" / "checks"
    (checks / "local").mkdir(parents=True)
    (checks / "a.py").write_text("A = 1\n")
    (checks / "b.py").write_text("B = 1\n")
    (checks.parent / "library.so").write_bytes(b"library")
    folder = tmp_path / "程序 one"
    found = {name: listed.digest(path) for name, path in listed.files(folder).items()}
    (folder / listed.NAME).write_text(json.dumps({"schema": listed.SCHEMA, "files": found}), "utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "mijian"))
    return folder


def _write(name: str, content: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "_internal" / name).write_text(content)


ALTERED = {
    "changed": _write("checks/a.py", "A = 2\n"),
    "added": _write("checks/c.py", "print()\n"),
    "missing": lambda folder: (folder / "_internal/checks/b.py").unlink(),
    "no usable list": lambda folder: (folder / listed.NAME).unlink(),
}


def test_a_folder_as_released_passes(folder: Path) -> None:
    assert list(differences(folder)) == []
    guard_checks()


@pytest.mark.parametrize("kind", ALTERED)
def test_checks_that_are_not_of_the_release_are_refused(folder: Path, kind: str) -> None:
    ALTERED[kind](folder)
    with pytest.raises(Altered) as refused:
        guard_checks()
    assert kind in refused.value.reason.en
    assert refused.value.how is not None


@pytest.mark.parametrize("content", ["[]", "{}", '{"schema": "mijian.tree/9", "files": {}}', "", '{"schema": 1}'])
def test_a_list_that_is_none_refuses(folder: Path, content: str) -> None:
    (folder / listed.NAME).write_text(content)
    with pytest.raises(Altered):
        guard_checks()


def test_a_link_in_the_place_of_a_file_is_a_change(folder: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("a link asks for rights there")
    (tmp_path / "a.py").write_text("A = 1\n")
    (folder / "_internal/checks/a.py").unlink()
    (folder / "_internal/checks/a.py").symlink_to(tmp_path / "a.py")
    with pytest.raises(Altered):
        guard_checks()


def test_a_unit_may_put_checks_of_its_own_beside_them(folder: Path) -> None:
    _write("checks/local/own.py", "OWN = 1\n")(folder)
    guard_checks()


def test_a_library_that_changed_is_for_the_self_test(folder: Path) -> None:
    _write("library.so", "another")(folder)
    guard_checks()  # hashing every library would take seconds of each start
    assert ["library.so" in one.en for one in differences(folder)] == [True]


def test_a_clone_has_no_list() -> None:
    assert listed.home() is None
    guard_checks()


def test_an_audit_by_an_altered_copy_ends_with_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ALTERED["changed"](folder)
    assert main.main(["audit", "--language", "en"]) == Exit.UNAVAILABLE
    shown = capsys.readouterr().err
    assert "_internal/checks/a.py (changed)" in shown
    assert "ask IT for a new one" in shown
