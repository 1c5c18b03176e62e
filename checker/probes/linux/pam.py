"""What PAM does at login and when a password is changed: its files read, and walked as libpam walks them.

Source: pam.conf(5), and ``_pam_dispatch_aux`` of Linux-PAM for what a control value does to the result so far.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.unreadable import Absent

FOLDERS = ("/etc/pam.d", "/usr/lib/pam.d")
_LIMIT = 1 << 18
_DEPTH = 12
_WALKS = 20_000
_LINE = re.compile(r"-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)(?:\s+(.*))?", re.IGNORECASE)
_OPTION = re.compile(r"\[[^\]]*\]|\S+")
_INCLUDE = re.compile(r"@include\s+(\S+)")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "required": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "bad"},
    "requisite": {"success": "ok", "new_authtok_reqd": "ok", "ignore": "ignore", "default": "die"},
    "sufficient": {"success": "done", "new_authtok_reqd": "done", "default": "ignore"},
    "optional": {"success": "ok", "new_authtok_reqd": "ok", "default": "ignore"},
}

SUCCESS, FAILURE, IGNORE = "success", "auth_err", "ignore"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a stack. `module` without folder and ``.so``; `options` by name, "" for a bare word.

    `words` are the options as they are written. `level` is how many substacks the line lies in: "done" and "die" end
    the innermost one alone.
    """

    control: str
    module: str
    options: Mapping[str, str]
    words: tuple[str, ...] = ()
    level: int = 0

    def __hash__(self) -> int:
        return id(self)

    def action(self, outcome: str) -> str:
        """What comes of an outcome: ok, done, bad, die, ignore, reset, or how many steps are left out."""
        if not self.control.startswith("["):
            actions = _WORDS.get(self.control.lower())
            if actions is None:
                raise refusals.malformed(f"pam.d: {self.control}")
        else:
            pairs = (word.partition("=") for word in self.control[1:-1].lower().split())
            actions = {name.strip(): value.strip() for name, _, value in pairs}
        return actions.get(outcome, actions.get("default", "bad" if self.control.startswith("[") else "ignore"))


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through a stack: whether it ends in success, and the steps that were called."""

    success: bool
    called: tuple[Step, ...]


Outcomes = Callable[[Step], Iterable[str]]
"""What a step may answer; several where nobody can tell."""


def walks(steps: tuple[Step, ...], outcomes: Outcomes) -> tuple[Walk, ...]:
    """Every way through a stack.

    Raises:
        Unreadable: a control value that PAM does not know; more ways than can be followed.
    """
    found: list[Walk] = []
    waiting: list[tuple[int, str, str, tuple[Step, ...]]] = [(0, "", FAILURE, ())]
    for _ in range(_WALKS):
        if not waiting:
            return tuple(found)
        index, impression, status, called = waiting.pop()
        if index >= len(steps):
            found.append(Walk(impression == "+" and status == SUCCESS, called))
            continue
        step = steps[index]
        for outcome in dict.fromkeys(outcomes(step)):
            after = _after(steps, index, impression, status, outcome)
            waiting.append((*after, (*called, step)))
    raise refusals.too_large("pam.d")


def _after(steps: tuple[Step, ...], index: int, impression: str, status: str, outcome: str) -> tuple[int, str, str]:
    """Where the walk goes on and what the result is so far. `impression`: "" none yet, "+" good, "-" bad."""
    step = steps[index]
    action = step.action(outcome)
    skipped = int(action) if action.isdecimal() else 0
    if action in ("ok", "done") or skipped:
        if impression == "" or (impression == "+" and status == SUCCESS):
            impression, status = "+", outcome
        if action == "done" and impression == "+":
            return _end_of_stack(steps, index), impression, status
    elif action in ("bad", "die"):
        if impression != "-":
            impression, status = "-", outcome
        if action == "die":
            return _end_of_stack(steps, index), impression, status
    elif action == "reset":
        impression, status = "", FAILURE
    elif action != "ignore":
        raise refusals.malformed(f"pam.d: {step.control}")
    return index + 1 + skipped, impression, status


def _end_of_stack(steps: tuple[Step, ...], index: int) -> int:
    level = steps[index].level
    if level == 0:
        return len(steps)
    return next((at for at in range(index, len(steps)) if steps[at].level < level), len(steps))


# -- reading ----------------------------------------------------------------------------------------------------------


def stack(machine: Machine, service: str, facility: str) -> tuple[Step, ...]:
    """All steps of one service and facility ("auth", "account", "password"), includes followed, in order.

    Raises:
        Absent: no such service.
        Unreadable: a file that refuses, or is no PAM file, or includes itself.
    """
    steps = tuple(_steps(machine, service, facility, _DEPTH, 0))
    if steps or service == "other":
        return steps
    try:
        return tuple(_steps(machine, "other", facility, _DEPTH, 0))  # what counts where a service says nothing
    except Absent:
        return ()


def _steps(machine: Machine, service: str, facility: str, depth: int, level: int) -> Iterator[Step]:
    if depth == 0 or not re.fullmatch(r"[\w.@-]+", service):
        raise refusals.malformed(f"pam.d/{service}")
    for line in _text(machine, service).replace("\\\n", " ").splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        included = _INCLUDE.fullmatch(line)
        if included:
            yield from _included(machine, included[1], facility, depth, level)
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise refusals.malformed(f"pam.d/{service}")
        if match[1].lower() != facility:
            continue
        if match[2] in ("include", "substack"):
            yield from _included(machine, match[3], facility, depth, level + (match[2] == "substack"))
            continue
        module = posixpath.basename(match[3]).removesuffix(".so")
        words = tuple(word.strip("[]") for word in _OPTION.findall(match[4] or ""))
        yield Step(match[2], module, _options(words), words, level)


def _included(machine: Machine, service: str, facility: str, depth: int, level: int) -> Iterator[Step]:
    try:
        yield from _steps(machine, service, facility, depth - 1, level)
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


def _options(words: tuple[str, ...]) -> dict[str, str]:
    pairs = (word.partition("=") for word in words)
    return {key.lower(): value for key, _, value in pairs}
