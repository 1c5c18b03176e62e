"""Do names of files on this medium speak of a secrecy level or of internal papers?"""

from __future__ import annotations

from checker.api import Actor, Ask, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.medium.documents import MediumNames
from checks.hold import listed


@check(
    id="medium.sensitive_file_names",
    title=Text(
        "移动介质的文件名里没有密级、“涉密”“内部”字样",
        "No file name on this medium speaks of a secrecy level or of internal papers",
    ),
    why=Text(
        "文件名写着密级的，内容多半值得看一眼；即使内容不涉密，名字也会引人注意。",
        "What is called by a level deserves a look; even harmless content attracts attention by such a name.",
    ),
    severity=Severity.LOW,
    rules=("sensitive-filename-leftover",),
    remedies={
        Platform.MEDIUM: Remedy(
            Actor.OFFICER,
            steps=(
                Text(
                    "由保密员打开核对内容；不能只凭文件名下结论。",
                    "The officer opens them and looks; a name alone proves nothing.",
                ),
                Text(
                    "内容确有密级标志的，介质保持原样，马上报告保密工作机构。",
                    "If one does carry a marking: leave the medium as it is and report to the secrecy office.",
                ),
            ),
        )
    },
)
def sensitive_file_names(names: MediumNames) -> Verdict:
    named = tuple(dict.fromkeys((*names.saying("level"), *names.saying("internal"))))
    if named:
        question = Text(
            "有 {number} 个文件的名字带密级、“涉密”或“内部”字样。打开核对过，内容都没有问题吗？",
            "{number} {number:file's name speaks|files' names speak} of a level or of internal papers. Was "
            "each opened, and is all fine?",
        )
        return Ask(question.filled(number=len(named)), items=listed(tuple(Text.name(one.label) for one in named)))
    seen = Text("看了 {files} 个文件名，没有这类字样。", "{files} {files:name|names}: none speaks of such things.")
    return Pass(seen.filled(files=names.files))
