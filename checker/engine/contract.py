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
from checker.model.text import Text, shown

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


_NO_MORE = Text(
    "checker.api 里没有 {gone} 了，请用 {now}，见 checks/README.md",
    "checker.api has no {gone} any more: use {now}, see checks/README.md",
)
_NOT_LOADED = Text("载入时出错：{why}", "{why}")
_LIVES = Text("{id} 写在 {module} 里，与编号不符", "{id} lives in {module}")
_NO_REMEDY = Text("{id} 没有整改办法，在哪里都不会运行", "{id} has no remedy, so it would run nowhere")
_NO_STEPS = Text("{id} 没有写在 {platform} 上怎样整改", "{id} does not say how to put it right on {platform}")
_NO_RULE = Text("{id} 没有写依据哪条规则", "{id} names no rule it stands on")
_NOT_LISTED = Text("{id} 依据的 {rule} 不在规则目录里", "{id} stands on {rule}, which is not in the catalogue")
_WEIGHT = Text(
    "{id} 的程度是 {severity}，它依据的规则都不是这个程度", "{id} weighs {severity}, which none of its rules does"
)
_ELSEWHERE = Text(
    "{id} 在 {platform} 上运行，它依据的规则都不适用于那里", "{id} runs on {platform}, where none of its rules applies"
)
_NOT_FROZEN = Text(
    "{id} 要的 {fact} 不是冻结的 dataclass（frozen=True）", "{id} needs {fact}, which is not a frozen dataclass"
)
_NOT_READ = Text(
    "{id} 要的 {fact} 在 {platform} 上没有读取函数", "{id} needs {fact}, which nothing reads on {platform}"
)
_GAPS = Text(
    "第 {line} 行：gaps= 已改为 coverage=，见 checks/README.md",
    "line {line}: gaps= is now coverage=, see checks/README.md",
)
_NO_COVERAGE = Text(
    "第 {line} 行：{fact} 没有说明看了什么（coverage=），见 checks/README.md",
    "line {line}: {fact} does not say what it looked at (coverage=), see checks/README.md",
)
_CALLS = Text(
    "第 {line} 行：调用了 {called}()；读取函数只能向 Machine 提问",
    "line {line}: calls {called}(): a probe asks the Machine and nothing else",
)
_IMPORTS = Text(
    "第 {line} 行：引用了 {module}；读取函数只能向 Machine 提问",
    "line {line}: imports {module}: a probe asks the Machine and nothing else",
)
_OURS_ONLY = Text(
    "第 {line} 行：引用了 {module}；单位自己的文件只能引用 checker.api 和 checker.facts",
    "line {line}: imports {module}: a unit's file imports checker.api and checker.facts only",
)
_ONE_LANGUAGE = Text("{id} 有一句话只写了一种语言：{words}", "{id} has a text in one language only: {words}")
_BLANKS = Text("{id} 有一句话，中英文的空格名称不一致：{words}", "{id} has a text whose blanks differ: {words}")


def import_fault(error: Exception) -> Text:
    """Why a unit's own file could not be loaded."""
    gone = next((name for name in _GONE if isinstance(error, ImportError) and f"'{name}'" in str(error)), None)
    if gone is not None:
        return _NO_MORE.filled(gone=gone, now=_GONE[gone])
    return _NOT_LOADED.filled(why=shown(f"{type(error).__name__}: {error}"))


def faults(check: AnyCheck, package: str, probes: Probes, rules: Mapping[str, Rule]) -> Iterator[Text]:
    """Yield what is wrong with a check, a sentence each; nothing, if it may run."""
    if check.judge.__module__ != f"{package}.{check.id}":
        yield _LIVES.filled(id=check.id, module=check.judge.__module__)
    if not check.remedies:
        yield _NO_REMEDY.filled(id=check.id)
    for platform, remedy in check.remedies.items():
        if not remedy.steps:
            yield _NO_STEPS.filled(id=check.id, platform=platform)
    yield from _rule_faults(check, rules)
    steps = [step for remedy in check.remedies.values() for step in remedy.steps]
    for text in (check.title, check.why, *steps):
        yield from _text_faults(check.id, text)
    yield from _need_faults(check, probes)


def _rule_faults(check: AnyCheck, rules: Mapping[str, Rule]) -> Iterator[Text]:
    if not check.rules:
        yield _NO_RULE.filled(id=check.id)
    for rule_id in check.rules:
        if rule_id not in rules:
            yield _NOT_LISTED.filled(id=check.id, rule=shown(rule_id))
    known = [rules[rule_id] for rule_id in check.rules if rule_id in rules]
    if known and check.severity not in {rule.severity for rule in known}:
        yield _WEIGHT.filled(id=check.id, severity=check.severity)
    covered = {platform for rule in known for platform in rule.platforms}
    for platform in sorted(check.platforms - covered):
        yield _ELSEWHERE.filled(id=check.id, platform=platform)


def _need_faults(check: AnyCheck, probes: Probes) -> Iterator[Text]:
    for need in check.needs:
        if not (is_dataclass(need) and _frozen(need)):
            yield _NOT_FROZEN.filled(id=check.id, fact=need.__name__)
        for platform in sorted(check.platforms):
            if (need, platform) not in probes:
                yield _NOT_READ.filled(id=check.id, fact=need.__name__, platform=platform)


def probe_faults(module: ModuleType) -> Iterator[Text]:
    """Yield what is wrong with a unit's own file: what reaches past `Machine`, and facts without what they rest on."""
    names = vars(module)
    facts = {name for name, kind in names.items() if isinstance(kind, type) and issubclass(kind, Fact)}
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
        yield from _reach_faults(node)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in facts):
            continue
        given = {keyword.arg for keyword in node.keywords}
        if "gaps" in given:
            yield _GAPS.filled(line=node.lineno)
        elif not given & {"coverage", None}:
            yield _NO_COVERAGE.filled(line=node.lineno, fact=node.func.id)


def _reach_faults(node: ast.AST) -> Iterator[Text]:
    match node:
        case ast.Import(names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            told_apart = module in ("checker", "pathlib")
            modules = [f"{module}.{alias.name}" if told_apart else module for alias in node.names]
        case ast.Call(func=ast.Name(called)) if called in _AROUND_CALLS:
            yield _CALLS.filled(line=node.lineno, called=called)
            return
        case _:
            return
    for name in dict.fromkeys(modules):
        top, _, rest = name.partition(".")
        if top in _AROUND and not rest.startswith("Pure"):  # pathlib's pure paths ask nobody
            yield _IMPORTS.filled(line=node.lineno, module=shown(name))
        elif top in ("checker", "gui", "main") and not _OURS.match(name):
            yield _OURS_ONLY.filled(line=node.lineno, module=shown(name))


def _frozen(kind: type) -> bool:
    return bool(vars(kind)["__dataclass_params__"].frozen)


def _text_faults(check_id: str, text: Text) -> Iterator[Text]:
    if not (text.zh.strip() and text.en.strip()):
        yield _ONE_LANGUAGE.filled(id=check_id, words=shown(text.zh or text.en))
    if blanks(text.zh) != blanks(text.en):
        yield _BLANKS.filled(id=check_id, words=shown(text.zh))


def blanks(sentence: str) -> set[str | None]:
    """The names of the blanks in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
