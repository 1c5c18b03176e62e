"""A unit's policy as it is edited: each setting with its default and what it means, and the file that comes of it.

What each setting means is said once, in the comments of ``docs/policy-example.toml``, which comes with the program.
So is what the columns of tables that repeat mean (the register of media, the ledger, agents).
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from checker.machine import handed
from checker.model.policy import Policy
from checker.model.text import Text
from checker.store.policies import SIZE_LIMIT, PolicyFault, read_policy

__all__ = ["Column", "Entries", "PolicyFault", "Setting", "Table", "entries", "opened", "saved", "settings", "tables"]

Value = bool | int | str | tuple[str, ...]
_HIDDEN = {"documents.numbers_salt", "documents.numbers", "documents.closed"}  # made by commands, not typed
_KINDS = (bool, int, str)


@dataclass(frozen=True, slots=True)
class Setting:
    """`key`: section and name. The kind is its default's: yes or no, a number, words, or several words."""

    key: str
    meaning: Text
    default: Value

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Column:
    """`several`: words with commas between them. `day`: a day."""

    name: str
    meaning: Text
    several: bool
    day: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What repeats: `key` as of a setting."""

    key: str
    meaning: Text
    columns: tuple[Column, ...]

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]


Entries = Mapping[str, tuple[Mapping[str, str], ...]]
"""By table, its rows as words by column; what is left out is not there."""


def tables() -> tuple[Table, ...]:
    """All that repeats."""
    said, found = _meanings(), list[Table]()
    for section in fields(Policy):
        hints = get_type_hints(section.default_factory)
        for name, hint in hints.items():
            kind = next(iter(get_args(hint)), None)
            if get_origin(hint) is tuple and is_dataclass(kind):
                key = f"{section.name}.{name}"
                columns = tuple(_columns(key, kind, said))
                found.append(Table(key, said.get(key, Text.name(key)), columns))
    return tuple(found)


def _columns(key: str, kind: Any, said: Mapping[str, Text]) -> Iterator[Column]:
    hints = get_type_hints(kind)
    for one in fields(kind):
        meaning = said.get(f"{key}.{one.name}", Text.name(one.name))
        yield Column(one.name, meaning, hints[one.name] == tuple[str, ...], hints[one.name] == date | None)


def entries(path: Path) -> dict[str, tuple[dict[str, str], ...]]:
    """The rows of each table of a policy file. Raises PolicyFault."""
    document = _document(path)
    found = {}
    for one in tables():
        section, _, name = one.key.partition(".")
        rows = document.get(section, {}).get(name, [])
        found[one.key] = tuple({column: _words(value) for column, value in row.items()} for row in rows)
    return found


def settings() -> tuple[Setting, ...]:
    """All that is edited here, in the policy's order."""
    said = _meanings()
    found = ((key, default) for key, default in _keys(Policy()) if key not in _HIDDEN)
    return tuple(Setting(key, said.get(key, Text(key, key)), default) for key, default in found)


def opened(path: Path) -> dict[str, Value]:
    """Every setting of a policy file. Raises PolicyFault: the file is not understood, and the place is named."""
    return {key: value for key, value in _keys(read_policy(path)) if key not in _HIDDEN}


def saved(path: Path, values: Mapping[str, Value], rows: Entries, base: Path | None = None) -> None:
    """Write what differs from the defaults, and the rows of each table; what commands made is that of `base`.

    Raises:
        PolicyFault: it would not be understood (a prefix that is no network, say), and nothing was written.
        NotWritten: the disk refuses.
    """
    from checker.report.files import write

    document = _document(base) if base is not None else {}
    for one in settings():
        section, _, name = one.key.partition(".")
        value = values[one.key]
        table = document.setdefault(section, {})
        table.pop(name, None)
        if value != one.default:
            table[name] = list(value) if isinstance(value, tuple) else value
    for table in tables():
        section, _, name = table.key.partition(".")
        document.setdefault(section, {})[name] = [_entry(table, row) for row in rows.get(table.key, ())]
    content = "\n".join(_lines(document, {one.key: one.meaning for one in settings()})).encode() + b"\n"
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / path.name
        trial.write_bytes(content)
        read_policy(trial)
    write(path, content)


def _keys(policy: Policy) -> Iterator[tuple[str, Value]]:
    for section in fields(Policy):
        inner = getattr(policy, section.name)
        hints = get_type_hints(type(inner))
        for one in fields(inner):
            if hints[one.name] in _KINDS or hints[one.name] == tuple[str, ...]:
                yield f"{section.name}.{one.name}", getattr(inner, one.name)


def _document(path: Path) -> dict[str, Any]:
    read_policy(path)
    return tomllib.loads(handed.read(path, SIZE_LIMIT).decode("utf-8-sig"))


def _words(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _entry(table: Table, row: Mapping[str, str]) -> dict[str, object]:
    """A row as the file has it; what is wrong with a word is the reader's to say."""
    found = dict[str, object]()
    for column in table.columns:
        word = row.get(column.name, "").strip()
        if column.several:
            several = [one.strip() for one in re.split("[,，、;；]", word) if one.strip()]
            found |= {column.name: several} if several else {}
        elif word:
            found[column.name] = _typed(word) if column.day else word
    return found


def _typed(word: str) -> object:
    """A day where it is one: TOML keeps those without quotes."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        return word


def _lines(document: Mapping[str, Any], meanings: Mapping[str, Text]) -> Iterator[str]:
    for section, table in document.items():
        plain = {name: value for name, value in table.items() if not _repeats(value)}
        if plain:
            yield f"[{section}]"
        for name, value in plain.items():
            meaning = meanings.get(f"{section}.{name}")
            yield f"{name} = {_toml(value)}" + (f"  # {meaning.zh} / {meaning.en}" if meaning is not None else "")
        if plain:
            yield ""
        for name, value in table.items():
            for entry in value if _repeats(value) else ():
                yield f"[[{section}.{name}]]"
                yield from (f"{key} = {_toml(one)}" for key, one in entry.items())
                yield ""


def _repeats(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # else as JSON has it


def _meanings() -> dict[str, Text]:
    """Of each key, from the example's comments; without the example there are none."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[2]))
    try:
        lines = (root / "docs" / "policy-example.toml").read_text("utf-8").splitlines()
    except OSError:
        return {}
    found, section = dict[str, Text](), ""
    for line in lines:
        if head := re.match(r"\[+([\w.]+)\]+(?:\s+# ([^#]+))?$", line):
            section = head[1]
            if head[2]:
                found[section] = _said(head[2])
        elif key := re.match(r"(\w+) = .*?\s# ([^#]+)$", line):
            found[f"{section}.{key[1]}"] = _said(key[2])
    return found


def _said(comment: str) -> Text:
    zh, _, en = comment.partition(" / ")
    said = (en or zh).strip()
    return Text(zh.strip(), said[:1].upper() + said[1:])
