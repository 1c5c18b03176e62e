"""Keys are made whole or not at all, and never over others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checker.app import keys
from checker.app.refused import Refused
from checker.report.keys.signer import KeyTrouble
from checker.report.keys.trust import UntrustedFolder, read_trust

PASSPHRASE = "correct horse 电池"


def says(*words: str | None) -> Callable[[object], str | None]:
    given: Iterator[str | None] = iter(words)
    return lambda _: next(given)


def made(folder: Path) -> Path:
    return keys.new(folder, folder / "root", "某局", "李四", says(PASSPHRASE, PASSPHRASE))


@pytest.mark.parametrize(("first", "again"), [(None, None), ("short", "short"), (PASSPHRASE, "another one")])
def test_no_key_is_made_without_a_passphrase_typed_twice(tmp_path: Path, first: str | None, again: str | None) -> None:
    with pytest.raises(Refused):
        keys.new(tmp_path / "keys", tmp_path / "keys" / "root", "某局", "李四", says(first, again))
    assert not list(tmp_path.rglob("*.p12"))


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    root = made(tmp_path)
    before = root.read_bytes()
    with pytest.raises(FileExistsError):
        made(tmp_path)
    assert root.read_bytes() == before


def test_a_key_under_the_root_is_listed(tmp_path: Path) -> None:
    root, trust = made(tmp_path), tmp_path / "trust"
    ask = says(PASSPHRASE, PASSPHRASE, PASSPHRASE)
    listed = keys.issue(root, trust, tmp_path / "second", "某局", "王五", ask)
    assert listed.name == "王五"
    described = keys.described(str(tmp_path / "second" / "inspector.p12"), says(PASSPHRASE))
    assert (described.name, described.algorithm) == ("王五", "P-256")
    assert described.name in {one.name for one in read_trust(trust, None).inspectors.values()}


def test_a_key_that_is_not_the_root_lists_nobody_and_leaves_no_key(tmp_path: Path) -> None:
    made(tmp_path)
    stranger = tmp_path / "stranger"
    other = keys.new(stranger, stranger / "root", "别局", "赵六", says(PASSPHRASE, PASSPHRASE))
    with pytest.raises(KeyTrouble):
        keys.issue(other, tmp_path / "trust", tmp_path / "second", "某局", "王五", says(*3 * [PASSPHRASE]))
    assert not (tmp_path / "second").exists()


def test_a_folder_that_is_no_list_of_trust_is_refused_before_a_key_is_made(tmp_path: Path) -> None:
    root = made(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UntrustedFolder):
        keys.issue(root, tmp_path / "empty", tmp_path / "second", "某局", "王五", says(*3 * [PASSPHRASE]))
    assert not (tmp_path / "second").exists()
