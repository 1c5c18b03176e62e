"""Keys and trust from the window: asked for, joined, listed, revoked, approved, each with the program's own deed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.model.text import Language
from checker.report.keys.trust import read_trust
from gui.pages.keys import DEEDS, SECRET, KeysPage
from gui.rooms import Room
from gui.window import Window
from tests.gui.conftest import Made
from tests.gui.toys import ToySession

PASSPHRASE = "lang und geheim"


@pytest.fixture
def session(tmp_path: Path) -> ToySession:
    return ToySession(verification=Verification(Workspace(tmp_path / "store")))


def _opened(window: Window) -> KeysPage:
    window.controller.enter(Room.REPORTS)
    window.controller.enter_door(2)
    page = window.controller.keys.page
    assert window.controller.page is page
    return page


def _do(page: KeysPage, qtbot: QtBot, name: str, /, **words: object) -> str:
    page.choose(name)
    for field, said in words.items():
        page.fill(name, field, str(said))
    assert page.go[name].isEnabled(), page.lacking[name].text()
    page.go[name].click()
    qtbot.waitUntil(lambda: bool(page.banners))
    return "".join(banner.sentence.zh for banner in page.banners)


def test_keys_are_made_looked_at_listed_and_revoked(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    page = _opened(make(session))
    folder, root = tmp_path / "keys", tmp_path / "safe"
    both = {"secret": PASSPHRASE, "again": PASSPHRASE}
    assert "已生成" in _do(page, qtbot, "new", folder=folder, root=root, unit="某某局", name="周文", **both)
    key = folder / "inspector.p12"
    assert "周文" in _do(page, qtbot, "show", key=key, secret=PASSPHRASE)
    assert "口令" in _do(page, qtbot, "show", key=key, secret="wrong")
    out = tmp_path / "周文.pem"
    assert "已写入" in _do(page, qtbot, "export", key=key, out=out, secret=PASSPHRASE)
    trust = next(folder.rglob("trust.dsse.json")).parent
    before = read_trust(trust, None).version
    common = {"certificate": out, "trust": trust, "root": root / "root.p12", "secret": PASSPHRASE}
    assert "已列入" in _do(page, qtbot, "trust", **common)
    assert "已吊销" in _do(page, qtbot, "revoke", **common)
    assert read_trust(trust, None).version == before + 2
    assert "理由" in _do(page, qtbot, "trust", **common), "a revocation is not taken back without saying why"
    assert "认这个根证书" in _do(page, qtbot, "accept", trust=trust)
    policy = tmp_path / "unit.toml"
    policy.write_text("[unit]\nname = '某某局'\n", "utf-8")
    assert "已批准" in _do(page, qtbot, "approve", file=policy, key=key, secret=PASSPHRASE)
    assert policy.with_name("unit.toml.approval.dsse.json").exists() or list(tmp_path.glob("unit.toml.*"))


def test_a_request_is_made_and_never_overwrites_a_key(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    page = _opened(make(session))
    words = {"folder": tmp_path, "unit": "某某局", "name": "陈军", "secret": PASSPHRASE, "again": PASSPHRASE}
    assert "申请已生成" in _do(page, qtbot, "request", **words)
    assert "从不覆盖" in _do(page, qtbot, "request", **words)


def test_what_is_missing_is_said_as_one_types_and_before_a_passphrase_is_used(make: Made, session: ToySession) -> None:
    page = _opened(make(session))
    page.choose("request")
    assert "还缺：" in page.lacking["request"].text()
    assert not page.go["request"].isEnabled()
    for field, said in {"folder": "/x", "unit": "局", "name": "陈", "secret": "kurz", "again": "kurz"}.items():
        page.fill("request", field, said)
    assert page.lacking["request"].text() == "口令至少 8 位"
    page.fill("request", "secret", PASSPHRASE)
    assert page.lacking["request"].text() == "两次输入的口令还不一样"
    page.fill("request", "again", PASSPHRASE)
    assert page.go["request"].isEnabled()


def test_a_passphrase_is_forgotten_once_it_was_used(
    make: Made, qtbot: QtBot, session: ToySession, tmp_path: Path
) -> None:
    page = _opened(make(session))
    _do(page, qtbot, "show", key=tmp_path / "none.p12", secret=PASSPHRASE)
    line = page.lines["show", "secret"]
    assert isinstance(line, QLineEdit)
    assert line.text() == ""


def test_no_passphrase_is_seen_or_goes_through_an_input_method(make: Made, session: ToySession) -> None:
    page = _opened(make(session))
    for deed in DEEDS:
        for field in deed.fields:
            line = page.lines[deed.name, field.name]
            if field.kind == SECRET:
                assert isinstance(line, QLineEdit)
                assert line.echoMode() == QLineEdit.EchoMode.Password
                assert line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


@pytest.mark.parametrize("language", Language)
def test_every_field_has_a_name(make: Made, session: ToySession, language: Language) -> None:
    page = _opened(make(session, language))
    assert all(line.accessibleName() for line in page.lines.values())


def test_leaving_forgets_passphrases_and_nothing_else(make: Made, session: ToySession) -> None:
    window = make(session)
    page = _opened(window)
    page.choose("request")
    page.fill("request", "unit", "某某局")
    page.fill("request", "secret", PASSPHRASE)
    window.controller.enter(Room.COMPUTER)
    words = page.words(next(deed for deed in DEEDS if deed.name == "request"))
    assert (words["unit"], words["secret"]) == ("某某局", "")
