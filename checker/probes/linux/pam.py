"""What PAM does at login and when a password is changed. Source: pam.conf(5)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.unreadable import Absent

FOLDERS = ("/etc/pam.d", "/usr/lib/pam.d")
_LIMIT = 1 << 18
_DEPTH = 12
_LINE = re.compile(r"-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)(?:\s+(.*))?")
_INCLUDE = re.compile(r"@include\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a stack. `module` without folder and ``.so``; `options` by name, "" for a bare word."""

    control: str
    module: str
    options: dict[str, str]


def stack(machine: Machine, service: str, facility: str) -> tuple[Step, ...]:
    """All steps of one service and facility ("auth", "password"), includes followed, in order.

    Raises:
        Absent: no such service.
        Unreadable: a file that refuses, or is no PAM file, or includes itself.
    """
    return tuple(_steps(machine, service, facility, _DEPTH))


def _steps(machine: Machine, service: str, facility: str, depth: int) -> Iterator[Step]:
    if depth == 0 or not re.fullmatch(r"[\w.@-]+", service):
        raise refusals.malformed(f"pam.d/{service}")
    for line in _text(machine, service).replace("\\\n", " ").splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        included = _INCLUDE.fullmatch(line)
        if included:
            yield from _included(machine, included[1], facility, depth)
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise refusals.malformed(f"pam.d/{service}")
        if match[1] != facility:
            continue
        if match[2] in ("include", "substack"):
            yield from _included(machine, match[3], facility, depth)
            continue
        yield Step(match[2], posixpath.basename(match[3]).removesuffix(".so"), _options(match[4] or ""))


def _included(machine: Machine, service: str, facility: str, depth: int) -> Iterator[Step]:
    try:
        yield from _steps(machine, service, facility, depth - 1)
    except Absent as error:
        # A stack that names a missing file is broken, and PAM then refuses everybody: not "nothing there".
        raise refusals.malformed(f"pam.d/{service}") from error


def _text(machine: Machine, service: str) -> str:
    for folder in FOLDERS:
        try:
            return machine.text(f"{folder}/{service}", _LIMIT)
        except Absent:
            continue
    raise refusals.absent(f"pam.d/{service}")


def _options(text: str) -> dict[str, str]:
    found = {}
    for word in re.findall(r"\[[^\]]*\]|\S+", text):
        key, _, value = word.strip("[]").partition("=")
        found[key.lower()] = value
    return found
