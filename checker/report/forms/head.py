"""The head of the inspection record: who, where, which device, when, by which rules and with which program."""

from __future__ import annotations

import msgspec

from checker.model.inspection import Place, Provenance
from checker.model.text import Language, Text
from checker.report import approval
from checker.report.forms.words import DEVICES, PROFILES, bracketed, moment, printed
from checker.report.keys.signer import fingerprint
from checker.report.payload import NotAReport, Report
from checker.report.vouched import HOW, KINDS, NOT_SAID, WHERE, RulingRef

_RULED = Text("决定依据", "Decided by")
_APPROVED = Text(
    "{kind} {name}（摘要 {digest}），{who} 签名批准至 {until}",
    "{kind} {name} (digest {digest}), approved by {who} until {until}",
)
_BY_NOBODY = Text("{kind} {name}（摘要 {digest}），没有批准签名", "{kind} {name} (digest {digest}), signed by nobody")
_BROKEN = Text(
    "{kind} {name}（摘要 {digest}），批准签名无效", "{kind} {name} (digest {digest}), its approval is not valid"
)
_STRONGEST = Text(
    "最强形式：只读介质上的程序在同一次运行中检查并签名",
    "The strongest form: a copy on a read-only volume inspected and signed in one run",
)
_ALTERED = Text(
    "注意：检查用的程序与签名用的不是同一份，或被改动过",
    "Note: the program that inspected is another than the one that signed, or was altered",
)
_SCOPE = Text("检查范围", "Scope")


def signer_words(report: Report) -> str:
    """Whose certificate signs, by its own name; the inspectors beside it were typed."""
    if not report.signer.certificate:
        return "—"
    return bracketed(report.signer.name or "—", fingerprint(report.signer.certificate)[:16], report.language)


def _how(report: Report) -> str:
    if isinstance(report.vouched, msgspec.UnsetType):
        return printed(NOT_SAID, report.language)
    program = report.vouched.program
    parts = [HOW[report.vouched.provenance], *([WHERE[program.place]] if program else [])]
    return ("；" if report.language is Language.ZH else "; ").join(printed(part, report.language) for part in parts)


def strength(report: Report) -> tuple[str, str]:
    """How strong the form is, for a line at the top: its tone (good, bad or empty) and words."""
    said = report.vouched
    if isinstance(said, msgspec.UnsetType) or said.program is None:
        return "", ""
    if said.program.byte_code or said.program.sha256 != (report.tool.tree_sha256 or said.program.sha256):
        return "bad", printed(_ALTERED, report.language)
    if (said.provenance, said.program.place) == (Provenance.ONE_RUN, Place.READ_ONLY):
        return "good", printed(_STRONGEST, report.language)
    return "", ""


def _rulings(report: Report) -> list[str]:
    """The files by which people decided what counts, each with whose signature it bears: where it is nobody's, a person
    who reads the page sees that as well as the verifier."""
    if isinstance(report.vouched, msgspec.UnsetType):
        return []
    return [printed(_ruling(one), report.language) for one in report.vouched.rulings]


def _ruling(one: RulingRef) -> Text:
    words = {"kind": KINDS[one.kind], "name": Text.name(one.name), "digest": one.sha256[:12]}
    if one.approval is None:
        return _BY_NOBODY.filled(**words)
    try:
        said = approval.read(one.approval)
    except NotAReport:
        return _BROKEN.filled(**words)
    return _APPROVED.filled(**words, who=Text.name(said.approver), until=said.until.isoformat())


def head(report: Report) -> list[tuple[Text, str]]:
    """Each line with its label."""
    language, device, people = report.language, report.device, report.people
    inspectors = ("、" if language is Language.ZH else ", ").join(people.inspectors)
    system = bracketed(device.system, device.installed, language) if device.installed else device.system
    program = "密检" if language is Language.ZH else "Mijian"
    rows = [
        (Text("单　　位（盖章）", "Unit (stamp)"), report.unit.name),
        (Text("部　　门", "Department"), report.unit.department),
        (Text("被检查人", "Inspected person"), people.inspected),
        (Text("岗　　位", "Post"), people.post),
        (Text("检 查 人", "Inspectors"), inspectors),
        (Text("检查类型", "Occasion"), printed(PROFILES[report.inspection.profile], language)),
        (Text("开始时间", "Began"), moment(report.times.began, language)),
        (Text("结束时间", "Ended"), moment(report.times.ended, language)),
        (Text("出具时间", "Report made"), moment(report.times.prepared, language)),
        (Text("检查任务", "Campaign"), report.campaign.name if report.campaign else "—"),
        (Text("任务随机数", "Campaign nonce"), report.campaign.nonce if report.campaign else "—"),
        (Text("设备类别", "Device"), printed(DEVICES[device.device_class], language)),
        (Text("设备名称", "Name"), device.label),
        (Text("品牌型号", "Model"), device.model),
        (Text("资产编号", "Asset number"), device.asset_number),
        (Text("操作系统", "System (installed)"), system),
        (Text("硬盘序列号尾号", "Disk serial (tail)"), device.disk_serial),
        (Text("使用地点", "Place"), device.place),
        (Text("联网情况", "Network"), device.network),
        (Text("责 任 人", "Responsible"), people.responsible),
        (Text("机器标识", "Machine id"), report.device.machine_id[:16]),
        (
            Text("检查工具", "Program"),
            bracketed(f"{program} {report.tool.version}", report.tool.tree_sha256[:12], language),
        ),
        (Text("规 则 库", "Rules"), bracketed(report.rules.version, report.rules.sha256[:12], language)),
    ]
    rows += [(Text("电子签名人", "Signed by"), signer_words(report)), (Text("检查与签名", "How made"), _how(report))]
    rows += [(_RULED, line) for line in _rulings(report)]
    rows += [(_SCOPE, printed(line, language)) for line in report.inspection.scope or ()]
    if report.consent:
        words = f"{report.consent.given_by}　{moment(report.consent.at, language)}"
        if report.consent.withdrawn_at:
            taken_back = Text("；中途撤回于 {at}", "; withdrawn at {at}")
            words += taken_back.filled(at=moment(report.consent.withdrawn_at, language)).to(language)
        rows += [
            (Text("机主同意", "Owner's consent"), words),
            (Text("检查流水号", "Running number"), str(report.counter.number)),
        ]
    return rows
