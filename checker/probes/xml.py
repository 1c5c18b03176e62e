"""XML from outside: parsed with expat, without document types, entities or anything fetched.

A document type is what entity bombs and references to other files need, and no file that we read has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from checker.machine import refusals

_DEPTH = 64
_ELEMENTS = 200_000


class _Refused(Exception):
    """The document has what we do not take."""


def elements(content: bytes, what: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The start tags of a document in order: the name without its namespace prefix, and the attributes.

    Raises:
        Unreadable: not well formed, a document type, too deep or too many elements. `what` names the file.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH or len(found) >= _ELEMENTS:
            raise _Refused
        found.append((name.rpartition(":")[2], attributes))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise _Refused

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _Refused, ValueError) as error:
        raise refusals.malformed(what) from error
    return iter(found)
