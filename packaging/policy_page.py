"""Writes the tables of docs/it/policy.md anew: ``python packaging/policy_page.py``. A test says when that is due.

Words come from the comments of docs/policy-example.toml and docs/waivers-example.toml, defaults from the dataclasses.
"""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checker.model.policy import Policy  # noqa: E402  the clone is not installed
from checker.model.waiver import Waiver  # noqa: E402

PAGE = ROOT / "docs" / "it" / "policy.md"
_KEYS = ("<!-- keys: written by packaging/policy_page.py -->\n", "<!-- /keys -->\n")
_WAIVER = ("<!-- waiver: written by packaging/policy_page.py -->\n", "<!-- /waiver -->\n")
_TABLE = "| 键 key | 默认 default | 意思 meaning |\n|---|---|---|"


def page() -> str:
    """The page with its tables as they are now. Raises KeyError where the example has no comment on a key."""
    said = _said(ROOT / "docs" / "policy-example.toml")
    sections = list[str]()
    for section in fields(Policy):
        inner = get_type_hints(Policy)[section.name]
        sections += [f"### `[{section.name}]`\n", _TABLE, *_rows(inner, f"{section.name}.", said), ""]
    waiver = [_TABLE, *_rows(Waiver, "waiver.", _said(ROOT / "docs" / "waivers-example.toml")), ""]
    return _put(_put(PAGE.read_text("utf-8"), _KEYS, sections), _WAIVER, waiver)


def _put(page: str, marks: tuple[str, str], lines: list[str]) -> str:
    begin, end = marks
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{chr(10).join(lines)}\n{end}{after}"


def _rows(kind: Any, place: str, said: dict[str, str]) -> Iterator[str]:
    hints = get_type_hints(kind)
    for one in fields(kind):
        full = f"{place}{one.name}"
        rows = [inner for inner in get_args(hints[one.name]) if is_dataclass(inner)]
        if rows:
            yield f"| `[[{full}]]` | – | {said[full]} |"
            yield from _rows(rows[0], f"{full}.", said)
        else:
            yield f"| `{full}` | {_default(one, hints[one.name])} | {said[full]} |"


def _default(one: Field[Any], hint: Any) -> str:
    if one.default is MISSING:
        return "必填 needed"
    value: object = one.default
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value is None or value == "":
        return "不写 left out"
    if isinstance(value, tuple):
        return "`[]`"
    return f'`"{value}"`' if typing.get_origin(hint) is None and isinstance(value, str) else f"`{value}`"


def _said(example: Path) -> dict[str, str]:
    """What the example's comment says of each key, by its whole name; of a table that repeats, what its head says."""
    found = dict[str, str]()
    section = ""
    for line in example.read_text("utf-8").splitlines():
        if head := re.match(r"\[+([\w.]+)\]+(?:\s*# (.+))?$", line):
            section = head[1]
            found[section] = head[2] or ""
        elif key := re.match(r"(\w+) = .*?\s# ([^#]+)$", line):
            found[f"{section}.{key[1]}"] = key[2].replace("|", "\\|")
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
