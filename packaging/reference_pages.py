"""Writes docs/reference anew from the parser and the schemas: ``python packaging/reference_pages.py``.

A test says when that is due. The launcher's own commands (``test``, ``lint``…) are in CONTRIBUTING.md.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import main as program  # noqa: E402  the clone is not installed

FOLDER = ROOT / "docs" / "reference"
_GENERATED = (
    "本页由 `python packaging/reference_pages.py` 生成，测试核对它是不是最新。\n\n"
    "*This page is written by `python packaging/reference_pages.py`; a test says when it is out of date.*"
)
_BEFORE = (
    "写在命令前面的 `--policy`、`--waivers`、`--store` 对每个命令都算数；`--language`、`--verbose` 前后都可以写。\n\n"
    "*`--policy`, `--waivers` and `--store` before a command hold for every command; `--language` and `--verbose` may "
    "stand before it or after it.*"
)
_STATUS = {
    "IN_ORDER": "符合 in order",
    "TO_FIX": "有需整改的 something to put right",
    "INCOMPLETE": "未完成 incomplete",
    "NOTHING_CHECKED": "什么都没检查到 nothing could be checked",
    "STATED": "按本人填报符合，没有读取设备 in order by own statement; the device was not read",
    "USAGE": "用法错误 wrong usage",
    "UNAVAILABLE": "运行环境没建成，或这里打不开窗口 set-up failed, or no window can be shown here",
    "FAULT": "程序出错，或结果写不进去 our own fault, or a result that could not be written",
    "STOPPED": "按 Ctrl+C 停止 stopped with Ctrl+C",
}
_WRITTEN_BY = {
    "campaign": "`mijian campaign new`",
    "checks": "`mijian checks --json`",
    "disposal": "`mijian dispose --register --sign`",
    "documents": "`mijian documents --json`",
    "inspection": "`mijian audit --json`",
    "ledger": "`mijian rollup --ledger`",
    "phones": "`mijian phones --json`",
    "report": "`mijian report --sign`",
    "residue": "`mijian residue --json`",
    "verification": "`mijian verify --json`",
}


def command_line() -> str:
    """Every command with its arguments, as the parser has them."""
    lines = ["# 命令行 / The command line", "", _GENERATED, ""]
    lines += [_BEFORE, ""]
    lines += ["## 退出码 / Exit status", "", "| 码 status | 意思 meaning |", "|---|---|"]
    lines += [f"| {int(status)} | {_STATUS[status.name]} |" for status in program.Exit]
    lines += ["", "`verify` 的退出码是最严重的核验码，见 [REPORTS.md](../REPORTS.md)。"]
    lines += ["*`verify` ends with the worst code of its reports: see [REPORTS.md](../REPORTS.md).*", ""]
    for parser, words in whole_parser():
        lines += _command(parser, words)
    return "\n".join(lines)


def whole_parser() -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """The program's parser, then each command's and each of its actions', with what it is for."""
    parser = program._parser()
    yield parser, parser.description or ""
    yield from _below(parser)


def _below(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        words = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, inner in action.choices.items():
            with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
                inner.parse_args(["--help"])  # a command brings its arguments when it is asked
            yield inner, words.get(name, "")
            yield from _below(inner)


def _command(parser: argparse.ArgumentParser, words: str) -> Iterator[str]:
    yield f"## `{parser.prog}`"
    yield ""
    yield words
    yield ""
    yield "| 参数 argument | 意思 meaning | 默认 default |"
    yield "|---|---|---|"
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        if action.help == argparse.SUPPRESS:  # of our own processes
            continue
        words = _PLAIN.get(action.dest) or action.help or "–"
        yield f"| {_name(action)} | {_cell(words)} | {_default(action)} |"
    yield ""


_PLAIN = {"version": "版本 / the version", "command": "命令，见下 / a command, see below", "action": "见下 / see below"}


def _name(action: argparse.Action) -> str:
    if isinstance(action, argparse._SubParsersAction):
        return " ".join(f"`{name}`" for name in action.choices)
    value = ""
    if action.nargs != 0:
        choices = "|".join(map(str, action.choices or ()))
        shown = action.metavar or choices or action.dest.upper()
        value = str(shown)
    name = " ".join(part for part in ("、".join(action.option_strings), value) if part)
    several = "…" if action.nargs in ("*", "+") else ""
    needed = " *必填 required*" if action.required and action.option_strings else ""
    return f"`{name}{several}`{needed}".replace("|", "\\|")


def _default(action: argparse.Action) -> str:
    plain = action.default in (None, False, argparse.SUPPRESS) or action.default == []
    return "–" if plain else f"`{action.default}`"


def _cell(words: str) -> str:
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("%%", "%")


def schemas() -> str:
    """Every published schema: who writes it, and its objects with their fields."""
    lines = ["# 结果文件的格式 / The schemas of result files", "", _GENERATED, ""]
    lines += ["| 文件 schema | 谁写 written by |", "|---|---|"]
    files = sorted((ROOT / "docs" / "schema").glob("*.json"))
    newest = {path.stem.rpartition("-")[0]: path for path in files}
    for path in files:
        kind = path.stem.rpartition("-")[0]
        before = "" if newest[kind] == path else "从前的版本 an earlier version: "
        lines.append(f"| [{path.stem}](../schema/{path.name}) | {before}{_WRITTEN_BY[kind]} |")
    lines.append("")
    for path in newest.values():
        lines += _schema(json.loads(path.read_text("utf-8")), path)
    return "\n".join(lines)


def _schema(schema: dict[str, Any], path: Path) -> Iterator[str]:
    yield f"## {path.stem}"
    yield ""
    for name, kind in schema["$defs"].items():
        yield f"**{name}**{_said(kind)}"
        yield ""
        if "properties" not in kind:
            yield f"`{'` `'.join(map(str, kind['enum']))}`" if "enum" in kind else _type(kind)
            yield ""
            continue
        yield "| 字段 field | 类型 type | 必有 always there |"
        yield "|---|---|---|"
        for field, value in kind["properties"].items():
            yield f"| `{field}` | {_type(value)} | {'✓' if field in kind.get('required', ()) else ''} |"
        yield ""


def _said(kind: dict[str, Any]) -> str:
    words = " ".join(kind.get("description", "").replace("``", "`").split())
    return f": {words}" if words else ""


def _type(value: dict[str, Any]) -> str:
    match value:
        case {"$ref": str(place)}:
            return place.rpartition("/")[2]
        case {"anyOf": list(kinds)}:
            return " \\| ".join(_type(kind) for kind in kinds)
        case {"enum": list(words)}:
            return " \\| ".join(f"`{word}`" for word in words)
        case {"type": "array", "items": dict(inner)}:
            return f"{_type(inner)}[]"
        case {"type": "object", "additionalProperties": dict(inner)}:
            return f"{{name: {_type(inner)}}}"
        case {"type": "string", "format": str(form)}:
            return form
        case {"type": str(name)}:
            return name
        case {"const": constant}:
            return f"`{constant}`"
        case _:
            return "any"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, page in (("command-line", command_line()), ("schemas", schemas())):
        (FOLDER / f"{name}.md").write_text(page, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
