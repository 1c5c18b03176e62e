"""Media: choose one, have it read, and see what is left on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QProgressBar

from checker.app import medium
from checker.app.medium import Mode, Residue, Unchecked, amount, statement
from checker.model.text import Language, Text
from gui.pages.medium_result import MediumResult
from gui.pages.page import Page
from gui.widgets.boxes import Foot
from gui.widgets.choices import Pick
from gui.widgets.flow import Flow
from gui.widgets.labels import Button, Label
from gui.widgets.tick import Tick

if TYPE_CHECKING:
    from checker.app.medium import Attached, Moment, Scanned, ScanProgress

_TITLE = Text("检查存储介质", "Check a storage medium")
_HINT = Text(
    "看 U 盘、存储卡、硬盘或镜像文件里还残留什么、是否清除干净。只读取，不挂载，不写入，不保存内容；"
    "但这不等于硬件写保护器。",
    "See what is left on a stick, card, disk or image file, or whether it is wiped. It is only read: never mounted, "
    "never written to, no content kept. That is not a hardware write blocker.",
)
_WHICH = Text("介质", "Medium")
_NONE = Text("未检测到存储介质", "No storage medium detected")
_IMAGE, _AGAIN = Text("镜像文件…", "Image file…"), Text("重新列出", "List again")
_FULL = Text("全面检查", "Full check")
_QUICK = Text("随机抽查", "Random sample")
_TENTH = Text("读取十分之一", "A tenth of it")
_VERIFY = Text("清除后复检", "Check after a wipe")
_CONTENT = Text(
    "全面检查时，征得使用人同意，在内存中查看文件内容有无密级标志（包括已删除、能恢复的）",
    "In a full check, with its user's consent, look into files for markings, deleted ones too; in memory only",
)
_STOP, _BACK = Text("停止", "Stop"), Text("返回", "Back")
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
_STOPPED_FOR_GOOD = Text(
    "已停止。做完的部分如下；再检查要从头查，因为这个介质没有能确认是它的序列号。",
    "Stopped. What was done follows; another scan begins anew, since no serial number tells this medium from others.",
)
_NOTHING_YET = Text("已停止，还没有结果。", "Stopped; there is no result yet.")
_RESUMED = Text("接着上次中断的地方做的。", "It went on from where the last scan was interrupted.")


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
        title, hint, which = Label(role="page"), Label(), Label()
        which.setWordWrap(False)
        self.media = Pick()
        self.media.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.media.currentIndexChanged.connect(self._chosen)
        which.setBuddy(self.media)
        self.image, self.again = Button(key="Ctrl+O"), Button()
        self.full, self.quick, self.tenth, self.verify = Button(role="primary"), Button(), Button(), Button()
        self.stop, self.back = Button(), Button(key="Esc")
        self.content = Tick()
        self._asked = False
        self.bar, self.count = QProgressBar(), Label(role="caption")
        self.bar.setTextVisible(False)
        for say, words in (
            (title.say, _TITLE),
            (hint.say, _HINT),
            (which.say, _WHICH),
            (self.media.setAccessibleName, _WHICH),
            (self.image.setText, _IMAGE),
            (self.again.setText, _AGAIN),
            (self.full.setText, _FULL),
            (self.quick.setText, _QUICK),
            (self.tenth.setText, _TENTH),
            (self.verify.setText, _VERIFY),
            (self.content.setText, _CONTENT),
            (self.stop.setText, _STOP),
            (self.back.setText, _BACK),
            (self.bar.setAccessibleName, _TITLE),
        ):
            self.phrases.put(say, words)
        for button, signal in (
            (self.image, self.image_wanted),
            (self.again, self.list_wanted),
            (self.stop, self.stopped),
            (self.back, self.home_wanted),
        ):
            button.clicked.connect(signal)
        for button, mode in self._modes:
            button.clicked.connect(lambda _=False, mode=mode: self._begin(mode))
        self.body.addWidget(title)
        self.body.addWidget(hint)
        self.body.addLayout(Flow(which, self.media, self.image, self.again))
        self.body.addLayout(Flow(self.full, self.quick, self.tenth, self.verify, self.stop))
        self.foot = Foot((self.back,))
        self.body.addWidget(self.content)
        self.body.addLayout(self.warnings)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.count)
        self.result = MediumResult(self.phrases)
        self.body.addWidget(self.result)
        self.body.addStretch(1)
        self._show(working=False)
        self.count.hide()
        self.result.hide()

    @property
    def _modes(self) -> tuple[tuple[Button, Mode], ...]:
        return (
            (self.full, Mode.FULL),
            (self.quick, Mode.QUICK),
            (self.tenth, Mode.TENTH),
            (self.verify, Mode.VERIFY),
        )

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
        self.result.hide()
        self._show(working=True)
        self.bar.setRange(0, 0)
        self._count(_BEGINS)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, scan: ScanProgress) -> None:
        """How far the scan is."""
        moment = scan.moment
        if moment is None:
            self.bar.setRange(0, 0)
            self._count(medium.LOOKS_INTO)
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(round(1000 * moment.done / moment.total) if moment.total else 0)
        self._count(pace(moment))
        if scan.map:
            self.result.put(scan.map, scan.finds)

    def end(self, scanned: Scanned) -> Text:
        """The scan is over; the sentence that sums it up."""
        self._show(working=False)
        residue = self._residue = scanned.residue
        if residue is None:
            self._count(_NOTHING_YET)
            return _NOTHING_YET
        self._tell_how_it_went(residue, scanned)
        said = statement(residue)
        self.result.load(residue, said, scanned, asked=self._asked)
        self.full.setFocus(Qt.FocusReason.OtherFocusReason)
        return said

    def _tell_how_it_went(self, residue: Residue, scanned: Scanned) -> None:
        """Whether it was stopped, and what another scan would begin with."""
        if Unchecked.STOPPED in residue.unchecked:
            self._count(_STOPPED if scanned.resumable else _STOPPED_FOR_GOOD)
        elif scanned.anew is not None:
            self._count(scanned.anew)
        elif scanned.resumed:
            self._count(_RESUMED)
        else:
            self.count.hide()

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.count.hide()
        self.warn("trouble", sentence)

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        self.result.retranslate(language)
        self._fill(self.path)

    def begin(self) -> None:
        self.media.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _show(self, working: bool) -> None:
        chosen = bool(self.path)
        for button, _ in self._modes:
            button.setEnabled(chosen and not working)
            button.setVisible(not working)
        for widget in (self.media, self.image, self.again, self.content):
            widget.setEnabled(not working)
        self.stop.setEnabled(working)
        self.stop.setVisible(working)
        self.bar.setVisible(working)

    def _count(self, words: Text) -> None:
        self.phrases.put(self.count.say, words, "count")
        self.count.show()


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
