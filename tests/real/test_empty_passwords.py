"""Does somebody get in without a password? ``su`` says so, by really letting them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.empty_passwords"


@pytest.fixture
def system() -> Iterator[State]:
    with debian() as state:
        yield state


def _gets_in(system: State, name: str) -> bool:
    """Whether bob becomes them without typing anything."""
    return system.run("su", name, "-c", "true", by="bob", given="\n").returncode == 0


def test_every_account_has_a_password(system: State) -> None:
    assert not _gets_in(system, "alice")
    assert system.asked(CHECK).state == "passed"


def test_a_password_that_was_taken_away_lets_everybody_in(system: State) -> None:
    system.do("passwd --delete alice")
    assert _gets_in(system, "alice")
    said = system.asked(CHECK)
    assert (said.state, "alice" in said.text) == ("failed", True)


def test_without_administrators_rights_other_accounts_are_not_said_to_be_in_order(system: State) -> None:
    system.do("passwd --delete alice")
    assert system.asked(CHECK, by="bob").state == "could_not_check"
