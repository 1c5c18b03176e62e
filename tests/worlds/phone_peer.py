"""A stand-in phone: the device half of adb on a port of this computer, with faults on request.

It is judged by Debian's `adb` (tests/unit/phone/test_judged_by_adb.py), so that what passes against it passes against
the protocol and not against our own idea of it. Its shell is this computer's `sh` with stubs for Android's commands.
"""

from __future__ import annotations

import base64
import os
import queue
import re
import socket
import stat
import struct
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from checker.machine.answers import Output
from checker.machine.phone.commands import COMMANDS, _whole
from checker.machine.phone.shell import _PIPES
from checker.model.unreadable import Unreadable

_HEAD = struct.Struct("<6I")
_STAT2 = struct.Struct("<IQQIIIIQqqq")
_PIECE = 64 << 10
_MAX = 1 << 20


@dataclass
class Faults:
    """What goes wrong, and when.

    frozen_after, killed_after  bytes of files sent before the phone falls silent, or drops the connection
    """

    answer: str = "yes"  # to "Allow USB debugging?": yes, no (hangs up), never
    delay: float = 0.0
    frozen_after: int | None = None
    killed_after: int | None = None
    endless_list: bool = False
    names: tuple[bytes, ...] = ()  # sent in every listing, whatever they are
    long_data: bool = False  # a piece of a file that claims to be 4 GiB
    wrong_magic: bool = False
    silent_shell: bool = False
    silent_to: bytes = b""  # a word of the scripts that are never answered
    endless_shell: bool = False


@dataclass
class StandInPhone:
    """Files lie under `root` (``/sdcard`` is its folder sdcard); `stubs` are Android's commands as shell scripts.

    `answers`: what our reviewed commands print, by name, as `World.phone` has them; the others run in the shell.
    """

    root: Path
    stubs: Mapping[str, str] = field(default_factory=dict)
    secure: bool = False
    version: int = 0x01000001
    features: str = "shell_v2,cmd,stat_v2,ls_v2"
    model: str = "Stand_In"
    faults: Faults = field(default_factory=Faults)
    port: int = 0
    answers: Mapping[str, str | bytes | Output | Unreadable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known_keys: set[bytes] = set()
        self.prompts = 0
        self.connections = 0
        self.services: list[bytes] = []
        self.sent = 0
        self.printed = 0
        self._closing = threading.Event()
        self._sockets: list[socket.socket] = []
        bin_folder = self.root / "bin"
        bin_folder.mkdir(parents=True, exist_ok=True)
        (self.root / "sdcard").mkdir(exist_ok=True)
        for name, text in self.stubs.items():
            path = bin_folder / name
            path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
            path.chmod(0o755)
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._thread.join(5)

    def __enter__(self) -> StandInPhone:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def path(self, name: bytes) -> bytes:
        return os.fsencode(self.root) + b"/" + name.lstrip(b"/")

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._sockets.append(connection)
            threading.Thread(target=_Connection(self, connection).serve, daemon=True).start()


class _Connection:
    def __init__(self, phone: StandInPhone, link: socket.socket) -> None:
        self.phone = phone
        self._link = link
        self._lock = threading.Lock()
        self._file = link.makefile("rb")
        self._streams: dict[int, _Stream] = {}
        self._next = 0
        self._version = 0x01000000
        self.limit = _MAX

    def serve(self) -> None:
        try:
            while True:
                head = self._file.read(_HEAD.size)
                if len(head) < _HEAD.size:
                    break
                command, first, second, length, _, _ = _HEAD.unpack(head)
                self._handle(command.to_bytes(4, "little"), first, second, self._file.read(length))
        except (OSError, ValueError):
            pass
        finally:
            for stream in list(self._streams.values()):
                stream.incoming.put(b"")
                stream.answered.set()
            with suppress(OSError):
                self._file.close()
                self._link.close()

    def send(self, command: bytes, first: int, second: int, data: bytes = b"") -> None:
        word = int.from_bytes(command, "little")
        check = sum(data) & 0xFFFFFFFF if self._version < 0x01000001 or command in (b"CNXN", b"AUTH") else 0
        magic = word if self.phone.faults.wrong_magic else word ^ 0xFFFFFFFF
        with self._lock:
            self._link.sendall(_HEAD.pack(word, first, second, len(data), check, magic) + data)

    def drop(self) -> None:
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)

    def _handle(self, command: bytes, first: int, second: int, data: bytes) -> None:
        match command:
            case b"CNXN":
                self._version = min(first, self.phone.version)
                self.limit = min(second, _MAX)
                if self.phone.secure:
                    self._token = os.urandom(20)
                    self.send(b"AUTH", 1, 0, self._token)
                else:
                    self._welcome()
            case b"AUTH":
                self._authorise(first, data)
            case b"OPEN":
                self._open(first, data.rstrip(b"\0"))
            case b"OKAY" if second in self._streams:
                self._streams[second].answered.set()
            case b"WRTE" if second in self._streams:
                self._streams[second].incoming.put(data)
                self.send(b"OKAY", second, first)
            case b"CLSE" if second in self._streams:
                stream = self._streams.pop(second)
                stream.closed = True
                stream.incoming.put(b"")
                stream.answered.set()

    def _welcome(self) -> None:
        phone = self.phone
        banner = f"device::ro.product.name=standin;ro.product.model={phone.model};ro.product.device=standin;"
        self.send(b"CNXN", phone.version, _MAX, f"{banner}features={phone.features}".encode())

    def _authorise(self, kind: int, data: bytes) -> None:
        phone = self.phone
        if kind == 2:
            if any(_signed(key, self._token, data) for key in phone.known_keys):
                self._welcome()
                return
            self._token = os.urandom(20)
            self.send(b"AUTH", 1, 0, self._token)
            return
        phone.prompts += 1
        if phone.faults.answer == "never":
            return
        phone._closing.wait(phone.faults.delay)
        if phone.faults.answer == "no":
            self.drop()
            return
        phone.known_keys.add(data.rstrip(b"\0").split(b" ")[0])
        self._welcome()

    def _open(self, remote: int, service: bytes) -> None:
        self.phone.services.append(service)
        self._next += 1
        stream = _Stream(self, self._next, remote)
        self._streams[stream.id] = stream
        if service.startswith((b"shell,v2", b"exec:", b"shell:")):
            work = _shell
        elif service == b"sync:":
            work = _sync
        else:
            self._streams.pop(stream.id)
            self.send(b"CLSE", 0, remote)
            return
        self.send(b"OKAY", stream.id, remote)
        threading.Thread(target=stream.run, args=(work, service), daemon=True).start()


class _Stream:
    def __init__(self, connection: _Connection, id: int, remote: int) -> None:
        self.connection = connection
        self.id = id
        self._remote = remote
        self.incoming: queue.Queue[bytes] = queue.Queue()
        self.answered = threading.Event()
        self.closed = False
        self._held = b""

    def run(self, work: object, service: bytes) -> None:
        with suppress(OSError, EOFError, ValueError):
            work(self, service)  # type: ignore[operator]
        if not self.closed:
            with suppress(OSError):
                self.connection.send(b"CLSE", self.id, self._remote)

    def write(self, data: bytes) -> None:
        limit = self.connection.limit
        for begin in range(0, len(data), limit):
            if self.closed:
                raise EOFError
            self.answered.clear()
            self.connection.send(b"WRTE", self.id, self._remote, data[begin : begin + limit])
            self.answered.wait(60)

    def read(self, count: int) -> bytes:
        while len(self._held) < count:
            piece = self.incoming.get()
            if not piece:
                raise EOFError
            self._held += piece
        taken, self._held = self._held[:count], self._held[count:]
        return taken


def _shell(stream: _Stream, service: bytes) -> None:
    phone = stream.connection.phone
    kind, _, text = service.partition(b":")
    two = b"v2" in kind
    if phone.faults.silent_shell or (phone.faults.silent_to and phone.faults.silent_to in text):
        phone._closing.wait()
        return
    while phone.faults.endless_shell:
        stream.write(_packet(1, b"\x1b]0;owned\x07" * 4096))
    if phone.answers:
        text = _ONE.sub(lambda match: _answered(phone, match), text)
    here = os.fsencode(phone.root) + b"/sdcard"
    environment = {"PATH": f"{phone.root}/bin:/usr/bin:/bin", "HOME": str(phone.root)}
    done = subprocess.run(
        ["/bin/sh", "-c", text.replace(b"/sdcard", here)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )
    printed = done.stdout.replace(here, b"/sdcard")
    if not two:
        stream.write(printed + done.stderr)
        return
    for code, output in ((1, printed), (2, done.stderr)):
        for begin in range(0, len(output), _PIECE):
            stream.write(_packet(code, output[begin : begin + _PIECE]))
    stream.write(_packet(3, bytes([done.returncode & 0xFF])))


# One command of a batch, as `checker.machine.phone.shell.script` writes it.
_ONE = re.compile(rb"timeout \d+ sh -c '((?:[^']|'\\'')*)' </dev/null 2>&1")


def _answered(phone: StandInPhone, match: re.Match[bytes]) -> bytes:
    """The batch's command with what stands in `answers` printed in its place."""
    inner = match[1].replace(b"'\\''", b"'").decode("utf-8", "surrogateescape")
    text = inner.removeprefix(_PIPES)
    for command in COMMANDS:
        whole = _whole(command.name).fullmatch(text)
        if whole is None:
            continue
        package = whole.groupdict().get("package")
        reply = phone.answers.get(f"{command.name} {package}" if package else command.name)
        if reply is None:
            break
        if isinstance(reply, Unreadable):
            reply = Output(b"java.lang.SecurityException: not allowed\n", 255)
        if not isinstance(reply, Output):
            reply = Output(reply.encode("utf-8", "surrogateescape") if isinstance(reply, str) else reply, 0)
        phone.printed += 1
        path = phone.root / f"answer-{phone.printed}"
        path.write_bytes(reply.stdout)
        return b"sh -c 'cat %s; exit %d' </dev/null" % (os.fsencode(path), reply.code)
    return match[0]


def _packet(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + len(data).to_bytes(4, "little") + data


def _sync(stream: _Stream, service: bytes) -> None:
    phone = stream.connection.phone
    while True:
        head = stream.read(8)
        name = stream.read(int.from_bytes(head[4:], "little"))
        match head[:4]:
            case b"STAT":
                stream.write(b"STAT" + struct.pack("<III", *_old(phone.path(name))))
            case b"LST2" | b"STA2":
                stream.write(head[:4] + _new(phone.path(name), follow=head[:4] == b"STA2"))
            case b"LIST" | b"LIS2":
                _list(stream, phone, phone.path(name), two=head[:4] == b"LIS2")
            case b"RECV":
                if not _send_file(stream, phone, phone.path(name)):
                    return
            case _:
                return


def _old(path: bytes) -> tuple[int, int, int]:
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return (0, 0, 0)
    return (found.st_mode, found.st_size & 0xFFFFFFFF, int(found.st_mtime))


def _new(path: bytes, follow: bool) -> bytes:
    try:
        found = os.stat(path) if follow else os.lstat(path)
    except (OSError, ValueError) as error:
        return _STAT2.pack(getattr(error, "errno", None) or 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return _STAT2.pack(
        0, found.st_dev, found.st_ino, found.st_mode, found.st_nlink, found.st_uid, found.st_gid, found.st_size,
        int(found.st_atime), int(found.st_mtime), int(found.st_ctime),
    )  # fmt: skip


def _list(stream: _Stream, phone: StandInPhone, folder: bytes, two: bool) -> None:
    try:
        names = [b".", b"..", *os.listdir(folder)]
    except OSError:
        names = []
    names += phone.faults.names
    pending = bytearray()
    entries = iter(names)
    while True:
        name = b"again" if phone.faults.endless_list else next(entries, None)
        if name is None:
            break
        path = folder + b"/" + name
        length = len(name).to_bytes(4, "little")
        if two:
            pending += b"DNT2" + _new(path, follow=False) + length + name
        else:
            pending += b"DENT" + struct.pack("<III", *_old(path)) + length + name
        if len(pending) > _PIECE:
            stream.write(bytes(pending))
            pending.clear()
    stream.write(bytes(pending) + b"DONE" + bytes(_STAT2.size + 4 if two else 16))


def _send_file(stream: _Stream, phone: StandInPhone, path: bytes) -> bool:
    faults = phone.faults
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError
        file = open(path, "rb")  # noqa: SIM115  closed below, after an early answer
    except OSError:
        why = b"open failed: No such file or directory"
        stream.write(b"FAIL" + len(why).to_bytes(4, "little") + why)
        return False
    with file:
        if faults.long_data:
            stream.write(b"DATA" + b"\xff\xff\xff\xff")
        while piece := file.read(_PIECE):
            if faults.frozen_after is not None and phone.sent >= faults.frozen_after:
                phone._closing.wait()
                return False
            if faults.killed_after is not None and phone.sent >= faults.killed_after:
                stream.connection.drop()
                return False
            stream.write(b"DATA" + len(piece).to_bytes(4, "little") + piece)
            phone.sent += len(piece)
    stream.write(b"DONE" + bytes(4))
    return True


def _signed(key: bytes, token: bytes, signature: bytes) -> bool:
    """Whether a token was signed by the owner of a key in Android's own form."""
    packed = base64.b64decode(key)
    words = int.from_bytes(packed[:4], "little")
    modulus = int.from_bytes(packed[8 : 8 + words * 4], "little")
    exponent = int.from_bytes(packed[-4:], "little")
    public = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    try:
        public.verify(signature, token, padding.PKCS1v15(), utils.Prehashed(hashes.SHA1()))
    except InvalidSignature:
        return False
    return True
