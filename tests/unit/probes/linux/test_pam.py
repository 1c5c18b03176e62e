"""Stacks that PAM's own manual explains, walked as it explains them."""

from __future__ import annotations

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.linux import pam
from tests.worlds.world import World


def _ends(stack: str, **outcomes: str) -> bool:
    """Whether it ends in success, with these answers of its modules; all others succeed."""
    files = {"/etc/pam.d/login": stack, "/etc/pam.d/sub": "auth sufficient pam_x.so\nauth required pam_y.so\n"}
    steps = pam.stack(World(files=files).machine(), "login", "auth")
    found = pam.walks(steps, lambda step: (outcomes.get(step.module, "success"),))
    assert len(found) == 1
    return found[0].success


@pytest.mark.parametrize(
    ("stack", "outcomes", "success"),
    [
        ("auth required pam_a.so\nauth required pam_b.so\n", {}, True),
        ("auth required pam_a.so\nauth required pam_b.so\n", {"pam_a": "auth_err"}, False),
        ("auth sufficient pam_a.so\nauth required pam_b.so\n", {"pam_b": "auth_err"}, True),
        ("auth required pam_b.so\nauth sufficient pam_a.so\n", {"pam_b": "auth_err"}, False),
        ("auth optional pam_a.so\n", {}, True),
        ("auth optional pam_a.so\n", {"pam_a": "auth_err"}, False),  # nothing said yes
        (
            "auth [success=1 default=ignore] pam_a.so\nauth requisite pam_b.so\nauth required pam_c.so\n",
            {"pam_b": "auth_err"},
            True,
        ),
        (
            "auth [success=1 default=ignore] pam_a.so\nauth requisite pam_b.so\n",
            {"pam_a": "auth_err", "pam_b": "auth_err"},
            False,
        ),
        ("auth [default=die] pam_a.so\nauth required pam_b.so\n", {}, False),
        ("auth [default=bad success=ok] pam_a.so\n", {"pam_a": "ignore"}, False),
        (
            "auth required pam_a.so\nauth [default=reset] pam_b.so\nauth required pam_c.so\n",
            {"pam_a": "auth_err"},
            True,
        ),
        # "done" in what is included ends everything; in a substack, that alone.
        ("auth include sub\nauth required pam_b.so\n", {"pam_b": "auth_err"}, True),
        ("auth substack sub\nauth required pam_b.so\n", {"pam_b": "auth_err"}, False),
        ("-auth required pam_a.so\n", {}, True),
        ("password required pam_a.so\n", {}, False),
    ],
)
def test_how_a_stack_ends(stack: str, outcomes: dict[str, str], success: bool) -> None:
    assert _ends(stack, **outcomes) is success


@pytest.mark.parametrize("control", ["perhaps", "[success=maybe]"])
def test_a_control_value_that_pam_does_not_know_is_refused(control: str) -> None:
    with pytest.raises(Unreadable):
        _ends(f"auth {control} pam_a.so\n")


def test_what_a_service_does_not_say_stands_under_other() -> None:
    files = {"/etc/pam.d/login": "session required pam_a.so\n", "/etc/pam.d/other": "auth required pam_deny.so\n"}
    assert [step.module for step in pam.stack(World(files=files).machine(), "login", "auth")] == ["pam_deny"]


def test_a_stack_with_too_many_ways_through_it_is_given_up() -> None:
    files = {"/etc/pam.d/login": "".join(f"auth optional pam_a{number}.so\n" for number in range(40))}
    steps = pam.stack(World(files=files).machine(), "login", "auth")
    with pytest.raises(Unreadable):
        pam.walks(steps, lambda step: ("success", "auth_err"))
