"""netplan: the wireless networks of its YAML files, where nothing has made settings of them yet.

Source: netplan-yaml(5). Of YAML the part is read that its documentation uses: mappings by indentation, plain and quoted
scalars, and flow mappings on one line. Anything else is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checker.facts.workstation.wireless import SavedNetwork, Security
from checker.machine.refusals import malformed, not_understood

FOLDERS = ("/etc/netplan", "/run/netplan", "/usr/lib/netplan")
_KEY = r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'\[{&*!|>%@`-][^:#]*?)"""
_LINE = re.compile(rf" *{_KEY}\s*:(?:\s+(?P<value>.*?))?\s*")
_OPEN_KINDS = ("none",)
_KINDS = {
    "psk": Security.STRONG,
    "sae": Security.STRONG,
    "eap": Security.STRONG,
    "eap-sha256": Security.STRONG,
    "eap-suite-b-192": Security.STRONG,
    "802.1x": Security.WEP,  # dynamic WEP
}


def netplan(text: str, path: str) -> Iterator[SavedNetwork]:
    """Networks of all wireless cards; those of mode ``ap`` and ``adhoc`` are this computer's own.

    Raises:
        Unreadable: not the YAML that is read here, or a protection that is not known.
    """
    for card in _below(_parsed(text, path), "network", "wifis").values():
        for name, point in _below(card, "access-points").items():
            keys = point if isinstance(point, dict) else {}
            if keys.get("mode") in ("ap", "adhoc"):
                continue
            yield SavedNetwork(name, _security(keys), automatic=True)


def _security(keys: dict[str, Any]) -> Security:
    auth = keys.get("auth")
    kind = auth.get("key-management") if isinstance(auth, dict) else None
    if kind is None:
        return Security.STRONG if "password" in keys or auth else Security.OPEN
    if kind in _OPEN_KINDS:
        return Security.OPEN
    if kind not in _KINDS:
        raise not_understood(f"netplan {kind}")
    return _KINDS[kind]


def _below(tree: Any, *names: str) -> dict[str, Any]:
    for name in names:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if isinstance(tree, dict) else {}


def _parsed(text: str, path: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    open_ones: list[tuple[int, dict[str, Any]]] = [(-1, root)]
    skipped: int | None = None  # within a list or a text of several lines, which no key that we want is
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#") or line.strip() in ("---", "..."):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if skipped is not None and (indent > skipped or line.lstrip().startswith("- ")):
            continue
        skipped = None
        if line.lstrip().startswith("- "):
            skipped = indent
            continue
        match = _LINE.fullmatch(_without_comment(line))
        if match is None:
            raise malformed(path)
        while open_ones[-1][0] >= indent:
            open_ones.pop()
        key, value = _scalar(match["key"]), match["value"]
        if value in (None, ""):
            child: dict[str, Any] = {}
            open_ones[-1][1][key] = child
            open_ones.append((indent, child))
        elif value.startswith(("|", ">")):
            skipped = indent
        elif value.startswith("{"):
            open_ones[-1][1][key] = _flow(value, path)
        elif value.startswith(("&", "*", "!")) or (value.startswith("[") and not value.endswith("]")):
            raise malformed(path)
        else:
            open_ones[-1][1][key] = _scalar(value)
    return root


def _flow(value: str, path: str) -> dict[str, Any]:
    """A flow mapping without another inside."""
    inner = value.strip()[1:-1]
    if not value.strip().endswith("}") or "{" in inner:
        raise malformed(path)
    found: dict[str, Any] = {}
    for part in re.findall(r"""(?:"[^"]*"|'[^']*'|\[[^\]]*\]|[^,"'\[])+""", inner):
        name, colon, text = part.partition(":")
        if not colon and part.strip():
            raise malformed(path)
        if colon:
            found[_scalar(name.strip())] = _scalar(text.strip())
    return found


def _without_comment(line: str) -> str:
    return re.sub(r"""^((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'#]|(?<!\s)#)*)\s#.*$""", r"\1", line)


def _scalar(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text
