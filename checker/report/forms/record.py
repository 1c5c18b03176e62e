"""The inspection record (保密检查记录表) as plain words for its template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len

from checker.engine.conclude import Conclusion, Outcome
from checker.model.finding import State
from checker.model.rule import Means
from checker.model.severity import Severity
from checker.model.target import DeviceClass
from checker.model.text import Language, Text
from checker.report.concluded import concluded_of
from checker.report.forms.head import head, signer_words, strength
from checker.report.forms.provisions import cited, meant
from checker.report.forms.score import deducted, points, score
from checker.report.forms.words import MEANS, STATES, bracketed, day, moment, printed
from checker.report.payload import Report, Result
from checker.report.rested import rested

HOLD = (
    Text(
        "停止使用该文件，断网（飞行模式或拔网线），不转发、不复制、不打印、不截图。",
        "Stop using the file and go offline; no forwarding, copying, printing or screenshots.",
    ),
    Text(
        "不自行删除、不恢复出厂设置、不格式化，保持原状。",
        "Do not delete, reset or format anything; keep things as they are.",
    ),
    Text(
        "立即报告本单位保密工作机构；本工具只给出“疑似标密”，是否属国家秘密由保密行政管理部门鉴定。",
        "Tell the unit's secrecy office at once. This tool only reports a suspected marking; whether it is a state"
        " secret is for the secrecy administration to certify.",
    ),
    Text(
        "已经泄露或可能泄露的，单位 24 小时内报同级保密行政管理部门和上级主管部门。",
        "If it has leaked or may have, the unit tells the secrecy administration and its superior within 24 hours.",
    ),
    Text(
        "由保密员按规定清除、收缴、送检，并登记处置时间、方式、经手人。",
        "The officer clears, seizes or sends it for inspection, and records when, how and by whom.",
    ),
)
_TITLES = {
    DeviceClass.NONCLASSIFIED: Text("计算机保密检查记录表", "Secrecy inspection record: computer"),
    DeviceClass.CLASSIFIED: Text("涉密计算机保密检查记录表", "Secrecy inspection record: classified computer"),
    DeviceClass.PHONE: Text("手机保密检查记录表", "Secrecy inspection record: phone"),
    DeviceClass.MEDIA: Text("移动存储介质保密检查记录表", "Secrecy inspection record: storage medium"),
}
_ORDER = (
    State.FAILED,
    State.NEEDS_PERSON,
    State.COULD_NOT_CHECK,
    State.NOT_RUN,
    State.RUNNING,
    State.WAIVED,
    State.PASSED,
    State.NOT_APPLICABLE,
)
_LOOKED = Text("看了：{what}。", "Looked at: {what}.")
_CLOSE = (State.PASSED, State.NOT_APPLICABLE)
_ITEMS_PRINTED = 30
_SEEN_WIDTH = 28  # signs of half width that surely find room in a line of what was seen
_PAGE_LINES = 44  # lines of a row that surely find room on a page
_LABELS: Mapping[str, Text] = {
    "number": Text("编号", "No."),
    "digest": Text("报告数据摘要", "Digest of the report's data"),
    "page": Text("共 {all} 页", "of {all}"),
    "seal": Text("骑缝章　第 {n} 页　共 {all} 页", "Seal across the edges    page {n} of {all}"),
    "conclusion": Text("一、检查结论", "1. Conclusion"),
    "items": Text("二、检查项目", "2. What was inspected"),
    "fixes": Text("三、整改清单", "3. To be put right"),
    "unknown": Text("四、未能检查的项目", "4. What could not be checked"),
    "signatures": Text("五、签署", "5. Signatures"),
    "meant": Text("条款中的简称", "Short names of provisions"),
    "none": Text("（无）", "(none)"),
    "hold": Text("疑似标密，请按以下要求保持原状", "Suspected marking: keep everything as it is"),
    "score": Text("参考得分", "Reference score"),
    "qr": Text("报告数据摘要\n（扫码核对）", "Digest of the data\n(scan to compare)"),
    "opinion": Text("检查意见", "Opinion of the inspectors"),
    "date": Text("　　　年　　月　　日", "Date:                "),
    "draft": Text("未签名", "NOT SIGNED"),
    "unsigned": Text(
        "未签名稿：没有经过数字签名，不能作为检查记录。",
        "Not signed: without a digital signature this is no record of an inspection.",
    ),
    "embedded": Text(
        "本表由附件 payload.dsse.json 中的签名数据生成，以电子签名的数据为准。",
        "This form was made from the signed data in the attachment payload.dsse.json; that data decides.",
    ),
}
_ITEM_COLUMNS = (
    Text("序号", "No."),
    Text("检查项目（条款）", "Item (provision)"),
    Text("方式", "How"),
    Text("结论", "Result"),
    Text("具体情况", "What was seen"),
    Text("分值", "Points"),
    Text("扣分", "Off"),
)
_FIX_COLUMNS = (
    Text("序号", "No."),
    Text("存在问题", "Problem"),
    Text("整改意见", "What to do"),
    Text("责任人", "By whom"),
    Text("整改期限", "Until"),
)
_UNKNOWN_COLUMNS = (
    Text("序号", "No."),
    Text("检查项目", "Item"),
    Text("原因", "Why"),
    Text("怎样才能检查", "How to make it possible"),
)
_ROLES = (
    Text("被检查人（签字）", "Inspected person"),
    Text("检查人（两人签字）", "Inspectors (two)"),
    Text("部门负责人（签字）", "Head of department"),
    Text("保密工作机构（盖章）", "Secrecy office (stamp)"),
)


# On the page that people sign, which may begin with the boxes: nobody signs a page that says nothing.
_CONCLUDED = Text(
    "检查共 {all} 项，结论：{headline}。以上情况，签署人已经看过。",
    "{all} {all:item|items} inspected; conclusion: {headline}. Who signs has seen what is above.",
)
_SIGNED = Text(
    "{who} 于 {at} 电子签名，本表在签名时印出；以后的打印件与它逐字相同。",
    "Signed electronically by {who} on {at}; the form was made in signing, and later prints are the same, letter by"
    " letter.",
)
_IN_PART = Text(
    "有的项目没有查看全部内容，没有查看的不等于符合。",
    "For some items not everything was looked at, and what was not is not in order by that.",
)


def record(report: Report, digest: str) -> dict[str, Any]:
    """The words of the record; `digest` is the payload's sha256 (hex), empty for a print that nobody signs."""
    language = report.language

    def say(text: Text) -> str:
        return printed(text, language)

    concluded = concluded_of(report)
    results = _ordered(report)
    return {
        "language": language.value,
        "title": say(_TITLES[report.device.device_class]),
        "author": report.unit.name,
        "marking": report.marking,
        "number": report.number,
        "digest": digest,
        "labels": labels(language),
        "head": [[say(label), value] for label, value in head(report)],
        "strength": list(strength(report)) if digest else ["", ""],
        "headline": say(concluded.headline),
        "in_order": concluded.outcome is Outcome.IN_ORDER,
        "stated": concluded.outcome is Outcome.STATED,
        "summary": _summary(report, concluded),
        "score": _score(report),
        "hold": hold_steps(report),
        "meant": meant((one.basis for one in results), language),
        "item_columns": [say(column) for column in _ITEM_COLUMNS],
        "groups": _groups(results, report),
        "fix_columns": [say(column) for column in _FIX_COLUMNS],
        "fixes": fixes(report),
        "unknown_columns": [say(column) for column in _UNKNOWN_COLUMNS],
        "unknown": [_unknown(number, one, language) for number, one in enumerate(_not_known(results), 1)],
        "roles": [say(role) for role in _ROLES],
        "concluded": say(_CONCLUDED.filled(headline=concluded.headline, all=len(results))),
        "signed": say(_SIGNED.filled(who=Text.name(signer_words(report)), at=moment(report.times.prepared, language))),
    }


def labels(language: Language) -> dict[str, str]:
    """Words that the templates place."""
    return {name: printed(label, language) for name, label in _LABELS.items()}


def hold_steps(report: Report) -> list[str]:
    """The HOLD protocol where a finding under it is open; else nothing."""
    open_ = any(one.hold and one.state is State.FAILED for one in report.results)
    return [printed(step, report.language) for step in HOLD] if open_ else []


def fixes(report: Report) -> list[dict[str, Any]]:
    """Every open failure, the heaviest first, with what to do, by whom and until when."""
    failed = (one for one in _ordered(report) if one.state is State.FAILED)
    return [_fix(number, one, report.language) for number, one in enumerate(failed, 1)]


def _ordered(report: Report) -> list[Result]:
    return sorted(report.results, key=lambda one: (_ORDER.index(one.state), one.severity.rank))


def _summary(report: Report, concluded: Conclusion) -> str:
    counts = Text(
        "本次检查共 {all} 项：符合 {passed} 项，不符合 {failed} 项（其中必须整改 {must} 项，请注意 {attention} 项），"
        "待核 {asked} 项，未能检查 {unknown} 项，已批准例外 {waived} 项，不适用 {other} 项。",
        "{all} {all:item|items}: in order {passed}, not in order {failed} (to be fixed {must}, "
        "attention {attention}), to confirm {asked}, could not be checked {unknown}, waived "
        "{waived}, not applicable {other}.",
    ).filled(
        all=len(report.results),
        passed=concluded.by_state[State.PASSED],
        failed=concluded.by_state[State.FAILED],
        must=concluded.must_fix,
        attention=concluded.attention,
        asked=concluded.by_state[State.NEEDS_PERSON],
        unknown=concluded.by_state[State.COULD_NOT_CHECK],
        waived=concluded.by_state[State.WAIVED],
        other=concluded.by_state[State.NOT_APPLICABLE],
    )
    unknown = Text(
        "待核和未能检查的项目不等于符合。", "What is to be confirmed or could not be checked is not in order by that."
    )
    parts = [counts]
    if _not_known(report.results):
        parts.append(unknown)
    elif concluded.outcome is Outcome.INCOMPLETE:
        parts.append(_IN_PART)
    if report.inspection.recorded_from:
        parts.append(
            Text(
                "注意：本次检查的对象是一份录制，不是现场设备。",
                "Note: a recording was inspected, not the device itself.",
            )
        )
    return ("" if report.language is Language.ZH else " ").join(printed(part, report.language) for part in parts)


def _score(report: Report) -> str:
    """Small print; without a number while something critical is open, so that it cannot comfort."""
    if any(one.state is State.FAILED and one.severity is Severity.CRITICAL for one in report.results):
        withheld = Text("有严重问题未整改，不计分", "not given while something critical is open")
        return printed(withheld, report.language)
    value = score(report.results)
    if value is None:
        return "—"
    note = Text("{value}（按适用项计，仅供参考）", "{value} (of what applies; for reference only)")
    return printed(note.filled(value=f"{value:.0f}"), report.language)


def _groups(results: list[Result], report: Report) -> list[dict[str, Any]]:
    means = _means(report)
    groups: list[dict[str, Any]] = []
    number = 0
    for state in _ORDER:
        members = [one for one in results if one.state is state]
        if not members:
            continue
        items = []
        for one in members:
            number += 1
            items.append(_item(number, one, means[one.check], report.language))
        name = bracketed(printed(STATES[state], report.language), str(len(members)), report.language)
        groups.append({"name": name, "close": state in _CLOSE, "items": items})
    return groups


def _item(number: int, result: Result, means: Means, language: Language) -> dict[str, Any]:
    seen = [printed(result.message, language), *_named(result, language)]
    notes = _notes(result, language)
    return {
        "number": str(number),
        "title": printed(result.title, language),
        "basis": cited(result.basis, language),
        "means": printed(MEANS[means], language),
        "state": printed(STATES[result.state], language),
        "bad": result.state is State.FAILED and result.severity.must_fix,
        "seen": seen,
        "notes": notes,
        "tall": _tall([*seen, *notes]),
        "points": str(points(result) or "—"),
        "deducted": str(deducted(result) or "—"),
    }


def _named(result: Result, language: Language) -> list[str]:
    """What is at fault; of hundreds the first ones, and how many more the signed data have."""
    lines = [f"·\u00a0{printed(one, language)}" for one in result.items[:_ITEMS_PRINTED]]
    rest = len(result.items) - _ITEMS_PRINTED
    if rest > 0:
        more = Text(
            "·\u00a0其余 {rest} 项见附件中的签名数据。",
            "·\u00a0{rest} {rest:more is in|more are in} the attached signed data.",
        )
        lines.append(printed(more.filled(rest=rest), language))
    return lines


def _tall(lines: list[str]) -> bool:
    """Whether a row may be cut at the end of a page: only one that could be taller than a page."""
    return sum(-(-cell_len(line) // _SEEN_WIDTH) for line in lines) > _PAGE_LINES


def _means(report: Report) -> dict[str, Means]:
    """How each check was made; a question is asked whatever the rule's card says."""
    by_check = {check: rule.means for rule in report.rule_results for check in rule.checks}
    return {
        one.check: Means.ATTESTATION if one.answer or one.wanted is not None else by_check.get(one.check, Means.AUTO)
        for one in report.results
    }


def _notes(result: Result, language: Language) -> list[str]:
    notes = []
    if result.answer:
        said = Text("{who} 答：{yes}（{at}）", "{who} answered {yes} ({at})").filled(
            who=Text.name(result.answer.who),
            yes=Text("是", "yes") if result.answer.yes else Text("否", "no"),
            at=moment(result.answer.at, language),
        )
        notes.append(printed(said, language))
        if result.answer.note:
            notes.append(Text.name(result.answer.note).zh)
    if result.waiver:
        waived = Text("{who} 批准至 {until}：{why}", "Waived by {who} until {until}: {why}").filled(
            who=Text.name(result.waiver.approver),
            until=day(result.waiver.until, language),
            why=Text.name(result.waiver.reason),
        )
        notes.append(printed(waived, language))
    if result.state is State.FAILED and result.how:
        notes.append(printed(result.how, language))
    what = rested(result)
    if what is not None:
        notes.append(printed(_LOOKED.filled(what=what), language))
    return notes


def _fix(number: int, result: Result, language: Language) -> dict[str, Any]:
    steps = result.steps or (Text("由保密员处理。", "For the secrecy officer to handle."),)
    wanted = Text("要求：{title}", "Wanted: {title}")
    return {
        "number": str(number),
        "problem": printed(wanted.filled(title=result.title), language),
        "seen": [printed(result.message, language), *_notes(result, language)],
        "basis": cited(result.basis, language),
        "steps": [printed(step, language) for step in steps],
        "tall": _tall([result.message.zh, result.message.en, *(step.zh for step in steps)]),
        "owner": result.owner,
        "due": day(result.due, language) if result.due else "—",
    }


def _unknown(number: int, result: Result, language: Language) -> dict[str, Any]:
    ask = Text("由本人回答后再次检查。", "The person answers, then check again.")
    how = result.how or (ask if result.state is State.NEEDS_PERSON else Text("—", "—"))
    return {
        "number": str(number),
        "title": printed(result.title, language),
        "why": printed(result.message, language),
        "how": printed(how, language),
        "tall": _tall([result.title.zh, result.message.zh, how.zh]),
    }


def _not_known(results: list[Result] | tuple[Result, ...]) -> list[Result]:
    return [one for one in results if one.state in _ORDER[1:5]]
