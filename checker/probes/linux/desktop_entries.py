"""Desktop entries (.desktop): the few keys that say whether and what they start."""

from __future__ import annotations

from collections.abc import Mapping

from checker.machine.refusals import malformed

_GROUP = "[Desktop Entry]"


def desktop_entry(text: str, path: str) -> Mapping[str, str]:
    """The keys of the main group. Translated keys (``Name[zh_CN]``) are left out.

    Source: the Desktop Entry specification. A key given twice is an error there; the first counts, as in GLib.

    Raises:
        Unreadable: there is no such group.
    """
    keys: dict[str, str] = {}
    inside = found = False
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped == _GROUP
            found = found or inside
        elif inside and "=" in stripped and not stripped.startswith("#"):
            key, _, value = stripped.partition("=")
            keys.setdefault(key.strip(), value.strip())
    if not found:
        raise malformed(path)
    return keys


def starts(entry: Mapping[str, str]) -> bool:
    """Whether the entry is not switched off. GNOME's own switch is honoured by the other desktops' settings too."""
    return entry.get("Hidden", "").lower() != "true" and entry.get("X-GNOME-Autostart-enabled", "").lower() != "false"


def program(entry: Mapping[str, str]) -> str:
    """The file name of the program it starts, without folder and arguments (they can be private)."""
    words = entry.get("Exec", "").split()
    return words[0].strip("\"'").rpartition("/")[2] if words else ""
