"""In plain words what of a file was not looked at, the same on the screen and on the terminal."""

from __future__ import annotations

from checker.facts.content.document import Missed, Read, Seen
from checker.model.text import Text, shown

WORDS = {
    Read.ENCRYPTED: Text("设了密码或已加密", "protected by a password or encrypted"),
    Read.DAMAGED: Text("已损坏", "damaged"),
    Read.TOO_LARGE: Text("过大、过多或嵌套过深", "too large, too many or nested too deep"),
    Read.REFUSED: Text("构造异常，拒绝打开", "built to do harm, not opened"),
    Read.UNSUPPORTED: Text("本版本读不了的格式", "of a kind this version cannot read"),
    Read.CHANGED: Text("读取时有变动或已消失", "changed or gone while it was read"),
    Read.DENIED: Text("没有权限查看", "no right to look"),
    Read.TOO_SLOW: Text("读取超时", "took too long"),
    Read.CRASHED: Text("解码程序崩溃", "its decoder failed"),
    Read.PARTLY: Text("只看到一部分", "seen in part only"),
}
_LINE = Text("{counted}没有看到：{why}", "{counted} not seen: {why}")
_NAMED = Text("{line}（{names}）", "{line} ({names})")
_SHOWN = 3  # names of parts


def lacking(seen: Seen) -> Text:
    """Why a file was not read or, for one that was read in part, how much of it was not and why."""
    if not seen.missed:
        return WORDS.get(seen.read, Text(seen.read.value, seen.read.value))
    lines = [_said(one) for one in seen.missed]
    if seen.read is not Read.PARTLY and seen.read in WORDS:
        lines.insert(0, WORDS[seen.read])
    return Text("；".join(line.zh for line in lines), "; ".join(line.en for line in lines))


def _said(missed: Missed) -> Text:
    line = _LINE.filled(counted=missed.unit.counted(missed.number), why=WORDS.get(missed.why, Text("?", "?")))
    if not missed.names:
        return line
    names = [shown(name) for name in missed.names[:_SHOWN]]
    more = "…" if missed.number > len(names) else ""
    return _NAMED.filled(line=line, names=Text("、".join(names) + more, ", ".join(names) + more))
