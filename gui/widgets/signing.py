"""The dialog that a signed report is asked for in: whose device, which people, which key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from checker.model.text import Language, Text
from gui.states import Tone
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs
from gui.widgets.phrases import Phrases
from gui.widgets.tick import Tick

_TITLE = Text("出具签名报告", "Make a signed report")
_HINT = Text(
    "带 * 的必须填写。填的内容会写进报告并签名；口令只用这一次，不保存。",
    "Fields with * are needed. What is filled in is signed with the report; the passphrase is used once and not kept.",
)
# What is asked for, by its name in a report; the sign * marks what a report must have.
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
_IDENTIFIERS = Text("设备标识 *（三个以上，以“、”隔开）", "Identifiers * (three or more, with commas)")
_SUCH_AS = Text("例如：序列号、串号、标签号；只留加盐摘要", "A serial, an IMEI, a label; only a hash is kept")
_CONTEXT = Text("填报文件（单位提供，可不选）", "Particulars of the unit (file, optional)")
_CAMPAIGN = Text("检查任务文件（有任务时选）", "Campaign (file, where there is one)")
_ALSO = Text("同时保存", "Save as well")
# Sheets and copies beside the report, by the names of `checker.terminal.report`.
ALSO: tuple[tuple[str, Text], ...] = (
    ("notice", Text("整改通知单", "Rectification notice")),
    ("self_check", Text("自查表", "Self-check")),
    ("media_scrap", Text("介质报废登记表", "Register of scrapped media")),
    ("csv", Text("明细表（CSV）", "Every item (CSV)")),
)
_KEY = Text("密钥文件或 UKey *", "Key file or token *")
_PASSPHRASE = Text("口令 *", "Passphrase or PIN *")
_CHOOSE = Text("选择…", "Choose…")
_SIGN = Text("签名并保存…（Enter）", "Sign and save… (Enter)")
_CANCEL = Text("取消（Esc）", "Cancel (Esc)")
_SIGNING = Text("正在排版并签名……", "Setting and signing …")
_INCOMPLETE = Text(
    "我知道：还有 {count} 项没有查清。照这样签名，报告里会写明。",
    "I know: {count} {count:item is|items are} not found out. Sign it so; the report says it.",
)
_SAY_SO = Text("结果没有查全：请先在上面打勾确认。", "The result is not complete: tick the box above first.")
_LACKS = Text("还缺：{names}", "Still missing: {names}")
_NO_FILE = Text("没有这个文件", "There is no such file")
_MISSING = Text("请填写：{names}。", "Please fill in: {names}.")
_KEY_FILES = Text("密钥文件 (*.p12 *.pfx *.pem)", "Key files (*.p12 *.pfx *.pem)")
_CAMPAIGN_FILES = Text("检查任务 (*.json)", "Campaigns (*.json)")
_CONTEXT_FILES = Text("填报文件 (*.toml)", "Particulars (*.toml)")
_EDGE, _FRAME = 8, 40  # pixels: what stays free of the screen, and what a system's title bar takes
_PDF = Text("签名报告 (*.pdf)", "Signed report (*.pdf)")
_SAVE = Text("报告保存到", "Save the report")


class Signing(QDialog):
    """`wanted`: words by field, key, passphrase, PDF. It stays open until `done_well`, so nothing is typed twice."""

    wanted = Signal(object, str, str, object)

    def __init__(
        self,
        filled: Mapping[str, str],
        language: Language,
        parent: QWidget | None = None,
        *,
        identifiers: bool = False,
        unknown: int = 0,
    ) -> None:
        """`identifiers`: the device's are needed, which is not this computer. `unknown`: how much was not found out."""
        super().__init__(parent)
        self._identifiers, self._unknown = identifiers, unknown
        self._phrases = Phrases(language)
        self._working = False
        self.fields: dict[str, QLineEdit] = {}
        self.also: dict[str, QCheckBox] = {}
        self.trouble = Label()
        banner = self._banner = QFrame()
        banner.setProperty("role", "banner")
        inside = QVBoxLayout(banner)
        inside.addWidget(self.trouble)
        hint = Label(role="quiet")
        self.sign, self.cancel = Button(role="primary"), Button()
        self.sign.setDefault(True)
        pairs = Pairs()
        for name, words, needed in FIELDS:
            starred = Text(f"{words.zh} *", f"{words.en} *") if needed else words
            pairs.add(*self._field(name, starred, filled.get(name, "")))
        named = _IDENTIFIERS if identifiers else _MORE_IDENTIFIERS
        caption, line = self._field("identifiers", named, filled.get("identifiers", ""))
        self._phrases.put(line.setPlaceholderText, _SUCH_AS)
        pairs.add(caption, line)
        for name, words, kinds in (
            ("context", _CONTEXT, _CONTEXT_FILES),
            ("campaign", _CAMPAIGN, _CAMPAIGN_FILES),
            ("key", _KEY, _KEY_FILES),
        ):
            caption, line = self._field(name, words, filled.get(name, ""))
            pairs.add(caption, self._with_button(line, words, kinds))
            pairs.add(None, self._there(line))
        caption, self.passphrase = self._field("passphrase", _PASSPHRASE, "")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        # No input method: a passphrase must not go through one that learns, or sends away, what is typed.
        self.passphrase.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        pairs.add(caption, self.passphrase)
        self.said = Tick()
        if unknown:
            self._phrases.put(self.said.setText, _INCOMPLETE.filled(count=unknown))
            pairs.add(None, self.said)
        pairs.add(*self._choices(filled.get("also", "").split()))
        for say, words in (
            (self.setWindowTitle, _TITLE),
            (hint.say, _HINT),
            (self.sign.setText, _SIGN),
            (self.cancel.setText, _CANCEL),
        ):
            self._phrases.put(say, words)
        self.lacking = Label(role="note")
        for line in self.fields.values():
            line.textChanged.connect(self._tell_lacking)
        self.said.toggled.connect(self._tell_lacking)
        self.sign.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        inner = QWidget()
        inner.setProperty("role", "ground")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inner)
        column.addWidget(hint)
        column.addWidget(pairs)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        box = self._box = QVBoxLayout(self)
        box.addWidget(area, 1)
        box.addWidget(self.lacking)
        box.addWidget(banner)
        box.addLayout(Flow(self.sign, self.cancel))
        banner.hide()
        self._tell_lacking()
        self._fit()
        # What must be typed before the passphrase is worth typing; what may stay empty is passed over.
        first = [*(name for name, _, must in FIELDS if must), *(("identifiers",) if identifiers else ()), "key"]
        empty = (self.fields[name] for name in first if not self.fields[name].text())
        next(empty, self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Large enough to read, never larger than the screen: the middle scrolls, title and buttons stay."""
        em, screen = self.fontMetrics().height(), self.screen().availableGeometry()
        wide, high = screen.width() - 2 * _EDGE, screen.height() - 2 * _EDGE - _FRAME
        self.resize(min(40 * em, wide), min(38 * em, high))

    @property
    def words(self) -> dict[str, str]:
        """What is filled in, by field; without the passphrase. `also`: what is ticked, by name, with blanks."""
        said = {name: line.text().strip() for name, line in self.fields.items() if name != "passphrase"}
        return {**said, "also": " ".join(name for name, box in self.also.items() if box.isChecked())}

    def done_well(self) -> None:
        self.passphrase.clear()
        self._working = False
        self.accept()

    def show_error(self, sentence: Text) -> None:
        """Something refused; the passphrase is asked for again, all else stays."""
        self._working = False
        self.passphrase.clear()
        self._phrases.put(self.sign.setText, _SIGN, "sign")
        for widget in (self.sign, self.cancel):
            widget.setEnabled(True)
        self._tell(sentence)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._working:
            return  # a signature under way is not left half way
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.passphrase.clear()
        super().closeEvent(event)

    def choose_pdf(self) -> Path | None:
        """Where the report goes."""
        language = self._phrases.language
        asset = self.fields["asset_number"].text().strip() or "mijian"
        name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in asset)
        chosen, _ = QFileDialog.getSaveFileName(self, _SAVE.to(language), f"{name}.pdf", _PDF.to(language))
        return Path(chosen) if chosen else None

    def _there(self, line: QLineEdit) -> Label:
        """Beneath the name of a file: whether there is one; looked at when the field is left, as a disk may be slow."""
        note = Label(role="note")
        note.tone(Tone.BAD)
        self._phrases.put(note.say, _NO_FILE)
        note.hide()

        def look() -> None:
            name = line.text().strip()
            note.setVisible(bool(name) and not name.startswith("pkcs11:") and not Path(name).is_file())

        line.editingFinished.connect(look)
        line.textChanged.connect(note.hide)
        return note

    def _tell_lacking(self) -> None:
        """What is still missing, as one types."""
        missing = self._missing()
        unsaid = bool(self._unknown) and not self.said.isChecked()
        said = _LACKS.filled(names=_named(missing)) if missing else _SAY_SO if unsaid else None
        self._phrases.put(self.lacking.say, said or Text("", ""), "lacking")
        self.lacking.setVisible(said is not None)

    def _missing(self) -> list[Text]:
        missing = [caption for name, caption, needed in FIELDS if needed and not self.fields[name].text().strip()]
        if self._identifiers and not (self.fields["identifiers"].text().strip() or self.fields["context"].text()):
            missing.append(_IDENTIFIERS)
        missing += [
            words for name, words in (("key", _KEY), ("passphrase", _PASSPHRASE)) if not self.fields[name].text()
        ]
        return missing

    def _ask(self) -> None:
        if missing := self._missing():
            self._tell(_MISSING.filled(names=_named(missing)))
            return
        if self._unknown and not self.said.isChecked():
            self._tell(_SAY_SO)
            self.said.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        pdf = self.choose_pdf()
        if pdf is None:
            return
        self._working = True
        self._banner.hide()
        self._phrases.put(self.sign.setText, _SIGNING, "sign")
        for widget in (self.sign, self.cancel):
            widget.setEnabled(False)
        self.wanted.emit(self.words, self.fields["key"].text().strip(), self.passphrase.text(), pdf)

    def _tell(self, sentence: Text) -> None:
        self._phrases.put(self.trouble.say, sentence, "trouble")
        self._banner.show()
        self._box.activate()  # the room that is left is known only now
        self._area.ensureWidgetVisible(self.passphrase)

    def _field(self, name: str, words: Text, value: str) -> tuple[Label, QLineEdit]:
        caption, line = Label(), QLineEdit(value)
        self._phrases.put(caption.say, words)
        plain = Text(words.zh.removesuffix(" *"), words.en.removesuffix(" *"))
        self._phrases.put(line.setAccessibleName, plain)
        caption.setBuddy(line)
        self.fields[name] = line
        return caption, line

    def _choices(self, ticked: list[str]) -> tuple[Label, QWidget]:
        """Caption and boxes of what is saved beside the report; a toolbar that wraps where the window is narrow."""
        caption, inside = Label(), QWidget()
        self._phrases.put(caption.say, _ALSO)
        for name, words in ALSO:
            box = self.also[name] = QCheckBox()
            box.setChecked(name in ticked)
            self._phrases.put(box.setText, words)
        inside.setLayout(Flow(*self.also.values()))
        return caption, inside

    def _with_button(self, line: QLineEdit, words: Text, kinds: Text) -> QWidget:
        button = Button()
        self._phrases.put(button.setText, _CHOOSE)
        name = Text(words.zh.removesuffix(" *"), words.en.removesuffix(" *"))
        self._phrases.put(button.setAccessibleName, Text(f"{name.zh}：选择", f"{name.en}: choose"))
        button.clicked.connect(partial(self._choose, line, words, kinds))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(button)
        return both

    def _choose(self, line: QLineEdit, words: Text, kinds: Text) -> None:
        language = self._phrases.language
        chosen, _ = QFileDialog.getOpenFileName(self, words.to(language), line.text(), kinds.to(language))
        if chosen:
            line.setText(chosen)


def _named(fields: list[Text]) -> Text:
    zh = "、".join(one.zh.partition("（")[0].removesuffix(" *") for one in fields)
    return Text(zh, ", ".join(one.en.partition(" (")[0].removesuffix(" *") for one in fields))
