"""A result as a signed report: numbered, bound, signed and written, with sheets and copies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import particulars as filled
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.engine.identity import this_computer
from checker.machine.live import live_machine
from checker.machine.machine import Machine
from checker.model.inspection import Consent, Inspection
from checker.model.target import DeviceClass
from checker.model.text import Language, Text
from checker.model.unreadable import Unreadable

if TYPE_CHECKING:
    from checker.report.context import Campaign, ReportContext
    from checker.report.keys.signer import AskSecret, Signer
    from checker.report.payload import Report
    from checker.report.sign.build import Knowledge
    from checker.report.sign.make import Made
    from checker.report.sign.particulars import Particulars

_NOT_READ = Text("读不到 {path}", "{path} cannot be read")
_NOT_A_RESULT = Text("不是可用的检查结果：{why}", "Not a usable result: {why}")
_OTHER_COMPUTER = Text(
    "这份结果不是这台电脑的；请在被检查的电脑上出具报告，或在填报文件的 [facts] 中写明机器标识。",
    "This result is not of this computer; make the report on the inspected one, or give its [facts].",
)
_NO_COMPUTER = Text(
    "手机和存储介质的报告，要填至少三个设备标识（例如串号、序列号），或在填报文件的 [facts] 中写明。",
    "The report of a phone or medium needs three identifiers (a serial, say), typed or in the particulars' [facts].",
)
_CAMPAIGN = Text("检查任务文件不能使用：{why}", "The campaign's file cannot be used: {why}")
# Who puts right what is not for the inspected person to do, by the words of `Actor`.
_OWNERS = {"it": Text("信息中心", "IT"), "officer": Text("保密员", "Secrecy officer")}
_SIGNED_ONLY = Text(
    "SARIF 和 OSCAL 副本写有签名报告的摘要；请加 --sign。",
    "SARIF and OSCAL copies name the digest of a signed report; give --sign.",
)
_DONE = Text("报告已签名并保存：{path}（摘要 {digest}）", "The report is signed and saved: {path} (digest {digest})")
_DRAFT = Text(
    "已打印未签名稿：{path}。它不能作为检查记录；签名请加 --sign。",
    "Printed without a signature: {path}. It is no record of an inspection; sign with --sign.",
)
_OFD = "ofd"
_BOUND_TO_A_DIGEST = ("sarif", "oscal")
# What a file beside the report is called, after the report's own name.
_BESIDE = {
    "notice": (Text("整改通知单", "notice"), ".pdf"),
    "self_check": (Text("自查表", "self-check"), ".pdf"),
    "media_scrap": (Text("介质报废登记表", "media"), ".pdf"),
    "csv": (Text("明细表", "items"), ".csv"),
    "ofd": (Text("版式文件", "OFD"), ".ofd"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A report that stands: a sentence on it, and one for each file beside it that could not be written."""

    sentence: Text
    troubles: tuple[Text, ...] = ()

    @property
    def all_sentences(self) -> Text:
        return together((self.sentence, *self.troubles))


class Reporting:
    """`ask` shows a prompt for a passphrase or PIN."""

    def __init__(self, catalog: Callable[[], Catalog], workspace: Workspace) -> None:
        self._catalog, self._workspace = catalog, workspace

    def filled(self, target_key: str) -> dict[str, str]:
        """What was filled in for the last report, as far as it holds for this target, too: never a passphrase."""
        return filled.of_target(filled.filled(self._workspace.folder), target_key)

    def sign_as_filled(
        self, inspection: Inspection, words: Mapping[str, str], key: str, passphrase: str, pdf: Path, language: Language
    ) -> Written:
        """Sign with what a person typed, by the names of `checker.app.particulars`; it is kept for the next time.

        Raises:
            ReportRefused, KeyTrouble, NotWritten: a word, a key or the disk refuses; nothing was written.
        """
        particulars = self._typed(words)
        campaign = campaign_of(Path(words["campaign"]) if words.get("campaign") else None)
        also = [name for name in words.get("also", "").split() if name in _BESIDE]
        beside = {name: _beside(pdf, name, language) for name in also}
        written = self._signed(inspection, particulars, key, lambda _: passphrase, pdf, campaign, beside, language)
        filled.remember(self._workspace.folder, words, inspection.target.key)
        return written

    def make(
        self,
        inspection: Inspection,
        pdf: Path,
        key: str | None,
        ask: AskSecret,
        *,
        context: Path | None = None,
        campaign: Path | None = None,
        beside: Mapping[str, Path],
        language: Language,
    ) -> Written:
        """Sign with a file of particulars, or with those of the last report. `key` None: a draft that nobody signs.

        Raises:
            ReportRefused, KeyTrouble, NotWritten: nothing was written.
        """
        from checker.report.sign.build import guard_filled

        particulars = self._particulars(context, inspection)
        bound = campaign_of(campaign)
        if key is None:
            return self._drafted(inspection, particulars, pdf, bound, beside, language)
        guard_filled(particulars.unit, particulars.people.inspected, particulars.people.inspectors)
        return self._signed(inspection, particulars, key, ask, pdf, bound, beside, language)

    def sign_report(
        self,
        inspection: Inspection,
        particulars: Particulars,
        signer: Signer,
        pdf: Path,
        *,
        campaign: Campaign | None = None,
        language: Language = Language.ZH,
    ) -> Made:
        """Number, bind, sign and write one report.

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
        with turn(self._workspace.folder) as journal:
            number, previous = journal.next_number(inspector), journal.last_of(device)
            context = _of(inspection, _context(particulars, campaign, facts, number, previous, language))
            journal.guard_clock(inspector, context.prepared)
            made = make(inspection, context, _knowledge(self._catalog()), signer)
            journal.note(inspector, number, device, made.identity, context.prepared)
            journal.note_signed(inspection.id, made.identity)
            write(pdf, made.pdf)
        return made

    def forms(self, made: Made, beside: Mapping[str, Path]) -> tuple[Text, ...]:
        """Sheets and copies beside a report that was just signed, by name; a sentence for each that was not written."""
        return _write_beside(made.statement.predicate, made.identity, beside, made.pdf, made.envelope)

    def _signed(
        self,
        inspection: Inspection,
        particulars: Particulars,
        key: str,
        ask: AskSecret,
        pdf: Path,
        campaign: Campaign | None,
        beside: Mapping[str, Path],
        language: Language,
    ) -> Written:
        from checker.report.keys.open import open_key

        with open_key(key, ask) as signer:
            made = self.sign_report(inspection, particulars, signer, pdf, campaign=campaign, language=language)
        # From here on the report stands: what cannot be written beside it is said, and takes nothing back.
        done = _DONE.filled(path=Text.name(str(pdf)), digest=made.identity[:16])
        copies = _write_beside(made.statement.predicate, made.identity, beside, made.pdf, made.envelope)
        troubles = (*_write_envelope(made, pdf), *copies)
        return Written(done, troubles)

    def draft(self, inspection: Inspection, language: Language) -> bytes:
        """The form with what was filled in last, as a PDF: every page says that nobody signed it.

        Raises ReportRefused.
        """
        from checker.report.sign.make import draft

        particulars = self._particulars(None, inspection)
        context = _context(particulars, None, {}, 0, None, language)
        return draft(inspection, _of(inspection, context), _knowledge(self._catalog()))[1]

    def _drafted(
        self,
        inspection: Inspection,
        particulars: Particulars,
        pdf: Path,
        campaign: Campaign | None,
        beside: Mapping[str, Path],
        language: Language,
    ) -> Written:
        """The form of a report that nobody signs, and says so on every page: it uses up no number."""
        from checker.report.files import write
        from checker.report.refused import ReportRefused
        from checker.report.sign.make import draft

        if any(name in beside for name in _BOUND_TO_A_DIGEST):
            raise ReportRefused(_SIGNED_ONLY)
        context = _context(particulars, campaign, {}, 0, None, language)
        report, page = draft(inspection, _of(inspection, context), _knowledge(self._catalog()))
        write(pdf, page)
        return Written(_DRAFT.filled(path=Text.name(str(pdf))), _write_beside(report, "", beside, page, b""))

    def _typed(self, words: Mapping[str, str]) -> Particulars:
        return filled.particulars(self._workspace.folder, words)

    def _particulars(self, context: Path | None, inspection: Inspection) -> Particulars:
        from checker.report.sign.particulars import read_particulars

        if context is not None:
            return read_particulars(context)
        return self._typed(self.filled(inspection.target.key))


def read_result(path: Path, workspace: Workspace) -> Inspection:
    """Raises Refused."""
    from checker.report.result import Altered, NotAResult, read

    try:
        return read(path, workspace.seals())
    except (Altered, NotAResult) as error:
        raise Refused(_NOT_A_RESULT.filled(why=error.reason)) from error
    except (OSError, ValueError) as error:
        raise Refused(_NOT_A_RESULT.filled(why=_NOT_READ.filled(path=Text.name(str(path))))) from error


def sheets() -> tuple[str, ...]:
    """The names of all that can be written beside a report."""
    from checker.report.export.formats import EXPORTS
    from checker.report.forms.sheets import SHEETS

    return (*SHEETS, *EXPORTS, _OFD)


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
        raise ReportRefused(_CAMPAIGN.filled(why=Text.name(str(error)))) from error
    return Campaign(name=manifest.name, sha256=manifest.sha256, nonce=manifest.nonce)


def together(sentences: Iterable[Text]) -> Text:
    """A line each."""
    lines = tuple(sentences)
    return Text("\n".join(one.zh for one in lines), "\n".join(one.en for one in lines))


def _beside(pdf: Path, name: str, language: Language) -> Path:
    words, ending = _BESIDE[name]
    return pdf.with_name(f"{pdf.stem}-{words.to(language)}{ending}")


def _write_envelope(made: Made, pdf: Path) -> tuple[Text, ...]:
    """The envelope beside the PDF, which holds it too: where this fails the report stands, and a sentence says so."""
    from checker.report.files import NotWritten, write

    try:
        write(pdf.with_suffix(".dsse.json"), made.envelope)
    except NotWritten as failure:
        return (failure.reason,)
    return ()


def _write_beside(
    report: Report, identity: str, files: Mapping[str, Path], pdf: bytes, envelope: bytes
) -> tuple[Text, ...]:
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
            elif name == _OFD:
                write(path, _as_ofd(report, pdf, envelope))
            else:
                write(path, EXPORTS[name](report, identity))
        except NotWritten as failure:
            troubles.append(failure.reason)
    return tuple(troubles)


def _as_ofd(report: Report, pdf: bytes, envelope: bytes) -> bytes:
    """The pages of the PDF as OFD, with the envelope attached as in the PDF."""
    from checker.report.export.ofd import About, to_ofd

    about = About(title=report.number, author=report.unit.name, made=report.times.prepared)
    return to_ofd(pdf, about, {"payload.dsse.json": envelope} if envelope else {})


def _context(
    particulars: Particulars,
    campaign: Campaign | None,
    facts: dict[str, str],
    number: int,
    previous: str | None,
    language: Language,
) -> ReportContext:
    import msgspec

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
