"""The adb protocol itself, the computer's half: one connection, many services, no checksums where the phone agrees.

Version 0x01000001 (Android 9 and later) neither sends nor checks checksums; an older phone answers 0x01000000, and then
both are done. adb-shell packs and names the messages (AOSP's protocol.txt); it knows the old version alone, so its
message is subclassed. Its connection is not used: it serves one stream at a time, answer by answer, without shell_v2.
Whatever a phone sends is measured before it is believed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Event

from adb_shell import constants
from adb_shell.adb_message import AdbMessage, checksum, unpack

from checker.machine.phone.cable import Cable
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.patience import OPENING, PROMPT, SILENCE
from checker.machine.phone.stream import Held, Stream
from checker.machine.phone.troubles import PhoneTrouble, Trouble

_OLD, _NEW = constants.VERSION, constants.VERSION + 1
_DATA_LIMIT = constants.MAX_ADB_DATA
_OLDEST_LIMIT = constants.MAX_LEGACY_ADB_DATA
_HELD_LIMIT = 64 << 20
_GREETINGS = 16  # messages of a greeting
_STALE = 2 << 20  # bytes of an earlier session that are passed over: more than any one message has
_STRAYS = 10_000  # messages for services that are closed
_TOKEN, _SIGNATURE, _PUBLIC = constants.AUTH_TOKEN, constants.AUTH_SIGNATURE, constants.AUTH_RSAPUBLICKEY
_STLS = b"STLS"  # wireless debugging asks for TLS; adb-shell does not know it
_NAMES: dict[int, bytes] = {**constants.WIRE_TO_ID, int.from_bytes(_STLS, "little"): _STLS}
_BANNER = b"host::features=shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir\0"


class Message(AdbMessage):  # type: ignore[misc]  # published without types
    """A message that is summed or not. Stock adb-shell sums every byte in Python, which takes most of its time."""

    def __init__(self, command: bytes, first: int, second: int, data: bytes, *, summed: bool) -> None:
        super().__init__(command, first, second, data)
        self._summed = summed

    @property
    def checksum(self) -> int:
        return checksum(self.data) if self._summed else 0


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
        self._stale = 0  # bytes of an earlier session
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
        self._send(constants.OPEN, stream.id, 0, service + b"\0")
        while stream.remote == 0 and not stream.ended:
            self._receive()
        if stream.remote == 0:
            raise PhoneTrouble(Trouble.RESTRICTED)
        return stream

    def close(self) -> None:
        self._cable.close()

    # -- greeting -----------------------------------------------------------------------------------------------------

    def _greet(self, key: PhoneKey, prompting: Callable[[], None], prompt: float) -> bytes:
        """What is left of a session that was cut may come first, whole messages or the rest of one. It is passed over;
        where nothing follows it, the phone is greeted once more, as AOSP's adb does."""
        patience = self._cable.patience
        patience.seconds = OPENING
        self._hello()
        signed = asked = again = False
        heard = 0
        while heard < _GREETINGS:
            try:
                command, first, second, data = self._message(_DATA_LIMIT, stale=True)
            except PhoneTrouble as error:
                if error.trouble is Trouble.HUNG and self._stale and not again and not asked:
                    again, self._head = True, None
                    self._hello()
                    continue
                raise _while_greeting(error, asked, stale=self._stale > 0) from error
            if command not in (constants.CNXN, constants.AUTH, _STLS):
                self._passed(constants.MESSAGE_SIZE + len(data))
                continue
            heard += 1
            if command == constants.CNXN:
                self._version = min(first, _NEW)
                self._limit = max(min(second, _DATA_LIMIT), 1)
                if not data.startswith(b"device::"):
                    raise PhoneTrouble(Trouble.OFFLINE)  # recovery, sideload, bootloader
                return data
            if command == _STLS:
                raise PhoneTrouble(Trouble.WIRELESS)
            if command != constants.AUTH or first != _TOKEN or asked:
                continue
            if not signed:
                signed = True
                self._send(constants.AUTH, _SIGNATURE, 0, key.signature(_token(data)))
                continue
            asked = True
            patience.seconds = prompt
            self._send(constants.AUTH, _PUBLIC, 0, key.public + b"\0")
            prompting()
        raise PhoneTrouble(Trouble.MALFORMED)

    def _hello(self) -> None:
        self._send(constants.CNXN, _NEW, _DATA_LIMIT, _BANNER)

    def _passed(self, count: int) -> None:
        self._stale += count
        if self._stale > _STALE:
            raise PhoneTrouble(Trouble.GARBLED)

    # -- messages -----------------------------------------------------------------------------------------------------

    def _send(self, command: bytes, first: int, second: int, data: bytes = b"") -> None:
        # The greeting is summed whatever comes of it: an old phone checks it before it has said that it is old.
        summed = self._version < _NEW or command in (constants.CNXN, constants.AUTH)
        self._cable.send(Message(command, first, second, data, summed=summed).pack(), data)

    def _message(self, limit: int, *, stale: bool = False) -> tuple[bytes, int, int, bytes]:
        """The next message. `stale`: bytes that begin none may come before it."""
        if self._head is None:
            self._head = self._cable.exactly(constants.MESSAGE_SIZE)
        while stale and not _begins(self._head):
            self._passed(1)
            self._head = self._head[1:] + self._cable.exactly(1)
        word, first, second, length, check = unpack(self._head)
        command = _NAMES.get(word)
        if command is None or not _begins(self._head) or length > limit:
            raise PhoneTrouble(Trouble.MALFORMED)
        data = self._cable.exactly(length) if length else b""
        self._head = None  # only now: a phone that fell silent in between may go on with its data later
        if self._version < _NEW and length and checksum(data) != check:
            raise PhoneTrouble(Trouble.MALFORMED)
        return command, first, second, data

    def _receive(self) -> None:
        command, remote, local, data = self._message(_DATA_LIMIT)
        stream = self._streams.get(local)
        if command in (constants.CNXN, constants.AUTH):
            raise PhoneTrouble(Trouble.LOST)  # the phone began anew
        if stream is None:
            self._strays += 1
            if self._strays > _STRAYS:
                raise PhoneTrouble(Trouble.MALFORMED)
            if command == constants.WRTE:
                self._send(constants.CLSE, local, remote)
            return
        if command == constants.OKAY:
            stream.remote = remote
            stream.unanswered = 0
        elif command == constants.CLSE:
            stream.ended = True
            self._streams.pop(local, None)
        elif command == constants.WRTE and stream.remote == remote:
            self._send(constants.OKAY, local, remote)
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
            self._send(constants.WRTE, stream.id, stream.remote, data[begin : begin + self._limit])

    def end(self, stream: _Service) -> None:
        if self._streams.pop(stream.id, None) is not None and not stream.ended:
            stream.ended = True
            self._send(constants.CLSE, stream.id, stream.remote)


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


def _flipped(word: int) -> bytes:
    """A message ends its head with its command's bits turned over."""
    return (word ^ 0xFFFFFFFF).to_bytes(4, "little")


def _begins(head: bytes) -> bool:
    """Whether a message begins so."""
    word = int.from_bytes(head[:4], "little")
    return word in _NAMES and head[-4:] == _flipped(word)


def _token(data: bytes) -> bytes:
    if len(data) != 20:
        raise PhoneTrouble(Trouble.MALFORMED)
    return data


def _while_greeting(error: PhoneTrouble, asked: bool, stale: bool) -> PhoneTrouble:
    """Silence after the question was put is nobody's answer; a phone that hangs up then has refused."""
    if error.trouble is Trouble.HUNG:
        return PhoneTrouble(Trouble.UNAUTHORIZED if asked else Trouble.GARBLED if stale else Trouble.OFFLINE)
    if error.trouble is Trouble.LOST:
        return PhoneTrouble(Trouble.REFUSED if asked else Trouble.GARBLED if stale else Trouble.LOST)
    return error
