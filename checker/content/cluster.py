"""The same scan on a Dask cluster, for a file server that does not fit one machine. The scheduler is Dask's.

Every worker of the cluster reads the files itself, so the paths must mean the same on all of them: a share mounted at
one place. Workers are Dask's processes; its nanny sets their memory limit and starts them anew when they die.

Who may answer: on this computer anybody who can open the port, over the network those alone who hold a certificate of
the unit (TLS, both ways). What they answer is plain data of a known shape; no object of theirs is ever made here. A
file that a worker does not answer for, or not as it should, is looked at here.
"""

from __future__ import annotations

import asyncio
import io
import ipaddress
import pickle
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from checker.content import limits
from checker.content.cache import Cache
from checker.content.inspection import Order
from checker.content.scan import Done, Scan, named
from checker.content.source import Folders, Item, Source
from checker.content.trouble import Trouble
from checker.content.workers import Worker, head_of, here
from checker.facts.content.document import Read, Seen
from checker.machine.live import live_machine
from checker.machine.parsing import unpacked
from checker.model.error import UserError
from checker.model.text import Text
from checker.model.unreadable import Cancelled

_AHEAD = 8  # files a thread of the cluster that are on their way
_SECONDS = 10  # for the cluster to answer at all
# What Dask raises when its scheduler is gone: errors of its own, of the connection, and asyncio's, which is none.
_LOST = (Exception, asyncio.CancelledError)
_PATIENCE = 0.2  # seconds between looks at `stop`
KEYS = ("ca.pem", "cert.pem", "key.pem")
"""In the folder of a cluster's keys: the unit's authority, this computer's certificate, and its key."""
_NOT_INSTALLED = Text(
    "这份程序不带 Dask（distributed）；要用集群，请在克隆的文件夹里运行 ./mijian prepare",
    "this copy does not come with Dask (distributed); for a cluster run ./mijian prepare in a clone",
)
_NO_WORKERS = Text("没有工作进程", "it has no workers")
_NO_ADDRESS = Text("地址要写成 tls://主机:端口", "an address is tls://host:port")
_IN_CLEAR = Text(
    "到别的电脑必须用 tls://，并用 --cluster-keys 指明放证书的文件夹；tcp:// 只能连本机",
    "to another computer it takes tls:// and --cluster-keys with the folder of certificates; tcp:// reaches this"
    " computer alone",
)
_NO_KEYS = Text("{folder} 里缺少 {names}", "{folder} lacks {names}")
# What Dask itself names by its class in the frames of a plain answer.
_PLAIN = {
    ("builtins", name) for name in ("bytes", "bytearray", "memoryview", "str", "int", "float", "set", "frozenset")
}


class Unreachable(UserError):
    """No cluster: not installed, not allowed, no answer, no workers."""


class NotBelieved(TypeError):
    """What Dask's own code puts an empty word in the place of, as for a traceback that it cannot restore."""


class _Plain(pickle.Unpickler):
    """Makes nothing but plain data."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}: not believed")
        return super().find_class(module, name)


class _Pickle:
    """In the place of the module, for Dask's side of this process."""

    dumps = staticmethod(pickle.dumps)

    @staticmethod
    def loads(content: bytes, *, buffers: Iterable[Any] = ()) -> Any:
        """Raises NotBelieved: something else than plain data."""
        try:
            return _Plain(io.BytesIO(content), buffers=buffers).load()
        except Exception as error:  # a pickle that is none ends in any of them
            raise NotBelieved(str(error)) from error


def distributed() -> Any:
    """Dask's library, with its own settings: files in the system's or a person's configuration folder are not followed.
    They may name modules that a client is to run. What comes over its connections makes no objects in this process.

    Raises:
        ImportError: it is not installed.
    """
    import_module("dask.config").refresh(paths=[], env={})  # before the library reads how it should log
    library = import_module("distributed")
    # All of its unpickling goes through these two names (distributed 2026.8).
    import_module("distributed.protocol.pickle").loads = _Pickle.loads  # type: ignore[attr-defined]
    import_module("distributed.client").pickle = _Pickle  # type: ignore[attr-defined]
    return library


def guard_address(address: str, keys: Path | None) -> None:
    """Raises Unreachable: it would go over a network in clear, or to whoever answers there."""
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise Unreachable(_NO_ADDRESS)
    if (parts.scheme == "tcp" and not _is_here(parts.hostname)) or (parts.scheme == "tls" and keys is None):
        raise Unreachable(_IN_CLEAR)
    missing = [name for name in KEYS if keys is not None and not (keys / name).is_file()]
    if missing:
        said = _NO_KEYS.filled(folder=Text.name(str(keys)), names=Text.name(", ".join(missing)))
        raise Unreachable(said)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class ClusterScan(Scan):
    """A scan whose files are looked at on a cluster."""

    def __init__(
        self, source: Source, address: str, order: Order, cache: Path | None = None, keys: Path | None = None
    ) -> None:
        """Connect. `keys`: the folder with `KEYS`, for tls://.

        Raises:
            Unreachable: with the reason.
        """
        guard_address(address, keys)
        try:
            self._dask: Any = distributed()
        except ImportError as error:
            raise Unreachable(_NOT_INSTALLED) from error
        try:
            self._client = self._dask.Client(address, timeout=_SECONDS, security=self._security(keys))
        except (OSError, ValueError, TimeoutError) as error:
            raise Unreachable(Text.name(str(error) or type(error).__name__)) from error
        threads = sum(self._client.nthreads().values())
        if threads == 0:
            self._client.close()
            raise Unreachable(_NO_WORKERS)
        super().__init__(source, threads, order, cache)
        self._instead = Worker(self._stop)

    def _security(self, keys: Path | None) -> Any:
        if keys is None:
            return None
        authority, certificate, key = (str(keys / name) for name in KEYS)
        return self._dask.Security(
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True
        )

    def _parallel(self, cache: Cache) -> Iterator[Done]:
        waiting: dict[Any, Item] = {}
        items = iter(self.source.items())
        more, gone, heard = True, False, time.monotonic()
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
                    if not gone:
                        try:
                            waiting[self._client.submit(look, item.path, item.size, self.order, pure=False)] = item
                            continue
                        except _LOST:
                            gone = True
                    yield item.size, [named(one, item) for one in self._looked_at_here(item)]
                    if self.stopped:
                        break
                if not waiting:
                    continue
                try:
                    done = self._dask.wait(list(waiting), timeout=_PATIENCE, return_when="FIRST_COMPLETED").done
                except TimeoutError:
                    if time.monotonic() - heard <= limits.QUIET:
                        continue
                    done = set(waiting)  # nothing comes any more, of whichever worker
                    with suppress(*_LOST):
                        self._client.cancel(list(waiting), force=True)
                except _LOST:  # the scheduler is gone: the rest is looked at here
                    done, gone = set(waiting), True
                heard = time.monotonic()
                for future in done:
                    item = waiting.pop(future)
                    seen = _answer(future, item) or self._looked_at_here(item)
                    yield item.size, [named(one, item) for one in seen]
        except Cancelled:
            self.stop()
        finally:
            with suppress(*_LOST):
                if waiting:
                    self._client.cancel(list(waiting), force=True)
                self._client.close()
            self._instead.close()

    def _looked_at_here(self, item: Item) -> list[Seen]:
        """Raises Cancelled."""
        try:
            return self._instead.look(item, head_of(item, self.source.part), self.source.part, self.order)
        except Trouble as trouble:
            return [Seen(path=item.path, size=item.size, read=trouble.read)]

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


def _answer(future: Any, item: Item) -> list[Seen] | None:
    """What a worker says of a file; None where it died, did not come back or says what cannot be so."""
    if future.status != "finished":
        return None
    try:
        content = future.result(timeout=_SECONDS)
        seen = unpacked(content, list[Seen]) if isinstance(content, bytes) else []
    except Exception:  # noqa: BLE001  Dask hands on whatever a worker sent: an error of any class, one of its own, none
        return None
    own = [one for one in seen if not one.member]
    return seen if len(own) == 1 and own[0].size == item.size else None
