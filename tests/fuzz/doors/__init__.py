"""The doors, a module a room: each has `TARGETS`."""

from __future__ import annotations

import importlib
import pkgutil

from tests.fuzz.target import Target


def targets() -> dict[str, Target]:
    found: dict[str, Target] = {}
    for module in pkgutil.iter_modules(__path__, __name__ + "."):
        found |= {one.name: one for one in importlib.import_module(module.name).TARGETS}
    return found
