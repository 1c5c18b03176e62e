"""Do files with a suspected marking lie where a program copies them to a cloud?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.document import Place
from checker.facts.content.search import DocumentSearch
from checks.hold import STEPS, besides, items

_PAUSE = Text(
    "先在网盘软件里点“暂停同步”，再断开网络；不要退出账号，也不要从网盘里删除。",
    "First pause syncing in the cloud program, then go offline; do not sign out, and do not delete anything there.",
)
_REMEDY = Remedy(Actor.OFFICER, (_PAUSE, *STEPS), hold=True)


@check(
    id="workstation.doc_marked_cloud_sync",
    title=Text("网盘同步文件夹里没有带密级标志的文件", "No file in a cloud-sync folder carries a secrecy marking"),
    why=Text(
        "放进同步文件夹的文件会自动上传到互联网，等于把它传了出去。",
        "What lies in such a folder is copied to the Internet by itself: it has been sent out.",
    ),
    severity=Severity.CRITICAL,
    rules=("cloud-sync-folder-marked-doc",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def doc_marked_cloud_sync(search: DocumentSearch) -> Verdict:
    marked = tuple(one for one in search.found if one.suspected and Place.SYNC in one.places)
    if marked:
        seen = Text(
            "同步文件夹里有 {number} 个疑似标密的文件。",
            "{number} {number:file there carries|files there carry} a suspected marking.",
        )
        return Fail(besides(search, seen.filled(number=len(marked))), items(marked))
    seen = Text("同步文件夹里没有发现疑似标密的文件。", "No suspected marking was found in cloud-sync folders.")
    return Pass(besides(search, seen))
