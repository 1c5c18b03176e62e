"""The organisation's reports at a glance, for IT: taken in, counted, compared, charted and handed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from checker.app.export import (
    CHANGES,
    DEPARTMENT_COLUMNS,
    NO_DEPARTMENT,
    OVERDUE_COLUMNS,
    SHOWN,
    STATES,
    TOTALS,
    changes,
    counts,
    quarter,
    totals,
    unseen_sentence,
)
from checker.model.finding import State
from checker.model.text import Language, Text
from gui.dates import day
from gui.models.files import FileLine, Files
from gui.models.grid import Cell, Grid
from gui.pages.behind import Behind
from gui.pages.reports import ReportsPage
from gui.states import Shape, Tone
from gui.widgets.banner import Banner
from gui.widgets.bars import Bar, Bars, Share
from gui.widgets.choices import Pick
from gui.widgets.flow import Flow
from gui.widgets.kept_reports import KeptReports
from gui.widgets.labels import Button, Label
from gui.widgets.lines import Lines
from gui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checker.app.rollup import DepartmentRow, Named, Overview, View

_TITLE = Text("汇总报告", "Roll-up of reports")
_HINT = Text(
    "把各处室交来的报告文件夹或 ZIP 压缩包拖到这个窗口里，或点按钮选择。每份报告先核验，再计入；同一份只计一次。",
    "Drop folders or ZIP packages of reports on this window, or choose them. Each is verified and counted once.",
)
_FILES = Text("选择文件或压缩包…", "Choose files or packages…")
_WORKING = Text("正在核验并入库……已读 {count} 个文件", "Verifying and taking in … {count} {count:file|files} so far")
_TAKEN = Text(
    "共 {files} 个文件：新入库 {new}，已在库中 {known}，未计入 {refused}。",
    "{files} {files:file|files}: {new} imported, {known} already imported, {refused} rejected.",
)
_EMPTY = Text("汇总库里还没有报告。", "There is no report in the roll-up yet.")
_REFUSED = Text("没有计入的文件", "Rejected files")
_QUARTER, _DEPARTMENT = Text("季度", "Quarter"), Text("部门", "Department")
_ALL = Text("全部部门", "All departments")
_OVERALL = Text("总体情况（台）", "Overall (devices)")
_COMPARED = Text("与 {before}比较（项）", "Against {before} (items)")
_UNSEEN = Text("没有看全的项目", "Not looked at in full")
_LATE = Text("逾期未整改（{count} 项）", "Overdue rectifications ({count})")
_COMPARISON, _OVERDUE = Text("比较", "Comparison"), Text("逾期未整改", "Overdue rectifications")
_BY_DEPARTMENT = Text("按部门", "By department")
_BY_CHECK = Text("按检查项目（台）", "By item (devices)")
_TOLD = Text("缺少、重复或顺序不对的报告", "Reports that are missing, doubled or out of order")
_MORE = Text("还有 {count} 条。", "{count} more.")
_CSV = Text("导出明细表（CSV）…", "Export every item (CSV)…")
_FORM = Text("导出汇总表（PDF）…", "Export the summary (PDF)…")
_NDJSON = Text("导出给安全平台（OCSF）…", "Export for a SIEM (OCSF)…")
_XLSX, _CEF = Text("导出 Excel…", "Export as Excel…"), Text("导出日志格式（CEF）…", "Export as CEF…")
_CHOOSE_TRUST = Text("选择信任文件夹…", "Choose the trust folder…")
_AGAINST, _BEFORE = Text("对照", "Against"), Text("上一季度", "The quarter before")
_PRESS = Text("点一条，看是哪些设备", "Press a bar to see which devices")
_WRITTEN = Text("已写入：{name}", "Written: {name}")
_ITEM = Text("检查项目", "Item")
_OTHERS = Text("其余设备", "Other devices")
_CHARTED = 10  # bars of a chart; the tables have the rest
_LISTED = 100  # overdue rows on the screen; the copies have the rest
_SAID = 10  # sentences on what is missing
_LOOKS: dict[State, tuple[Shape, Tone]] = {
    State.FAILED: (Shape.CROSS, Tone.BAD),
    State.COULD_NOT_CHECK: (Shape.QUESTION, Tone.UNKNOWN),
    State.NEEDS_PERSON: (Shape.BOX, Tone.ASK),
    State.WAIVED: (Shape.FLAG, Tone.WARN),
    State.PASSED: (Shape.TICK, Tone.GOOD),
    State.NOT_APPLICABLE: (Shape.DASH, Tone.QUIET),
}


class RollupPage(ReportsPage):
    chosen = Signal(str, object)  # quarter, department or None
    export_wanted = Signal(str)  # kind
    devices_wanted = Signal(str)  # check

    def __init__(self) -> None:
        super().__init__(_TITLE, _HINT, _FILES, folder_first=True)
        self._view: View | None = None
        self._outcomes: dict[str, int] = {}
        self.refused = Files()
        self._refused_title, self._refused = Label(role="caption"), Lines(self.refused)
        self.quarters, self.departments, self.compared = Pick(), Pick(), Pick()
        self.compared.activated.connect(self._choose)
        self.quarters.activated.connect(self._quarter_chosen)
        self.departments.activated.connect(self._choose)
        self._result = QWidget()
        for say, words in (
            (self._refused_title.say, _REFUSED),
            (self._refused.setAccessibleName, _REFUSED),
            (self.quarters.setAccessibleName, _QUARTER),
            (self.departments.setAccessibleName, _DEPARTMENT),
            (self.compared.setAccessibleName, _AGAINST),
        ):
            self.phrases.put(say, words)
        self.body.addWidget(self._refused_title)
        self.body.addWidget(self._refused)
        self._build()
        self.body.addWidget(self._result)
        self.body.addStretch(1)
        for widget in (self._refused_title, self._refused, self._result):
            widget.hide()

    # -- an import ---------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        self._outcomes = {}
        self.refused.clear()
        self.clear_banners()
        self._refused_title.hide()
        self._refused.hide()
        self._show(working=True)
        self._count(_WORKING.filled(count=0))

    def put(self, outcomes: Iterable[str], refused: Iterable[FileLine]) -> None:
        """What became of some files; those that were refused, with their sentences."""
        for one in outcomes:
            self._outcomes[one] = self._outcomes.get(one, 0) + 1
        self.refused.add(refused)
        some = self.refused.rowCount() > 0
        self._refused_title.setVisible(some)
        self._refused.setVisible(some)
        self._refused.setFixedHeight(8 * self.fontMetrics().height())
        self._count(_WORKING.filled(count=sum(self._outcomes.values())))

    def end(self) -> Text:
        """The import is over; the sentence that sums it up."""
        self._show(working=False)
        known = {name: self._outcomes.get(name, 0) for name in ("new", "known", "refused")}
        said = _TAKEN.filled(files=sum(known.values()), **known)
        self._count(said)
        (self.quarters if self.quarters.isVisibleTo(self) else self.folder).setFocus(Qt.FocusReason.OtherFocusReason)
        return said

    def show_error(self, sentence: Text) -> None:
        self._show(working=False)
        self.warn("trouble", sentence)

    # -- what there is -----------------------------------------------------------------------------------------

    @property
    def shown(self) -> View | None:
        return self._view

    @property
    def department(self) -> str | None:
        """The department that is chosen; None: all."""
        name = self.departments.currentData()
        return name if isinstance(name, str) else None

    def nothing(self) -> None:
        """There is no report yet."""
        self._view = None
        self._result.hide()
        if not self._outcomes:
            self._count(_EMPTY)

    def load(self, periods: Sequence[str], view: View) -> None:
        """Show a quarter."""
        self._view = view
        self._fill_choices(periods)
        overview = view.overview
        self.phrases.put(self._compared.say, _COMPARED.filled(before=quarter(overview.before)), "compared")
        self.phrases.put(self._late.say, _LATE.filled(count=overview.overdue_count), "late")
        self._overall.load([_overall(overview)])
        self._totals.load([[count for _, count in totals(overview)]])
        self._changes.load([[count for _, count in changes(overview)]])
        self._overdue.load(_overdue(overview))
        self.phrases.put(self._unseen.say, unseen_sentence(overview), "unseen")
        self._rest.setVisible(overview.overdue_count > _LISTED)
        self.phrases.put(self._rest.say, _MORE.filled(count=overview.overdue_count - _LISTED), "rest")
        self._department_bars.load([_department_bar(one) for one in overview.departments[:_CHARTED]])
        self._by_department.load(
            (one.department or NO_DEPARTMENT, one.machines, one.to_fix, one.failed, one.unknown)
            for one in overview.departments
        )
        self._check_bars.load([_bar(one.title, one.states) for one in overview.checks[:_CHARTED]])
        self._by_check.load((one.title, *counts(one.states)) for one in overview.checks)
        self._tell_missing(view.missing)
        self._late_sheet.setVisible(bool(overview.overdue))
        self.behind.hide()
        self._result.show()

    def written(self, name: str) -> Text:
        said = _WRITTEN.filled(name=Text.name(name))
        self.inform("written", said)
        return said

    def retranslate(self, language: Language) -> None:
        super().retranslate(language)
        for model in (self._totals, self._changes, self._overdue, self._by_department, self._by_check):
            model.retranslate(language)
        for other in (self.refused, self.behind, self.kept):
            other.retranslate(language)
        for bars in (self._overall, self._department_bars, self._check_bars):
            bars.retranslate(language)
        if self._view is not None:
            self._fill_choices([self.quarters.itemData(place) for place in range(self.quarters.count())])

    def begin(self) -> None:
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def against(self) -> str | None:
        """The quarter that is compared with; None: the one before."""
        name = self.compared.currentData()
        return name if isinstance(name, str) else None

    def ask_trust(self, question: Text) -> Banner:
        """Nothing can be taken in before somebody says whom to trust."""
        return self.warn("trust", question, _CHOOSE_TRUST)

    def show_devices(self, check: str, found: Sequence[tuple[State, Named]]) -> None:
        """The machines behind a bar."""
        checks = self._view.overview.checks if self._view is not None else ()
        self.behind.load(next((one.title for one in checks if one.check == check), Text.name(check)), found)
        self.bring(self.behind)

    def tell(self, place: str, sentences: Sequence[Text]) -> None:
        """What was done, and what came of it."""
        said = Text("\n".join(one.zh for one in sentences), "\n".join(one.en for one in sentences))
        self.inform(place, said)

    # -- pieces ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._totals = Grid(TOTALS)
        self._changes = Grid(CHANGES)
        self._overdue = Grid(OVERDUE_COLUMNS)
        self._by_department = Grid(DEPARTMENT_COLUMNS)
        self._by_check = Grid([_ITEM, *(STATES[states[0]] for states in SHOWN)])
        self._overall, self._department_bars, self._check_bars = Bars(), Bars(lead=True), Bars(lead=True)
        self._department_bars.pressed.connect(self._department_pressed)
        self._check_bars.pressed.connect(self._check_pressed)
        self.behind, self.kept = Behind(), KeptReports()
        self._compared, self._late, self._rest = Label(role="title"), Label(role="title"), Label(role="quiet")
        self._unseen = Label()
        self._missing_title, self._missing = Label(role="title"), Label()
        self._late_sheet = Sheet(self._overdue, wide=1)
        self.csv, self.form, self.ndjson = Button(), Button(), Button()
        self.xlsx, self.cef = Button(), Button()
        for button, words, kind in (
            (self.csv, _CSV, "csv"),
            (self.form, _FORM, "form"),
            (self.xlsx, _XLSX, "xlsx"),
            (self.ndjson, _NDJSON, "ndjson"),
            (self.cef, _CEF, "cef"),
        ):
            self.phrases.put(button.setText, words)
            button.clicked.connect(partial(self.export_wanted.emit, kind))
        quarters, departments, against = Label(), Label(), Label()
        for label, words, choice in (
            (quarters, _QUARTER, self.quarters),
            (departments, _DEPARTMENT, self.departments),
            (against, _AGAINST, self.compared),
        ):
            label.setWordWrap(False)
            label.setBuddy(choice)
            self.phrases.put(label.say, words)
        self.phrases.put(self._missing_title.say, _TOLD)
        box = QVBoxLayout(self._result)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(12)
        box.addLayout(Flow(quarters, self.quarters, departments, self.departments, against, self.compared))
        box.addLayout(Flow(self.form, self.xlsx, self.csv, self.ndjson, self.cef))
        for name, title, *widgets in (
            (_OVERALL, self._heading(_OVERALL), self._overall, Sheet(self._totals, wide=None)),
            (_COMPARISON, self._compared, Sheet(self._changes, wide=None)),
            (_TOLD, self._missing_title, self._missing),
            (_UNSEEN, self._heading(_UNSEEN), self._unseen),
            (_OVERDUE, self._late, self._late_sheet, self._rest),
            (
                _BY_DEPARTMENT,
                self._heading(_BY_DEPARTMENT),
                self._hint(),
                self._department_bars,
                Sheet(self._by_department),
            ),
            (_BY_CHECK, self._heading(_BY_CHECK), self._hint(), self._check_bars, Sheet(self._by_check)),
        ):
            card = self._card(name, title, *widgets)
            box.addWidget(card)
            if name is _TOLD:
                self._missing_card = card
        self.behind.hide()
        box.addWidget(self.behind)
        box.addWidget(self.kept)

    def _department_pressed(self, place: int) -> None:
        if self._view is not None:
            name = self._view.overview.departments[place].department
            self.departments.setCurrentIndex(max(0, self.departments.findData(name)))
            self._choose()

    def _check_pressed(self, place: int) -> None:
        if self._view is not None:
            self.devices_wanted.emit(self._view.overview.checks[place].check)

    def _card(self, name: Text, *widgets: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        for widget in widgets:
            box.addWidget(widget)
            if not isinstance(widget, Label):
                self.phrases.put(widget.setAccessibleName, name)
        return card

    def _heading(self, words: Text) -> Label:
        label = Label(role="title")
        self.phrases.put(label.say, words)
        return label

    def _hint(self) -> Label:
        label = Label(role="note")
        self.phrases.put(label.say, _PRESS)
        return label

    def _tell_missing(self, told: tuple[Text, ...]) -> None:
        self._missing_card.setVisible(bool(told))
        some = list(told[:_SAID])
        if len(told) > _SAID:
            some.append(_MORE.filled(count=len(told) - _SAID))
        joined = Text("\n".join(one.zh for one in some), "\n".join(one.en for one in some))
        self.phrases.put(self._missing.say, joined, "missing")

    def _fill_choices(self, periods: Sequence[str]) -> None:
        assert self._view is not None
        language, chosen = self.phrases.language, self.department
        self.quarters.clear()
        for period in periods:
            self.quarters.addItem(quarter(period).to(language), period)
        self.quarters.setCurrentIndex(max(0, self.quarters.findData(self._view.overview.period)))
        compared = self.against
        self.compared.clear()
        self.compared.addItem(_BEFORE.to(language), None)
        for period in periods:
            if period != self._view.overview.period:
                self.compared.addItem(quarter(period).to(language), period)
        self.compared.setCurrentIndex(max(0, self.compared.findData(compared)))
        self.departments.clear()
        self.departments.addItem(_ALL.to(language), None)
        for name in self._view.departments:
            self.departments.addItem(Text.name(name).to(language) if name else NO_DEPARTMENT.to(language), name)
        if chosen is not None:
            self.departments.setCurrentIndex(max(0, self.departments.findData(chosen)))

    def _quarter_chosen(self) -> None:
        self.departments.setCurrentIndex(0)
        self._choose()

    def _choose(self) -> None:
        self.chosen.emit(self.quarters.currentData(), self.department)


def _overall(overview: Overview) -> Bar:
    _, in_order, stated, to_fix, incomplete = TOTALS
    return Bar(
        Text("全部设备", "All devices"),
        (
            Share(to_fix, Shape.CROSS, Tone.BAD, overview.to_fix),
            Share(incomplete, Shape.QUESTION, Tone.UNKNOWN, overview.incomplete),
            Share(stated, Shape.BOX, Tone.ASK, overview.stated),
            Share(in_order, Shape.TICK, Tone.GOOD, overview.in_order),
        ),
    )


def _department_bar(one: DepartmentRow) -> Bar:
    return Bar(
        Text.name(one.department) if one.department else NO_DEPARTMENT,
        (
            Share(TOTALS[3], Shape.CROSS, Tone.BAD, one.to_fix),
            Share(_OTHERS, Shape.RING, Tone.QUIET, one.machines - one.to_fix),
        ),
    )


def _bar(title: Text, states: dict[State, int]) -> Bar:
    """The states of `SHOWN`, the failures first."""
    columns = {states_of[0]: count for states_of, count in zip(SHOWN, counts(states), strict=True)}
    return Bar(title, tuple(Share(STATES[state], *look, columns[state]) for state, look in _LOOKS.items()))


def _overdue(overview: Overview) -> Iterable[Sequence[Cell]]:
    for one in overview.overdue[:_LISTED]:
        yield (
            day(one.due),
            one.title,
            one.severity.words,
            one.department,
            one.owner or one.person,
            one.asset_number or one.label,
        )
