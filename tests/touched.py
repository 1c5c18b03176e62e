"""Which tests a change touches: `python -m tests.touched [REF]` prints their files, and on stderr what that leaves out.

A test is touched if it imports a changed module, directly or through others, if it lies where the module's own tests
lie, or if it names a changed file that is no Python. Imports are read, not followed at run time; what walks a package
(`checks`, `checker.probes`, scenarios) is taken to import all of it. What starts the program as a whole imports nothing
of it, so it is not chosen, and that is said.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
TOPS = ("checker", "checks", "gui", "benchmarks", "tests")
WALKED = ("checks", "checker.probes", "tests.scenarios")
ALL = ("pyproject.toml", "tests/conftest.py", "packaging/locks/dev.txt")  # what touches every test
WHOLE = ("tests/end_to_end", "tests/launcher", "tests/wine", "tests/setup")  # they start programs


def touched(changed: Iterable[str], root: Path = ROOT) -> list[str]:
    """Test files, relative to the root and sorted; the folder `tests` where everything is touched."""
    changed = set(changed)
    if changed & set(ALL):
        return ["tests"]
    modules = {_module(path.relative_to(root)): path.relative_to(root).as_posix() for path in _sources(root)}
    users = _users(modules, root)
    begun = {name for name, path in modules.items() if path in changed} | _beside(changed, modules)
    reached, left = set(begun), list(begun)
    while left:
        for user in users.get(left.pop(), ()):
            if user not in reached:
                reached.add(user)
                left.append(user)
    found = {modules[name] for name in reached if _is_test(modules[name])}
    found |= {path for path in modules.values() if _is_test(path) and _mirrors(path, changed)}
    found |= {path for path in modules.values() if _is_test(path) and _names(root / path, changed)}
    return sorted(path for path in found if not path.startswith(WHOLE))


def _sources(root: Path) -> list[Path]:
    return [path for top in TOPS for path in sorted((root / top).rglob("*.py"))] + sorted(root.glob("*.py"))


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and PurePosixPath(path).name.startswith("test_")


def _users(modules: dict[str, str], root: Path) -> dict[str, set[str]]:
    """Module -> those that import it. A package is imported by all that lies in it."""
    users: dict[str, set[str]] = {}
    for name, path in modules.items():
        for wanted in _imported((root / path).read_bytes()):
            parts = wanted.split(".")
            for end in range(1, len(parts) + 1):
                users.setdefault(".".join(parts[:end]), set()).add(name)
            if wanted in WALKED:
                for below in modules:
                    if below.startswith(f"{wanted}."):
                        users.setdefault(below, set()).add(name)
    return users


def _imported(source: bytes) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _beside(changed: set[str], modules: dict[str, str]) -> set[str]:
    """Data belongs to the package in whose folder, or in a folder of whose, it lies."""
    folders = {
        parent.as_posix() for path in changed if not path.endswith(".py") for parent in PurePosixPath(path).parents
    }
    return {
        name
        for name, path in modules.items()
        if (folder := PurePosixPath(path).parent.as_posix()) in folders and folder.count("/") and not _is_test(path)
    }


def _mirrors(test: str, changed: set[str]) -> bool:
    return any(
        PurePosixPath(test).stem == f"test_{PurePosixPath(path).stem}"
        and PurePosixPath(test).parts[2:-1] == PurePosixPath(path).parts[1:-1]
        for path in changed
    )


def _names(test: Path, changed: set[str]) -> bool:
    names = {PurePosixPath(path).name for path in changed if not path.endswith(".py")}
    return bool(names) and any(name in test.read_text("utf-8") for name in names)


def changes(reference: str, root: Path = ROOT) -> list[str]:
    """What differs from a commit, and what git does not know yet."""

    def git(*words: str) -> list[str]:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=True, encoding="utf-8")
        return [name for name in done.stdout.split("\0") if name]

    return git("diff", "--name-only", "--no-renames", "-z", reference) + git(
        "ls-files", "--others", "--exclude-standard", "-z"
    )


def main(words: list[str]) -> int:
    changed = changes(words[0] if words else "HEAD")
    chosen = touched(changed)
    files = "every test" if chosen == ["tests"] else f"{len(chosen)} test files"
    sys.stderr.write(f"{len(changed)} changed files touch {files}.\n")
    sys.stderr.write(
        "Not among them: what starts the program as a whole, Wine, the frozen program. ./mijian test has all.\n"
    )
    sys.stdout.write("".join(f"{path}\n" for path in chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
