"""The officer's word on photos of papers without a marking, typed: a burst at a time, as in the window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from checker.app.documents import Decision, Documents, Searching
from checker.model.error import UserError
from checker.model.text import Text, shown
from checker.terminal.console import Console

if TYPE_CHECKING:
    from checker.facts.content.document import Seen

_PATH = 4096  # signs of a path: the person at this computer has to find the file
_LISTED = 20  # photos of one burst that are named
_WORDS = {
    "w": Decision.CONFIRMED,
    "工": Decision.CONFIRMED,
    "n": Decision.NOT_WORK,
    "不": Decision.NOT_WORK,
    "u": Decision.OPEN,
    "撤": Decision.OPEN,
}
_END = ("q", "停")
_WHO = Text("谁来判定（姓名）：", "Who decides (name): ")
_BURST = Text("第 {at}/{of} 组，{number} 张：", "Group {at} of {of}, {number} {number:photo|photos}:")
_MORE = Text("  ……同一组另有 {more} 张", "  ... and {more} more of this group")
_ASK = Text(
    "是工作文件吗？[w 是 / n 不是 / 回车 以后再定 / q 到此为止] ",
    "Work papers? [w: yes / n: no / Enter: later / q: stop here] ",
)
_ASK_AGAIN = Text(
    "是工作文件吗？[w 是 / n 不是 / u 撤回原来的判定 / 回车 不变 / q 到此为止] ",
    "Work papers? [w: yes / n: no / u: take back what was decided / Enter: as before / q: stop here] ",
)
_BEFORE = {
    Decision.CONFIRMED: Text("  {who} 已判定：是工作文件。", "  {who} decided: work papers."),
    Decision.NOT_WORK: Text("  {who} 已判定：不是工作文件。", "  {who} decided: no work papers."),
}
_NO_ONE = Text("没有姓名，不作判定。", "Without a name nothing is decided.")
_NOTHING = Text("没有要判定的照片。", "There is no photo to decide about.")
_LATER = Text("没有数字摘要，判定不了（文件太大）：{path}", "Too large to be known again, so not decided: {path}")
_DONE = Text(
    "判定：是工作文件 {work} 张，不是 {not_work} 张，撤回 {taken_back} 张，还没有判定 {later} 张。",
    "Decided: {work} work papers, {not_work} not, {taken_back} taken back, {later} not decided yet.",
)
_HANDLE = Text(
    "工作文件的照片留在个人设备或不该存的地方，按单位规定处理；不要先删除。",
    "Work papers photographed or kept where they should not be: act as your unit's rules say; delete nothing before.",
)


class Asked(StrEnum):
    """About which photos a person is asked. `ALL`: decided ones, too."""

    NEW = "new"
    ALL = "all"


def decide(searching: Searching, documents: Documents, asked: Asked, console: Console) -> None:
    """Ask about one burst after the other, and keep each answer at once; the search's result knows them, too."""
    waiting = [burst for burst in searching.bursts if asked is Asked.ALL or _decided(burst, documents) is None]
    if not waiting:
        console.say(_NOTHING)
        return
    who = shown(console.ask(_WHO), 60)
    if not who:
        console.say(_NO_ONE)
        return
    number = dict.fromkeys((Decision.CONFIRMED, Decision.NOT_WORK, Decision.OPEN), 0)
    for at, burst in enumerate(waiting, 1):
        _name(burst, at, len(waiting), console)
        before = _decided(burst, documents)
        if before is not None:
            console.say(_BEFORE[before].filled(who=Text.name(_by(burst, documents))))
        typed = console.ask(_ASK if before is None else _ASK_AGAIN).lower()[:1]
        if typed in _END or console.ended:
            break
        decision = _WORDS.get(typed)
        if decision is None or (decision is Decision.OPEN and before is None):
            continue
        try:
            searching.decided(documents.decide_all(burst, decision, who))
        except UserError as trouble:
            console.say(trouble.reason)
            break
        number[decision] += sum(bool(one.digest) for one in burst)
        for one in burst:
            if not one.digest:
                console.say(_LATER.filled(path=shown(one.path, _PATH)))
    searching.tally.put_aside(documents.reviews.set_aside())  # of ALL, those that stay what they were
    later = sum(len(burst) for burst in waiting) - sum(number.values())
    work, not_work, taken_back = number.values()
    console.say(_DONE.filled(work=work, not_work=not_work, taken_back=taken_back, later=later))
    if work:
        console.say(_HANDLE)


def _decided(burst: tuple[Seen, ...], documents: Documents) -> Decision | None:
    """What was decided about all of them; None where about one nothing was, or not the same."""
    found = {None if one is None else one.decision for one in (documents.decided(seen.digest) for seen in burst)}
    (decision, *others) = found
    return decision if not others and decision in _BEFORE else None


def _by(burst: tuple[Seen, ...], documents: Documents) -> str:
    review = documents.decided(burst[0].digest)
    return "" if review is None else shown(review.who, 60)


def _name(burst: tuple[Seen, ...], at: int, of: int, console: Console) -> None:
    console.say(_BURST.filled(at=at, of=of, number=len(burst)))
    for one in burst[:_LISTED]:
        inside = f" → {shown(one.member, _PATH)}" if one.member else ""
        line = f"  {shown(one.path, _PATH)}{inside}"
        console.say(Text(line, line))
    if len(burst) > _LISTED:
        console.say(_MORE.filled(more=len(burst) - _LISTED))
