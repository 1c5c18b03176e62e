"""What the suite samples, and `./mijian test-nightly` tries whole.

A test of many cases that all take their time keeps, in the suite, one of each kind; the others are `later`. One that
draws at random draws less often in the suite, and is marked `sampled`, so that the night runs it again.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

WHOLE = bool(os.environ.get("MIJIAN_NIGHTLY"))


def later(*values: Any, name: str | None = None) -> Any:
    """A case of a parametrised test that the suite leaves to the night."""
    return pytest.param(*values, marks=pytest.mark.nightly, id=name)


def rounds(suite: int, night: int) -> int:
    """How often a `sampled` test draws."""
    return night if WHOLE else suite
