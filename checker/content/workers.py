"""Worker processes that read documents: each confined, each replaceable. One that dies or hangs costs one file.

What a worker says is data of a known shape, never an object: a decoder that was taken over must not reach the parent.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Event
from typing import Protocol

import msgspec

from checker.content import limits
from checker.content.file import Bytes, Fetched
from checker.content.inspection import Order, inspected
from checker.content.patient import PIECE
from checker.content.source import Item
from checker.content.trouble import Trouble
from checker.facts.content.document import Read, Seen
from checker.machine.children import Process, spawning
from checker.machine.confine import confine, frugal, unheld
from checker.model.unreadable import Cancelled

log = logging.getLogger(__name__)

MEMORY = 3 << 30  # bytes of address space; what is really used stays far below
HEAD = 128 << 10  # bytes sent with a question: enough for a photo's preview
WHOLE = 1 << 20  # smaller files are sent whole
_SLICE = 0.1  # seconds between looks at `stop`
_ALIVE = 1.0  # seconds between signs of life

Fetch = Callable[[str, int, int], bytes]


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A part of the file that a worker wants."""

    offset: int
    size: int


class Alive(msgspec.Struct, frozen=True, tag="alive"):
    """One more page, picture or member is done."""


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """What a worker found. `trouble`: its own fault, in words for the log."""

    seen: list[Seen]
    trouble: str = ""


class Question(msgspec.Struct, frozen=True):
    """A file to look at."""

    path: str
    size: int
    head: bytes
    order: Order


_REPLY = msgspec.msgpack.Decoder(Ask | Alive | Answer)
_QUESTION = msgspec.msgpack.Decoder(Question)


def head_of(item: Item, fetch: Fetch) -> bytes:
    """What is read of a file before anybody knows what it is.

    Raises:
        Trouble: not even that can be read, or the file became shorter.
    """
    wanted = item.size if item.size <= WHOLE else HEAD
    head = fetch(item.path, 0, wanted)
    if len(head) != wanted:
        raise Trouble(Read.CHANGED)
    return head


def here(item: Item, head: bytes, fetch: Fetch, order: Order) -> list[Seen]:
    """Look at a file in this process: for made-up computers and for a cluster, whose workers are processes anyway."""
    if len(head) == item.size:
        return inspected(Bytes(head), item.path, order)
    return inspected(Fetched(item.size, head, lambda at, size: fetch(item.path, at, size)), item.path, order)


class Pipe(Protocol):
    """An end of a pipe; the two systems have classes of their own for it."""

    def send_bytes(self, content: bytes, /) -> None: ...
    def recv_bytes(self, most: int | None = None, /) -> bytes: ...
    def poll(self, seconds: float | None = 0.0, /) -> bool: ...
    def close(self) -> None: ...


class Worker:
    """One process, started when it is first needed and anew after it died."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self._process: Process | None = None
        self._pipe: Pipe | None = None

    def look(self, item: Item, head: bytes, fetch: Fetch, order: Order) -> list[Seen]:
        """What the worker says of a file. Raises Cancelled soon after `stop` was set."""
        pipe = self._started()
        end = time.monotonic() + limits.SECONDS + limits.QUIET  # it keeps to its time by itself, and says what it saw
        try:
            # A path is for the name alone; bytes that are no text are shown, not sent.
            name = item.path.encode("utf-8", "backslashreplace").decode("utf-8")
            pipe.send_bytes(msgspec.msgpack.encode(Question(name, item.size, head, order)))
            while True:
                if not self._waited(pipe, min(end, time.monotonic() + limits.QUIET)):
                    self.close()
                    return [_troubled(item, Read.TOO_SLOW)]
                reply = _REPLY.decode(pipe.recv_bytes(256 << 20))
                match reply:
                    case Answer():
                        if reply.trouble:
                            log.error("a document's reader failed: %s", reply.trouble)
                        return reply.seen
                    case Ask():
                        size = min(max(0, reply.size), item.size, PIECE)
                        pipe.send_bytes(fetch(item.path, max(0, reply.offset), size))
        except Trouble as trouble:
            self.close()  # it waits for bytes that will not come
            return [_troubled(item, trouble.read)]
        except (OSError, EOFError, msgspec.DecodeError, msgspec.ValidationError) as error:
            log.warning("a document's worker died: %s", type(error).__name__)
            self.close()
            return [_troubled(item, Read.CRASHED)]
        except Cancelled:
            self.close()
            raise

    def close(self) -> None:
        """End the process at once; it holds nothing that could be lost."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            with suppress(ValueError):  # another thread that starts a worker has waited for it in the same moment
                self._process.close()
        self._pipe = self._process = None

    def _waited(self, pipe: Pipe, deadline: float) -> bool:
        while not pipe.poll(_SLICE):
            if self._stop.is_set():
                raise Cancelled
            if time.monotonic() > deadline:
                return False
        return True

    def _started(self) -> Pipe:
        if self._pipe is not None:
            return self._pipe
        _tell_what_is_unheld()
        context = spawning()
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="documents", daemon=True)
        process.start()
        theirs.close()
        self._pipe, self._process = ours, process
        return ours


@cache
def _tell_what_is_unheld() -> None:
    """Once: a worker has no voice in the log itself."""
    if why := unheld():
        log.warning(why)


def serve(pipe: Pipe) -> None:
    """A worker's life: question in, answer out, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent to act on
    logging.disable(logging.CRITICAL)
    confine(MEMORY)
    frugal()

    def fetch(offset: int, size: int) -> bytes:
        pipe.send_bytes(msgspec.msgpack.encode(Ask(offset, size)))
        return pipe.recv_bytes()

    while True:
        try:
            question = _QUESTION.decode(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        file = Fetched(question.size, question.head, fetch)
        item = Item(question.path, question.size)
        try:
            answer = Answer(inspected(file, question.path, question.order, _signs_of_life(pipe)))
        except MemoryError:
            answer = Answer([_troubled(item, Read.TOO_LARGE)])
        except Exception as error:  # noqa: BLE001  a reader's own fault: one file, and a line in the log
            answer = Answer([_troubled(item, Read.CRASHED)], f"{type(error).__name__} in {_place(error)}")
        try:
            pipe.send_bytes(msgspec.msgpack.encode(answer))
        except (BrokenPipeError, OSError):
            return


def _signs_of_life(pipe: Pipe) -> Callable[[], None]:
    """What a reader calls as often as it likes; now and then it is sent."""
    said = time.monotonic()

    def alive() -> None:
        nonlocal said
        now = time.monotonic()
        if now - said > _ALIVE:
            said = now
            pipe.send_bytes(msgspec.msgpack.encode(Alive()))

    return alive


def _troubled(item: Item, read: Read) -> Seen:
    return Seen(path=item.path, size=item.size, modified=item.modified, read=read)


def _place(error: BaseException) -> str:
    """Where an error was raised, without a word of the document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "?"
