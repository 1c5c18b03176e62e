"""No file's name speaks of secrets."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.leftovers import TellingNames

_WORD = Text("“{word}”：{count} 个", "“{word}”: {count}")


@check(
    id="phone.telling_names",
    title=Text("文件名里没有来历不清的密级字样", "No file name carries a secrecy level that nobody can explain"),
    why=Text(
        "文件名里有密级或名单字样的，多半是工作文件。",
        "Names with words of secrecy or of lists of people mostly belong to work papers.",
    ),
    severity=Severity.LOW,
    rules=("sensitive-filename-leftover",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "请文件主人说明文件内容；只凭文件名不能定性。",
                    "Ask the owner what the file is; a name alone proves nothing.",
                ),
                Text(
                    "内容确有密级标志的：保持原样，断网，报告本单位保密工作机构。",
                    "If the content carries a secrecy marking: leave it as it is, go offline, and report "
                    "to the unit's secrecy office.",
                ),
                Text(
                    "只是名称容易误解的（如宣传、教育材料），改一个清楚的文件名。",
                    "If only the name misleads (training material, say), give the file a clear name.",
                ),
            ),
        ),
    },
)
def telling_names(names: TellingNames) -> Verdict:
    if not names.files:
        return Pass(Text("文件名里没有发现敏感字样", "No telling words were found in file names"))
    seen = Text(
        "{count} 个文件的名字里有敏感字样",
        "{count} {count:file has telling words in its name|files have telling words in their names}",
    )
    items = tuple(_WORD.filled(word=Text.name(word), count=count) for word, count in names.words)
    return Fail(seen.filled(count=names.files), items)
