"""On a classified computer: are markings written as they have to be?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.search import DocumentSearch
from checks.hold import besides, listed

_STEPS = (
    Text(
        "由定密责任人按“密级★保密期限”（或解密时间、解密条件）重新标注。",
        "The classification officer marks it anew as level, star and term (or date, or condition).",
    ),
    Text(
        "不是国家秘密的不标★，工作秘密、商业秘密用单位规定的标志。",
        "What is no state secret carries no star; work and business secrets have marks of their own.",
    ),
)
_REMEDY = Remedy(Actor.OFFICER, _STEPS)
_FAULTS = {
    "no_term": Text("没有写保密期限", "no term"),
    "term_too_long": Text("保密期限超过这一密级的上限", "a term above the level's limit"),
    "star_without_secret": Text("不是国家秘密却标了★", "a star on what is no state secret"),
    "level_after_star": Text("★写在了密级前面", "the star stands before the level"),
}
_LINE = Text("{label}：{marking}，{faults}", "{label}: {marking}, {faults}")


@check(
    id="workstation.doc_mark_form",
    title=Text("密级标志写得规范", "Secrecy markings are written as they have to be"),
    why=Text(
        "标志不全或标错，接手的人就不知道该怎么保管、保管到什么时候。",
        "With an incomplete or wrong marking nobody knows how to keep a paper, and until when.",
    ),
    severity=Severity.LOW,
    rules=("mark-format-invalid",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def doc_mark_form(search: DocumentSearch) -> Verdict:
    """Runs on classified computers alone, where markings are in their place; the rule's card says so."""
    faulty = tuple(one for one in search.found if one.suspected and one.marking.faults)
    if faulty:
        seen = Text(
            "有 {number} 个文件的密级标志不规范。",
            "The markings of {number} {number:file|files} are not as they have to be.",
        )
        lines = tuple(
            _LINE.filled(
                label=Text.name(one.label), marking=Text.name(one.marking.text), faults=_faults(one.marking.faults)
            )
            for one in faulty
        )
        return Fail(besides(search, seen.filled(number=len(faulty))), listed(lines))
    return Pass(besides(search, Text("没有发现不规范的密级标志。", "No malformed marking was found.")))


def _faults(faults: tuple[str, ...]) -> Text:
    named = [_FAULTS[fault] for fault in faults if fault in _FAULTS]
    return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
