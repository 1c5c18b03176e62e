"""Looking for marked documents: a search that is followed, paused and stopped, and the officer's eyes and decisions.

Names and places of files are for whoever sits in front of the screen; what is saved is redacted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.refused import Refused, Why
from checker.app.workspace import Workspace
from checker.machine.live import live_machine
from checker.model.error import UserError
from checker.model.text import Text
from checker.report.files import NotWritten, write
from checker.store.inspections import SaveFailed
from checker.store.reviews import Decision, Review, Reviews

if TYPE_CHECKING:
    from checker.content.inspection import Order
    from checker.content.result import Result, Tally
    from checker.content.scan import Progress, Scan
    from checker.content.source import Source
    from checker.content.trouble import Trouble
    from checker.content.viewing import View
    from checker.facts.content.document import Seen

__all__ = [
    "NOT_PROOF",
    "Decision",
    "Documents",
    "NotShown",
    "Progress",
    "Review",
    "ScanProgress",
    "Searching",
    "Tally",
    "View",
]

_EVERY = 0.1  # seconds between two words on how far it is

NOT_PROOF = Text(
    "没有发现不等于没有：手写、盖章、被裁掉的标志可能认不出来。",
    "Finding nothing is no proof: handwritten, stamped or cropped marks may be missed.",
)
_WHY = {
    "encrypted": Text("文件已加密，没有密码打不开", "The file is encrypted"),
    "damaged": Text("文件已损坏，画不出来", "The file is damaged and cannot be drawn"),
    "too_large": Text("文件太大，请用专门的程序查看", "The file is too large to be drawn here"),
    "unsupported": Text(
        "这是文字文件，没有图片可看；请在保密员监督下打开原文件核对",
        "A text file has no picture; open the file itself with care",
    ),
    "changed": Text("文件已被移动、改动或删除", "The file was moved, changed or removed"),
    "denied": Text("没有权限读取这个文件", "This file may not be read"),
    "too_slow": Text("画得太久，已放弃", "Drawing took too long"),
}
_BROKEN = Text("文件构造异常，没有画出来", "The file is built oddly and was not drawn")
_NOT_WIPED = Text("缓存没有清除：{why}", "The cache was not wiped: {why}")
_CLUSTER = Text("不能使用 Dask 集群：{why}", "The Dask cluster cannot be used: {why}")


class NotShown(UserError):
    """A find that cannot be looked at here."""


def unseen(trouble: Trouble) -> Text:
    """Why a find cannot be drawn."""
    return _WHY.get(trouble.read.value, _BROKEN)


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a search is, and what was found since the last word on it."""

    progress: Progress
    finds: tuple[Seen, ...]


class Documents:
    """Searches of this computer's files and of what is plugged into it.

    `workers`: processes of a search where nobody says how many; None: as many as this computer is good for.
    """

    def __init__(self, workspace: Workspace, workers: int | None = None) -> None:
        self._workspace, self._workers = workspace, workers
        self.reviews = Reviews(workspace.documents)

    def search(
        self,
        places: Iterable[Path],
        *,
        pictures: bool = True,
        workers: int | None = None,
        cluster: str | None = None,
        cluster_keys: Path | None = None,
        cache: Path | None = None,
        cached: bool = True,
        set_aside: bool = True,
    ) -> Searching:
        """`cluster`: the address of one, ``tls://host:port``, with the folder of its keys (`checker.content.cluster`).

        `cache`: another file than the workspace's; `cached` False: none is used and none is written.

        `set_aside` False: photos that are no work papers, as the officer had said, are listed again.

        Raises:
            Refused: the cluster cannot be used.
        """
        from checker.content.inspection import Order
        from checker.content.scan import Scan
        from checker.content.source import Folders, Root

        machine = live_machine()
        roots = [Root(str(path.resolve() if path.is_symlink() else path.absolute()), optional=False) for path in places]
        source, order = Folders(machine, roots), Order(pictures=pictures)
        remembered = (cache or self._workspace.cache) if cached else None
        if cluster is not None:
            scan = _on_cluster(source, cluster, order, remembered, cluster_keys)
        else:
            number = workers or self._workers or machine.processors()
            scan = Scan(source, number, order, cache=remembered, cached=cached)
        searching = Searching(scan, [root.path for root in roots], frozenset(self.reviews.closed()), remembered)
        searching.tally.not_work = frozenset(self.reviews.set_aside() if set_aside else ())
        searching.tally.work = frozenset(self.reviews.confirmed())
        return searching

    def view(self, seen: Seen) -> View:
        """A find as a picture, drawn by a process of its own and held in memory alone. Raises NotShown."""
        from checker.content.source import Folders
        from checker.content.trouble import Trouble
        from checker.content.viewing import viewed

        try:
            return viewed(seen, Folders(live_machine(), ()).part)
        except Trouble as trouble:
            raise NotShown(unseen(trouble)) from trouble

    def decided(self, digest: str) -> Review | None:
        return self.reviews.of(digest)

    def decide(self, digest: str, decision: Decision, reason: str, who: str) -> Review:
        """Raises SaveFailed."""
        return self.reviews.keep(digest, decision, reason, who)

    def decide_all(self, photos: Iterable[Seen], decision: Decision, who: str, reason: str = "") -> tuple[Review, ...]:
        """The same about each of several pictures, as of a whole burst; what is there twice is decided once.

        Raises:
            SaveFailed: one could not be kept; those before it were.
        """
        digests = dict.fromkeys(one.digest for one in photos if one.digest)
        return tuple(self.reviews.keep(digest, decision, reason, who) for digest in digests)

    def wipe(self, cache: Path | None = None) -> None:
        """Forget what was searched before; the officer's decisions stay. Raises SaveFailed."""
        from checker.content.cache import wipe

        try:
            wipe(cache or self._workspace.cache)
        except OSError as error:
            why = Text.name(error.strerror or type(error).__name__)
            raise SaveFailed(_NOT_WIPED.filled(why=why)) from error

    def save(self, searching: Searching, path: Path, thumbnails: Mapping[str, bytes]) -> None:
        """Write the redacted result; `thumbnails` by digest, of those finds where the officer wanted one.

        Raises:
            SaveFailed: it could not be written.
        """
        try:
            write(path, searching.encoded(thumbnails))
        except NotWritten as failure:
            raise SaveFailed(failure.reason) from failure


class Searching:
    """A search under way. Iterating does it. `stop`, `pause` and `go_on` may be called from any thread.

    `tally`: all that was counted, complete at the end. `cache`: where what was clean is remembered, if anywhere.
    """

    def __init__(
        self,
        scan: Scan,
        places: list[str],
        closed: frozenset[str],
        cache: Path | None = None,
    ) -> None:
        from checker.content.result import Tally

        self._scan, self.places, self.cache, self.paused = scan, places, cache, False
        self.tally: Tally = Tally(closed=closed)

    @property
    def bursts(self) -> tuple[tuple[Seen, ...], ...]:
        """Pictures of papers without a marking, those that were taken in a row together; cards and receipts last."""
        from checker.content.bursts import bursts

        return bursts(self.tally.papers)

    def decided(self, reviews: Iterable[Review]) -> None:
        """What was said of photos of papers after they were found: the result knows it, too."""
        some = tuple(reviews)
        self.tally.put_aside(one.digest for one in some if one.decision is Decision.NOT_WORK)
        work = frozenset(one.digest for one in some if one.decision is Decision.CONFIRMED)
        self.tally.work = (self.tally.work - frozenset(one.digest for one in some)) | work

    @property
    def complete(self) -> bool:
        return not self._scan.stopped

    @property
    def forgets(self) -> bool:
        """Whether the cache could not be used: the next search begins from nothing."""
        return self._scan.forgets

    def stop(self) -> None:
        """End within a second; what was found stands, and the same search skips what was clean and is unchanged."""
        self._scan.stop()

    def pause(self) -> None:
        self.paused = True
        self._scan.pause()

    def go_on(self) -> None:
        self.paused = False
        self._scan.resume()

    def result(self, thumbnails: Mapping[str, bytes] | None = None) -> Result:
        """What is published: redacted, without names of files."""
        return self.tally.result(
            self._scan.progress,
            self.places,
            complete=self.complete,
            workers=self._scan.workers,
            thumbnails=thumbnails or {},
        )

    def encoded(self, thumbnails: Mapping[str, bytes] | None = None) -> bytes:
        """The same as JSON."""
        from checker.content.result import encoded

        return encoded(self.result(thumbnails))

    def __iter__(self) -> Iterator[ScanProgress]:
        given, last = 0, 0.0
        for seen in self._scan:
            self.tally.add(seen)
            now = time.monotonic()
            if now - last >= _EVERY:
                last = now
                yield ScanProgress(self._scan.progress, tuple(self.tally.finds[given:]))
                given = len(self.tally.finds)
        yield ScanProgress(self._scan.progress, tuple(self.tally.finds[given:]))


def _on_cluster(source: Source, address: str, order: Order, cache: Path | None, keys: Path | None) -> Scan:
    from checker.content.cluster import ClusterScan, Unreachable

    try:
        return ClusterScan(source, address, order, cache=cache, keys=keys)
    except Unreachable as error:
        raise Refused(_CLUSTER.filled(why=error.reason), Why.FAILED) from error
