"""What tables are read with: whatever is not understood in one is refused, with its place.

A table changes more often than code, and what is lost in it is lost without a word: a product whose sign is mistyped is
never found, and that reads as "in order".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from checker.knowledge.unsound import Unsound, of_conversion, unsound
from checker.model.text import Text, shown

T = TypeVar("T")

_EMPTY = Text("是空的", "is empty")
_BLANK = Text("开头或结尾多了空格：{value}", "begins or ends with a blank: {value}")
_UNSEEN = Text("含有看不见的字符：{value}", "has a sign that nobody sees: {value}")
_IS_NOT = Text("{value} 不是{what}", "{value} is not {what}")
_NONE_OF = Text("{value} 不在这些之中：{words}", "{value} is none of {words}")
_TWICE = Text("{name} 写了 {number} 次", "has {name} {number} {number:time|times}")
_UNKNOWN = Text("有不认识的键 {key}", "has an unknown key {key}")
_NEAR = Text("有不认识的键 {key}（是不是 {near}？）", "has an unknown key {key} (is {near} meant?)")


def converted(data: Any, kind: type[T], empty: Collection[str] = ()) -> T:
    """What TOML holds, as frozen dataclasses.

    `empty`: lists and mappings of these names may be empty. A list of records holds no two of one `id`; a record that
    is told apart by something else says so by `told_apart_by`.

    Raises:
        Unsound: an unknown key, a blank too many, an empty value, something twice, or what the type does not allow,
            with its place.
    """
    for fault in _faults(data, inspect.type_info(kind), "$", empty):
        raise fault
    try:
        return msgspec.convert(data, type=kind)
    except msgspec.ValidationError as error:
        raise of_conversion(error) from error


def _faults(value: Any, kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[Unsound]:
    match value:
        case str():
            yield from _of_text(value, place)
            yield from _of_name(value, kind, place)
        case list():
            yield from _of_list(value, kind, place, empty)
        case dict():
            yield from _of_record(value, kind, place, empty)


def _of_text(value: str, place: str) -> Iterator[Unsound]:
    if not value:
        yield unsound(place, _EMPTY)
    elif value != value.strip():
        yield unsound(place, _BLANK, value=repr(value))
    elif any(unicodedata.category(char)[0] == "C" for char in value):
        yield unsound(place, _UNSEEN, value=repr(value))


def _of_name(value: str, kind: inspect.Type, place: str) -> Iterator[Unsound]:
    match kind:
        case inspect.Metadata(inspect.StrType(pattern=str(pattern)), {"title": zh, "description": en}):
            if not re.search(pattern, value):
                yield Unsound(_IS_NOT.filled(value=shown(repr(value)), what=Text(zh, en))).within(place)
        case inspect.EnumType(cls):
            words = [str(one.value) for one in cls]
            if value not in words:
                yield unsound(place, _NONE_OF, value=repr(value), words=", ".join(words))


def _of_list(value: list[Any], kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[Unsound]:
    if not value and place.rpartition(".")[2] not in empty:
        yield unsound(place, _EMPTY)
    inner = _inner(kind)
    names = [_name(one, inner) for one in value]
    for name, number in Counter(names).items():
        if number > 1:
            yield unsound(place, _TWICE, name=name, number=str(number))
    for number, one in enumerate(value):
        yield from _faults(one, inner, f"{place}[{number}]", empty)


def _name(one: Any, kind: inspect.Type) -> str:
    if not isinstance(one, dict):
        return repr(one)
    cls = getattr(_record(kind), "cls", object)
    keys = getattr(cls, "told_apart_by", ("id",) if "id" in one else tuple(one))
    return ", ".join(f"{key} {one.get(key)!r}" for key in keys)


def _of_record(value: dict[str, Any], kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[Unsound]:
    if not value and place.rpartition(".")[2] not in empty:
        yield unsound(place, _EMPTY)
    record = _record(kind)
    if record is None:  # a mapping: its keys are data as well
        inner = _inner(kind)
        for key, one in value.items():
            yield from _of_text(key, f"{place}, a key")
            yield from _faults(one, inner, f"{place}.{key}", empty)
        return
    known: Mapping[str, inspect.Field] = {field.encode_name: field for field in record.fields}
    for key, one in value.items():
        if key in known:
            yield from _faults(one, known[key].type, f"{place}.{key}", empty)
        else:
            near = difflib.get_close_matches(key, known, 1)
            yield unsound(place, _NEAR, key=key, near=near[0]) if near else unsound(place, _UNKNOWN, key=key)


def _record(kind: inspect.Type) -> inspect.DataclassType | None:
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return next((one for one in kinds if isinstance(one, inspect.DataclassType)), None)


def _inner(kind: inspect.Type) -> inspect.Type:
    """What a list or mapping holds."""
    for one in kind.types if isinstance(kind, inspect.UnionType) else (kind,):
        if isinstance(one, inspect.CollectionType):
            return one.item_type
        if isinstance(one, inspect.DictType):
            return one.value_type
    return inspect.AnyType()
