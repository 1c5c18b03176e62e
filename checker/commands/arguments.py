"""Arguments that may name a file among other things, made whole as they are parsed: the program leaves the folder in
which its caller stands before it opens anything (`checker.machine.isolation.settle`).
"""

from __future__ import annotations

from pathlib import Path

_TOKEN, _MEDIUM, _SQLITE = "pkcs11:", "medium:", "sqlite:///"


def key(text: str) -> str:
    """A key file, or ``pkcs11:MODULE?token=LABEL``, whose module is a file or a name that the system's loader knows."""
    if not text.startswith(_TOKEN):
        return _whole(text)
    module, question, rest = text.removeprefix(_TOKEN).partition("?")
    return f"{_TOKEN}{_whole(module)}{question}{rest}"


def database(text: str) -> str:
    """A database's URL; SQLite's names a file, which need not be there yet."""
    path = text.removeprefix(_SQLITE)
    if path == text or not path or path == ":memory:":
        return text
    return f"{_SQLITE}{Path(path).absolute()}"


def target(text: str) -> str:
    """``pc``, ``phone[:SERIAL]`` or ``medium:PATH``."""
    return f"{_MEDIUM}{medium(text.removeprefix(_MEDIUM))}" if text.startswith(_MEDIUM) else text


def medium(text: str) -> str:
    """A device, a drive letter or an image."""
    return text if Path(text).drive and not Path(text).root else _whole(text)


def _whole(text: str) -> str:
    """The whole path of what is there; other words stay what they are, and whoever takes them says what is wrong."""
    return str(Path(text).absolute()) if text and Path(text).exists() else text
