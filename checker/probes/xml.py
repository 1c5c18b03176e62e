"""XML from outside: parsed with expat, without document types, entities or anything fetched.

A document type is what entity bombs and references to other files need, and no file that we read has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    _parse(content, what, lambda path, attributes: found.append((path[-1], attributes)), lambda path, text: None)
    return iter(found)


def nested(content: bytes, what: str) -> Iterator[tuple[int, str, Mapping[str, str]]]:
    """`elements`, each with how deep it lies; the root's depth is 1.

    Raises:
        Unreadable: as `elements`.
    """
    found: list[tuple[int, str, Mapping[str, str]]] = []
    _parse(
        content, what, lambda path, attributes: found.append((len(path), path[-1], attributes)), lambda path, text: None
    )
    return iter(found)


def texts(content: bytes, what: str) -> dict[str, str]:
    """The text of each element by its path of names without prefixes, e.g. ``WLANProfile/SSIDConfig/SSID/name``.

    Blanks around are cut off; of several elements of one path the first counts.

    Raises:
        Unreadable: as `elements`.
    """
    found: dict[str, str] = {}
    _parse(content, what, lambda path, attributes: None, lambda path, text: found.setdefault("/".join(path), text))
    return found


def told(content: bytes, what: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Each element as it ends: its name without a prefix, its attributes, and its text with the blanks around cut off.

    Raises:
        Unreadable: as `elements`.
    """
    found: list[tuple[str, Mapping[str, str], str]] = []
    open_ones: list[Mapping[str, str]] = []
    _parse(
        content,
        what,
        lambda path, attributes: open_ones.append(attributes),
        lambda path, text: found.append((path[-1], open_ones.pop(), text)),
    )
    return iter(found)


def _parse(
    content: bytes,
    what: str,
    started: Callable[[list[str], Mapping[str, str]], object],
    ended: Callable[[list[str], str], object],
) -> None:
    path: list[str] = []
    texts: list[list[str]] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(path) >= _DEPTH or count > _ELEMENTS:
            raise _Refused
        path.append(name.rpartition(":")[2])
        texts.append([])
        started(path, attributes)

    def end(name: str) -> None:
        ended(path, "".join(texts.pop()).strip())
        path.pop()

    def data(text: str) -> None:
        texts[-1].append(text)

    def refuse(*_: object) -> None:
        raise _Refused

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _Refused, ValueError) as error:
        raise refusals.malformed(what) from error
