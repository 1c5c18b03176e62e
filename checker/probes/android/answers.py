"""What a phone's printed answer is worth: a value, unsupported on this phone, or unknown. Only a value is returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.machine.machine import Machine, PhoneReply
from checker.machine.phone.commands import ends, filled
from checker.machine.phone.recorded import BROKE_OFF, NOT_HERE, REFUSAL
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.text import Text
from checker.model.unreadable import Unreadable

_BY_HAND = Text("请按说明在手机上核对这一项", "Compare this one on the phone itself, as the steps say")
_UNSUPPORTED = Text("这部手机的系统版本不提供这一项", "This phone's version of the system does not offer this")
_AT_ODDS = Text("手机的两处记录互相矛盾", "Two of the phone's own records contradict each other")
_STRANGE = Text("手机的回答无法识别", "The phone's answer cannot be understood")

_TIMED_OUT = (124, 137, 143)  # `timeout`, or the phone's killer of processes
_LIMIT = 8 << 20


class Unsupported(Unreadable):
    """This phone has no such command, service or column: nothing is known by it, and nothing is wrong with it."""

    def __init__(self) -> None:
        super().__init__(_UNSUPPORTED, _BY_HAND)


def strange() -> Unreadable:
    """An answer that is neither a value nor a known refusal."""
    return Unreadable(_STRANGE, _BY_HAND)


def at_odds() -> Unreadable:
    """A service and a setting of which one must be wrong: neither is believed where it says that all is well."""
    return Unreadable(_AT_ODDS, _BY_HAND)


def text(replies: Mapping[str, PhoneReply], name: str) -> str:
    """What a command printed, line ends as ours.

    Raises:
        Unsupported: the phone has no such thing.
        Unreadable: refused, cut short (also by the command's own limit), too slow, ended by a fault, or not asked.
    """
    code, output = replies.get(name, (None, b""))
    if code is None or code in _TIMED_OUT:
        raise PhoneTrouble(Trouble.HUNG)
    if len(output) > _LIMIT:
        raise PhoneTrouble(Trouble.TOO_LONG)
    printed = output.decode("utf-8", "surrogateescape").replace("\r", "")
    if REFUSAL.search(printed[:4096]):
        raise PhoneTrouble(Trouble.RESTRICTED)
    if code == 127 or NOT_HERE.search(printed[:4096]):
        raise Unsupported
    if code == 20 and "cmd: " in printed[:64]:
        raise Unsupported
    # `grep` says 1 where no line fits, and then it prints none, or how many; with lines, what stands before it failed.
    silent = printed.strip() in ("", "0")
    command = name.partition(" ")[0]
    if filled(command, output):
        raise PhoneTrouble(Trouble.TOO_LONG)
    if code not in ends(command) or (code == 1 and not silent) or BROKE_OFF.search(printed):
        raise strange()
    return printed


def setting(replies: Mapping[str, PhoneReply], name: str) -> str | None:
    """A setting's value; None where it was never set, which ``settings get`` prints as null."""
    printed = text(replies, name)
    if not printed:
        raise strange()  # even an empty value is printed with its end of line
    printed = printed.strip()
    if "\n" in printed or len(printed) > 16_384 or any(char < " " for char in printed):
        raise strange()
    return None if printed in ("null", "") else printed


def switch(replies: Mapping[str, PhoneReply], name: str) -> bool | None:
    """A setting that is 0 or 1; None: never set."""
    value = setting(replies, name)
    if value is None:
        return None
    if value not in ("0", "1"):
        raise strange()
    return value == "1"


def number(replies: Mapping[str, PhoneReply], name: str) -> int | None:
    """A whole number; None: never set."""
    value = setting(replies, name)
    if value is None:
        return None
    if not re.fullmatch(r"-?\d{1,10}", value):
        raise strange()
    return int(value)


_PROPERTY = re.compile(r"^\[([\w.\-]+)\]: \[(.*?)\]?$", re.MULTILINE)


def properties(machine: Machine) -> dict[str, str]:
    """The phone's properties, as far as they are asked for; an empty one counts as not there.

    Raises:
        Unreadable: not one line is a property, which no phone prints.
    """
    found = {name: value for name, value in _PROPERTY.findall(text(machine.phone("identity"), "properties")) if value}
    if not found:
        raise strange()
    return found


def android(machine: Machine) -> int:
    """The API level: 28 is Android 9, 29 is 10, 30 is 11, 31 and 32 are 12, then one a year.

    Raises:
        Unreadable: the phone does not tell.
    """
    level = properties(machine).get("ro.build.version.sdk", "")
    if not (level.isdecimal() and 21 <= int(level) <= 99):
        raise strange()
    return int(level)


PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+")


_WARNING = re.compile(r"WARNING: linker: ")  # of the phone's own loader, before any program runs


_WORD = re.compile(r"[A-Za-z]\w*")


def packages(lines: Iterable[str], *, words: bool = False) -> list[tuple[str, str]]:
    """The lines of ``pm list packages``: package name, rest of the line.

    words  a name may be one word, as of Android's own part and of the makers' (android, androidhwext, oplus); no app
           that somebody installs can have one (AOSP: FrameworkParsingPackageUtils.validateName)

    Raises:
        Unreadable: a line is something else; then nobody knows what is missing from the list.
    """
    found = []
    for line in lines:
        head, _, rest = line.strip().partition(" ")
        name = head.removeprefix("package:")
        if head.startswith("package:") and (PACKAGE.fullmatch(name) or (words and _WORD.fullmatch(name))):
            found.append((name, rest.strip()))
        elif head and not _WARNING.match(line.strip()):
            raise strange()
    return found
