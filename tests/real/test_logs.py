"""Are the logs whole? logrotate makes them, and somebody takes one away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.log_integrity"
_ROTATED = 'for day in 1 2 3 4; do echo "$day" >> /var/log/kern.log; logrotate --force /etc/ours; done'


@pytest.fixture
def system() -> Iterator[State]:
    with debian("logrotate") as state:
        state.write("/etc/ours", "/var/log/kern.log {\n  rotate 7\n  compress\n  delaycompress\n}\n")
        state.do(_ROTATED)
        yield state


def test_rotation_takes_nothing_away(system: State) -> None:
    assert system.do("cd /var/log; echo kern.log.*").split() == ["kern.log.1", *(f"kern.log.{n}.gz" for n in (2, 3, 4))]
    assert "kern.log" not in system.asked(CHECK).text


@pytest.mark.parametrize("gone", ["kern.log.1", "kern.log.3.gz"])
def test_a_log_that_somebody_took_away_is_missed(system: State, gone: str) -> None:
    system.do(f"rm /var/log/{gone}")
    said = system.asked(CHECK)
    assert said.state == "failed"
    assert gone.removesuffix(".gz") in said.text


def test_a_log_from_days_to_come_is_told(system: State) -> None:
    system.do("touch -d '+40 days' /var/log/kern.log.1")
    said = system.asked(CHECK)
    assert said.state == "failed"
    assert "kern.log.1" in said.text
