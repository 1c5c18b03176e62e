"""Foreign bytes as plain data: whatever a parser says of them in its own ways is one refusal, `Malformed`.

Parsers raise a dozen things over bytes that are not what they should be: errors of their own, UnicodeDecodeError for
what is no UTF-8, RecursionError for 100,000 brackets, OverflowError for a number that no machine holds.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_OWN = (msgspec.MsgspecError, ValueError, TypeError, RecursionError, OverflowError)


class Malformed(ValueError):
    """Not of that format, or not of that shape; the text is the parser's, for a log or a person who knows it."""


def decoded(content: bytes, kind: type[T]) -> T:
    """JSON as a value of that type. Raises Malformed."""
    try:
        return msgspec.json.decode(content, type=kind)
    except _OWN as error:
        raise Malformed(str(error)) from error


def unpacked(content: bytes, kind: type[T]) -> T:
    """MessagePack as a value of that type. Raises Malformed."""
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except _OWN as error:
        raise Malformed(str(error)) from error


def json_document(content: bytes | str) -> Any:
    """JSON of any shape, without the three words for numbers that JSON does not have. Raises Malformed."""
    try:
        text = (
            content if isinstance(content, str) else content.decode("utf-8-sig")
        )  # bytes json would take as half a sign
        return json.loads(text, parse_constant=_no_number)
    except _OWN as error:
        raise Malformed(str(error)) from error


def toml_document(content: bytes) -> dict[str, Any]:
    """TOML in UTF-8, with or without a byte order mark. Raises Malformed."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except _OWN as error:
        raise Malformed(str(error)) from error


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")
