"""Who may read a folder on Windows and who may change it, by its security descriptor (MS-DTYP 2.4.6, self-relative).

A folder in a person's profile lets in that person, SYSTEM and administrators. One on a shared drive, a stick, or in a
profile whose rights were changed may let in everybody.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator

_DACL_PRESENT = 0x0004
_ALLOWED = (0x00, 0x05, 0x09, 0x0B)  # ACCESS_ALLOWED_ACE, its object and callback kinds
_OBJECT = (0x05, 0x0B)  # these have a word of flags and up to two GUIDs before the SID
_READ = 0x0000_0001 | 0x1000_0000 | 0x8000_0000  # FILE_READ_DATA, GENERIC_ALL, GENERIC_READ
# FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL, GENERIC_WRITE
_WRITE = 0x0000_0046 | 0x000D_0000 | 0x1000_0000 | 0x4000_0000
_SYSTEM, _ADMINISTRATORS, _CREATOR = "S-1-5-18", "S-1-5-32-544", "S-1-3-0"  # the last: whoever makes a file there
_OTHERS = frozenset(
    {
        "S-1-1-0",  # Everyone
        "S-1-2-0",  # Local
        "S-1-5-2",  # Network
        "S-1-5-4",  # Interactive
        "S-1-5-7",  # Anonymous Logon
        "S-1-5-11",  # Authenticated Users
        "S-1-5-32-545",  # Users
        "S-1-5-32-546",  # Guests
        "S-1-5-32-547",  # Power Users
    }
)
_DOMAIN = "S-1-5-21-"
_DOMAIN_OTHERS = ("513", "514", "515")  # Domain Users, Domain Guests, Domain Computers


def lets_others_read(descriptor: bytes) -> bool:
    """Whether a self-relative security descriptor lets in more than a person, the system and administrators.

    A descriptor without a list lets in everybody. What is denied is not looked for: an order of entries in which a
    refusal matters is rare, and a warning too many costs less than one too few.

    Raises:
        ValueError: not a security descriptor.
    """
    if len(descriptor) < 20 or descriptor[0] != 1:
        raise ValueError("not a security descriptor")
    control, place = struct.unpack_from("<H", descriptor, 2)[0], struct.unpack_from("<I", descriptor, 16)[0]
    if not control & _DACL_PRESENT or place == 0:
        return True
    try:
        return any(mask & _READ and _others(sid) for mask, sid in _entries(descriptor, place))
    except (struct.error, IndexError) as error:
        raise ValueError("a damaged security descriptor") from error


def lets_others_write(descriptor: bytes, person: str) -> bool:
    """Whether anybody but one person (a SID), the system and administrators may change it or its rights, or owns it.

    Raises:
        ValueError: not a security descriptor.
    """
    if len(descriptor) < 20 or descriptor[0] != 1:
        raise ValueError("not a security descriptor")
    control, owner, place = struct.unpack_from("<2xHI8xI", descriptor)
    ours = (person, _SYSTEM, _ADMINISTRATORS)
    if not control & _DACL_PRESENT or place == 0 or owner == 0:
        return True
    try:
        written = any(mask & _WRITE and sid not in (*ours, _CREATOR) for mask, sid in _entries(descriptor, place))
        return written or _sid(descriptor, owner) not in ours
    except (struct.error, IndexError) as error:
        raise ValueError("a damaged security descriptor") from error


def _entries(descriptor: bytes, place: int) -> Iterator[tuple[int, str]]:
    """Mask and SID of each entry that allows something."""
    (count,) = struct.unpack_from("<H", descriptor, place + 4)
    place += 8
    for _ in range(count):
        kind, _flags, size = struct.unpack_from("<BBH", descriptor, place)
        if size < 8:
            raise ValueError("a damaged security descriptor")
        if kind in _ALLOWED:
            (mask,) = struct.unpack_from("<I", descriptor, place + 4)
            sid = place + 8
            if kind in _OBJECT:
                (present,) = struct.unpack_from("<I", descriptor, sid)
                sid += 4 + 16 * (present & 1) + 16 * (present >> 1 & 1)
            yield mask, _sid(descriptor, sid)
        place += size


def _sid(descriptor: bytes, place: int) -> str:
    revision, count = struct.unpack_from("<BB", descriptor, place)
    authority = int.from_bytes(descriptor[place + 2 : place + 8], "big")
    parts = struct.unpack_from(f"<{count}I", descriptor, place + 8)
    return "-".join(("S", str(revision), str(authority), *map(str, parts)))


def _others(sid: str) -> bool:
    return sid in _OTHERS or (sid.startswith(_DOMAIN) and sid.rpartition("-")[2] in _DOMAIN_OTHERS)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from checker.machine.windows.api import function, last_error
    from checker.model.unreadable import Unreadable

    _OWNER, _DACL = 1, 4  # OWNER_SECURITY_INFORMATION, DACL_SECURITY_INFORMATION

    def open_to_others(path: str) -> bool:
        """Whether others may read a folder. A folder that does not say is not open: its results could not be kept."""
        try:
            return lets_others_read(_descriptor(path, _DACL))
        except (Unreadable, ValueError):
            return False

    def others_may_write(path: str) -> bool:
        """Whether others may change a file or a folder; one that does not say is taken for such."""
        from checker.machine.windows.accounts import current_sid

        try:
            return lets_others_write(_descriptor(path, _OWNER | _DACL), current_sid())
        except (Unreadable, ValueError):
            return True

    def _descriptor(path: str, parts: int) -> bytes:
        """Raises Unreadable."""
        ask = function(
            *("advapi32.dll", "GetFileSecurityW", wintypes.BOOL, wintypes.LPCWSTR, wintypes.DWORD),
            *(ctypes.c_void_p, wintypes.DWORD, ctypes.POINTER(wintypes.DWORD)),
        )
        needed = wintypes.DWORD()
        ask(path, parts, None, 0, ctypes.byref(needed))
        content = ctypes.create_string_buffer(max(needed.value, 1))
        if not ask(path, parts, content, needed.value, ctypes.byref(needed)):
            raise last_error("GetFileSecurity")
        return content.raw
