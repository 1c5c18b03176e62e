"""What holds of every check. The tests ask it, and so does `checks --verify`."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import ModuleType

from checker.engine.inspect import Probes
from checker.model.check import AnyCheck
from checker.model.fact import Fact
from checker.model.rule import Rule
from checker.model.text import Text

# Modules and functions that reach the computer past `Machine`: what they see is in no recording, and none of it is
# known to be read only.
_AROUND = frozenset(
    (
        *("asyncio", "ctypes", "glob", "http", "importlib", "mmap", "multiprocessing", "os", "pathlib", "platform"),
        *("pty", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "urllib", "winreg"),
    )
)
_AROUND_CALLS = frozenset(("open", "exec", "eval", "compile", "__import__"))
_OURS = re.compile(r"checker\.(api|facts)(\.|$)")
# What `checker.api` no longer has, and what took its place.
_GONE = {"Gap": "Coverage", "Sources": "Ledger"}


def import_fault(error: Exception) -> str:
    """Why a unit's own file could not be loaded."""
    gone = next((name for name in _GONE if isinstance(error, ImportError) and f"'{name}'" in str(error)), None)
    if gone is not None:
        return f"checker.api has no {gone} any more: use {_GONE[gone]}, see checks/README.md"
    return f"{type(error).__name__}: {error}"


def faults(check: AnyCheck, package: str, probes: Probes, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Yield what is wrong with a check, a sentence each; nothing, if it may run."""
    if check.judge.__module__ != f"{package}.{check.id}":
        yield f"{check.id} lives in {check.judge.__module__}"
    if not check.remedies:
        yield f"{check.id} has no remedy, so it would run nowhere"
    for platform, remedy in check.remedies.items():
        if not remedy.steps:
            yield f"{check.id} does not say how to put it right on {platform}"
    yield from _rule_faults(check, rules)
    steps = [step for remedy in check.remedies.values() for step in remedy.steps]
    for text in (check.title, check.why, *steps):
        yield from _text_faults(check.id, text)
    yield from _need_faults(check, probes)


def _rule_faults(check: AnyCheck, rules: Mapping[str, Rule]) -> Iterator[str]:
    if not check.rules:
        yield f"{check.id} names no rule it stands on"
    for rule_id in check.rules:
        if rule_id not in rules:
            yield f"{check.id} stands on {rule_id}, which is not in the catalogue"
    known = [rules[rule_id] for rule_id in check.rules if rule_id in rules]
    if known and check.severity not in {rule.severity for rule in known}:
        yield f"{check.id} weighs {check.severity}, which none of its rules does"
    covered = {platform for rule in known for platform in rule.platforms}
    for platform in sorted(check.platforms - covered):
        yield f"{check.id} runs on {platform}, where none of its rules applies"


def _need_faults(check: AnyCheck, probes: Probes) -> Iterator[str]:
    for need in check.needs:
        if not (is_dataclass(need) and _frozen(need)):
            yield f"{check.id} needs {need.__name__}, which is not a frozen dataclass"
        for platform in sorted(check.platforms):
            if (need, platform) not in probes:
                yield f"{check.id} needs {need.__name__}, which nothing reads on {platform}"


def probe_faults(module: ModuleType) -> Iterator[str]:
    """Yield what is wrong with a unit's own file: what reaches past `Machine`, and facts without what they rest on."""
    names = vars(module)
    facts = {name for name, kind in names.items() if isinstance(kind, type) and issubclass(kind, Fact)}
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        yield from _reach_faults(node)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in facts):
            continue
        given = {keyword.arg for keyword in node.keywords}
        if "gaps" in given:
            yield f"line {node.lineno}: gaps= is now coverage=, see checks/README.md"
        elif not given & {"coverage", None}:
            yield f"line {node.lineno}: {node.func.id} does not say what it looked at (coverage=), see checks/README.md"


def _reach_faults(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            told_apart = module in ("checker", "pathlib")
            modules = [f"{module}.{alias.name}" if told_apart else module for alias in node.names]
        case ast.Call(func=ast.Name(called)) if called in _AROUND_CALLS:
            yield f"line {node.lineno}: calls {called}(): a probe asks the Machine and nothing else"
            return
        case _:
            return
    for name in dict.fromkeys(modules):
        top, _, rest = name.partition(".")
        if top in _AROUND and not rest.startswith("Pure"):  # pathlib's pure paths ask nobody
            yield f"line {node.lineno}: imports {name}: a probe asks the Machine and nothing else"
        elif top in ("checker", "gui", "main") and not _OURS.match(name):
            yield f"line {node.lineno}: imports {name}: a unit's file imports checker.api and checker.facts only"


def _frozen(kind: type) -> bool:
    return bool(vars(kind)["__dataclass_params__"].frozen)


def _text_faults(check_id: str, text: Text) -> Iterator[str]:
    if not (text.zh.strip() and text.en.strip()):
        yield f"{check_id} has a text in one language only: {text}"
    if blanks(text.zh) != blanks(text.en):
        yield f"{check_id} has a text whose blanks differ: {text}"


def blanks(sentence: str) -> set[str | None]:
    """The names of the blanks in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
