"""COM objects that are asked by name (IDispatch), and WinRT ones that are asked by place in their table.

Written on ctypes alone, because the ready-made libraries write generated modules to the disk of the computer that they
run on. Only the thread that made an object may use it: see `checker.machine.patience`.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from checker.machine.windows.api import failed, function, missing

_MULTITHREADED = 0
_IN_PROCESS_OR_LOCAL = 5
_GET_OR_CALL = 3  # DISPATCH_METHOD | DISPATCH_PROPERTYGET, as scripts ask
_NEW_ENUM = -4  # DISPID of a collection's enumerator
_EXCEPTION = 0x80020009  # DISP_E_EXCEPTION: the true code is in EXCEPINFO
NOT_REGISTERED = {0x800401F3, 0x80040154}  # CO_E_CLASSSTRING, REGDB_E_CLASSNOTREG
_EMPTY, _NULL, _I2, _I4, _R4, _R8, _DATE, _BSTR, _DISPATCH, _ERROR, _BOOL, _VARIANT, _UNKNOWN = (
    *(0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13),
)
_SIGNED = {16: ctypes.c_int8, _I2: ctypes.c_int16, _I4: ctypes.c_int32, 20: ctypes.c_int64, 22: ctypes.c_int32}
_UNSIGNED = {17: ctypes.c_uint8, 18: ctypes.c_uint16, 19: ctypes.c_uint32, 21: ctypes.c_uint64, 23: ctypes.c_uint32}
_INTEGERS: dict[int, Any] = {**_SIGNED, **_UNSIGNED}
_ARRAY = 0x2000
_ARRAY_LIMIT = 100_000

# Places in the tables of IUnknown, IDispatch, IEnumVARIANT.
_QUERY_INTERFACE, _RELEASE = 0, 2
_GET_IDS_OF_NAMES, _INVOKE = 5, 6
_NEXT = 3


class Guid(ctypes.Structure):
    _fields_ = (("bytes", ctypes.c_ubyte * 16),)

    @classmethod
    def of(cls, text: str) -> Guid:
        return cls.from_buffer_copy(uuid.UUID(text).bytes_le)


class _Union(ctypes.Union):
    _fields_ = (
        ("integer", ctypes.c_int64),
        ("float", ctypes.c_float),
        ("double", ctypes.c_double),
        ("boolean", ctypes.c_int16),
        ("pointer", ctypes.c_void_p),
        ("record", ctypes.c_void_p * 2),
    )


class Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16 * 3),
        ("of", _Union),
    )


class _Parameters(ctypes.Structure):
    _fields_ = (
        ("values", ctypes.POINTER(Variant)),
        ("names", ctypes.c_void_p),
        ("count", ctypes.c_uint),
        ("named", ctypes.c_uint),
    )


class _ExceptionInfo(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16),
        ("source", ctypes.c_void_p),
        ("description", ctypes.c_void_p),
        ("help_file", ctypes.c_void_p),
        ("help_context", wintypes.DWORD),
        ("more", ctypes.c_void_p),
        ("fill_in", ctypes.c_void_p),
        ("scode", ctypes.c_int32),
    )


_NO_GUID = Guid()
_DISPATCH_GUID = Guid.of("00020400-0000-0000-C000-000000000046")
_ENUM_GUID = Guid.of("00020404-0000-0000-C000-000000000046")


class Object:
    """A pointer to a COM object that we hold; the hold ends with this."""

    def __init__(self, address: int, name: str) -> None:
        self.address = address
        self.name = name

    def __del__(self) -> None:
        address, self.address = self.address, 0
        if address:
            self._method(address, _RELEASE)()

    def call(self, place: int, *arguments: tuple[Any, Any]) -> None:
        """Call the method at a place of the object's table with (ctypes type, value) pairs.

        Raises:
            Unreadable: its HRESULT was a failure.
        """
        code = self.code(place, *arguments)
        if code < 0:
            raise failed(self.name, code)

    def code(self, place: int, *arguments: tuple[Any, Any]) -> int:
        types = [kind for kind, _ in arguments]
        return int(self._method(self.address, place, *types)(*(value for _, value in arguments)))

    def cast(self, guid: Guid, name: str) -> Object:
        """The object under another interface."""
        place = ctypes.c_void_p()
        self.call(_QUERY_INTERFACE, (ctypes.c_void_p, ctypes.byref(guid)), (ctypes.c_void_p, ctypes.byref(place)))
        return Object(place.value or 0, name)

    def integer(self, place: int) -> int:
        """What a method with one int32 for an answer says."""
        value = ctypes.c_int32()
        self.call(place, (ctypes.c_void_p, ctypes.byref(value)))
        return value.value

    def object(self, place: int, name: str, *arguments: tuple[Any, Any]) -> Object:
        """What a method with an object for an answer says."""
        value = ctypes.c_void_p()
        self.call(place, *arguments, (ctypes.c_void_p, ctypes.byref(value)))
        if not value.value:
            raise missing(name)
        return Object(value.value, name)

    @staticmethod
    def _method(address: int, place: int, *types: Any) -> Any:
        table = ctypes.cast(address, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        prototype = ctypes.WINFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *types)
        method = prototype(table[place] or 0)
        return lambda *arguments: method(address, *arguments)


class Script(Object):
    """An object that answers by name, as a script would ask it."""

    def get(self, member: str, *arguments: str | int) -> Any:
        """A property, or what a method returns: None, bool, int, float, str, datetime, a tuple, or a Script.

        Raises:
            Unreadable: no such member, or it failed.
        """
        return self._invoke(self._place_of(member), f"{self.name}.{member}", arguments)

    def script(self, member: str, *arguments: str | int) -> Script:
        """`get`, where the answer has to be an object."""
        found = self.get(member, *arguments)
        if not isinstance(found, Script):
            raise missing(f"{self.name}.{member}")
        return found

    def __iter__(self) -> Iterator[Any]:
        found = self._invoke(_NEW_ENUM, f"{self.name}[]", ())
        if not isinstance(found, Object):
            raise missing(f"{self.name}[]")
        items = found.cast(_ENUM_GUID, f"{self.name}[]")
        while True:
            item = Variant()
            reached = ctypes.c_ulong()
            items.call(
                _NEXT,
                (ctypes.c_ulong, 1),
                (ctypes.c_void_p, ctypes.byref(item)),
                (ctypes.c_void_p, ctypes.byref(reached)),
            )
            if not reached.value:
                return
            yield _taken(item, f"{self.name}[]")

    def _place_of(self, member: str) -> int:
        name, place = ctypes.c_wchar_p(member), ctypes.c_long()
        code = self.code(
            _GET_IDS_OF_NAMES,
            (ctypes.c_void_p, ctypes.byref(_NO_GUID)),
            (ctypes.c_void_p, ctypes.byref(name)),
            (ctypes.c_uint, 1),
            (wintypes.DWORD, 0),
            (ctypes.c_void_p, ctypes.byref(place)),
        )
        if code < 0:
            raise missing(f"{self.name}.{member}")
        return place.value

    def _invoke(self, place: int, what: str, arguments: tuple[str | int, ...]) -> Any:
        values = (Variant * max(1, len(arguments)))(*(_variant(value) for value in reversed(arguments)))
        parameters = _Parameters(values, None, len(arguments), 0)
        result, trouble = Variant(), _ExceptionInfo()
        code = self.code(
            _INVOKE,
            (ctypes.c_long, place),
            (ctypes.c_void_p, ctypes.byref(_NO_GUID)),
            (wintypes.DWORD, 0),
            (wintypes.WORD, _GET_OR_CALL),
            (ctypes.c_void_p, ctypes.byref(parameters)),
            (ctypes.c_void_p, ctypes.byref(result)),
            (ctypes.c_void_p, ctypes.byref(trouble)),
            (ctypes.c_void_p, None),
        )
        for value in values:
            _clear(value)
        for text in (trouble.source, trouble.description, trouble.help_file):
            _free_text(text)
        if code & 0xFFFF_FFFF == _EXCEPTION and trouble.scode:
            code = trouble.scode
        if code < 0:
            raise failed(what, code)
        return _taken(result, what)


@cache
def _kept_loaded() -> None:
    """The apartment of all our threads stays, once there, until the program ends (Windows 8 and later).

    Otherwise each question, which has its own thread, is the first and the last one in it: COM then unloads its
    servers after every answer and loads them anew for the next. Where one of them does not give back all that it took,
    as Wine's WMI does not, the 64th question stands still for good.
    """
    cookie = ctypes.c_void_p()
    code = function("ole32.dll", "CoIncrementMTAUsage", ctypes.c_int32, ctypes.c_void_p)(ctypes.byref(cookie))
    if code < 0:
        raise failed("CoIncrementMTAUsage", code)


@contextmanager
def apartment() -> Iterator[None]:
    """COM for the thread that we are in, until the end of the block. Objects must not outlive it."""
    _kept_loaded()
    code = function("ole32.dll", "CoInitializeEx", ctypes.c_int32, ctypes.c_void_p, wintypes.DWORD)(
        None, _MULTITHREADED
    )
    if code < 0:
        raise failed("CoInitializeEx", code)
    try:
        yield
    finally:
        function("ole32.dll", "CoUninitialize", None)()


def script(name: str) -> Script:
    """A new object by its registered name, e.g. ``WbemScripting.SWbemLocator``.

    Raises:
        Unreadable: this Windows has no such class.
    """
    class_id, place = Guid(), ctypes.c_void_p()
    find = function("ole32.dll", "CLSIDFromProgID", ctypes.c_int32, ctypes.c_wchar_p, ctypes.c_void_p)
    code = find(name, ctypes.byref(class_id))
    if code >= 0:
        create = function(
            *("ole32.dll", "CoCreateInstance", ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p),
            *(wintypes.DWORD, ctypes.c_void_p, ctypes.c_void_p),
        )
        wanted = ctypes.byref(_DISPATCH_GUID)
        code = create(ctypes.byref(class_id), None, _IN_PROCESS_OR_LOCAL, wanted, ctypes.byref(place))
    if code & 0xFFFF_FFFF in NOT_REGISTERED:
        raise missing(name)
    if code < 0 or not place.value:
        raise failed(name, code)
    return Script(place.value, name)


def _variant(value: str | int) -> Variant:
    made = Variant()
    if isinstance(value, str):
        made.kind = _BSTR
        allocate = function("oleaut32.dll", "SysAllocStringLen", ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint)
        made.of.pointer = allocate(value, len(value.encode("utf-16-le")) // 2)
    else:
        made.kind = _I4
        made.of.integer = value
    return made


def _taken(value: Variant, what: str) -> Any:
    """A variant as a Python value; the variant itself is freed."""
    try:
        return _read(value, what)
    finally:
        _clear(value)


def _read(value: Variant, what: str) -> Any:
    kind = value.kind
    if kind in (_EMPTY, _NULL, _ERROR):
        return None
    if kind in _INTEGERS:
        return _INTEGERS[kind](value.of.integer).value
    if kind == _BOOL:
        return value.of.boolean != 0
    if kind in (_R4, _R8):
        return value.of.float if kind == _R4 else value.of.double
    if kind == _DATE:
        return datetime(1899, 12, 30) + timedelta(days=value.of.double)
    if kind == _BSTR:
        return _text(value.of.pointer)
    if kind in (_DISPATCH, _UNKNOWN):
        return _held(value.of.pointer, kind, what)
    if kind & _ARRAY:
        return _elements(value.of.pointer, kind & ~_ARRAY, what)
    raise missing(f"{what} (VT {kind})")


def _text(address: int | None) -> str:
    if not address:
        return ""
    length = function("oleaut32.dll", "SysStringLen", ctypes.c_uint, ctypes.c_void_p)(address)
    return ctypes.wstring_at(address, length)


def _held(address: int | None, kind: int, what: str) -> Object | None:
    if not address:
        return None
    # The variant gives its own hold back when it is cleared: asking for an interface takes a hold of ours.
    borrowed = Object(address, what)
    try:
        if kind == _UNKNOWN:
            return borrowed.cast(Guid.of("00000000-0000-0000-C000-000000000046"), what)
        own = borrowed.cast(_DISPATCH_GUID, what)
        address, own.address = own.address, 0
        return Script(address, what)
    finally:
        borrowed.address = 0


def _elements(array: int | None, kind: int, what: str) -> tuple[Any, ...]:
    """A SAFEARRAY of one dimension."""
    if not array:
        return ()
    low, high = ctypes.c_long(), ctypes.c_long()
    bound = (ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p)
    function("oleaut32.dll", "SafeArrayGetLBound", *bound)(array, 1, ctypes.byref(low))
    function("oleaut32.dll", "SafeArrayGetUBound", *bound)(array, 1, ctypes.byref(high))
    if high.value - low.value >= _ARRAY_LIMIT:
        raise missing(f"{what} (array of {high.value - low.value})")
    get = function(
        "oleaut32.dll", "SafeArrayGetElement", ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
    )
    found = []
    for index in range(low.value, high.value + 1):
        item, place = Variant(), ctypes.c_long(index)
        if kind != _VARIANT:
            item.kind = kind
        target = ctypes.byref(item) if kind == _VARIANT else ctypes.byref(item.of)
        code = get(array, ctypes.byref(place), target)
        if code < 0:
            raise failed(what, code)
        found.append(_taken(item, what))
    return tuple(found)


def _clear(value: Variant) -> None:
    function("oleaut32.dll", "VariantClear", ctypes.c_int32, ctypes.c_void_p)(ctypes.byref(value))


def _free_text(address: int | None) -> None:
    if address:
        function("oleaut32.dll", "SysFreeString", None, ctypes.c_void_p)(address)
