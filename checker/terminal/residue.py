"""``residue``: what is still recoverable from a stick, card, disk or image file. Read only; no names, no content."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.machine.media.listing import Attached
    from checker.residue.documents import Contained
    from checker.residue.result import Mode, Residue
    from checker.residue.scan import Moment

_NO_MEDIA = Text("没有列出任何存储介质。", "No media are listed.")
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
_TRACES = Text("以前的痕迹：", "Signs of what was here before:")
_BY_KIND = Text("可取回的文件：", "Files that could be brought back:")
_BY_STATE = Text("全部残留：", "All remnants:")
_BIN = Text("回收站里还有 {count} 个文件。", "Files still in recycle bins: {count}.")
_ADVICE = Text("怎么办：", "What to do:")
_LOOKING = Text("正在内存中查看文件内容……", "Looking into the files, in memory …")
_NOT_LOOKED = Text("文件内容没有查完。", "The files' content was not looked into in full.")
_LOOKED = Text(
    "看了 {files} 个文件的内容（其中已删除、能恢复的 {deleted} 个），疑似标密 {marked} 个。没有发现不等于没有。",
    "{files} files were looked into ({deleted} of them deleted and recoverable); suspected markings: {marked}. Finding"
    " none is no proof.",
)
_OPEN = Text(
    "读不了的 {unread} 个，待人工核对的 {review} 个。", "Could not be read: {unread}; to be looked at: {review}."
)
_HOLD = Text(
    "发现疑似标密：停止使用这个介质，不复制、不删除、不格式化，立即报告保密工作机构。",
    "Suspected markings: stop using this medium; do not copy, delete or format anything; report to the secrecy office.",
)
_STOPPED = Text(
    "已停止。做完的部分如下；再运行一次会接着查。",
    "Stopped. What was done follows; run it again to go on.",
)
_STOPPED_FOR_GOOD = Text(
    "已停止。做完的部分如下；再运行一次要从头查，因为这个介质没有能确认是它的序列号。",
    "Stopped. What was done follows; another run begins anew, since no serial number tells this medium from others.",
)
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
    from checker.machine.live import live_machine
    from checker.machine.media.listing import attached, one
    from checker.model.unreadable import Cancelled, Unreadable
    from checker.residue.scan import Scan
    from checker.store.inspections import default_folder

    machine = live_machine()
    if options.list or not options.medium:
        try:
            _list(attached(machine), language)
        except Unreadable as error:
            _say(error.reason, language)
            return Exit.NOTHING_CHECKED
        return Exit.IN_ORDER if options.list else Exit.USAGE
    outputs = Outputs(language)
    outputs.look(options.json)
    known = one(machine, options.medium)
    _say(_BLOCKER, language)
    if known is not None and known.mounted:
        said = _MOUNTED if known.external else _OWN
        _say(said.filled(where=Text.name(", ".join(known.mounted))), language)
    stop = Event()
    line = _Line(language)
    folder = None if options.restart else (options.store or default_folder()) / "media"
    scan = Scan(
        options.medium, _mode(options), attached=known, folder=folder, seed=options.seed, hear=line.show, stop=stop
    )
    try:
        with _stopping(stop):
            residue = scan.run()
    except Unreadable as error:
        line.end()
        _say(error.reason, language)
        if error.how is not None:
            _say(error.how, language)
        return Exit.NOTHING_CHECKED
    except Cancelled:
        line.end()
        _say(_NOTHING_YET, language)
        return Exit.INCOMPLETE
    line.end()
    if scan.resumed:
        _say(_RESUMED, language)
    if scan.anew is not None:
        _say(scan.anew, language)
    if stop.is_set():
        _say(_STOPPED if scan.resumable else _STOPPED_FOR_GOOD, language)
    contained = None
    if options.deleted_content and not stop.is_set():
        with _stopping(stop):
            contained = _look_into(options.medium, residue, stop, language)
    return _told(residue, contained, options, language, outputs)


def _look_into(path: str, residue: Residue, stop: Event, language: Language) -> Contained | None:
    from checker.machine.live import live_machine
    from checker.machine.media.medium import Gone
    from checker.model.unreadable import Cancelled, Unreadable
    from checker.residue.documents import looked_into

    _say(_LOOKING, language)
    try:
        return looked_into(path, residue, stop, live_machine().processors())
    except Unreadable as error:
        _say(error.reason, language)
    except (Cancelled, Gone):
        _say(_NOT_LOOKED, language)
    return None


def _mode(options: argparse.Namespace) -> Mode:
    from checker.residue.result import Mode

    if options.quick:
        return Mode.QUICK
    if options.verify:
        return Mode.VERIFY
    return Mode.EVERYTHING if options.full else Mode.FULL


def _told(
    residue: Residue,
    contained: Contained | None,
    options: argparse.Namespace,
    language: Language,
    outputs: Outputs,
) -> int:
    import msgspec

    import checker
    from checker.residue.result import DocumentsJson, published
    from checker.residue.wording import statement

    words = statement(residue)
    _show(residue, contained, words, language, sys.stderr if on_stdout(options.json) else sys.stdout)
    documents = None
    if contained is not None:
        counts = (contained.files, contained.deleted, len(contained.marked), contained.review, contained.unread)
        documents = DocumentsJson(*counts, complete=contained.listed)
    if options.json is not None:
        content = msgspec.json.format(
            msgspec.json.encode(published(residue, checker.__version__, (words.zh, words.en), documents)), indent=1
        )
        outputs.write(options.json, content + b"\n")
    return outputs.exit(_status(residue, contained, options))


def _status(residue: Residue, contained: Contained | None, options: argparse.Namespace) -> int:
    if contained is not None and contained.marked:
        return Exit.TO_FIX
    if options.deleted_content and (contained is None or contained.unread or contained.review):
        return max(exit_of(residue), Exit.INCOMPLETE) if exit_of(residue) != Exit.TO_FIX else Exit.TO_FIX
    return exit_of(residue)


def exit_of(residue: Residue) -> int:
    """The exit status that a result stands for. What nobody can see from here keeps it from being in order."""
    from checker.residue.result import Unchecked, Verdict

    if residue.verdict in (Verdict.STRUCTURED, Verdict.FORMATTED) and (
        residue.finds or residue.live or residue.verdict is Verdict.STRUCTURED
    ):
        return Exit.TO_FIX
    unseen = (Unchecked.LIMIT, Unchecked.HIDDEN_AREA, Unchecked.SPARE_AREA, Unchecked.IN_USE)
    doubtful = residue.verdict in (Verdict.UNIFORM, Verdict.FORMATTED, Verdict.UNKNOWN) or any(
        reason in residue.unchecked for reason in unseen
    )
    return Exit.INCOMPLETE if doubtful or not residue.whole else Exit.IN_ORDER


def _show(residue: Residue, contained: Contained | None, words: Text, language: Language, stream: object) -> None:
    from checker.knowledge.residue import kinds
    from checker.residue.wording import ADVICE, STATES, TRACES, not_checked

    def say(text: Text, indent: str = "") -> None:
        print(indent + text.to(language), file=stream)  # type: ignore[call-overload]

    say(words)
    names = kinds()
    if residue.recoverable:
        say(_BY_KIND)
        for kind, count in residue.by_kind().items():
            say(Text(f"{names[kind].name.zh}：{count:,}", f"{names[kind].name.en}: {count:,}"), "  ")
    if residue.finds:
        say(_BY_STATE)
        for state, count in residue.by_state().items():
            say(Text(f"{STATES[state].zh}：{count:,}", f"{STATES[state].en}: {count:,}"), "  ")
    if residue.in_bin:
        say(_BIN.filled(count=f"{residue.in_bin:,}"))
    if contained is not None:
        say(_LOOKED.filled(files=contained.files, deleted=contained.deleted, marked=len(contained.marked)))
        for label in contained.marked:
            say(label, "  ")
        if contained.marked:
            say(_HOLD)
        if contained.unread or contained.review:
            say(_OPEN.filled(unread=contained.unread, review=contained.review))
    if residue.traces:
        say(_TRACES)
        for kind in dict.fromkeys(trace.kind for trace in residue.traces):
            say(TRACES[kind], "  ")
    unseen = not_checked(residue, looked_into=contained is not None and contained.listed)
    if unseen:
        say(_NOT_CHECKED)
        for what in unseen:
            say(what, "  ")
    marked = contained is not None and contained.marked  # kept as it is: no word on wiping beside it
    if exit_of(residue) != Exit.IN_ORDER and not marked:
        say(_ADVICE)
        for step in ADVICE:
            say(step, "  ")


def _list(media: tuple[Attached, ...], language: Language) -> None:
    from checker.residue.wording import amount

    if not media:
        _say(_NO_MEDIA, language)
    for medium in media:
        where = "" if not medium.mounted else f"  ({', '.join(medium.mounted)})"
        row = f"{medium.path}  {amount(medium.size).to(language)}  {medium.bus}  {medium.name}{where}"
        print(Text.name(row).to(language))


def _say(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)


class _Line:
    """One line of progress on stderr, overwritten; silent where that is no terminal."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shown = False

    def show(self, moment: Moment) -> None:
        if not sys.stderr.isatty():
            return
        self._shown = True
        share = moment.done / moment.total if moment.total else 1.0
        print(f"\r\x1b[K{share:6.1%}  {pace(moment).to(self._language)}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._shown = False


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


@contextmanager
def _stopping(stop: Event) -> Iterator[None]:
    """Ctrl+C stops the scan and keeps what is done."""
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
