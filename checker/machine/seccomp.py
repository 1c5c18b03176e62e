"""A worker that needs no network, no program and no other process is refused them by the kernel (Linux, seccomp).

Pipes and files that it already holds go on working: they are read and written, which is not touched. The filter stays
for the rest of the process's life, for every thread and every child of it. Its layout: linux/filter.h, linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from dataclasses import dataclass
from typing import Final

_X32: Final = 0x4000_0000  # numbers from here on are those of x86-64's other ABI, which would go around the list
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K
_NUMBER, _ARCHITECTURE = 0, 4  # offsets within struct seccomp_data
_ALLOW, _REFUSE, _KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # prctl(2)
_SET_FILTER, _ALL_THREADS = 1, 1  # seccomp(2): SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC
_AT_FULL_SPEED = 4  # SECCOMP_FILTER_FLAG_SPEC_ALLOW (4.17): before 5.16 a filter also slowed every load after a store

# Which call it is: its number on x86-64, and in the list that newer architectures share.
CALLS: Final[dict[str, tuple[int, int]]] = {
    # the network, and other programs' sockets
    "socket": (41, 198),
    "socketpair": (53, 199),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "connect": (42, 203),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "recvmsg": (47, 212),  # a descriptor may come with it
    "recvmmsg": (299, 243),
    "io_uring_setup": (425, 425),  # it makes sockets by itself
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # other programs
    "execve": (59, 221),
    "execveat": (322, 281),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    # what root could turn the whole computer with
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "reboot": (169, 142),
}


@dataclass(frozen=True, slots=True)
class Architecture:
    """`audit`: AUDIT_ARCH_* of linux/audit.h. `seccomp`: that call's own number. `shared`: the newer list."""

    audit: int
    seccomp: int
    shared: bool


ARCHITECTURES: Final[dict[str, Architecture]] = {
    "x86_64": Architecture(0xC000_003E, 317, shared=False),
    "aarch64": Architecture(0xC000_00B7, 277, shared=True),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def program(architecture: Architecture) -> bytes:
    """The filter: every call of the list answers EPERM; a call by another ABI's number ends the process."""
    numbers = [pair[architecture.shared] for pair in CALLS.values()]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    # From each comparison over those that are left and the line that allows.
    lines += [(_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def lacking() -> str:
    """Why this system has no such filter, in words for the log; empty where it has."""
    if sys.platform != "linux":
        return f"no seccomp on {sys.platform}"
    if _architecture() is None:
        return f"no list of calls for {os.uname().machine}"
    # Without a filter the kernel says EFAULT where it knows filters, EINVAL where it does not; nothing is changed.
    if _libc().prctl(_SET_SECCOMP, _FILTER, None, 0, 0) == 0 or ctypes.get_errno() != errno.EFAULT:
        return "the kernel has no seccomp filters"
    return ""


def refused() -> bool:
    """Put the filter on this process, for ever; whether the kernel took it."""
    architecture = _architecture()
    if sys.platform != "linux" or architecture is None:
        return False
    libc, filters = _libc(), program(architecture)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    given = _Program(len(filters) // 8, filters)
    ways = (_ALL_THREADS | _AT_FULL_SPEED, _ALL_THREADS)
    return any(libc.syscall(architecture.seccomp, _SET_FILTER, way, ctypes.byref(given)) == 0 for way in ways)


def _architecture() -> Architecture | None:
    if sys.platform == "win32" or ctypes.sizeof(ctypes.c_void_p) != 8:  # or a 32-bit program on a 64-bit kernel
        return None
    return ARCHITECTURES.get(os.uname().machine)


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    libc.syscall.restype = ctypes.c_long
    return libc
