"""What the three ways to a phone have in common once a service can be opened."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from threading import Event
from typing import Protocol

from checker.machine.phone import shell
from checker.machine.phone.commands import Asked, ask, place, quoted
from checker.machine.phone.patience import MARGIN, SILENCE, WHOLE
from checker.machine.phone.stream import Stream, pieces
from checker.machine.phone.sync import Sync
from checker.machine.phone.transport import Item, Reply, Sink
from checker.machine.phone.troubles import PhoneTrouble, Trouble

_BLOCK = 4096
_RANGE_LIMIT = 16 << 20


class Opener(Protocol):
    """Opens services of one phone. `seconds`: how long the service may be silent."""

    @property
    def features(self) -> frozenset[str]: ...

    def open(self, service: bytes, seconds: float) -> Stream: ...


class Link:
    """Reads one phone through an opener. It opens two services only: the shell for reviewed scripts, and files."""

    def __init__(self, opener: Opener, stop: Event) -> None:
        self._opener = opener
        self._stop = stop
        self._sync: Sync | None = None
        self.round_trips = 0

    def batch(self, commands: Sequence[Asked]) -> tuple[Reply, ...]:
        """Each command says something when it begins and when it ends, so that no silence lasts longer than one may."""
        mark = shell.mark()
        seconds = min(sum(asked.seconds for asked in commands), WHOLE) + MARGIN
        silence = min(max((asked.seconds for asked in commands), default=0) + MARGIN, seconds)
        return shell.replies(self._run(shell.script(commands, mark), seconds, silence), mark, len(commands))

    def read_range(self, path: bytes, start: int, length: int) -> bytes:
        (found,) = self.read_ranges([(path, start, min(length, _RANGE_LIMIT))])
        return found or b""

    def read_ranges(self, parts: Sequence[tuple[bytes, int, int]]) -> tuple[bytes | None, ...]:
        asked = []
        for path, start, length in parts:
            first = start // _BLOCK
            count = (start + length - 1) // _BLOCK - first + 1
            asked.append(ask("range", path=quoted(place(path)), number=first, count=count))
        replies = self.batch(asked)
        return tuple(
            None if reply.code is None else reply.output[start % _BLOCK : start % _BLOCK + length]
            for reply, (_, start, length) in zip(replies, parts, strict=True)
        )

    def list(self, folder: bytes, limit: int) -> tuple[Item, ...]:
        return self._files.list(folder, limit)

    def stat_many(self, paths: Sequence[bytes]) -> tuple[Item | None, ...]:
        return self._files.stat_many(paths)

    def pull_many(self, paths: Sequence[bytes], sink: Sink, limit: int) -> tuple[int | None, ...]:
        return self._files.pull_many(paths, sink, limit)

    def close(self) -> None:
        if self._sync is not None:
            self._sync.close()
            self._sync = None

    def _run(self, script: bytes, seconds: float, silence: float) -> bytearray:
        self.round_trips += 1
        two = "shell_v2" in self._opener.features
        stream = self._opener.open((b"shell,v2,raw:" if two else b"exec:") + script, silence)
        try:
            output = _until(time.monotonic() + seconds, pieces(stream))
            return shell.joined(shell.standard_output(output) if two else output, shell.OUTPUT_LIMIT)
        finally:
            stream.close()

    @property
    def _files(self) -> Sync:
        if self._sync is None:
            self._sync = Sync(lambda: self._opener.open(b"sync:", SILENCE), self._opener.features)
        return self._sync


def _until(deadline: float, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A phone that goes on for ever is as good as one that says nothing."""
    for chunk in chunks:
        yield chunk
        if time.monotonic() > deadline:
            raise PhoneTrouble(Trouble.HUNG)
