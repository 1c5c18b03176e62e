"""Have scanning or text-recognition programs left marked or internal papers behind?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.document import Place
from checker.facts.content.marking import Bucket
from checker.facts.content.search import DocumentSearch
from checks.hold import STEPS, besides, items

_APPS = Text(
    "以后公务文件不用联网的扫描、识图软件和小程序；需要识别文字时用单位指定的离线软件。",
    "From now on use no scanner or recognition program that goes online for office papers, but the unit's offline one.",
)


@check(
    id="workstation.doc_marked_exports",
    title=Text(
        "扫描、识图软件没有留下标密或内部文件", "Scanning programs have left no marked or internal papers behind"
    ),
    why=Text(
        "扫描、识图软件会自己存一份；不少还会把图片传到网上识别。",
        "Scanning and recognition programs keep a copy, and many send the picture out to be recognised.",
    ),
    severity=Severity.HIGH,
    rules=("scan-app-export-leftover",),
    remedies={Platform.WINDOWS: Remedy(Actor.OFFICER, (*STEPS, _APPS), hold=True)},
)
def doc_marked_exports(search: DocumentSearch) -> Verdict:
    """In the folders that such programs save to by themselves, as the product's table lists them."""
    here = search.of(Bucket.MARKED, Bucket.INTERNAL)
    left = tuple(one for one in here if Place.EXPORT in one.places)
    if left:
        seen = Text(
            "扫描、识图软件的文件夹里有 {number} 个疑似标密或内部文件。",
            "{number} {number:file in a folder of scanning programs carries|files in folders of scanning "
            "programs carry} a suspected secrecy or internal mark.",
        )
        return Fail(besides(search, seen.filled(number=len(left))), items(left))
    seen = Text("没有发现这类软件留下标密或内部文件。", "No marked or internal papers of such programs were found.")
    return Pass(besides(search, seen))
