"""A disposal in the window: what is next, and nothing else; up to a register that verifies."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checker.app.disposal import Step, Technique
from checker.app.disposal_register import DisposalRegister
from checker.app.disposals import Disposals
from checker.app.workspace import Workspace
from checker.model.text import Language
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_file
from checker.report.verify.verified import Measure
from gui.controllers.disposal import DisposalController
from gui.pages.disposal import DisposalPage
from gui.rooms import Room
from gui.widgets.labels import Button, Label
from gui.work.worker import Worker
from tests.gui.conftest import Made
from tests.gui.toys import ToySession, choosing
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.report import pki
from tests.unit.residue import files
from tests.unit.residue.media import File

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of every dialog


class Desk:
    """The page with its controller, a worker and a workspace, and nothing plugged in."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder, self._qtbot = folder, qtbot
        workspace = Workspace.at(folder / "store")
        self.disposals = Disposals(workspace)
        program = SimpleNamespace(
            disposals=self.disposals,
            disposal_register=DisposalRegister(workspace),
            media=SimpleNamespace(attached=lambda: ()),
        )
        self.window, self.worker = QWidget(), Worker()
        qtbot.addWidget(self.window)
        self.controller = DisposalController(program, self.worker, choosing(window=self.window))  # type: ignore[arg-type]
        qtbot.addWidget(self.page)
        self.controller.show()

    @property
    def page(self) -> DisposalPage:
        return self.controller.page

    def until(self, step: Step) -> None:
        self._qtbot.waitUntil(
            lambda: self.page.chosen is not None and self.page.chosen.step is step and not self.page.working,
            timeout=60_000,
        )

    def add(self, content: bytes) -> Path:
        image = self.folder / "stick.img"
        image.write_bytes(content)
        self.controller.dropped(image)
        self.page.asset.setText("GZ-1")
        self._qtbot.keyClick(self.page.asset, Qt.Key.Key_Return)
        self.until(Step.LOOK)
        return image

    def press(self, step: Step, words: str) -> None:
        buttons = self.page._groups[step].findChildren(Button)
        next(button for button in buttons if button.text() == words).click()

    @property
    def said(self) -> str:
        shown = [one.text() for one in self.page.findChildren(Label) if one.isVisibleTo(self.page)]
        return "\n".join(shown).replace("\u200b", "")


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Desk:  # type: ignore[misc]
    made = Desk(tmp_path, qtbot)
    yield made
    made.worker.close()


def test_a_stick_goes_from_the_first_look_into_a_signed_register(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = desk.add(volume(File("A.DOC", files.ole(2))))
    desk.press(Step.LOOK, "全面检查")
    desk.until(Step.DECIDE)
    assert "没有清除" in desk.said
    assert "指定单位" in desk.said
    assert "nwipe" not in desk.said, "no word on wiping before the officer's"
    desk.press(Step.DECIDE, "清除")
    qtbot.waitUntil(lambda: bool(desk.page.banners), timeout=10_000)  # nobody said who decides
    desk.page.who.setText("王保密")
    desk.press(Step.DECIDE, "清除")
    desk.until(Step.WIPE)
    assert "nwipe --method=zero" in desk.said

    desk.page.tool.setText("nwipe 0.34")
    desk.press(Step.WIPE, "已清除，去复查")
    desk.until(Step.CHECK)
    desk.press(Step.CHECK, "清除后复检")
    desk.until(Step.WIPE)
    assert "复查没有通过" in desk.said

    image.write_bytes(bytes(image.stat().st_size))
    desk.press(Step.WIPE, "已清除，去复查")
    desk.until(Step.CHECK)
    desk.press(Step.CHECK, "清除后复检")
    desk.until(Step.REGISTER)
    assert "每个字节都是 0x00" in desk.said

    desk.page.register.click()
    qtbot.waitUntil(lambda: desk.controller.registering is not None)
    dialog, pdf, key = desk.controller.registering, desk.folder / "register.pdf", desk.folder / "key.p12"
    assert dialog is not None
    key.write_bytes(pki.p12(pki.inspector()))
    monkeypatch.setattr(dialog, "choose_pdf", lambda: pdf)
    dialog.sign.click()
    assert "密钥" in dialog.trouble.text()
    people = {"unit": "某局", "operator": "李四", "witness": "李四", "approver": "赵局长", "key": str(key)}
    for name, value in people.items():
        dialog.fields[name].setText(value)
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    qtbot.waitUntil(lambda: "同一个人" in dialog.trouble.text(), timeout=20_000)
    dialog.fields["witness"].setText("张三")
    dialog.passphrase.setText(pki.PASSPHRASE)
    dialog.sign.click()
    desk.until(Step.DONE)
    assert verify_file(pdf, Measure(None)).code is Code.SIGNER_NOT_COMPARED


def test_a_marked_paper_stops_it_and_no_button_is_left(desk: Desk) -> None:
    desk.add(volume(File("A.TXT", MARKED * 300, deleted=False)))
    desk.press(Step.LOOK, "随机抽查")
    desk.until(Step.HELD)
    assert "先停下" in desk.said
    assert not any(group.isVisibleTo(desk.page) for group in desk.page._groups.values())
    desk.page.retranslate(Language.EN)
    assert "Stop using this medium" in desk.said


def test_what_is_destroyed_is_noted_and_what_was_added_by_mistake_goes(desk: Desk, qtbot: QtBot) -> None:
    desk.add(bytes(1 << 20))
    desk.press(Step.LOOK, "全面检查")
    desk.until(Step.DECIDE)
    desk.page.who.setText("王保密")
    desk.press(Step.DECIDE, "销毁")
    desk.until(Step.DESTROY)
    desk.page.firm.setText("某销毁中心")
    desk.press(Step.DESTROY, "已销毁")
    desk.until(Step.REGISTER)
    (one,) = desk.disposals
    assert one.wiped is not None
    assert (one.wiped.technique, one.wiped.tool, one.wiped.passes) == (Technique.PHYSICAL, "某销毁中心", 0)
    desk.page.forget.click()
    qtbot.waitUntil(lambda: desk.page.lines.rowCount() == 0)
    assert desk.page.chosen is None


def test_the_window_leads_to_it_and_back(make: Made, qtbot: QtBot) -> None:
    window = make(ToySession())
    controller = window.controller
    controller.enter(Room.DEVICES)
    qtbot.waitUntil(lambda: controller.page is controller.devices)
    controller.enter_door(1)
    qtbot.waitUntil(lambda: controller.page is controller.disposal.page)
    assert controller.room(controller.page) is Room.DEVICES
    assert not controller.page.banners
    controller.escape()
    qtbot.waitUntil(lambda: controller.page is controller.devices)
