"""The example of checks/README.md, tried: what the page shows is sound and runs on both systems."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import checks
from checker.engine.catalog import Catalog
from checker.engine.contract import faults
from checker.engine.inspect import inspect
from checker.knowledge.rulebook import rulebook
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import Platform, Target
from tests.worlds.world import World

README = Path(checks.__path__[0]) / "README.md"
NAME = "checks.local.computer_name"


@pytest.fixture
def example(tmp_path: Path) -> Iterator[ModuleType]:
    code = README.read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    (tmp_path / "computer_name.py").write_text(code, "utf-8")
    spec = importlib.util.spec_from_file_location(NAME, tmp_path / "computer_name.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[NAME]


@pytest.mark.parametrize("platform", [Platform.LINUX, Platform.WINDOWS])
def test_the_example_is_sound_and_runs(example: ModuleType, platform: Platform) -> None:
    catalog = Catalog()
    for probe in (example.on_linux, example.on_windows):
        catalog.probes[probe.fact, probe.platform] = probe
    assert list(faults(example.computer_name, "checks", catalog.probes, rulebook().rules)) == []
    target = Target("pc", platform, "PC")
    story = inspect(target, World(platform).machine(), [example.computer_name], catalog.probes, Policy())
    assert list(story)[-1].state is State.FAILED
