"""What the window needs to search for documents: a search that is followed, paused and stopped, and the officer's eyes.

Names and places of files are for the officer in front of the screen; what is saved is redacted as the command's result.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.machine.live import live_machine
from checker.model.error import UserError
from checker.model.text import Text
from checker.report.files import NotWritten, write
from checker.store.inspections import SaveFailed
from checker.store.reviews import Decision, Review, Reviews

if TYPE_CHECKING:
    from checker.content.result import Tally
    from checker.content.scan import Progress, Scan
    from checker.content.viewing import View
    from checker.facts.content.document import Seen

_EVERY = 0.1  # seconds between two sights

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


class NotShown(UserError):
    """A find that cannot be looked at here."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A search on its way: how far it is, and what was found since the last sight."""

    progress: Progress
    finds: tuple[Seen, ...]


class Documents:
    """Implements `gui.session.Documents`. `folder`: where the cache and the officer's decisions are kept."""

    def __init__(self, folder: Path, workers: int | None = None) -> None:
        self._folder, self._workers = folder, workers
        self.reviews = Reviews(folder)

    def search(self, places: tuple[Path, ...], pictures: bool) -> Searching:
        from checker.content.inspection import Order
        from checker.content.scan import Scan
        from checker.content.source import Folders, Root

        machine = live_machine()
        roots = [Root(str(path.absolute()), optional=False) for path in places]
        workers = machine.processors() if self._workers is None else self._workers
        scan = Scan(Folders(machine, roots), workers, Order(pictures=pictures), cache=self._folder / "cache.sqlite")
        return Searching(scan, [root.path for root in roots], frozenset(self.reviews.closed()))

    def view(self, seen: Seen) -> View:
        """A find as a picture, in memory. Raises NotShown."""
        from checker.content.source import Folders
        from checker.content.trouble import Trouble
        from checker.content.viewing import viewed

        try:
            return viewed(seen, Folders(live_machine(), ()).part)
        except Trouble as trouble:
            raise NotShown(_WHY.get(trouble.read.value, _BROKEN)) from trouble

    def decided(self, digest: str) -> Review | None:
        return self.reviews.of(digest)

    def decide(self, digest: str, decision: Decision, reason: str, who: str) -> Review:
        """Raises SaveFailed."""
        return self.reviews.keep(digest, decision, reason, who)

    def wipe(self) -> None:
        """Forget what was searched before; the officer's decisions stay. Raises SaveFailed."""
        from checker.content.cache import wipe

        try:
            wipe(self._folder / "cache.sqlite")
        except OSError as error:
            why = Text("缓存没有清除：{why}", "The cache was not wiped: {why}")
            raise SaveFailed(why.filled(why=Text.name(error.strerror or type(error).__name__))) from error

    def save(self, searching: Searching, path: Path, thumbnails: Mapping[str, bytes]) -> None:
        """Write the redacted result. Raises SaveFailed."""
        from checker.content.result import encoded

        scan = searching.scan
        result = searching.tally.result(
            scan.progress,
            searching.places,
            complete=searching.complete,
            workers=scan.workers,
            thumbnails=thumbnails,
        )
        try:
            write(path, encoded(result))
        except NotWritten as failure:
            raise SaveFailed(failure.reason) from failure


class Searching:
    """A search under way. Iterating does it. `stop`, `pause` and `go_on` may be called from any thread."""

    def __init__(self, scan: Scan, places: list[str], closed: frozenset[str]) -> None:
        from checker.content.result import Tally

        self.scan, self.places, self.paused = scan, places, False
        self.tally: Tally = Tally(closed=closed)

    @property
    def complete(self) -> bool:
        return not self.scan.stopped

    def stop(self) -> None:
        self.scan.stop()

    def pause(self) -> None:
        self.paused = True
        self.scan.pause()

    def go_on(self) -> None:
        self.paused = False
        self.scan.resume()

    def __iter__(self) -> Iterator[Sight]:
        told, last = 0, 0.0
        for seen in self.scan:
            self.tally.add(seen)
            now = time.monotonic()
            if now - last >= _EVERY:
                last = now
                yield Sight(self.scan.progress, tuple(self.tally.finds[told:]))
                told = len(self.tally.finds)
        yield Sight(self.scan.progress, tuple(self.tally.finds[told:]))
