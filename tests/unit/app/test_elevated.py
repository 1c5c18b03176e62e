"""What root read arrives as facts, a refusal as a refusal, and nothing that was read from on the way."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import main
from checker.app import elevated
from checker.app.elevated import ON_WINDOWS, READ, hand_over, handed, with_administrator
from checker.app.inspection import Inspections, Opened
from checker.engine.catalog import Catalog
from checker.facts.workstation.wireless import SavedWifi
from checker.knowledge.rulebook import rulebook
from checker.machine import elevation
from checker.machine.machine import Machine
from checker.model.target import Platform, Profile, Target
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import AnyProbe
from checker.store.session import Session
from tests.worlds.world import DENIED, World

if sys.platform != "linux":
    pytest.skip("the reader is Linux's", allow_module_level=True)

PLACE = "/etc/NetworkManager/system-connections"
SECRET = "correct horse"
WIFI = f"[connection]\nid=office\ntype=wifi\n[wifi]\nssid=office\n[wifi-security]\nkey-mgmt=wpa-psk\npsk={SECRET}\n"
WORLD = World(files={f"{PLACE}/office.nmconnection": WIFI, "/etc/shadow": DENIED})


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return main.catalog()


def _read(catalog: Catalog, world: World) -> dict[str, object]:
    found: dict[str, object] = {}
    for kind in READ:
        try:
            found[kind.__name__] = catalog.probes[kind, Platform.LINUX](Machine(world))
        except Unreadable as why:
            found[kind.__name__] = (why.reason, why.how, why.cause)
    return found


def _handed(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    hand_over(catalog, out, WORLD)
    return out.getvalue()


def test_every_fact_and_refusal_arrives_as_root_had_it(catalog: Catalog) -> None:
    nothing = World()
    arrived = _read(handed(catalog, _handed(catalog)), nothing)
    assert arrived == _read(catalog, WORLD)
    assert arrived != _read(catalog, nothing)


def test_what_an_administrator_of_windows_reads_arrives_as_well(catalog: Catalog) -> None:
    world, out = World(Platform.WINDOWS), io.BytesIO()
    hand_over(catalog, out, world, Platform.WINDOWS)
    arrived = handed(catalog, out.getvalue(), Platform.WINDOWS)
    for kind in ON_WINDOWS:
        said = [_said(one.probes[kind, Platform.WINDOWS], world) for one in (catalog, arrived)]
        assert said[0] == said[1]
        assert arrived.probes[kind, Platform.WINDOWS] != catalog.probes[kind, Platform.WINDOWS]


def _said(probe: AnyProbe, world: World) -> object:
    try:
        return probe(Machine(world))
    except Unreadable as why:
        return why.reason, why.how, why.cause


def test_no_secret_is_handed_over(catalog: Catalog) -> None:
    content = _handed(catalog)
    assert SECRET.encode() not in content
    assert isinstance(_read(handed(catalog, content), World())["SavedWifi"], SavedWifi)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"Firewall": 1}', b"\xff", b"[" * 100_000])
def test_what_is_damaged_is_refused(catalog: Catalog, content: bytes) -> None:
    with pytest.raises(Unreadable):
        handed(catalog, content)


def test_only_the_listed_facts_are_read_elsewhere(catalog: Catalog) -> None:
    other = handed(catalog, _handed(catalog))
    changed = {kind for kind in catalog.probes if catalog.probes[kind] is not other.probes[kind]}
    assert changed == {(kind, Platform.LINUX) for kind in READ}


def test_a_copy_that_is_not_installed_says_how(catalog: Catalog) -> None:
    with pytest.raises(Unreadable, match="sudo"):
        with_administrator(catalog)


@pytest.mark.parametrize(
    ("status", "output", "words"),
    [(126, b"", "not given"), (127, b"", "not given"), (1, b"", "did not succeed"), (0, b"{", "damaged")],
)
def test_a_reader_that_is_refused_or_fails_is_told(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, output: bytes, words: str
) -> None:
    action = tmp_path / "action"
    action.touch()
    asked: list[list[str]] = []

    def run(argv: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append(argv)
        return subprocess.CompletedProcess(argv, status, output, b"")

    monkeypatch.setattr(elevation, "_ACTION", action)
    monkeypatch.setattr(elevation, "_PROGRAM", Path(sys.executable).resolve())
    monkeypatch.setattr(elevation.shutil, "which", lambda _: "/usr/bin/pkexec")
    monkeypatch.setattr(elevation.subprocess, "run", run)
    with pytest.raises(Unreadable, match=words):
        with_administrator(catalog)
    assert asked == [["/usr/bin/pkexec", str(Path(sys.executable).resolve()), "--read-as-admin"]]


def test_an_audit_without_it_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from checker.model.text import Language
    from checker.terminal import audit

    def refuse(_: Catalog) -> Catalog:
        raise Unreadable(Text("没有得到管理员权限", "Administrator's rights were not given"))

    monkeypatch.setattr(elevated, "with_administrator", refuse)
    own = Catalog()
    assert audit.elevated(own, Language.EN) is own
    said = capsys.readouterr().err
    assert all(what.en in said for what in READ.values())
    assert "could not check" in said


def _computer(catalog: Catalog, folder: Path) -> Inspections:
    world = World(files={f"{PLACE}/office.nmconnection": DENIED, PLACE: DENIED})
    session = Session(
        target=Target("pc", Platform.LINUX, "here"), catalog=catalog, rulebook=rulebook(), source=lambda: world
    )
    return Inspections(lambda: session.target, lambda: Opened(session, (), lambda path: path))


def test_a_window_makes_again_what_waited_for_rights_and_nothing_else(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer = _computer(catalog, tmp_path)
    monkeypatch.setattr(Inspections, "_is_admin", False)
    inspecting = computer.start(Profile.DAILY)
    for _ in inspecting:
        pass
    waiting = {one.check_id for one in inspecting.inspection.findings if computer.admin_helps(one)}
    monkeypatch.setattr(elevated, "read_as_admin", lambda: _handed(catalog))
    named = computer.read_as_admin(inspecting.inspection)
    assert set(named) == waiting
    assert waiting
    again = computer.check_again(inspecting.inspection, named)
    seen = [finding.check_id for finding in again if finding.state.final]
    assert set(seen) == waiting


@pytest.mark.parametrize("refusal", [elevation._REFUSED, elevation._READER_FAILED])
def test_a_refusal_changes_nothing(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Text
) -> None:
    def refuse() -> bytes:
        raise Unreadable(refusal)

    computer = _computer(catalog, tmp_path)
    monkeypatch.setattr(elevated, "read_as_admin", refuse)
    before = computer._session.catalog
    with pytest.raises(Unreadable):
        computer.read_as_admin(computer.start(Profile.DAILY).inspection)
    assert computer._session.catalog is before
