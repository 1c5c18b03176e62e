"""``residue``: what is still recoverable from a stick, card, disk or image file. Read only; no names, no content."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import medium
from checker.app.medium import Attached, Media, Mode, Residue, Scanning, Standing, amount
from checker.app.workspace import Workspace
from checker.model.text import Language, Text
from checker.model.unreadable import Unreadable
from checker.terminal import arguments
from checker.terminal.console import Console, stopping
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.app.medium import Contained, Moment

_EXITS = {
    Standing.BLANK: Exit.IN_ORDER,
    Standing.SOMETHING: Exit.TO_FIX,
    Standing.UNTOLD: Exit.INCOMPLETE,
}
_NO_MEDIA = Text("未检测到存储介质。", "No storage medium was detected.")
_MOUNTED = Text(
    "注意：这个介质正在使用（{where}），内容可能随时变化；请先弹出再查。",
    "Note: this medium is in use ({where}) and may change meanwhile; eject it first.",
)
_OWN = Text(
    "注意：这是电脑自己正在使用的硬盘（{where}），检查时内容还在变化，结果只说明当时。",
    "Note: the computer itself is using this disk ({where}). It changes while it is read, so the result speaks of that "
    "moment alone.",
)
_BLOCKER = Text(
    "只以只读方式打开，不挂载、不写入。软件只读不等于硬件写保护器。",
    "Opened for reading only: never mounted, never written to. That is not a hardware write blocker.",
)
_RESUMED = Text("接着上次中断的地方继续", "Going on where the last scan was interrupted")
_NOT_CHECKED = Text("没有检查的：", "Not checked:")
_TRACES = Text("值得注意的迹象：", "Signs that are worth a look:")
_BY_KIND = Text("可取回的文件：", "Files that could be brought back:")
_BY_STATE = Text("全部残留：", "All remnants:")
_BIN = Text("回收站里还有 {count} 个文件。", "Files still in recycle bins: {count}.")
_ADVICE = Text("怎么办：", "What to do:")
_STOPPED = Text(
    "已停止。做完的部分如下；再运行一次会接着查。",
    "Stopped. What was done follows; run it again to go on.",
)
_STOPPED_FOR_GOOD = Text(
    "已停止。做完的部分如下；再运行一次要从头查，因为这个介质没有能确认是它的序列号。",
    "Stopped. What was done follows; another run begins anew, since no serial number tells this medium from others.",
)
_AT = Text("{share}  {pace}", "{share}  {pace}")
_NOTHING_YET = Text("已停止，还没有结果。", "Stopped; there is no result yet.")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "medium",
        nargs="?",
        type=arguments.medium,
        metavar="DEVICE|IMAGE",
        help=r"设备或镜像文件 / e.g. /dev/sdb, \\.\PhysicalDrive1, stick.img",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quick", action="store_true", help="随机抽查 / a random sample only")
    how.add_argument(
        "--tenth", action="store_true", help="读十分之一，每段随机两处 / a tenth of it, two random places in each part"
    )
    how.add_argument("--full", action="store_true", help="未删除的文件所占的扇区也读 / read sectors of live files too")
    how.add_argument("--verify", action="store_true", help="清除后的复检 / after a wipe: end at the first thing found")
    parser.add_argument(
        "--deleted-content",
        action="store_true",
        help="征得使用人同意，在内存中查文件里的标志 / with consent: look for markings, in memory",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="写入文件，- 为标准输出 / to a file, - for stdout")
    parser.add_argument("--seed", type=int, metavar="N", help="抽查的种子 / the sample's seed, to repeat one")
    parser.add_argument("--list", action="store_true", help="列出介质 / list media")
    parser.add_argument("--restart", action="store_true", help="不接着上次中断处 / do not go on with an earlier scan")
    parser.add_argument("--store", type=Path, metavar="DIR", help="进度保存位置 / where progress is kept")


def run(options: argparse.Namespace, language: Language) -> int:
    """Scan `options.medium`; the exit status says how it stands.

    IN_ORDER: blank, and all of it read. TO_FIX: something is there. INCOMPLETE: it cannot be told (no pattern, a
    sample, unread places, stopped). NOTHING_CHECKED: it could not be opened.
    """
    console = Console(language).beside(on_stdout(options.json))
    media = Media(Workspace.at(options.store))
    if options.list or not options.medium:
        listed = _list(media, console)
        return listed if options.list or listed != Exit.IN_ORDER else Exit.USAGE
    outputs = Outputs(console)
    outputs.look(options.json)
    _say_before(media.one(options.medium), console)
    scanning = media.scan(
        options.medium, _mode(options), content=options.deleted_content, seed=options.seed, afresh=options.restart
    )
    try:
        with stopping(scanning.stop):
            _watch(scanning, console)
    except Unreadable as error:
        console.say(error.reason, *(() if error.how is None else (error.how,)))
        return Exit.NOTHING_CHECKED
    finally:
        console.clear()
    scanned = scanning.scanned
    residue = scanned.residue
    if residue is None:
        console.say(_NOTHING_YET)
        return Exit.INCOMPLETE
    if scanned.resumed:
        console.say(_RESUMED)
    if scanned.anew is not None:
        console.say(scanned.anew)
    if scanned.stopped:
        console.say(_STOPPED if scanned.resumable else _STOPPED_FOR_GOOD)
    elif options.deleted_content and scanned.contained is None:
        console.say(scanned.unopened or medium.NOT_LOOKED)
    _show(residue, scanned.contained, console)
    if options.json is not None:
        outputs.write(options.json, medium.encoded(residue, scanned.contained))
    return outputs.exit(_status(residue, scanned.contained, options))


def _watch(scanning: Scanning, console: Console) -> None:
    for sight in scanning:
        if sight.moment is not None:
            share = sight.moment.done / sight.moment.total if sight.moment.total else 1.0
            console.renew(_AT.filled(share=f"{share:6.1%}", pace=pace(sight.moment)))
        else:
            console.clear()
            console.say(medium.LOOKS_INTO)


def _say_before(known: Attached | None, console: Console) -> None:
    console.say(_BLOCKER)
    if known is not None and known.mounted:
        said = _MOUNTED if known.external else _OWN
        console.say(said.filled(where=Text.name(", ".join(known.mounted))))


def _mode(options: argparse.Namespace) -> Mode:
    if options.quick:
        return Mode.QUICK
    if options.tenth:
        return Mode.TENTH
    if options.verify:
        return Mode.VERIFY
    return Mode.EVERYTHING if options.full else Mode.FULL


def _status(residue: Residue, contained: Contained | None, options: argparse.Namespace) -> int:
    if contained is not None and contained.marked:
        return Exit.TO_FIX
    if options.deleted_content and (contained is None or contained.unread or contained.review):
        return max(exit_of(residue), Exit.INCOMPLETE) if exit_of(residue) != Exit.TO_FIX else Exit.TO_FIX
    return exit_of(residue)


def exit_of(residue: Residue) -> Exit:
    """The exit status that a result stands for."""
    return _EXITS[medium.standing(residue)]


def _show(residue: Residue, contained: Contained | None, console: Console) -> None:
    console.show(medium.statement(residue))
    _show_finds(residue, console)
    if contained is not None:
        for line in medium.content(contained):
            console.show(line)
    if residue.traces:
        console.show(_TRACES)
        for kind in dict.fromkeys(trace.kind for trace in residue.traces):
            console.show(medium.TRACES[kind], "  ")
    console.show(medium.fates(residue))
    looked_for = medium.looked_for(residue)
    if looked_for is not None:
        console.show(looked_for)
    unseen = medium.not_checked(residue, looked_into=contained is not None and contained.listed)
    if unseen:
        console.show(_NOT_CHECKED)
        for what in unseen:
            console.show(what, "  ")
    steps = medium.advice(residue, contained)
    if steps:
        console.show(_ADVICE)
        for step in steps:
            console.show(step, "  ")


def _show_finds(residue: Residue, console: Console) -> None:
    names = medium.kinds()
    unsorted = medium.undecided(residue)
    if unsorted is not None:
        console.show(unsorted)
    if residue.recoverable:
        console.show(_BY_KIND)
        for kind, count in residue.by_kind().items():
            console.show(Text(f"{names[kind].name.zh}：{count:,}", f"{names[kind].name.en}: {count:,}"), "  ")
    if residue.finds:
        console.show(_BY_STATE)
        for state, count in residue.by_state().items():
            word = medium.STATES[state]
            console.show(Text(f"{word.zh}：{count:,}", f"{word.en}: {count:,}"), "  ")
    if residue.in_bin:
        console.show(_BIN.filled(count=f"{residue.in_bin:,}"))


def _list(media: Media, console: Console) -> int:
    try:
        attached = media.attached()
    except Unreadable as error:
        console.say(error.reason)
        return Exit.NOTHING_CHECKED
    if not attached:
        console.say(_NO_MEDIA)
    for one in attached:
        where = "" if not one.mounted else f"  ({', '.join(one.mounted)})"
        row = f"{one.path}  {amount(one.size).to(console.language)}  {one.bus}  {one.name}{where}"
        console.show(Text.name(row))
    return Exit.IN_ORDER


def pace(moment: Moment) -> Text:
    """Speed, time left and finds, in words."""
    text = Text("{rate:.0f} MB/s，还需 {left}，已找到 {finds:,} 处", "{rate:.0f} MB/s, {left} left, {finds:,} found")
    return text.filled(rate=moment.rate / 1e6, left=_left(moment.left), finds=moment.finds)


def _left(seconds: float | None) -> Text:
    if seconds is None:
        return Text("…", "…")
    if seconds < 90:
        return Text(f"{seconds:.0f} 秒", f"{seconds:.0f} s")
    if seconds < 5400:
        return Text(f"{seconds / 60:.0f} 分钟", f"{seconds / 60:.0f} min")
    return Text(f"{seconds / 3600:.1f} 小时", f"{seconds / 3600:.1f} h")
