"""Do copies that office programs made by themselves carry a suspected marking?"""

from __future__ import annotations

from checker.api import Fail, Pass, Severity, Text, Verdict, check
from checker.facts.content.search import AutosaveSearch
from checks.hold import BOTH, besides, items


@check(
    id="workstation.doc_marked_autosave",
    title=Text(
        "办公软件自动保存的副本里没有带密级标志的", "No safety copy of an office program carries a secrecy marking"
    ),
    why=Text(
        "标密文件哪怕只打开过一次，办公软件也可能悄悄留了副本。",
        "An office program may have kept a copy of a marked file that was opened only once.",
    ),
    severity=Severity.CRITICAL,
    rules=("doc-marked-on-nonclassified-pc", "autosave-temp-copies"),
    remedies=BOTH,
)
def doc_marked_autosave(search: AutosaveSearch) -> Verdict:
    marked = tuple(one for one in search.found if one.suspected)
    if marked:
        seen = Text(
            "有 {number} 个自动保存的副本疑似标密。",
            "{number} {number:safety copy carries|safety copies carry} a suspected marking.",
        )
        return Fail(besides(search, seen.filled(number=len(marked))), items(marked))
    seen = Text(
        "看了 {files} 个自动保存的副本，没有发现疑似标密。",
        "{files} {files:safety copy|safety copies}: no suspected marking.",
    )
    return Pass(besides(search, seen.filled(files=search.files)))
