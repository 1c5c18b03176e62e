"""Does this computer hold files with a suspected secrecy marking?"""

from __future__ import annotations

from checker.api import Ask, Fail, Pass, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.content.search import DocumentSearch
from checks.hold import BOTH, besides, items


@check(
    id="workstation.doc_marked_files",
    title=Text("这台电脑上没有带密级标志的文件", "No file on this computer carries a secrecy marking"),
    why=Text(
        "非涉密电脑不能存放、处理国家秘密；哪怕只是一张拍下来的照片，也是违规，可能已经造成泄密。",
        "A non-classified computer must not hold or handle state secrets. Even a photo of a page breaks the rule, and "
        "it may have leaked already.",
    ),
    severity=Severity.CRITICAL,
    rules=("doc-marked-on-nonclassified-pc",),
    remedies=BOTH,
)
def doc_marked_files(search: DocumentSearch) -> Verdict:
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
    quiet = len(search.of(Bucket.QUIET))
    seen = Text(
        "看了 {files} 个文件，没有发现疑似标密（另有试卷、公开件、样例 {quiet} 个）。没有发现不等于没有。",
        "{files} {files:file was looked|files were looked} at; no suspected marking was found (exam, "
        "published and sample papers: {quiet}). That is no proof that there is none.",
    )
    return Pass(besides(search, seen.filled(files=search.files, quiet=quiet)))
