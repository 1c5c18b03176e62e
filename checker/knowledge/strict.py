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

T = TypeVar("T")


def converted(data: Any, kind: type[T], empty: Collection[str] = ()) -> T:
    """What TOML holds, as frozen dataclasses.

    `empty`: lists and mappings of these names may be empty. A list of records holds no two of one `id`; a record that
    is told apart by something else says so by `told_apart_by`.

    Raises:
        ValueError: an unknown key, a blank too many, an empty value, something twice, or what the type does not
            allow. The message names the place.
    """
    for fault in _faults(data, inspect.type_info(kind), "$", empty):
        raise ValueError(fault)
    return msgspec.convert(data, type=kind)


def _faults(value: Any, kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[str]:
    match value:
        case str():
            yield from _of_text(value, place)
            yield from _of_name(value, kind, place)
        case list():
            yield from _of_list(value, kind, place, empty)
        case dict():
            yield from _of_record(value, kind, place, empty)


def _of_text(value: str, place: str) -> Iterator[str]:
    if not value:
        yield f"{place}: is empty"
    elif value != value.strip():
        yield f"{place}: begins or ends with a blank: {value!r}"
    elif any(unicodedata.category(char)[0] == "C" for char in value):
        yield f"{place}: has a sign that nobody sees: {value!r}"


def _of_name(value: str, kind: inspect.Type, place: str) -> Iterator[str]:
    match kind:
        case inspect.Metadata(inspect.StrType(pattern=str(pattern)), {"description": what}):
            if not re.search(pattern, value):
                yield f"{place}: {value!r} is not {what}"
        case inspect.EnumType(cls):
            words = [str(one.value) for one in cls]
            if value not in words:
                yield f"{place}: {value!r} is none of {', '.join(words)}"


def _of_list(value: list[Any], kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[str]:
    if not value and place.rpartition(".")[2] not in empty:
        yield f"{place}: is empty"
    inner = _inner(kind)
    names = [_name(one, inner) for one in value]
    for name, number in Counter(names).items():
        if number > 1:
            yield f"{place}: has {name} {number} times"
    for number, one in enumerate(value):
        yield from _faults(one, inner, f"{place}[{number}]", empty)


def _name(one: Any, kind: inspect.Type) -> str:
    if not isinstance(one, dict):
        return repr(one)
    cls = getattr(_record(kind), "cls", object)
    keys = getattr(cls, "told_apart_by", ("id",) if "id" in one else tuple(one))
    return ", ".join(f"{key} {one.get(key)!r}" for key in keys)


def _of_record(value: dict[str, Any], kind: inspect.Type, place: str, empty: Collection[str]) -> Iterator[str]:
    if not value and place.rpartition(".")[2] not in empty:
        yield f"{place}: is empty"
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
            yield f"{place}: has an unknown key {key}" + (f" (is {near[0]} meant?)" if near else "")


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
