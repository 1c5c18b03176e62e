"""Look at every file of a source: on all cores, in bounded memory, with a story of how it goes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread

from checker.content import limits
from checker.content.cache import Cache, trusted
from checker.content.inspection import Order
from checker.content.names import words
from checker.content.source import Item, Source
from checker.content.trouble import Trouble
from checker.content.workers import Fetch, Worker, head_of, here
from checker.facts.content.document import Read, Seen
from checker.model.unreadable import Cancelled

_AHEAD = 50_000  # files that are listed before they are looked at
_WAITING = 1_000  # results that wait for the reader of the story
Done = tuple[int, list[Seen]]  # bytes of one file, and what was seen of it
_Look = Callable[[Item, bytes, Fetch, Order], list[Seen]]
_SLICE = 0.1  # seconds between looks at `stop`
_FAREWELL = 0.8  # seconds in which threads may end; one that hangs in the system's hands is left behind


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is. `total` and `total_bytes` grow until `listed` is true; `seconds` counts no pauses."""

    files: int = 0
    bytes: int = 0
    found: int = 0
    total: int = 0
    total_bytes: int = 0
    listed: bool = False
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.bytes / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds to go, as far as one can tell: files count half, bytes the other half."""
        if not self.listed or self.files == 0 or self.seconds < 1:
            return None
        done = (self.files / max(1, self.total) + self.bytes / max(1, self.total_bytes)) / 2
        return self.seconds * (1 - done) / max(done, 1e-9)


class _Carrier:
    """A thread that reads for one worker. Where the system does not come back from a read, both are left behind."""

    def __init__(self, worker: Worker, part: Fetch) -> None:
        self.worker, self._part = worker, part
        self.thread = Thread()
        self.item: Item | None = None
        self.left = False
        self._since: float | None = None

    def fetch(self, path: str, offset: int, size: int) -> bytes:
        """As the source's. Raises Cancelled where nobody waits for it any more."""
        self._since = time.monotonic()
        try:
            content = self._part(path, offset, size)
        finally:
            self._since = None
        if self.left:
            raise Cancelled
        return content

    def waits(self, now: float) -> bool:
        """Whether it has waited for one read longer than any takes."""
        since = self._since
        return since is not None and now - since > limits.QUIET

    def leave(self) -> None:
        self.left = True
        self.worker.close()


@dataclass
class Scan:
    """One pass over a source. Iterate over it: it yields what was seen of each file, as it comes.

    workers   processes; 0: everything in this one
    cache     a file to keep clean results in; None: only for this pass
    counts    this inspection counts (quarterly, disposal, travel): a cache that others could write is not believed
    halt      asked now and then; where it says true, the scan stops
    """

    source: Source
    workers: int
    order: Order = field(default_factory=Order)
    cache: Path | None = None
    cached: bool = True
    counts: bool = False
    halt: Callable[[], bool] = lambda: False
    progress: Progress = field(default_factory=Progress, init=False)

    def __post_init__(self) -> None:
        self._stop, self._go = Event(), Event()
        self._go.set()
        self._paused_at, self._pauses = 0.0, 0.0
        self._items: Queue[Item | None] = Queue(_AHEAD)
        self._results: Queue[Done | BaseException | None] = Queue(_WAITING)
        self._total = self._total_bytes = 0
        self._listed = self._halted = False
        self._crew: list[_Carrier] = []
        self._watched = 0.0
        self.forgets = False  # the cache that was asked for could not be used

    @property
    def stopped(self) -> bool:
        """Whether the scan ended before everything was seen."""
        return self._halted

    def stop(self) -> None:
        """End within a second; what was seen stands. May be called from any thread."""
        self._halted = True
        self._stop.set()
        self._go.set()

    def pause(self) -> None:
        if self._go.is_set():
            self._paused_at = time.monotonic()
            self._go.clear()

    def resume(self) -> None:
        if not self._go.is_set():
            self._pauses += time.monotonic() - self._paused_at
            self._go.set()

    def __iter__(self) -> Iterator[Seen]:
        begun = time.monotonic()
        path = self.cache if self.cached else None
        cache = Cache(None if path is None or (self.counts and not trusted(path)) else path, self.order)
        self.forgets = path is not None and not cache.on_disk
        try:
            for size, seen in self._serial(cache) if self.workers == 0 else self._parallel(cache):
                self.progress = Progress(
                    files=self.progress.files + 1,
                    bytes=self.progress.bytes + size,
                    found=self.progress.found + sum(one.suspected for one in seen),
                    total=self._total,
                    total_bytes=self._total_bytes,
                    listed=self._listed,
                    seconds=time.monotonic() - begun - self._pauses,
                )
                yield from seen
        finally:
            cache.close()

    # -- one process ----------------------------------------------------------------------------------------------

    def _serial(self, cache: Cache) -> Iterator[Done]:
        for item in self.source.items():
            if self._stop.is_set() or self.halt():
                self._halted = True
                return
            self._count(item)
            yield item.size, self._looked(item, cache, here, self.source.part)
        self._listed = True

    # -- many -----------------------------------------------------------------------------------------------------

    def _parallel(self, cache: Cache) -> Iterator[Done]:
        lists = Thread(target=self._list, name="lists documents", daemon=True)
        lists.start()
        self._crew = [self._carrier(cache) for _ in range(self.workers)]
        busy = len(self._crew)
        try:
            while busy:
                result = self._next(cache)
                if result is None:
                    busy -= 1
                elif isinstance(result, BaseException):
                    raise result
                else:
                    yield result
        finally:
            self._stop.set()
            until = time.monotonic() + _FAREWELL
            for thread in (lists, *(carrier.thread for carrier in self._crew)):
                thread.join(max(0.0, until - time.monotonic()))
            for carrier in self._crew:
                carrier.leave()

    def _carrier(self, cache: Cache) -> _Carrier:
        carrier = _Carrier(Worker(self._stop), self.source.part)
        carrier.thread = Thread(target=self._carry, args=(carrier, cache), name="documents", daemon=True)
        carrier.thread.start()
        return carrier

    def _next(self, cache: Cache) -> Done | BaseException | None:
        while True:
            lost = self._lost(cache)
            if lost is not None:
                return lost
            try:
                return self._results.get(timeout=_SLICE)
            except Empty:
                if self.halt():
                    self.stop()
                if self._stop.is_set():
                    return None

    def _lost(self, cache: Cache) -> Done | None:
        """A file whose bytes do not come, such as one on a network that is gone: it costs its time, and no more."""
        now = time.monotonic()
        if now < self._watched:
            return None
        self._watched = now + _SLICE
        for place, carrier in enumerate(self._crew):
            item = carrier.item
            if item is not None and carrier.waits(now):
                carrier.leave()
                self._crew[place] = self._carrier(cache)
                return item.size, [named(Seen(path=item.path, size=item.size, read=Read.TOO_SLOW), item)]
        return None

    def _list(self) -> None:
        try:
            for item in self.source.items():
                self._count(item)
                if not self._put(item):
                    return
            self._listed = True
        except Cancelled:
            self.stop()
        except BaseException as error:  # noqa: BLE001  handed to the thread that iterates, which raises it
            self._hand(error)
            self._stop.set()
        finally:
            for _ in range(self.workers):
                self._put(None)

    def _put(self, item: Item | None) -> bool:
        while not self._stop.is_set():
            try:
                self._items.put(item, timeout=_SLICE)
            except Full:
                continue
            return True
        return False

    def _carry(self, carrier: _Carrier, cache: Cache) -> None:
        """One worker's thread: it asks for the bytes, and the process thinks."""
        try:
            while not self._stop.is_set():
                self._go.wait()
                try:
                    item = self._items.get(timeout=_SLICE)
                except Empty:
                    continue
                if item is None:
                    break
                carrier.item = item
                seen = self._looked(item, cache, carrier.worker.look, carrier.fetch)
                carrier.item = None
                if carrier.left:
                    return
                self._hand((item.size, seen))
        except Cancelled:
            if not carrier.left:
                self.stop()
        except BaseException as error:  # noqa: BLE001  handed to the thread that iterates, which raises it
            if not carrier.left:
                self._hand(error)
        finally:
            if not carrier.left:
                carrier.worker.close()
                self._hand(None)

    def _hand(self, result: Done | BaseException | None) -> None:
        while True:
            try:
                self._results.put(result, timeout=_SLICE)
            except Full:
                if self._stop.is_set():
                    return
                continue
            return

    # -- one file -------------------------------------------------------------------------------------------------

    def _count(self, item: Item) -> None:
        self._total += 1
        self._total_bytes += item.size

    def _looked(self, item: Item, cache: Cache, look: _Look, fetch: Fetch) -> list[Seen]:
        if item.trouble is not None:
            return [named(Seen(path=item.path, read=item.trouble), item)]
        if item.size == 0:
            return [named(Seen(path=item.path, read=_without_size(item, fetch)), item)]
        try:
            known = cache.known(item, fetch)
            if known is not None:
                return [named(known, item)]
            head = head_of(item, fetch)
            content = cache.content(item, head, fetch)
            same = cache.same(item, content)
            seen = [same] if same is not None else look(item, head, fetch, self.order)
        except Trouble as trouble:
            return [named(Seen(path=item.path, size=item.size, read=trouble.read), item)]
        if same is None:
            cache.keep(item, content, seen)
        return [named(one, item) for one in seen]


def _without_size(item: Item, fetch: Fetch) -> Read:
    """Some file systems (FUSE, those of the kernel) say 0 of what has content: only reading tells, or is refused."""
    try:
        return Read.CHANGED if fetch(item.path, 0, 1) else Read.EMPTY
    except Trouble as trouble:
        return trouble.read


def named(seen: Seen, item: Item) -> Seen:
    """What was seen, with what only the source knows. A cached result knows no name, and the name may have changed."""
    named = words(item.path.replace("\\", "/").rpartition("/")[2]) if not seen.member else seen.words
    return replace(seen, path=item.path, modified=item.modified, places=item.places, words=named)
