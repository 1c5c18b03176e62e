"""Real systems are made for ``./mijian test-real`` alone, or with MIJIAN_REAL=1; the suite leaves them out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.real.debian import missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    why = "real systems: ./mijian test-real" if os.environ.get("MIJIAN_REAL") is None else missing()
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.real)
            if why is not None:
                item.add_marker(pytest.mark.skip(reason=why))
