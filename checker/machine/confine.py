"""Limits on a worker process of our own, put on from inside: what it decodes may be built to do harm."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PROCESS_MEMORY, _KILL_ON_CLOSE, _DIE_QUIETLY = 0x100, 0x2000, 0x400
    _EXTENDED = 9  # JobObjectExtendedLimitInformation
    _held: list[int] = []  # the job ends with its last handle

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("Basic", _Basic),
            ("Io", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def confine(memory: int) -> bool:
        """At most so many bytes of committed memory for this process; whether the system agreed."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        job = kernel.CreateJobObjectW(None, None)
        if not job:
            return False
        limits = _Extended()
        limits.Basic.LimitFlags = _PROCESS_MEMORY | _KILL_ON_CLOSE | _DIE_QUIETLY
        limits.ProcessMemoryLimit = memory
        _held.append(job)
        size = ctypes.sizeof(limits)
        return bool(
            kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), size)
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )

    def alone() -> bool:
        """Windows has no call by which a process gives up the network; a firewall rule would change the computer."""
        return False

    def unheld() -> str:
        """As below."""
        return "workers keep the network: Windows has no call for that"

    def frugal() -> None:
        """Nothing to do: Windows takes back blocks of this size at once."""

    def given_back() -> None:
        """Nothing to do, see above."""

else:
    import ctypes
    import resource

    from checker.machine import seccomp

    _M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
    _LARGE = 16 << 20  # bytes
    _KEPT = 32 << 20  # bytes free at the heap's end: without, each run of a network fetches its memory page by page
    _FILE = 1 << 20  # bytes that may be written into one file: its own words on stderr, no more

    def confine(memory: int) -> bool:
        """At most so many bytes of address space for this process, no core dump, no files of any size, and `alone`.

        Whether the system agreed to all of it; what it did agree to holds.
        """
        shut = alone()
        try:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
        except (ValueError, OSError):
            return False
        return shut

    def alone() -> bool:
        """No network, no other program, no other process from here on; pipes that are held go on. Whether it holds."""
        return seccomp.refused()

    def unheld() -> str:
        """What a worker keeps on this system that it should not, and why, for the log; empty: nothing."""
        why = seccomp.lacking()
        return f"workers keep the network: {why}" if why else ""

    def frugal() -> None:
        """Blocks of 16 MiB and more go back to the system as soon as they are free.

        glibc moves that limit up to 32 MiB by itself and keeps what is below: a worker that had decoded 400 photos held
        370 MiB and needed 500 at most, with this 250 and 410. Other C libraries are left as they are.
        """
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, _LARGE)
            mallopt(_M_TRIM_THRESHOLD, _KEPT)

    def given_back() -> None:
        """What lies free within the heap goes back to the system: after loading the networks, some 30 MiB."""
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
