"""Does a photo or file on the phone carry a suspected secrecy marking?"""

from __future__ import annotations

from checker.api import Ask, Fail, Pass, Platform, Severity, Text, Verdict, check
from checker.facts.content.marking import Bucket
from checker.facts.phone.documents import PhoneDocuments
from checks.hold import ON_PHONE, besides, items


@check(
    id="phone.marked_photos",
    title=Text("手机里没有带密级标志的文件照片", "No photo on the phone shows a paper with a secrecy marking"),
    why=Text(
        "手机拍下、存着涉密文件，就等于把它带出了保密场所，可能已经进了云端。",
        "A classified paper photographed or kept on a phone has left its protected place, and may be in a cloud"
        " already.",
    ),
    severity=Severity.CRITICAL,
    rules=("photo-marked-on-phone",),
    remedies={Platform.ANDROID: ON_PHONE},
)
def marked_photos(seen: PhoneDocuments) -> Verdict:
    """Suspected markings fail; what a machine cannot tell is for the officer. Exams and samples stay quiet."""
    marked = seen.of(Bucket.MARKED)
    if marked:
        text = Text(
            "发现 {number} 个疑似标密的照片或文件。",
            "{number} {number:photo or file with a suspected secrecy marking was|photos or files with a "
            "suspected secrecy marking were} found.",
        )
        return Fail(besides(seen, text.filled(number=len(marked))), items(marked))
    review = seen.of(Bucket.REVIEW)
    if review:
        question = Text(
            "有 {number} 个照片或文件像是带密级标志，机器拿不准。机主和保密员一起核对后，都不是标密文件吗？",
            "{number} {number:photo or file looks as if it|photos or files look as if they} carried a "
            "marking, but a machine cannot tell. Have owner and officer looked together, and is none "
            "marked?",
        )
        return Ask(besides(seen, question.filled(number=len(review))), items=items(review))
    text = Text(
        "看了 {files} 个照片和文件，没有发现疑似标密；聊天软件和其他应用自己的文件夹按规定不看。没有发现不等于没有。",
        "{files} {files:photo or file was looked|photos and files were looked} at; no suspected "
        "marking was found. What chat programs and other apps keep for themselves is never looked "
        "at. That is no proof that there is none.",
    )
    return Pass(besides(seen, text.filled(files=seen.files)))
