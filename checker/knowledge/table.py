"""Read one of the tables that come with the program, with what the unit adds to it."""

from __future__ import annotations

import logging
import re
from typing import Any, TypeVar

from checker.knowledge.local import LocalFile, addition
from checker.knowledge.shelf import shelf
from checker.knowledge.strict import converted
from checker.knowledge.unsound import Unsound, toml, unsound
from checker.model.text import Text

T = TypeVar("T")

log = logging.getLogger(__name__)

_NO_ENTRY = Text("里面没有条目", "holds no entry")
_OURS = Text("是产品自己的内容，不能改", "is the product's and cannot be changed")


def table(name: str, kind: type[T]) -> T:
    """The table ``<name>.toml`` of this folder as frozen dataclasses.

    Raises:
        Unsound: the product's table is malformed, or says something that is not understood; the message names the
            file and the place in it. The unit's part, where that is at fault, is left out: `tables.faults` says why.
    """
    unit = addition(name)
    if unit is not None:
        try:
            return extended(name, kind, unit)
        except Unsound:
            log.exception("%s is not used", unit.id)
    return _converted(name, _product(name), kind)


def extended(name: str, kind: type[T], unit: LocalFile) -> T:
    """A table with a unit's addition.

    Raises:
        Unsound: the addition changes something of the product's, or both together are no sound table.
    """
    ours, theirs = _product(name), unit.read()
    if not theirs:
        raise unsound(f"{unit.name}.toml", _NO_ENTRY)
    try:
        return converted(_with(ours, theirs, "$"), kind)
    except Unsound as error:
        zh, en = (_in_the_units_file(words, ours) for words in (error.fault.zh, error.fault.en))
        raise Unsound(Text(zh, en)).within(f"{unit.name}.toml") from error


def content(name: str) -> bytes:
    """All that a table says, for those who have to know whether it changed."""
    unit = addition(name)
    return _file(name) + (unit.content or b"" if unit is not None else b"")


def _file(name: str) -> bytes:
    return shelf().files[f"{name}.toml"]


def _product(name: str) -> dict[str, Any]:
    try:
        return toml(_file(name))
    except Unsound as error:
        raise error.within(f"{name}.toml") from error


def _converted(name: str, data: dict[str, Any], kind: type[T]) -> T:
    try:
        return converted(data, kind)
    except Unsound as error:
        raise error.within(f"{name}.toml") from error


def _in_the_units_file(fault: str, ours: Any) -> str:
    """A fault with its place counted in the unit's file, whose entries stand behind the product's in the whole list."""

    def place(found: re.Match[str]) -> str:
        known = ours
        for key in found["keys"].split("."):
            known = known.get(key) if isinstance(known, dict) else None
        number = int(found["number"]) - (len(known) if isinstance(known, list) else 0)
        return f"$.{found['keys']}[{number}]" if number >= 0 else found[0]

    return re.sub(r"\$\.(?P<keys>[\w.-]+)\[(?P<number>\d+)\]", place, fault, count=1)


def _with(ours: dict[str, Any], theirs: dict[str, Any], place: str) -> dict[str, Any]:
    """Lists grow and mappings get more keys; anything else is the product's, and stays."""
    both = dict(ours)
    for key, value in theirs.items():
        match ours.get(key), value:
            case None, _:
                both[key] = value
            case list(), list():
                both[key] = [*ours[key], *value]
            case dict(), dict():
                both[key] = _with(ours[key], value, f"{place}.{key}")
            case _:
                raise unsound(f"{place}.{key}", _OURS)
    return both
