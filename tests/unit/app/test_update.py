"""Rules and tables from a stick: signed by one of the unit's, newer, sound, and no protection of the program lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from checker.app import keys, update
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.knowledge import local, rulebook, shelf
from checker.knowledge.local import local_files
from checker.knowledge.remote_control import RemoteControl
from checker.knowledge.table import table
from checker.model.inspection import RulingKind
from checker.report import approval
from checker.report.digests import sha256
from checker.report.keys.open import open_key
from checker.report.keys.trust import UntrustedFolder
from checker.store.session import knowledge_digest, known_rulebooks
from checker.terminal.exits import Exit
from main import main

PHRASE = "correct horse 电池"
PRODUCT = (
    '\n[[product]]\nid = "farview"\nname = { zh = "远景控", en = "FarView" }\nlinux = { processes = ["farviewd"] }\n'
)
Change = Callable[[dict[str, str]], None]


def ask(_: object) -> str:
    return PHRASE


class Unit:
    """A unit with an approver, and a program whose own folder is `own`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.trust, self.own = folder, folder / "trust", folder / "own"
        self.own.mkdir()
        self.root = keys.new(folder, folder / "root", "某局", "李四", ask)
        self.key = str(folder / "inspector.p12")
        keys.export(self.key, folder / "cert.pem", ask)
        keys.list_as_trusted(folder / "cert.pem", self.root, self.trust, ask, role=keys.Role.APPROVER)
        self.workspace = Workspace.at(folder / "store")

    def package(self, *changes: Change, made: date | None = None, kind: RulingKind = RulingKind.UPDATE) -> Path:
        contents = msgspec.json.decode(shelf.contents(made or datetime.now(UTC).date()))
        for change in changes:
            change(contents["files"])
        content = msgspec.json.encode(contents, order="sorted")
        with open_key(self.key, ask) as signer:
            until = datetime.now(UTC).date() + timedelta(days=90)
            signed = approval.approve(kind, sha256(content), until, signer, datetime.now(UTC))
        path = self.folder / "package.json"
        path.write_bytes(shelf.packed(content, signed))
        return path

    def take(self, path: Path, now: datetime | None = None) -> update.Standing:
        return update.take(path, self.trust, self.workspace, now)


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Unit]:
    found = Unit(tmp_path)
    monkeypatch.setattr(local, "_folder", lambda: found.own)
    forget()
    yield found
    forget()


def forget() -> None:
    for cached in (shelf.shelf, rulebook.rulebook, rulebook.product_rulebook, local_files):
        cached.cache_clear()


def raised(name: str, version: str = "2027.01") -> Change:
    def change(files: dict[str, str]) -> None:
        files[name] = re.sub(r'(?m)^version = "[^"]*"', f'version = "{version}"', files[name], count=1)

    return change


def added(name: str, text: str) -> Change:
    def change(files: dict[str, str]) -> None:
        files[name] += text

    return change


def replaced(name: str, old: str, new: str) -> Change:
    def change(files: dict[str, str]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


NEWER = (raised("remote_control.toml"), added("remote_control.toml", PRODUCT))


def test_what_a_package_brings_is_looked_for_and_named(unit: Unit) -> None:
    before = knowledge_digest()
    assert update.ruling() is None
    said = unit.take(unit.package(*NEWER))
    assert (said.version, said.approver) == ("2027.01", "李四")
    forget()
    assert "farview" in {one.id for one in table("remote_control", RemoteControl).product}
    assert knowledge_digest() == said.sha256 != before
    assert before in known_rulebooks()  # reports by the program's own rules are still known
    named = update.ruling()
    assert named is not None
    assert named.approval is not None
    assert approval.read(named.approval).sha256 == named.sha256
    assert update.standing().made == datetime.now(UTC).date()


def test_who_may_be_looked_into_is_in_no_package(unit: Unit) -> None:
    files = msgspec.json.decode(unit.package().read_bytes(), type=shelf.Package).contents
    assert not {f"{name}.toml" for name in local.BOUNDS} & msgspec.json.decode(files)["files"].keys()


def lost(files: dict[str, str]) -> None:
    """A rule goes away."""
    head, _, rest = files["rules/phone.toml"].partition("[[rule]]")
    files["rules/phone.toml"] = head + "[[rule]]" + rest.partition("[[rule]]")[2]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((), "it is what is there already"),
        ((raised("remote_control.toml", "2026.01"),), "its remote_control.toml is older than what is there"),
        ((replaced("builds.toml", "dated = 2026", "dated = 2025"),), "its builds.toml is older than what is there"),
        ((raised("rules/sources.toml"), lost), "it lacks the rule"),
        (
            (raised("rules/sources.toml"), replaced("rules/sources.toml", "不要自行删除", "可以自行删除")),
            "it changes what to do about a suspected marking",
        ),
        ((raised("markings.toml"), added("markings.toml", "\nmark = [")), "it is not sound (markings"),
        ((*NEWER, added("remote_control.toml", PRODUCT)), "it is not sound (remote_control"),
        ((lambda files: files.pop("residue.toml") and None,), "it was made for another version of Mijian"),
        ((lambda files: files.update({"places.toml": "x = 1\n"}),), "it was made for another version of Mijian"),
    ],
)
def test_what_is_older_unsound_or_takes_something_away_is_not_taken_in(
    unit: Unit, changes: tuple[Change, ...], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        unit.take(unit.package(*changes))
    assert why in refused.value.reason.en
    assert not list(unit.own.iterdir())


def altered(unit: Unit) -> Path:
    path = unit.package(*NEWER)
    package = msgspec.json.decode(path.read_bytes(), type=shelf.Package)
    contents = package.contents.replace("远景控".encode(), "近景控".encode())
    assert contents != package.contents
    path.write_bytes(shelf.packed(contents, package.approval))
    return path


def of_another_kind(unit: Unit) -> Path:
    return unit.package(*NEWER, kind=RulingKind.LOCAL)


def cut_short(unit: Unit) -> Path:
    path = unit.package(*NEWER)
    path.write_bytes(path.read_bytes()[:-20])
    return path


def a_strangers(unit: Unit) -> Path:
    keys.new(unit.folder / "b", unit.folder / "b" / "root", "别局", "王五", ask)
    unit.key = str(unit.folder / "b" / "inspector.p12")
    return unit.package(*NEWER)


def a_revoked_ones(unit: Unit) -> Path:
    keys.list_as_trusted(unit.folder / "cert.pem", unit.root, unit.trust, ask, role=keys.Role.APPROVER, revoke=True)
    return unit.package(*NEWER)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (altered, "altered after signing"),
        (of_another_kind, "altered after signing"),
        (cut_short, "it is no update, or not whole"),
        (a_strangers, "is on no list of approvers"),
        (a_revoked_ones, "is on no list of approvers"),
    ],
)
def test_what_no_approver_of_the_unit_signed_is_not_taken_in(
    unit: Unit, made: Callable[[Unit], Path], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        unit.take(made(unit))
    assert why in refused.value.reason.en
    assert not list(unit.own.iterdir())


def test_an_approval_that_is_over_brings_nothing_in(unit: Unit) -> None:
    with pytest.raises(Refused, match="its approval ended on"):
        unit.take(unit.package(*NEWER), datetime.now(UTC) + timedelta(days=91))


def test_a_package_made_before_the_one_that_is_there_is_not_taken_in(unit: Unit) -> None:
    today = datetime.now(UTC).date()
    unit.take(unit.package(*NEWER))
    forget()
    with pytest.raises(Refused, match="before the one that is there"):
        unit.take(unit.package(*NEWER, raised("hardware.toml"), made=today - timedelta(days=1)))


def test_a_newer_program_uses_its_own_tables_and_says_so(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    unit.take(unit.package(*NEWER))
    forget()
    own = shelf.program_shelf()
    newer = {**own.files, "remote_control.toml": own.files["remote_control.toml"].replace(b'"2026.12"', b'"2027.02"')}
    monkeypatch.setattr(shelf, "program_shelf", lambda: shelf.Shelf(newer))
    assert shelf.shelf().update is None
    fault = update.standing().fault
    assert fault is not None
    assert "older than what is there" in fault.en


def test_an_update_that_was_damaged_since_is_not_used_and_shows_in_each_result(unit: Unit) -> None:
    before = shelf.shelf().sha256
    unit.take(unit.package(*NEWER))
    (unit.own / shelf.NAME).write_bytes(b"{")
    forget()
    assert shelf.shelf().sha256 == before
    assert shelf.ID in Catalog().add_data(local_files()).refused


def test_a_folder_of_trust_is_needed(unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "update", str(unit.package(*NEWER))]) == Exit.USAGE
    assert "--trust" in capsys.readouterr().err
    with pytest.raises(UntrustedFolder):
        update.take(unit.package(*NEWER), unit.folder / "none", unit.workspace)


def test_a_package_is_made_and_taken_in_on_the_terminal(
    unit: Unit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("checker.terminal.console.getpass.getpass", lambda *_, **__: PHRASE)
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    path = unit.folder / "made.json"
    words = ["--language", "en", "update"]
    assert main([*words, "--make", str(path), "--sign", unit.key, "--until", until]) == Exit.IN_ORDER
    assert main([*words, "--make", str(path)]) == Exit.USAGE
    store = ["--trust", str(unit.trust), "--store", str(unit.folder / "store")]
    assert main([*words, str(path), *store]) == Exit.USAGE
    assert "it is what is there already" in capsys.readouterr().err
    assert main([*words, str(unit.package(*NEWER)), *store]) == Exit.IN_ORDER
    said = capsys.readouterr()
    assert "approved by 李四 until" in said.out
    assert "Taken in" in said.err
    forget()
    assert main(words) == Exit.IN_ORDER
    assert "Rules and tables 2027.01" in capsys.readouterr().out


@pytest.mark.parametrize(("days", "said"), [(0, False), (update.OLD, False), (update.OLD + 1, True)])
def test_rules_past_their_time_are_said(days: int, said: bool) -> None:
    found = update.standing(shelf.shelf().dated + timedelta(days=days))
    assert found.days == days
    assert (found.warning is not None) is said
