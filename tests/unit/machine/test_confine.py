"""A confined worker reaches no network, starts no program and looks into no other process; its pipe goes on."""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import re
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.machine import confine, seccomp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
MEMORY = 2 << 30
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def inet() -> object:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def inet6() -> object:
    return socket.socket(socket.AF_INET6).close()


def local() -> object:
    return socket.socket(socket.AF_UNIX).close()


def netlink() -> object:
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()


def pair() -> object:
    return [end.close() for end in socket.socketpair()]


def a_program() -> object:
    return subprocess.run(["/bin/true"], check=True)


def another_process() -> object:
    """PTRACE_PEEKDATA of our parent, to which we are not attached: ESRCH, unless the call itself is refused."""
    ctypes.CDLL(None, use_errno=True).ptrace(2, os.getppid(), 0, 0)
    if ctypes.get_errno() == errno.EPERM:
        raise PermissionError
    return errno.errorcode[ctypes.get_errno()]


def in_a_thread() -> object:
    """A thread that was there before."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(attempted(inet)))
    thread.start()
    thread.join()
    if found == ["refused"]:
        raise PermissionError
    return found


REACHES: tuple[Callable[[], object], ...] = (
    inet, inet6, local, netlink, pair, a_program, another_process, in_a_thread,
)  # fmt: skip


def attempted(reach: Callable[[], object]) -> str:
    try:
        return f"done: {reach()!r}"
    except PermissionError:
        return "refused"


def child(pipe: Any, reach: Callable[[], object]) -> None:
    waiting = threading.Event()
    result: list[str] = []
    early = threading.Thread(target=lambda: (waiting.wait(), result.append(attempted(reach))))
    early.start()
    held = confine.confine(MEMORY)
    waiting.set()
    early.join()
    pipe.send_bytes(repr((held, result[0], attempted(reach), pipe.recv_bytes())).encode())


@pytest.mark.skipif(bool(confine.unheld()), reason=confine.unheld())
@pytest.mark.parametrize("reach", REACHES, ids=lambda reach: reach.__name__)
def test_a_confined_process_is_refused(reach: Callable[[], object]):
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=child, args=(theirs, reach))
    process.start()
    theirs.close()
    ours.send_bytes(b"still here")
    said = ours.recv_bytes().decode()
    process.join()
    assert said == repr((True, "refused", "refused", b"still here"))


def test_this_process_may_do_what_its_workers_may_not():
    """The control: without the filter none of it is refused."""
    for reach in (inet, local, pair, a_program, another_process):
        assert attempted(reach).startswith("done")


@pytest.mark.parametrize("machine", ["loongarch64", "mips64", "riscv64"])
def test_an_architecture_that_we_have_no_list_for_is_said(monkeypatch: pytest.MonkeyPatch, machine: str):
    here = os.uname()
    monkeypatch.setattr(os, "uname", lambda: os.uname_result((*here[:4], machine)))
    assert machine in seccomp.lacking()
    assert machine in confine.unheld()
    assert not seccomp.refused()


def test_a_kernel_without_filters_is_said(monkeypatch: pytest.MonkeyPatch):
    class Old:
        def prctl(self, *_: object) -> int:
            return -1

    monkeypatch.setattr(seccomp, "_libc", Old)
    monkeypatch.setattr(seccomp.ctypes, "get_errno", lambda: 22)
    assert "no seccomp" in seccomp.lacking()
    assert not seccomp.refused()


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_those_of_the_systems_headers(machine: str):
    header = HEADERS[machine]
    if not header.is_file():
        pytest.skip(f"{header} is not here: sudo apt-get install linux-libc-dev")
    numbers = dict(re.findall(r"#define (?:__NR|__NR3264)_(\w+)\s+(\d+)", header.read_text()))
    column = seccomp.ARCHITECTURES[machine].shared
    assert {call: pair[column] for call, pair in seccomp.CALLS.items()} == {
        call: int(numbers[call]) for call in seccomp.CALLS
    }
    assert seccomp.ARCHITECTURES[machine].seccomp == int(numbers["seccomp"])


def answer(program: bytes, audit: int, number: int) -> int:
    """What the kernel would return: the four instructions that our filters use, run here."""
    lines = list(struct.iter_unpack("=HBBI", program))
    at = accumulator = 0
    while True:
        code, true, false, value = lines[at]
        at += 1
        if code == 0x20:
            accumulator = {0: number, 4: audit}[value]
        elif code == 0x06:
            return value
        else:
            met = accumulator == value if code == 0x15 else accumulator >= value
            at += true if met else false


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_a_filter_refuses_what_is_listed_and_nothing_else(machine: str):
    known = seccomp.ARCHITECTURES[machine]
    program = seccomp.program(known)
    refused = {number for number in range(1_000) if answer(program, known.audit, number) == 0x0005_0000 | errno.EPERM}
    assert refused == {pair[known.shared] for pair in seccomp.CALLS.values()}
    allowed = {number for number in range(1_000) if answer(program, known.audit, number) == 0x7FFF_0000}
    assert allowed == set(range(1_000)) - refused


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_a_call_of_another_abi_ends_the_process(machine: str):
    known = seccomp.ARCHITECTURES[machine]
    program = seccomp.program(known)
    assert answer(program, 0x4000_0003, 102) == 0x8000_0000  # i386's socketcall
    assert answer(program, known.audit, 0x4000_0000 | 41) == 0x8000_0000  # x32's socket
