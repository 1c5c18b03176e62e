"""Are there files on the phone that are called after passwords?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.documents import PhoneNames
from checks.hold import listed


@check(
    id="phone.password_files",
    title=Text("手机里没有明文保存的口令文件", "No file on the phone holds passwords in the clear"),
    why=Text(
        "谁拿到手机，谁就拿到了里面写着的所有口令。",
        "Whoever gets hold of the phone has every password written in such a file.",
    ),
    severity=Severity.MEDIUM,
    rules=("plaintext-password-file",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "把口令记进单位认可的加密保管工具。",
                    "Keep passwords in an encrypted vault that the unit has approved.",
                ),
                Text(
                    "换掉文件或照片里写过的口令，再删除它并清空“最近删除”。",
                    "Change the passwords it held, then delete it and empty Recently Deleted.",
                ),
            ),
            erases=True,
        ),
    },
)
def password_files(names: PhoneNames) -> Verdict:
    """By name alone: the files are not opened."""
    named = names.saying("password")
    if named:
        text = Text(
            "有 {number} 个文件从名字看像是记口令的。",
            "{number} {number:file looks by its name as if it|files look by their names as if they} held passwords.",
        )
        return Fail(text.filled(number=len(named)), listed(tuple(Text.name(one.label) for one in named)))
    text = Text(
        "看了 {files} 个文件名，没有像记口令的文件。", "{files} {files:name|names}: none looks as if it held passwords."
    )
    return Pass(text.filled(files=names.files))
