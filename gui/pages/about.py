"""About: what this copy is, what it never reads, and whose work it ships, with licences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from checker.app.about import NEVER, About
from checker.app.catalogue import Own
from checker.model.text import Language, Text
from gui.pages.page import Page
from gui.states import Shape, Tone
from gui.widgets.boxes import Rows, card
from gui.widgets.entry import Entry
from gui.widgets.labels import Button, Label
from gui.widgets.marks import Mark, Seal

_TITLE, _NAME = Text("关于", "About"), Text("密检 {version}", "Mijian {version}")
_LOOKING = Text("正在读取程序自身……", "Reading the program itself …")
_SYSTEM = Text("Python {python} · {system}", "Python {python} · {system}")
_DIGEST = Text("本程序校验值 {digest}", "This program's digest {digest}")
_RULES = Text("规则和产品表校验值 {digest}", "Digest of rules and tables {digest}")
_LICENCE = Text("许可：Apache-2.0", "Licence: Apache-2.0")
_NEVER = Text("从不读取，从不做", "Never read, never done")
_OWN = Text("本单位自己的检查、规则和名单", "This unit's own checks, rules and tables")
_NONE_OWN = Text("没有", "None")
_HOW_OWN = Text("信息中心可以放在 checks/local 里", "IT can put some into checks/local")
_OF = Text("本单位 · 校验值 {digest}", "this unit's · digest {digest}")
_REFUSED = Text("没有使用：{why}", "not used: {why}")
_SHIPPED = Text("随程序带的软件和许可（{count}）", "Software that comes with it, and licences ({count})")
_UNNAMED = Text("见所附许可文本", "see the texts beside it")
_SHOW = Text("展开", "Show")


class AboutPage(Page):
    def __init__(self) -> None:
        super().__init__()
        self._about: About | None = None
        title, never, ours = Label(role="page"), Label(role="title"), Label(role="title")
        self.name, self.system, self.licence = Label(role="title"), Label(role="quiet"), Label(role="quiet")
        self.digest, self.rules, self.shipped = Label(role="note"), Label(role="note"), Label(role="title")
        self.knowledge = Label(role="quiet")
        for digest in (self.digest, self.rules):
            digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label, words in ((title, _TITLE), (never, _NEVER), (ours, _OWN), (self.licence, _LICENCE)):
            self.phrases.put(label.say, words)
        self.phrases.put(self.system.say, _LOOKING, "system")
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Seal(44))
        head.addWidget(self.name, 1)
        self.never, self.libraries, self.own = Rows(), Rows(), Rows()
        for one in NEVER:
            self.never.add(Entry(Mark(Shape.DASH, Tone.QUIET), one, None, Language.ZH))
        self.show_libraries = Button(role="link")
        self.phrases.put(self.show_libraries.setText, _SHOW)
        self.show_libraries.clicked.connect(self._unfold)
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        self.body.addWidget(card(head, self.system, self.knowledge, self.digest, self.rules, self.licence, gap=6))
        for widget in (never, self.never, ours, self.own, self.shipped, self.show_libraries, self.libraries):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        for hidden in (self.shipped, self.show_libraries, self.libraries):
            hidden.hide()

    @property
    def known(self) -> bool:
        return self._about is not None

    def load(self, about: About, own: Sequence[Own] = ()) -> None:
        """`own`: what the unit added to the checks."""
        self._about = about
        self.own.clear()
        for one in own:
            said = _OF.filled(digest=one.sha256) if one.why is None else _REFUSED.filled(why=one.why)
            face = (Shape.TICK, Tone.GOOD) if one.why is None else (Shape.TRIANGLE, Tone.WARN)
            self.own.add(Entry(Mark(*face, 18), Text.name(one.id), said, self.phrases.language))
        if not own:
            self.own.add(Entry(Mark(Shape.DASH, Tone.QUIET, 18), _NONE_OWN, _HOW_OWN, self.phrases.language))
        put = self.phrases.put
        put(self.name.say, _NAME.filled(version=about.version), "name")
        put(self.system.say, _SYSTEM.filled(python=about.python, system=about.system), "system")
        put(self.knowledge.say, about.knowledge, "knowledge")
        put(self.digest.say, _DIGEST.filled(digest=about.digest), "digest")
        put(self.rules.say, _RULES.filled(digest=about.rules), "rules")
        put(self.shipped.say, _SHIPPED.filled(count=len(about.libraries)), "shipped")
        self.shipped.show()
        self.show_libraries.show()

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.never.retranslate(language)
        self.libraries.retranslate(language)
        self.own.retranslate(language)

    def begin(self) -> None:
        self.show_libraries.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        if self._about is None or self.libraries.rows:
            return
        for one in self._about.libraries:
            licence = Text.name(one.licence) if one.licence else _UNNAMED
            head = Text.name(f"{one.name} {one.version}")
            self.libraries.add(Entry(Mark(Shape.DASH, Tone.QUIET, 14), head, licence, self.phrases.language))
        self.libraries.show()
        self.show_libraries.hide()
