"""What an opened item says: now, why, how, and the buttons that help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from checker.engine.cards import Card
from checker.model import hold, whereabouts
from checker.model.answer import Answer
from checker.model.finding import Finding, State
from checker.model.text import Language, Text
from gui.dates import day, moment
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs
from gui.widgets.phrases import Phrases

ITEMS_SHOWN = 20

_NOW = Text("现在", "Now")
_WANTED = Text("要求", "Wanted")
_WHY = Text("为什么", "Why")
_HOW = Text("怎么做", "What to do")
_BASIS = Text("依据", "Basis")
_QUESTION = Text("问题", "Question")
_REASON = Text("原因", "Reason")
_POSSIBLE = Text("怎样才能检查", "To make it possible")
_LOOKED = Text("看了什么", "Looked at")
_NOT_LOOKED = Text("没有查看的", "Not looked at")
_SHOW_LEFT = Text("没有查看的有哪些", "What was not looked at")
_ALSO = Text("另外", "Besides")
_UNREAD_PART = Text("有一部分没能读到：{reason}", "Part of it could not be read: {reason}")
_ANSWER = Text("回答", "Answer")
_SEEN_AT = Text("检查时间", "Checked")
_WAIVED = Text("例外", "Exception")
_WHEREABOUTS = Text("在哪里（只在本机显示）", "Where (on this screen alone)")
_MORE = Text("……还有 {count} 个，见保存的结果", "… and {count} more, in the saved result")
_WAITING = Text("正在检查……", "Checking …")
_NOT_YET = Text("这一项还没有检查。", "This has not been checked yet.")

_OPEN_SETTINGS = Text("去设置", "Open settings")
_DONE = Text("我做好了，再查这一项", "Done – check this again")
_AGAIN = Text("再查这一项", "Check this again")
_FIRST = Text("检查这一项", "Check this")
_PICTURES = Text("看问到的照片", "See the photos that are asked about")
_AS_ADMIN = Text("以管理员身份再查", "Retry as administrator")
_YES = Text("是", "Yes")
_NO = Text("否", "No")
_WHO = Text("回答人", "Answered by")
_NOTE = Text("说明（可不填）", "Note (optional)")
_NAME_FIRST = Text("请先写上回答人的姓名。", "Please write who answers first.")
_CHANGE = Text("改答案", "Change the answer")


@dataclass(frozen=True, slots=True)
class Help:
    """What can be offered beside an item."""

    again: bool = False
    admin: bool = False
    who: str = ""
    pictures: bool = False


class Detail(QWidget):
    """Made for one finding; a new finding gets a new one."""

    again_wanted = Signal()
    settings_wanted = Signal(str)
    admin_wanted = Signal()
    pictures_wanted = Signal()
    answered = Signal(bool, str, str)  # yes, who, note

    def __init__(self, finding: Finding, card: Card | None, help: Help, language: Language) -> None:
        super().__init__()
        self._finding, self._card, self._help = finding, card, help
        self._phrases = Phrases(language)
        self._pairs = Pairs()
        self._buttons = Flow()
        self._note = Label(role="caption")
        self._note.hide()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self._box.addWidget(self._pairs)
        _FILL[finding.state](self)
        self._box.addLayout(self._buttons)
        self._box.addWidget(self._note)

    def retranslate(self, language: Language) -> None:
        self._phrases.retranslate(language)

    def tell(self, sentence: Text) -> None:
        """Say something about a button that was pressed, right where it is."""
        self._phrases.put(self._note.say, sentence, "note")
        self._note.show()

    # -- one method per state ----------------------------------------------------------------------------------

    def _not_run(self) -> None:
        self._add(_NOW, _NOT_YET)
        self._why()
        self._again_button(_FIRST)

    def _running(self) -> None:
        self._add(_NOW, _WAITING)

    def _passed(self) -> None:
        self._seen(_NOW)
        self._looked()
        self._answer_given()
        self._checked_at()
        self._why()
        self._basis()
        self._again_button(_AGAIN)

    def _failed(self) -> None:
        self._seen(_NOW)
        if self._card is not None and self._card.title != self._finding.message:
            self._add(_WANTED, self._card.title)
        if self._finding.how is not None:
            self._add(_ALSO, _UNREAD_PART.filled(reason=self._finding.how))
        self._looked()
        self._answer_given()
        self._why()
        self._steps()
        self._basis()
        remedy = self._card.remedy if self._card else None
        if remedy and remedy.opens:
            address = remedy.opens
            self._button(_OPEN_SETTINGS, lambda: self.settings_wanted.emit(address))
        if self._finding.answer is None:
            self._again_button(_DONE)

    def _needs_person(self) -> None:
        self._seen(_QUESTION)
        self._looked()
        self._why()
        self._basis()
        if self._help.pictures:
            self._button(_PICTURES, self.pictures_wanted.emit)
        self._ask()

    def _could_not_check(self) -> None:
        answer = self._finding.answer
        self._seen(_QUESTION if answer else _REASON)
        if answer:  # it was good, and does not stand for what was not looked at
            self._add(_ANSWER, _told(answer))
            self._add(_REASON, self._finding.unseen or _NOT_YET)
        if self._finding.how is not None:
            self._add(_POSSIBLE, self._finding.how)
        self._looked()
        self._why()
        self._basis()
        self._again_button(_AGAIN)
        if self._help.admin:
            self._button(_AS_ADMIN, self.admin_wanted.emit)

    def _not_applicable(self) -> None:
        self._seen(_REASON)
        self._looked()
        self._checked_at()

    def _waived(self) -> None:
        self._seen(_NOW)
        self._looked()
        waiver = self._finding.waiver
        if waiver is not None:
            until = day(waiver.until)
            self._add(
                _WAIVED,
                Text(
                    f"批准人 {waiver.approver}；理由：{waiver.reason}；有效期至 {until.zh}，到期自动恢复为待整改",
                    f"approved by {waiver.approver}; reason: {waiver.reason}; until {until.en}, then open again",
                ),
            )
        self._why()
        self._steps()
        self._basis()

    # -- pieces ------------------------------------------------------------------------------------------------

    def _add(self, caption: Text | None, text: Text, role: str = "") -> None:
        """A line; without a caption it continues the one above."""
        left, right = Label(role="caption") if caption else None, Label(role=role)
        if left is not None and caption is not None:
            self._phrases.put(left.say, caption)
        self._phrases.put(right.say, text)
        self._pairs.add(left, right)

    def _seen(self, caption: Text) -> None:
        self._add(caption, self._finding.message)
        self._listed(self._finding.items)
        for number, path in enumerate(whereabouts.of(self._finding)[:ITEMS_SHOWN]):
            self._add(None if number else _WHEREABOUTS, path)

    def _listed(self, items: tuple[Text, ...]) -> None:
        for item in items[:ITEMS_SHOWN]:
            self._add(None, Text(f"· {item.zh}", f"· {item.en}"))
        if len(items) > ITEMS_SHOWN:
            self._add(None, _MORE.filled(count=len(items) - ITEMS_SHOWN))

    def _looked(self) -> None:
        """What it rests on in one line, and one step deeper what was not looked at, by name and with its reason."""
        if self._finding.looked is not None:
            self._add(_LOOKED, self._finding.looked, "quiet")
        if self._finding.coverage is not None and self._finding.coverage.left:
            self._opener = self._button(_SHOW_LEFT, self._show_left)

    def _show_left(self) -> None:
        coverage = self._finding.coverage
        self._opener.setEnabled(False)
        for number, left in enumerate(coverage.left if coverage else ()):
            self._add(None if number else _NOT_LOOKED, left.sentence)
            self._listed(left.names)
            if left.how is not None:
                self._add(None, Text(f"→ {left.how.zh}", f"→ {left.how.en}"), "quiet")

    def _why(self) -> None:
        why = self._card.why if self._card else None
        if why is not None and why != self._finding.message:
            self._add(_WHY, why)

    def _steps(self) -> None:
        remedy = self._card.remedy if self._card else None
        if remedy is None:
            return
        steps: Iterable[Text] = remedy.steps
        numbered = [Text(f"{n}. {step.zh}", f"{n}. {step.en}") for n, step in enumerate(steps, 1)]
        if remedy.hold:
            numbered.insert(0, hold.FINDING)
        self._add(_HOW, numbered[0])
        for step in numbered[1:]:
            self._add(None, step)

    def _basis(self) -> None:
        basis = self._card.basis if self._card else ()
        for number, provision in enumerate(basis):
            self._add(None if number else _BASIS, provision, "quiet")

    def _checked_at(self) -> None:
        if self._finding.at is not None:
            self._add(_SEEN_AT, moment(self._finding.at))

    def _answer_given(self) -> None:
        answer = self._finding.answer
        if answer is None:
            return
        self._add(_ANSWER, _told(answer))
        self._changer = self._button(_CHANGE, self._change)

    def _change(self) -> None:
        """Ask again in place: the answer is somebody's word, and a word can be corrected."""
        self._changer.setEnabled(False)
        self._ask()
        self._who.setFocus()

    def _ask(self) -> None:
        answer = self._finding.answer
        self._who = QLineEdit(answer.who if answer else self._help.who)
        self._remark = QLineEdit(answer.note if answer else "")
        for caption, edit in ((_WHO, self._who), (_NOTE, self._remark)):
            label = Label(role="caption")
            label.setBuddy(edit)
            edit.setMaxLength(200)
            self._phrases.put(label.say, caption)
            self._phrases.put(edit.setAccessibleName, caption)
            self._pairs.add(label, edit)
        self._button(_YES, lambda: self._answer(True))
        self._button(_NO, lambda: self._answer(False))

    def _answer(self, yes: bool) -> None:
        who = self._who.text().strip()
        if not who:
            self.tell(_NAME_FIRST)
            self._who.setFocus()
            return
        self.answered.emit(yes, who, self._remark.text().strip())

    def _again_button(self, words: Text) -> None:
        if self._help.again:
            self._button(words, self.again_wanted.emit)

    def _button(self, words: Text, pressed: Callable[[], object]) -> Button:
        button = Button()
        self._phrases.put(button.setText, words)
        button.clicked.connect(lambda: pressed())
        self._buttons.addWidget(button)
        return button


def _told(answer: Answer) -> Text:
    at = moment(answer.at)
    note = Text(f"；说明：{answer.note}", f"; note: {answer.note}") if answer.note else Text("", "")
    return Text(
        f"{answer.who} 于 {at.zh} 回答：{'是' if answer.yes else '否'}{note.zh}",
        f"{answer.who} answered {'yes' if answer.yes else 'no'}, {at.en}{note.en}",
    )


_FILL: dict[State, Callable[[Detail], None]] = {
    State.NOT_RUN: Detail._not_run,
    State.RUNNING: Detail._running,
    State.PASSED: Detail._passed,
    State.FAILED: Detail._failed,
    State.NEEDS_PERSON: Detail._needs_person,
    State.COULD_NOT_CHECK: Detail._could_not_check,
    State.NOT_APPLICABLE: Detail._not_applicable,
    State.WAIVED: Detail._waived,
}
