"""What to do with a suspected marking, said once: the HOLD protocol. It tells nobody to delete anything."""

from __future__ import annotations

from checker.api import Actor, Platform, Remedy, Text
from checker.facts.content.search import Found, Search

STEPS = (
    Text(
        "马上停用这个文件，断开网络（拔网线、关 Wi-Fi）；不转发、不复制、不打印、不截图。",
        "Stop using the file at once and go offline (unplug the cable, turn Wi-Fi off); no forwarding, copying, "
        "printing or screenshots.",
    ),
    Text(
        "保持原样：不要自行删除、改名、移动或格式化。",
        "Leave everything as it is: do not delete, rename, move or format anything yourself.",
    ),
    Text(
        "立即报告本单位保密工作机构。这里只是“疑似”，是不是国家秘密由保密行政管理部门鉴定。",
        "Report to the unit's secrecy office at once. This is only a suspicion; whether it is a state secret is for "
        "the secrecy administration to certify.",
    ),
    Text(
        "保密员在“查找疑似标密的文件和照片”页面查看是哪个文件；确属误报的，写明理由后关闭。",
        "The officer sees on the documents page which file it is, and closes a false alarm with a written reason.",
    ),
)
_COMPUTER = (
    Text(
        "不要拷贝、转发，也不要自行删除任何文件或记录。",
        "Do not copy, forward or delete any file or record yourself.",
    ),
    Text(
        "马上报告本单位保密工作机构，由其判定并登记处置。",
        "Report to the unit's secrecy office at once; it decides and records what is done.",
    ),
)
BOTH = dict.fromkeys((Platform.WINDOWS, Platform.LINUX), Remedy(Actor.OFFICER, STEPS, hold=True, hold_asked=True))
on_medium = Remedy(
    Actor.OFFICER,
    steps=(
        Text(
            "介质从电脑上安全弹出后，贴上字条交给保密员当面封存；告诉保密员它插过哪些电脑。",
            "Eject the medium, label it and hand it to the officer to be sealed in your presence; say which computers "
            "it was plugged into.",
        ),
        *STEPS[1:3],
        Text(
            "由保密员查看是哪个文件；确属误报的，写明理由后关闭。",
            "The officer sees which file it is, and closes a false alarm with a written reason.",
        ),
    ),
    hold=True,
    hold_asked=True,
)


ON_PHONE = Remedy(
    Actor.OFFICER,
    steps=(
        Text(
            "马上停用这部手机，打开飞行模式；不转发、不截图、不打开这张照片。",
            "Stop using this phone and switch it to flight mode; do not forward, capture or open the photo.",
        ),
        Text(
            "保持原样：不要自行删除，也不要清空“最近删除”或云相册。",
            "Leave everything as it is: delete nothing yourself, neither in Recently Deleted nor in a cloud album.",
        ),
        STEPS[2],
        Text(
            "告诉保密员这张照片是否进过云相册、“最近删除”或发给过别人；确属误报的，由保密员写明理由后关闭。",
            "Tell the officer whether the photo reached a cloud album, Recently Deleted or another person; a false"
            " alarm is"
            " closed by the officer, with a written reason.",
        ),
    ),
    hold=True,
    hold_asked=True,
)


def on_classified_computer(first: Text) -> dict[Platform, Remedy]:
    """For a classified computer that was connected to something else; what to stop comes first."""
    return dict.fromkeys(BOTH, Remedy(Actor.OFFICER, (first, *_COMPUTER), hold=True))


_CLOSED = Text(
    "{said}另有 {number} 个早先由保密员按误报关闭。",
    "{said} {number} {number:more was closed as a false alarm|more were closed as false alarms} by the officer before.",
)


def besides(search: Search, said: Text) -> Text:
    """A sentence on a search, and how many finds the officer had closed before: nothing is left out unseen."""
    return _CLOSED.filled(said=said, number=search.closed) if search.closed else said


SHOWN = 50  # files that a finding names

_LINE = Text("{label}：{marking}（可信度 {score}）", "{label}: {marking} (score {score})")
_BARE = Text("{label}：{marking}", "{label}: {marking}")
_MORE = Text("……另有 {number} 个", "... and {number} more")


def items(found: tuple[Found, ...]) -> tuple[Text, ...]:
    """Each file by its redacted path, its marking and its score."""
    return listed(tuple(_line(one) for one in found))


def listed(lines: tuple[Text, ...]) -> tuple[Text, ...]:
    """As many lines as a finding shows, and how many there are besides."""
    if len(lines) <= SHOWN:
        return lines
    return (*lines[:SHOWN], _MORE.filled(number=len(lines) - SHOWN))


def _line(one: Found) -> Text:
    marking = Text.name(one.marking.text or "、".join(one.altered))
    if not one.marking.score:
        return _BARE.filled(label=Text.name(one.label), marking=marking)
    return _LINE.filled(label=Text.name(one.label), marking=marking, score=f"{one.marking.score:.2f}")
