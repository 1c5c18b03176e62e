"""How large the types of Windows' C interfaces are, and where the fields of a structure lie: 32-bit and 64-bit.

A type is a number of bytes, ``"p"`` for what is as wide as an address, or a list of fields. Our own types are read from
the source, as it can be loaded on Windows alone and as ``ctypes`` gives a DWORD of this system's own width here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WIDTHS = {"32": 4, "64": 8}
SOURCES = Path(__file__).parents[4] / "checker" / "machine" / "windows"

# ctypes and ctypes.wintypes, by the last part of the name.
_BYTES = {
    **dict.fromkeys(("DWORD", "ULONG", "LONG", "BOOL", "UINT", "INT", "c_int", "c_uint", "c_long", "c_ulong"), 4),
    **dict.fromkeys(("c_int32", "c_uint32", "c_float"), 4),
    **dict.fromkeys(("c_int64", "c_uint64", "c_double", "c_longlong", "c_ulonglong", "LARGE_INTEGER"), 8),
    **dict.fromkeys(("c_int16", "c_uint16", "c_short", "c_ushort", "c_wchar", "WORD"), 2),
    **dict.fromkeys(("c_ubyte", "c_byte", "c_char", "BYTE", "BOOLEAN"), 1),
}
_ADDRESSES = (
    "c_void_p",
    "c_wchar_p",
    "c_char_p",
    "LPCWSTR",
    "LPWSTR",
    "LPVOID",
    "HANDLE",
    "HKEY",
    "c_size_t",
    "POINTER",
)


@dataclass(frozen=True)
class Type:
    """`size` in bytes (-1: an address), or fields by their names. `union`: all begin at one place; `times`: an array;
    `pack`: no field's alignment is wider.
    """

    size: int = 0
    fields: tuple[tuple[str, Type], ...] = ()
    union: bool = False
    times: int = 1
    pack: int = 8

    def whole(self, width: int) -> tuple[int, int]:
        """Size and alignment."""
        if not self.fields:
            one = width if self.size < 0 else self.size
            return one * self.times, min(one, 8) or 1
        ends, alignment = [0], 1
        for _, offset, size, own in self.places(width):
            ends.append(offset + size)
            alignment = max(alignment, own)
        return -(-max(ends) // alignment) * alignment * self.times, alignment

    def places(self, width: int) -> Iterator[tuple[str, int, int, int]]:
        """Each field: its name, offset, size and alignment."""
        at = 0
        for name, kind in self.fields:
            size, alignment = kind.whole(width)
            alignment = min(alignment, self.pack)
            at = 0 if self.union else -(-at // alignment) * alignment
            yield name, at, size, alignment
            at += size

    def spots(self, width: int, base: int = 0) -> set[tuple[int, int]]:
        """Offset and size of every field at every depth, without names; of an array, of its first item."""
        found: set[tuple[int, int]] = set()
        for (_, kind), (_, offset, size, _) in zip(self.fields, self.places(width), strict=True):
            found.add((base + offset, size // kind.times))
            found |= kind.spots(width, base + offset)
        return found


@dataclass(frozen=True)
class Call:
    """A function of a system library as our source declares it: sizes of the result and of the arguments."""

    where: str
    name: str
    kinds: tuple[int, ...]


@cache
def module(name: str) -> ast.Module:
    return ast.parse((SOURCES / f"{name}.py").read_text("utf-8"))


def structure(where: str, name: str, bits: str = "64") -> Type:
    """A structure of ours, by its module and its name. Where we say how it is packed, we say so for 32 bits alone."""
    node = next(one for one in ast.walk(module(where)) if isinstance(one, ast.ClassDef) and one.name == name)
    fields = next(one.value for one in node.body if isinstance(one, ast.Assign) and _is(one.targets[0], "_fields_"))
    union = any(_last(base) == "Union" for base in node.bases)
    packed = any(isinstance(one, ast.Assign) and _is(one.targets[0], "_pack_") for one in node.body)
    return Type(fields=tuple(_fields(where, fields)), union=union, pack=1 if packed and bits == "32" else 8)


def _fields(where: str, node: ast.expr) -> Iterator[tuple[str, Type]]:
    assert isinstance(node, ast.Tuple | ast.List)
    for element in node.elts:
        if isinstance(element, ast.Starred):  # those of another structure
            assert isinstance(element.value, ast.Attribute)
            yield from structure(where, _last(element.value.value)).fields
        else:
            assert isinstance(element, ast.Tuple)
            name, kind = element.elts
            yield ast.literal_eval(name), _type(where, kind)


def _type(where: str, node: ast.expr) -> Type:
    if isinstance(node, ast.Constant) and node.value is None:
        return Type()
    if isinstance(node, ast.BinOp):
        one = _type(where, node.left)
        return Type(one.size, one.fields, one.union, int(ast.literal_eval(node.right)))
    name = _last(node.func if isinstance(node, ast.Call) else node)
    if name in _BYTES:
        return Type(_BYTES[name])
    if name in _ADDRESSES:
        return Type(-1)
    return structure("com" if name == "Guid" else where, name)


def calls() -> Iterator[Call]:
    """Every use of `checker.machine.windows.api.function`."""
    for path in sorted(SOURCES.glob("*.py")):
        bound = _bound(path.stem)
        for node in ast.walk(module(path.stem)):
            if isinstance(node, ast.Call) and _is(node.func, "function"):
                _, name, *kinds = _flat(node.args, bound)
                yield Call(path.stem, ast.literal_eval(name), tuple(_type(path.stem, one).size for one in kinds))


def _bound(where: str) -> dict[str, ast.expr]:
    """Tuples of types that stand under a name."""
    assigned = (node for node in ast.walk(module(where)) if isinstance(node, ast.Assign))
    return {_last(node.targets[0]): node.value for node in assigned if isinstance(node.value, ast.Tuple)}


def _flat(nodes: list[ast.expr], bound: dict[str, ast.expr]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Starred):
            value = node.value if isinstance(node.value, ast.Tuple) else bound[_last(node.value)]
            assert isinstance(value, ast.Tuple)
            yield from _flat(value.elts, bound)
        else:
            yield node


def constant(where: str, name: str) -> int:
    """A number of ours by its name; several may be assigned in one line."""
    for node in module(where).body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets[0], node.value
            if _is(targets, name):
                return int(_number(value))
            if isinstance(targets, ast.Tuple) and isinstance(value, ast.Tuple):
                for target, one in zip(targets.elts, _flat(value.elts, {}), strict=True):
                    if _is(target, name):
                        return int(_number(one))
    raise KeyError(name)


def _number(node: ast.expr) -> int:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _number(node.left) | _number(node.right)
    return int(ast.literal_eval(node))


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and _last(node) == name


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
