"""``campaign``: a quarterly inspection as a file that reports bind to, who has come in so far, and its end."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import campaign
from checker.app.campaign import Standing, Wanted
from checker.app.rollup import CHINA, Rollup
from checker.app.workspace import Workspace
from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret
    from checker.report.ledger.campaign import Campaign

_UNREADABLE = Text("文件不能使用：{why}", "A file cannot be used: {why}")
_NOTHING_YET = Text(
    "还没有汇总过报告，不知道谁还没来；请先用 rollup 汇总。",
    "No report was rolled up yet, so nobody knows who is missing; use rollup first.",
)
_TRUST_AND_KEY = Text("--trust 和 --sign 要一起给出。", "--trust and --sign go together.")
_MADE = Text(
    "检查任务已生成：{path}，名册 {count} 台，摘要 {digest}。",
    "The campaign was made: {path}, {count} {count:device|devices}, digest {digest}.",
)
_NOT_RECOGNISED = Text(
    "有 {count} 台设备没有机器标识，按资产编号认；下次检查起可从汇总库取得（--db）。",
    "{count} {count:device has no machine id and is|devices have no machine id and are} "
    "recognised by asset number; from the next campaign on --db gives it.",
)
_TRUSTED = Text("已写入信任名单，版本 {version}。", "Put on the list of trust, version {version}.")
_STANDS = Text(
    "应到 {expected} 台，已到 {came} 台，缺 {missing} 台。", "Expected {expected}, came {came}, missing {missing}."
)
_CAME = Text("已到 {came} 台（任务没有名册）。", "{came} devices came (the campaign has no roster).")
_CLOSED = Text("检查任务结果已保存：{path}", "What the campaign came to was saved: {path}")
_EARLY = Text(
    "任务的结束时间还没有到；之后到的报告仍会计入，可再次 close。",
    "The campaign's end has not come; later reports still count, and it can be closed again.",
)


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="新建检查任务 / make a campaign")
    new.add_argument("file", type=Path, metavar="FILE", help="写到哪里 / where it goes")
    new.add_argument("--name", required=True, help="任务名称 / its name")
    new.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="开始日 / first day")
    new.add_argument("--until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="结束日 / last day")
    new.add_argument("--roster", type=Path, metavar="FILE", help="设备名册 / devices that are expected (CSV)")
    new.add_argument("--policy", type=Path, metavar="FILE", help="单位策略文件 / the unit's policy (TOML)")
    new.add_argument(
        "--any-tool", action="store_true", help="不限检查工具版本 / any version of the program may inspect"
    )
    new.add_argument("--trust", type=Path, metavar="DIR", help="同时写入信任文件夹 / put it on the list of trust too")
    new.add_argument("--sign", type=arguments.key, metavar="KEY", help="根密钥 / the root's key (with --trust)")
    show = actions.add_parser("show", help="任务情况、谁还没来 / what it asks and who is missing")
    close = actions.add_parser("close", help="结束任务，保存结果 / end it and keep what it came to")
    for one in (show, close):
        one.add_argument("file", type=Path, metavar="FILE", help="检查任务文件 / the campaign's file")
    for one in (new, show, close):
        one.add_argument("--db", type=arguments.database, metavar="URL", help="汇总库 / the roll-up's database")
        one.add_argument("--store", type=Path, metavar="DIR", help="汇总库的默认位置 / where it is by default")


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Of `options.action`: "new" writes `options.file`, "show" tells of it, "close" keeps what is missing.

    `options.db` is the roll-up's database, where "show" and "close" look for reports, and "new" for machine ids.
    """
    console = Console(language)
    try:
        if options.action == "new":
            return _new(options, console, ask or console.ask_secret)
        return _show(options, console, close=options.action == "close")
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    except (OSError, ValueError) as error:
        console.say(_UNREADABLE.filled(why=Text.name(str(error))))
        return Exit.USAGE


def _new(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    if (options.trust is None) != (options.sign is None):
        console.say(_TRUST_AND_KEY)
        return Exit.USAGE
    workspace = Workspace.at(options.store)
    wanted = Wanted(
        file=options.file,
        name=options.name,
        since=options.since,
        until=options.until,
        roster=options.roster,
        policy=options.policy,
        any_tool=options.any_tool,
    )
    with ExitStack() as open_:
        known = open_.enter_context(Rollup(workspace, options.db)) if options.db is not None else None
        made = campaign.new(wanted, known)
    if options.trust is not None:
        try:
            version = campaign.trusted(made, options.trust, options.sign, workspace, ask)
        except BaseException:  # it may be asked for again by the same name
            options.file.unlink(missing_ok=True)
            raise
        console.say(_TRUSTED.filled(version=version))
    expected = made.details.expected
    path = Text.name(str(options.file))
    console.say(_MADE.filled(path=path, count=len(expected), digest=made.manifest.sha256))
    unknown = sum(not one.machine_id for one in expected)
    if unknown:
        console.say(_NOT_RECOGNISED.filled(count=unknown))
    return Exit.IN_ORDER


def _show(options: argparse.Namespace, console: Console, *, close: bool) -> int:
    read = campaign.read(options.file)
    for label, value in _head(read):
        console.show(Text("{label}: {value}", "{label}: {value}").filled(label=label, value=value))
    with Rollup(Workspace.at(options.store), options.db) as rollup:
        if not close and not rollup.begun:
            console.show(_NOTHING_YET)
            return Exit.IN_ORDER
        at = campaign.standing(read, rollup)
    _show_standing(at, console)
    if close:
        closed = campaign.close(options.file, at)
        console.say(_CLOSED.filled(path=Text.name(str(closed))))
        if not at.over:
            console.say(_EARLY)
    return Exit.INCOMPLETE if at.irregular else Exit.IN_ORDER


def _show_standing(at: Standing, console: Console) -> None:
    if at.expected:
        came = at.expected - at.missing
        console.show(_STANDS.filled(expected=at.expected, came=came, missing=at.missing))
    else:
        console.show(_CAME.filled(came=len({one.machine_id for one in at.came})))
    for one in at.irregular:
        console.show(one.sentence, "  ")


def _head(campaign: Campaign) -> Iterator[tuple[Text, Text]]:
    manifest, details = campaign.manifest, campaign.details
    first, last = (
        one.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") for one in (manifest.not_before, manifest.not_after)
    )
    yield Text("检查任务", "Campaign"), Text.name(manifest.name)
    yield Text("时间", "Time"), Text.name(f"{first} – {last}")
    yield Text("名册", "Roster"), Text("{n} 台设备", "{n} devices").filled(n=len(details.expected))
    yield Text("规则库", "Rules"), Text.name(manifest.rules_sha256[:16])
    tools = Text.name(", ".join(one[:16] for one in manifest.tools)) if manifest.tools else Text("不限", "any")
    yield Text("检查工具", "Program"), tools
    default = Text("程序自带", "the program's own")
    yield Text("单位策略", "Policy"), Text.name(details.policy.sha256[:16]) if details.policy.sha256 else default
    yield Text("任务摘要", "Digest"), Text.name(manifest.sha256)
