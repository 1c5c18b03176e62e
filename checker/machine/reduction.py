"""An answer as a recording may hold it: first what is known to identify somebody, then all that nobody named.

The two are not one. A Wi-Fi name made of ordinary words is known by where it stands (`checker.machine.redaction`); a
token in a command line is known by nothing, and left out for that (`checker.machine.allowed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from checker.machine.allowed import Allowed
from checker.machine.answers import Entry, Host, Listener, Output, Process, RegistryKey
from checker.machine.redaction import Redaction
from checker.model.text import Text
from checker.model.unreadable import Unreadable

Answer = tuple[str, tuple[Any, ...], Any]

_UNTOLD = Text(
    "录制时读不到这一项；当时的原话没有保存",
    "This could not be read when the recording was made; what was said then is not kept",
)
_WITHHELD = Text(
    "录制文件没有保存这一项：内容不是能识别的格式，无法去掉其中的个人信息",
    "The recording does not keep this: its format is not known, so nothing personal could be taken out of it",
)
_ON_THE_SPOT = Text("请在那台电脑上直接检查", "Check on that computer itself")
_STATE = 12  # bytes: whether something starts, under whatever name


class Reduction:
    """Learns from all answers, then reduces each."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        answers = tuple(answers)
        self._redaction = Redaction(answers)
        self._allowed = Allowed(self._redaction.other, frozenset(_numbers(answers)))

    def arguments(self, verb: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """A question, so that it meets its answer again."""
        told: tuple[Any, ...] = self._redaction(arguments)
        return told if verb == "phone" else self._any(told, _place(told))

    def reply(self, verb: str, arguments: tuple[Any, ...], reply: Any) -> Any:
        """Its answer; a refusal that says so in the place of one that nothing is known of."""
        told = self._redaction(reply)
        place = _place(arguments)
        match told:
            case Unreadable():
                how = None if told.how is None else self._said(told.how, None)
                return type(told)(self._said(told.reason, _UNTOLD), how, told.cause)
            case _ if verb == "phone":
                return told  # an allow-list of its own, line by line
            case bytes():
                content = self._allowed.content(told, place)
                return Unreadable(_WITHHELD, _ON_THE_SPOT) if content is None else content
            case Output():
                content = self._allowed.content(told.stdout, place)
                return Unreadable(_WITHHELD, _ON_THE_SPOT) if content is None else replace(told, stdout=content)
            case RegistryKey():
                values = dict(self._value(name, value) for name, value in told.values.items())
                return replace(told, values=values, subkeys=self._any(told.subkeys, place))
        return self._any(told, place)

    def _said(self, text: Text, otherwise: Text | None) -> Any:
        zh, en = self._allowed.sentence(text.zh), self._allowed.sentence(text.en)
        return otherwise if zh is None or en is None else Text(zh, en)

    def _value(self, name: str, value: Any) -> tuple[str, Any]:
        """A value of a registry key: bytes that no reader of ours asks for by name keep their number."""
        if isinstance(value, bytes) and len(value) > _STATE and not self._allowed.named(name):
            return self._allowed.text(name), bytes(len(value))
        return self._allowed.text(name), self._any(value, "", name)

    def _any(self, value: Any, place: str, name: str = "") -> Any:
        match value:
            case Enum() | bool() | None:
                return value
            case str():
                return self._allowed.text(value, place)
            case bytes():
                return self._allowed.value(value)
            case int() | float() if name:
                return self._allowed.number(value, name)
            case tuple() | list():
                return type(value)(self._any(item, place, name) for item in value)
            case dict():
                return {
                    self._any(key, place): self._any(item, place, key if isinstance(key, str) else "")
                    for key, item in value.items()
                }
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self._any(getattr(value, one.name), place) for one in fields(value)})
        return value


def _place(arguments: tuple[Any, ...]) -> str:
    """A path or a registry key; of a program its name."""
    match arguments:
        case (str() as place, *_) | ((str() as place, *_), *_):
            return place
    return ""


def _numbers(answers: Iterable[Answer]) -> Iterator[str]:
    """Of accounts and processes: files and folders are called after them."""
    for _, _, reply in answers:
        for one in reply if isinstance(reply, tuple) else (reply,):
            match one:
                case Host():
                    yield from (person.key for person in one.people if person.key.isdecimal())
                case Process() | Listener():
                    yield str(one.pid)
                case Entry():
                    yield str(one.owner)
