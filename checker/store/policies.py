"""A unit's policy file and its waiver book: TOML, read strictly, mistakes explained.

A key with a typing mistake would silently keep the default. So nothing is accepted that is not understood: the file is
refused with the place, what is wrong there, and the name that was probably meant.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from checker.machine import handed
from checker.machine.parsing import Malformed, toml_document
from checker.model.error import UserError
from checker.model.inspection import Ruling, RulingKind
from checker.model.policy import Policy
from checker.model.text import Text
from checker.model.waiver import Waiver

T = TypeVar("T")

SIZE_LIMIT = 4 << 20
APPROVAL = ".approval.json"
_APPROVAL_LIMIT = 64 << 10


LONGEST_WAIVER = 366  # days
_LONGEST = Text(
    "reports.waiver_days 要在 1 和 366 之间：例外最长一年",
    "reports.waiver_days is between 1 and 366: a waiver holds for a year at most",
)


class PolicyFault(UserError):
    """A policy file or waiver book that cannot be used; `reason` begins with its name."""

    def __init__(self, path: Path, reason: Text) -> None:
        super().__init__(Text(f"{path.name}：{reason.zh}", f"{path.name}: {reason.en}"))


def read_policy(path: Path) -> Policy:
    """The unit's policy; sections and keys that are not given keep their defaults.

    Raises:
        PolicyFault: cannot be read, is not TOML, or says something that is not understood.
    """
    document = _document(path)
    _refuse_unknown(path, document, Policy)
    policy = _converted(path, document, Policy)
    if not 0 < policy.reports.waiver_days <= LONGEST_WAIVER:  # a report with a longer one passes nowhere
        raise PolicyFault(path, _LONGEST)
    return policy


def read_waivers(path: Path, latest: date | None = None) -> tuple[Waiver, ...]:
    """The waiver book: one ``[[waiver]]`` table an entry.

    Raises:
        PolicyFault: as above; also an entry without approver or reason, or that holds after `latest`.
    """
    document = _document(path)
    entries = document.get("waiver", [])
    if set(document) - {"waiver"} or not isinstance(entries, list):
        raise PolicyFault(path, Text("例外清单只能包含 [[waiver]] 条目", "a waiver book holds [[waiver]] entries only"))
    for number, entry in enumerate(entries, 1):
        _refuse_unknown(path, entry, Waiver, f"waiver {number}")
        if not (str(entry.get("approver", "")).strip() and str(entry.get("reason", "")).strip()):
            raise PolicyFault(
                path,
                Text("第 {number} 条例外没有写批准人或理由", "waiver {number} has no approver or no reason").filled(
                    number=number
                ),
            )
    waivers = _converted(path, entries, tuple[Waiver, ...])
    for number, waiver in enumerate(waivers, 1):
        if latest is not None and waiver.until > latest:
            said = Text(
                "第 {number} 条例外到 {until} 为止，超过了策略允许的最长期限（现在最晚到 {latest}）",
                "waiver {number}: until {until} is longer than the policy allows (now until {latest} at most)",
            )
            raise PolicyFault(
                path, said.filled(number=number, until=waiver.until.isoformat(), latest=latest.isoformat())
            )
    return waivers


def ruling(kind: RulingKind, path: Path) -> Ruling:
    """The file as a report names it: by the digest of its bytes, with the approval that lies beside it.

    Raises:
        PolicyFault: it cannot be read.
    """
    return Ruling(kind, path.name, hashlib.sha256(_content(path)).hexdigest(), approval_of(path))


def approval_of(path: Path) -> bytes | None:
    """The signed approval beside a file (``NAME.approval.json``), as it lies there; nothing of it is verified here."""
    try:
        return handed.read(path.with_name(f"{path.name}{APPROVAL}"), _APPROVAL_LIMIT)
    except OSError:
        return None


def _content(path: Path) -> bytes:
    try:
        return handed.read(path, SIZE_LIMIT)
    except handed.TooLarge as error:
        raise PolicyFault(path, Text("文件过大", "the file is too large")) from error
    except OSError as error:
        raise PolicyFault(path, Text("读不到这个文件", "the file cannot be read")) from error


def _document(path: Path) -> dict[str, Any]:
    try:
        return toml_document(_content(path))
    except Malformed as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            raise PolicyFault(path, Text("请存为 UTF-8 编码", "please save it in UTF-8")) from error
        raise PolicyFault(path, Text(f"格式有误（{error}）", f"not valid TOML ({error})")) from error


def _converted(path: Path, document: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(document, type=kind)
    except msgspec.ValidationError as error:
        raise PolicyFault(path, Text(f"值不对（{error}）", f"a value does not fit ({error})")) from error


def _refuse_unknown(path: Path, document: Any, kind: Any, place: str = "") -> None:
    for name, near in _unknown(document, kind, place):
        hint = Text(f"，是不是想写 {near}？", f"; did you mean {near}?") if near else Text("", "")
        raise PolicyFault(path, Text(f"没有 {name} 这一项{hint.zh}", f"there is no {name}{hint.en}"))


def _unknown(document: Any, kind: Any, place: str) -> Iterator[tuple[str, str | None]]:
    """Names in the document that its dataclass does not have, each with the nearest one that it has."""
    if not isinstance(document, Mapping) or not is_dataclass(kind):
        return
    hints = get_type_hints(kind)
    known = [field.name for field in fields(kind)]
    for name, value in document.items():
        full = f"{place}.{name}" if place else str(name)
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            yield full, near[0] if near else None
            continue
        inner = [one for one in (hints[name], *get_args(hints[name])) if is_dataclass(one)]
        for item in value if isinstance(value, list) else [value]:
            for one in inner:
                yield from _unknown(item, one, full)
