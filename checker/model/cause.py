"""Why a thing was not looked at."""

from __future__ import annotations

from enum import StrEnum

from checker.model.text import Text


class Cause(StrEnum):
    """Why a thing was not looked at: a closed list, worded alike in every output.

    PRIVATE and NOT_IN_QUESTION keep nothing unknown: they are what this product promises never to open, and what the
    person or the policy left out by name. Every other cause leaves the coverage incomplete.
    """

    FORGOTTEN = "forgotten"  # nobody settled it: a fault of the program, told like every other
    NOT_UNDERSTOOD = "not_understood"  # a kind that our tables do not know
    DENIED = "denied"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"  # a kind we know and have no reader for
    BEYOND_LIMIT = "beyond_limit"  # more of it than the limits on size, number or depth allow
    OUT_OF_TIME = "out_of_time"
    CHANGED = "changed"  # changed or gone while it was read
    ELSEWHERE = "elsewhere"  # it lies on the network, or on something not attached
    WOULD_NOT_SAY = "would_not_say"  # the target gave no answer, with its own reason
    CRASHED = "crashed"
    PRIVATE = "private"
    NOT_IN_QUESTION = "not_in_question"

    @property
    def leaves_unknown(self) -> bool:
        return self not in (Cause.PRIVATE, Cause.NOT_IN_QUESTION)

    @property
    def words(self) -> Text:
        return _CAUSES[self]


_CAUSES = {
    Cause.FORGOTTEN: Text("程序没有交代查过没有", "the program did not say whether it looked"),
    Cause.NOT_UNDERSTOOD: Text("本程序不认识这一种", "of a kind this program does not know"),
    Cause.DENIED: Text("没有权限查看", "no right to look"),
    Cause.ENCRYPTED: Text("设了密码或已加密", "protected by a password or encrypted"),
    Cause.DAMAGED: Text("已损坏", "damaged"),
    Cause.UNSUPPORTED: Text("本程序还读不了这一种", "of a kind this program cannot read yet"),
    Cause.BEYOND_LIMIT: Text("超出一次查看的上限", "beyond the limit of what is looked at"),
    Cause.OUT_OF_TIME: Text("时间不够", "there was not enough time"),
    Cause.CHANGED: Text("读取时有变动", "changed while it was read"),
    Cause.ELSEWHERE: Text("在网络上或没有接入", "on the network, or not attached"),
    Cause.WOULD_NOT_SAY: Text("系统没有给出", "the system would not say"),
    Cause.CRASHED: Text("读取程序出错", "the reader failed"),
    Cause.PRIVATE: Text("属个人隐私，按规定不看", "private, and never looked at"),
    Cause.NOT_IN_QUESTION: Text("不在这次检查范围内", "not part of this inspection"),
}
