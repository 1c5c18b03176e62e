"""Words of the forms, and what Chinese print asks of a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from checker.model.finding import State
from checker.model.rule import Means
from checker.model.target import DeviceClass, Profile
from checker.model.text import Language, Text

_CHINA = timezone(timedelta(hours=8))  # the forms are filed in one time zone; UTC+8 without daylight saving
_FULL = str.maketrans(",:;?!()", "，：；？！（）")
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”《》、。"

STATES = {
    State.PASSED: Text("符合", "In order"),
    State.FAILED: Text("不符合", "Not in order"),
    State.NEEDS_PERSON: Text("待核", "To confirm"),
    State.COULD_NOT_CHECK: Text("未能检查", "Could not check"),
    State.NOT_APPLICABLE: Text("不适用", "Does not apply"),
    State.WAIVED: Text("例外", "Waived"),
    State.NOT_RUN: Text("未检查", "Not checked"),
    State.RUNNING: Text("未检查", "Not checked"),
}
MEANS = {
    Means.AUTO: Text("工具", "Tool"),
    Means.ASSISTED: Text("工具、询问", "Tool, asked"),
    Means.ATTESTATION: Text("询问", "Asked"),
    Means.NOT_CHECKABLE: Text("查看", "Seen"),
}
PROFILES = {
    Profile.DAILY: Text("日常自查", "Daily self-check"),
    Profile.QUARTERLY: Text("季度检查", "Quarterly inspection"),
    Profile.TRAVEL: Text("出行前检查", "Before travel"),
    Profile.DISPOSAL: Text("报废前检查", "Before disposal"),
}
DEVICES = {
    DeviceClass.NONCLASSIFIED: Text("非涉密计算机", "Unclassified computer"),
    DeviceClass.CLASSIFIED: Text("涉密计算机", "Classified computer"),
    DeviceClass.PHONE: Text("手机", "Phone"),
    DeviceClass.MEDIA: Text("移动存储介质", "Storage medium"),
}


def printed(text: Text, language: Language) -> str:
    """A sentence as it is printed: in Chinese, the punctuation between Chinese characters is full-width."""
    return full_width(text.zh) if language is Language.ZH else text.en


def full_width(zh: str) -> str:
    """Full-width , : ; ? ! and brackets beside Chinese characters; 10:30 and C:\\ keep theirs."""
    beside = re.sub(rf"(?<=[{_CJK}])[,:;?!()]|[,;?!()](?=[{_CJK}])", lambda one: one.group().translate(_FULL), zh)
    # A bracket that opened full-width closes so, whatever stands before it.
    return re.sub(r"（([^（）()]*)\)", r"（\1）", re.sub(r"\(([^（）()]*)）", r"（\1）", beside))


def moment(at: datetime, language: Language) -> str:
    local = at.astimezone(_CHINA)
    if language is Language.ZH:
        return f"{local.year} 年 {local.month} 月 {local.day} 日 {local:%H:%M:%S}"
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC+8)"


def day(on: date, language: Language) -> str:
    return f"{on.year} 年 {on.month} 月 {on.day} 日" if language is Language.ZH else on.isoformat()


def bracketed(name: str, inner: str, language: Language) -> str:
    return f"{name}（{inner}）" if language is Language.ZH else f"{name} ({inner})"
