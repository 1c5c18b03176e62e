"""The unit's own checks and tables, approved with one key: what was altered since counts for nothing, in sight."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import checks
from checker.app import keys, own_files
from checker.app.catalogue import covered
from checker.engine.catalog import Catalog
from checker.knowledge import local, rulebook
from checker.knowledge.local import local_files
from checker.store.policies import APPROVAL
from checker.terminal.exits import Exit
from main import catalog, main

PHRASE = "correct horse 电池"
EXAMPLE = (Path(checks.__path__[0]) / "README.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]
PRODUCT = (
    '[[product]]\nid = "farview"\nname = { zh = "远景控", en = "FarView" }\nlinux = { processes = ["farviewd"] }\n'
)
NAMES = ["local.computer_name", "local.tables.remote_control"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A unit's folder with a check and a table, in the place of ours."""
    own = tmp_path / "local"
    (own / "tables").mkdir(parents=True)
    (own / "__init__.py").touch()
    (own / "computer_name.py").write_text(EXAMPLE, "utf-8")
    (own / "tables" / "remote_control.toml").write_text(PRODUCT, "utf-8")
    monkeypatch.setattr(local, "_folder", lambda: own)
    import checks.local

    monkeypatch.setattr(checks.local, "__path__", [str(own)])
    keys.new(tmp_path / "k", tmp_path / "k" / "root", "某局", "李四", lambda _: PHRASE)
    _forget()
    yield own
    _forget()


def _forget() -> None:
    local_files.cache_clear()
    rulebook.rulebook.cache_clear()
    sys.modules.pop("checks.local.computer_name", None)


def sign(place: Path) -> tuple[str, ...]:
    key = str(place.parent / "k" / "inspector.p12")
    return own_files.sign(catalog(), datetime.now(UTC).date() + timedelta(days=30), key, lambda _: PHRASE)


def guarded(*, signed: bool = False, today: date | None = None) -> Catalog:
    found = catalog()
    return own_files.guarded(found, own_files.rulings(found), signed=signed, today=today)


def test_one_passphrase_approves_all_of_them(place: Path) -> None:
    assert sorted(sign(place)) == NAMES
    _forget()
    assert {one.id: one.approver for one in covered(catalog(), rulebook.rulebook()).local} == dict.fromkeys(
        NAMES, "李四"
    )
    assert guarded(signed=True).refused == {}


def test_what_is_not_approved_counts_until_the_policy_asks_for_it(place: Path) -> None:
    assert NAMES[0] in guarded().checks
    found = guarded(signed=True)
    assert sorted(found.refused) == NAMES
    assert NAMES[0] not in found.checks


@pytest.mark.parametrize("name", ["computer_name.py", "tables/remote_control.toml"])
def test_what_was_altered_since_its_approval_is_refused_whatever_the_policy(place: Path, name: str) -> None:
    sign(place)
    path = place / name
    path.write_text(path.read_text("utf-8") + "\n# one more line\n", "utf-8")
    _forget()
    found = guarded()
    assert [why for why in found.refused.values() if "altered since it was approved" in why.en]
    assert len(found.refused) == 1
    assert not found.checks.keys() & found.refused.keys()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff"])
def test_an_approval_that_is_none_is_no_approval(place: Path, content: bytes) -> None:
    (place / f"computer_name.py{APPROVAL}").write_bytes(content)
    assert list(guarded().refused) == NAMES[:1]


def test_an_approval_that_is_over_counts_no_more(place: Path) -> None:
    sign(place)
    _forget()
    over = guarded(today=datetime.now(UTC).date() + timedelta(days=31))
    assert sorted(over.refused) == NAMES


def test_they_are_signed_on_the_terminal(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("checker.terminal.console.getpass.getpass", lambda *_, **__: PHRASE)
    words = ["--language", "en", "checks", "--sign", str(place.parent / "k" / "inspector.p12")]
    assert main(words) == Exit.USAGE
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    assert main([*words, "--until", until]) == Exit.IN_ORDER
    assert f"local.computer_name: approved until {until}" in capsys.readouterr().out
    _forget()
    assert main(["--language", "en", "checks"]) == Exit.IN_ORDER
    assert "approved by 李四" in capsys.readouterr().out
