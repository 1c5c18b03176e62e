"""Media on their way out: one list, and of the chosen one what is next and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from checker.app.disposal import NOT_ENDED, NOT_WIPED, STEPS, Decision, Disposal, Sort, Step, Technique
from checker.app.disposals import SORTS, TECHNIQUES, destroyed_by_others, hidden_words, state_words, ways
from checker.app.medium import LOOKS_INTO, Mode, amount
from checker.model import hold
from checker.model.text import Language, Text
from gui.models.grid import Grid
from gui.pages.medium import pace
from gui.pages.page import Page
from gui.widgets.boxes import Foot
from gui.widgets.choices import Pick
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.pairs import Pairs
from gui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checker.app.medium import Attached, ScanProgress

_TITLE = Text("介质处置", "Disposal of media")
_HINT = Text(
    "报废、移交、销毁的介质在这里一步一步走完：看、决定、清除、复查、登记。本程序不清除任何东西；隔几天可以接着走。",
    "Media that are scrapped, handed over or destroyed go through here step by step: look, decide, wipe, check, "
    "register. This program wipes nothing; days may lie between two steps.",
)
_MEDIUM, _ASSET, _SERIAL = (
    Text("插着的介质", "Plugged in"),
    Text("资产编号", "Asset number"),
    Text("序列号（读不到时填）", "Serial number (if not readable)"),
)
_NONE = Text("未检测到存储介质", "No storage medium detected")
_ROW = Text("{name} · {size}", "{name} · {size}")
_IMAGE, _AGAIN, _BEGIN = (
    Text("镜像文件…", "Image file…"),
    Text("重新列出", "List again"),
    Text("加入处置", "Add it"),
)
_COLUMNS = (
    Text("介质", "Medium"),
    Text("编号", "Number"),
    Text("资产编号", "Asset number"),
    Text("下一步", "Next"),
)
_WHO = Text("谁决定、谁经手", "Who decides and does it")
_LOOKS = (
    (Mode.FULL, Text("全面检查", "Full check")),
    (Mode.QUICK, Text("随机抽查", "Random sample")),
)
_CHECKS = (
    (Mode.VERIFY, Text("清除后复检", "Check after a wipe")),
    (Mode.FULL, Text("全面检查（随机覆写之后）", "Full check (after a random wipe)")),
    (Mode.TENTH, Text("读取十分之一", "A tenth of it")),
    (Mode.QUICK, Text("随机抽查", "Random sample")),
)
_DECISIONS = (
    (Decision.WIPE, Text("清除", "Wipe")),
    (Decision.DESTROY, Text("销毁", "Destroy")),
    (Decision.KEEP, Text("继续使用", "Keep in use")),
)
_HOW, _TOOL, _PASSES, _HIDDEN, _FIRM = (
    Text("用了哪一种", "Which was used"),
    Text("工具和版本", "Tool and version"),
    Text("覆写遍数", "Passes"),
    Text("隐藏区域（hdparm -N 的结果）", "Hidden areas (as hdparm -N says)"),
    Text("销毁单位", "Destroyed by"),
)
_WIPED, _DESTROYED, _FORGET, _STOP = (
    Text("已清除，去复查", "It is wiped; check it"),
    Text("已销毁", "It is destroyed"),
    Text("从清单去掉", "Take it off the list"),
    Text("停止", "Stop"),
)
_ERASES = Text("自带的擦除：{state}；{hidden}。", "Its own erase: {state}; {hidden}.")
_REGISTER, _BACK = (
    Text("做登记表…（{count} 个可以登记）", "Make the register… ({count} ready)"),
    Text("返回", "Back"),
)
_LOOKING = Text("正在打开并读取目录……", "Opening it and reading its tables …")


class DisposalPage(Page):
    add_wanted = Signal(str, str, str)  # path, asset number, serial number
    look_wanted = Signal(object, object)  # Disposal, Mode
    decided = Signal(object, object, str)  # Disposal, Decision, who
    wiped = Signal(object, object, str, int, str, str)  # Disposal, Technique, tool, passes, who, hidden areas
    forget_wanted = Signal(object)
    register_wanted = Signal()
    image_wanted = Signal()
    list_wanted = Signal()
    stopped = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._disposals: tuple[Disposal, ...] = ()
        self._chosen: Disposal | None = None
        self._checked = ""  # the disposal whose check has just failed
        self._image = ""
        self._media: tuple[Attached, ...] = ()
        title, hint = Label(role="page"), Label(role="quiet")
        self.media = Pick()
        self.asset, self.serial, self.who = QLineEdit(), QLineEdit(), QLineEdit()
        self.image, self.again, self.add = Button(), Button(), Button(role="primary")
        self.register, self.back, self.stop = Button(), Button(key="Esc"), Button()
        self.bar, self.count = QProgressBar(), Label(role="caption")
        self.bar.setTextVisible(False)
        self.lines = Grid(_COLUMNS)
        self.sheet = Sheet(self.lines)
        self.sheet.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now.row()))
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (self.media.setAccessibleName, _MEDIUM),
            (self.image.setText, _IMAGE),
            (self.again.setText, _AGAIN),
            (self.add.setText, _BEGIN),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, _TITLE),
            (self.sheet.setAccessibleName, _TITLE),
        ):
            self.phrases.put(say, words)
        asking = Pairs()
        asking.add(self._caption(_MEDIUM), self.media)
        self._field(asking, _ASSET, self.asset)
        self._field(asking, _SERIAL, self.serial)
        self._field(asking, _WHO, self.who)
        for line in (self.asset, self.serial):
            line.returnPressed.connect(self._add)
        for button, slot in (
            (self.add, self._add),
            (self.image, self.image_wanted.emit),
            (self.again, self.list_wanted.emit),
            (self.register, self.register_wanted.emit),
            (self.stop, self.stopped.emit),
            (self.back, self.home_wanted.emit),
        ):
            button.clicked.connect(lambda _=False, slot=slot: slot())
        for widget in (title, hint, asking):
            self.body.addWidget(widget)
        self.body.addLayout(Flow(self.add, self.image, self.again))
        self.foot = Foot((self.back,), (self.register,))
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.sheet)
        self.card = self._card()
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.load(())

    # -- the list ----------------------------------------------------------------------------------------------

    @property
    def files(self) -> Button:
        """What Ctrl+O presses."""
        return self.image

    @property
    def path(self) -> str:
        return str(self.media.currentData() or "")

    @property
    def chosen(self) -> Disposal | None:
        return self._chosen

    @property
    def working(self) -> bool:
        return not self.stop.isHidden()

    @property
    def _ready(self) -> int:
        return sum(one.step is Step.REGISTER for one in self._disposals)

    def show_media(self, media: Sequence[Attached]) -> None:
        """What is plugged in, that people plug in first; the chosen one stays chosen."""
        self._media = tuple(sorted(media, key=lambda one: not one.external))
        self._fill(self.path)

    def choose_image(self, image: str) -> None:
        self._image = image
        self._fill(image)

    def load(self, disposals: Sequence[Disposal], chosen: str = "") -> None:
        """The list; the one of that number is chosen, or the one that was."""
        wanted = chosen or (self._chosen.id if self._chosen is not None else "")
        self._disposals = tuple(disposals)
        self.lines.load((Text.name(one.name), one.id, one.asset_number, STEPS[one.step]) for one in self._disposals)
        self.phrases.put(self.register.setText, _REGISTER.filled(count=self._ready), "register")
        self.register.setEnabled(self._ready > 0 and not self.working)
        self.sheet.setVisible(bool(self._disposals))
        places = [place for place, one in enumerate(self._disposals) if one.id == wanted]
        self._choose(places[0] if places else -1)
        if places:
            self.sheet.selectRow(places[0])

    def checked(self, disposal: Disposal) -> None:
        """A check after a wipe ended; where it shows none, that is said."""
        failed = disposal.step in (Step.WIPE, Step.CHECK) and disposal.after is not None
        self._checked = disposal.id if failed else ""

    # -- a look ------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        self._work(working=True)
        self.bar.setRange(0, 0)
        self.phrases.put(self.count.say, _LOOKING, "count")
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, scan: ScanProgress) -> None:
        """How far the look is."""
        moment = scan.moment
        if moment is None or not moment.total:
            self.bar.setRange(0, 0)
            self.phrases.put(self.count.say, LOOKS_INTO if moment is None else _LOOKING, "count")
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * moment.done / moment.total))
        self.phrases.put(self.count.say, pace(moment), "count")

    def end(self) -> None:
        self._work(working=False)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.lines.retranslate(language)
        self._fill(self.path)
        self._tell()

    def begin(self) -> None:
        self.asset.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is next ------------------------------------------------------------------------------------------

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        self.headline, self.words = Label(role="caption"), Label()
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.technique = Pick()
        self.tool, self.passes, self.hidden, self.firm = QLineEdit(), QLineEdit("1"), QLineEdit(), QLineEdit()
        self.forget = Button()
        self.phrases.put(self.forget.setText, _FORGET)
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self._chosen))
        self._groups: dict[Step, QWidget] = {
            Step.LOOK: self._buttons([(words, partial(self._look, mode)) for mode, words in _LOOKS]),
            Step.DECIDE: self._buttons([(words, partial(self._decide, one)) for one, words in _DECISIONS]),
            Step.WIPE: self._wiping(),
            Step.CHECK: self._buttons([(words, partial(self._look, mode)) for mode, words in _CHECKS]),
            Step.DESTROY: self._destroying(),
        }
        for widget in (self.headline, self.words, *self._groups.values(), self.bar, self.count):
            box.addWidget(widget)
        box.addLayout(Flow(self.stop, self.forget))
        self._work(working=False)
        return card

    def _buttons(self, actions: list[tuple[Text, partial[None]]]) -> QWidget:
        made = QWidget()
        buttons = [Button() for _ in actions]
        for button, (words, slot) in zip(buttons, actions, strict=True):
            self.phrases.put(button.setText, words)
            button.clicked.connect(lambda _=False, slot=slot: slot())
        made.setLayout(Flow(*buttons))
        return made

    def _wiping(self) -> QWidget:
        asking = Pairs()
        asking.add(self._caption(_HOW), self.technique)
        for words, line in ((_TOOL, self.tool), (_PASSES, self.passes), (_HIDDEN, self.hidden)):
            self._field(asking, words, line)
        asking.add(None, self._buttons([(_WIPED, partial(self._wipe))]))
        return asking

    def _destroying(self) -> QWidget:
        asking = Pairs()
        self._field(asking, _FIRM, self.firm)
        asking.add(None, self._buttons([(_DESTROYED, partial(self._destroy))]))
        return asking

    def _choose(self, place: int) -> None:
        self._chosen = self._disposals[place] if 0 <= place < len(self._disposals) else None
        self._tell()

    def _tell(self) -> None:
        one = self._chosen
        self.card.setVisible(one is not None)
        if one is None:
            return
        for step, group in self._groups.items():
            group.setVisible(one.step is step)
        self.forget.setVisible(not one.registered)
        self.phrases.put(self.headline.say, STEPS[one.step], "headline")
        self.phrases.put(self.words.say, _joined(self._said(one)), "words")
        if one.step is Step.WIPE:
            self._offer(one)

    def _offer(self, one: Disposal) -> None:
        known = [way.technique for way in ways(one.sort, one.path, one.drive)]
        self.technique.clear()
        for technique in dict.fromkeys((*known, Technique.OVERWRITE)):
            if technique is not Technique.PHYSICAL:
                self.technique.addItem(TECHNIQUES[technique].to(self.phrases.language), technique)

    def _said(self, one: Disposal) -> list[Text]:
        size = Text("，{size}", ", {size}").filled(size=amount(one.size)) if one.size else Text("", "")
        said = [Text("{sort}{size}", "{sort}{size}").filled(sort=SORTS[one.sort], size=size)]
        look = one.after or one.before
        if look is not None:
            said.append(look.said)
        if one.id == self._checked:
            said.append(NOT_WIPED if one.step is Step.WIPE else NOT_ENDED)
        match one.step:
            case Step.HELD:
                said.append(hold.MEDIUM)
            case Step.DECIDE:
                said.append(destroyed_by_others())
            case Step.WIPE:
                if one.sort in (Sort.HARD_DISK, Sort.SATA_SSD, Sort.NVME_SSD):
                    said.append(_ERASES.filled(state=state_words(one.drive), hidden=hidden_words(one.drive)))
                for way in ways(one.sort, one.path, one.drive):
                    commands = "".join(f"\n    {command}" for command in way.commands)
                    said.append(Text(way.said.zh + commands, way.said.en + commands))
        return said

    # -- what is pressed ---------------------------------------------------------------------------------------

    def _add(self) -> None:
        if self.path and not self.working:
            self.add_wanted.emit(self.path, self.asset.text().strip(), self.serial.text().strip())

    def _look(self, mode: Mode) -> None:
        if self._chosen is not None and not self.working:
            self.look_wanted.emit(self._chosen, mode)

    def _decide(self, decision: Decision) -> None:
        self.decided.emit(self._chosen, decision, self.who.text())

    def _wipe(self) -> None:
        technique = Technique(self.technique.currentData())
        passes = int(self.passes.text()) if self.passes.text().isdecimal() else 1
        overwrites = technique in (Technique.OVERWRITE, Technique.SANITIZE_OVERWRITE)
        done = (technique, self.tool.text(), passes if overwrites else 0, self.who.text(), self.hidden.text())
        self.wiped.emit(self._chosen, *done)

    def _destroy(self) -> None:
        self.wiped.emit(self._chosen, Technique.PHYSICAL, self.firm.text(), 0, self.who.text(), "")

    # -- pieces ------------------------------------------------------------------------------------------------

    def _caption(self, words: Text) -> Label:
        caption = Label()
        self.phrases.put(caption.say, words)
        return caption

    def _field(self, pairs: Pairs, words: Text, line: QLineEdit) -> None:
        caption = self._caption(words)
        caption.setBuddy(line)
        self.phrases.put(line.setAccessibleName, words)
        pairs.add(caption, line)

    def _fill(self, wanted: str) -> None:
        language = self.phrases.language
        self.media.clear()
        if self._image:
            self.media.addItem(Text.name(self._image.replace("\\", "/").rpartition("/")[2]).to(language), self._image)
        for one in self._media:
            self.media.addItem(_ROW.filled(name=Text.name(one.name), size=amount(one.size)).to(language), one.path)
        if not self.media.count():
            self.media.addItem(_NONE.to(language), "")
        self.media.setCurrentIndex(max(0, self.media.findData(wanted)))

    def _work(self, *, working: bool) -> None:
        for widget in (self.bar, self.count, self.stop):
            widget.setVisible(working)
        for group in self._groups.values():
            group.setEnabled(not working)
        for button in (self.add, self.forget, self.image):
            button.setEnabled(not working)
        self.register.setEnabled(self._ready > 0 and not working)


def _joined(said: list[Text]) -> Text:
    return Text("\n".join(one.zh for one in said), "\n".join(one.en for one in said))
