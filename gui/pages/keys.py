"""Keys and trust: what is done with them, one thing at a time, each with what it needs and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from checker.app.keys import Role
from checker.model.inspection import RulingKind
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.widgets.boxes import beside, card
from gui.widgets.choices import Day, Pick
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs

_TITLE = Text("密钥与信任", "Keys and trust")
_HINT = Text(
    "检查人用自己的密钥签报告；信任文件夹写着谁的签名算数。口令只用一次，不保存，也不离开这台电脑。",
    "Inspectors sign reports with keys of their own; the trust folder says whose signatures count. A passphrase is "
    "used once, kept nowhere and never leaves this computer.",
)
_WHAT, _CHOOSE, _DO = Text("要做什么", "What is to be done"), Text("选择…", "Choose…"), Text("执行", "Do it")
FILE, FOLDER, SAVE, WORDS, SECRET, CHOICE, DAY = "file", "folder", "save", "words", "secret", "choice", "day"
ROLES = {
    Role.INSPECTOR: Text("检查人（签报告）", "Inspector (signs reports)"),
    Role.APPROVER: Text("批准人（批准策略和例外）", "Approver (of policies and waivers)"),
    Role.COLLECTOR: Text("归集人（签台账存根）", "Collector (signs the ledger's checkpoints)"),
}
KINDS = {
    RulingKind.POLICY: Text("策略", "Policy"),
    RulingKind.WAIVERS: Text("例外", "Waivers"),
    RulingKind.REVIEWS: Text("误报决定", "Decisions on false alarms"),
    RulingKind.LOCAL: Text("自编检查", "Local check"),
}
_LISTS: dict[str, dict[str, Text]] = {
    "role": {one.value: words for one, words in ROLES.items()},
    "kind": {one.value: words for one, words in KINDS.items()},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an action needs. `needed` False: it may stay empty."""

    name: str
    words: Text
    kind: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done with keys. `hint`: for whom it is, and what comes of it."""

    name: str
    words: Text
    hint: Text
    fields: tuple[Field, ...]


_KEY = Field("key", Text("密钥文件", "Key file"), FILE)
_SECRET = Field("secret", Text("口令", "Passphrase"), SECRET)
_AGAIN = Field("again", Text("再输入一次", "Once more"), SECRET)
_NEW = Field("secret", Text("新口令（至少 8 位）", "New passphrase (8 characters or more)"), SECRET)
_UNIT, _NAME = Field("unit", Text("单位", "Unit"), WORDS), Field("name", Text("姓名", "Name"), WORDS)
_TRUST = Field("trust", Text("信任文件夹", "Trust folder"), FOLDER)
_ROOT = Field("root", Text("根密钥", "The root's key"), FILE)
_ROOT_SECRET = Field("secret", Text("根密钥的口令", "Passphrase of the root's key"), SECRET)
_CERTIFICATE = Field("certificate", Text("证书", "Certificate"), FILE)
DEEDS = (
    Deed(
        "show",
        Text("看一把密钥是谁的", "See whose key it is"),
        Text("姓名、算法、有效期和证书指纹。", "Name, algorithm, validity and fingerprint."),
        (_KEY, _SECRET),
    ),
    Deed(
        "request",
        Text("生成密钥和证书申请（CSR）", "Make a key and a request for its certificate"),
        Text(
            "申请交给颁发机构；旁边的密钥不要外传。证书发下来后做“合成”。",
            "The request goes to the authority, the key beside it stays here. When the certificate comes, join both.",
        ),
        (Field("folder", Text("写到哪个文件夹", "Folder"), FOLDER), _UNIT, _NAME, _NEW, _AGAIN),
    ),
    Deed(
        "join",
        Text("把发下来的证书和密钥合成一个文件", "Join a certificate that came with its key"),
        Text("合成的文件（.p12）用来签名。", "The file (.p12) that comes of it is what one signs with."),
        (_KEY, _CERTIFICATE, Field("out", Text("写到哪里（.p12）", "Save as (.p12)"), SAVE), _SECRET),
    ),
    Deed(
        "export",
        Text("导出证书", "Export a certificate"),
        Text("证书不是秘密，交给管信任名单的人。", "It is no secret; it goes to whoever keeps the list of trust."),
        (_KEY, Field("out", Text("写到哪里（.pem）", "Save as (.pem)"), SAVE), _SECRET),
    ),
    Deed(
        "trust",
        Text("列入信任名单", "List as trusted"),
        Text(
            "要根密钥。之后把信任文件夹发给所有核验的电脑。",
            "Needs the root's key. Then give the folder to all who verify.",
        ),
        (
            _CERTIFICATE,
            _TRUST,
            Field("role", Text("可以做什么", "Trusted as"), CHOICE),
            _ROOT,
            Field("restore", Text("恢复已吊销的：理由", "To restore a revoked one: why"), WORDS, needed=False),
            _ROOT_SECRET,
        ),
    ),
    Deed(
        "revoke",
        Text("吊销证书", "Revoke a certificate"),
        Text("从现在起它签的都不算数。", "From now on nothing that it signs is believed."),
        (_CERTIFICATE, _TRUST, Field("role", Text("列在哪里", "Listed as"), CHOICE), _ROOT, _ROOT_SECRET),
    ),
    Deed(
        "accept",
        Text("确认信任文件夹的新根证书", "Accept a trust folder's new root"),
        Text("先和发放的人核对指纹，对得上再确认。", "Compare the fingerprint with whoever handed it out first."),
        (_TRUST,),
    ),
    Deed(
        "approve",
        Text("批准策略、例外、误报决定或自编检查", "Approve a policy, waivers, decisions or a local check"),
        Text("批准放在文件旁边，最长一年。", "The approval lies beside the file and holds for a year at most."),
        (
            Field("file", Text("文件", "File"), FILE),
            Field("kind", Text("是什么", "What it is"), CHOICE),
            Field("until", Text("有效到哪天", "Its last day"), DAY),
            _KEY,
            _SECRET,
        ),
    ),
    Deed(
        "new",
        Text("生成根密钥和检查人密钥（小单位、试用）", "Make a root and an inspector's key (small units, trials)"),
        Text(
            "根密钥写到专用介质，锁入保险柜，不要留在检查用的电脑上。",
            "Put the root's key on a medium of its own in a safe; it must not stay on an inspection computer.",
        ),
        (
            Field("folder", Text("检查人密钥的文件夹", "Folder of the inspector's key"), FOLDER),
            Field("root", Text("根密钥的文件夹", "Folder of the root's key"), FOLDER),
            _UNIT,
            _NAME,
            _NEW,
            _AGAIN,
        ),
    ),
)


class KeysPage(Page):
    wanted = Signal(str, object)  # a deed's name, words by field
    file_wanted = Signal(str, str, object)  # a deed's name, a field's, its kind

    def __init__(self) -> None:
        super().__init__()
        title, hint, what = Label(role="page"), Label(), Label()
        what.setWordWrap(False)
        self.what = Pick()
        what.setBuddy(self.what)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (what.say, _WHAT),
            (self.what.setAccessibleName, _WHAT),
        ):
            self.phrases.put(say, words)
        for deed in DEEDS:
            self.what.addItem(deed.words.zh, deed.name)
        self.lines: dict[tuple[str, str], QWidget] = {}
        self.go: dict[str, Button] = {}
        self.lacking: dict[str, Label] = {}
        self.forms = {deed.name: self._form(deed) for deed in DEEDS}
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(what, self.what))
        self.body.addLayout(self.warnings)
        for form in self.forms.values():
            self.body.addWidget(form)
        self.body.addStretch(1)
        self.what.activated.connect(lambda _: self._choose())
        self._choose()

    @property
    def deed(self) -> Deed:
        return next(deed for deed in DEEDS if deed.name == self.what.currentData())

    def choose(self, name: str) -> None:
        """That is to be done."""
        self.what.setCurrentIndex(self.what.findData(name))
        self._choose()

    def fill(self, deed: str, field: str, words: str) -> None:
        line = self.lines[deed, field]
        assert isinstance(line, QLineEdit)
        line.setText(words)

    def words(self, deed: Deed) -> dict[str, str]:
        return {field.name: _said(self.lines[deed.name, field.name]) for field in deed.fields}

    def begun(self) -> None:
        self.clear_banners()
        self.go[self.deed.name].setEnabled(False)

    def over(self) -> None:
        """It was done, or failed: passphrases are forgotten."""
        for field in self.deed.fields:
            line = self.lines[self.deed.name, field.name]
            if field.kind == SECRET and isinstance(line, QLineEdit):
                line.clear()
        self._check(self.deed)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for line in self.lines.values():  # what else was typed stays
            if isinstance(line, QLineEdit) and line.echoMode() == QLineEdit.EchoMode.Password:
                line.clear()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for place, deed in enumerate(DEEDS):
            self.what.setItemText(place, deed.words.to(language))
        for (_, name), line in self.lines.items():
            if isinstance(line, Pick):
                for place in range(line.count()):
                    words = next(words for one, words in _LISTS[name].items() if one == line.itemData(place))
                    line.setItemText(place, words.to(language))

    def begin(self) -> None:
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.clear_banners()
        for name, form in self.forms.items():
            form.setVisible(name == self.what.currentData())

    def _form(self, deed: Deed) -> QFrame:
        pairs, hint, lacking, go = Pairs(), Label(role="note"), Label(role="note"), Button(role="primary")
        self.go[deed.name], self.lacking[deed.name] = go, lacking
        for field in deed.fields:
            caption = Label()
            self.phrases.put(caption.say, field.words)
            line = self._line(deed, field)
            caption.setBuddy(line)
            self.phrases.put(line.setAccessibleName, field.words)
            self.lines[deed.name, field.name] = line
            if field.kind not in (FILE, FOLDER, SAVE):
                pairs.add(caption, line)
                continue
            button = Button()
            self.phrases.put(button.setText, _CHOOSE)
            named = Text(f"{field.words.zh}：{_CHOOSE.zh}", f"{field.words.en}: {_CHOOSE.en}")
            self.phrases.put(button.setAccessibleName, named)
            button.clicked.connect(partial(self.file_wanted.emit, deed.name, field.name, field.kind))
            pairs.add(caption, beside(line, button))
        self.phrases.put(hint.say, deed.hint)
        self.phrases.put(go.setText, _DO)
        go.clicked.connect(partial(self._go, deed))
        self._check(deed)
        form = card(hint, pairs, lacking, Flow(go), gap=14)
        box = form.layout()
        assert isinstance(box, QVBoxLayout)
        return form

    def _line(self, deed: Deed, field: Field) -> QWidget:
        if field.kind == CHOICE:
            pick = Pick()
            for one, words in _LISTS[field.name].items():
                pick.addItem(words.zh, one)
            return pick
        if field.kind == DAY:
            day = Day()
            day.setDate(QDate.currentDate().addDays(_USUAL))
            return day
        line = QLineEdit()
        line.setMaxLength(300)
        if field.kind == SECRET:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            # No input method: a passphrase must not go through one that learns, or sends away, what is typed.
            line.setInputMethodHints(
                Qt.InputMethodHint.ImhHiddenText
                | Qt.InputMethodHint.ImhSensitiveData
                | Qt.InputMethodHint.ImhNoPredictiveText
            )
            line.returnPressed.connect(partial(self._go, deed))
        line.textChanged.connect(lambda _: self._check(deed))
        return line

    def _check(self, deed: Deed) -> None:
        """What is still missing, beside the button, as one types."""
        there = {name for (at, name) in self.lines if at == deed.name}
        missing = [one.words for one in deed.fields if one.needed and one.name in there and not self._has(deed, one)]
        short = _SHORT if (typed := self._typed(deed, "secret")) and _is_new(deed) and len(typed) < _LEAST else None
        other = _OTHER if _is_new(deed) and typed and typed != self._typed(deed, "again") else None
        said = _MISSING.filled(names=_joined(missing)) if missing else short or other
        label = self.lacking[deed.name]
        self.phrases.put(label.say, said or Text("", ""), f"lacking {deed.name}")
        label.setVisible(said is not None)
        self.go[deed.name].setEnabled(said is None)

    def _has(self, deed: Deed, field: Field) -> bool:
        return bool(_said(self.lines[deed.name, field.name]))

    def _typed(self, deed: Deed, name: str) -> str:
        line = self.lines.get((deed.name, name))
        return line.text() if isinstance(line, QLineEdit) else ""

    def _go(self, deed: Deed) -> None:
        if self.go[deed.name].isEnabled():
            self.wanted.emit(deed.name, self.words(deed))


_USUAL = 365 - 1  # days that an approval lasts, a year at most
_LEAST = 8  # characters of a new passphrase
_MISSING = Text("还缺：{names}", "Still missing: {names}")
_SHORT = Text("口令至少 8 位", "A passphrase has 8 characters or more")
_OTHER = Text("两次输入的口令还不一样", "The two passphrases differ still")


def _is_new(deed: Deed) -> bool:
    return any(field.name == "again" for field in deed.fields)


def _joined(names: list[Text]) -> Text:
    return Text("、".join(one.zh for one in names), ", ".join(one.en for one in names))


def _said(line: QWidget) -> str:
    if isinstance(line, Pick):
        return str(line.currentData())
    if isinstance(line, Day):
        return line.date().toString(Qt.DateFormat.ISODate)
    assert isinstance(line, QLineEdit)
    return line.text() if line.echoMode() == QLineEdit.EchoMode.Password else line.text().strip()
