"""Makes the environment of a clone and prints its folder's name: `python -I -S packaging/environment.py LOCK...`.

Both launchers start it before everything else, with whichever Python 3.11 or newer they found; it needs the standard
library alone. An environment is a folder `.venv-<number>` of the clone that carries a stamp. The stamp is written last;
a folder without one was never finished. `.venv` is a link to the one in use, for people and their tools. Nothing is
moved once it is made: the scripts of a virtual environment name the folder that they were made in.

The exit status is 0, or 69 with one sentence in both languages. It is never 1, which an audit uses.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import platform
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = os.name == "nt"
RUNTIME = "runtime"  # the other locks hold every line of this one
STAMP = ".complete"
UNAVAILABLE, STOPPED = 69, 130  # as in checker.terminal.exits
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_PLACE = "运行环境没有建成：{zh} / The environment could not be made: {en}"


class Failed(Exception):
    """Set-up cannot go on; the text is the sentence that says why and what helps."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(_PLACE.format(zh=zh, en=en))


def no_index() -> Failed:
    return Failed(
        "连不上软件源，或软件源里没有所需的包。请联网后再运行；不联网的电脑，请按 README“不联网安装”带来依赖包，放进 "
        "packaging/wheels。",
        "no package index could be reached, or it lacks a package. Go online and start again; for a computer that "
        "stays offline, bring the packages along in packaging/wheels (README, “Set-up without a network”).",
    )


def no_wheel(folder: Path) -> Failed:
    return Failed(
        f"{folder} 里缺少依赖包。请在同样系统、同样 Python {_series()} 的电脑上按 README“不联网安装”重新下载。",
        f"{folder} lacks a package. Download them anew on a computer with the same system and Python {_series()} "
        "(README, “Set-up without a network”).",
    )


def full() -> Failed:
    return Failed(
        "磁盘已满（本程序所在的磁盘或临时文件夹）。请腾出 2 GB 后再运行。",
        "the disk is full (this program's, or that of temporary files). Free 2 GB and start again.",
    )


def altered() -> Failed:
    return Failed(
        "下载的依赖包与锁定文件不符，没有安装。请换一个软件源，或联系信息中心。",
        "a package is not the one that the lock file names, and was not installed. Use another index, or ask IT.",
    )


def not_writable(root: Path) -> Failed:
    return Failed(
        f"不能写入 {root}。请让这个文件夹的所有者先运行一次。",
        f"{root} cannot be written. Let the folder's owner start the program once.",
    )


def no_venv() -> Failed:
    return Failed(
        "缺少系统包，请安装后再运行。",
        f"a system package is missing. Install it and start again:  sudo apt-get install python{_series()}-venv",
    )


def unknown(details: str) -> Failed:
    return Failed(
        f"详情：{details}。再运行一次会重新建立；仍不行请联系信息中心。",
        f"details: {details}. The next start tries anew; if that fails as well, ask IT.",
    )


def main(locks: list[str]) -> int:
    """Print the folder's name on stdout and everything else on stderr."""
    _speak_chinese()
    try:
        print(environment(ROOT, set(locks)).name)  # noqa: T201
    except Failed as failed:
        say(str(failed))
        return UNAVAILABLE
    except OSError as error:
        say(str(_reason_of(error)))
        return UNAVAILABLE
    except KeyboardInterrupt:
        say("已停止；下次运行时重新建立。 / Stopped; the next start makes it anew.")
        return STOPPED
    return 0


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _speak_chinese() -> None:
    try:
        "密检".encode(sys.stderr.encoding)
    except UnicodeEncodeError:  # a locale without Chinese: nearly every terminal shows UTF-8 all the same
        sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]


def _reason_of(error: OSError) -> Failed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return not_writable(ROOT)
    return unknown(str(error))


# -- which one ---------------------------------------------------------------------------------------------------------


def environment(root: Path, locks: set[str]) -> Path:
    """The folder of a whole environment that holds what the locks name, made if there is none."""
    found = fitting(root, locks)
    if found and _linked(root, found):
        if len(_folders(root)) > 1:
            with contextlib.suppress(OSError), _alone(root, wait=False):
                _clear(root, found)
        return found
    with _alone(root, wait=True):
        found = fitting(root, locks) or _made(root, locks)  # another start may have made it meanwhile
        _link(root, found)
        _clear(root, found)
    return found


def fitting(root: Path, locks: set[str]) -> Path | None:
    """One that was made of today's locks, in this place, by the Python that runs this; of several the one with most."""
    fits: list[tuple[int, Path]] = []
    for folder in _folders(root):
        stamp = _stamp(folder)
        has = set(stamp.get("locks", ()))
        if stamp == _stamp_for(root, folder, has) and locks - {RUNTIME} <= has and _starts(folder):
            fits.append((len(has - {RUNTIME}), folder))
    return max(fits)[1] if fits else None


def _starts(folder: Path) -> bool:
    """Its Python is a link to the one that runs this; on Windows a small program that starts that one."""
    python = python_of(folder)
    return python.is_file() if WINDOWS else os.path.realpath(python) == _interpreter()


def python_of(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if WINDOWS else folder / "bin" / "python"


def _folders(root: Path) -> list[Path]:
    return sorted(root.glob(".venv-*"))


def _stamp(folder: Path) -> dict[str, Any]:
    """What was written into a finished environment; empty where there is nothing, or nothing that can be read."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _stamp_for(root: Path, folder: Path, locks: set[str]) -> dict[str, Any]:
    """What has to be as it was when the environment was made: any difference, and it is made anew."""
    return {
        "place": str(folder),
        "interpreter": _interpreter(),
        "version": platform.python_version(),
        "locks": {name: _digest(_lock(root, name)) for name in sorted(locks)},
    }


def _interpreter() -> str:
    """The installed Python, also where this one is started from an environment that was made of it."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _series() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def _lock(root: Path, name: str) -> Path:
    return root / "packaging" / "locks" / f"{name}.txt"


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


# -- making it ---------------------------------------------------------------------------------------------------------


def _made(root: Path, asked: set[str]) -> Path:
    """What the last environment held comes back: who has run the tests finds their tools again after an update."""
    known = {
        name for folder in _folders(root) for name in _stamp(folder).get("locks", ()) if _lock(root, name).exists()
    }
    locks = (known | asked) - {RUNTIME} or {RUNTIME}
    if importlib.util.find_spec("ensurepip") is None:
        raise no_venv()
    folder = root / f".venv-{secrets.token_hex(4)}"
    steps = len(locks) + 2
    try:
        say("首次运行或有更新，正在准备，约需几分钟。 / First start, or an update: preparing, which takes minutes.")
        say(f"[1/{steps}] 建立文件夹 {folder.name} / making the folder")
        _run([_interpreter(), "-I", "-m", "venv", str(folder)], root, lambda line: None)
        for number, name in enumerate(sorted(locks), 2):
            say(f"[{number}/{steps}] 安装依赖包（{name}） / installing packages ({name})")
            _install(root, folder, name)
        say(f"[{steps}/{steps}] 写入磁盘 / writing to disk")
        _seal(folder, _stamp_for(root, folder, locks))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _install(root: Path, folder: Path, lock: str) -> None:
    # The lock is complete. Asked for what depends on what, pip would look beyond it: pydantic[email] meant a release
    # that came out after the lock, and nothing could be installed any more. An sdist would run its own code here.
    argv = [
        str(python_of(folder)),
        "-I",
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ]
    argv += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "-r", str(_lock(root, lock))]
    if wheels := _wheels(root):
        argv += ["--no-index", f"--find-links={wheels}"]
    progress = Progress(len(re.findall(r"^[\w.-]+(?:\[.*\])?==", _lock(root, lock).read_text("utf-8"), re.MULTILINE)))
    try:
        _run(argv, root, progress.heard)
    finally:
        progress.end()


def _wheels(root: Path) -> Path | None:
    """The packages that came along with the clone, or a named folder of them: with one, no index is asked."""
    named, beside = os.environ.get("MIJIAN_WHEELS"), root / "packaging" / "wheels"
    return Path(named).absolute() if named else beside if beside.is_dir() else None


class Progress:
    """How far pip is, by what it says on its way: a line that counts on a terminal, a few lines elsewhere."""

    def __init__(self, packages: int) -> None:
        self._packages = packages
        self._had = 0
        self._open = False

    def heard(self, line: str) -> None:
        if line.startswith("Ignoring "):  # meant for another system
            self._packages -= 1
        elif line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
            self._had += 1
            self._count(f"      {self._had}/{self._packages} 个包已找到 / packages found")
        elif "Retrying (" in line:
            self._tell("      软件源没有回应，再试一次 / the package index does not answer; trying once more")
        elif line.startswith("Installing collected packages"):
            self._tell("      正在写入 / installing")

    def end(self) -> None:
        if self._open:
            say("")
        self._open = False

    def _count(self, words: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{words}")
            sys.stderr.flush()
            self._open = True
        elif self._had % 20 == 0 or self._had == self._packages:
            say(words)

    def _tell(self, words: str) -> None:
        self.end()
        say(words)


def _run(argv: list[str], root: Path, heard: Callable[[str], None]) -> None:
    """Run it to its end and hand on its lines. Raises `Failed` with the sentence that fits what it said.

    It inherits the lock: should this process be killed alone, the next start waits for what it leaves behind.
    """
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    surroundings.setdefault("PIP_RETRIES", "1")  # five, each slower than the last, are most of a minute without a word
    lines: list[str] = []
    with subprocess.Popen(
        argv,
        cwd=root,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if WINDOWS else tuple(_held),
    ) as program:
        assert program.stdout is not None
        for line in program.stdout:
            lines.append(line)
            heard(line.strip())
    if program.returncode:
        raise _reason("".join(lines), root)


def _reason(said: str, root: Path) -> Failed:
    log = root / ".venv.log"
    with contextlib.suppress(OSError):
        log.write_text(said, encoding="utf-8")
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return full()
    if "DO NOT MATCH THE HASHES" in said:
        return altered()
    if "No matching distribution found" in said or "connection error" in said:
        wheels = _wheels(root)
        return no_wheel(wheels) if wheels else no_index()
    return unknown(str(log))


def _seal(folder: Path, stamp: dict[str, Any]) -> None:
    """The stamp reaches the disk after all that it speaks for: a power failure leaves no stamp on half of it."""
    if sys.platform != "win32":
        os.sync()
    fresh = folder / f"{STAMP}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(stamp, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / STAMP)


# -- putting it in place -----------------------------------------------------------------------------------------------


def _linked(root: Path, folder: Path) -> bool:
    link = root / ".venv"
    return WINDOWS or (link.is_symlink() and os.readlink(link) == folder.name)


def _link(root: Path, folder: Path) -> None:
    """`.venv` for people and their tools. A folder that stood there becomes a leftover."""
    if _linked(root, folder):
        return
    link, fresh = root / ".venv", root / f".venv-link-{secrets.token_hex(4)}"
    fresh.symlink_to(folder.name)
    if link.is_dir() and not link.is_symlink():
        link.rename(root / f".venv-old-{secrets.token_hex(4)}")
    fresh.replace(link)


def _clear(root: Path, kept: Path) -> None:
    """Remove what dead set-ups left, and environments that nobody runs from any more."""
    for path in (*_folders(root), *([root / ".venv"] if WINDOWS else [])):
        if path.is_symlink():
            path.unlink()
        elif path != kept and path.is_dir():
            _remove(path)


def _remove(folder: Path) -> None:
    """Whoever runs from it holds its stamp; on Windows, where its files are held, it cannot be renamed. Renamed it is
    first: what is half gone must not be taken for whole."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as held:
        if sys.platform != "win32" and (folder / STAMP).exists():
            fcntl.flock(held.enter_context((folder / STAMP).open("rb")), fcntl.LOCK_EX | fcntl.LOCK_NB)
        dead = folder.with_name(f".venv-dead-{secrets.token_hex(4)}")
        folder.rename(dead)
        (dead / STAMP).unlink(missing_ok=True)
        shutil.rmtree(dead, ignore_errors=True)


_held: list[int] = []


@contextlib.contextmanager
def _alone(root: Path, wait: bool) -> Iterator[None]:
    """One set-up at a time. The system takes the lock back when its holders have ended, however they did.

    Raises OSError where another holds it and `wait` is false.
    """
    file = os.open(root / ".venv.lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _take(file)
        except OSError as error:
            if not wait or error.errno not in _BUSY:
                raise
            say("另一次启动正在准备运行环境，请稍候。 / Another start is preparing the environment; waiting for it.")
            _take(file, wait=True)
        _held[:] = [file]
        yield
    finally:
        _held.clear()
        os.close(file)


def _take(file: int, wait: bool = False) -> None:
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    else:
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if not wait or error.errno not in _BUSY:  # LK_LOCK gives up after ten seconds
                    raise
            else:
                break


if __name__ == "__main__":
    if not WINDOWS:
        os.umask(os.umask(0o022) | 0o022)  # what runs here is nobody else's to change
    sys.exit(main(sys.argv[1:]))
