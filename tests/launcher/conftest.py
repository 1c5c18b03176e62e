"""Clones for the launcher's tests: empty ones, and copies of one that was set up once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.launcher.clone import Clone
from tests.worlds.once import once


@pytest.fixture(scope="session")
def made_once(request: pytest.FixtureRequest) -> Clone:
    """A clone whose tests were started, by somebody without a umask; it is changed by nobody."""
    return once(request, "clone", _made)


def _made(place: Path) -> Clone:
    clone = Clone(place / "a clone")
    clone.lock("1", "dev")
    (clone.root / "pytest.py").write_text("print('tests')\n", encoding="utf-8")
    before = os.umask(0)
    try:
        code, said, told = clone.run("test")
    finally:
        os.umask(before)
    assert (code, said) == (0, ["tests"]), told
    return clone


@pytest.fixture
def set_up(clone: Clone, made_once: Clone) -> Clone:
    """A clone whose environment is there already."""
    clone.given(made_once)
    return clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "a clone")
