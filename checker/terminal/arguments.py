"""Arguments that may name a file among other things, made whole as they are parsed: the program leaves the folder in
which its caller stands before it opens anything (`checker.machine.isolation.settle`).
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.app.inspection import Request

_TOKEN, _OTHER_TOKEN, _MEDIUM = "pkcs11:", "skf:", "medium:"
_SQLITE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!:memory:)(.+)", re.DOTALL)
_QUARTER = re.compile(r"\d{4}Q[1-4]")
_REPORTS = (".pdf", ".json", ".zip")


def key(text: str) -> str:
    """A key file, or ``pkcs11:MODULE?token=LABEL``.

    A module without a folder is a name that the system's loader knows. It is never looked for in the current folder,
    which may be a stick with a library of that name.
    """
    if text.startswith(_OTHER_TOKEN):
        return text
    if not text.startswith(_TOKEN):
        return _whole(text)
    module, question, rest = text.removeprefix(_TOKEN).partition("?")
    named = module if Path(module).name == module and not module.startswith(".") else _whole(module)
    return f"{_TOKEN}{named}{question}{rest}"


def database(text: str) -> str:
    """A database's URL; SQLite's names a file, by whatever driver, which need not be there yet."""
    named = _SQLITE.fullmatch(text)
    return f"{named[1]}{_whole(named[2])}" if named else text


def target(text: str) -> str:
    """``pc``, ``phone[:SERIAL]`` or ``medium:PATH``."""
    return f"{_MEDIUM}{medium(text.removeprefix(_MEDIUM))}" if text.startswith(_MEDIUM) else text


def medium(text: str) -> str:
    """A device, a drive letter or an image."""
    return text if Path(text).drive and not Path(text).root else _whole(text)


def campaign(text: str) -> str:
    """A quarter (``2026Q3``), or a campaign's file."""
    return text if _QUARTER.fullmatch(text) else _whole(text)


def report(text: str) -> Path | str:
    """A report, a folder or a package; or a word or a report's number as it was typed, which names nothing there."""
    path = Path(text).absolute()
    return text if _names_nothing(path) and not text.lower().endswith(_REPORTS) else path


def _names_nothing(path: Path) -> bool:
    """False of what may be there and cannot be reached: that is told where the file is read."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def request(options: argparse.Namespace) -> Request:
    """What is to be inspected, of the options of ``audit`` and of the window."""
    from checker.app.inspection import Request
    from checker.app.workspace import Workspace

    return Request(
        workspace=Workspace.at(options.store),
        target=options.target,
        classified=options.classified,
        deleted_content=options.deleted_content,
        policy=options.policy,
        waivers=options.waivers,
        record=options.record is not None,
        replay=options.replay,
        kept=options.replay is None or options.store is not None,
    )


def _whole(text: str) -> str:
    """The whole path, there or not: what misses in the caller's folder is never looked for in another."""
    return str(Path(text).absolute()) if text else text
