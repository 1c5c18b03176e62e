"""The dialog that the register of media is asked for in: which unit, which three people, which key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from checker.model.text import Language, Text
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs
from gui.widgets.phrases import Phrases

_TITLE = Text("介质销毁登记表", "Register of media wiped or destroyed")
_HINT = Text(
    "可以登记的介质都写进一张表，签名一次，每个介质附一张证明。口令只用这一次，不保存。",
    "All media that are ready go onto one form, signed once, with a certificate for each. The passphrase is used once "
    "and not kept.",
)
FIELDS = (
    ("unit", Text("单位 *", "Unit *")),
    ("department", Text("部门", "Department")),
    ("place", Text("地点", "Place")),
    ("operator", Text("经办人 *", "Operator *")),
    ("witness", Text("监销人 *", "Witness *")),
    ("approver", Text("批准人 *", "Approved by *")),
)
_KEY, _PASSPHRASE = Text("密钥文件或 UKey *", "Key file or token *"), Text("口令 *", "Passphrase or PIN *")
_CHOOSE, _SIGN = Text("选择…", "Choose…"), Text("签名并保存…（Enter）", "Sign and save… (Enter)")
_CANCEL, _SIGNING = Text("取消（Esc）", "Cancel (Esc)"), Text("正在排版并签名……", "Setting and signing …")
_KEY_FILES = Text("密钥文件 (*.p12 *.pfx *.pem)", "Key files (*.p12 *.pfx *.pem)")
_NO_KEY = Text("请选择密钥文件或 UKey，并输入口令。", "Choose a key file or token and type its passphrase.")
_SAVE, _PDF = Text("登记表保存到", "Save the register"), Text("登记表 (*.pdf)", "Register (*.pdf)")
_NAME = Text("介质销毁登记表.pdf", "register.pdf")


class Registering(QDialog):
    """`wanted`: words by field, key, passphrase, PDF. It stays open until `accept`, so nothing is typed twice."""

    wanted = Signal(object, str, str, object)

    def __init__(self, filled: Mapping[str, str], language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phrases = Phrases(language)
        self.fields: dict[str, QLineEdit] = {}
        self.sign, self.cancel, self.trouble = Button(role="primary"), Button(), Label()
        self.sign.setDefault(True)
        hint, pairs, choose = Label(role="quiet"), Pairs(), Button()
        for name, words in (*FIELDS, ("key", _KEY), ("passphrase", _PASSPHRASE)):
            caption = Label()
            line = self.fields[name] = QLineEdit(filled.get(name, ""))
            self._phrases.put(caption.say, words)
            self._phrases.put(line.setAccessibleName, Text(words.zh.removesuffix(" *"), words.en.removesuffix(" *")))
            caption.setBuddy(line)
            pairs.add(caption, _beside(line, choose) if name == "key" else line)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        # No input method: a passphrase must not go through one that learns, or sends away, what is typed.
        self.passphrase.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        for say, words in (
            (self.setWindowTitle, _TITLE),
            (hint.say, _HINT),
            (choose.setText, _CHOOSE),
            (self.sign.setText, _SIGN),
            (self.cancel.setText, _CANCEL),
        ):
            self._phrases.put(say, words, "sign" if words is _SIGN else "")
        choose.clicked.connect(self._choose_key)
        self.sign.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        for widget in (hint, pairs, self.trouble):
            box.addWidget(widget)
        box.addLayout(Flow(self.sign, self.cancel))
        self.trouble.hide()
        self.resize(34 * self.fontMetrics().height(), self.sizeHint().height())

    @property
    def passphrase(self) -> QLineEdit:
        return self.fields["passphrase"]

    @property
    def words(self) -> dict[str, str]:
        """What is filled in, by field; without the passphrase."""
        return {name: line.text() for name, line in self.fields.items() if name != "passphrase"}

    def show_error(self, sentence: Text) -> None:
        """Something refused; the passphrase is asked for again, all else stays."""
        self.passphrase.clear()
        self._phrases.put(self.sign.setText, _SIGN, "sign")
        self.sign.setEnabled(True)
        self._phrases.put(self.trouble.say, sentence, "trouble")
        self.trouble.show()

    def choose_pdf(self) -> Path | None:
        """Where the register goes."""
        language = self._phrases.language
        name, _ = QFileDialog.getSaveFileName(self, _SAVE.to(language), _NAME.to(language), _PDF.to(language))
        return Path(name) if name else None

    def _ask(self) -> None:
        if not self.fields["key"].text().strip() or not self.passphrase.text():
            self.show_error(_NO_KEY)
            return
        pdf = self.choose_pdf()
        if pdf is None:
            return
        self.trouble.hide()
        self.sign.setEnabled(False)
        self._phrases.put(self.sign.setText, _SIGNING, "sign")
        words = {name: self.fields[name].text().strip() for name, _ in FIELDS}
        self.wanted.emit(words, self.fields["key"].text().strip(), self.passphrase.text(), pdf)

    def _choose_key(self) -> None:
        language, line = self._phrases.language, self.fields["key"]
        name, _ = QFileDialog.getOpenFileName(self, _KEY.to(language), line.text(), _KEY_FILES.to(language))
        if name:
            line.setText(name)


def _beside(line: QLineEdit, button: Button) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(line, 1)
    row.addWidget(button)
    return both
