"""Before something is published: drafts are dropped or chosen, judged one by one, and forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar

from checker.app.publication import Judged, Verdict
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.states import Shape, Tone
from gui.widgets.boxes import Rows
from gui.widgets.entry import Entry
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Mark

_TITLE = Text("公开前检查", "Before publication")
_HINT = Text(
    "把要发布的稿件拖进来：看有没有密级标志、内部标志、看不见的文字和没有遮挡的个人信息。看完就忘，什么也不保存。",
    "Drop what is to be published: it is looked at for secrecy and internal marks, hidden text and personal numbers "
    "that are not masked. Nothing is kept.",
)
_DROP = Text("把稿件拖到这里", "Drop drafts here")
_FILES, _STOP = Text("选择稿件…", "Choose drafts…"), Text("停止", "Stop")
_WORKING = Text("正在看……已看 {count} 个", "Looking … {count} so far")
_ENDED = Text(
    "看了 {all} 个：不能发布 {stop}，没有看全 {unread}，没有发现问题 {clear}。",
    "{all} looked at: {stop} must not go out, {unread} not seen in full, {clear} without a find.",
)
_STOPPED = Text("已停止，以上只是看过的部分。", "Stopped; this is what was seen until then.")
_FACES = {
    Verdict.HOLD: (Shape.CROSS, Tone.BAD),
    Verdict.STOP: (Shape.CROSS, Tone.BAD),
    Verdict.UNREAD: (Shape.QUESTION, Tone.UNKNOWN),
    Verdict.CLEAR: (Shape.TICK, Tone.GOOD),
}
_MOST = 200  # rows shown; what is worst comes first


class PublicationPage(Page):
    files_wanted = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._judged: list[Judged] = []
        title, hint = Label(role="page"), Label(role="quiet")
        self.files, self.stop = Button(role="primary", key="Ctrl+O"), Button()
        self.bar, self.said, self.drop = QProgressBar(), Label(role="title"), Label(role="drop")
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (self.files.setText, _FILES),
            (self.stop.setText, _STOP),
            (self.drop.say, _DROP),
            (self.bar.setAccessibleName, _TITLE),
        ):
            self.phrases.put(say, words)
        self.files.clicked.connect(self.files_wanted)
        self.stop.clicked.connect(self.stopped)
        self.rows = Rows()
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(self.warnings)
        self.body.addLayout(Flow(self.files, self.stop))
        for widget in (self.bar, self.said, self.rows):
            self.body.addWidget(widget)
            widget.hide()
        self.body.addWidget(self.drop, 1)
        self.stop.hide()

    @property
    def working(self) -> bool:
        return self.stop.isVisibleTo(self)

    def prepare(self) -> None:
        self.clear_banners()
        self._judged = []
        self.rows.clear()
        self.rows.hide()
        self.drop.hide()
        self.said.show()
        self._work(True)
        self._say(_WORKING.filled(count=0))

    def put(self, judged: Judged) -> None:
        self._judged.append(judged)
        self._say(_WORKING.filled(count=len(self._judged)))

    def end(self, *, complete: bool) -> Text:
        """All were looked at; the sentence that sums it up."""
        self._work(False)
        self._judged.sort(key=lambda one: list(Verdict).index(one.verdict))
        for one in self._judged[:_MOST]:
            self.rows.add(self._row(one))
        self.rows.setVisible(bool(self._judged))
        count = {verdict: sum(one.verdict is verdict for one in self._judged) for verdict in Verdict}
        said = _ENDED.filled(
            all=len(self._judged),
            stop=count[Verdict.HOLD] + count[Verdict.STOP],
            unread=count[Verdict.UNREAD],
            clear=count[Verdict.CLEAR],
        )
        if not complete:
            said = Text(f"{said.zh}{_STOPPED.zh}", f"{said.en} {_STOPPED.en}")
        self._say(said)
        self.files.setFocus(Qt.FocusReason.OtherFocusReason)
        return said

    def show_error(self, sentence: Text) -> None:
        self._work(False)
        self.said.hide()
        self.warn("trouble", sentence)

    def forget(self) -> None:
        """Nothing of a draft stays when the page is left."""
        self._judged = []
        self.rows.clear()
        for widget in (self.rows, self.said):
            widget.hide()
        self.drop.show()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.rows.retranslate(language)

    def begin(self) -> None:
        self.files.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, one: Judged) -> Entry:
        lines = Text("\n".join(line.zh for line in one.lines), "\n".join(line.en for line in one.lines))
        return Entry(Mark(*_FACES[one.verdict], 22), one.name, lines, self.phrases.language)

    def _work(self, working: bool) -> None:
        self.bar.setVisible(working)
        self.stop.setVisible(working)
        self.files.setEnabled(not working)

    def _say(self, words: Text) -> None:
        self.phrases.put(self.said.say, words, "said")
