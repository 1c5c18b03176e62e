"""Settings: language and size of the text, where results lie and how long, and the rules by which is judged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from checker.app.retention import WHY, YEARS, Weighed
from checker.model.text import Language, Text
from gui.look import SIZES
from gui.pages.page import Page
from gui.states import Tone
from gui.widgets.banner import Banner
from gui.widgets.boxes import Rows
from gui.widgets.choices import Pick
from gui.widgets.entry import Entry
from gui.widgets.labels import Label
from gui.widgets.marks import Sign
from gui.widgets.setting import Setting

_TITLE = Text("设置", "Settings")
_LANGUAGE = Text("语言（Language）", "Language")
_LANGUAGE_HINT = Text("立即生效，下次打开也用它", "Takes effect at once, and next time as well")
_SIZE = Text("字号", "Text size")
_SIZE_HINT = Text("也可以按 Ctrl 加 +、− 或 0", "Ctrl with +, − or 0 does it, too")
_RESULTS, _RULES = Text("检查结果", "Results"), Text("规则和产品表", "Rules and tables")
_KEPT = Text("结果放在哪里", "Where results are kept")
_WHERE = Text(
    "{folder}。换地方：启动时用 --store 指定，例如检查人的 U 盘。",
    "{folder}. For another place start with --store, for instance on the officer's stick.",
)
_HOW_LONG = Text("保留多久", "How long they are kept")
_HOW_LONG_HINT = Text(
    "到期的不会自己消失，由你清理。疑似标密的、还没出具签名报告的、每台设备最新的一次，一直保留",
    "Nothing goes by itself; you clear it. Suspected markings, what is in no signed report yet and the newest of each "
    "device always stay",
)
_ALWAYS, _YEARS = Text("一直保留", "Always"), Text("{count} 年", "{count} {count:year|years}")
_CLEAR = Text("清理旧结果…", "Clear old results…")
_GOING = Text("比 {years} 年早的结果，可以删除 {count} 份", "Results older than {years} years that can go: {count}")
_GOING_ONE = Text("比 1 年早的结果，可以删除 {count} 份", "Results older than a year that can go: {count}")
_STAYING = Text("{going}；另外 {stays}。", "{going}. Of the others, {stays}.")
_FULL_STOP = Text("{going}。", "{going}.")
_DELETE = Text("删除这 {count} 份", "Delete {count:it|these {count}}")
_TAKE = Text("采用更新包…", "Take an update in…")
_TAKE_HINT = Text(
    "更新包由信息中心给，要有本单位批准人的签名。也可以直接拖进窗口",
    "An update comes from IT, signed by your unit's approver. It can also be dropped on this window",
)
_TONGUES = {Language.ZH: "中文", Language.EN: "English"}


class SettingsPage(Page):
    language_chosen = Signal(object)  # Language
    size_chosen = Signal(int)  # percent
    years_chosen = Signal(int)  # 0: always
    clear_wanted = Signal()
    update_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title, results, rules = Label(role="page"), Label(role="title"), Label(role="title")
        for label, words in ((title, _TITLE), (results, _RESULTS), (rules, _RULES)):
            self.phrases.put(label.say, words)
        self.language, self.text_size, self.years = Pick(), Pick(), Pick()
        for tongue, name in _TONGUES.items():
            self.language.addItem(name, tongue)
        for percent in SIZES:
            self.text_size.addItem(f"{percent} %", percent)
        for years in (0, *YEARS):
            self.years.addItem("", years)
        self.language.activated.connect(lambda index: self.language_chosen.emit(self.language.itemData(index)))
        self.text_size.activated.connect(lambda index: self.size_chosen.emit(self.text_size.itemData(index)))
        self.years.activated.connect(lambda index: self._chose(self.years.itemData(index)))
        self.rows, self.results, self.rules = Rows(), Rows(), Rows()
        self.rows.add(Setting(_LANGUAGE, _LANGUAGE_HINT, self.language))
        self.rows.add(Setting(_SIZE, _SIZE_HINT, self.text_size))
        self._kept = Entry(Sign("folder"), _KEPT, None, Language.ZH)
        self.results.add(self._kept)
        self.results.add(Setting(_HOW_LONG, _HOW_LONG_HINT, self.years))
        self._old = Entry(Sign("clock"), _CLEAR, None, Language.ZH)
        self.clear = self._old.offer(_CLEAR, self.clear_wanted.emit)
        self.results.add(self._old)
        self._judged = Entry(Sign("note"), _RULES, None, Language.ZH)
        self.take = self._judged.offer(_TAKE, self.update_wanted.emit)
        self.rules.add(self._judged)
        self.body.addWidget(title)
        self.body.addLayout(self.warnings)
        for widget in (self.rows, results, self.results, rules, self.rules):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.keeps(0)

    def kept_in(self, folder: Text) -> None:
        """Where results lie."""
        self._kept.say(_KEPT, _WHERE.filled(folder=folder))

    def keeps(self, years: int) -> None:
        """How long; 0: always."""
        self.years.setCurrentIndex(max(0, self.years.findData(years)))
        self._old.setVisible(years > 0)
        self.unwarn("clear")

    def judged_by(self, standing: Text, *, old: bool) -> None:
        """Which rules and tables are here. `old`: too old to be relied upon without a word."""
        self._judged.say(standing, _TAKE_HINT)
        self._judged.head.tone(Tone.WARN if old else None)

    def ask_to_delete(self, years: int, found: Weighed) -> Banner | None:
        """Say what would go and what stays, and ask; None: nothing may go."""
        count = len(found.going)
        going = _GOING_ONE.filled(count=count) if years == 1 else _GOING.filled(years=years, count=count)
        stays = [WHY[why].filled(count=number) for why, number in found.stays.items()]
        said = _FULL_STOP.filled(going=going)
        if stays:
            joined = Text("，".join(one.zh for one in stays), ", ".join(one.en for one in stays))
            said = _STAYING.filled(going=going, stays=joined)
        if not count:
            self.inform("clear", said)
            return None
        return self.warn("clear", said, _DELETE.filled(count=count))

    def speaks(self, language: Language) -> None:
        self.language.setCurrentIndex(list(_TONGUES).index(language))

    def sized(self, percent: int) -> None:
        self.text_size.setCurrentIndex(SIZES.index(percent))

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for rows in (self.rows, self.results, self.rules):
            rows.retranslate(language)
        for place, years in enumerate((0, *YEARS)):
            words = _YEARS.filled(count=years) if years else _ALWAYS
            self.years.setItemText(place, words.to(language))

    def begin(self) -> None:
        self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chose(self, years: int) -> None:
        self.keeps(years)
        self.years_chosen.emit(years)
