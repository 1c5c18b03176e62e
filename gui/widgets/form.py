"""A form that ends in a signature: what must be filled in first, what may stay empty below, and what is still missing
said as one types. It stays open until `done_well`, so nothing is typed twice."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from checker.model.text import Text
from gui.choosing import Choosing
from gui.states import Tone
from gui.widgets.boxes import Foot, card
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs
from gui.widgets.phrases import Phrases

KEY, PASSPHRASE = Text("密钥文件或 UKey", "Key file or token"), Text("口令", "Passphrase or PIN")
_KEY_FILES = Text("密钥文件 (*.p12 *.pfx *.pem)", "Key files (*.p12 *.pfx *.pem)")
_MUST, _MAY = Text("必须填写", "Needed"), Text("可以不填", "May stay empty")
_CHOOSE, _CANCEL = Text("选择…", "Choose…"), Text("取消", "Cancel")
_SIGN, _SIGNING = Text("签名并保存…", "Sign and save…"), Text("正在排版并签名……", "Setting and signing …")
_LACKS = Text("还缺：{names}", "Still missing: {names}")
_MISSING = Text("请填写：{names}。", "Please fill in: {names}.")
_NO_FILE = Text("没有这个文件", "There is no such file")
_EDGE, _FRAME = 8, 40  # pixels: what stays free of the screen, and what a system's title bar takes


class Form(QDialog):
    """`fields`: the lines by name, the passphrase among them. Who makes one fills `must` and `may`, then calls
    `complete`, and says what to do in `sign_now`."""

    def __init__(self, choosing: Choosing, title: Text, hint: Text) -> None:
        super().__init__(choosing.window())
        self._choosing, self._phrases = choosing, Phrases(choosing.language)
        self._working = False
        self._needed: dict[str, Text] = {}
        self.fields: dict[str, QLineEdit] = {}
        self.must, self.may = Pairs(), Pairs()
        self.trouble, self.lacking = Label(), Label(role="note")
        self._banner = QFrame()
        self._banner.setProperty("role", "trouble")
        QVBoxLayout(self._banner).addWidget(self.trouble)
        self.sign, self.cancel = Button(role="primary", key="Enter"), Button(key="Esc")
        self.sign.setDefault(True)
        self.sign.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)
        hint_, must, may = Label(role="quiet"), Label(role="title"), Label(role="title")
        for say, words in (
            (self.setWindowTitle, title),
            (hint_.say, hint),
            (must.say, _MUST),
            (may.say, _MAY),
            (self.cancel.setText, _CANCEL),
        ):
            self._phrases.put(say, words)
        self._phrases.put(self.sign.setText, _SIGN, "sign")
        self._lay_out(hint_, card(must, self.must), card(may, self.may))

    @property
    def passphrase(self) -> QLineEdit:
        return self.fields["passphrase"]

    @property
    def words(self) -> dict[str, str]:
        """What is filled in, by field; without the passphrase."""
        return {name: line.text().strip() for name, line in self.fields.items() if name != "passphrase"}

    def complete(self) -> None:
        """All fields are there: begin where the first that must be filled in is empty."""
        for line in self.fields.values():
            line.textChanged.connect(self.tell_lacking)
        self.tell_lacking()
        em, screen = self.fontMetrics().height(), self.screen().availableGeometry()
        # Large enough to read, never larger than the screen: the middle scrolls, title and buttons stay.
        self.resize(min(40 * em, screen.width() - 2 * _EDGE), min(38 * em, screen.height() - 2 * _EDGE - _FRAME))
        first = next((line for name in self._needed if not (line := self.fields[name]).text()), self.passphrase)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.tell(sentence)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._working:
            return  # a signature under way is not left half way
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.passphrase.clear()
        super().closeEvent(event)

    # -- what a form is put together from --------------------------------------------------------------------------

    def add(self, name: str, words: Text, value: str, *, needed: bool) -> QLineEdit:
        """Add a line."""
        caption, line = self._field(name, words, value, needed=needed)
        (self.must if needed else self.may).add(caption, line)
        return line

    def add_file(self, name: str, words: Text, kinds: Text, value: str, *, needed: bool) -> None:
        """Add the name of a file, with a button that chooses it, and whether there is one."""
        caption, line = self._field(name, words, value, needed=needed)
        pairs = self.must if needed else self.may
        pairs.add(caption, self._with_button(line, words, kinds))
        pairs.add(None, self._there(line))

    def add_key(self, key: str) -> None:
        """Add the key and its passphrase."""
        self.add_file("key", KEY, _KEY_FILES, key, needed=True)
        line = self.add("passphrase", PASSPHRASE, "", needed=True)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        # No input method: a passphrase must not go through one that learns, or sends away, what is typed.
        line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def missing(self) -> list[Text]:
        """What must still be filled in."""
        return [words for name, words in self._needed.items() if not self.fields[name].text().strip()]

    def unsaid(self) -> Text | None:
        """What must be said beside what is filled in; None: nothing."""
        return None

    def choose_pdf(self) -> Path | None:
        """Where it goes."""
        raise NotImplementedError

    def sign_now(self, pdf: Path) -> None:
        """All is filled in."""
        raise NotImplementedError

    def tell_lacking(self) -> None:
        """What is still missing, as one types."""
        missing, unsaid = self.missing(), self.unsaid()
        said = _LACKS.filled(names=_named(missing)) if missing else unsaid
        self._phrases.put(self.lacking.say, said or Text("", ""), "lacking")
        self.lacking.setVisible(said is not None)

    def tell(self, sentence: Text) -> None:
        self._phrases.put(self.trouble.say, sentence, "trouble")
        self._banner.show()
        self._box.activate()  # the room that is left is known only now
        self._area.ensureWidgetVisible(self.passphrase)

    # -- pieces ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if missing := self.missing():
            self.tell(_MISSING.filled(names=_named(missing)))
            return
        if (unsaid := self.unsaid()) is not None:
            self.tell(unsaid)
            return
        pdf = self.choose_pdf()
        if pdf is None:
            return
        self._working = True
        self._banner.hide()
        self._phrases.put(self.sign.setText, _SIGNING, "sign")
        for widget in (self.sign, self.cancel):
            widget.setEnabled(False)
        self.sign_now(pdf)

    def _lay_out(self, *cards: QWidget) -> None:
        inner = QWidget()
        inner.setProperty("role", "ground")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for one in cards:
            column.addWidget(one)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        said = QVBoxLayout()
        said.setContentsMargins(20, 4, 20, 8)
        said.addWidget(self.lacking)
        said.addWidget(self._banner)
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(area, 1)
        box.addLayout(said)
        box.addWidget(Foot((self.cancel,), (self.sign,)))
        self._banner.hide()

    def _field(self, name: str, words: Text, value: str, *, needed: bool) -> tuple[Label, QLineEdit]:
        caption, line = Label(), QLineEdit(value)
        self._phrases.put(caption.say, words)
        self._phrases.put(line.setAccessibleName, words)
        caption.setBuddy(line)
        self.fields[name] = line
        if needed:
            self._needed[name] = words
        return caption, line

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

    def _with_button(self, line: QLineEdit, words: Text, kinds: Text) -> QWidget:
        button = Button()
        self._phrases.put(button.setText, _CHOOSE)
        self._phrases.put(button.setAccessibleName, Text(f"{words.zh}：选择", f"{words.en}: choose"))
        button.clicked.connect(partial(self._choose, line, words, kinds))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(button)
        return both

    def _choose(self, line: QLineEdit, words: Text, kinds: Text) -> None:
        chosen = self._choosing.file(words, kinds, at=line.text(), parent=self)
        if chosen is not None:
            line.setText(str(chosen))


def _named(fields: list[Text]) -> Text:
    zh = "、".join(one.zh.partition("（")[0] for one in fields)
    return Text(zh, ", ".join(one.en.partition(" (")[0] for one in fields))
