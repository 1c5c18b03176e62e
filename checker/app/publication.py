"""A draft before it is published: is anything in it that must not go out? Judged, told, and forgotten.

Nothing is kept: no cache, no list, no name. What could not be read is said of each file; that is never "nothing found".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from checker.facts.content.document import Personal, Read, Seen
from checker.facts.content.lacking import lacking
from checker.facts.content.marking import Bucket, Zone
from checker.machine.live import live_machine
from checker.model import hold
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.content.scan import Scan

__all__ = ["Judged", "Judging", "Verdict", "judge", "judged"]

_MARKED = Text("疑似标密：“{text}”（{zone}）", "Suspected marking: “{text}” ({zone})")
_INTERNAL = Text("疑似内部标志：“{text}”（{zone}）", "Suspected internal mark: “{text}” ({zone})")
_REVIEW = Text("要人核对：“{text}”（{zone}）", "To be looked at: “{text}” ({zone})")
_ALTERED = Text("看不见的地方写着“{levels}”", "“{levels}” stands where nobody sees it")
_CITED = Text("引用了本单位涉密文件的编号 {count} 处", "Numbers of the unit's classified papers cited: {count}")
_PERSONAL = Text(
    "没有遮挡的个人信息：身份证号 {ids} 个、手机号 {phones} 个、银行卡号 {cards} 个",
    "Personal numbers not masked: {ids} ID, {phones} mobile, {cards} bank card",
)
_NAMED = Text("文件名里有：{words}", "The file's name says: {words}")
_UNREAD = Text("没有看全，不能算没有问题：{why}", "Not seen in full, which is not the same as clean: {why}")
_NOT_LOOKED = Text("这种文件里没有能看的文字", "A file of this kind has nothing that could be looked at")
_CLEAR = Text(
    "没有发现标志和个人信息。发布前仍要履行“先审查、后公开”。",
    "No mark and no personal number was found. Review before release is still required.",
)
_ZONES = {
    Zone.BODY: Text("正文", "body"),
    Zone.MARGIN: Text("页眉页脚", "page header or footer"),
    Zone.BOX: Text("文本框", "text box"),
    Zone.PROPERTY: Text("文件属性", "properties"),
    Zone.HIDDEN: Text("隐藏文字或修订", "hidden text or tracked changes"),
    Zone.COMMENT: Text("批注", "comment"),
    Zone.PICTURE: Text("图片", "picture"),
    Zone.NAME: Text("文件名", "file name"),
}
_WORDS = {Bucket.MARKED: _MARKED, Bucket.INTERNAL: _INTERNAL, Bucket.REVIEW: _REVIEW}


class Verdict(StrEnum):
    """HOLD before all else; UNREAD is never CLEAR."""

    HOLD = "hold"
    STOP = "stop"
    UNREAD = "unread"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Judged:
    """One file, or one member of an archive, and what is said of it."""

    name: Text
    verdict: Verdict
    lines: tuple[Text, ...]


def judged(seen: Seen) -> Judged:
    last = seen.path.replace("\\", "/").rpartition("/")[2]
    name = Text.name(f"{last} → {seen.member}" if seen.member else last)
    marking, lines = seen.marking, list[Text]()
    if (words := _WORDS.get(marking.bucket)) is not None:
        lines.append(words.filled(text=Text.name(marking.text), zone=_ZONES[marking.zone]))
    if seen.altered:
        lines.append(_ALTERED.filled(levels=Text.name("、".join(seen.altered))))
    if seen.cited:
        lines.append(_CITED.filled(count=seen.cited))
    if seen.personal.number:
        lines.append(_personal(seen.personal))
    if seen.words:
        lines.append(_NAMED.filled(words=Text.name("、".join(seen.words))))
    if marking.bucket is Bucket.MARKED or seen.altered:
        return Judged(name, Verdict.HOLD, (hold.FILES, *lines))
    unread = _unread(seen)
    if lines:
        return Judged(name, Verdict.STOP, (*lines, *unread))
    return Judged(name, Verdict.UNREAD, unread) if unread else Judged(name, Verdict.CLEAR, (_CLEAR,))


def judge(paths: Iterable[Path]) -> Judging:
    """Begin; iterating it does the work."""
    from checker.content.inspection import Order
    from checker.content.scan import Scan
    from checker.content.source import Folders, Root

    machine = live_machine()
    roots = [Root(str(path.absolute()), optional=False) for path in paths]
    return Judging(Scan(Folders(machine, roots), machine.processors(), Order(pictures=True), cached=False))


class Judging:
    """Under way. `stop` may be called from any thread; `complete`: it was not."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan

    def stop(self) -> None:
        self._scan.stop()

    @property
    def complete(self) -> bool:
        return not self._scan.stopped

    def __iter__(self) -> Iterator[Judged]:
        for seen in self._scan:
            yield judged(seen)


def _personal(personal: Personal) -> Text:
    return _PERSONAL.filled(ids=personal.identities, phones=personal.phones, cards=personal.cards)


def _unread(seen: Seen) -> tuple[Text, ...]:
    if seen.read.could_not_read or seen.missed:
        return (_UNREAD.filled(why=lacking(seen)),)
    if seen.read in (Read.OTHER, Read.EXCLUDED, Read.EMPTY, Read.NOT_ASKED):
        return (_UNREAD.filled(why=_NOT_LOOKED),)
    return ()
