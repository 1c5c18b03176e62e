"""Do files that a chat program saved carry a suspected marking? Off until the unit switches it on."""

from __future__ import annotations

from checker.api import Fail, NotApplicable, Pass, Severity, Text, Verdict, check
from checker.facts.content.search import ReceivedSearch
from checks.hold import BOTH, besides, items


@check(
    id="workstation.doc_marked_received",
    title=Text("聊天软件收到的文件里没有带密级标志的", "No file received by a chat program carries a secrecy marking"),
    why=Text(
        "用微信、QQ 传标密文件，文件就经过了互联网，也留在了双方的电脑里。",
        "A marked file that was sent by chat went over the Internet, and stays on both computers.",
    ),
    severity=Severity.CRITICAL,
    rules=("im-received-file-marked-doc",),
    remedies=BOTH,
)
def doc_marked_received(search: ReceivedSearch) -> Verdict:
    """The files alone; messages, pictures in chats and names of senders are never opened."""
    if not search.asked:
        return NotApplicable(
            Text(
                "本单位没有开启这一项：聊天软件保存的文件没有查看，聊天记录在任何情况下都不查看。",
                "The unit has not switched this on: files from chats were not looked at. Messages never are.",
            )
        )
    marked = tuple(one for one in search.found if one.suspected)
    if marked:
        seen = Text(
            "按单位设置查看了聊天软件保存的文件（不看聊天记录），发现 {number} 个疑似标密。",
            "As the unit decided, files that chat programs saved (no messages) were looked at: {number} suspected.",
        )
        return Fail(besides(search, seen.filled(number=len(marked))), items(marked))
    seen = Text(
        "按单位设置查看了聊天软件保存的 {files} 个文件（不看聊天记录），没有发现疑似标密。",
        "As the unit decided, {files} {files:file saved by chat programs (no messages) was|files "
        "saved by chat programs (no messages) were} looked at: no suspected marking.",
    )
    return Pass(besides(search, seen.filled(files=search.files)))
