"""``report``: a result as a signed report, printed and for machines."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.engine.catalog import Catalog
from checker.engine.identity import this_computer
from checker.machine.live import live_machine
from checker.machine.machine import Machine
from checker.model.error import UserError
from checker.model.inspection import Inspection
from checker.model.target import DeviceClass
from checker.model.text import Language, Text
from checker.model.unreadable import Unreadable
from checker.store.inspections import default_folder
from checker.terminal import arguments
from checker.terminal.exits import Exit

if TYPE_CHECKING:
    from checker.report.context import Campaign, ReportContext
    from checker.report.keys.signer import AskSecret, Secret, Signer
    from checker.report.payload import Report
    from checker.report.sign.build import Knowledge
    from checker.report.sign.make import Made
    from checker.report.sign.particulars import Particulars

_NOT_A_RESULT = Text("不是可用的检查结果：{why}", "Not a usable result: {why}")
_OTHER_COMPUTER = Text(
    "这份结果不是这台电脑的；请在被检查的电脑上出具报告，或在填报文件的 [facts] 中写明机器标识。",
    "This result is not of this computer; make the report on the inspected one, or give its [facts].",
)
_NO_COMPUTER = Text(
    "手机和存储介质的报告，要填至少三个设备标识（例如串号、序列号），或在填报文件的 [facts] 中写明。",
    "The report of a phone or medium needs three identifiers (a serial, say), typed or in the particulars' [facts].",
)
_DRAFT = Text(
    "已打印未签名稿：{path}。它不能作为检查记录；签名请加 --sign。",
    "Printed without a signature: {path}. It is no record of an inspection; sign with --sign.",
)
# Who puts right what is not for the inspected person to do, by the words of `Actor`.
_OWNERS = {"it": Text("信息中心", "IT"), "officer": Text("保密员", "Secrecy officer")}
_SIGNED_ONLY = Text(
    "SARIF 和 OSCAL 副本写有签名报告的摘要；请加 --sign。",
    "SARIF and OSCAL copies name the digest of a signed report; give --sign.",
)
DONE = Text("报告已签名并保存：{path}（摘要 {digest}）", "The report is signed and saved: {path} (digest {digest})")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument("result", type=Path, metavar="RESULT", help="检查结果文件 / the result of an audit (JSON)")
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE", help="报告写到哪里，默认在结果文件旁 / default: beside the result"
    )
    parser.add_argument(
        "--sign",
        type=arguments.key,
        metavar="KEY",
        help="密钥文件（.p12、.pem）或令牌；不给则打印未签名稿 / key file, or pkcs11:MODULE?token=LABEL;"
        " without it the print is marked as not signed",
    )
    parser.add_argument(
        "--context",
        type=Path,
        metavar="FILE",
        help="填报文件：单位、人员、设备；默认用上次填写的 / particulars (TOML); default: as filled in last time",
    )
    parser.add_argument("--campaign", type=Path, metavar="FILE", help="检查任务文件 / the campaign's file")
    parser.add_argument("--store", type=Path, metavar="DIR", help="流水号保存位置 / where running numbers are kept")
    sheets = (
        ("--notice", "整改通知单 / notice of rectification (PDF)"),
        ("--self-check", "自查表 / self-check form (PDF)"),
        ("--media-scrap", "介质报废登记表 / register of scrapped media (PDF)"),
        ("--csv", "逐项结果 / every item as CSV"),
        ("--sarif", "SARIF 2.1.0"),
        ("--oscal", "OSCAL assessment-results"),
    )
    for name, help_text in sheets:
        parser.add_argument(name, type=Path, metavar="FILE", help=help_text)


def run(catalog: Catalog, options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Sign `options.result` with `options.sign` and write `options.pdf`, with its envelope beside it.

    Without a key the form is printed and marked as not signed: it uses up no number, and `verify` refuses it.
    `options.notice`, `self_check`, `media_scrap`, `csv`, `sarif` and `oscal` are where sheets and copies go, if to any.
    `options.context` is the TOML file of particulars, `options.campaign` a campaign's manifest; `ask` shows a prompt
    for a passphrase or PIN, by default on the terminal.
    """
    from checker.report.keys.signer import KeyTrouble
    from checker.report.result import read

    try:
        inspection = read(options.result)
    except (OSError, ValueError) as error:
        _tell(_NOT_A_RESULT.filled(why=Text.name(str(error))), language)
        return Exit.USAGE
    try:
        done, trouble = _done(catalog, inspection, options, language, ask)
    except UserError as trouble:
        _tell(trouble.reason, language)
        return trouble.code if isinstance(trouble, KeyTrouble) else Exit.FAULT
    _tell(done, language)
    if trouble is None:
        return Exit.IN_ORDER
    _tell(trouble, language)
    return Exit.FAULT


def _done(
    catalog: Catalog,
    inspection: Inspection,
    options: argparse.Namespace,
    language: Language,
    ask: AskSecret | None,
) -> tuple[Text, Text | None]:
    """Everything that was asked for, with a sentence on it, and one on what could not be written beside it."""
    from checker.report.keys.open import open_key
    from checker.report.refused import ReportRefused
    from checker.report.sign.build import guard_filled

    pdf = options.pdf or options.result.with_suffix(".pdf")
    particulars = _particulars(options, inspection)
    campaign = campaign_of(options.campaign)
    if options.sign is None:
        if options.sarif or options.oscal:
            raise ReportRefused(_SIGNED_ONLY)
        report = print_draft(inspection, particulars, pdf, catalog=catalog, campaign=campaign, language=language)
        return _DRAFT.filled(path=Text.name(str(pdf))), write_beside(report, "", _beside(options))
    guard_filled(particulars.unit, particulars.people.inspected, particulars.people.inspectors)
    with open_key(options.sign, ask or prompt(language)) as signer:
        made = sign_report(
            inspection,
            particulars,
            signer,
            pdf,
            catalog=catalog,
            campaign=campaign,
            store=options.store,
            language=language,
        )
    troubles = write_envelope(made, pdf), write_beside(made.statement.predicate, made.identity, _beside(options))
    done = DONE.filled(path=Text.name(str(pdf)), digest=made.identity[:16])
    return done, _together(troubles)


def _particulars(options: argparse.Namespace, inspection: Inspection) -> Particulars:
    from checker.app.filled import filled, of_target, particulars
    from checker.report.sign.particulars import read_particulars

    if options.context is not None:
        return read_particulars(options.context)
    folder = options.store or default_folder()
    return particulars(folder, of_target(filled(folder), inspection.target.key))


def envelope_path(pdf: Path) -> Path:
    """Where the envelope lies beside its PDF."""
    return pdf.with_suffix(".dsse.json")


def sign_report(
    inspection: Inspection,
    particulars: Particulars,
    signer: Signer,
    pdf: Path,
    *,
    catalog: Catalog,
    campaign: Campaign | None = None,
    store: Path | None = None,
    language: Language = Language.ZH,
) -> Made:
    """Number, bind, sign and write one report; with one open signer, as many as there are.

    A number is used up only where the PDF is whole on the disk; what was there before stays whole otherwise.

    Raises:
        ReportRefused: something is missing or would leak.
        KeyTrouble: the key did not sign.
        NotWritten: the disk refuses.
    """
    from checker.report.files import write
    from checker.report.keys.signer import fingerprint
    from checker.report.sign.journal import turn
    from checker.report.sign.machine_id import machine_id
    from checker.report.sign.make import make

    facts = _identifiers(inspection, particulars.facts)
    inspector = fingerprint(signer.certificate)
    device = machine_id(facts, particulars.salt_bytes)
    with turn(store or default_folder()) as journal:
        number = journal.next_number(inspector)
        context = _of(inspection, _context(particulars, campaign, facts, number, journal.last_of(device), language))
        journal.guard_clock(inspector, context.prepared)
        made = make(inspection, context, _knowledge(catalog), signer)
        journal.note(inspector, number, device, made.identity, context.prepared)
        write(pdf, made.pdf)
    return made


def write_envelope(made: Made, pdf: Path) -> Text | None:
    """The envelope beside the PDF, which holds it too: where this fails the report stands, and a sentence says so."""
    from checker.report.files import NotWritten, write

    try:
        write(envelope_path(pdf), made.envelope)
    except NotWritten as failure:
        return failure.reason
    return None


def print_draft(
    inspection: Inspection,
    particulars: Particulars,
    pdf: Path,
    *,
    catalog: Catalog,
    campaign: Campaign | None = None,
    language: Language = Language.ZH,
) -> Report:
    """Write the form of a report that nobody signs, and says so on every page.

    Raises:
        ReportRefused: the inspection cannot be reported, or something in it would leak.
        NotWritten: the disk refuses.
    """
    from checker.report.files import write
    from checker.report.sign.make import draft

    context = _context(particulars, campaign, {}, 0, None, language)
    report, page = draft(inspection, _of(inspection, context), _knowledge(catalog))
    write(pdf, page)
    return report


def write_beside(report: Report, identity: str, files: Mapping[str, Path]) -> Text | None:
    """The sheets and copies that were asked for, by name, of a report that stands already; what went wrong."""
    from checker.report.export.formats import EXPORTS
    from checker.report.files import NotWritten, write
    from checker.report.forms.render import render
    from checker.report.forms.sheets import SHEETS

    troubles = []
    for name, path in files.items():
        try:
            if name in SHEETS:
                write(path, render(name, SHEETS[name](report, identity), report.times.prepared))
            else:
                write(path, EXPORTS[name](report, identity))
        except NotWritten as failure:
            troubles.append(failure.reason)
    return _together(troubles)


def _together(sentences: Iterable[Text | None]) -> Text | None:
    told = [one for one in sentences if one is not None]
    return Text("\n".join(one.zh for one in told), "\n".join(one.en for one in told)) if told else None


def _beside(options: argparse.Namespace) -> dict[str, Path]:
    """Where sheets and copies go, of those that were asked for."""
    from checker.report.export.formats import EXPORTS
    from checker.report.forms.sheets import SHEETS

    return {name: path for name in (*SHEETS, *EXPORTS) if (path := getattr(options, name)) is not None}


def _context(
    particulars: Particulars,
    campaign: Campaign | None,
    facts: dict[str, str],
    number: int,
    previous: str | None,
    language: Language,
) -> ReportContext:
    import msgspec

    from checker.model.inspection import Consent
    from checker.report.context import People, ReportContext
    from checker.report.sign.tool import tree_sha256

    consent = particulars.consent
    return ReportContext(
        unit=particulars.unit,
        department=particulars.department,
        people=People(**msgspec.structs.asdict(particulars.people)),
        device=particulars.device.device,
        machine_facts=facts,
        salt=particulars.salt_bytes,
        counter=number,
        tool_tree_sha256=tree_sha256(),
        prepared=datetime.now(UTC).replace(microsecond=0),
        marking=particulars.marking,
        language=language,
        campaign=campaign,
        previous=previous,
        owners={actor: words.to(language) for actor, words in _OWNERS.items()},
        consent=None if consent is None else Consent(**msgspec.structs.asdict(consent)),
    )


def _of(inspection: Inspection, context: ReportContext) -> ReportContext:
    """With what the inspection says of itself."""
    classified = inspection.target.device_class is DeviceClass.CLASSIFIED
    consent = inspection.consent or context.consent
    return replace(context, classified_rules=classified, elapsed=inspection.elapsed, consent=consent)


def _knowledge(catalog: Catalog) -> Knowledge:
    from checker.knowledge.rulebook import rulebook
    from checker.report.sign.build import Knowledge
    from checker.store.session import knowledge_digest

    return Knowledge(rulebook(), catalog.checks, knowledge_digest())


def campaign_of(path: Path | None) -> Campaign | None:
    """A campaign's file as what reports bind to it. Raises ReportRefused where it cannot be used."""
    from checker.report.context import Campaign
    from checker.report.keys.trust import read_manifest
    from checker.report.refused import ReportRefused

    if path is None:
        return None
    try:
        manifest = read_manifest(path)
    except (OSError, ValueError) as error:
        why = Text("检查任务文件不能使用：{why}", "The campaign's file cannot be used: {why}")
        raise ReportRefused(why.filled(why=Text.name(str(error)))) from error
    return Campaign(name=manifest.name, sha256=manifest.sha256, nonce=manifest.nonce)


def _identifiers(inspection: Inspection, given: dict[str, str]) -> dict[str, str]:
    """Those given, where they are enough; else this computer's as well, where the result is this computer's."""
    from checker.report.sign.machine_id import FACTS, usable_facts

    return given if len(usable_facts(given)) >= FACTS else {**_facts(inspection), **given}


def _facts(inspection: Inspection, machine: Machine | None = None) -> dict[str, str]:
    """This computer's identifiers, where the result is this computer's.

    Raises:
        ReportRefused: it is another's.
    """
    from checker.report.refused import ReportRefused
    from checker.report.sign.device import device_facts

    if inspection.target.device_class in (DeviceClass.PHONE, DeviceClass.MEDIA):
        raise ReportRefused(_NO_COMPUTER)
    machine = machine or live_machine()
    try:
        key = this_computer(machine, inspection.target.device_class).key
    except Unreadable as error:
        raise ReportRefused(error.reason) from error
    if key != inspection.target.key or inspection.recorded_from is not None:
        raise ReportRefused(_OTHER_COMPUTER)
    return device_facts(machine)


def prompt(language: Language) -> AskSecret:
    """Ask on the terminal, without showing what is typed."""

    def ask(secret: Secret) -> str | None:
        try:
            return getpass.getpass(f"{secret.what.to(language)}: ", stream=sys.stderr) or None
        except (EOFError, KeyboardInterrupt):
            return None

    return ask


def _tell(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)
