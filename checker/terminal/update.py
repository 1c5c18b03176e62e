"""``update``: rules and tables from a signed package; which ones judge here, and how old they are."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import update
from checker.app.workspace import Workspace
from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

_OWN = Text("程序自带的，没有更新过", "as the program came")
_TAKEN = Text(
    "来自 {made} 的更新包，{who} 批准，到 {until}", "from the update of {made}, approved by {who} until {until}"
)
_DIGEST = Text("校验值 {digest}", "digest {digest}")
_FAULT = Text("这里有一个更新包没有采用：{why}", "An update lies here and is not used: {why}")
_DONE = Text("已采用，从下一次检查起生效。", "Taken in; it holds from the next inspection on.")
_MADE = Text("更新包已写入 {path}。", "The update package was written: {path}.")
_TRUST_TOO = Text(
    "请同时用 --trust 指出信任文件夹：更新包要由本单位的批准人签名。",
    "Name the trust folder with --trust too: a package is signed by one of the unit's approvers.",
)
_SIGN_TOO = Text("做更新包还要 --sign 和 --until。", "To make a package, --sign and --until are needed too.")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="更新包；不写就只看现状 / a package; without it, what is there",
    )
    parser.add_argument("--trust", type=Path, metavar="DIR", help="信任文件夹 / the trust folder")
    parser.add_argument(
        "--make",
        type=Path,
        metavar="FILE",
        help="把这份程序的规则和产品表做成更新包 / make a package of this copy's rules and tables",
    )
    parser.add_argument("--sign", type=arguments.key, metavar="KEY", help="批准人的密钥 / the approver's key")
    parser.add_argument(
        "--until", type=date.fromisoformat, metavar="DAY", help="有效到哪天，最长一年 / its last day, a year at most"
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="记住信任版本的位置 / where the list of trust's version is remembered"
    )


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Take `options.file` in, make `options.make`, or tell what is there."""
    console = Console(language)
    try:
        if options.make is not None:
            return _make(options, console, ask or console.ask_secret)
        if options.file is not None:
            return _take(options, console)
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    _show(update.standing(), console)
    return Exit.IN_ORDER


def _take(options: argparse.Namespace, console: Console) -> int:
    if options.trust is None:
        console.say(_TRUST_TOO)
        return Exit.USAGE
    _show(update.take(options.file, options.trust, Workspace.at(getattr(options, "store", None))), console)
    console.say(_DONE)
    return Exit.IN_ORDER


def _make(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    if options.sign is None or options.until is None:
        console.say(_SIGN_TOO)
        return Exit.USAGE
    _show(update.make(options.make, options.until, options.sign, ask), console)
    console.say(_MADE.filled(path=Text.name(str(options.make))))
    return Exit.IN_ORDER


def _show(standing: update.Standing, console: Console) -> None:
    console.show(standing.sentence)
    if standing.made is None:
        console.show(_OWN, "  ")
    else:
        until = standing.until.isoformat() if standing.until else "?"
        console.show(
            _TAKEN.filled(made=standing.made.isoformat(), who=Text.name(standing.approver or "?"), until=until), "  "
        )
    console.show(_DIGEST.filled(digest=standing.sha256), "  ")
    if standing.fault is not None:
        console.say(_FAULT.filled(why=standing.fault))
    if standing.warning is not None:
        console.say(standing.warning)
