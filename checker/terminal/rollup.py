"""``rollup``: the organisation's reports taken in, counted, and held against the time before."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.export import Attended, quarter
from checker.app.lodging import Lodging, lodging
from checker.app.rollup import Rollup, TakingIn, View, campaign_file, comparison
from checker.app.verification import held_against
from checker.app.workspace import Workspace
from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.outputs import Outputs

if TYPE_CHECKING:
    from rich.console import Console as Rich

    from checker.report.keys.signer import AskSecret

_KINDS = ("csv", "xlsx", "ndjson", "cef", "form", "ofd")
_SHOWN = 20  # overdue items, and irregular sequences, on a terminal
_LINE = Text("{file}  {sentence}", "{file}  {sentence}")
_LEDGER_WORDS = Text(
    "写台账存根或回执要同时给出 --ledger、--sign 和 --unit。",
    "A checkpoint or receipts need --ledger, --sign and --unit as well.",
)
_KEPT_WORDS = Text(
    "核对台账存根要同时给出 --ledger 和 --trust。", "Holding a ledger against a checkpoint needs --ledger and --trust."
)
_GREW = Text(
    "台账与 {day} 的存根相符：当时 {size} 条，现在 {now} 条，没有被删改。",
    "The ledger grew from the checkpoint of {day}: {size} entries then, {now} now, none dropped or altered.",
)
_RECHECK_WORDS = Text("重新核对要给出信任文件夹：rollup recheck --trust DIR。", "Judging again needs --trust DIR.")
_WITHDRAW_WORDS = Text(
    "撤回一份报告：rollup withdraw 编号或文件 --reason 理由。",
    "To withdraw one: rollup withdraw NUMBER|FILE --reason WHY.",
)
_COUNTED = Text("{what} {number}", "{what}: {number}")
_NO_SUCH = Text("没有这个文件或文件夹：{path}", "There is no such file or folder: {path}")
_NO_REPORTS = Text("汇总库里还没有报告。", "There is no report in the roll-up yet.")
_NONE_OF = Text("汇总库里没有{period}的报告。", "There is no report of {period} in the roll-up.")
_NOTED = Text("注意（{count} 个文件）：{note}", "Note ({count} {count:file|files}): {note}")
_TAKEN_IN = Text(
    "共 {files} 个文件：新入库 {new}，已在库中 {known}，未计入 {refused}。",
    "{files} {files:file|files}: {new} imported, {known} already imported, {refused} rejected.",
)
_STANDS = Text(
    "{reason}。报告都已入库，没有丢失；换个位置再运行一次 rollup 就能写成文件，不用再给报告。",
    "{reason}. Nothing is lost: the reports are in the roll-up. Run rollup again with another place; it needs no"
    " reports for that.",
)
_LODGED = Text(
    "台账存根已写入 {path}；请打印一份交信息中心以外的人保存。",
    "The checkpoint was written to {path}; print it and give it to somebody outside IT to keep.",
)
_WRITTEN = Text("已写入：{path}", "Written: {path}")
_TITLE = Text(
    "{period}：共 {reports} 份报告，每台设备以最新一份为准",
    "{period}: {reports} reports; of each device the newest counts",
)
_COMPARED = Text("与{against}比较（项）", "Against {against} (items)")
_ITEM = Text("检查项目", "Item")
_BY_CHECK = Text("按检查项目（台）", "By item (devices)")
_BY_DEPARTMENT = Text("按部门", "By department")
_UNSEEN = Text("没有看全（{n} 项）", "Not looked at in full ({n})")
_OVERDUE = Text("逾期未整改（{n} 项）", "Overdue rectifications ({n})")
_MORE = Text("还有 {n} 条类似情况。", "{n} more like these.")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "files",
        type=arguments.report,
        nargs="*",
        metavar="FILE",
        help="报告、文件夹或 ZIP 压缩包；没有则只看已入库的；recheck：按信任文件夹重新核对已入库的；"
        "withdraw 编号或文件：撤回一份报告，给出文件时 --form 写盖了“作废”的副本 / reports, folders, packages; none:"
        " what is there; recheck: judge again what was taken in; withdraw NUMBER|FILE: let one count no longer, and"
        " with its file and --form write a copy stamped VOID",
    )
    parser.add_argument("--reason", default="", metavar="WHY", help="撤回的理由 / why a report is withdrawn")
    parser.add_argument(
        "--db",
        type=arguments.database,
        metavar="URL",
        help="汇总库 / database: sqlite:///FILE (default), postgresql://…",
    )
    parser.add_argument("--trust", type=Path, metavar="DIR", help="信任文件夹 / the trust folder")
    parser.add_argument("--store", type=Path, metavar="DIR", help="汇总库的默认位置 / where the database is by default")
    parser.add_argument("--period", metavar="2026Q4", help="哪个季度，默认最新 / which quarter, by default the newest")
    parser.add_argument(
        "--compare",
        type=arguments.campaign,
        metavar="CAMPAIGN",
        help="与哪次比较：检查任务文件或季度，默认上季度 / against a campaign's file or a quarter",
    )
    parser.add_argument(
        "--department",
        action="append",
        metavar="NAME",
        help="只看这个部门，可重复 / of this department only; may be repeated",
    )
    parser.add_argument("--pages", action="store_true", help="也逐字比对 PDF 版面 / compare the pages of PDFs too")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="逐项明细 / every item as CSV")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="汇总表和逐项明细 / the lists and every item (XLSX)")
    parser.add_argument("--cef", type=Path, metavar="FILE", help="CEF, 一行一项 / one item a line")
    parser.add_argument(
        "--campaign",
        type=arguments.campaign,
        metavar="FILE",
        help="检查任务文件：写出应检、已检、漏检 / a campaign's file: devices expected, inspected, missed",
    )
    parser.add_argument("--ndjson", type=Path, metavar="FILE", help="OCSF Compliance Finding, NDJSON")
    parser.add_argument("--form", type=Path, metavar="FILE", help="汇总表 / the printed summary (PDF)")
    parser.add_argument("--ofd", type=Path, metavar="FILE", help="汇总表，OFD 版式文件 / the summary as OFD")
    parser.add_argument("--ledger", type=Path, metavar="DIR", help="归集台账 / the ledger of reports")
    parser.add_argument(
        "--sign",
        type=arguments.key,
        metavar="KEY",
        help="签署台账存根的密钥 / key that signs a checkpoint of the ledger (with --ledger)",
    )
    parser.add_argument("--unit", metavar="NAME", help="台账属于哪个单位 / whose ledger it is (with --sign)")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="台账存根写到哪里 / where the checkpoint goes")
    parser.add_argument(
        "--kept",
        type=Path,
        action="append",
        metavar="FILE",
        help="别处保管的台账存根，核对台账没有被删改，可重复 / a checkpoint kept elsewhere, to hold the ledger against",
    )
    parser.add_argument(
        "--receipts", type=Path, metavar="DIR", help="归集回执写到哪里 / where receipts go, one a report"
    )


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Take in `options.files`, then say how `options.period` stands. Status 2: one was refused, or a number misses."""
    console = Console(language)
    if options.kept and not (options.ledger and options.trust):
        console.say(_KEPT_WORDS)
        return Exit.USAGE
    if (options.checkpoint or options.receipts) and not (options.sign and options.ledger and options.unit):
        console.say(_LEDGER_WORDS)
        return Exit.USAGE
    from checker.report.keys.trust import UntrustedFolder
    from checker.report.verify.codes import Code

    try:
        if (action := _action(options)) is not None:
            return action(options, console)
        return _run(options, console, ask or console.ask_secret)
    except UntrustedFolder as error:
        console.say(error.reason)
        return Code.UNUSABLE_TRUST
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)


def _action(options: argparse.Namespace) -> Callable[[argparse.Namespace, Console], int] | None:
    """What the first word asks for, where it is no file's name."""
    actions = {"recheck": _recheck, "withdraw": _withdraw}
    first = options.files[0] if options.files else Path()
    return actions.get(str(first)) if not os.path.exists(first) else None


def _recheck(options: argparse.Namespace, console: Console) -> int:
    if options.trust is None or len(options.files) > 1:
        console.say(_RECHECK_WORDS)
        return Exit.USAGE
    with Rollup(Workspace.at(options.store), options.db) as rollup:
        told = rollup.recheck(options.trust)
    for sentence in (*told.notes, *told.aside):
        console.show(sentence)
    console.say(told.sentence)
    return Exit.INCOMPLETE if told.aside else Exit.IN_ORDER


def _withdraw(options: argparse.Namespace, console: Console) -> int:
    if len(options.files) != 2 or not options.reason.strip():
        console.say(_WITHDRAW_WORDS)
        return Exit.USAGE
    with Rollup(Workspace.at(options.store), options.db) as rollup:
        named = options.files[1]
        console.say(rollup.withdraw(str(named), options.reason))
        if options.form is not None:
            console.say(rollup.withdrawn_copy(named, options.form))
    return Exit.IN_ORDER


def _run(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    against = comparison(options.compare)
    missing = [one for one in options.files if isinstance(one, str) or _is_missing(one)]
    if missing:
        console.say(_NO_SUCH.filled(path=Text.name(str(missing[0]))))
        return Exit.USAGE
    workspace = Workspace.at(options.store)
    trust = held_against(workspace, options.trust).trust
    with ExitStack() as open_:
        rollup = open_.enter_context(Rollup(workspace, options.db))
        rollup.open()  # one that cannot be used is told before anything else
        lodge = open_.enter_context(lodging(options.ledger, options.unit or "")) if options.ledger else None
        if lodge is not None:
            for grown in lodge.held_against(options.kept or (), trust):
                console.say(_GREW.filled(size=grown.size, day=grown.day, now=grown.now))
        refused = 0
        if options.files:
            ledger = None if lodge is None else lodge.ledger
            refused = _take_in(
                rollup.take_in(options.files, options.trust, ledger=ledger, pages=options.pages), console
            )
        elif options.trust is not None:
            rollup.recheck(options.trust)
        outputs = Outputs(console, _STANDS)
        outputs.look(*(getattr(options, kind) for kind in _KINDS), options.checkpoint)
        if lodge is not None and options.sign:
            _lodge(lodge, options, console, ask, outputs)
        period = options.period or next(iter(rollup.periods()), None)
        if period is None or period not in rollup.periods():
            console.say(_NO_REPORTS if period is None else _NONE_OF.filled(period=quarter(period)))
            return outputs.exit(Exit.NOTHING_CHECKED)
        departments = tuple(options.department or ())
        view = rollup.view(period, departments, against)
        name = against.name or quarter(view.overview.before)
        _print(view, name, console)
        attended = None
        if options.campaign is not None:
            attended = rollup.attended(campaign_file(options.campaign), refused)
            for word, number in attended.counts:
                console.show(_COUNTED.filled(what=word, number=number))
        _export(options, rollup, view, name, departments, console, outputs, attended)
    return outputs.exit(Exit.INCOMPLETE if refused or view.missing else Exit.IN_ORDER)


def _is_missing(path: Path) -> bool:
    """False where it may be there and cannot be reached: then the import says so of it, and goes on with the others."""
    try:
        return not path.exists()
    except OSError:
        return False


def _take_in(importing: TakingIn, console: Console) -> int:
    """Follow an import; how many files were refused. Each of those is told by its name, notes by their number."""
    from checker.app.intake import Outcome

    outcomes: Counter[Outcome] = Counter()
    notes: Counter[Text] = Counter()
    for lines in importing:
        for line in lines:
            outcomes[line.outcome] += 1
            if line.outcome is Outcome.REFUSED:
                console.show(_LINE.filled(file=Text.name(line.file), sentence=line.sentence))
            else:
                notes.update(line.notes)
                if line.code:
                    notes[line.sentence] += 1
    for note, count in notes.most_common():
        console.say(_NOTED.filled(count=count, note=note))
    counts = {"new": outcomes[Outcome.NEW], "known": outcomes[Outcome.KNOWN], "refused": outcomes[Outcome.REFUSED]}
    console.say(_TAKEN_IN.filled(files=outcomes.total(), **counts))
    return outcomes[Outcome.REFUSED]


def _lodge(lodge: Lodging, options: argparse.Namespace, console: Console, ask: AskSecret, outputs: Outputs) -> None:
    """Sign what the ledger is now, and write what others keep against it."""
    checkpoint = lodge.checkpoint(options.sign, ask)
    if options.checkpoint is not None and outputs.write(options.checkpoint, checkpoint):
        console.say(_LODGED.filled(path=Text.name(str(options.checkpoint))))
    if options.receipts is not None and outputs.folder(options.receipts):
        for name, receipt in lodge.receipts(checkpoint):
            if not outputs.write(options.receipts / name, receipt):
                return  # the others would fail alike


def _export(
    options: argparse.Namespace,
    rollup: Rollup,
    view: View,
    against: Text,
    departments: tuple[str, ...],
    console: Console,
    outputs: Outputs,
    attended: Attended | None,
) -> None:
    from checker.report.files import NotWritten

    for kind in _KINDS:
        path = getattr(options, kind)
        if path is None:
            continue
        try:
            rollup.export(view.overview, departments, kind, path, console.language, against, attended)
        except NotWritten as failure:
            outputs.tell(failure, path)
        else:
            console.say(_WRITTEN.filled(path=Text.name(str(path))))


def _print(view: View, against: Text, console: Console) -> None:
    from rich.console import Console as Rich

    from checker.app import export
    from checker.report.forms.words import STATES, printed

    overview, language = view.overview, console.language

    def say(text: Text) -> str:
        return printed(text, language)

    rich = Rich(file=console.results, highlight=False)
    rich.print(say(_TITLE.filled(period=quarter(overview.period), reports=overview.reports)), style="bold")
    rich.print("  ".join(f"{say(word)} {count}" for word, count in export.totals(overview)))
    rich.print(say(_COMPARED.filled(against=against)), style="bold")
    rich.print("  ".join(f"{say(word)} {count}" for word, count in export.changes(overview)))
    columns = [say(_ITEM), *(say(STATES[states[0]]) for states in export.SHOWN)]
    _table(rich, say(_BY_CHECK), columns, ([say(one.title), *export.counts(one.states)] for one in overview.checks))
    rows = (
        [one.department or say(export.NO_DEPARTMENT), one.machines, one.to_fix, one.failed, one.unknown]
        for one in overview.departments
    )
    _table(rich, say(_BY_DEPARTMENT), [say(one) for one in export.DEPARTMENT_COLUMNS], rows)
    unseen = ([say(one.cause.words), one.findings, one.number] for one in overview.unseen)
    _table(rich, say(_UNSEEN.filled(n=overview.not_whole)), [say(one) for one in export.UNSEEN_COLUMNS], unseen)
    late = [export.late_cells(one, language) for one in overview.overdue[:_SHOWN]]
    title = say(_OVERDUE.filled(n=overview.overdue_count))
    _table(rich, title, [say(one) for one in export.OVERDUE_COLUMNS], late, numbers=False)
    for sentence in view.missing[:_SHOWN]:
        rich.print(say(sentence), markup=False, style="red")
    if len(view.missing) > _SHOWN:
        rich.print(say(_MORE.filled(n=len(view.missing) - _SHOWN)), style="red")


def _table(
    rich: Rich, title: str, columns: list[str], rows: Iterable[Iterable[object]], *, numbers: bool = True
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text as Styled

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for place, column in enumerate(columns):
        table.add_column(Styled(column), justify="right" if numbers and place else "left")
    for row in rows:
        table.add_row(*(Styled("—" if cell == 0 else str(cell)) for cell in row))
    if table.row_count:
        rich.print(table)
