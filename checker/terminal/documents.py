"""``documents``: photos, scans and files that carry markings, in folders, files or a stick."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.documents import NOT_PROOF, Documents, Searching
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.model import hold
from checker.model.error import UserError
from checker.model.text import Language, Text, shown
from checker.terminal.console import Console, stopping
from checker.terminal.deciding import Asked, decide
from checker.terminal.exits import Exit, of_trouble
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.content.result import Result
    from checker.content.scan import Progress
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
_UNREAD = Text("没有看到或没有看全的文件：", "Files that were not read, or in part only:")
_MORE = Text("……另有 {more} 个，见结果文件", "... and {more} more, see the file")
_COUNT = Text("  未能读取或没有看全：{why} {number} 个", "  not read, or not in full: {why}: {number}")
_APART = Text("  另外没有打开：{why} {number} 个", "  beside them, not opened: {why}: {number}")
_NO_CACHE = Text(
    "缓存 {path} 不能使用，下次要全部重看；这次的结果不受影响。",
    "The cache {path} cannot be used, so the next search starts from nothing; this result is complete all the same.",
)
_WORKERS = Text("--workers 需要数字或 tls:// 地址", "--workers takes a number or a tls:// address")
_SUMMARY = Text(
    "共 {files} 个文件，{photos} 张文件照片，疑似标密 {marked} 个，未能读取或没有看全 {unread} 个。",
    "Files: {files}; photos of documents: {photos}; suspected markings: {marked}; could not be read, or not in full: "
    "{unread}.",
)
_PAPERS = Text(
    "没有认出标志的文件照片（请看一眼是不是工作文件）：",
    "Photos of papers without a marking that was recognised (look whether they are work papers):",
)
_CARDS = Text("票据、证件一类的照片：", "Photos of receipts, tickets and cards:")
_CARDS_COUNT = Text("票据、证件一类的照片：{number} 张。", "Photos of receipts, tickets and cards: {number}.")
_SET_ASIDE = Text(
    "保密员已确认不是工作文件、没有再列出的照片：{number} 张。",
    "Photos that the officer had found to be no work papers, not listed: {number}.",
)
_BURST = Text("  连拍 {number} 张：", "  {number} taken in a row:")
_WORK = Text(" （已判定：是工作文件）", " (decided: a work paper)")
_PIECES = Text("（长图，分 {pieces} 段看）", " (a long picture, looked at in {pieces} pieces)")
_PERSONAL = Text(
    "个人信息：{files} 个文件里有身份证号 {identities} 个、手机号 {phones} 个、银行卡号 {cards} 个。",
    "Personal numbers in {files} {files:file|files}: {identities} of ID cards, "
    "{phones} of phones, {cards} of bank cards.",
)
_EXCLUDED = Text("聊天和邮件的存储没有打开：{number} 处。", "Chats' and mail's own files were left unopened: {number}.")
_CLOSED = Text("保密员已按误报关闭：{number} 个。", "Closed as false alarms by the officer: {number}.")
_STOPPED = Text("检查被停止，以上只是已看过的部分。", "The search was stopped; this is what was seen until then.")
_PROGRESS = Text(
    "已看 {files}/{total} 个文件，{size:.0f} MB，{rate:.1f} MB/秒，疑似标密 {found}{wait}",
    "{files} of {total} files, {size:.0f} MB, {rate:.1f} MB/s, suspected {found}{wait}",
)
_WAIT = Text("，约剩 {seconds} 秒", ", about {seconds} s left")


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", type=Path, help="文件夹、文件或介质 / folders, files, a stick"
    )
    parser.add_argument(
        "--json", metavar="FILE", type=Path, help="结果写入文件，- 为标准输出 / the result, - for stdout"
    )
    parser.add_argument(
        "--workers",
        metavar="N|tls://…",
        help="进程数或 Dask 集群地址（tcp:// 只连本机）/ processes, or a Dask cluster's address (tcp:// here alone)",
    )
    parser.add_argument(
        "--cluster-keys",
        metavar="FOLDER",
        type=Path,
        help="集群的证书：ca.pem、cert.pem、key.pem / the cluster's certificates: ca.pem, cert.pem, key.pem",
    )
    parser.add_argument("--no-cache", action="store_true", help="不使用、不写入缓存 / neither use nor write the cache")
    parser.add_argument("--cache", metavar="FILE", type=Path, help="缓存文件 / the cache file")
    parser.add_argument(
        "--wipe-cache",
        action="store_true",
        help="先清除缓存，全部重看 / clear the cache first, and look at everything again",
    )
    parser.add_argument(
        "--store",
        metavar="DIR",
        type=Path,
        help="结果目录，误报记录在其中 / folder of results, false alarms among them",
    )
    parser.add_argument(
        "--decide",
        nargs="?",
        const="new",
        choices=("new", "all"),
        help="逐组判定文件照片是不是工作文件（all：判定过的也再问） / "
        "say of photos of papers, group by group, whether they are work papers (all: ask again about decided ones)",
    )
    parser.add_argument("--no-pictures", action="store_true", help="不看图片 / leave pictures out")


def run(options: argparse.Namespace, language: Language) -> int:
    """Exit status: 1 suspected markings, 2 something to look at or unread, 3 nothing could be read, else 0."""
    console = Console(language).beside(on_stdout(options.json))
    outputs = Outputs(console)
    outputs.look(options.json)
    documents = Documents(Workspace.at(options.store))
    try:
        searching = _begun(documents, options)
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    with stopping(searching.stop):
        _watch(searching, console)
    result = searching.result()
    finds = sorted(searching.tally.finds, key=lambda seen: -seen.marking.score)
    most = len(finds) if options.json is None else _SHOWN
    _show_finds(finds[:most], console)
    if len(finds) > most:
        console.show(_MORE.filled(more=len(finds) - most))
    _show_papers(searching, options.json is None, console)
    if options.decide is not None:
        decide(searching, documents, Asked(options.decide), console)
        result = searching.result()
    _show_unread(searching.tally.unread, result.summary.could_not_read, options.json is None, console)
    _show(result, console)
    if options.json is not None and not outputs.write(options.json, searching.encoded()):
        _show_finds(finds[most:], console)
    if searching.forgets:
        console.say(_NO_CACHE.filled(path=Text.name(str(searching.cache))))
    return outputs.exit(status(result))


def _begun(documents: Documents, options: argparse.Namespace) -> Searching:
    cluster = options.workers if options.workers and "://" in options.workers else None
    try:
        workers = max(1, int(options.workers)) if options.workers and cluster is None else None
    except ValueError:
        raise Refused(_WORKERS) from None
    if options.wipe_cache and not options.no_cache:
        documents.wipe(options.cache)
    return documents.search(
        options.paths,
        pictures=not options.no_pictures,
        workers=workers,
        cluster=cluster,
        cluster_keys=options.cluster_keys,
        cache=options.cache,
        cached=not options.no_cache,
        set_aside=options.decide != Asked.ALL,
    )


def status(result: Result) -> Exit:
    summary = result.summary
    if summary.suspected_markings:
        return Exit.TO_FIX
    if not any(result.by_state.get(state) for state in _LOOKED_AT):
        return Exit.NOTHING_CHECKED
    open_ends = summary.could_not_read or not result.complete or set(result.by_bucket) - {"quiet"}
    return Exit.INCOMPLETE if open_ends else Exit.IN_ORDER


def _watch(searching: Searching, console: Console) -> None:
    """Do the search, with progress on stderr: a line that renews itself on a terminal, one now and then otherwise."""
    last = 0.0
    for sight in searching:
        if console.alive:
            console.renew(progress_line(sight.progress))
        elif (now := time.monotonic()) - last >= _EVERY:
            last = now
            console.say(progress_line(sight.progress))
    console.clear()


def progress_line(progress: Progress) -> Text:
    """Files, megabytes, rate, finds, and how long it will still take."""
    left = progress.left
    wait = Text("", "") if left is None else _WAIT.filled(seconds=round(left))
    total = f"{progress.total}" if progress.listed else f"{progress.total}+"
    size, rate = progress.bytes / 1e6, progress.rate / 1e6
    return _PROGRESS.filled(files=progress.files, total=total, size=size, rate=rate, found=progress.found, wait=wait)


def _show_papers(searching: Searching, every: bool, console: Console) -> None:
    """Each picture of a paper by its full path, those taken in a row together. `every`: nothing else will list them."""
    left = len(searching.tally.papers) if every else _SHOWN
    headed = list[bool]()  # papers, then cards
    for burst in searching.bursts:
        card = burst[0].picture is not None and burst[0].picture.card
        shown_now = burst[:left]
        if not shown_now:
            break
        if card not in headed:
            headed.append(card)
            console.show(_CARDS if card else _PAPERS)
        if len(burst) > 1:
            console.show(_BURST.filled(number=len(burst)))
        for one in shown_now:
            pieces = 1 if one.picture is None else one.picture.pieces
            more = _PIECES.filled(pieces=pieces).to(console.language) if pieces > 1 else ""
            more += _WORK.to(console.language) if one.digest in searching.tally.work else ""
            console.show_line(f"{'    ' if len(burst) > 1 else '  '}{_place(one)}{more}")
        left -= len(shown_now)
    if not every and len(searching.tally.papers) > _SHOWN:
        console.show(_MORE.filled(more=len(searching.tally.papers) - _SHOWN))


def _show_unread(unread: list[Seen], number: int, every: bool, console: Console) -> None:
    """`every`: nothing else will list them."""
    from checker.facts.content.lacking import lacking

    most = len(unread) if every else _SHOWN
    if unread:
        console.show(_UNREAD)
    for one in unread[:most]:
        console.show_line(f"  {_place(one)}")
        console.show(lacking(one), "    ")
    if number > min(most, len(unread)):
        console.show(_MORE.filled(more=number - min(most, len(unread))))


def _show(result: Result, console: Console) -> None:
    from checker.facts.content.document import Read
    from checker.facts.content.lacking import WORDS

    summary, numbers = result.summary, result.personal
    console.show(
        _SUMMARY.filled(
            files=summary.files,
            photos=summary.document_photos,
            marked=summary.suspected_markings,
            unread=summary.could_not_read,
        )
    )
    for state, number in result.by_state.items():
        if Read(state) in WORDS:
            line = _COUNT if Read(state).could_not_read else _APART
            console.show(line.filled(why=WORDS[Read(state)], number=number))
    if summary.cards:
        console.show(_CARDS_COUNT.filled(number=summary.cards))
    if result.set_aside:
        console.show(_SET_ASIDE.filled(number=result.set_aside))
    if numbers.files:
        counts = {"identities": numbers.identities, "phones": numbers.phones, "cards": numbers.cards}
        console.show(_PERSONAL.filled(files=numbers.files, **counts))
    if result.excluded:
        console.show(_EXCLUDED.filled(number=result.excluded))
    if result.closed:
        console.show(_CLOSED.filled(number=result.closed))
    if not result.complete:
        console.show(_STOPPED)
    console.show(hold.FILES if summary.suspected_markings else NOT_PROOF)


def _show_finds(finds: list[Seen], console: Console) -> None:
    for one in finds:
        bucket = _BUCKETS[one.marking.bucket.value].to(console.language)
        marking = one.marking.text or " ".join(one.altered)
        console.show_line(f"{bucket}  {marking}  {one.marking.score:.2f}  {_place(one)}")


def _place(seen: Seen) -> str:
    """Where a file lies, in full: whoever sits here may see it; the file that leaves the computer may not say it."""
    return shown(seen.path, _PATH) + (f" → {shown(seen.member, _PATH)}" if seen.member else "")
