"""The catalogue: found by walking; a unit's broken file is refused and said, and nothing else suffers."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from checker.engine.catalog import Catalog, modules
from checker.engine.plan import plan
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import Profile
from checker.model.verdict import Pass
from tests.engine.toys import PC, WORD, rule, toy

SOUND = """
from checker.api import *
STEP = Text("做", "do")

@check(id="{id}", title=STEP, why=STEP, severity=Severity.HIGH, rules=("toy-rule",),
       remedies={{Platform.LINUX: Remedy(Actor.IT, (STEP,))}})
def judge() -> Verdict:
    return Pass(STEP)
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(tmp_path))
    files = {
        "toychecks/__init__.py": "",
        "toychecks/pc/__init__.py": "",
        "toychecks/pc/ours.py": SOUND.format(id="pc.ours"),
        "toychecks/local/__init__.py": "",
        "toychecks/local/good.py": SOUND.format(id="local.good"),
        "toychecks/local/broken.py": "this is no Python",
        "toychecks/local/crashes.py": "1 / 0",
        "toychecks/local/elsewhere.py": SOUND.format(id="local.another"),
        "toychecks/local/wordless.py": SOUND.format(id="local.wordless").replace('"do"', '" "'),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    yield importlib.import_module("toychecks")
    for name in [name for name in sys.modules if name.startswith("toychecks")]:
        del sys.modules[name]


def test_every_module_is_walked(package: ModuleType) -> None:
    assert "toychecks.pc.ours" in set(modules(package))


def test_local_checks_are_taken_apart_from_ours(package: ModuleType) -> None:
    assert set(Catalog().add(package).checks) == {"pc.ours"}
    assert {"pc.ours", "local.good"} <= set(Catalog().add(package).add_local(package, {"toy-rule": rule()}).checks)


def test_a_broken_local_check_is_refused_and_nothing_else_suffers(package: ModuleType) -> None:
    catalog = Catalog().add(package).add_local(package, {"toy-rule": rule()})
    assert {"local.broken", "local.crashes", "local.wordless"} <= set(catalog.refused)
    assert "local.wordless" not in catalog.checks
    assert "SyntaxError" in catalog.refused["local.broken"].zh


def test_a_check_that_does_not_live_where_it_says_is_refused(package: ModuleType) -> None:
    catalog = Catalog().add(package).add_local(package, {"toy-rule": rule()})
    assert "local.another" not in catalog.checks
    assert "local.another" in catalog.refused


def test_a_refused_local_check_is_never_silent(package: ModuleType) -> None:
    catalog = Catalog().add_local(package, {"toy-rule": rule()})
    made = plan(PC, Profile.DAILY, Policy(), catalog.checks.values(), {"toy-rule": rule()}, catalog.refused)
    refused = {finding.check_id: finding.state for finding in made.uncovered}
    assert refused["local.broken"] is State.COULD_NOT_CHECK


def test_two_checks_of_one_id_are_a_mistake_of_ours(package: ModuleType) -> None:
    catalog = Catalog()
    catalog.checks["pc.ours"] = toy(lambda: Pass(WORD), "pc.ours")
    with pytest.raises(ValueError, match=r"two checks called pc\.ours"):
        catalog.add(package)


def test_each_check_has_an_origin_with_the_digest_of_its_file(package: ModuleType) -> None:
    (origin,) = Catalog().add(package).origins()
    assert (origin.check_id, origin.source, len(origin.sha256)) == ("pc.ours", "product", 64)
