"""``rollup``: the organisation's reports taken in, counted, and held against the time before."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.store.inspections import default_folder
from checker.terminal import arguments
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs

if TYPE_CHECKING:
    from rich.console import Console

    from checker.app.intake import Intake
    from checker.report.keys.signer import AskSecret
    from checker.report.keys.trust import Trust
    from checker.report.ledger.campaign import Campaign
    from checker.report.ledger.ledger import Ledger
    from checker.report.ledger.sequence import Irregular, Seen
    from checker.store.rollup.database import RollupDatabase
    from checker.store.rollup.rows import Overview

_CHINA = timezone(timedelta(hours=8))
_SHOWN = 20  # overdue items, and irregular sequences, on a terminal


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar="FILE",
        help="报告、文件夹或 ZIP 压缩包；没有则只看已入库的 / reports, folders, packages; none: what is there",
    )
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
    parser.add_argument("--ndjson", type=Path, metavar="FILE", help="OCSF Compliance Finding, NDJSON")
    parser.add_argument("--form", type=Path, metavar="FILE", help="汇总表 / the printed summary (PDF)")
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
    if options.kept and not (options.ledger and options.trust):
        _tell(_KEPT_WORDS, language)
        return Exit.USAGE
    if (options.checkpoint or options.receipts) and not (options.sign and options.ledger and options.unit):
        _tell(_LEDGER_WORDS, language)
        return Exit.USAGE
    try:
        return _run(options, language, ask)
    except UserError as trouble:
        _tell(trouble.reason, language)
        return _status(trouble)


def _status(trouble: UserError) -> int:
    from checker.report.keys.signer import KeyTrouble
    from checker.report.keys.trust import UntrustedFolder
    from checker.report.ledger.campaign import CampaignFault
    from checker.report.verify.codes import Code

    match trouble:
        case KeyTrouble():
            return trouble.code
        case UntrustedFolder():
            return Code.UNUSABLE_TRUST
        case CampaignFault():
            return Exit.USAGE
    return Exit.FAULT


def _run(options: argparse.Namespace, language: Language, ask: AskSecret | None) -> int:
    from checker.app.export import quarter
    from checker.app.intake import Intake
    from checker.report.ledger.sequence import irregularities
    from checker.store.rollup.database import RollupDatabase, default_url
    from checker.terminal.verify import held_against

    folder = options.store or default_folder()
    against = _against(options.compare)
    missing = [path for path in options.files if _is_missing(path)]
    if missing:
        _tell(_NO_SUCH.filled(path=Text.name(str(missing[0]))), language)
        return Exit.USAGE
    measure = held_against(options.trust, options.store)
    with ExitStack() as open_:
        book = open_.enter_context(RollupDatabase.open(options.db or default_url(folder)))
        ledger = open_.enter_context(_ledger(options)) if options.ledger else None
        if ledger is not None and options.kept:
            _hold_against(ledger, options.kept, measure.trust, language)
        refused = 0
        if options.files:
            refused = _take_in(Intake(options.files, measure, book, ledger, pages=options.pages), language)
        outputs = Outputs(language, _STANDS)
        outputs.look(options.csv, options.ndjson, options.form, options.checkpoint)
        if ledger is not None and options.sign:
            _lodge(ledger, options, language, ask, outputs)
        period = options.period or next(iter(book.periods()), None)
        if period is None or period not in book.periods():
            _tell(_NO_REPORTS if period is None else _NONE_OF.filled(period=quarter(period)), language)
            return outputs.exit(Exit.NOTHING_CHECKED)
        departments = tuple(options.department or ())
        view = book.overview(period, today(), against=against.scope, departments=departments)
        told = irregularities(seen(book))
        _print(view, against.name or quarter(view.before), told, language)
        _write(options, book, view, against.name or quarter(view.before), departments, language, outputs)
    return outputs.exit(Exit.INCOMPLETE if refused or told else Exit.IN_ORDER)


def _is_missing(path: Path) -> bool:
    """False where it may be there and cannot be reached: then the import says so of it, and goes on with the others."""
    try:
        return not path.exists()
    except OSError:
        return False


def attendance_of(book: RollupDatabase, campaign: Campaign) -> tuple[tuple[Seen, ...], tuple[Irregular, ...]]:
    """The campaign's reports, and what is irregular: devices that are missing or not on its roster, and its reports'
    running numbers and chains, followed through all reports that there are."""
    from checker.report.ledger.sequence import attendance, irregularities

    came = seen(book, campaign.manifest.sha256)
    identities = {one.identity for one in came}
    listed = campaign.details.expected
    told = attendance(listed, came) if listed else ()
    ours = tuple(one for one in irregularities(seen(book)) if identities.intersection(one.reports))
    return came, (*told, *ours)


def unit_of(book: RollupDatabase, period: str, departments: tuple[str, ...] = ()) -> tuple[str, str]:
    """The unit that most of a quarter's reports name, and one digest of them all: the root of a Merkle tree."""
    from checker.report.ledger.merkle import Tree

    counted = book.counted(period, departments)
    units = Counter(unit for _, unit in counted)
    root = Tree(bytes.fromhex(identity) for identity, _ in counted).root().hex()
    return (units.most_common(1)[0][0] if units else ""), root


def today() -> date:
    """By China's clock, in which deadlines are meant."""
    return datetime.now(_CHINA).date()


def write_copies(
    book: RollupDatabase,
    view: Overview,
    against: Text,
    departments: tuple[str, ...],
    language: Language,
    *,
    csv: Path | None = None,
    ndjson: Path | None = None,
    form: Path | None = None,
) -> Iterator[Path]:
    """Write what is asked for; each path when it is there.

    Raises:
        NotWritten: the disk refuses.
        RollupFault: the database does.
    """
    from checker.app.export import summary, to_csv, to_ocsf
    from checker.report.files import write, write_parts
    from checker.report.forms.render import render

    for path, made in ((csv, to_csv), (ndjson, to_ocsf)):
        if path is not None:
            write_parts(path, made(book.rows(view.period, departments), language))
            yield path
    if form is not None:
        now = datetime.now(UTC).replace(microsecond=0)
        unit, digest = unit_of(book, view.period, departments)
        words = summary(view, unit, against.to(language), digest, now, language)
        write(form, render("rollup", words, now))
        yield form


class _Against:
    """What a quarter is held against: `scope` for the database, `name` for people (None: the quarter itself)."""

    def __init__(self, scope: str = "", name: Text | None = None) -> None:
        self.scope, self.name = scope, name


def _against(named: str | None) -> _Against:
    from checker.report.ledger.campaign import CampaignFault, read_campaign
    from checker.store.rollup.rows import before

    if not named:
        return _Against()
    try:
        before(named)
        return _Against(named)
    except ValueError:
        pass
    try:
        campaign = read_campaign(Path(named))
    except OSError as error:
        raise CampaignFault(_NO_COMPARISON.filled(name=Text.name(named))) from error
    return _Against(campaign.manifest.sha256, Text.name(campaign.manifest.name))


def _take_in(intake: Intake, language: Language) -> int:
    """Follow an import; how many files were refused. Each of those is told by its name, notes by their number."""
    from checker.app.intake import Outcome

    outcomes: Counter[Outcome] = Counter()
    notes: Counter[Text] = Counter()
    for line in intake:
        outcomes[line.outcome] += 1
        if line.outcome is Outcome.REFUSED:
            print(f"{Text.name(line.file).to(language)}  {line.sentence.to(language)}", flush=True)
        else:
            notes.update(line.notes)
            if line.code:
                notes[line.sentence] += 1
    for note, count in notes.most_common():
        _tell(_NOTED.filled(count=count, note=note), language)
    _tell(
        _TAKEN_IN.filled(
            files=outcomes.total(),
            new=outcomes[Outcome.NEW],
            known=outcomes[Outcome.KNOWN],
            refused=outcomes[Outcome.REFUSED],
        ),
        language,
    )
    return outcomes[Outcome.REFUSED]


@contextmanager
def _ledger(options: argparse.Namespace) -> Iterator[Ledger]:
    from checker.report.ledger.ledger import Ledger

    with Ledger(options.ledger, options.unit or "") as ledger:
        yield ledger


def _hold_against(ledger: Ledger, kept: Iterable[Path], trust: Trust | None, language: Language) -> None:
    """Raises LedgerFault where the ledger did not grow from a checkpoint that somebody kept."""
    from checker.report.ledger.ledger import LedgerFault, check_growth, read_checkpoint

    tree = ledger.tree()
    for path in kept:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LedgerFault(_UNREAD.filled(path=Text.name(str(path)))) from error
        known = read_checkpoint(content, trust.checkpoint_signers if trust is not None else {}).checkpoint
        check_growth(known, tree)
        _tell(_GREW.filled(size=known.size, day=known.at.astimezone(_CHINA).date(), now=len(tree)), language)


def _lodge(
    ledger: Ledger, options: argparse.Namespace, language: Language, ask: AskSecret | None, outputs: Outputs
) -> None:
    """Sign what the ledger is now, and write what others keep against it."""
    from checker.machine import keeping
    from checker.report.files import NotWritten
    from checker.report.keys.open import open_key
    from checker.terminal.report import prompt

    with open_key(options.sign, ask or prompt(language)) as signer:
        checkpoint = ledger.checkpoint(signer, datetime.now(UTC).replace(microsecond=0))
    if options.checkpoint is not None and outputs.write(options.checkpoint, checkpoint):
        _tell(_LODGED.filled(path=Text.name(str(options.checkpoint))), language)
    if options.receipts is not None:
        try:
            keeping.folder(options.receipts)
        except OSError as error:
            outputs.tell(NotWritten(options.receipts, error))
            return
        identities = [entry.identity for entry in ledger.entries()]
        for identity, receipt in ledger.receipts(identities, checkpoint):
            if not outputs.write(options.receipts / f"{identity}.receipt.json", receipt):
                return  # the others would fail alike


def seen(book: RollupDatabase, campaign: str | None = None) -> tuple[Seen, ...]:
    """All reports, or a campaign's (by its digest), by what tells whether they are in sequence."""
    from checker.report.ledger.sequence import Seen

    return tuple(Seen(**asdict(one)) for one in book.seen(campaign))


def _write(
    options: argparse.Namespace,
    book: RollupDatabase,
    view: Overview,
    against: Text,
    departments: tuple[str, ...],
    language: Language,
    outputs: Outputs,
) -> None:
    from checker.report.files import NotWritten

    for kind in ("csv", "ndjson", "form"):
        path = getattr(options, kind)
        if path is None:
            continue
        try:
            for written in write_copies(book, view, against, departments, language, **{kind: path}):
                _tell(_WRITTEN.filled(path=Text.name(str(written))), language)
        except NotWritten as failure:
            outputs.tell(failure, path)


def _print(view: Overview, against: Text, told: tuple[Irregular, ...], language: Language) -> None:
    from rich.console import Console

    from checker.app import export as copies
    from checker.report.forms.words import STATES, printed

    def say(text: Text) -> str:
        return printed(text, language)

    console = Console(highlight=False)
    console.print(say(_TITLE.filled(period=copies.quarter(view.period), reports=view.reports)), style="bold")
    console.print("  ".join(f"{say(word)} {count}" for word, count in copies.totals(view)))
    console.print(say(_COMPARED.filled(against=against)), style="bold")
    console.print("  ".join(f"{say(word)} {count}" for word, count in copies.changes(view)))
    columns = [say(_ITEM), *(say(STATES[states[0]]) for states in copies.SHOWN)]
    _table(console, say(_BY_CHECK), columns, ([say(one.title), *copies.counts(one.states)] for one in view.checks))
    rows = (
        [one.department or say(copies.NO_DEPARTMENT), one.machines, one.to_fix, one.failed, one.unknown]
        for one in view.departments
    )
    _table(console, say(_BY_DEPARTMENT), [say(one) for one in copies.DEPARTMENT_COLUMNS], rows)
    unseen = ([say(one.cause.words), one.findings, one.number] for one in view.unseen)
    _table(console, say(_UNSEEN.filled(n=view.not_whole)), [say(one) for one in copies.UNSEEN_COLUMNS], unseen)
    late = [copies.late_cells(one, language) for one in view.overdue[:_SHOWN]]
    title = say(_OVERDUE.filled(n=view.overdue_count))
    _table(console, title, [say(one) for one in copies.OVERDUE_COLUMNS], late, numbers=False)
    for one in told[:_SHOWN]:
        console.print(say(one.sentence), markup=False, style="red")
    if len(told) > _SHOWN:
        console.print(say(_MORE.filled(n=len(told) - _SHOWN)), style="red")


def _table(
    console: Console, title: str, columns: list[str], rows: Iterable[Iterable[object]], *, numbers: bool = True
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
        console.print(table)


def _tell(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)


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
_UNREAD = Text("读不到这个文件：{path}", "The file cannot be read: {path}")
_NO_SUCH = Text("没有这个文件或文件夹：{path}", "There is no such file or folder: {path}")
_NO_REPORTS = Text("汇总库里还没有报告。", "There is no report in the roll-up yet.")
_NONE_OF = Text("汇总库里没有{period}的报告。", "There is no report of {period} in the roll-up.")
_NO_COMPARISON = Text(
    "{name} 既不是季度（如 2026Q3），也不是能读到的检查任务文件。",
    "{name} is neither a quarter (2026Q3, say) nor a campaign's file that can be read.",
)
_NOTED = Text("注意（{count} 个文件）：{note}", "Note ({count} files): {note}")
_TAKEN_IN = Text(
    "共 {files} 个文件：新入库 {new}，已在库中 {known}，未计入 {refused}。",
    "{files} files: {new} taken in, {known} known already, {refused} not counted.",
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
