"""Does the antivirus know this week's viruses?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, NotApplicable, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.antivirus import Antivirus, AntivirusSignatures, Signatures

_STEPS = (
    Text("打开杀毒软件的主界面，点“检查更新”或“升级病毒库”。", "Open the antivirus and choose Check for updates."),
    Text("不连网的电脑，由信息中心拿病毒库离线包来升级。", "Without a network, IT brings the signatures as a file."),
    Text("更新后做一次全盘查杀。", "Then run a full scan."),
)


@check(
    id="workstation.antivirus_fresh",
    title=Text("杀毒软件的病毒库是新的", "The antivirus signatures are up to date"),
    why=Text("病毒库过期，新出现的木马就认不出来。", "With old signatures, new trojans are not recognised."),
    severity=Severity.MEDIUM,
    rules=("av-signature-old",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, steps=_STEPS, opens="windowsdefender:"),
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS),
    },
)
def antivirus_fresh(antivirus: Antivirus, signatures: AntivirusSignatures, policy: Policy) -> Verdict:
    """The date decides. A product's own "up to date" counts only against it: offline it says so for ever."""
    if not antivirus.products or not signatures.products:
        return NotApplicable(Text("没有杀毒软件，见另一项。", "There is no antivirus; see the other item."))
    protection = policy.protection
    limit = protection.signature_days_offline if protection.offline else protection.signature_days
    ages = {one: _age(one, signatures) for one in signatures.products}
    new = [one for one, age in ages.items() if age is not None and age <= limit]
    if new:
        seen = Text("{name}：病毒库是 {days} 天前的。", "{name}: the signatures are {days} {days:day|days} old.")
        return Pass(seen.filled(name=new[0].name, days=ages[new[0]]))
    unknown = tuple(one.name for one, age in ages.items() if age is None and one.fresh is not False)
    if unknown:
        question = Text(
            "请打开杀毒软件主界面查看：病毒库日期是否在最近 {limit} 天内？",
            "Open the antivirus window and look: are the signatures from the last {limit} {limit:day|days}?",
        )
        return Ask(question.filled(limit=limit), items=unknown)
    seen = Text("病毒库超过 {limit} 天没有更新。", "Signatures are older than {limit} {limit:day|days}.")
    return Fail(seen.filled(limit=limit), tuple(_old(one, age) for one, age in ages.items()))


def _age(one: Signatures, signatures: AntivirusSignatures) -> int | None:
    return None if one.made is None else max(0, (signatures.now - one.made).days)


def _old(one: Signatures, age: int | None) -> Text:
    if age is None:
        return Text("{name}：它自己报告已过期", "{name}: says itself that it is out of date").filled(name=one.name)
    return Text("{name}：{days} 天前的病毒库", "{name}: signatures {days} {days:day|days} old").filled(
        name=one.name, days=age
    )
