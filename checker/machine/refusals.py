"""What the system's refusals mean, in sentences: one place, so that every door says the same."""

from __future__ import annotations

import errno
import logging

from checker.model.cause import Cause
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

log = logging.getLogger(__name__)

AS_ADMIN = Text("以管理员身份再查一次", "Check again as administrator")
_BY_HAND = Text("请信息中心查看这台电脑", "Have IT look at this computer")


def absent(what: str) -> Absent:
    return Absent(Text("没有找到：{what}", "Not found: {what}").filled(what=Text.name(what)))


def denied(what: str) -> Unreadable:
    reason = Text("没有权限读取：{what}", "No permission to read: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), AS_ADMIN, Cause.DENIED)


def too_slow(what: str) -> Unreadable:
    reason = Text("系统没有及时回答：{what}", "The system did not answer in time: {what}")
    return Unreadable(
        reason.filled(what=Text.name(what)), Text("稍后再查一次", "Check again a little later"), Cause.OUT_OF_TIME
    )


def too_large(what: str) -> Unreadable:
    reason = Text("内容过大，不像正常的系统文件：{what}", "Too large for a normal system file: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND, Cause.BEYOND_LIMIT)


def unfit(what: str) -> Unreadable:
    reason = Text("不是普通文件或文件夹，没有打开：{what}", "Not an ordinary file or folder, so not opened: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND)


def malformed(what: str) -> Unreadable:
    """For probes too: the content is not what its format asks for."""
    reason = Text("内容已损坏或格式不对：{what}", "Damaged or malformed: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND, Cause.DAMAGED)


def not_understood(what: str) -> Unreadable:
    """For probes: of a kind that our tables do not know. It is named, never read as "no"."""
    reason = Text("本程序不认识：{what}", "Not known to this program: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND, Cause.NOT_UNDERSTOOD)


def not_here(what: str) -> Unreadable:
    """This kind of question cannot be put to this kind of system."""
    reason = Text("这种系统上不能这样查询：{what}", "This kind of system cannot be asked: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND)


def from_os_error(error: OSError, what: str) -> Unreadable:
    """The refusal that an operating system error stands for."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | ProcessLookupError):
        return absent(what)
    if isinstance(error, PermissionError):
        return denied(what)
    if error.errno == errno.ELOOP:
        reason = Text("链接互相指向，没有尽头：{what}", "Links lead in a circle: {what}")
        return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND)
    log.info("%s: %s", what, errno.errorcode.get(error.errno or 0, str(error.errno)))
    reason = Text("读取时系统报错：{what}", "The system reported an error while reading: {what}")
    return Unreadable(reason.filled(what=Text.name(what)), _BY_HAND)
