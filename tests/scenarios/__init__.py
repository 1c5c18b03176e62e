"""Every check has four scenarios on every platform it runs on: pass, fail, denied and hostile.

A scenario file lies where its check lies: ``tests/scenarios/workstation/screen_lock.py`` for
``checks/workstation/screen_lock.py``. It holds ``SCENARIOS``, a tuple of Scenario. `tests/contract/test_scenarios.py`
runs each of them through the real probes and the real engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from checker.model.finding import State
from checker.model.policy import Policy
from tests.worlds.world import World


@dataclass(frozen=True)
class Scenario:
    """A made-up computer and where the check must stand on it.

    pass     all is in order (a check that always asks a person ends as needs_person)
    fail     it is not; `names` must occur in the finding's items or message
    denied   the sources refuse: could_not_check
    hostile  broken, huge, misleading input: never passed wrongly, never a crash
    """

    kind: Literal["pass", "fail", "denied", "hostile"]
    world: World
    state: State
    names: tuple[str, ...] = ()
    policy: Policy = field(default_factory=Policy)
