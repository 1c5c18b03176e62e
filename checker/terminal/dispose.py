"""``dispose``: a medium on its way out, step by step; a batch of them by keyboard alone; and their register."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.disposal import Decision, Sort, Step, Technique, Wiped
from checker.app.disposals import SORTS, Disposals
from checker.app.medium import Media
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.model.error import UserError
from checker.model.text import Language, Text, shown
from checker.model.unreadable import Unreadable
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.journey import CHECKS, LOOKS, Batch, Journey, line

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

_EMPTY = Text("没有正在处置的介质。", "No medium is being disposed of.")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "medium",
        nargs="?",
        type=arguments.medium,
        metavar="DEVICE|IMAGE",
        help=r"设备或镜像文件；不写则列出 / e.g. /dev/sdb, \\.\PhysicalDrive1; left out: the list",
    )
    parser.add_argument("--batch", action="store_true", help="一个接一个，全用键盘 / one after another, by keyboard")
    parser.add_argument(
        "--unread", choices=[sort.value for sort in Sort], help="读不了的东西（手机、复印机）/ a thing not read here"
    )
    parser.add_argument("--name", default="", help="名称（与 --unread 一起用）/ its name, with --unread")
    parser.add_argument(
        "--kind", choices=[sort.value for sort in Sort], help="介质类型，认错时改 / its kind, if mistaken"
    )
    for name, words in (
        ("--asset-number", "资产编号 / asset number"),
        ("--serial", "序列号，读不到时填 / serial number, where none is readable"),
        ("--level", "密级 / its level"),
        ("--source", "使用部门或人 / who used it"),
        ("--destination", "去向 / where it goes"),
        ("--by", "谁决定、谁经手 / who decides and does it"),
    ):
        parser.add_argument(name, default="", metavar="TEXT", help=words)
    parser.add_argument(
        "--look", choices=LOOKS, help="怎样看，默认 full，成批时 quick / default full, in a batch quick"
    )
    parser.add_argument("--check", choices=CHECKS, default="verify", help="怎样复查 / how to check after the wipe")
    parser.add_argument("--no-content", action="store_true", help="不看文件内容 / do not look into files")
    parser.add_argument("--decision", choices=[one.value for one in Decision], help="保密员的决定 / the officer's word")
    parser.add_argument("--done", choices=[one.value for one in Technique], help="做了什么 / what was done")
    parser.add_argument(
        "--tool", default="", metavar="TEXT", help="工具和版本，或销毁单位 / tool and version, or the firm"
    )
    parser.add_argument("--passes", type=int, default=0, metavar="N", help="覆写遍数 / passes")
    parser.add_argument("--hidden", default="", metavar="TEXT", help="隐藏区域的查看结果 / what hdparm -N said")
    parser.add_argument(
        "--destroyed-by",
        default="",
        metavar="TEXT",
        help="登记为已销毁的：所有等销毁的 / all that wait for it are destroyed",
    )
    parser.add_argument("--forget", metavar="ID", help="去掉误加的一个 / take one off that was begun by mistake")
    register = parser.add_argument_group("登记表 / the register")
    register.add_argument(
        "--register", action="store_true", help="把可以登记的做成登记表 / make it of all that is ready"
    )
    register.add_argument("--pdf", type=Path, metavar="FILE", help="登记表写到哪里 / where it goes")
    register.add_argument("--sign", type=arguments.key, metavar="KEY", help="密钥文件或令牌 / key file, or a token")
    for name, words in (
        ("--unit", "单位 / the unit"),
        ("--department", "部门 / department"),
        ("--place", "地点 / place"),
        ("--operator", "经办人 / operator"),
        ("--witness", "监销人 / witness"),
        ("--approver", "批准人 / who approved it"),
    ):
        register.add_argument(name, default="", metavar="TEXT", help=words)
    parser.add_argument("--store", type=Path, metavar="DIR", help="处置记录保存位置 / where the records are kept")


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Take the next steps of a medium, of a batch, or make the register.

    IN_ORDER: all that was asked for is done. TO_FIX: a suspected marking, or not wiped. INCOMPLETE: a step waits.
    """
    console = Console(language)
    workspace = Workspace.at(options.store)
    disposals = Disposals(workspace)
    try:
        if options.register:
            return _register(workspace, options, console, ask)
        if options.forget:
            disposals.forget(disposals.one(options.forget))
            return Exit.IN_ORDER
        if options.destroyed_by:
            return _all_destroyed(disposals, options, console)
        if options.batch:
            return Batch(disposals, Media(workspace), options, console).run()
        if options.unread:
            sort = Sort(options.unread)
            name = options.name or SORTS[sort].to(language)
            begun = disposals.unread(sort, name, serial=options.serial, asset_number=options.asset_number)
            return Journey(disposals, options, console).go(begun)
        if options.medium:
            begun = disposals.of_medium(options.medium, asset_number=options.asset_number)
            return Journey(disposals, options, console).go(begun)
    except Unreadable as error:
        console.say(error.reason, *(() if error.how is None else (error.how,)))
        return Exit.NOTHING_CHECKED
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    return _list(disposals, console)


def _list(disposals: Disposals, console: Console) -> int:
    found = tuple(disposals)
    for one in found:
        console.show(line(one))
    if not found:
        console.say(_EMPTY)
    return Exit.IN_ORDER


def _all_destroyed(disposals: Disposals, options: argparse.Namespace, console: Console) -> int:
    waiting = disposals.at(Step.DESTROY)
    for one in waiting:
        if options.destination:
            one = replace(one, destination=shown(options.destination, 120))
        done = Wiped(Technique.PHYSICAL, options.destroyed_by, 0, options.by, datetime.now(UTC))
        console.show(line(disposals.keep(one.done(done))))
    if not waiting:
        console.say(_EMPTY)
    return Exit.IN_ORDER


def _register(workspace: Workspace, options: argparse.Namespace, console: Console, ask: AskSecret | None) -> int:
    from checker.app.disposal_register import DisposalRegister

    if options.pdf is None:
        raise Refused(Text("写明登记表存到哪里：--pdf FILE", "Say where the register goes: --pdf FILE"))
    written = DisposalRegister(workspace).make(
        options.pdf,
        options.sign,
        ask or console.ask_secret,
        unit=options.unit,
        department=options.department,
        place=options.place,
        operator=options.operator or options.by,
        witness=options.witness,
        approver=options.approver,
        language=console.language,
    )
    console.say(written.sentence, *written.troubles)
    return Exit.FAULT if written.troubles else Exit.IN_ORDER
