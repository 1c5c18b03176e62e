"""``mijian documents``: photos, scans and files that carry markings, in folders, files or a stick."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.model.text import Language, Text, shown
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.content.result import Result
    from checker.content.scan import Scan
    from checker.facts.content.document import Seen

_LOOKED_AT = ("read", "other", "empty", "partly")  # states of files of which something was seen
_EVERY = 2.0  # seconds between lines of progress where there is no terminal
_SHOWN = 40  # finds on the terminal; the file has them all
_PATH = 4096  # signs of a path: the person at this computer has to find the file
_BUCKETS = {
    "marked": Text("疑似标密", "suspected marking"),
    "internal": Text("疑似内部标志", "suspected internal mark"),
    "review": Text("待人工核对", "to be looked at"),
    "quiet": Text("疑似试卷、公开件或样例", "probably exam, published or sample"),
    "none": Text("标志疑被改动", "marking perhaps altered"),
}
_HOLD = Text(
    "发现疑似标密文件：停止使用，断开网络，不转发、不复制、不删除，立即报告本单位保密工作机构。是否属于国家秘密，由保密行政管理"
    "部门鉴定。",
    "Suspected markings were found: stop using the files, go offline, do not forward, copy or delete them, and report "
    "to the unit's secrecy office at once. Only the secrecy administration can say whether they are state secrets.",
)
_NOT_PROOF = Text(
    "没有发现不等于没有：手写、盖章、被裁掉的标志可能认不出来。",
    "Finding nothing is no proof: handwritten, stamped or cropped marks may be missed.",
)
_UNREAD = Text("没有看到或没有看全的文件：", "Files that were not read, or in part only:")
_MORE = Text("……另有 {more} 个，见结果文件", "... and {more} more, see the file")
_COUNT = Text("  未能读取或没有看全：{why} {number} 个", "  not read, or not in full: {why}: {number}")
_NOT_WIPED = Text("缓存没有清除：{why}", "The cache was not wiped: {why}")
_NO_CACHE = Text(
    "缓存 {path} 不能使用，下次要全部重看；这次的结果不受影响。",
    "The cache {path} cannot be used, so the next search starts from nothing; this result is complete all the same.",
)
_CLUSTER = Text("不能使用 Dask 集群：{why}", "The Dask cluster cannot be used: {why}")


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="文件夹、文件或介质 / folders, files, a stick"
    )
    parser.add_argument(
        "--json", metavar="FILE", type=Path, help="结果写入文件，- 为标准输出 / the result, - for stdout"
    )
    parser.add_argument(
        "--workers", metavar="N|tcp://…", help="进程数或 Dask 集群地址 / processes, or the address of a Dask cluster"
    )
    parser.add_argument("--no-cache", action="store_true", help="不使用、不写入缓存 / neither use nor write the cache")
    parser.add_argument("--cache", metavar="FILE", type=Path, help="缓存文件 / the cache file")
    parser.add_argument("--wipe-cache", action="store_true", help="先清除缓存，全部重看 / forget what was seen before")
    parser.add_argument(
        "--store",
        metavar="DIR",
        type=Path,
        help="结果目录，误报记录在其中 / folder of results, false alarms among them",
    )
    parser.add_argument("--no-pictures", action="store_true", help="不看图片 / leave pictures out")


def run(options: argparse.Namespace, language: Language) -> int:
    """Exit status: 1 suspected markings, 2 something to look at or unread, 3 nothing could be read, else 0."""
    from checker.content.inspection import Order
    from checker.content.result import Tally, encoded
    from checker.content.scan import Scan
    from checker.content.source import Folders, Root
    from checker.machine.live import live_machine

    say = _sayer(language)
    outputs = Outputs(language)
    outputs.look(options.json)
    places = [str(path.absolute()) for path in options.paths]
    order = Order(pictures=not options.no_pictures)
    source = Folders(live_machine(), [Root(place, optional=False) for place in places])
    tally = Tally(closed=_closed(options))
    cache = _cache(options)
    if options.wipe_cache and cache is not None:
        from checker.content.cache import wipe

        try:
            wipe(cache)
        except OSError as error:
            say(_NOT_WIPED.filled(why=Text.name(error.strerror or type(error).__name__)))
            return Exit.FAULT
    if options.workers and options.workers.startswith("tcp://"):
        from checker.content.cluster import ClusterScan, Unreachable

        try:
            scan: Scan = ClusterScan(source, options.workers, order, cache=cache)
        except Unreachable as error:
            say(_CLUSTER.filled(why=Text.name(str(error))))
            return Exit.FAULT
    else:
        try:
            number = max(1, int(options.workers)) if options.workers else live_machine().processors()
        except ValueError:
            say(Text("--workers 需要数字或 tcp:// 地址", "--workers takes a number or a tcp:// address"))
            return Exit.USAGE
        scan = Scan(source, number, order, cache=cache, cached=not options.no_cache)
    with _stopping(scan):
        for seen in _watched(scan, language):
            tally.add(seen)
    result = tally.result(scan.progress, places, complete=not scan.stopped, workers=scan.workers)
    stream = sys.stderr if on_stdout(options.json) else sys.stdout
    finds = sorted(tally.finds, key=lambda seen: -seen.marking.score)
    most = len(finds) if options.json is None else _SHOWN
    _show_finds(finds[:most], language, stream)
    if len(finds) > most:
        print(_MORE.filled(more=len(finds) - most).to(language), file=stream)
    _show_unread(tally.unread, result.summary.could_not_read, options.json is None, language, stream)
    _show(result, language, stream)
    if not outputs.write(options.json, encoded(result)):
        _show_finds(finds[most:], language, stream)
    if scan.forgets:
        say(_NO_CACHE.filled(path=Text.name(str(cache))))
    return outputs.exit(status(result))


def status(result: Result) -> Exit:
    summary = result.summary
    if summary.suspected_markings:
        return Exit.TO_FIX
    if not any(result.by_state.get(state) for state in _LOOKED_AT):
        return Exit.NOTHING_CHECKED
    open_ends = summary.could_not_read or not result.complete or set(result.by_bucket) - {"quiet"}
    return Exit.INCOMPLETE if open_ends else Exit.IN_ORDER


def _closed(options: argparse.Namespace) -> frozenset[str]:
    from checker.store.inspections import default_folder
    from checker.store.reviews import closed_by_the_officer

    return frozenset(closed_by_the_officer((options.store or default_folder()) / "documents"))


def _cache(options: argparse.Namespace) -> Path | None:
    if options.no_cache:
        return None
    if options.cache is not None:
        return Path(options.cache)
    import platformdirs

    return Path(platformdirs.user_cache_dir("mijian", appauthor=False)) / "documents.sqlite"


def _sayer(language: Language) -> Callable[[Text], None]:
    def say(text: Text) -> None:
        print(text.to(language), file=sys.stderr, flush=True)

    return say


@contextmanager
def _stopping(scan: Scan) -> Iterator[None]:
    """Ctrl+C stops the search and keeps what is done, instead of ending the program."""
    before = signal.signal(signal.SIGINT, lambda *_: scan.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _watched(scan: Scan, language: Language) -> Iterator[Seen]:
    """The story, with progress on stderr: a line that renews itself on a terminal, a line now and then otherwise."""
    terminal = sys.stderr.isatty()
    last = 0.0
    for seen in scan:
        yield seen
        now = time.monotonic()
        if now - last >= (0.2 if terminal else _EVERY):
            last = now
            line = progress_line(scan.progress).to(language)
            print(f"\r{line}\x1b[K" if terminal else line, end="" if terminal else "\n", file=sys.stderr, flush=True)
    if terminal:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def progress_line(progress: Any) -> Text:
    """Files, megabytes, rate, finds, and how long it will still take."""
    left = progress.left
    wait = Text("", "")
    if left is not None:
        wait = Text("，约剩 {seconds} 秒", ", about {seconds} s left").filled(seconds=round(left))
    line = Text(
        "已看 {files}/{total} 个文件，{size:.0f} MB，{rate:.1f} MB/秒，疑似标密 {found}{wait}",
        "{files} of {total} files, {size:.0f} MB, {rate:.1f} MB/s, suspected {found}{wait}",
    )
    total = f"{progress.total}" if progress.listed else f"{progress.total}+"
    size, rate = progress.bytes / 1e6, progress.rate / 1e6
    return line.filled(files=progress.files, total=total, size=size, rate=rate, found=progress.found, wait=wait)


def _show_unread(unread: list[Seen], number: int, every: bool, language: Language, stream: Any) -> None:
    """`every`: nothing else will list them."""
    from checker.facts.content.lacking import lacking

    most = len(unread) if every else _SHOWN
    if unread:
        print(_UNREAD.to(language), file=stream)
    for one in unread[:most]:
        print(f"  {_place(one)}\n    {lacking(one).to(language)}", file=stream)
    if number > min(most, len(unread)):
        print(_MORE.filled(more=number - min(most, len(unread))).to(language), file=stream)


def _show(result: Result, language: Language, stream: Any) -> None:
    from checker.facts.content.document import Read
    from checker.facts.content.lacking import WORDS

    def say(text: Text) -> None:
        print(text.to(language), file=stream)

    summary = result.summary
    say(
        Text(
            "共 {files} 个文件，{photos} 张文件照片，疑似标密 {marked} 个，未能读取或没有看全 {unread} 个。",
            "Files: {files}; photos of documents: {photos}; suspected markings: {marked}; could not be read, or not in "
            "full: {unread}.",
        ).filled(
            files=summary.files,
            photos=summary.document_photos,
            marked=summary.suspected_markings,
            unread=summary.could_not_read,
        )
    )
    for state, number in result.by_state.items():
        if Read(state) in WORDS:
            say(_COUNT.filled(why=WORDS[Read(state)], number=number))
    if result.personal.files:
        line = Text(
            "个人信息：{files} 个文件里有身份证号 {identities} 个、手机号 {phones} 个、银行卡号 {cards} 个。",
            "Personal numbers in {files} files: {identities} of ID cards, {phones} of phones, {cards} of bank cards.",
        )
        numbers = result.personal
        say(line.filled(files=numbers.files, identities=numbers.identities, phones=numbers.phones, cards=numbers.cards))
    if result.excluded:
        line = Text(
            "聊天和邮件的存储没有打开：{number} 处。", "Chats' and mail's own files were left unopened: {number}."
        )
        say(line.filled(number=result.excluded))
    if result.closed:
        say(
            Text("保密员已按误报关闭：{number} 个。", "Closed as false alarms by the officer: {number}.").filled(
                number=result.closed
            )
        )
    if not result.complete:
        say(Text("检查被停止，以上只是已看过的部分。", "The search was stopped; this is what was seen until then."))
    say(_HOLD if summary.suspected_markings else _NOT_PROOF)


def _show_finds(finds: list[Seen], language: Language, stream: Any) -> None:
    for one in finds:
        bucket = _BUCKETS[one.marking.bucket.value].to(language)
        marking = one.marking.text or " ".join(one.altered)
        print(f"{bucket}  {marking}  {one.marking.score:.2f}  {_place(one)}", file=stream)


def _place(seen: Seen) -> str:
    """Where a file lies, in full: whoever sits here may see it; the file that leaves the computer may not say it."""
    return shown(seen.path, _PATH) + (f" → {shown(seen.member, _PATH)}" if seen.member else "")
