"""A PDF's content stream as operators with their operands (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TOKEN = re.compile(
    rb"\s*(?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?=[\s()<>\[\]/]|$)|(?P<name>/[^\s()<>\[\]/{}%]*)"
    rb"|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<open><<|>>|\[|\])|(?P<string>\()|(?P<word>[A-Za-z'\"][A-Za-z0-9*'\"]*))"
)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class NotUnderstood(ValueError):
    """A page has something that this does not know; nothing is left out silently."""


def operations(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Operands: numbers, names (str), strings (bytes), lists of these; dictionaries are passed over as lists."""
    place = 0
    operands: list[Any] = []
    nested: list[list[Any]] = []
    end = len(content.rstrip())
    while place < end:
        found = _TOKEN.match(content, place)
        if found is None:
            raise NotUnderstood(f"byte {place} of a page")
        place = found.end()
        into = nested[-1] if nested else operands
        match found.lastgroup:
            case "number":
                into.append(float(found["number"]))
            case "name":
                into.append(found["name"][1:].decode("latin-1"))
            case "hex":
                into.append(bytes.fromhex(found["hex"][1:-1].decode("ascii")))
            case "string":
                value, place = _string(content, place)
                into.append(value)
            case "open" if found["open"] in (b"[", b"<<"):
                nested.append([])
            case "open":
                if not nested:
                    raise NotUnderstood("a bracket that nothing opened")
                whole = nested.pop()
                (nested[-1] if nested else operands).append(whole)
            case _:
                if nested:
                    if found["word"] not in (b"true", b"false", b"null"):
                        raise NotUnderstood("a list without end")
                    continue
                yield found["word"].decode("ascii"), operands
                operands = []


def _string(content: bytes, place: int) -> tuple[bytes, int]:
    """A literal string; `place` is after its bracket."""
    made = bytearray()
    depth = 1
    while place < len(content):
        one = content[place : place + 1]
        place += 1
        if one == b"\\":
            one = content[place : place + 1]
            octal = re.compile(rb"[0-7]{1,3}").match(content, place)
            if octal is not None:
                made.append(int(octal[0], 8) & 0xFF)
                place = octal.end()
                continue
            place += 1
            if one in (b"\r", b"\n"):
                place += one == b"\r" and content[place : place + 1] == b"\n"
                continue
            made += _ESCAPED.get(one, one)
            continue
        depth += (one == b"(") - (one == b")")
        if not depth:
            return bytes(made), place
        made += one
    raise NotUnderstood("a string without end")
