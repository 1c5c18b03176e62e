"""Read one of the tables that come with the program."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TypeVar

import msgspec

T = TypeVar("T")


def table(name: str, kind: type[T]) -> T:
    """The table ``<name>.toml`` of this folder as frozen dataclasses.

    Raises:
        ValueError: the table is malformed; the message names the file and the place in it.
    """
    file = resources.files("checker.knowledge") / f"{name}.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), type=kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{name}.toml: {error}") from error
