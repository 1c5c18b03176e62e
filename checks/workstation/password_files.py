"""Are there files that are called after passwords?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.content.search import NameSearch
from checks.hold import listed

_STEPS = (
    Text("把口令记进单位认可的加密保管工具。", "Keep passwords in an encrypted vault that the unit has approved."),
    Text(
        "换掉文件里写过的口令，再删除这个文件并清空回收站。",
        "Change the passwords it held, then delete it and empty the bin.",
    ),
)
_REMEDY = Remedy(Actor.STAFF, _STEPS, erases=True)


@check(
    id="workstation.password_files",
    title=Text("从文件名看，这台电脑上没有明文口令文件", "No file name on this computer speaks of passwords"),
    why=Text(
        "谁打开这台电脑，谁就拿到了里面写着的所有口令。",
        "Whoever opens this computer has every password written in such a file.",
    ),
    severity=Severity.MEDIUM,
    rules=("plaintext-password-file",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def password_files(names: NameSearch) -> Verdict:
    """By name alone: the files are not opened."""
    named = names.saying("password")
    if named:
        seen = Text(
            "有 {number} 个文件从名字看像是记口令的。",
            "{number} {number:file looks by its name as if it|files look by their names as if they} held passwords.",
        )
        return Fail(seen.filled(number=len(named)), listed(tuple(Text.name(one.label) for one in named)))
    seen = Text(
        "看了 {files} 个文件名，没有像记口令的文件。", "{files} {files:name|names}: none looks as if it held passwords."
    )
    return Pass(seen.filled(files=names.files))
