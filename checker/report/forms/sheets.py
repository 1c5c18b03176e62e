"""The sheets that go with a record: rectification notice, self-check, and the registration of a medium to be scrapped.

They are made from a signed report and carry its digest, and are signed by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.model.finding import State
from checker.model.target import DeviceClass, Profile
from checker.model.text import Language, Text
from checker.report.forms.provisions import meant
from checker.report.forms.record import fixes, hold_steps, labels
from checker.report.forms.words import PROFILES, STATES, day, moment, printed
from checker.report.payload import Report, Result

_BLANK = "　"


def notice(report: Report, digest: str) -> dict[str, Any]:
    """The rectification notice (保密检查整改通知单): every open failure, with its provision and its deadline."""
    say = _sayer(report)
    opening = Text(
        "经检查，发现下列 {count} 个问题。请按整改意见在期限内完成整改，将整改情况书面反馈检查人，由检查人复查。",
        "The inspection found the {count} {count:problem|problems} below. Put them right as advised "
        "and in time, report in writing to the inspectors, and have it inspected again.",
    )
    found = fixes(report)
    return {
        **_common(report, digest, Text("保密检查整改通知单", "Rectification notice")),
        "head": _pairs(
            report,
            (Text("被检查部门", "Department"), f"{report.unit.name} {report.unit.department}".strip()),
            (Text("责 任 人", "Responsible"), report.people.responsible or report.people.inspected),
            (Text("检查时间", "Inspected"), moment(report.times.began, report.language)),
            (Text("检 查 人", "Inspectors"), _names(report)),
            (Text("设　　备", "Device"), report.device.label),
            (Text("资产编号", "Asset number"), report.device.asset_number),
        ),
        "opening": say(opening.filled(count=len(found))),
        "hold": hold_steps(report),
        "columns": [
            say(text)
            for text in (
                Text("序号", "No."),
                Text("存在问题", "Problem"),
                Text("依据条款", "Provision"),
                Text("整改意见", "What to do"),
                Text("责任人", "By whom"),
                Text("整改期限", "Until"),
            )
        ],
        "fixes": found,
        "meant": meant((one.basis for one in report.results if one.state is State.FAILED), report.language),
        "roles": [
            say(text)
            for text in (
                Text("检查人（签字）", "Inspectors"),
                Text("签收人（签字）", "Received by"),
                Text("整改情况反馈（责任人签字）", "What was done (responsible person)"),
                Text("复查结论（复查人签字）", "Result of the second inspection"),
            )
        ],
    }


def self_check(report: Report, digest: str) -> dict[str, Any]:
    """The self-check (工作人员保密自查表). What is not known is ticked nowhere."""
    say = _sayer(report)
    return {
        **_common(report, digest, Text("工作人员保密自查表", "Secrecy self-check of a member of staff")),
        "head": _pairs(
            report,
            (Text("部　　门", "Department"), report.unit.department or report.unit.name),
            (Text("姓　　名", "Name"), report.people.inspected),
            (Text("自查周期", "Occasion"), printed(PROFILES[report.inspection.profile], report.language)),
            (Text("日　　期", "Date"), day(report.times.ended.date(), report.language)),
        ),
        "columns": [
            say(text)
            for text in (
                Text("序号", "No."),
                Text("项目", "Item"),
                Text("是否做到", "Done"),
                Text("情况说明", "Remarks"),
            )
        ],
        "items": [_self_checked(number, one, say) for number, one in enumerate(report.results, 1)],
        "roles": [
            say(text) for text in (Text("本人签字", "Member of staff"), Text("保密员审核（签字）", "Secrecy officer"))
        ],
    }


def media_scrap(report: Report, digest: str) -> dict[str, Any]:
    """The registration of a medium to be scrapped (移动存储介质报废登记表); what only people know is left blank."""
    say = _sayer(report)
    device = report.device
    failed = sum(one.state is State.FAILED for one in report.results)
    unknown = sum(one.state in (State.COULD_NOT_CHECK, State.NEEDS_PERSON) for one in report.results)
    seen = (
        Text(
            "报废前检查编号 {number}：不符合 {failed} 项，未知 {unknown} 项。",
            "Inspection before disposal {number}: not in order {failed}, unknown {unknown}.",
        )
        if report.inspection.profile is Profile.DISPOSAL
        else Text(
            "还没有做报废前检查。{occasion}编号 {number}：不符合 {failed} 项，未知 {unknown} 项。",
            "Not inspected before disposal yet. {occasion} {number}: not in order {failed}, unknown {unknown}.",
        )
    ).filled(number=report.number, failed=failed, unknown=unknown, occasion=PROFILES[report.inspection.profile])
    model = device.model or (device.label if device.device_class is DeviceClass.MEDIA else "")
    return {
        **_common(report, digest, Text("移动存储介质报废登记表", "Registration of a storage medium to be scrapped")),
        "head": _pairs(
            report,
            (Text("介质类型", "Kind"), _BLANK),
            (Text("编　　号", "Number"), device.asset_number),
            (Text("使用处室", "Used by"), report.unit.department),
            (Text("责 任 人", "Responsible"), report.people.responsible or report.people.inspected),
            (Text("密　　级", "Level"), _BLANK),
            (Text("品牌型号", "Model"), model),
            (Text("出厂标签号", "Maker's label"), _BLANK),
            (Text("硬件序列号尾号", "Serial (tail)"), device.disk_serial),
            (Text("启用日期", "In use since"), device.installed),
            (Text("报废日期", "Scrapped on"), _BLANK),
            (Text("报废原因", "Reason"), _BLANK),
        ),
        "roles": [
            say(text)
            for text in (
                Text("使用人（签字）", "User"),
                Text("技术检查人（签字）", "Technical inspector"),
                Text("保密办（签字）", "Secrecy office"),
            )
        ],
        "remark": [say(Text("备　　注", "Remarks")), say(seen)],
    }


SHEETS: dict[str, Callable[[Report, str], dict[str, Any]]] = {
    "notice": notice,
    "self_check": self_check,
    "media_scrap": media_scrap,
}


def _common(report: Report, digest: str, title: Text) -> dict[str, Any]:
    return {
        "language": report.language.value,
        "title": printed(title, report.language),
        "author": report.unit.name,
        "marking": report.marking,
        "number": report.number,
        "digest": digest,
        "labels": labels(report.language),
    }


def _self_checked(number: int, result: Result, say: Callable[[Text], str]) -> dict[str, Any]:
    yes, no, other = Text("是", "yes"), Text("否", "no"), Text("不适用", "n/a")
    ticks = ((yes, State.PASSED), (no, State.FAILED), (other, State.NOT_APPLICABLE))
    note = [say(result.message)] if result.state is not State.PASSED else []
    if all(result.state is not state for _, state in ticks):
        note.insert(0, say(STATES[result.state]))
    if result.state is State.FAILED:
        weight = Text("轻重：{weight}", "Weight: {weight}").filled(weight=result.severity.words)
        note.append(say(weight))
    return {
        "number": str(number),
        "title": say(result.title),
        "choices": [{"word": say(word), "ticked": result.state is state} for word, state in ticks],
        "note": note,
        "tall": sum(map(len, note)) > 600,
    }


def _pairs(report: Report, *pairs: tuple[Text, str]) -> list[list[str]]:
    return [[printed(label, report.language), value] for label, value in pairs]


def _names(report: Report) -> str:
    return ("、" if report.language is Language.ZH else ", ").join(report.people.inspectors)


def _sayer(report: Report) -> Callable[[Text], str]:
    def say(text: Text) -> str:
        return printed(text, report.language)

    return say
