"""libmagic through python-magic: what the first bytes of a file are, by the rules that `file` knows."""

from __future__ import annotations

import logging
import os
import sys
from ctypes import CDLL
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_LIBRARY = "libmagic-1.dll" if sys.platform == "win32" else "libmagic.so.1"
# By their whole path: OpenCV leaves an LD_LIBRARY_PATH behind for our children that has the current folder in it.
_LIBRARIES = (Path("/usr/lib") / getattr(sys.implementation, "_multiarch", ""), Path("/usr/lib64"), Path("/usr/lib"))
# The system's: left alone, libmagic reads the rules of the person whose computer it is.
_RULES = (Path("/usr/share/misc/magic.mgc"), Path("/usr/share/file/magic.mgc"))

log = logging.getLogger(__name__)


class Libmagic:
    """A library that works, with its release, such as "544"."""

    def __init__(self, magic: Any, rules: str | None) -> None:
        self._error: type[Exception] = magic.MagicException
        self._judge = magic.Magic(mime=True, magic_file=rules)
        self.release = str(magic.version())

    def mime(self, head: bytes) -> str:
        """A MIME type; nothing where it cannot tell."""
        try:
            found: str = self._judge.from_buffer(head)
        except self._error:
            return ""
        return found


def loaded() -> Libmagic | None:
    """libmagic; nothing where the system has none, or its rules are of another release."""
    try:
        rules = next((str(path) for path in (_home() / "magic.mgc", *_RULES) if path.is_file()), None)
        magic = _imported(rules)
    except (ImportError, OSError) as error:
        log.info("no libmagic: %s", error)
        return None
    try:
        return Libmagic(magic, rules)
    except magic.MagicException as error:
        log.warning("libmagic does not start: %s", error)
        return None


def _imported(rules: str | None) -> Any:
    """python-magic with the library that came with it, or the system's.

    Left alone it looks in the current folder as well, which may be on the very stick that is inspected. As it is
    imported it reads rules once by itself: without the variable the system's and the person's, which may be of another
    release, and of that the library complains on standard error.
    """
    place = next((folder / _LIBRARY for folder in (_home(), *_LIBRARIES) if (folder / _LIBRARY).is_file()), None)
    if place is None:
        raise ImportError(f"no {_LIBRARY}")
    library = CDLL(str(place))
    loader = ModuleType("magic.loader")
    loader.__dict__["load_lib"] = lambda: library
    sys.modules[loader.__name__] = loader
    if rules is not None:
        os.environ["MAGIC"] = rules
    try:
        import magic
    finally:
        os.environ.pop("MAGIC", None)
    return magic


def _home() -> Path:
    """python-magic's folder: on Windows, and in the frozen program, libmagic lies in it.

    Raises:
        ImportError: there is none.
    """
    found = find_spec("magic")
    if found is None or found.origin is None:
        raise ImportError("python-magic is not installed")
    return Path(found.origin).parent
