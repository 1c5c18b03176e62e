"""Whether a report is what its signer signed, belongs where it says, and lacks nothing.

An envelope is checked by its signature and its words. A PDF is then made again from its envelope and compared byte by
byte, apart from the signature value and what stands beside it (a time stamp, issuers, revocation lists), which are
checked by themselves: so nothing in the file can be other than it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from checker.engine.plan import binds
from checker.knowledge.rulebook import Rulebook
from checker.machine import handed
from checker.model.inspection import Place, Provenance
from checker.model.policy import Policy, Scope
from checker.model.rule import Means
from checker.model.target import Target
from checker.model.text import Text
from checker.report.disposal import payload as registers
from checker.report.envelope import unseal
from checker.report.keys.signer import fingerprint
from checker.report.payload import NewerReport, NotAReport, Report, decode, identity
from checker.report.sign.build import worst
from checker.report.sign.leaks import leaks
from checker.report.verify import pdf_file
from checker.report.verify.belonging import belongs
from checker.report.verify.beside import beside
from checker.report.verify.codes import SENTENCES, Code
from checker.report.verify.page import Printing, compare_page
from checker.report.verify.possible import guard_possible
from checker.report.verify.signing import authentic
from checker.report.verify.verified import FUTURE_SLACK, NOTHING, Fails, Link, Measure, Note, Said, Verified, same

_REGISTER = Text(
    "这是介质销毁登记表，不是检查报告：它说明登记了什么，不计入检查汇总。",
    "It is a register of media, no report of an inspection: it shows what was registered and counts in no roll-up.",
)
FILE_LIMIT = 64 << 20  # a report's PDF has a third of a megabyte
_RECEIPT_LIMIT = 1 << 20


def verify_file(path: Path, measure: Measure) -> Verified:
    """One report, by its name alone: PDF or envelope. Nothing is raised; what is wrong becomes a code."""
    name = path.name
    try:
        content = handed.read(path, FILE_LIMIT)
    except handed.TooLarge:
        return _failed(name, Code.NOT_A_REPORT, Text("文件过大", "the file is too large"))
    except OSError:
        return _failed(name, Code.NOT_A_REPORT, Text("读不到文件", "the file cannot be read"))
    return verify_bytes(name, content, measure)


def verify_bytes(name: str, content: bytes, measure: Measure) -> Verified:
    """As `verify_file`, of a file that has been read."""
    is_pdf = not content.startswith(b"{")
    try:
        envelope = pdf_file.envelope(content) if is_pdf else content
        payload, keyid, signature = unseal(envelope)
        if registers.is_register(payload):
            return _register(name, payload, keyid, signature, (envelope, content if is_pdf else None), measure)
        statement = decode(payload)
    except NewerReport as error:
        return _failed(name, Code.NEWER, Text.name(str(error)))
    except NotAReport as error:
        return _failed(name, Code.NOT_A_REPORT, _why(error))
    report = statement.predicate
    known = Verified(
        name,
        Code.FINE,
        NOTHING,
        identity(payload),
        report.signer.name,
        report.number,
        link_of(report),
        report,
        device=report.device.asset_number or report.device.label,
        strongest=_strongest(report),
        vouched=measure.trust is not None,
    )
    received, unreceived = _received(identity(payload), measure)
    try:
        shown, beside_it = (
            (None, []) if not is_pdf else beside(content, report.signer, report.times.prepared, measure.trust)
        )
        known_by = min((one for one in (received, shown) if one is not None), default=None)
        signed = authentic(payload, keyid, signature, report, report.people.inspectors, measure.trust, known_by)
        # Judged before anything is made of it: no page can be set for the year 9999.
        guard_possible(payload, report, measure.rulebooks.get(report.rules.sha256))
        notes = [] if not is_pdf else compare_page(content, envelope, payload, statement)
        notes += [*signed, *beside_it]
        notes += belongs(report, measure)
        notes += _collected(report, received, unreceived)
        notes += _complete(report, measure.rulebooks)
        notes += _clean(report)
    except Fails as failure:
        said = failure.said
        # What is not authentic is not shown as anybody's report, not even by its name.
        known = known if said.code.authentic else Verified(name, said.code)
        return replace(known, code=said.code, detail=said.detail)
    warnings = sorted((note for note in notes if isinstance(note, Said)), key=lambda said: said.code, reverse=True)
    remarks = tuple(note for note in notes if isinstance(note, Text))
    if not warnings:
        return replace(known, notes=remarks)
    first, rest = warnings[0], warnings[1:]
    remarks += tuple(SENTENCES[one.code].filled(detail=one.detail) for one in rest)
    return replace(known, code=first.code, detail=first.detail, notes=remarks, further=len(rest))


def _register(
    name: str, payload: bytes, keyid: str, signature: bytes, file: tuple[bytes, bytes | None], measure: Measure
) -> Verified:
    """A register of media: authentic, its page as its data say, and nothing more. It belongs to no series of reports.

    Raises:
        NotAReport: its words are not as the format asks.
    """
    from checker.report.disposal.make import FORM, page

    envelope, pdf = file
    statement = registers.decode(payload)
    register = statement.predicate
    known = Verified(name, Code.FINE, NOTHING, identity(payload), register.signer.name, register.number)
    try:
        notes = [] if pdf is None else beside(pdf, register.signer, register.times.prepared, measure.trust)[1]
        people = register.people  # who signs for the unit may be none of them: no note is made of that
        authentic(
            payload, keyid, signature, register, (people.operator, people.witness, people.approver), measure.trust
        )
        notes += [] if pdf is None else compare_page(pdf, envelope, payload, statement, Printing(FORM, page))
        if register.times.prepared > measure.now + FUTURE_SLACK:
            raise Fails(Code.CLOCK, Text("出具时间在将来", "made in the future"))
        if measure.trust is None:
            notes.append(Said(Code.SIGNER_NOT_COMPARED, same(fingerprint(register.signer.certificate)[:16])))
    except Fails as failure:
        said = failure.said
        known = known if said.code.authentic else Verified(name, said.code)
        return replace(known, code=said.code, detail=said.detail)
    for note in notes:
        if isinstance(note, Said):
            known = replace(known, code=note.code, detail=note.detail)
    return replace(known, notes=(*(one for one in notes if isinstance(one, Text)), _REGISTER))


def _received(name: str, measure: Measure) -> tuple[datetime | None, list[Note]]:
    """When the ledger took the report in, by its receipt; else why that is not known. Nothing where nobody asks."""
    if measure.receipts is None:
        return None, []
    from checker.report.ledger.ledger import LedgerFault, check_receipt

    try:
        content = handed.read(measure.receipts / f"{name}.receipt.json", _RECEIPT_LIMIT)
    except OSError:
        return None, [Said(Code.NOT_IN_LEDGER)]
    signers = measure.trust.checkpoint_signers if measure.trust is not None else {}
    try:
        return check_receipt(content, name, signers).received, []
    except LedgerFault as fault:
        return None, [Said(Code.NOT_IN_LEDGER), fault.reason]


def _collected(report: Report, received: datetime | None, unreceived: list[Note]) -> list[Note]:
    if received is not None and report.times.prepared > received + FUTURE_SLACK:
        raise Fails(Code.CLOCK, Text("出具时间晚于归集时间", "made after the ledger took it in"))
    return unreceived


def _complete(report: Report, rulebooks: Mapping[str, Rulebook]) -> list[Note]:
    """Every binding rule has a result, and says what its checks came to."""
    states = {one.check: one.state for one in report.results}
    told = {one.rule: one for one in report.rule_results}
    wrong = {
        one.rule
        for one in report.rule_results
        if any(check not in states for check in one.checks)
        or (one.checks and one.state is not worst(states[check] for check in one.checks))
        or (not one.checks and (one.means is not Means.NOT_CHECKABLE or one.state is not None))
    }
    rulebook = rulebooks.get(report.rules.sha256)
    if rulebook is not None:
        wrong |= _binding(report, rulebook) - set(told)
    if wrong or len(told) != len(report.rule_results) or len(states) != len(report.results):
        count = len(wrong) or 1
        raise Fails(Code.RULES_MISSING, same(str(count)))
    return [] if rulebook is not None else [Said(Code.RULES_NOT_KNOWN, Text.name(report.rules.version))]


def _binding(report: Report, rulebook: Rulebook) -> set[str]:
    device = report.device
    target = Target(device.target_key, device.platform, device.label, device.device_class)
    policy = Policy(scope=Scope(classified_rules=report.inspection.classified_rules))
    return {rule.id for rule in rulebook.rules.values() if binds(rule, target, report.inspection.profile, policy)}


def _clean(report: Report) -> list[Note]:
    kinds = dict.fromkeys(leak.kind for leak in leaks(report))
    if not kinds:
        return []
    named = Text("、".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds))
    return [Said(Code.LEAK, named)]


def _strongest(report: Report) -> bool:
    said = report.vouched
    if isinstance(said, msgspec.UnsetType) or said.program is None:
        return False
    return (said.provenance, said.program.place) == (Provenance.ONE_RUN, Place.READ_ONLY)


def link_of(report: Report) -> Link:
    return Link(
        signer=fingerprint(report.signer.certificate),
        machine_id=report.device.machine_id,
        number=report.counter.number,
        began=report.times.began,
        prepared=report.times.prepared,
        previous=report.previous,
    )


def _failed(name: str, code: Code, detail: Text) -> Verified:
    return Verified(name, code, detail)


def _why(error: NotAReport) -> Text:
    english = str(error)
    for start, text in _REASONS.items():
        if english.startswith(start):
            return text
    return Text("内容不符合格式", "its content is not as the format asks")


_REASONS = {
    "neither": Text("既不是签名数据也不是 PDF", "neither signed data nor a PDF"),
    "no signed data": Text("PDF 中没有签名数据", "there is no signed data in the PDF"),
    "the signed data": Text("PDF 中的签名数据已损坏或过大", "the signed data in the PDF is damaged or too large"),
    "larger": Text("签名数据过大", "the signed data is too large"),
    "an envelope of another type": Text("是别的软件的签名文件", "it is another program's signed file"),
    "a statement about something else": Text("是别的软件的声明", "it is another program's statement"),
}
