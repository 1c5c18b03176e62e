"""Whether a report is what its signer signed, belongs where it says, and lacks nothing.

An envelope is checked by its signature and its words. A PDF is then made again from its envelope and compared byte by
byte, apart from the signature value, which is checked by itself: so nothing in the file can be other than it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from checker.engine.plan import binds
from checker.knowledge.rulebook import Rulebook
from checker.model.policy import Policy, Scope
from checker.model.rule import Means
from checker.model.target import Target
from checker.model.text import Text
from checker.report.digests import sha256_digest, sm3
from checker.report.envelope import pae, unseal
from checker.report.keys.signer import Algorithm, fingerprint
from checker.report.keys.trust import Manifest, Trust
from checker.report.keys.verifying import algorithm, verify
from checker.report.payload import NewerReport, NotAReport, Report, Statement, decode, identity
from checker.report.sign.build import worst
from checker.report.sign.leaks import leaks
from checker.report.verify import cms, pdf_file
from checker.report.verify.codes import SENTENCES, Code

FILE_LIMIT = 64 << 20  # a report's PDF has a third of a megabyte
_CLOCK_SLACK = 120  # seconds that the wall clock and the steady clock may differ over one inspection
_FUTURE_SLACK = timedelta(days=1)

_NO_CAMPAIGN = Text("不属于任何检查任务。", "It belongs to no campaign.")
_NO_STEADY_CLOCK = Text(
    "报告没有单调计时，检查过程中的改时钟无法发现。",
    "No steady clock was recorded; a clock changed during the inspection would not show.",
)
_TOOLS_NOT_LISTED = Text(
    "信任名单没有登记检查工具，未核对工具。", "The list of trust names no programs; the program was not compared."
)
_RULES_NOT_LISTED = Text(
    "信任名单没有登记规则库，未核对规则库版本。", "The list of trust names no rules; their version was not compared."
)
_REPLAYED = Text("检查的对象是一份录制，不是现场设备。", "A recording was inspected, not the device itself.")


_EARLIER = Text("流水号 {number} 的时间早于前一份", "report {number} is earlier than the one before it")
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Said:
    """A code with what fills its sentence."""

    code: Code
    detail: Text = _NOTHING


class _Fails(Exception):
    """The first thing that is wrong with a report."""

    def __init__(self, code: Code, detail: Text = _NOTHING) -> None:
        super().__init__(code.name)
        self.said = Said(code, detail)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a report stands among others: by its signer's certificate, its machine, its number and what came before."""

    signer: str
    machine_id: str
    number: int
    began: datetime
    prepared: datetime
    previous: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What is to be said of one file. `notes`: what was not compared.

    `report` and `link` None: nothing in it can be believed. `light` drops the report, which is what takes room.
    """

    file: str
    code: Code
    detail: Text = _NOTHING
    identity: str | None = None
    signer: str | None = None
    number: str | None = None
    link: Link | None = None
    report: Report | None = None
    notes: tuple[Text, ...] = ()

    @property
    def light(self) -> Verified:
        """The same without the report, for when there are ten thousand of them."""
        return replace(self, report=None)

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.code].filled(detail=self.detail)


@dataclass(frozen=True, slots=True)
class Measure:
    """What reports are held against.

    trust      None: signatures are checked under the certificate that the report itself names
    rulebooks  by digest (sha256, hex): whose rules must all have results
    now        this computer's time; a report from the future is a contradiction
    receipts   a folder of the ledger's receipts, ``IDENTITY.receipt.json``; None: receipts are not asked for
    """

    trust: Trust | None
    rulebooks: Mapping[str, Rulebook] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    receipts: Path | None = None


def verify_file(path: Path, measure: Measure) -> Verified:
    """One report, by its name alone: PDF or envelope. Nothing is raised; what is wrong becomes a code."""
    name = path.name
    try:
        if path.stat().st_size > FILE_LIMIT:
            return _failed(name, Code.NOT_A_REPORT, Text("文件过大", "the file is too large"))
        content = path.read_bytes()
    except OSError:
        return _failed(name, Code.NOT_A_REPORT, Text("读不到文件", "the file cannot be read"))
    return verify_bytes(name, content, measure)


def verify_bytes(name: str, content: bytes, measure: Measure) -> Verified:
    """As `verify_file`, of a file that has been read."""
    is_pdf = not content.startswith(b"{")
    try:
        envelope = pdf_file.envelope(content) if is_pdf else content
        payload, keyid, signature = unseal(envelope)
        statement = decode(payload)
    except NewerReport as error:
        return _failed(name, Code.NEWER, Text.name(str(error)))
    except NotAReport as error:
        return _failed(name, Code.NOT_A_REPORT, _why(error))
    report = statement.predicate
    known = Verified(
        name, Code.FINE, _NOTHING, identity(payload), report.signer.name, report.number, _link(report), report
    )
    received, unreceived = _received(identity(payload), measure)
    try:
        _authentic(payload, keyid, signature, report, measure.trust, received)
        notes = [] if not is_pdf else _page(content, envelope, payload, statement)
        notes += _belongs(report, measure)
        notes += _collected(report, received, unreceived)
        notes += _complete(report, measure.rulebooks)
        notes += _clean(report)
    except _Fails as failure:
        said = failure.said
        # What is not authentic is not shown as anybody's report, not even by its name.
        known = known if said.code > Code.NEWER else Verified(name, said.code)
        return replace(known, code=said.code, detail=said.detail)
    warnings = [note for note in notes if isinstance(note, Said)]
    remarks = tuple(note for note in notes if isinstance(note, Text))
    if not warnings:
        return replace(known, notes=remarks)
    first, rest = warnings[0], warnings[1:]
    remarks += tuple(SENTENCES[one.code].filled(detail=one.detail) for one in rest)
    return replace(known, code=first.code, detail=first.detail, notes=remarks)


def together(verified: Iterable[Verified]) -> tuple[Verified, ...]:
    """What only several reports show: copies with other content, gaps in running numbers, broken chains.

    Running numbers are looked through from the lowest that is there to the highest; what comes before or after is for
    the roster and the ledger to show.
    """
    all_of_them = tuple(verified)
    sound = [one for one in all_of_them if one.link is not None and not one.code.failure]
    found: dict[int, Said] = {}
    for look in (_duplicates, _gaps, _clocks, _chains):
        for one, said in look(sound):
            found.setdefault(id(one), said)
    return tuple(
        replace(one, code=found[id(one)].code, detail=found[id(one)].detail) if id(one) in found else one
        for one in all_of_them
    )


def exit_code(verified: Iterable[Verified]) -> Code:
    """The worst of several: the highest failure; without one, the highest warning."""
    codes = [one.code for one in verified]
    failures = [code for code in codes if code.failure]
    return max(failures or codes, default=Code.FINE)


Note = Text | Said


def _received(name: str, measure: Measure) -> tuple[datetime | None, list[Note]]:
    """When the ledger took the report in, by its receipt; else why that is not known. Nothing where nobody asks."""
    if measure.receipts is None:
        return None, []
    from checker.report.ledger.ledger import LedgerFault, check_receipt

    try:
        content = (measure.receipts / f"{name}.receipt.json").read_bytes()
    except OSError:
        return None, [Said(Code.NOT_IN_LEDGER)]
    signers = measure.trust.checkpoint_signers if measure.trust is not None else {}
    try:
        return check_receipt(content, name, signers).received, []
    except LedgerFault as fault:
        return None, [Said(Code.NOT_IN_LEDGER), fault.reason]


def _collected(report: Report, received: datetime | None, unreceived: list[Note]) -> list[Note]:
    if received is not None and report.times.prepared > received + _FUTURE_SLACK:
        raise _Fails(Code.CLOCK, Text("出具时间晚于归集时间", "made after the ledger took it in"))
    return unreceived


def _authentic(
    payload: bytes, keyid: str, signature: bytes, report: Report, trust: Trust | None, received: datetime | None
) -> None:
    certificate = report.signer.certificate
    name = fingerprint(certificate)
    if keyid != name or not verify(certificate, pae(payload), signature):
        raise _Fails(Code.CHANGED)
    if trust is not None:
        inspector = trust.inspectors.get(name)
        if inspector is None:
            raise _Fails(Code.UNKNOWN_SIGNER, _same(name[:16]))
        if inspector.revoked is not None and (received is None or received >= inspector.revoked):
            # Whoever has a stolen key can write any date: after a revocation only a receipt shows an earlier one.
            raise _Fails(Code.CERTIFICATE_OVER, Text("已吊销", "revoked"))
        if not inspector.since <= report.times.prepared <= inspector.until:
            raise _Fails(Code.CERTIFICATE_OVER, Text("不在授权期内", "outside the time of authority"))
    _guard_validity(certificate, report.times.prepared)


def _guard_validity(certificate: bytes, at: datetime) -> None:
    from cryptography import x509

    read = x509.load_der_x509_certificate(certificate)
    if not read.not_valid_before_utc <= at <= read.not_valid_after_utc:
        until = read.not_valid_after_utc.date().isoformat()
        raise _Fails(Code.CERTIFICATE_OVER, Text(f"有效期至 {until}", f"valid until {until}"))


def _page(pdf: bytes, envelope: bytes, payload: bytes, statement: Statement) -> list[Note]:
    """Make the file again from its envelope and its signature value, and compare."""
    found = pdf_file.signatures(pdf)
    if not found:
        raise _Fails(Code.CHANGED)
    first = found[0]
    read = cms.read(first.contents)
    if read is None:
        raise _Fails(Code.CHANGED)
    again, attributes = _again(envelope, payload, statement, read.value)
    certificate = statement.predicate.signer.certificate
    holds = verify(certificate, attributes, read.value)
    if again == pdf and holds:
        return []
    if not _covered(first, read, certificate):
        raise _Fails(Code.CHANGED)
    if len(found) > 1 or not first.covers_all:
        raise _Fails(Code.APPENDED)
    expected = pdf_file.signatures(again)
    if expected and expected[0].signed == first.signed:
        raise _Fails(Code.CHANGED)  # only what no signature covers differs: the padding, say
    from checker.report.forms.render import form_ref
    from checker.report.sign.make import FORM

    if statement.predicate.form != form_ref(FORM):
        if cms.has_slack(first.contents, certificate):
            raise _Fails(Code.CHANGED)
        return [Said(Code.LAYOUT_NOT_COMPARED, Text.name(statement.predicate.form.renderer))]
    raise _Fails(Code.TWO_FACED)


def _again(envelope: bytes, payload: bytes, statement: Statement, value: bytes) -> tuple[bytes, bytes]:
    """The whole file with this signature value in its place, and the attributes which the value must sign."""
    from checker.report.sign.make import page
    from checker.report.sign.pades import SignatureTooLong, sign_pdf

    attributes: list[bytes] = []

    def put(signed: bytes) -> bytes:
        attributes.append(signed)
        return value

    certificate = statement.predicate.signer.certificate
    how = algorithm(certificate)
    if how is None:
        raise _Fails(Code.CHANGED)
    try:
        base = page(statement, payload, envelope)
    except (RuntimeError, ValueError, ArithmeticError, LookupError) as error:
        # A validly signed report that no page can be made of: typst's errors are RuntimeErrors, a year 9999 overflows.
        raise _Fails(Code.NOT_A_REPORT, Text("数据不能排版成报告", "no page can be made of its data")) from error
    try:
        whole = sign_pdf(base, certificate, how, statement.predicate.times.prepared, identity(payload), put)
    except SignatureTooLong as error:
        raise _Fails(Code.CHANGED) from error
    return whole, attributes[-1]


def _covered(found: pdf_file.Signed, read: cms.Cms, certificate: bytes) -> bool:
    """Whether the signature holds over what its byte range covers, wherever the file goes on after that.

    Raises:
        _Fails: it holds, under another certificate than the report names.
    """
    hashed = sm3(found.signed) if algorithm(certificate) is Algorithm.SM2 else sha256_digest(found.signed)
    if read.digest != hashed:
        return False
    if verify(certificate, read.attributes, read.value):
        return True
    for other in read.certificates:
        if verify(other, read.attributes, read.value):
            raise _Fails(Code.UNKNOWN_SIGNER, _same(fingerprint(other)[:16]))
    return False


def _belongs(report: Report, measure: Measure) -> list[Note]:
    """Campaign, machine, times, rules and program."""
    notes: list[Note] = []
    trust = measure.trust
    campaign = _campaign(report, trust) if trust is not None else None
    if campaign is not None:
        _on_roster(report, campaign)
    _times(report, campaign, measure.now)
    if trust is None:
        notes.append(Said(Code.SIGNER_NOT_COMPARED, _same(fingerprint(report.signer.certificate)[:16])))
    else:
        if campaign is None:
            notes.append(_NO_CAMPAIGN)
        notes += _registered(report, trust, campaign)
    if report.times.elapsed_ms is None:
        notes.append(_NO_STEADY_CLOCK)
    if report.inspection.recorded_from is not None:
        notes.append(_REPLAYED)
    return notes


def _campaign(report: Report, trust: Trust) -> Manifest | None:
    if report.campaign is None:
        return None
    manifest = trust.campaigns.get(report.campaign.sha256)
    if manifest is None or manifest.nonce != report.campaign.nonce:
        raise _Fails(Code.OTHER_CAMPAIGN)
    return manifest


def _on_roster(report: Report, campaign: Manifest) -> None:
    if not campaign.roster:
        return
    entries = {one.machine_id: one for one in campaign.roster}
    entry = entries.get(report.device.machine_id)
    if entry is None:
        raise _Fails(Code.OTHER_MACHINE, Text("不在任务名册", "not on the campaign's roster"))
    if entry.asset_number != report.device.asset_number:
        numbers = Text("名册为 {listed}，报告为 {told}", "the roster has {listed}, the report {told}")
        told = Text.name(report.device.asset_number)
        raise _Fails(Code.OTHER_MACHINE, numbers.filled(listed=Text.name(entry.asset_number), told=told))


def _times(report: Report, campaign: Manifest | None, now: datetime) -> None:
    times = report.times
    if not times.began <= times.ended <= times.prepared:
        raise _Fails(Code.CLOCK, Text("开始、结束、出具的先后不对", "began, ended and made are out of order"))
    if campaign is not None and not campaign.not_before <= times.began <= times.ended <= campaign.not_after:
        raise _Fails(Code.CLOCK, Text("不在任务时间窗内", "outside the campaign's time"))
    if times.prepared > now + _FUTURE_SLACK:
        raise _Fails(Code.CLOCK, Text("晚于核验电脑的时间", "later than this computer's own time"))
    if times.elapsed_ms is not None:
        drift = round(abs((times.ended - times.began).total_seconds() - times.elapsed_ms / 1000))
        if drift > _CLOCK_SLACK:
            seconds = Text("起止时间与单调计时相差 {n} 秒", "wall clock and steady clock differ by {n} s").filled(
                n=drift
            )
            raise _Fails(Code.CLOCK, seconds)


def _registered(report: Report, trust: Trust, campaign: Manifest | None) -> list[Note]:
    notes: list[Note] = []
    rules = {campaign.rules_sha256} if campaign is not None else trust.rules
    if rules and report.rules.sha256 not in rules:
        raise _Fails(Code.OTHER_RULES, _same(report.rules.sha256[:12]))
    if not rules:
        notes.append(_RULES_NOT_LISTED)
    tools = set(campaign.tools) if campaign is not None and campaign.tools else trust.tools
    if tools and report.tool.tree_sha256 not in tools:
        raise _Fails(Code.UNKNOWN_TOOL, _same(report.tool.tree_sha256[:12]))
    if not tools:
        notes.append(_TOOLS_NOT_LISTED)
    return notes


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
        raise _Fails(Code.RULES_MISSING, _same(str(count)))
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


Found = Iterable[tuple[Verified, Said]]
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOWHERE = Link("", "", 0, _NEVER, _NEVER, None)


def _link(report: Report) -> Link:
    return Link(
        signer=fingerprint(report.signer.certificate),
        machine_id=report.device.machine_id,
        number=report.counter.number,
        began=report.times.began,
        prepared=report.times.prepared,
        previous=report.previous,
    )


def _place(one: Verified) -> Link:
    return one.link or _NOWHERE


def _by(key: Callable[[Link], str], sound: Iterable[Verified]) -> Iterable[list[Verified]]:
    groups: dict[str, list[Verified]] = {}
    for one in sound:
        groups.setdefault(key(_place(one)), []).append(one)
    return groups.values()


def _duplicates(sound: list[Verified]) -> Found:
    """Two contents under one running number: neither can be preferred, so both fail."""
    for group in _by(lambda link: link.signer, sound):
        numbers: dict[int, set[str | None]] = {}
        for one in group:
            numbers.setdefault(_place(one).number, set()).add(one.identity)
        for one in group:
            number = _place(one).number
            if len(numbers[number]) > 1:
                yield one, Said(Code.DUPLICATE, _same(str(number)))


def _gaps(sound: list[Verified]) -> Found:
    """The report after a gap tells of it."""
    for group in _by(lambda link: link.signer, sound):
        ordered = sorted(group, key=lambda one: _place(one).number)
        for before, after in pairwise(ordered):
            first, last = _place(before).number + 1, _place(after).number - 1
            if first <= last:
                missing = str(first) if first == last else f"{first}–{last}"
                yield after, Said(Code.GAP, _same(missing))


def _clocks(sound: list[Verified]) -> Found:
    """A higher running number with an earlier time: somebody's clock was set back in between."""
    for group in _by(lambda link: link.signer, sound):
        latest = _NEVER
        for one in sorted(group, key=lambda one: _place(one).number):
            if _place(one).prepared < latest:
                yield one, Said(Code.CLOCK, _EARLIER.filled(number=_place(one).number))
            latest = max(latest, _place(one).prepared)


def _chains(sound: list[Verified]) -> Found:
    """Of each machine: a later report names the one before it. The first that is here may name any."""
    for group in _by(lambda link: link.machine_id, sound):
        copies = {one.identity: one for one in group}
        ordered = sorted(copies.values(), key=lambda one: (_place(one).began, _place(one).number))
        broken = {after.identity for before, after in pairwise(ordered) if _place(after).previous != before.identity}
        yield from ((one, Said(Code.BROKEN_CHAIN)) for one in group if one.identity in broken)


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


def _same(words: str) -> Text:
    return Text(words, words)
