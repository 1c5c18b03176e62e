"""A find as the officer looks at it: drawn by a process of its own, handed over as plain points, kept nowhere.

The window never decodes a picture itself: what was found is still a file from untrusted hands.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from checker.content.account import Account
from checker.content.by_format import list_members
from checker.content.file import Bytes, File, Section
from checker.content.formats import ARCHIVES, PICTURES, sniffed
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.workers import MEMORY, Pipe
from checker.facts.content.document import Read, Seen
from checker.machine.children import spawning
from checker.machine.confine import confine
from checker.model.unreadable import Cancelled

if TYPE_CHECKING:
    from checker.content.pictures.flat import Pixels

SIDE = 1_400  # points of the longer side on the screen
THUMB_SIDE = 200
MOST = 192 << 20  # bytes of a file that is drawn
_SECONDS = 30.0
_SLICE = 0.1
_BLUR = 14  # a letter's height on a page of that size is three points: nothing can be read any more
_BETWEEN = " → "


class View(msgspec.Struct, frozen=True):
    """`pixels`: red, green, blue, row after row. `thumbnail`: the same, small and blurred, as PNG."""

    width: int
    height: int
    pixels: bytes
    thumbnail: bytes


class _Wanted(msgspec.Struct, frozen=True):
    name: str
    member: str
    turn: int


class _Failed(msgspec.Struct, frozen=True, tag="failed"):
    read: Read


class _Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    view: View


_WANTED = msgspec.msgpack.Decoder(_Wanted)
_REPLY = msgspec.msgpack.Decoder(_Failed | _Drawn)


def viewed(seen: Seen, part: Callable[[str, int, int], bytes], stopping: Callable[[], bool] = lambda: False) -> View:
    """A find as a picture: a picture itself, or the first page of a PDF.

    Raises:
        Trouble: it cannot be read or drawn; UNSUPPORTED: there is nothing to draw, as in a text.
        Cancelled: `stopping` said so.
    """
    content = part(seen.path, 0, MOST + 1)
    if len(content) > MOST:
        raise Trouble(Read.TOO_LARGE)
    context = spawning()
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), name="draws", daemon=True)
    process.start()
    theirs.close()
    turn = 0 if seen.picture is None else seen.picture.turn
    try:
        name = seen.path.encode("utf-8", "backslashreplace").decode("utf-8")
        ours.send_bytes(msgspec.msgpack.encode(_Wanted(name, seen.member, turn)))
        ours.send_bytes(content)
        return _answered(ours, stopping)
    except (OSError, EOFError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Trouble(Read.CRASHED) from error
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _answered(pipe: Pipe, stopping: Callable[[], bool]) -> View:
    deadline = time.monotonic() + _SECONDS
    while not pipe.poll(_SLICE):
        if stopping():
            raise Cancelled
        if time.monotonic() > deadline:
            raise Trouble(Read.TOO_SLOW)
    reply = _REPLY.decode(pipe.recv_bytes(64 << 20))
    if isinstance(reply, _Failed):
        raise Trouble(reply.read)
    view: View = reply.view
    if len(view.pixels) != view.width * view.height * 3:
        raise Trouble(Read.CRASHED)
    return view


# -- in the process ---------------------------------------------------------------------------------------------------


def serve(pipe: Pipe) -> None:
    """Draw one find."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    confine(MEMORY)
    try:
        wanted = _WANTED.decode(pipe.recv_bytes())
        content = pipe.recv_bytes()
    except (EOFError, OSError):
        return
    reply: _Failed | _Drawn
    try:
        reply = _Drawn(drawn(inside(Bytes(content), wanted.name, wanted.member), wanted.turn))
    except Trouble as trouble:
        reply = _Failed(trouble.read)
    except MemoryError:
        reply = _Failed(Read.TOO_LARGE)
    except Exception:  # noqa: BLE001  a drawer's own fault: it costs one look
        reply = _Failed(Read.CRASHED)
    pipe.send_bytes(msgspec.msgpack.encode(reply))


def inside(file: File, name: str, member: str) -> File:
    """The member of an archive that a find names. Raises Trouble: CHANGED where it is no more there."""
    if not member:
        return file
    first, _, rest = member.partition(_BETWEEN)
    reading = Reading(Account())
    kind = sniffed(file)
    if kind.format not in ARCHIVES:
        raise Trouble(Read.UNSUPPORTED)  # a file within a document: the document itself is what one opens
    list_members(file, kind, name, reading)
    inner = _named(reading, first, member)
    return inside(Bytes(inner[0].open()), first, rest if inner[1] == first else "")


def _named(reading: Reading, first: str, member: str) -> tuple[Inner, str]:
    """The member, and the name it goes by: a name may hold our arrow itself."""
    for inner in reading.members:
        if inner.name in (first, member):
            return inner, inner.name
    raise Trouble(Read.CHANGED)


def drawn(file: File, turn: int) -> View:
    """A picture, upright, or a PDF's first page. Raises Trouble."""
    import cv2
    import numpy as np

    from checker.content.pictures.decode import Decoder
    from checker.content.readers import pdf

    kind = sniffed(file)
    if kind.format == "pdf":
        content = pdf.first_page(file.part(0, file.size))
        picture = Decoder(Bytes(content), sniffed(Bytes(content)).format).at(SIDE)
    elif kind.format in PICTURES:
        picture = Decoder(Section(file, kind.at) if kind.at else file, kind.format).at(SIDE)
    else:
        raise Trouble(Read.UNSUPPORTED)
    picture = np.ascontiguousarray(np.rot90(picture, -turn))
    shown = _within(picture, SIDE)
    small = cv2.GaussianBlur(_within(_within(picture, THUMB_SIDE), _BLUR * 2), (0, 0), 1.0)
    height, width = _within(picture, THUMB_SIDE).shape[:2]
    small = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    made, png = cv2.imencode(".png", small)
    if not made:
        raise Trouble(Read.CRASHED)
    pixels = np.ascontiguousarray(shown[:, :, ::-1]).tobytes()
    return View(shown.shape[1], shown.shape[0], pixels, png.tobytes())


def _within(picture: Pixels, side: int) -> Pixels:
    """The picture, no larger than that."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    part = min(1.0, side / max(height, width))
    size = max(1, round(width * part)), max(1, round(height * part))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
