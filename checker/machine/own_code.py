"""Whether somebody without root's rights could change what root is about to run.

``sudo ./mijian audit`` in a folder of a member of staff would run, as root, whatever he writes into it. Standard
library alone: it runs before anything else of ours, and by itself before the environment of a clone is used
(``python3 -I -S checker/machine/own_code.py FOLDER...``).
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

_SHOWN = 3
_PACKAGES = ("site-packages", "dist-packages")  # what is installed beside an interpreter's library
_LINKS = 40  # that lead from one to the next: the kernel follows no more
REFUSED = 69  # EX_UNAVAILABLE of sysexits.h: not the status of an audit


def of_others(places: Iterable[Path]) -> Iterator[Path]:
    """What below these places, or on the way to them, an account other than root may write; none where the system has
    no such owners (Windows) or everything lies on a medium that is mounted read-only.

    A folder with the sticky bit (``/tmp``) on the way is none: what root put there nobody else may replace.
    """
    if sys.platform == "win32":
        return
    asked: set[Path] = set()
    waiting = list(places)
    while waiting:
        *way, real = _way(waiting.pop(0))
        for passed in way:
            if passed not in asked and _may_be_written(passed, on_the_way=True):
                yield passed
            asked.add(passed)
        if real not in asked:
            yield from _below(real, waiting)
        asked.add(real)


def open_shelves(folders: Iterable[Path]) -> Iterator[Path]:
    """Those of the folders from which modules are loaded in which another account may put one; a sticky bit, which
    keeps what is there from being replaced, does not keep a new one out."""
    return (folder for folder in folders if sys.platform != "win32" and _may_be_written(folder))


def library(folder: Path, looked_in: Iterable[str]) -> list[Path]:
    """What may be imported of an interpreter's own library. The packages beside it may where it looks in there
    (`looked_in`: its ``sys.path``): an environment does not look into those of the Python it was made of, which are
    tens of thousands of files.
    """
    reached = {os.path.realpath(one) for one in looked_in}
    return [one for one in folder.iterdir() if one.name not in _PACKAGES or os.path.realpath(one) in reached]


def _way(place: Path) -> Iterator[Path]:
    """Every folder and link that is passed on the way to what a path names, and that itself at last."""
    reached = Path("/")
    parts = list(reversed(Path(os.path.abspath(place)).parts[1:]))
    links = 0
    while parts:
        yield reached
        part = parts.pop()
        following = reached.parent if part == ".." else reached / part
        if links < _LINKS and following.is_symlink():
            links += 1
            yield following
            target = Path(os.readlink(following))
            reached = Path("/") if target.is_absolute() else reached
            parts += reversed([one for one in target.parts if one != "/"])
        else:
            reached = following
    yield reached


def _below(place: Path, links: list[Path]) -> Iterator[Path]:
    """What others may write of a place and what lies below; links are put where they are asked in their turn."""
    if _may_be_written(place):
        yield place
        return  # its owner may put there what he likes, whatever lies in it now
    if not place.is_dir():
        return
    waiting = [str(place)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    links.append(Path(entry.path))
                elif _loose(entry.path, entry.stat(follow_symlinks=False)) and not _read_only(Path(entry.path)):
                    yield Path(entry.path)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _may_be_written(path: Path, on_the_way: bool = False) -> bool:
    try:
        return _loose(path, path.lstat(), on_the_way) and not _read_only(path)
    except OSError:
        return False  # it cannot be run either


def _loose(path: str | Path, found: os.stat_result, on_the_way: bool = False) -> bool:
    """Whether its owner and mode let an account other than root write; a link's own mode says nothing."""
    if found.st_uid != 0:
        return True
    if stat.S_ISLNK(found.st_mode) or (on_the_way and found.st_mode & stat.S_ISVTX):
        return False
    # With an access control list the group's bits are the most that any account or group on that list may do.
    by_group = found.st_mode & stat.S_IWGRP and (found.st_gid != 0 or _listed(path))
    return bool(by_group or found.st_mode & stat.S_IWOTH)


def _listed(path: str | Path) -> bool:
    """Whether a file has an access control list."""
    if sys.platform != "linux":
        return False
    try:
        return "system.posix_acl_access" in os.listxattr(path)
    except OSError:
        return False  # a file system without


def _read_only(path: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def guard(places: Iterable[Path], shelves: Iterable[Path] = ()) -> None:
    """Run as root, end the program where others may change what it runs, or put a module on a shelf, and say what and
    what to do instead.

    Raises:
        SystemExit: with `REFUSED`.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    found = chain(open_shelves(shelves), of_others(places))
    shown = [str(path) for path in islice(found, _SHOWN)]
    if not shown:
        return
    sys.stderr.write(_REFUSAL.format(places="\n".join(f"  {place}" for place in shown)))
    sys.exit(REFUSED)


_REFUSAL = """\
没有运行：管理员权限下不运行别人能改动的程序。下面的内容不归 root 所有，或者别人可以写入：
{places}
请改用信息中心安装的密检，或保密员自己的只读 U 盘。信息中心可以这样安装一份：
Not started: with root's rights this program does not run what others may change. Others can write here:
{places}
Use the copy that IT installed, or the secrecy officer's own read-only stick. IT installs a copy like this:
  sudo cp -r --no-preserve=mode,ownership <MIJIAN> /opt/mijian && sudo chmod 755 /opt/mijian/mijian
"""


if __name__ == "__main__":
    guard([Path(place) for place in sys.argv[1:]])
