"""Media: choose one, have it read, and see what is left on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QProgressBar, QVBoxLayout, QWidget

from checker.app import medium
from checker.app.medium import Mode, Residue, Unchecked, amount, no_finds, not_checked, statement
from checker.model.text import Language, Text
from gui.look import ink
from gui.models.grid import Grid
from gui.models.medium import COLUMNS, TONES, plan, plan_of, rows
from gui.pages.page import Page
from gui.states import Tone
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.map import MediumMap
from gui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checker.app.medium import Attached, Contained, Moment, ScanProgress

_TITLE = Text("检查存储介质", "Check a storage medium")
_HINT = Text(
    "看 U 盘、存储卡、硬盘或镜像文件里还残留什么、是否清除干净。只读取，不挂载，不写入，不保存内容；"
    "但这不等于硬件写保护器。",
    "See what is left on a stick, card, disk or image file, or whether it is wiped. It is only read: never mounted, "
    "never written to, no content kept. That is not a hardware write blocker.",
)
_WHICH = Text("介质", "Medium")
_NONE = Text("没有列出任何介质", "No medium is listed")
_IMAGE, _AGAIN = Text("镜像文件…（Ctrl+O）", "Image file… (Ctrl+O)"), Text("重新列出", "List again")
_FULL = Text("全面检查", "Full check")
_QUICK = Text("随机抽查", "Random sample")
_VERIFY = Text("清除后复检", "Check after a wipe")
_CONTENT = Text(
    "全面检查时，征得使用人同意，在内存中查看文件内容有无密级标志（包括已删除、能恢复的）",
    "In a full check, with its user's consent, look into files for markings, deleted ones too; in memory only",
)
_MARKS = Text("文件里的密级标志", "Secrecy markings in files")
_SHOWN = 20
_STOP, _BACK = Text("停止", "Stop"), Text("返回（Esc）", "Back (Esc)")
_ROW = Text("{name} · {size} · {bus}{use}", "{name} · {size} · {bus}{use}")
_USED = Text(" · 正在使用", " · in use")
_BUSES = {
    "usb": Text("USB", "USB"),
    "card": Text("存储卡", "card"),
    "nvme": Text("固态硬盘（NVMe）", "solid-state disk (NVMe)"),
    "ata": Text("内置硬盘", "built-in disk"),
    "virtual": Text("虚拟盘", "virtual disk"),
    "other": Text("其他", "other"),
}
_MOUNTED = Text(
    "这个介质正在使用，内容可能随时变化；请先安全弹出（不要拔下），再点“重新列出”后检查。",
    "This medium is in use and may change meanwhile. Eject it (without unplugging), list again, then check.",
)
_OWN = Text(
    "这是电脑自己正在使用的硬盘，检查时内容还在变化，结果只说明当时。",
    "This is a disk that the computer itself is using. It changes while it is read, so the result speaks of that "
    "moment alone.",
)
_BEGINS = Text("正在打开并读取目录……", "Opening it and reading its tables …")
_PACE = Text(
    "已读 {done}，共 {total}；{rate} MB/s，{left}；已找到 {finds} 处",
    "{done} of {total} read; {rate} MB/s, {left}; {finds} found",
)
_LEFT = Text("还需 {time}", "{time} left")
_SOON = Text("正在估算剩余时间", "estimating the time left")
_SECONDS, _MINUTES, _HOURS = Text("{n} 秒", "{n} s"), Text("{n} 分钟", "{n} min"), Text("{n} 小时", "{n} h")
_STOPPED = Text(
    "已停止。做完的部分如下；再检查同一介质会接着做。",
    "Stopped. What was done follows; checking the same medium again goes on from there.",
)
_NOTHING_YET = Text("已停止，还没有结果。", "Stopped; there is no result yet.")
_RESUMED = Text("接着上次中断的地方做的。", "It went on from where the last scan was interrupted.")
_MAP = Text("介质地图", "Map of the medium")
_FOUND = Text("找到的文件（按类型）", "What was found, by kind")
_BIN = Text("回收站里还有 {count} 个文件。", "Files still in recycle bins: {count}.")
_TRACED, _NOT_SEEN, _TO_DO = (
    Text("以前的痕迹", "Signs of what was here before"),
    Text("没有检查的", "Not checked"),
    Text("怎么办", "What to do"),
)


class MediumPage(Page):
    scan_wanted = Signal(str, object, bool)  # path, Mode, whether files are looked into
    image_wanted = Signal()
    list_wanted = Signal()
    stopped = Signal()
    home_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._media: tuple[Attached, ...] = ()
        self._image = ""
        self._residue: Residue | None = None
        self._tone = Tone.QUIET
        self._verdict = Label(role="title")
        title, hint, which = Label(role="title"), Label(), Label()
        which.setWordWrap(False)
        self.media = QComboBox()
        self.media.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.media.currentIndexChanged.connect(self._chosen)
        which.setBuddy(self.media)
        self.image, self.again = Button(), Button()
        self.full, self.quick, self.verify = Button(role="primary"), Button(), Button()
        self.stop, self.back = Button(), Button()
        self.content = QCheckBox()
        self._asked = False
        self.bar, self.count = QProgressBar(), Label(role="caption")
        self.bar.setTextVisible(False)
        self.map, self.finds = MediumMap(), Grid(COLUMNS)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (which.say, _WHICH),
            (self.media.setAccessibleName, _WHICH),
            (self.image.setText, _IMAGE),
            (self.again.setText, _AGAIN),
            (self.full.setText, _FULL),
            (self.quick.setText, _QUICK),
            (self.verify.setText, _VERIFY),
            (self.content.setText, _CONTENT),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, _TITLE),
            (self.map.setAccessibleName, _MAP),
        ):
            self.phrases.put(say, words)
        for button, signal in (
            (self.image, self.image_wanted),
            (self.again, self.list_wanted),
            (self.stop, self.stopped),
            (self.back, self.home_wanted),
        ):
            button.clicked.connect(signal)
        for button, mode in ((self.full, Mode.FULL), (self.quick, Mode.QUICK), (self.verify, Mode.VERIFY)):
            button.clicked.connect(lambda _=False, mode=mode: self._begin(mode))
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(which, self.media, self.image, self.again))
        self.body.addLayout(Flow(self.full, self.quick, self.verify, self.stop, self.back))
        self.body.addWidget(self.content)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.count)
        self._build()
        self.body.addStretch(1)
        self._show(working=False)
        self.count.hide()
        self._result.hide()

    # -- choosing ----------------------------------------------------------------------------------------------

    @property
    def files(self) -> Button:
        """What Ctrl+O presses."""
        return self.image

    @property
    def path(self) -> str:
        """What is chosen; empty: nothing."""
        return str(self.media.currentData() or "")

    def load(self, media: Sequence[Attached]) -> None:
        """List media, those that people plug in first; what was chosen stays chosen."""
        before = self.path
        self._media = tuple(sorted(media, key=lambda one: not one.external))
        self._fill(before)

    def choose(self, image: str) -> None:
        """An image file was chosen or dropped."""
        self._image = image
        self._fill(image)

    def choose_listed(self, path: str) -> None:
        """Choose one of those that are listed."""
        place = self.media.findData(path)
        if place >= 0:
            self.media.setCurrentIndex(place)

    def _fill(self, wanted: str) -> None:
        language = self.phrases.language
        self.media.blockSignals(True)
        self.media.clear()
        if self._image:
            self.media.addItem(Text.name(self._image.replace("\\", "/").rpartition("/")[2]).to(language), self._image)
        for one in self._media:
            self.media.addItem(_row(one).to(language), one.path)
        if not self.media.count():
            self.media.addItem(_NONE.to(language), "")
        place = self.media.findData(wanted)
        self.media.setCurrentIndex(max(0, place))
        self.media.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        one = next((one for one in self._media if one.path == self.path), None)
        if one is not None and one.mounted:
            self.warn("mounted", _MOUNTED if one.external else _OWN)
        else:
            self.unwarn("mounted")
        self._show(self.working)

    def _begin(self, mode: Mode) -> None:
        if self.path:
            self._asked = self.content.isChecked() and mode is Mode.FULL
            self.scan_wanted.emit(self.path, mode, self._asked)

    # -- a scan ------------------------------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        return self.stop.isEnabled()

    @property
    def shown(self) -> Residue | None:
        return self._residue

    def prepare(self) -> None:
        self._residue = None
        self.unwarn("trouble")
        self._result.hide()
        self._show(working=True)
        self.bar.setRange(0, 0)
        self._count(_BEGINS)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, sight: ScanProgress) -> None:
        """How far the scan is."""
        moment = sight.moment
        if moment is None:
            self.bar.setRange(0, 0)
            self._count(medium.LOOKS_INTO)
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * moment.done / moment.total) if moment.total else 0)
        self._count(pace(moment))
        if sight.map:
            self.map.load(plan(sight.map, sight.finds))
            self._parts(map_alone=True)

    def end(
        self,
        residue: Residue | None,
        resumed: bool,
        contained: Contained | None = None,
        unopened: Text | None = None,
    ) -> Text:
        """The scan is over; the sentence that sums it up."""
        self._show(working=False)
        self._residue = residue
        if residue is None:
            self._count(_NOTHING_YET)
            return _NOTHING_YET
        said = statement(residue)
        self._count(_STOPPED if Unchecked.STOPPED in residue.unchecked else _RESUMED, resumed)
        self._fill_result(residue, said)
        self._fill_content(contained, unopened)
        unseen = not_checked(residue, looked_into=contained is not None and contained.listed)
        self.phrases.put(self._unseen.say, _dotted(unseen), "unseen")
        self._unseen_card.setVisible(bool(unseen))
        self.full.setFocus(Qt.FocusReason.OtherFocusReason)
        return said

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.hide()
        self.warn("trouble", sentence)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.finds.retranslate(language)
        self.map.retranslate(language)
        self._fill(self.path)

    def begin(self) -> None:
        self.media.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._result = QWidget()
        self._bins, self._empty = Label(), Label(role="quiet")
        self._sheet = Sheet(self.finds)
        self._traces, self._unseen, self._steps = Label(), Label(), Label()
        box = QVBoxLayout(self._result)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(12)
        self._verdict_card = self._card(None, self._verdict)
        self._map_card = self._card(_MAP, self.map)
        self._found_card = self._card(_FOUND, self._sheet, self._empty, self._bins)
        self._content = Label()
        self._content_card = self._card(_MARKS, self._content)
        self._traces_card = self._card(_TRACED, self._traces)
        self._unseen_card = self._card(_NOT_SEEN, self._unseen)
        self._steps_card = self._card(_TO_DO, self._steps)
        self._cards = (
            self._verdict_card,
            self._map_card,
            self._content_card,
            self._found_card,
            self._steps_card,
            self._unseen_card,
            self._traces_card,
        )
        for card in self._cards:
            box.addWidget(card)
        self.phrases.put(self._sheet.setAccessibleName, _FOUND)
        self.body.addWidget(self._result)

    def _card(self, heading: Text | None, *widgets: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        if heading is not None:
            label = Label(role="caption")
            self.phrases.put(label.say, heading)
            box.addWidget(label)
        for widget in widgets:
            box.addWidget(widget)
        return card

    def _fill_result(self, residue: Residue, said: Text) -> None:
        self.phrases.put(self._verdict.say, said, "verdict")
        self._tone = TONES.get(residue.verdict, Tone.QUIET)
        self._colour()
        self.map.load(plan_of(residue))
        self.finds.load(rows(residue))
        self.phrases.put(self._empty.say, no_finds(residue), "empty")
        self._sheet.setVisible(bool(residue.finds))
        self._empty.setVisible(not residue.finds)
        self.phrases.put(self._bins.say, _BIN.filled(count=residue.in_bin), "bins")
        self._bins.setVisible(residue.in_bin > 0)
        traces = tuple(medium.TRACES[kind] for kind in dict.fromkeys(trace.kind for trace in residue.traces))
        self.phrases.put(self._traces.say, _dotted(traces), "traces")
        self._parts(map_alone=False)
        self._traces_card.setVisible(bool(traces))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        """The verdict in its tone; a blank medium is no praise, so that stays as quiet as text."""
        palette = QPalette()  # of this one role only: everything else follows the system
        if self._tone is not Tone.QUIET:
            palette.setColor(QPalette.ColorRole.WindowText, ink(self._tone, self.palette()))
        self._verdict.setPalette(palette)

    def _fill_content(self, contained: Contained | None, unopened: Text | None) -> None:
        """What the document engine saw, where the officer had asked it to."""
        self._content_card.setVisible(self._asked)
        self.phrases.put(self._steps.say, _numbered(medium.advice(contained)), "steps")
        if contained is None:
            self.phrases.put(self._content.say, unopened or medium.NOT_LOOKED, "content")
            return
        lines = medium.content(contained, _SHOWN)
        joined = Text("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))
        self.phrases.put(self._content.say, joined, "content")

    def _parts(self, *, map_alone: bool) -> None:
        for card in self._cards:
            card.setVisible(not map_alone or card is self._map_card)
        self._result.show()

    def _show(self, working: bool) -> None:
        chosen = bool(self.path)
        for button in (self.full, self.quick, self.verify):
            button.setEnabled(chosen and not working)
            button.setVisible(not working)
        for widget in (self.media, self.image, self.again, self.content):
            widget.setEnabled(not working)
        self.stop.setEnabled(working)
        self.stop.setVisible(working)
        self.bar.setVisible(working)

    def _count(self, words: Text, shown: bool = True) -> None:
        self.phrases.put(self.count.say, words, "count")
        self.count.setVisible(shown or words is _STOPPED)


def pace(moment: Moment) -> Text:
    """How far a scan is, how fast, and how long it still takes."""
    left = _SOON if moment.left is None else _LEFT.filled(time=_duration(moment.left))
    return _PACE.filled(
        done=amount(moment.done),
        total=amount(moment.total),
        rate=f"{moment.rate / 1e6:.0f}",
        left=left,
        finds=f"{moment.finds:,}",
    )


def _duration(seconds: float) -> Text:
    if seconds < 90:
        return _SECONDS.filled(n=f"{seconds:.0f}")
    return _MINUTES.filled(n=f"{seconds / 60:.0f}") if seconds < 5400 else _HOURS.filled(n=f"{seconds / 3600:.1f}")


def _row(one: Attached) -> Text:
    use = _USED if one.mounted else Text("", "")
    return _ROW.filled(name=Text.name(one.name), size=amount(one.size), bus=_BUSES[one.bus], use=use)


def _numbered(steps: Sequence[Text]) -> Text:
    numbers = range(1, len(steps) + 1)
    zh = "\n".join(f"{number}. {step.zh}" for number, step in zip(numbers, steps, strict=True))
    return Text(zh, "\n".join(f"{number}. {step.en}" for number, step in zip(numbers, steps, strict=True)))


def _dotted(lines: Sequence[Text]) -> Text:
    return Text("\n".join(f"· {line.zh}" for line in lines), "\n".join(f"· {line.en}" for line in lines))
