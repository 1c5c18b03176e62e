"""Do unmarked files cite numbers of classified papers?"""

from __future__ import annotations

from checker.api import Actor, Fail, NotApplicable, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.content.search import DocumentSearch
from checks.hold import listed

_STEPS = (
    Text("先不要外发这个文件，报告保密员核对。", "Do not send the file out; have the officer look at it first."),
    Text(
        "确属引用涉密文件的，按派生定密程序报审，由定密责任人确定。",
        "If it does cite a classified paper, submit it for derivative classification; the responsible person decides.",
    ),
)
_REMEDY = Remedy(Actor.OFFICER, _STEPS)
_LINE = Text("{label}：{number} 处", "{label}: {number}")


@check(
    id="workstation.doc_cited_numbers",
    title=Text(
        "这台电脑上的非密文稿没有引用涉密文件的文号",
        "Open drafts on this computer cite no numbers of classified papers",
    ),
    why=Text(
        "涉密文件的文号本身就可能是秘密，写进非密文稿就带了出去。",
        "The number of a classified paper may be a secret itself; an open draft carries it out.",
    ),
    severity=Severity.HIGH,
    rules=("doc-cites-classified-docno",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def doc_cited_numbers(search: DocumentSearch, policy: Policy) -> Verdict:
    """The unit gives salted digests; numbers are compared and not kept."""
    if not policy.documents.numbers:
        return NotApplicable(
            Text(
                "本单位没有提供涉密文号清单，这一项不比对。",
                "The unit gave no list of classified numbers to compare with.",
            )
        )
    citing = tuple(one for one in search.found if one.cited)
    if citing:
        seen = Text(
            "有 {number} 个文件引用了清单里的文号。",
            "{number} {number:file cites|files cite} numbers of the unit's list.",
        )
        lines = tuple(_LINE.filled(label=Text.name(one.label), number=one.cited) for one in citing)
        return Fail(seen.filled(number=len(citing)), listed(lines))
    return Pass(Text("没有发现引用清单里的文号。", "No number of the unit's list was found."))
