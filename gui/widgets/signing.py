"""The dialog that a signed report is asked for in: whose device, which people, which key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from checker.model.text import Text
from gui.choosing import Choosing
from gui.widgets.flow import Flow
from gui.widgets.form import Form
from gui.widgets.labels import Label
from gui.widgets.tick import Box, Tick

_TITLE = Text("出具签名报告", "Make a signed report")
_HINT = Text(
    "填的内容会写进报告并签名。口令只用这一次，不保存。",
    "What is filled in is signed with the report. The passphrase is used once and not kept.",
)
# What is asked for, by its name in a report, and whether a report must have it.
FIELDS: tuple[tuple[str, Text, bool], ...] = (
    ("unit", Text("单位", "Unit"), True),
    ("department", Text("部门", "Department"), False),
    ("inspected", Text("被检查人", "Inspected person"), True),
    ("inspectors", Text("检查人（两人以“、”隔开）", "Inspectors (two, with a comma)"), True),
    ("responsible", Text("责任人", "Responsible person"), False),
    ("leader", Text("部门负责人", "Head of department"), False),
    ("asset_number", Text("资产编号", "Asset number"), False),
    ("place", Text("使用地点", "Place"), False),
    ("network", Text("联网情况", "Network"), False),
    ("marking", Text("报告标注（默认“内部”）", "Marking (by default 内部)"), False),
)
# A computer tells its own, or most of them; a phone or medium cannot be asked now.
_MORE_IDENTIFIERS = Text("设备标识（电脑读不全时补填）", "Identifiers (where it cannot tell its own)")
_IDENTIFIERS = Text("设备标识（三个以上，以“、”隔开）", "Identifiers (three or more, with commas)")
_SUCH_AS = Text("例如：序列号、串号、标签号；只留加盐摘要", "A serial, an IMEI, a label; only a hash is kept")
_CONTEXT = Text("填报文件（单位提供，可不选）", "Particulars of the unit (file, optional)")
_CAMPAIGN = Text("检查任务文件（有任务时选）", "Campaign (file, if any)")
_ALSO = Text("同时保存", "Save as well")
# Sheets and copies beside the report, by the names of `checker.terminal.report`.
ALSO: tuple[tuple[str, Text], ...] = (
    ("notice", Text("整改通知单", "Rectification notice")),
    ("self_check", Text("自查表", "Self-check")),
    ("media_scrap", Text("介质报废登记表", "Register of scrapped media")),
    ("csv", Text("明细表（CSV）", "Every item (CSV)")),
)
_INCOMPLETE = Text(
    "我知道：还有 {count} 项没有查清。照这样签名，报告里会写明。",
    "I know: {count} {count:item is|items are} not found out. Sign it so; the report says it.",
)
_SAY_SO = Text("结果没有查全：请先在上面打勾确认。", "The result is not complete: tick the box above first.")
_CAMPAIGN_FILES = Text("检查任务 (*.json)", "Campaigns (*.json)")
_CONTEXT_FILES = Text("填报文件 (*.toml)", "Particulars (*.toml)")
_SAVE, _PDF = Text("报告保存到", "Save the report"), Text("签名报告 (*.pdf)", "Signed report (*.pdf)")


class Signing(Form):
    """`wanted`: words by field, key, passphrase, PDF."""

    wanted = Signal(object, str, str, object)

    def __init__(
        self, filled: Mapping[str, str], choosing: Choosing, *, identifiers: bool = False, unknown: int = 0
    ) -> None:
        """`identifiers`: the device's are needed, which is not this computer. `unknown`: how much was not found out."""
        super().__init__(choosing, _TITLE, _HINT)
        self._unknown = unknown
        self.also: dict[str, Box] = {}
        for name, words, needed in FIELDS:
            self.add(name, words, filled.get(name, ""), needed=needed)
        named = _IDENTIFIERS if identifiers else _MORE_IDENTIFIERS
        line = self.add("identifiers", named, filled.get("identifiers", ""), needed=identifiers)
        self._phrases.put(line.setPlaceholderText, _SUCH_AS)
        self.add_file("context", _CONTEXT, _CONTEXT_FILES, filled.get("context", ""), needed=False)
        self.add_file("campaign", _CAMPAIGN, _CAMPAIGN_FILES, filled.get("campaign", ""), needed=False)
        self.add_key(filled.get("key", ""))
        self.said = Tick()
        if unknown:
            self._phrases.put(self.said.setText, _INCOMPLETE.filled(count=unknown))
            self.must.add(None, self.said)
            self.said.toggled.connect(self.tell_lacking)
        self.may.add(*self._choices(filled.get("also", "").split()))
        self.complete()

    @property
    def words(self) -> dict[str, str]:
        """As of every form. `also`: what is ticked, by name, with blanks."""
        return {**super().words, "also": " ".join(name for name, box in self.also.items() if box.isChecked())}

    def missing(self) -> list[Text]:
        """The unit's file may say what identifies the device."""
        by_file = bool(self.fields["context"].text())
        return [one for one in super().missing() if not (by_file and one is _IDENTIFIERS)]

    def unsaid(self) -> Text | None:
        return _SAY_SO if self._unknown and not self.said.isChecked() else None

    def tell(self, sentence: Text) -> None:
        super().tell(sentence)
        if sentence is _SAY_SO:
            self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_pdf(self) -> Path | None:
        asset = self.fields["asset_number"].text().strip() or "mijian"
        name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in asset)
        return self._choosing.place(_SAVE, f"{name}.pdf", _PDF, parent=self)

    def sign_now(self, pdf: Path) -> None:
        self.wanted.emit(self.words, self.fields["key"].text().strip(), self.passphrase.text(), pdf)

    def _choices(self, ticked: list[str]) -> tuple[Label, QWidget]:
        """Caption and boxes of what is saved beside the report; a toolbar that wraps where the window is narrow."""
        caption, inside = Label(), QWidget()
        self._phrases.put(caption.say, _ALSO)
        for name, words in ALSO:
            box = self.also[name] = Box()
            box.setChecked(name in ticked)
            self._phrases.put(box.setText, words)
        inside.setLayout(Flow(*self.also.values()))
        return caption, inside
