"""The result: one sentence with a count, then what there is to do, in that order."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from checker.engine.conclude import Conclusion, conclude
from checker.model.finding import Finding, State
from checker.model.text import Language, Text
from gui.dates import moment
from gui.models.groups import Group, group, grouped
from gui.pages.page import Page
from gui.profiles import NAMES
from gui.states import ATTENTION_WORD, COUNTED, OUTCOME_TONE, TO_FIX_WORD, Tone
from gui.widgets.banner import Banner
from gui.widgets.boxes import Foot
from gui.widgets.card import Lesson
from gui.widgets.detail import Help
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.row import Row
from gui.widgets.section import Section
from gui.work.brief import Brief

_WORK = Text("逐项处理", "Go through them")
_AGAIN = Text("全部再查", "Check all again")
_SAVE = Text("保存结果", "Save")
_PRINT = Text("打印…", "Print…")
_SIGN = Text("签名并出报告…", "Sign a report…")
_DOCUMENTS = Text("查看是哪些文件…", "See which files…")
_HOME = Text("返回", "Back")
_ASK = Text("逐个回答", "Answer one by one")
_RETRY = Text("这些再查一次", "Check these again")
_GO_ON = Text("接着检查", "Go on with it")
_AS_ADMIN = Text("以管理员身份再查", "Retry as administrator")
_NO_RIGHTS = Text(
    "需要管理员权限才能检查的项目：{count} 项。",
    "Items that need administrator's rights: {count}.",
)

_SAVE_ELSEWHERE = Text("把结果另存到……", "Save the result elsewhere …")
_COPY = Text("复制技术信息", "Copy technical details")
_LESSONS = Text("请牢记", "To keep in mind")
_NOT_COUNTED = Text("机器查不了，不计入结果。", "No machine can check these; they are not counted.")
_TOTAL = Text("共 {count} 项：", "{count} {count:item|items}: ")
_WHEN = Text("{what} · {when}", "{what} · {when}")
_DONE = Text("{open} · 已处理 {done}", "{open} · {done} done")
_NO_PAGE = Text(
    "这个系统没有可以直接打开的设置页，请按上面的步骤操作。",
    "This system has no settings page to open directly; please follow the steps above.",
)

# Checks whose findings are files: by their names, since the screen knows no check.
_FILES = tuple(
    f"workstation.{name}" for name in ("doc_", "publish_", "work_secret_files", "sensitive_file", "bulk_personal")
)
_STICKY = "\u00a0"  # a space that keeps a count on the line of its word
_TO_DO = (Group.HOLD, Group.FIX, Group.CONFIRM, Group.UNREAD, Group.NOT_RUN, Group.ATTENTION)


class ResultPage(Page):
    """Rows stay where they are while a person works on them; they find their new group when the page is next loaded."""

    again_wanted = Signal(object)  # tuple of check ids
    all_again_wanted = Signal()
    go_on_wanted = Signal()
    settings_wanted = Signal(str, str)  # check id, address
    answered = Signal(object, bool, str, str)  # finding, yes, who, note
    save_wanted = Signal()
    sign_wanted = Signal()
    print_wanted = Signal()
    questions_wanted = Signal()
    pictures_wanted = Signal(str)  # check id
    documents_wanted = Signal()
    admin_wanted = Signal()
    home_wanted = Signal()
    technical_wanted = Signal()

    _brief: Brief | None = None  # on the class: Qt tells of changes before __init__ is through

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, Row] = {}
        self._sections: dict[Group, Section] = {}
        self._placed: dict[str, Group] = {}
        self._lessons: Section | None = None
        self._who = ""
        self._tone = Tone.QUIET
        self.headline, self.summary, self._when = Label(role="headline"), Label(), Label(role="quiet")
        self.work, self.home = Button(role="primary", key="Enter"), Button(key="Esc")
        self.again, self.save = Button(key="F5"), Button()
        self.print, self.sign = Button(key="Ctrl+P"), Button(key="Ctrl+S")
        self.foot = Foot((self.home,), (self.again, self.save, self.print, self.sign))
        self.print.clicked.connect(self.print_wanted)
        self.sign.clicked.connect(self.sign_wanted)
        self.documents = Button()
        self.documents.clicked.connect(self.documents_wanted)
        self.documents.hide()
        self.work.clicked.connect(self._open_first)
        self.again.clicked.connect(self.all_again_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.home.clicked.connect(self.home_wanted)
        for button, words in (
            (self.work, _WORK),
            (self.again, _AGAIN),
            (self.sign, _SIGN),
            (self.save, _SAVE),
            (self.print, _PRINT),
            (self.documents, _DOCUMENTS),
            (self.home, _HOME),
        ):
            self.phrases.put(button.setText, words)
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(8)
        box.addWidget(self.headline)
        box.addWidget(self.summary)
        box.addWidget(self._when)
        box.addLayout(Flow(self.work, self.documents))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addWidget(card)
        self.body.addLayout(self.warnings)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows.values())

    def row(self, check_id: str) -> Row:
        return self._rows[check_id]

    def has(self, check_id: str) -> bool:
        """Whether a row of it is shown."""
        return check_id in self._rows

    def section(self, group: Group) -> Section:
        return self._sections[group]

    def load(self, brief: Brief) -> None:
        """Show a result from its beginning."""
        self._brief = brief
        self._clear()
        remedies = {check_id: card.remedy for check_id, card in brief.cards.items()}
        for one, findings in grouped(brief.inspection.findings, remedies).items():
            self._placed |= dict.fromkeys((finding.check_id for finding in findings), one)
            words, quiet, language = one.value.words, one.value.quiet, self.phrases.language
            section = Section(words, quiet, partial(self._made, findings), language, self._offer(one))
            section.pressed.connect(partial(self._pressed, one))
            self._sections[one] = section
            self._list.addWidget(section)
        if brief.lessons:
            self._lessons = Section(_LESSONS, True, self._made_lessons, self.phrases.language, note=_NOT_COUNTED)
            self._lessons.count(Text.name(str(len(brief.lessons))))
            self._list.addWidget(self._lessons)
        self._circumstances()
        self._tell()
        self.verticalScrollBar().setValue(0)

    def refresh(self, brief: Brief) -> None:
        """Newer findings of the inspection that is shown; open rows stay open."""
        self._brief = brief
        for finding in brief.inspection.findings:
            self.put(finding)
        self._circumstances()
        self._tell()

    def put(self, finding: Finding) -> None:
        """A check began or ended again."""
        if (row := self._rows.get(finding.check_id)) is not None:
            row.put(finding, self._help(finding))

    def no_settings_page(self, check_id: str) -> None:
        row = self._rows.get(check_id)
        if row is not None and row.detail is not None:
            row.detail.tell(_NO_PAGE)

    def trouble(self, sentence: Text) -> Banner:
        """Something of ours failed; what was found stands below."""
        banner = self.warn("trouble", sentence, _COPY)
        banner.pressed.connect(self.technical_wanted)
        return banner

    def not_saved(self, sentence: Text) -> Banner:
        banner = self.warn("saving", sentence, _SAVE_ELSEWHERE)
        banner.pressed.connect(self.save_wanted)
        return banner

    def saved(self, sentence: Text) -> Banner:
        return self.inform("saving", sentence)

    def admin_answer(self, sentence: Text) -> Banner:
        """How a person can get administrator's rights, where we cannot ask for them."""
        return self.warn("rights", sentence)

    def answered_by(self, who: str) -> None:
        """Propose that name for the next answers."""
        self._who = who

    def open_next(self, after: str) -> None:
        """Open the next question after one that was answered, or give the focus back to that row."""
        open_questions = [row for row in self._in_order() if row.finding.state is State.NEEDS_PERSON]
        ids = list(self._placed)
        later = [row for row in open_questions if ids.index(row.finding.check_id) > ids.index(after)]
        chosen = next(iter((*later, *open_questions)), None)
        if chosen is None:
            self._rows[after].header.setFocus()
            return
        self._rows[after].open(False)
        self.show_row(chosen)

    def show_row(self, row: Row) -> None:
        """Open a row, bring it into view and give it the focus."""
        row.open()
        row.header.setFocus(Qt.FocusReason.OtherFocusReason)
        # After the layout has made room for what was opened.
        QTimer.singleShot(0, row, lambda: self.bring(row))

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for section in self._all_sections():
            section.retranslate(language)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._brief is not None:
            self._colour()
        super().changeEvent(event)

    def begin(self) -> None:
        (self.work if self.work.isVisibleTo(self) else self.home).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.clear_banners()
        self._rows, self._sections, self._placed, self._lessons = {}, {}, {}, None
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _made(self, findings: tuple[Finding, ...]) -> list[Row]:
        """The rows of a section, made when it is first shown: of the findings as they stand then."""
        assert self._brief is not None
        now = {finding.check_id: finding for finding in self._brief.inspection.findings}
        made = {finding.check_id: self._new_row(now[finding.check_id]) for finding in findings}
        self._rows |= made
        return list(made.values())

    def _made_lessons(self) -> list[Lesson]:
        lessons = self._brief.lessons if self._brief else ()
        return [Lesson(rule, self.phrases.language) for rule in lessons]

    def _all_sections(self) -> tuple[Section, ...]:
        return (*self._sections.values(), *((self._lessons,) if self._lessons else ()))

    def _new_row(self, finding: Finding) -> Row:
        assert self._brief is not None
        card = self._brief.cards.get(finding.check_id)
        row = Row(finding, card, self._help(finding), self.phrases.language)
        row.pictures_wanted.connect(self.pictures_wanted)
        row.again_wanted.connect(lambda check_id: self.again_wanted.emit((check_id,)))
        row.settings_wanted.connect(self.settings_wanted)
        row.admin_wanted.connect(self.admin_wanted)
        row.answered.connect(self.answered)
        row.step.connect(partial(self._step, row))
        return row

    def _help(self, finding: Finding) -> Help:
        assert self._brief is not None
        return Help(
            again=finding.check_id in self._brief.again,
            pictures=finding.check_id in self._brief.papers,
            admin=finding.check_id in self._brief.admin_helps,
            who=self._who or self._brief.who,
        )

    def _offer(self, one: Group) -> Text | None:
        """The button beside a group's heading."""
        if one is Group.NOT_RUN:
            return _GO_ON
        if one is Group.CONFIRM:
            return _ASK
        return _RETRY if one is Group.UNREAD and self._retryable() else None

    def _retryable(self) -> tuple[str, ...]:
        assert self._brief is not None
        return tuple(
            finding.check_id
            for finding in self._brief.inspection.findings
            if finding.state is State.COULD_NOT_CHECK and finding.check_id in self._brief.again
        )

    def _pressed(self, one: Group) -> None:
        if one is Group.NOT_RUN:
            self.go_on_wanted.emit()
        elif one is Group.CONFIRM:
            self.questions_wanted.emit()
        elif ids := self._retryable():
            self.again_wanted.emit(ids)

    def _circumstances(self) -> None:
        """What stands above the result: not kept, or not enough rights."""
        assert self._brief is not None
        if self._brief.unsaved is not None:
            self.not_saved(self._brief.unsaved)
        if count := len(self._brief.admin_helps):
            banner = self.warn("rights", _NO_RIGHTS.filled(count=count), _AS_ADMIN)
            banner.pressed.connect(self.admin_wanted)
        else:
            self.unwarn("rights")

    def _tell(self) -> None:
        if self._brief is None:
            return
        inspection = self._brief.inspection
        conclusion = conclude(inspection.findings)
        self.phrases.put(self.headline.say, conclusion.headline, "headline")
        self.phrases.put(self.summary.say, _summary(conclusion, len(inspection.findings)), "summary")
        when = _WHEN.filled(what=NAMES[inspection.profile], when=moment(inspection.began))
        about = (Text.name(inspection.target.label), when, *inspection.scope)
        self.again.setVisible(not self._brief.past)
        told = Text(" · ".join(one.zh for one in about), " · ".join(one.en for one in about))
        self.phrases.put(self._when.say, told, "when")
        self._tone = OUTCOME_TONE[conclusion.outcome]
        self._colour()
        self.work.setVisible(any(one in self._sections for one in _TO_DO))
        self.documents.setVisible(any(map(_about_files, inspection.findings)))
        for one, section in self._sections.items():
            section.count(self._count(one))

    def _colour(self) -> None:
        self.headline.tone(self._tone)

    def _count(self, one: Group) -> Text:
        """How many of a group's rows still belong there, and how many were dealt with since."""
        assert self._brief is not None
        here = [finding for finding in self._brief.inspection.findings if self._placed.get(finding.check_id) is one]
        still = sum(self._group(finding) is one for finding in here)
        if still == len(here):
            return Text.name(str(still))
        return _DONE.filled(open=still, done=len(here) - still)

    def _group(self, finding: Finding) -> Group:
        card = self._brief.cards.get(finding.check_id) if self._brief else None
        return group(finding, card.remedy if card else None)

    def _open_first(self) -> None:
        """The first row with something to do."""
        for row in self._in_order():
            if self._placed[row.finding.check_id] in _TO_DO and self._group(row.finding) in _TO_DO:
                self.show_row(row)
                return

    def _step(self, row: Row, by: int) -> None:
        visible = [one for one in self._in_order() if one.isVisible()]
        place = visible.index(row) + by
        if 0 <= place < len(visible):
            visible[place].header.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bring(visible[place])

    def _in_order(self) -> list[Row]:
        return [self._rows[check_id] for check_id in self._placed if check_id in self._rows]


def _about_files(finding: Finding) -> bool:
    """Whether a finding names files that the page of documents shows."""
    return finding.state is State.FAILED and finding.check_id.startswith(_FILES)


def _summary(conclusion: Conclusion, total: int) -> Text:
    """Counts, heaviest first; what does not occur is left out."""
    counts = [(TO_FIX_WORD, conclusion.must_fix), (ATTENTION_WORD, conclusion.attention)]
    counts += [(face.word, conclusion.by_state[state]) for state, face in COUNTED]
    said = [(word, count) for word, count in counts if count]
    zh = " · ".join(f"{word.zh}{_STICKY}{count}" for word, count in said)
    en = " · ".join(f"{word.en} {count}".replace(" ", _STICKY) for word, count in said)
    head = _TOTAL.filled(count=total)
    return Text(head.zh + zh, head.en + en)
