"""Does this medium hold files with a suspected secrecy marking?"""

from __future__ import annotations

from checker.api import Ask, Fail, Pass, Platform, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.medium.documents import MediumDocuments
from checks.hold import besides, items, on_medium

_DELETED = Text("，其中已删除、仍能恢复的 {number} 个", ", {number} of them deleted and still recoverable")


@check(
    id="medium.marked_document",
    title=Text("这个移动介质里没有带密级标志的文件", "No file on this medium carries a secrecy marking"),
    why=Text(
        "非涉密介质不能存放国家秘密；介质会到处插、容易丢，删掉的文件也能恢复。",
        "A non-classified medium must not hold state secrets: it is plugged in everywhere and easily lost, and deleted "
        "files come back.",
    ),
    severity=Severity.CRITICAL,
    rules=("media-marked-document",),
    remedies={Platform.MEDIUM: on_medium},
)
def marked_document(search: MediumDocuments) -> Verdict:
    """Suspected markings fail. What only looks like one is for the officer to decide; exams and samples stay quiet."""
    marked = search.of(Bucket.MARKED)
    if marked:
        seen = Text(
            "发现 {number} 个疑似标密的文件。",
            "{number} {number:file with a suspected secrecy marking was|files with a suspected secrecy "
            "marking were} found.",
        )
        return Fail(besides(search, seen.filled(number=len(marked))), items(marked))
    review = search.of(Bucket.REVIEW)
    if review:
        question = Text(
            "有 {number} 个文件像是带密级标志，机器拿不准。保密员核对后，都不是标密文件吗？",
            "{number} {number:file looks as if it|files look as if they} carried a marking, but a "
            "machine cannot tell. Has the officer looked, and is none marked?",
        )
        return Ask(besides(search, question.filled(number=len(review))), items=items(review))
    seen = Text(
        "看了 {files} 个文件{deleted}，没有发现疑似标密（另有试卷、公开件、样例 {quiet} 个）。没有发现不等于没有。",
        "{files} {files:file was looked|files were looked} at{deleted}; no suspected marking was "
        "found (exam, published and sample papers: {quiet}). That is no proof that there is none.",
    )
    deleted = Text("", "") if not search.deleted else _DELETED.filled(number=search.deleted)
    return Pass(besides(search, seen.filled(files=search.files, deleted=deleted, quiet=len(search.of(Bucket.QUIET)))))
