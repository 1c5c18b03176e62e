"""Do files in the recycle bin carry a suspected marking?"""

from __future__ import annotations

from checker.api import Fail, Pass, Severity, Text, Verdict, check
from checker.facts.content.search import BinSearch
from checks.hold import BOTH, besides, items


@check(
    id="workstation.doc_marked_bin",
    title=Text("回收站里没有带密级标志的文件", "No file in the recycle bins carries a secrecy marking"),
    why=Text(
        "放进回收站的标密文件并没有删掉；自行清空又可能毁掉证据，要由保密员处置。",
        "A marked file in the bin is not gone; emptying the bin may destroy evidence. The officer handles it.",
    ),
    severity=Severity.CRITICAL,
    rules=("doc-marked-on-nonclassified-pc", "recycle-bin-leftover"),
    remedies=BOTH,
)
def doc_marked_bin(search: BinSearch) -> Verdict:
    """How much lies in the bins is the matter of workstation.recycle_bin; this is about what it is."""
    marked = tuple(one for one in search.found if one.suspected)
    if marked:
        seen = Text(
            "回收站里有 {number} 个疑似标密的文件。",
            "{number} {number:file in the bin carries|files in the bin carry} a suspected marking.",
        )
        return Fail(besides(search, seen.filled(number=len(marked))), items(marked))
    seen = Text(
        "看了回收站里 {files} 个文件，没有发现疑似标密。",
        "{files} {files:file|files} in the bin: no suspected marking.",
    )
    return Pass(besides(search, seen.filled(files=search.files)))
