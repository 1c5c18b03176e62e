"""Whether a report belongs where it says: campaign, machine, times, rules and program."""

from __future__ import annotations

from datetime import datetime

import msgspec

from checker.model.text import Text
from checker.report.keys.signer import fingerprint
from checker.report.keys.trust import Manifest, Trust
from checker.report.payload import Report
from checker.report.verify.codes import Code
from checker.report.verify.verified import FUTURE_SLACK, Fails, Measure, Note, Said, same
from checker.report.verify.vouching import vouching

_CLOCK_SLACK = 120  # seconds that the wall clock and the steady clock may differ over one inspection
_SOON = 3  # days between an inspection and its report that nobody asks about
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
_LATE = Text(
    "检查结束 {n} 天以后才出具报告，这中间的情况它不知道。",
    "The report was made {n} days after the inspection ended; of what came between it knows nothing.",
)
_REPLAYED = Text("检查的对象是一份录制，不是现场设备。", "A recording was inspected, not the device itself.")


def belongs(report: Report, measure: Measure) -> list[Note]:
    """Campaign, machine, times, rules and program."""
    notes: list[Note] = []
    trust = measure.trust
    campaign = _campaign(report, trust) if trust is not None else None
    if campaign is not None:
        _on_roster(report, campaign)
    _times(report, campaign, measure.now)
    notes += vouching(report, trust, campaign)
    if trust is not None and trust.new_root:
        notes.append(Said(Code.OTHER_ROOT, same(trust.root[:16])))
    if trust is None:
        notes.append(Said(Code.SIGNER_NOT_COMPARED, same(fingerprint(report.signer.certificate)[:16])))
    else:
        if campaign is None:
            notes.append(_NO_CAMPAIGN)
        notes += _registered(report, trust, campaign)
    if report.times.elapsed_ms is None:
        notes.append(_NO_STEADY_CLOCK)
    waited = (report.times.prepared - report.times.ended).days
    if waited > _SOON:
        notes.append(_LATE.filled(n=waited))
    if report.inspection.recorded_from is not None:
        notes.append(_REPLAYED)
    return notes


def _campaign(report: Report, trust: Trust) -> Manifest | None:
    if report.campaign is None:
        return None
    manifest = trust.campaigns.get(report.campaign.sha256)
    if manifest is None or manifest.nonce != report.campaign.nonce:
        raise Fails(Code.OTHER_CAMPAIGN)
    return manifest


def _on_roster(report: Report, campaign: Manifest) -> None:
    if not campaign.roster:
        return
    entries = {one.machine_id: one for one in campaign.roster}
    entry = entries.get(report.device.machine_id)
    if entry is None:
        raise Fails(Code.OTHER_MACHINE, Text("不在任务名册", "not on the campaign's roster"))
    if entry.asset_number != report.device.asset_number:
        numbers = Text("名册为 {listed}，报告为 {told}", "the roster has {listed}, the report {told}")
        told = Text.name(report.device.asset_number)
        raise Fails(Code.OTHER_MACHINE, numbers.filled(listed=Text.name(entry.asset_number), told=told))


def _times(report: Report, campaign: Manifest | None, now: datetime) -> None:
    times = report.times
    if not times.began <= times.ended <= times.prepared:
        raise Fails(Code.CLOCK, Text("开始、结束、出具的先后不对", "began, ended and made are out of order"))
    if campaign is not None and not campaign.not_before <= times.began <= times.ended <= campaign.not_after:
        raise Fails(Code.CLOCK, Text("不在任务时间窗内", "outside the campaign's time"))
    if times.prepared > now + FUTURE_SLACK:
        raise Fails(Code.CLOCK, Text("晚于核验电脑的时间", "later than this computer's own time"))
    if times.elapsed_ms is not None:
        drift = round(abs((times.ended - times.began).total_seconds() - times.elapsed_ms / 1000))
        if drift > _CLOCK_SLACK:
            seconds = Text("起止时间与单调计时相差 {n} 秒", "wall clock and steady clock differ by {n} s").filled(
                n=drift
            )
            raise Fails(Code.CLOCK, seconds)


def _inspected(report: Report) -> str | None:
    """The copy that inspected, where the report tells of one."""
    if isinstance(report.vouched, msgspec.UnsetType) or report.vouched.program is None:
        return None
    return report.vouched.program.sha256


def _registered(report: Report, trust: Trust, campaign: Manifest | None) -> list[Note]:
    notes: list[Note] = []
    rules = {campaign.rules_sha256} if campaign is not None else trust.rules
    if rules and report.rules.sha256 not in rules:
        raise Fails(Code.OTHER_RULES, same(report.rules.sha256[:12]))
    if not rules:
        notes.append(_RULES_NOT_LISTED)
    tools = set(campaign.tools) if campaign is not None and campaign.tools else trust.tools
    for used in (report.tool.tree_sha256, _inspected(report)):
        if tools and used is not None and used not in tools:
            raise Fails(Code.UNKNOWN_TOOL, same(used[:12]))
    if not tools:
        notes.append(_TOOLS_NOT_LISTED)
    return notes
