"""Work on hostile input in a process of its own, with limits of processor time and memory.

The child gets the open medium and says what it finds through a pipe; it opens nothing else and writes nothing. Where it
dies, hangs or grows too large, only the child is lost.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

import psutil

from checker.machine.children import spawning
from checker.machine.media.medium import Gone, Medium, open_medium, reader
from checker.machine.media.shape import Shape

log = logging.getLogger(__name__)

_LOOK = 0.1  # seconds between looks at the child
_GRACE = 0.6  # seconds that a child has to end after it was told to
_BURIED = 0.3  # seconds that an end may take; a process that waits for a failing device ends once that answers
_SILENCE = 1.0
_HARDEST = 2 << 30  # bytes that the system itself gives a child at most: it may grow between two looks
STOP = b"stop"


@dataclass(slots=True)
class Limits:
    """`processor` seconds and resident `memory` in bytes that the child may use; more may be given on the way."""

    processor: float
    memory: int = 600 << 20


class Lost(Exception):
    """The child ended without a result: it crashed, or went beyond its limits (`why`: crash, processor, memory)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Halted(Exception):
    """The child was stopped because a person wanted it."""


Tell = Callable[[Any], None]
"""Called in the child: hands a message to the parent. Raises Halted once the parent wants an end."""

Work = Callable[..., Any]
"""Runs in the child: (medium, tell, *arguments) -> result, all of it picklable."""


def apart(
    medium: Medium, path: str, work: Work, arguments: tuple[Any, ...], limits: Limits, stop: Event, on_message: Tell
) -> Any:
    """Run `work` on an open medium in a child process; `on_message` gets its messages as they come, and None
    while it has been silent for a while.

    Raises:
        Lost: it did not come back. Halted: `stop` was set. Gone: the medium was pulled out.
    """
    if medium.descriptor is None:
        return _here(medium, work, arguments, stop, on_message)
    # A fresh interpreter: a fork of a process with threads and a window inherits locks that nobody will open.
    context = spawning()
    ours, theirs = context.Pipe()
    opened = _opened(medium, path)
    child = context.Process(target=_child, args=(theirs, opened, work, arguments), daemon=True)
    with _lean(), _no_main():
        child.start()
    theirs.close()
    try:
        return _watch(child, ours, limits, stop, on_message)
    finally:
        if child.is_alive():
            child.kill()
        child.join(_BURIED)
        if not child.is_alive():
            child.close()
        ours.close()


def _here(medium: Medium, work: Work, arguments: tuple[Any, ...], stop: Event, on_message: Tell) -> Any:
    """A medium that is no device and no file, but bytes of whoever made it: no child could open it."""

    def tell(message: Any) -> None:
        if stop.is_set():
            raise Halted
        on_message(message)

    try:
        return work(medium, tell, *arguments)
    except (Gone, Halted):
        raise
    except Exception as error:
        raise Lost("memory" if isinstance(error, MemoryError) else "crash") from error


def _watch(child: Any, pipe: Any, limits: Limits, stop: Event, on_message: Tell) -> Any:
    watched = psutil.Process(child.pid)
    told: float | None = None
    heard = looked = time.monotonic()
    while True:
        if stop.is_set():
            if told is None:
                told = time.monotonic()
                with contextlib.suppress(OSError):
                    pipe.send_bytes(STOP)
            elif time.monotonic() - told > _GRACE:
                raise Halted
        try:
            if pipe.poll(_LOOK):
                kind, content = pipe.recv()
                if kind != "say":
                    return _outcome(kind, content)
                heard = time.monotonic()
                on_message(content)
        except (EOFError, OSError) as error:
            raise Lost("crash") from error
        now = time.monotonic()
        if now - heard >= _SILENCE:
            heard = now
            on_message(None)
        if now - looked >= _LOOK:  # however much it says
            looked = now
            why = _beyond(watched, limits)
            if why:
                raise Lost(why)


def _outcome(kind: str, content: Any) -> Any:
    if kind == "done":
        return content
    if kind == "gone":
        raise Gone
    if kind == "halted":
        raise Halted
    log.warning("child: %s", content)
    raise Lost("memory" if "MemoryError" in content else "crash")


def _beyond(watched: psutil.Process, limits: Limits) -> str:
    try:
        with watched.oneshot():
            times, memory = watched.cpu_times(), watched.memory_info().rss
    except psutil.Error:
        return ""  # it has just ended: the pipe says how
    if times.user + times.system > limits.processor:
        return "processor"
    return "memory" if memory > limits.memory else ""


@contextlib.contextmanager
def _lean() -> Any:
    """numpy's linear algebra reserves memory for every core; none of it is used here."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _no_main() -> Any:
    """The child needs none of the program's own main module: neither the window nor the command line."""
    main = sys.modules.get("__main__")
    if main is None or getattr(sys, "frozen", False):
        yield
        return
    kept = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    for name in kept:
        delattr(main, name)
    main.__spec__ = None
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A medium on its way to the child: its descriptor where the system can hand one over, else its path."""

    path: str
    shape: Shape
    descriptor: Any

    def medium(self) -> Medium:
        if self.descriptor is None:
            return open_medium(self.path)
        return reader(self.descriptor.detach(), self.shape)


def _opened(medium: Medium, path: str) -> _Opened:
    if sys.platform == "win32" or medium.descriptor is None:
        return _Opened(path, medium.shape, None)
    return _Opened(path, medium.shape, _Handed(medium.descriptor))


class _Handed:
    """A descriptor that travels along when a child is started."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> Any:
        if sys.platform != "win32":
            from multiprocessing.reduction import DupFd

            return _arrived, (DupFd(self._descriptor),)
        raise TypeError("Windows opens the medium anew")


def _arrived(handed: Any) -> Any:
    return handed


def _child(pipe: Any, opened: _Opened, work: Work, arguments: tuple[Any, ...]) -> None:
    import faulthandler
    import signal

    from checker.machine.confine import confine

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is enough
    confine(_HARDEST)  # Wine agrees and does not keep to it
    faulthandler.disable()

    def tell(message: Any) -> None:
        if pipe.poll() and pipe.recv_bytes() == STOP:
            raise Halted
        pipe.send(("say", message))

    try:
        with opened.medium() as medium:
            pipe.send(("done", work(medium, tell, *arguments)))
    except Gone:
        pipe.send(("gone", None))
    except Halted:
        pipe.send(("halted", None))
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:  # noqa: BLE001  told to the parent, which says what is lost
        pipe.send(("failed", f"{type(error).__name__}: {error}"))
