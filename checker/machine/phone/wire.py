"""The adb protocol itself, the computer's half: one connection, many services, no checksums where the phone agrees.

Version 0x01000001 (Android 9 and later) neither sends nor checks checksums; an older phone answers 0x01000000, and then
both are done. Messages are in AOSP's protocol.txt. Whatever a phone sends is measured before it is believed.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable
from threading import Event

from checker.machine.phone.cable import Cable
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.patience import OPENING, PROMPT, SILENCE
from checker.machine.phone.stream import Held, Stream
from checker.machine.phone.troubles import PhoneTrouble, Trouble

_HEAD = struct.Struct("<6I")
_OLD, _NEW = 0x01000000, 0x01000001
_DATA_LIMIT = 1 << 20
_OLDEST_LIMIT = 4096
_HELD_LIMIT = 64 << 20
_GREETINGS = 16  # messages of a greeting
_STRAYS = 10_000  # messages for services that are closed
_TOKEN, _SIGNATURE, _PUBLIC = 1, 2, 3
_BANNER = b"host::features=shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir\0"


def _word(name: bytes) -> int:
    return int.from_bytes(name, "little")


_CNXN, _AUTH, _OPEN, _OKAY, _CLSE, _WRTE, _STLS = map(
    _word, (b"CNXN", b"AUTH", b"OPEN", b"OKAY", b"CLSE", b"WRTE", b"STLS")
)
_KNOWN = frozenset((_CNXN, _AUTH, _OPEN, _OKAY, _CLSE, _WRTE, _STLS))


class Wire:
    """A connection that stands. One is made for a whole audit, so that its owner is asked once.

    `prompting` is called when the phone begins to ask its owner.

    Raises:
        PhoneTrouble: unauthorised (nobody answered), refused (the phone hung up on us after asking), lost, hung.
    """

    def __init__(
        self, cable: Cable, key: PhoneKey, prompting: Callable[[], None] = lambda: None, prompt: float = PROMPT
    ) -> None:
        self._cable = cable
        self._version = _NEW
        self._limit = _OLDEST_LIMIT
        self._streams: dict[int, _Service] = {}
        self._last = 0
        self._strays = 0
        self._head: bytes | None = None
        try:
            self.banner = self._greet(key, prompting, prompt)
        except BaseException:
            cable.close()
            raise

    @property
    def features(self) -> frozenset[str]:
        """What the phone says that it can do, from its greeting ``device::name=value;...;features=a,b``."""
        words = self.banner.decode("utf-8", "replace").rstrip("\0").partition("::")[2].split(";")
        named = dict(word.partition("=")[::2] for word in words)
        return frozenset(named.get("features", "").split(","))

    @property
    def model(self) -> str:
        words = self.banner.decode("utf-8", "replace").rstrip("\0").partition("::")[2].split(";")
        return dict(word.partition("=")[::2] for word in words).get("ro.product.model", "")

    @property
    def stop(self) -> Event:
        return self._cable.patience.stop

    def open(self, service: bytes, seconds: float) -> Stream:
        self._last += 1
        stream = _Service(self, self._last, seconds)
        self._streams[stream.id] = stream
        self._cable.patience.seconds = min(seconds, SILENCE)
        self._send(_OPEN, stream.id, 0, service + b"\0")
        while stream.remote == 0 and not stream.ended:
            self._receive()
        if stream.remote == 0:
            raise PhoneTrouble(Trouble.RESTRICTED)
        return stream

    def close(self) -> None:
        self._cable.close()

    # -- greeting -----------------------------------------------------------------------------------------------------

    def _greet(self, key: PhoneKey, prompting: Callable[[], None], prompt: float) -> bytes:
        patience = self._cable.patience
        patience.seconds = OPENING
        self._send(_CNXN, _NEW, _DATA_LIMIT, _BANNER)
        signed = asked = False
        for _ in range(_GREETINGS):
            try:
                command, first, second, data = self._message(_DATA_LIMIT)
            except PhoneTrouble as error:
                raise _while_greeting(error, asked) from error
            if command == _CNXN:
                self._version = min(first, _NEW)
                self._limit = max(min(second, _DATA_LIMIT), 1)
                if not data.startswith(b"device::"):
                    raise PhoneTrouble(Trouble.OFFLINE)  # recovery, sideload, bootloader
                return data
            if command == _STLS:
                raise PhoneTrouble(Trouble.RESTRICTED)  # wireless debugging: not over our cable
            if command != _AUTH or first != _TOKEN or asked:
                continue
            if not signed:
                signed = True
                self._send(_AUTH, _SIGNATURE, 0, key.signature(_token(data)))
                continue
            asked = True
            patience.seconds = prompt
            self._send(_AUTH, _PUBLIC, 0, key.public + b"\0")
            prompting()
        raise PhoneTrouble(Trouble.MALFORMED)

    # -- messages -----------------------------------------------------------------------------------------------------

    def _send(self, command: int, first: int, second: int, data: bytes = b"") -> None:
        # The greeting is summed whatever comes of it: an old phone checks it before it has said that it is old.
        summed = self._version < _NEW or command in (_CNXN, _AUTH)
        check = sum(data) & 0xFFFFFFFF if summed else 0
        self._cable.send(_HEAD.pack(command, first, second, len(data), check, command ^ 0xFFFFFFFF), data)

    def _message(self, limit: int) -> tuple[int, int, int, bytes]:
        if self._head is None:
            self._head = self._cable.exactly(_HEAD.size)
        command, first, second, length, check, magic = _HEAD.unpack(self._head)
        if magic != command ^ 0xFFFFFFFF or command not in _KNOWN or length > limit:
            raise PhoneTrouble(Trouble.MALFORMED)
        data = self._cable.exactly(length) if length else b""
        self._head = None  # only now: a phone that fell silent in between may go on with its data later
        if self._version < _NEW and length and sum(data) & 0xFFFFFFFF != check:
            raise PhoneTrouble(Trouble.MALFORMED)
        return command, first, second, data

    def _receive(self) -> None:
        command, remote, local, data = self._message(_DATA_LIMIT)
        stream = self._streams.get(local)
        if command in (_CNXN, _AUTH):
            raise PhoneTrouble(Trouble.LOST)  # the phone began anew
        if stream is None:
            self._strays += 1
            if self._strays > _STRAYS:
                raise PhoneTrouble(Trouble.MALFORMED)
            if command == _WRTE:
                self._send(_CLSE, local, remote)
            return
        if command == _OKAY:
            stream.remote = remote
            stream.unanswered = 0
        elif command == _CLSE:
            stream.ended = True
            self._streams.pop(local, None)
        elif command == _WRTE and stream.remote == remote:
            self._send(_OKAY, local, remote)
            stream.take(data)

    # -- for services -------------------------------------------------------------------------------------------------

    def pump(self, stream: _Service) -> None:
        """Wait for the next message; it may be for another service."""
        self._cable.patience.seconds = stream.seconds
        self._receive()

    def write(self, stream: _Service, data: bytes) -> None:
        """Send to a service. What the phone sends meanwhile is kept: it may be waiting for us as we for it."""
        for begin in range(0, len(data), self._limit):
            while stream.unanswered and not stream.ended:
                self.pump(stream)
            if stream.ended:
                raise PhoneTrouble(Trouble.LOST)
            stream.unanswered = 1
            self._send(_WRTE, stream.id, stream.remote, data[begin : begin + self._limit])

    def end(self, stream: _Service) -> None:
        if self._streams.pop(stream.id, None) is not None and not stream.ended:
            stream.ended = True
            self._send(_CLSE, stream.id, stream.remote)


class _Service(Held):
    """One service of a connection, as a stream."""

    def __init__(self, wire: Wire, id: int, seconds: float) -> None:
        super().__init__()
        self._wire = wire
        self.id = id
        self.seconds = seconds
        self.remote = 0
        self.unanswered = 0
        self.ended = False
        self._came: deque[bytes] = deque()
        self._waiting = 0

    def take(self, data: bytes) -> None:
        self._came.append(data)
        self._waiting += len(data)
        if self._waiting > _HELD_LIMIT:
            raise PhoneTrouble(Trouble.MALFORMED)

    def write(self, data: bytes) -> None:
        self._wire.write(self, data)

    def _more(self) -> bytes:
        while not self._came:
            if self.ended:
                return b""
            self._wire.pump(self)
        piece = self._came.popleft()
        self._waiting -= len(piece)
        return piece or self._more()  # an empty message is not the end

    def close(self) -> None:
        try:
            self._wire.end(self)
        except PhoneTrouble:
            return  # nothing is left to close


def _token(data: bytes) -> bytes:
    if len(data) != 20:
        raise PhoneTrouble(Trouble.MALFORMED)
    return data


def _while_greeting(error: PhoneTrouble, asked: bool) -> PhoneTrouble:
    """Silence after the question was put is nobody's answer; a phone that hangs up then has refused."""
    if error.trouble is Trouble.HUNG:
        return PhoneTrouble(Trouble.UNAUTHORIZED if asked else Trouble.OFFLINE)
    if error.trouble is Trouble.LOST and asked:
        return PhoneTrouble(Trouble.REFUSED)
    return error
