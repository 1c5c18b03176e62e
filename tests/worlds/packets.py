"""Packets from outside, sent through this computer's own kernel: two network namespaces with a wire between them.

Needs root. Nothing leaves the two namespaces, and they end with `wire`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

INSIDE = {"ip": "10.77.0.2", "ip6": "fd77::2"}

_SETUP = """
set -euo pipefail
ip link set lo up
unshare --net sleep infinity &
far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add eth0 address 02:00:00:00:00:02 type veth peer name out address 02:00:00:00:00:01 netns $far
ip address add 10.77.0.2/24 dev eth0
ip address add fd77::2/64 dev eth0 nodad
ip link set eth0 up
nsenter -t $far -n sh -c 'ip link set lo up; ip address add 10.77.0.1/24 dev out
  ip address add fd77::1/64 dev out nodad; ip link set out up'
echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
echo 0 > /proc/sys/net/ipv4/conf/eth0/rp_filter
echo 1 > /proc/sys/net/ipv4/ip_forward
echo $far
wait $far
"""


@dataclass(frozen=True)
class Packet:
    """The first of a connection, or a datagram."""

    family: str
    protocol: int
    source: str
    source_port: int
    port: int


class Wire:
    def __init__(self, near: Sequence[str], far: Sequence[str]) -> None:
        self.near = tuple(near)
        self._far = tuple(far)

    def run(self, *argv: str, given: str = "") -> str:
        """A program of this computer on the near side, which has to succeed."""
        ended = subprocess.run((*self.near, *argv), input=given, text=True, capture_output=True, check=False)
        assert ended.returncode == 0, f"{argv}: {ended.stderr}\n{given}"
        return ended.stdout

    def arrived(self, packets: Iterable[Packet]) -> list[bool]:
        """Which of them a program on the near side is given; the kernel says so, whoever listens there."""
        packets = list(packets)
        given = json.dumps([asdict(one) for one in packets])
        agent = [sys.executable, "-I", __file__]
        with subprocess.Popen(
            [*self.near, *agent, "listen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as listener:
            assert listener.stdout is not None
            assert listener.stdin is not None
            listener.stdout.readline()  # it listens
            sent = subprocess.run(
                [*self._far, *agent, "send"], input=given, text=True, capture_output=True, check=False
            )
            assert sent.returncode == 0, sent.stderr
            heard = set(json.loads(listener.communicate("\n")[0]))
        return [number in heard for number in range(len(packets))]


def missing() -> str | None:
    """Why there can be no wire here."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux, for network namespaces"
    lacking = [name for name in ("unshare", "nsenter", "ip") if shutil.which(name) is None]
    return f"needs {', '.join(lacking)}" if lacking else None


@contextmanager
def wire() -> Iterator[Wire]:
    with subprocess.Popen(
        ("unshare", "--net", "--kill-child", "--fork", "bash", "-c", _SETUP), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            far = process.stdout.readline().strip()
            with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as children:
                near = children.read().split()[0]
            yield Wire(("nsenter", "-t", near, "-n"), ("nsenter", "-t", far, "-n"))
        finally:
            subprocess.run(("kill", far), check=False)
            process.kill()


# -- what runs on either side, as programs of their own: a process is in one namespace ---------------------------------


def _listen() -> None:
    """Print a line when it listens; asked by a line, the numbers of the packets that came since."""
    import socket
    import struct

    sockets = []
    for family in (socket.AF_INET, socket.AF_INET6):
        for protocol in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
            one = socket.socket(family, socket.SOCK_RAW, protocol)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
            one.setblocking(False)
            sockets.append((one, family, protocol))
    sys.stdout.write("\n")
    sys.stdout.flush()
    sys.stdin.readline()
    heard = []
    for one, family, protocol in sockets:
        while True:
            try:
                content = one.recv(4096)
            except BlockingIOError:
                break
            segment = content[(content[0] & 15) * 4 :] if family == socket.AF_INET else content
            start = 4 if protocol == socket.IPPROTO_TCP else 8
            heard.append(struct.unpack_from("!I", segment, start)[0])
    json.dump(heard, sys.stdout)


def _send() -> None:
    """Send the packets of stdin, numbered, and wait until the other side has answered a last question."""
    import socket
    import struct

    if sys.platform == "win32":
        raise NotImplementedError
    mine, theirs = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one processor: what is sent first arrives first
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
    link.bind(("out", 0x0806))
    for number, packet in enumerate(json.load(sys.stdin)):
        six = packet["family"] == "ip6"
        family = socket.AF_INET6 if six else socket.AF_INET
        source, target = (socket.inet_pton(family, one) for one in (packet["source"], INSIDE[packet["family"]]))
        segment = _segment(packet, number, source, target)
        if six:
            head = struct.pack("!IHBB", 6 << 28, len(segment), packet["protocol"], 64) + source + target
            kind = b"\x86\xdd"
        else:
            head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), number, 0, 64, packet["protocol"], 0)
            head = head[:10] + struct.pack("!H", _sum(head + source + target)) + source + target
            kind = b"\x08\x00"
        link.send(theirs + mine + kind + head + segment)
    here, there = (socket.inet_aton(one) for one in ("10.77.0.1", INSIDE["ip"]))
    link.settimeout(600)
    link.send(theirs + mine + bytes.fromhex("08060001080006040001") + mine + here + bytes(6) + there)
    while True:  # an answer to it means that all before it has been through the filter
        answer = link.recv(128)
        if answer[20:22] == b"\x00\x02" and answer[28:32] == there:
            return


def _segment(packet: dict[str, int], number: int, source: bytes, target: bytes) -> bytes:
    import struct

    ports = struct.pack("!HH", packet["source_port"], packet["port"])
    if packet["protocol"] == 6:
        head, tail = ports + struct.pack("!IIBBH", number, 0, 0x50, 2, 1024), bytes(2)
    else:
        head, tail = ports + struct.pack("!H", 12), struct.pack("!I", number)
    length = len(head) + 2 + len(tail)
    pseudo = source + target + struct.pack("!II", length, packet["protocol"])
    return head + struct.pack("!H", _sum(pseudo + head + tail) or 0xFFFF) + tail


def _sum(content: bytes) -> int:
    """The internet checksum (RFC 1071)."""
    total = sum(
        int.from_bytes(content[index : index + 2].ljust(2, b"\0"), "big") for index in range(0, len(content), 2)
    )
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


if __name__ == "__main__":
    _listen() if sys.argv[1] == "listen" else _send()
