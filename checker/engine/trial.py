"""A unit's own probes, tried on computers that answer every question and say nothing.

Empty output is not "clean", and ``str(None)`` is no name: what a probe makes of such answers must not look like a
value. What a probe refuses (`Unreadable`), and what it fails at, becomes "could not check": both are well.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from threading import Event
from typing import Any

from checker.machine.answers import Host, Output, Person, RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Coverage
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import AnyProbe

log = logging.getLogger(__name__)

_MADE_UP = re.compile(r"\bNone\b")
_STAND_IN = re.compile(r"(?i)unknown|undefined|unavailable|n/?a|null|nil|nan|\?+|-+|未知|不详|不明")
_VALUE = Text(
    "{probe}：系统什么都没有说时，{fact} 的 {field} 成了{value}；读不到要 raise Unreadable，不要当作值",
    "{probe}: where the system says nothing, {field} of {fact} becomes {value}; raise Unreadable, this is no value",
)
_EMPTY = Text("空值", "an empty text")
_LIST = Text(
    "{probe}：系统没有列出任何东西时，{fact} 的 {field} 为空，却说已全部看过；没有列出不等于没有，要 raise Unreadable",
    "{probe}: where the system lists nothing at all, {field} of {fact} is empty and counts as looked at in full;"
    " that is not “none there”, raise Unreadable",
)
_REFUSED = Unreadable(Text("没有回答", "no answer"))


def trial_faults(name: str, probe: AnyProbe) -> tuple[Text, ...]:
    """What a probe makes of nothing, a sentence each; none, if it makes nothing of it. `name`: the function's."""
    found = dict[Text, None]()  # each once
    for said in ("", "\n", None):
        fact = _read(probe, _Blank(probe.platform, said))
        for field, value in _texts(fact, ""):
            if _MADE_UP.search(value) or (_no_value(value) and fact.coverage.bears_a_pass):
                word = Text("“{value}”", "“{value}”").filled(value=Text.name(value)) if value.strip() else _EMPTY
                found[_said(_VALUE, name, fact, field, word)] = None
    unlisted = _Unlisted(probe.platform)
    fact = _read(probe, unlisted)
    for field, entries in _lists(fact):
        said_so = fact.coverage.nothing is not None
        if unlisted.asked and not entries and fact.coverage.bears_a_pass and not said_so:
            found[_said(_LIST, name, fact, field)] = None
    return tuple(found)


def _no_value(text: str) -> bool:
    """Nothing, or a word that stands for it: a check would take either for something that was seen."""
    word = text.strip()
    return not word or _STAND_IN.fullmatch(word) is not None


def _said(words: Text, name: str, fact: Any, field: str, value: Text | None = None) -> Text:
    return words.filled(probe=name, fact=type(fact).__name__, field=field, value=value)


def _read(probe: AnyProbe, source: _Blank | _Unlisted) -> Any:
    try:
        return probe(Machine(source))
    except Unreadable:
        return None
    except Exception:
        log.info("%s fails where nothing is said", probe.fact.__name__, exc_info=True)
        return None


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every text in a fact, by the name of its field."""
    match value:
        case Coverage() | Enum():
            return
        case str():
            yield where, value
        case Mapping():
            for key, one in value.items():
                yield from _texts(key, where)
                yield from _texts(one, where)
        case tuple() | list() | set() | frozenset():
            for one in value:
                yield from _texts(one, where)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _texts(getattr(value, field.name), where or field.name)


def _lists(fact: Any) -> Iterator[tuple[str, Collection[Any]]]:
    for field in fields(fact) if is_dataclass(fact) else ():
        value = getattr(fact, field.name)
        if isinstance(value, tuple | list | set | frozenset | dict):
            yield field.name, value


def _host(platform: Platform) -> Host:
    person = Person("1000", "wang", "/home/wang", current=True)
    return Host(platform, "PC", False, datetime(2026, 1, 1, tzinfo=UTC), {}, (person,))


@dataclass(frozen=True, slots=True)
class _Blank:
    """A computer on which everything is there and says `said`; None: not even that."""

    platform: Platform
    said: str | None

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        text = self.said or ""
        match verb:
            case "host":
                return _host(self.platform)
            case "read" | "tail" | "head":
                return text.encode()
            case "target_of":
                return text
            case "run":
                return Output(text.encode(), 0)
            case "bus":
                return ({},) if arguments[4] == "GetAll" else (self.said,)
            case "registry":
                return _Key({"": text}) if self.said is not None else RegistryKey()
            case "wmi":
                return (dict.fromkeys(arguments[2], self.said),)
            case "win32":
                return self.said
            case "list" | "processes" | "services" | "interfaces" | "listeners":
                return ()
            case "exists":
                return False
        raise _REFUSED


class _Key(RegistryKey):
    """A registry key whose every value is the same."""

    __slots__ = ()

    def value(self, name: str) -> RegistryData | None:
        return self.values[""]


@dataclass(slots=True)
class _Unlisted:
    """A computer that lists nothing: its programs print nothing, and nothing else answers. `asked`: whether anybody
    wanted a list.
    """

    platform: Platform
    asked: bool = False

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        match verb:
            case "host":
                return _host(self.platform)
            case "processes" | "services" | "interfaces":
                self.asked = True
                return ()
            case "run":
                self.asked = True
                return Output(b"", 0)
            case "wmi":
                self.asked = True
                return ()
        raise _REFUSED
