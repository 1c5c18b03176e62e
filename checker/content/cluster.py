"""The same scan on a Dask cluster, for a file server that does not fit one machine. The scheduler is Dask's.

Every worker of the cluster reads the files itself, so the paths must mean the same on all of them: a share mounted at
one place. Workers are Dask's processes; its nanny sets their memory limit and starts them anew when they die.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from checker.content.cache import Cache
from checker.content.inspection import Order
from checker.content.scan import Done, Scan, named
from checker.content.source import Folders, Item, Source
from checker.content.trouble import Trouble
from checker.content.workers import head_of, here
from checker.facts.content.document import Read, Seen
from checker.machine.live import live_machine

_AHEAD = 8  # files a thread of the cluster that are on their way
_SECONDS = 10  # for the cluster to answer at all
_PATIENCE = 0.2  # seconds between looks at `stop`
_SEEN = msgspec.msgpack.Decoder(list[Seen])


class Unreachable(Exception):
    """No cluster: not installed, no answer, no workers."""


def distributed() -> Any:
    """Dask's library, with its own settings: files in the system's or a person's configuration folder are not followed.
    They may name modules that a client is to run.

    Raises:
        ImportError: it is not installed.
    """
    import_module("dask.config").refresh(paths=[], env={})  # before the library reads how it should log
    return import_module("distributed")


class ClusterScan(Scan):
    """A scan whose files are looked at on a cluster."""

    def __init__(self, source: Source, address: str, order: Order, cache: Path | None = None) -> None:
        """Connect.

        Raises:
            Unreachable: with the reason.
        """
        try:
            self._dask: Any = distributed()
        except ImportError as error:
            raise Unreachable("pip install 'mijian[cluster]'") from error
        try:
            self._client = self._dask.Client(address, timeout=_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error
        threads = sum(self._client.nthreads().values())
        if threads == 0:
            self._client.close()
            raise Unreachable("no workers")
        super().__init__(source, threads, order, cache)

    def _parallel(self, cache: Cache) -> Iterator[Done]:
        waiting: dict[Any, Item] = {}
        items = iter(self.source.items())
        more = True
        try:
            while (more or waiting) and not self.stopped:
                while more and len(waiting) < self.workers * _AHEAD:
                    item = next(items, None)
                    if item is None:
                        more = self._all_listed()
                        break
                    self._count(item)
                    known = self._here(item, cache)
                    if known is not None:
                        yield item.size, known
                        continue
                    future = self._client.submit(look, item.path, item.size, self.order, pure=False)
                    waiting[future] = item
                if not waiting:
                    continue
                try:
                    done = self._dask.wait(list(waiting), timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
                except TimeoutError:
                    continue
                for future in done:
                    item = waiting.pop(future)
                    yield item.size, [named(one, item) for one in _answer(future, item)]
        finally:
            if waiting:
                self._client.cancel(list(waiting), force=True)
            self._client.close()

    def _all_listed(self) -> bool:
        self._listed = True
        return False

    def _here(self, item: Item, cache: Cache) -> list[Seen] | None:
        """What needs no cluster: nothing to read, or unchanged since last time."""
        if item.trouble is not None or item.size == 0:
            read = item.trouble or Read.EMPTY
            return [named(Seen(path=item.path, size=item.size, read=read), item)]
        try:
            known = cache.known(item, self.source.part)
        except Trouble as trouble:
            return [named(Seen(path=item.path, size=item.size, read=trouble.read), item)]
        return None if known is None else [named(known, item)]


def look(path: str, size: int, order: Order) -> bytes:
    """Look at one file; runs on a worker of the cluster."""
    source = Folders(live_machine(), ())
    item = Item(path, size)
    try:
        seen = here(item, head_of(item, source.part), source.part, order)
    except Trouble as trouble:
        seen = [Seen(path=path, size=size, read=trouble.read)]
    except MemoryError:
        seen = [Seen(path=path, size=size, read=Read.TOO_LARGE)]
    return msgspec.msgpack.encode([replace(one, path="") for one in seen])


def _answer(future: Any, item: Item) -> list[Seen]:
    if future.status != "finished":
        return [Seen(path=item.path, size=item.size, read=Read.CRASHED)]
    return _SEEN.decode(future.result())
