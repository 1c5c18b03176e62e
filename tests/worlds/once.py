"""What takes long to make and is changed by nobody is made once for all processes of a test run."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def once(request: pytest.FixtureRequest, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` gives in a folder of its own; the processes that come later get a copy and the same folder.

    A process that comes while another makes it waits. Where making it failed the next one tries anew.
    """
    if sys.platform == "win32":
        raise NotImplementedError("nothing asks for this on Windows, which has no flock")
    import fcntl

    factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    top = factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # one of xdist's workers, which have a folder each
        top = top.parent
    folder = top / f"once-{name}"
    with (top / f"once-{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        kept = folder / "made.pickle"
        if kept.exists():
            made: Made = pickle.loads(kept.read_bytes())
            return made
        place = folder / "place"
        place.mkdir(parents=True, exist_ok=True)
        made = make(place)
        kept.write_bytes(pickle.dumps(made))
        return made
