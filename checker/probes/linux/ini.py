"""INI files as GLib, Qt and systemd write them, and lists of ``name = value``. Values stay text."""

from __future__ import annotations

from collections.abc import Iterator

from checker.machine import refusals

LIMIT = 1 << 20


def sections(text: str, name: str) -> dict[str, dict[str, str]]:
    """Keys by section; section and key names in lower case, a later key wins, sections of one name are one.

    Lines before the first section belong to the section "". `name` is for the refusal.

    Raises:
        Unreadable: a line that is neither section, key nor comment.
    """
    found: dict[str, dict[str, str]] = {}
    section = ""
    for line in _lines(text):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip().lower()
            found.setdefault(section, {})
            continue
        key, equals, value = line.partition("=")
        if not (equals and key.strip()):
            raise refusals.malformed(name)
        found.setdefault(section, {})[key.strip().lower()] = value.strip()
    return found


def assignments(text: str, name: str) -> dict[str, str]:
    """``key = value`` or a bare ``key`` (value "") a line, as /etc/security/*.conf have them; keys in lower case.

    Raises:
        Unreadable: a line that is no such thing.
    """
    found = {}
    for line in _lines(text):
        key, _, value = line.partition("#")[0].partition("=")
        key = key.strip().lower()
        if not key or " " in key or not key.isprintable():
            raise refusals.malformed(name)
        found[key] = value.strip()
    return found


def whole(value: str, name: str) -> int:
    """A whole number out of a configuration file.

    Raises:
        Unreadable: it is none.
    """
    digits = value.strip().strip("\"'")
    if not (digits.removeprefix("-").isdecimal() and digits.isascii() and len(digits) <= 9):
        raise refusals.malformed(name)
    return int(digits)


def truth(value: str) -> bool:
    """A yes or no as GLib, Qt and iniparser read it."""
    return value.strip().strip("\"'").lower() in ("true", "yes", "on", "1", "t", "y")


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        stripped = line.strip().lstrip("\ufeff")
        if stripped and not stripped.startswith(("#", ";")):
            yield stripped
