"""Foreign hives read whole: every key and value as regipy by itself reads them, fact by fact.

Between the probes and a hive stands our own reading of values; here another's reading of the same files is beside it.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.worlds.hives import hive_machine

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures" / "workstation"
HIVES = (
    *("regipy/NTUSER.DAT.xz", "regipy/NTUSER_with_winscp.DAT.xz", "regipy/NTUSER-WSL.DAT.xz", "regipy/SAM.xz"),
    *(
        "regipy/BCD.xz",
        "plaso/regf/NTUSER.DAT",
        "plaso/NTUSER-WIN7.DAT",
        "plaso/regf/SAM",
        "python-registry/issue22.hive",
    ),
)
_REGIPY: Any = import_module("regipy.registry")  # it has no types
_CUT = 256  # regipy shows no more of a text while it walks
_HEX = re.compile(r"(?:[0-9a-f]{2})+")  # what it makes of texts that it cannot decode
_TEXTS, _NUMBERS = ("REG_SZ", "REG_EXPAND_SZ"), ("REG_DWORD", "REG_QWORD")


def _theirs(file: Path) -> Iterator[tuple[str, dict[str, tuple[str, Any]]]]:
    """Path and values of each key, by regipy; names of values in small letters, the unnamed one as ""."""
    for key in _REGIPY.RegistryHive(str(file)).recurse_subkeys(fetch_values=True, as_json=False):
        values = {
            "" if one.name == "(default)" else one.name.lower(): (one.value_type, one.value)
            for one in key.values
            if not one.is_corrupted
        }
        yield key.path.strip("\\"), values


def _agrees(kind: str, theirs: Any, ours: Any) -> bool:
    if kind in _TEXTS:
        if not isinstance(theirs, str) or _HEX.fullmatch(theirs):
            return ours is not None
        text = theirs.split("\0", 1)[0]
        if ours.encode("utf-16-le", "surrogatepass").startswith(text.encode()[: 2 * len(ours)]):
            return (
                True  # somebody wrote bytes: regipy guesses that, and Windows reads two of them as one sign, as we do
            )
        return bool(ours == text or (len(theirs) >= _CUT and ours.startswith(text)))
    if kind in _NUMBERS:
        return bool(ours == theirs)
    if kind == "REG_MULTI_SZ":
        return not theirs or bool(list(ours) == [part for part in theirs if part])  # of bytes it makes nothing
    # regipy cuts long data off, and gives some of it as hexadecimal digits.
    return ours is not None


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
@pytest.mark.parametrize("name", HIVES)
def test_a_foreign_hive_reads_as_another_reader_reads_it(name: str, tmp_path: Path) -> None:
    packed = FIXTURES / name
    file = tmp_path / "hive"
    file.write_bytes(lzma.decompress(packed.read_bytes()) if packed.suffix == ".xz" else packed.read_bytes())
    machine = hive_machine(NTUSER=file)
    differing, keys, values = [], 0, 0
    for path, theirs in _theirs(file):
        ours = {name.lower(): value for name, value in machine.registry(rf"HKCU\{path}").values.items()}
        keys += 1
        for value, (kind, data) in theirs.items():
            values += 1
            if value not in ours or not _agrees(kind, data, ours[value]):
                differing.append((path, value, kind, data, ours.get(value)))
        assert set(theirs) <= set(ours), path
    assert keys
    assert values
    assert differing == []
