"""No sound recordings lie about."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.leftovers import Recordings

_FOLDER = Text("{folder}：{count} 个", "{folder}: {count}")


@check(
    id="phone.recordings",
    title=Text("手机里没有涉密会议、活动的录音", "The phone holds no recording of a classified meeting or event"),
    why=Text(
        "开会、谈话的录音留在手机上，容易外泄。", "Recordings of meetings and talks that stay on a phone leak easily."
    ),
    severity=Severity.MEDIUM,
    rules=("audio-recording-leftover",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "由手机主人自己看录音列表（名称、日期即可），不需要放给别人听。",
                    "The owner looks through the list of recordings, names and dates only; nobody else has to listen.",
                ),
                Text(
                    "有涉密会议录音的：停用手机、开飞行模式，不要转发，也不要删除，立即报告本单位保密工作机构。",
                    "If one is of a classified meeting: stop using the phone, switch to flight mode, do "
                    "not forward or delete it, and report to the unit's secrecy office.",
                ),
                Text(
                    "普通会议录音整理完后，存到单位指定位置，手机上不再保留。",
                    "Recordings of ordinary meetings go to the place the unit says once written up, and "
                    "do not stay on the phone.",
                ),
            ),
        ),
    },
)
def recordings(found: Recordings) -> Verdict:
    elsewhere = _by_folder(found.elsewhere)
    if not found.total and elsewhere:
        question = Text(
            "下列文件夹里有声音文件。机主看过名称和日期，都不是会议、谈话的录音，对吗？",
            "There are sound files in these folders. The owner has looked at names and dates, and none is a recording"
            " of a meeting or talk. Is that right?",
        )
        return Ask(question, items=elsewhere)
    if not found.total:
        return Pass(Text("没有发现录音文件", "No sound recordings were found"))
    seen = Text(
        "手机里有 {count} 个录音文件",
        "There {count:is|are} {count} {count:sound recording|sound recordings} on the phone",
    )
    return Fail(seen.filled(count=found.total), (*_by_folder(found.folders), *elsewhere))


def _by_folder(folders: tuple[tuple[str, int], ...]) -> tuple[Text, ...]:
    return tuple(_FOLDER.filled(folder=Text.name(folder), count=count) for folder, count in folders)
