"""Real registry hives as a machine: the Windows probes' own questions, answered from files.

Fixtures are hives of other people's test machines, some compressed (.xz), some left dirty with transaction logs beside
them (.LOG1, .LOG2), which are replayed the way Windows does at start-up.
"""

from __future__ import annotations

import lzma
import os
import re
import struct
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any, Literal, cast

from regipy.exceptions import RegipyException
from regipy.registry import NKRecord, RegistryHive

from checker.machine import refusals
from checker.machine.answers import RegistryData, RegistryKey
from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from tests.worlds.world import World

HiveName = Literal["SYSTEM", "SOFTWARE", "SAM", "SECURITY", "NTUSER", "USRCLASS"]

_PLACES: tuple[tuple[str, HiveName], ...] = (
    ("HKLM\\SYSTEM", "SYSTEM"),
    ("HKLM\\SOFTWARE", "SOFTWARE"),
    ("HKLM\\SAM", "SAM"),
    ("HKLM\\SECURITY", "SECURITY"),
    ("HKCU\\SOFTWARE\\CLASSES", "USRCLASS"),
    ("HKCU", "NTUSER"),
)
# Neither library has types for what we take of it.
_CONSTRUCT: Any = import_module("construct")
_OPEN: Any = RegistryHive
_BROKEN = (
    RegipyException,
    _CONSTRUCT.ConstructError,
    ValueError,
    struct.error,
    lzma.LZMAError,
    StopIteration,
    OverflowError,
)
_BINS = 4096  # where the bins begin, after the base block
_COMPRESSED = 1  # in a value's flags: its name is Latin-1
_INLINE = 0x8000_0000  # in a value's size: the data sits where its offset would be
_SEGMENT = 0x3FD8  # larger data is cut into segments under a "db" cell
_SZ, _EXPAND_SZ, _DWORD, _MULTI_SZ, _QWORD = 1, 2, 4, 7, 11


def hive_machine(world: World | None = None, **hives: Path | str) -> Machine:
    r"""A machine whose registry is these files; keywords are SYSTEM, SOFTWARE, SAM, SECURITY, NTUSER, USRCLASS.

    NTUSER is HKCU, USRCLASS is HKCU\Software\Classes. A hive that was not given is Unreadable, not empty; so is every
    other question, unless `world` answers it.
    """
    unknown = set(hives) - {name for _, name in _PLACES}
    if unknown:
        raise TypeError(f"no such hive: {sorted(unknown)}")
    return Machine(HiveSource({cast(HiveName, name): Path(path) for name, path in hives.items()}, world))


class HiveSource:
    """A `Source` of registry hives, and of whatever else `world` knows."""

    def __init__(self, hives: dict[HiveName, Path], world: World | None = None) -> None:
        self._hives = hives
        self._world = world or World(
            Platform.WINDOWS, processes=None, listeners=None, interfaces=None, mounts=None, services=None, admin=True
        )

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb == "registry":
            key, view = arguments
            return self._registry(key, view, stop)
        return self._world.answer(verb, arguments, stop)

    def _registry(self, key: str, view: int, stop: Event) -> RegistryKey:
        found = next((item for item in _PLACES if (key.upper() + "\\").startswith(item[0] + "\\")), None)
        if found is not None and found[1] in self._hives:
            place, name = found
            return _hive(self._hives[name]).key(key[len(place) :].strip("\\"), key, name, view)
        if self._world.registry:
            return cast(RegistryKey, self._world.answer("registry", (key, view), stop))
        raise Unreadable(Text(f"没有提供这个注册表文件：{key}", f"No hive was given for {key}"))


class Hive:
    """One hive file, read into memory; keys are found once."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._below: dict[str, dict[str, NKRecord]] = {}
        handle, path = tempfile.mkstemp()
        try:
            with os.fdopen(handle, "wb") as file:  # the library takes nothing but a path
                file.write(content)
            self._root: NKRecord = _OPEN(path).root
        except _BROKEN as error:
            raise refusals.malformed(name) from error
        finally:
            os.unlink(path)

    def key(self, path: str, asked: str, hive: HiveName, view: int = 64) -> RegistryKey:
        """The key at a path below the hive's place, with CurrentControlSet and the 32-bit view put in."""
        try:
            if hive == "SYSTEM":
                path = self._control_set(path)
            if hive == "SOFTWARE" and view == 32:
                path = self._redirected(path)
            node = self._node(path.lower())
            if node is None:
                raise refusals.absent(asked)
            written = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=node.header.last_modified / 10)
            below = tuple(_name(child) for child in self._children(path.lower(), node).values())
            return RegistryKey(dict(self._values(node)), below, written)
        except _BROKEN as error:
            raise refusals.malformed(asked) from error

    def _control_set(self, path: str) -> str:
        first, slash, rest = path.partition("\\")
        if first.lower() != "currentcontrolset":
            return path
        select = self._node("select")
        current = None if select is None else dict(self._values(select)).get("Current")
        if not isinstance(current, int):
            raise refusals.malformed("HKLM\\SYSTEM\\Select")
        return f"ControlSet{current:03d}{slash}{rest}"

    def _redirected(self, path: str) -> str:
        # A 32-bit Windows has no WOW6432Node and one view; Policies is shared between the views.
        if self._node("wow6432node") is None or path.lower().partition("\\")[0] == "policies":
            return path
        return f"WOW6432Node\\{path}" if path else "WOW6432Node"

    def _node(self, path: str) -> NKRecord | None:
        if not path:
            return self._root
        above, _, name = path.rpartition("\\")
        parent = self._node(above)
        return None if parent is None else self._children(above, parent).get(name)

    def _children(self, path: str, node: NKRecord) -> dict[str, NKRecord]:
        if path not in self._below:
            untyped: Any = node
            self._below[path] = {_name(child).lower(): child for child in untyped.iter_subkeys()}
        return self._below[path]

    def _values(self, node: NKRecord) -> Iterator[tuple[str, RegistryData]]:
        if not node.values_count:
            return
        count, start = node.values_count, self._at(node.header.values_list_offset)
        for (offset,) in struct.iter_unpack("<I", self._slice(start, 4 * count)):
            at = self._at(offset)
            mark, name_size, size, data_offset, kind, flags = struct.unpack_from("<2sHIIIH", self._content, at)
            if mark != b"vk":
                raise ValueError("not a value")
            name = self._slice(at + 20, name_size).decode("latin-1" if flags & _COMPRESSED else "utf-16-le", "replace")
            yield name, _decoded(kind, self._data(size, data_offset))

    def _data(self, size: int, offset: int) -> bytes:
        if size >= _INLINE:
            return struct.pack("<I", offset)[: size - _INLINE]
        start = self._at(offset)
        if size <= _SEGMENT or self._content[start : start + 2] != b"db":
            return self._slice(start, size)
        _, segments, listed = struct.unpack_from("<2sHI", self._content, start)
        parts = struct.unpack_from(f"<{segments}I", self._content, self._at(listed))
        whole = b"".join(self._slice(self._at(part), _SEGMENT, short=True) for part in parts)
        return whole[:size]

    @staticmethod
    def _at(offset: int) -> int:
        """Where a cell's content lies in the file: after the base block and the cell's own size."""
        return _BINS + offset + 4

    def _slice(self, start: int, size: int, short: bool = False) -> bytes:
        part = self._content[start : start + size]
        if len(part) < size and not short:
            raise ValueError("data beyond the end of the hive")
        return part


def _name(node: NKRecord) -> str:
    raw = bytes(node.header.key_name_string)
    return raw.decode("latin-1" if node.header.flags.KEY_COMP_NAME else "utf-16-le", "replace")


def _decoded(kind: int, data: bytes) -> RegistryData:
    """The types of RegistryKey's docstring, as winreg reads them."""
    if kind in (_SZ, _EXPAND_SZ):
        return data[: len(data) & ~1].decode("utf-16-le", "surrogatepass").split("\0", 1)[0]
    if kind == _MULTI_SZ:
        return tuple(part for part in data[: len(data) & ~1].decode("utf-16-le", "surrogatepass").split("\0") if part)
    if kind == _DWORD and len(data) >= 4:
        return int.from_bytes(data[:4], "little")
    if kind == _QWORD and len(data) >= 8:
        return int.from_bytes(data[:8], "little")
    return data


@cache
def _hive(path: Path) -> Hive:
    try:
        content = bytearray(_unpacked(path))
        _replay(content, [_unpacked(log) for log in _logs(path)])
    except _BROKEN as error:
        raise refusals.malformed(path.name) from error
    return Hive(bytes(content), path.name)


def _unpacked(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


def _logs(path: Path) -> list[Path]:
    """The transaction logs beside a hive, whatever the case of their names."""
    wanted = re.compile(re.escape(path.name.removesuffix(".xz")) + r"\.log[12](\.xz)?", re.IGNORECASE)
    return [found for found in sorted(path.parent.iterdir()) if wanted.fullmatch(found.name)]


def _replay(hive: bytearray, logs: list[bytes]) -> None:
    """Bring a dirty hive up to date: every log entry from the hive's own sequence number on, in order, without a hole.

    Format: regf base block (sequence numbers at 4 and 8, size of the bins at 40); new-style logs of Windows 8.1 and
    later hold "HvLE" entries from byte 512: size, flags, sequence, size of the bins, count, two hashes, then (offset,
    size) of each page, then the pages.
    """
    if len(hive) < _BINS:
        return
    first, second = struct.unpack_from("<2I", hive, 4)
    if first == second:
        return
    entries = {sequence: entry for log in logs for sequence, entry in _entries(log) if sequence >= second}
    expected = min(entries, default=0)
    while expected in entries:
        _apply(hive, entries[expected])
        expected += 1


def _entries(log: bytes) -> Iterator[tuple[int, bytes]]:
    at = 512
    while log[at : at + 4] == b"HvLE" and at + 40 <= len(log):
        size, _, sequence = struct.unpack_from("<3I", log, at + 4)
        if size < 40 or at + size > len(log):
            return
        yield sequence, log[at : at + size]
        at += size


def _apply(hive: bytearray, entry: bytes) -> None:
    bins, count = struct.unpack_from("<2I", entry, 16)
    hive.extend(bytes(max(0, _BINS + bins - len(hive))))
    struct.pack_into("<I", hive, 40, bins)
    at = 40 + 8 * count
    for index in range(count):
        offset, size = struct.unpack_from("<2I", entry, 40 + 8 * index)
        if offset + size > bins or at + size > len(entry):
            raise ValueError("a log page lies outside the hive")
        hive[_BINS + offset : _BINS + offset + size] = entry[at : at + size]
        at += size
