"""A phone at the cable: what it sends as adb, as files, as a shell's output; and an adb server's answers."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from checker.machine.phone import shell, sync
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.patience import Patience
from checker.machine.phone.server import block, devices
from checker.machine.phone.stream import Held
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.machine.phone.wire import Wire
from checker.model.unreadable import Unreadable
from checker.probes.android import answers, leftovers, state
from tests.fuzz.target import Broken, Target, refusing

_KEY: list[PhoneKey] = []


class _Sending(Held):
    """A cable at whose other end everything has been said already."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.patience = Patience()
        self._rest = content

    def send(self, head: bytes, data: bytes) -> None:
        pass

    def write(self, data: bytes) -> None:
        pass

    def close(self) -> None:
        pass

    def _more(self) -> bytes:
        piece, self._rest = self._rest[:4096], self._rest[4096:]
        if not piece:
            raise PhoneTrouble(Trouble.LOST)
        return piece


def _key() -> PhoneKey:
    if not _KEY:
        _KEY.append(PhoneKey.made())
    return _KEY[0]


def _greeted(content: bytes) -> object:
    wire = Wire(_Sending(content), _key())
    features, model = wire.features, wire.model
    stream = wire.open(b"shell:x", 1.0)
    got = bytes(shell.joined(iter(stream.some, b""), 1 << 20))
    return features, model, got


def _message(command: bytes, first: int, second: int, data: bytes = b"") -> bytes:
    word = int.from_bytes(command, "little")
    return struct.pack("<IIIIII", word, first, second, len(data), sum(data) & 0xFFFFFFFF, word ^ 0xFFFFFFFF) + data


def _sessions() -> Iterator[bytes]:
    banner = b"device::ro.product.model=M;features=shell_v2,stat_v2,ls_v2\0"
    greeting = _message(b"CNXN", 0x01000001, 1 << 20, banner)
    talk = _message(b"OKAY", 9, 1) + _message(b"WRTE", 9, 1, b"hello") + _message(b"CLSE", 9, 1)
    yield greeting + talk
    yield _message(b"AUTH", 1, 0, bytes(20)) + greeting + talk
    yield _message(b"WRTE", 7, 7, b"stale") + greeting + talk
    yield _message(b"STLS", 0x01000000, 0)


def _filed(content: bytes) -> object:
    """The first byte says what was asked for, and with which features."""
    features = frozenset(("ls_v2", "stat_v2") if content[:1] > b"\x7f" else ())
    service = sync.Sync(lambda: _Sending(content[1:]), features)
    kind = content[:1].ljust(1, b"\0")[0] % 3
    if kind == 0:
        found = service.list(b"/sdcard/DCIM", 1000)
        if len(found) > 1000:
            raise Broken("more entries than the limit")
        return found
    if kind == 1:
        return service.stat_many([b"/sdcard/a", b"/sdcard/b"])
    kept: list[bytes] = []
    sizes = service.pull_many([b"/sdcard/a", b"/sdcard/b"], lambda index, piece: kept.append(piece), 1 << 16)
    return sizes, kept


def _files() -> Iterator[bytes]:
    name = b"IMG_1.jpg"
    for head, word, shape in ((0x00, b"DENT", "<IIII"), (0xE7, b"DNT2", "<IQQIIIIQQQQI")):
        numbers = (
            (0o100644, 5, 9, len(name)) if word == b"DENT" else (0, 1, 1, 0o100644, 1, 0, 0, 5, 9, 9, 9, len(name))
        )
        entry = word + struct.pack(shape, *numbers) + name
        yield bytes([head - head % 3]) + entry + b"DONE" + bytes(struct.calcsize(shape))
    yield b"\x01" + (b"STAT" + struct.pack("<III", 0o100644, 5, 9)) * 2
    yield b"\x02" + (b"DATA" + struct.pack("<I", 3) + b"abc" + b"DONE" + bytes(4)) * 2


def _cut(content: bytes) -> object:
    return shell.replies(content, "m", 3), bytes(shell.joined(shell.standard_output([content]), 1 << 20))


def _served(content: bytes) -> object:
    return block(_Sending(content)), devices(content)  # type: ignore[arg-type]


def _printed(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return refusing(lambda content: read(content.decode("utf-8", "surrogateescape")), Unreadable)


TARGETS = (
    Target("adb-wire", "adb messages of a phone", refusing(_greeted, PhoneTrouble), _sessions),
    Target("adb-sync", "a phone's listings, states and files", refusing(_filed, PhoneTrouble, Unreadable), _files),
    Target(
        "adb-shell", "the output of a batch of commands", refusing(_cut, PhoneTrouble),
        lambda: (b"\n<m:0\nabc\nm:0:0>\n\n<m:1\n\nm:1:1>\n", b"\x01\x03\0\0\0abc\x03\x01\0\0\0\0"),
    ),
    Target(
        "adb-server", "the answers of an adb server", refusing(_served, PhoneTrouble),
        lambda: (b"000cemulator-555", b"A1B2 device product:x model:M transport_id:1\n"),
    ),
    Target(
        "phone-walk", "the list of a phone's files", refusing(leftovers.files, Unreadable),
        lambda: (b"5 1700000000 /sdcard/DCIM/a.jpg\0",),
    ),
    Target("phone-picture", "the head of a phone's picture", leftovers.has_position, lambda: (b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0\x08\0\0\0",)),
    Target("phone-lock", "dumpsys of the lock", _printed(lambda text: state.credential(text, 0)), lambda: (b"User 0\n  CredentialType: PIN\n",)),
    Target("phone-trust", "dumpsys trust", _printed(state.smart_lock), lambda: (b"Trust manager state:\n User \"a\" (id=0, flags=0x13) (current): trusted=0\n",)),
    Target("phone-packages", "a list of packages", _printed(lambda text: answers.packages(text.splitlines())), lambda: (b"package:a.b installer=c.d\n",)),
)  # fmt: skip
