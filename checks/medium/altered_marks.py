"""Do files on this medium carry a level where nobody sees it, while their pages show another or none?"""

from __future__ import annotations

from checker.api import Fail, Pass, Platform, Severity, Text, Verdict, check
from checker.facts.medium.documents import MediumDocuments
from checks.hold import items, on_medium


@check(
    id="medium.altered_marks",
    title=Text("移动介质里没有密级标志被删掉或改低的文件", "No file on this medium had its marking removed or lowered"),
    why=Text(
        "擅自删改密级标志是违法行为；文件属性、隐藏文字和修订记录里常常还留着原来的密级。",
        "Changing a level without authority breaks the law; properties, hidden text and tracked changes often keep the "
        "original level.",
    ),
    severity=Severity.HIGH,
    rules=("mark-removed-or-altered",),
    remedies={Platform.MEDIUM: on_medium},
)
def altered_marks(search: MediumDocuments) -> Verdict:
    altered = tuple(one for one in search.found if one.altered)
    if altered:
        seen = Text(
            "有 {number} 个文件的密级标志疑似被删除或改动：看不见的地方写着密级，页面上没有或不一样。",
            "{number} {number:file may have had its|files may have had their} marking removed or "
            "changed: a level stands where nobody sees it, and the pages show another or none.",
        )
        return Fail(seen.filled(number=len(altered)), items(altered))
    return Pass(Text("没有发现密级标志被改动的痕迹。", "No sign of a changed marking was found."))
