"""How old a glibc the locked libraries run on, wheel by wheel: ``floor.py MACHINE FOLDER [NAME==VERSION...]``.

MACHINE: x86_64 or aarch64. The wheels of the runtime lock are fetched for it into FOLDER, hashes compared, none newer
than wheels.sh takes; those that ``locks/linux-MACHINE.txt`` names in that version, and those that NAME==VERSION names
likewise, up to manylinux_2_39. Of each wheel the newest GLIBC symbol that a library in it asks for is read from the
library itself. What has no wheel is said.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging" / "bundle"))

from requirements import LOCKS, instead, wanted  # noqa: E402

Version = tuple[int, ...]
_LATEST = 39
_LOCKED = {"x86_64": 28, "aarch64": 31}
_SYMBOL = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)")


def platforms(machine: str, newest: int) -> list[str]:
    names = [f"manylinux_2_{minor}_{machine}" for minor in range(newest, 4, -1)]
    names += [f"{old}_{machine}" for old in ("manylinux2014", "manylinux2010", "manylinux1")]
    return [word for name in names for word in ("--platform", name)]


def fetched(lines: list[str], machine: str, newest: int, folder: Path) -> str:
    """What pip said where it failed; "" where all are there."""
    with TemporaryDirectory() as place:
        path = Path(place) / "requirements.txt"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        argv = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-r", str(path)]
        argv += [
            "--python-version",
            "3.11",
            "--implementation",
            "cp",
            "--abi",
            "cp311",
            "--abi",
            "abi3",
            "--abi",
            "none",
        ]
        argv += [*platforms(machine, newest), "-d", str(folder)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def newest_symbol(wheel: Path) -> tuple[Version, int]:
    """The newest GLIBC version that a library of the wheel asks for, and how many libraries it has."""
    found, count = (0,), 0
    with zipfile.ZipFile(wheel) as archive, TemporaryDirectory() as place:
        for name in archive.namelist():
            if ".so" not in Path(name).name:
                continue
            path = Path(archive.extract(name, place))
            if path.read_bytes()[:4] != b"\x7fELF":
                continue
            count += 1
            argv = ["readelf", "--wide", "--version-info", str(path)]
            listing = subprocess.run(argv, capture_output=True, text=True, check=True, errors="replace").stdout
            asked = listing.partition("Version needs section")[2]
            found = max([found, *(tuple(map(int, one.split("."))) for one in _SYMBOL.findall(asked))])
    return found, count


def main() -> int:
    machine, folder, *others = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    named = {line.partition("==")[0].lower() for line in others}
    lock = wanted((LOCKS / "runtime.txt").read_text("utf-8"), "linux", machine)
    own = LOCKS / f"linux-{machine}.txt"
    if own.exists():
        lock = instead(lock, wanted(own.read_text("utf-8"), "linux", machine))
    lines = [line for line in lock if line.partition("==")[0].lower() not in named]
    wrong = [
        why
        for why in (
            fetched(lines, machine, _LOCKED[machine], folder),
            *(fetched([one], machine, _LATEST, folder) for one in others),
        )
        if why
    ]
    floor: Version = (0,)
    for wheel in sorted(folder.glob("*.whl")):
        symbol, count = newest_symbol(wheel)
        floor = max(floor, symbol)
        if count:
            tag = wheel.stem.rpartition("-")[2].partition(".")[0]
            sys.stdout.write(
                f"{wheel.name.partition('-')[0]:28} {tag:34} {count:4} libraries  GLIBC_{'.'.join(map(str, symbol))}\n"
            )
    told, dotted = len(list(folder.glob("*.whl"))), ".".join(map(str, floor))
    sys.stdout.write(f"{told} wheels of {len(lock)}; the newest symbol is GLIBC_{dotted}\n")
    for why in wrong:
        sys.stderr.write(f"{why}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
