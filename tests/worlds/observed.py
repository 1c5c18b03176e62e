"""Programs in a glass house: on a network where every packet is seen and a disk that shows what was written.

`observe` starts this module in a network and a mount namespace of its own (root, unshare, ip and overlayfs are needed).
There every address is this computer's, a name server answers every name, and a packet socket on the one interface sees
whatever anybody sends. The disk is an overlay: what is created or changed lands in a layer, looked at afterwards. Only
`room` is the real disk, with a home of its own in it.
"""

from __future__ import annotations

import sys

assert sys.platform == "linux"

import json
import os
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.worlds.terminal import talk

ROOT = Path(__file__).parents[2]
_UNSHARE = ("unshare", "--net", "--mount", "--propagation", "private")
_ANY = 3  # ETH_P_ALL
_OUTGOING = 4  # PACKET_OUTGOING: every packet of the loopback interface is seen twice
_SOCK_DIAG, _BY_FAMILY, _DUMP, _ERROR, _DONE = 4, 20, 0x301, 2, 3  # linux/netlink.h, linux/sock_diag.h
_LISTENING = 1 << 10  # of linux/tcp_states.h, as a set
_LOOK = 0.02  # seconds between looks at who listens


@dataclass(frozen=True, slots=True)
class Step:
    """One program. `typed`: what a person types at its questions, on a terminal. `place`: where it is started."""

    name: str
    argv: tuple[str, ...]
    typed: tuple[str, ...] = ()
    place: str = "."


@dataclass(slots=True)
class Seen:
    """What a step did. `sent`: protocol, address and port, once each. `listened`: TCP ports.

    `written`: paths outside of the room. `ended`: its exit status.
    """

    ended: int = -1
    shown: str = ""
    names: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    listened: list[int] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def unfit() -> str:
    """Why nothing can be observed here; empty where it can."""
    missing = [name for name in ("unshare", "ip", "mount", "chroot") if shutil.which(name) is None]
    if missing:
        return f"{' '.join(missing)} is not here: sudo apt-get install iproute2 util-linux"
    if os.geteuid() != 0:
        return "namespaces and an overlay need root"
    if "\toverlay\n" not in Path("/proc/filesystems").read_text("ascii"):
        return "the kernel has no overlayfs"
    done = subprocess.run([*_UNSHARE, "true"], capture_output=True, text=True, check=False)
    return done.stderr.strip()


def observe(room: Path, steps: Sequence[Step], environment: Mapping[str, str]) -> dict[str, Seen]:
    """Run the steps one after the other, each in `room`, and tell of each what it did."""
    plan = {"room": str(room), "steps": [asdict(step) for step in steps], "environment": dict(environment)}
    done = subprocess.run(
        [*_UNSHARE, sys.executable, "-m", "tests.worlds.observed"],
        input=json.dumps(plan), capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return {name: Seen(**seen) for name, seen in json.loads(done.stdout).items()}


# -- inside -----------------------------------------------------------------------------------------------------------


class _Wire:
    """Every packet on the one interface there is, and a name server that knows every name."""

    def __init__(self) -> None:
        for words in ("link set lo up", "route add local 0.0.0.0/0 dev lo", "-6 route add local ::/0 dev lo"):
            subprocess.run(["ip", *words.split()], check=True)
        self._packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ANY))
        self._packets.bind(("lo", _ANY))
        self._packets.settimeout(_LOOK)
        self._server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._server.bind(("127.0.0.1", 53))
        self._kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG)
        self._looks = threading.Lock()
        self._seen = Seen()
        threading.Thread(target=self._watch, daemon=True).start()
        threading.Thread(target=self._answer, daemon=True).start()

    def begin(self) -> Seen:
        self._seen = Seen()
        return self._seen

    def settled(self) -> None:
        """Until what was sent has been seen: a packet of our own comes last."""
        done = threading.Event()
        self._mark = done
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"last", ("127.0.0.1", 9))
        done.wait()

    _mark: threading.Event | None = None

    def _watch(self) -> None:
        while True:
            self._listeners()
            try:
                content, (_, protocol, kind, *_rest) = self._packets.recvfrom(65_536)
            except TimeoutError:
                continue
            if kind == _OUTGOING:
                self._packet(content, protocol)

    def _packet(self, content: bytes, protocol: int) -> None:
        seen = self._seen
        if protocol == 0x0800:
            carried, body, target = content[9], content[(content[0] & 15) * 4 :], socket.inet_ntoa(content[16:20])
        elif protocol == 0x86DD:
            carried, body, target = content[6], content[40:], socket.inet_ntop(socket.AF_INET6, content[24:40])
        else:
            carried, body, target = 256, b"", hex(protocol)
        if carried in (1, 58, 0):  # the kernel's own words: no such port, who is there
            return
        name = {6: "tcp", 17: "udp"}.get(carried, str(carried))
        port = struct.unpack(">H", body[2:4])[0] if len(body) >= 4 else 0
        if carried == 6 and body[13] & 0x12 != 0x02:  # anything but the first packet of a connection
            return
        if carried == 17 and struct.unpack(">H", body[:2])[0] == 53:  # our own name server's answer
            return
        if carried == 17 and body[8:] == b"last" and port == 9:
            if self._mark is not None:
                self._mark.set()
            return
        if carried == 17 and port == 53:
            seen.names.append(_question(body[8:])[0])
        line = f"{name} {target} {port}"
        if line not in seen.sent:
            seen.sent.append(line)

    def _listeners(self) -> None:
        with self._looks:
            for family in (socket.AF_INET, socket.AF_INET6):
                for port in _listening(self._kernel, family):
                    if port not in self._seen.listened:
                        self._seen.listened.append(port)

    def _answer(self) -> None:
        while True:
            asked, who = self._server.recvfrom(4096)
            self._listeners()  # whoever asks is waiting: a look that cannot come too late
            _, end = _question(asked)
            kind = struct.unpack(">H", asked[end - 4 : end - 2])[0]
            address = {1: bytes((127, 0, 0, 2)), 28: bytes(15) + b"\1"}.get(kind)
            head = asked[:2] + b"\x81\x80\0\1" + (b"\0\1" if address else b"\0\0") + bytes(4)
            record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 1, len(address)) + address if address else b""
            self._server.sendto(head + asked[12:end] + record, who)


def _listening(kernel: socket.socket, family: int) -> Iterator[int]:
    """TCP ports that somebody listens on, by sock_diag(7): /proc/net/tcp walks through all that could be connected,
    seven milliseconds a look."""
    asked = struct.pack("=BBBBI48x", family, socket.IPPROTO_TCP, 0, 0, _LISTENING)
    kernel.send(struct.pack("=IHHII", 16 + len(asked), _BY_FAMILY, _DUMP, 1, 0) + asked)
    while True:
        told, at = kernel.recv(65_536), 0
        while at < len(told):
            size, kind = struct.unpack_from("=IH", told, at)
            if kind == _DONE:
                return
            if kind == _ERROR:
                number = -struct.unpack_from("=i", told, at + 16)[0]
                raise OSError(number, os.strerror(number))
            yield struct.unpack_from(">H", told, at + 20)[0]
            at += size + 3 & ~3


def _question(packet: bytes) -> tuple[str, int]:
    """The name that a DNS packet asks for, and where its question ends."""
    labels, at = [], 12
    while size := packet[at]:
        labels.append(packet[at + 1 : at + 1 + size].decode("ascii", "replace"))
        at += 1 + size
    return ".".join(labels), at + 5


class _Disk:
    """The whole disk, seen through a layer that takes what is written."""

    def __init__(self, room: Path) -> None:
        glass = Path("/mnt")
        _mount("-t", "tmpfs", "glass", glass)
        self._upper, work, self.top = glass / "upper", glass / "work", glass / "top"
        for folder in (self._upper, work, self.top):
            folder.mkdir()
        _mount("-t", "overlay", "glass", "-o", f"lowerdir=/,upperdir={self._upper},workdir={work}", self.top)
        for name in ("proc", "dev", "sys"):
            _mount("--rbind", f"/{name}", self.top / name)
        _mount("-t", "tmpfs", "glass", f"{self.top}/dev/shm")
        (self.top / "etc" / "resolv.conf").write_text("nameserver 127.0.0.1\n", "ascii")
        people = (self.top / "etc" / "passwd").read_text("utf-8").splitlines()
        people = [f"root:x:0:0:root:{room / 'home'}:/bin/bash", *(line for line in people if line[:5] != "root:")]
        (self.top / "etc" / "passwd").write_text("\n".join([*people, ""]), "utf-8")
        inside = self.top / room.relative_to("/")
        _mount("--bind", room, inside)
        self._known = self._now()

    def written(self) -> list[str]:
        """What has been created, changed or removed since the last look."""
        before, self._known = self._known, self._now()
        return sorted(path for path, state in self._known.items() if before.get(path) != state)

    def _now(self) -> dict[str, tuple[int, int]]:
        found = {}
        for top in (self._upper, self.top / "dev" / "shm"):
            for folder, names, others in os.walk(top):
                for name in (*others, *names):
                    path = Path(folder, name)
                    status = path.lstat()
                    if not path.is_dir() or not any(path.iterdir()):  # folders on the way are not news
                        where = "/" + str(path.relative_to(top if top == self._upper else self.top))
                        found[where] = status.st_mtime_ns, status.st_size
        return found


def _mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def main() -> None:
    """Run the plan on standard input."""
    plan: dict[str, Any] = json.load(sys.stdin)
    room = Path(plan["room"])
    wire, disk = _Wire(), _Disk(room)
    told: dict[str, Any] = {}
    for step in plan["steps"]:
        seen = wire.begin()
        place = str(room / step["place"])
        argv = [shutil.which("chroot") or "chroot", str(disk.top), "/usr/bin/env", "-C", place, *step["argv"]]
        if step["typed"]:
            seen.ended, seen.shown = talk(argv, step["typed"], room, plan["environment"])
        else:
            done = subprocess.run(
                argv, env=plan["environment"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
            )  # fmt: skip
            seen.ended, seen.shown = done.returncode, done.stdout
        wire.settled()
        seen.written = disk.written()
        told[step["name"]] = asdict(seen)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
