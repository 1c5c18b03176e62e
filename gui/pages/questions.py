"""Questions one at a time: what only a person can say. Y, N, a note, or later, each by its key; nothing by Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy

from checker.model.finding import Finding, State
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.pages.photos import PhotoCard
from gui.states import Shape, Tone
from gui.theme import px
from gui.widgets.boxes import Foot, Rows, card
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Mark
from gui.work.brief import Brief

_TITLE, _UNDER = Text("请你确认", "Please confirm"), Text("只问机器自己看不到的事", "Only what no machine can see")
_PLACE = Text("第 {now} 个，共 {all} 个", "{now} of {all}")
_YES, _NO = Text("是", "Yes"), Text("否", "No")
_NOTE, _LATER = Text("写一句说明", "Add a note"), Text("以后再答", "Later")
_NOTE_HERE = Text("说明（可不填）", "Note (optional)")
_WHO = Text("回答人", "Answered by")
_NAME_FIRST = Text("请先写上回答人的姓名。", "Please write who answers first.")
_BEFORE = Text("上一题：{question}", "Before: {question}")
_ANSWERED = Text("答：{answer} · {who}", "Answer: {answer} · {who}")
_UNDO = Text("改答案", "Change the answer")
_RESULT = Text("先看结果", "Show the result")


class QuestionsPage(Page):
    """`finished`: the last one was answered or left for later."""

    answered = Signal(object, bool, str, str)  # finding, yes, who, note
    finished = Signal()
    result_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._brief: Brief | None = None
        self._waiting: list[str] = []
        self._asked = ""
        self._before = ""
        self._all = self._place = 0
        title, under = Label(role="page"), Label(role="quiet")
        self.place, self.bar = Label(role="note"), QProgressBar()
        self.bar.setTextVisible(False)
        self.question, self.why = Label(role="headline"), Label(role="lead")
        self.yes, self.no = Button(role="answer", key="Y"), Button(role="answer", key="N")
        self.note, self.later = Button(key="M"), Button(key="L")
        self.remark, self.who = QLineEdit(), QLineEdit()
        self.remark.setMaxLength(200)
        self.who.setMaxLength(60)
        self.who.setMaximumWidth(px(220))
        who, self.missing = Label(role="note"), Label(role="caption")
        who.setWordWrap(False)
        who.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        who.setBuddy(self.who)
        self.back = Button(key="Esc")
        self.foot = Foot((who, self.who), (self.back,))
        for say, words in (
            (title.say, _TITLE),
            (under.say, _UNDER),
            (self.yes.setText, _YES),
            (self.no.setText, _NO),
            (self.note.setText, _NOTE),
            (self.later.setText, _LATER),
            (self.remark.setPlaceholderText, _NOTE_HERE),
            (self.remark.setAccessibleName, _NOTE_HERE),
            (who.say, _WHO),
            (self.who.setAccessibleName, _WHO),
            (self.missing.say, _NAME_FIRST),
            (self.back.setText, _RESULT),
        ):
            self.phrases.put(say, words)
        self._answers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._answers.setSpacing(12)
        for button in (self.yes, self.no):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._answers.addWidget(button, 1)
        at = QHBoxLayout()
        at.setSpacing(16)
        at.addWidget(self.place)
        at.addWidget(self.bar, 1)
        self.body.addWidget(title)
        self.body.addWidget(under)
        self.body.addLayout(self.warnings)
        others = Flow(self.note, self.later)
        self.body.addWidget(card(at, self.question, self.why, self._answers, self.remark, self.missing, others, gap=16))
        self.photos = PhotoCard(of_a_question=True)
        self.done = Rows()
        self.body.addWidget(self.photos)
        self.body.addWidget(self.done)
        self.body.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    def load(self, brief: Brief, first: str = "") -> None:
        """Ask what is open; `first`: that before the others."""
        self._waiting = [one.check_id for one in brief.inspection.findings if one.state is State.NEEDS_PERSON]
        self._waiting.sort(key=lambda check_id: check_id != first)
        self._all, self._place, self._before = len(self._waiting), 0, ""
        typed = self.remark.text() if self._waiting[:1] == [self._asked] else ""  # left by Esc, not thrown away
        self._brief = brief
        if not self.who.text():
            self.who.setText(brief.who)
        self.done.clear()
        self.done.hide()
        self._next()
        if typed:
            self.remark.setText(typed)
            self.remark.show()

    def refresh(self, brief: Brief) -> None:
        """An answer was kept: say it, and ask the next."""
        self._brief = brief
        self._before = self._asked
        self._show_before()
        self._next()

    @property
    def asked(self) -> Finding | None:
        """The question at hand."""
        found = self._brief.inspection.findings if self._brief else ()
        return next((one for one in found if one.check_id == self._asked), None)

    def forget_pictures(self) -> None:
        """Nothing that was drawn outlives the page."""
        self.photos.load(())
        self.photos.forget_pictures()

    def not_kept(self, sentence: Text) -> None:
        self.warn("saving", sentence)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.done.retranslate(language)
        self.photos.retranslate(language)

    def begin(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # no answer has the focus: only its key, or a press, answers

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(480)
        self._answers.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        keys: tuple[tuple[str, Button, Callable[[], None]], ...] = (
            ("Y", self.yes, lambda: self._answer(True)),
            ("N", self.no, lambda: self._answer(False)),
            ("M", self.note, self._write),
            ("L", self.later, self._next),
            ("Ctrl+Z", Button(), self._change),
        )
        for key, button, do in keys:
            button.clicked.connect(do)
            # Of this page alone; a letter that is typed into a field stays a letter.
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(do)
        self.back.clicked.connect(self.result_wanted)
        self.remark.returnPressed.connect(self.begin)
        self.who.returnPressed.connect(self.begin)

    def _answer(self, yes: bool) -> None:
        asked, who = self.asked, self.who.text().strip()
        self.missing.setVisible(not who)
        if not who:
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        elif asked is not None:
            self.answered.emit(asked, yes, who, self.remark.text().strip())

    def _next(self) -> None:
        self.remark.clear()
        self.remark.hide()
        self.missing.hide()
        if not self._waiting:
            self.forget_pictures()
            self.finished.emit()
            return
        self._asked = self._waiting.pop(0)
        self._place += 1
        self._ask()

    def _ask(self) -> None:
        asked = self.asked
        if asked is None or self._brief is None:
            return
        card_of = self._brief.cards.get(asked.check_id)
        why = card_of.why if card_of is not None and card_of.why != asked.message else None
        self.phrases.put(self.question.say, asked.message, "question")
        self.phrases.put(self.why.say, why or Text("", ""), "why")
        self.why.setVisible(why is not None)
        self.phrases.put(self.place.say, _PLACE.filled(now=self._place, all=self._all), "place")
        self.bar.setRange(0, self._all)
        self.bar.setValue(self._place - 1)
        for button in (self.yes, self.no):
            said = _YES if button is self.yes else _NO
            named = Text(f"{asked.message.zh} {said.zh}", f"{asked.message.en} {said.en}")
            self.phrases.put(button.setAccessibleName, named, said.en)
        self.photos.load(self._brief.papers.get(asked.check_id, ()))
        self.begin()

    def _write(self) -> None:
        self.remark.show()
        self.remark.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self) -> None:
        """Ask the one before again: an answer is somebody's word, and a word can be corrected."""
        if self._before:
            self._waiting.insert(0, self._asked)
            self._asked, self._before = self._before, ""
            self._place -= 1
            self.done.clear()
            self.done.hide()
            self._ask()

    def _show_before(self) -> None:
        self.done.clear()
        asked = self.asked
        if asked is None or asked.answer is None:
            return
        answer = asked.answer
        card_of = self._brief.cards.get(asked.check_id) if self._brief else None
        title = card_of.title if card_of else asked.message
        under = _ANSWERED.filled(answer=_YES if answer.yes else _NO, who=Text.name(answer.who))
        entry = Entry(Mark(Shape.TICK, Tone.GOOD), _BEFORE.filled(question=title), under, self.phrases.language)
        entry.offer(_UNDO, self._change, role="link", key="Ctrl+Z")
        self.done.add(entry)
        self.done.show()
