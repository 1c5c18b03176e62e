"""Clones for the launcher's tests: empty ones, and copies of one that was set up once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.launcher.clone import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "a clone")
