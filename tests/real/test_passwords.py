"""What is really asked of a new password, and who is really locked out: ``passwd`` on a terminal and ``su`` say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.password_policy"
RIGHT, POOR, GOOD = "A-long-1-word", "zqwmnb", "Gd7-kQ2!vnP4"

_STRICT = "requisite pam_pwquality.so retry=1 minlen=8 minclass=3 difok=0"
_UNIX = "[success=1 default=ignore] pam_unix.so obscure use_authtok try_first_pass yescrypt"
_END = ("requisite pam_deny.so", "required pam_permit.so")
_COUNTED = (
    *("required pam_faillock.so preauth", "[success=1 default=ignore] pam_unix.so"),
    *("[default=die] pam_faillock.so authfail", "sufficient pam_faillock.so authsucc"),
)


@pytest.fixture
def system() -> Iterator[State]:
    """Everything is in order but for what a test changes: passwords end, wrong ones are counted, new ones looked at."""
    with debian("libpam-pwquality", "expect") as state:
        state.do("chage -M 90 alice; chage -M 90 bob; chage -M 90 root")
        state.write("/etc/security/faillock.conf", "deny = 3\n")
        _stack(state, "password", _STRICT, _UNIX, *_END)
        _stack(state, "auth", *_COUNTED)
        yield state


def _stack(system: State, facility: str, *lines: str) -> None:
    system.write(f"/etc/pam.d/common-{facility}", "".join(f"{facility} {line}\n" for line in lines))


def _takes(system: State, password: str) -> bool:
    """Whether alice may really choose it."""
    script = (
        "set timeout 120; log_user 0; spawn passwd\n"
        f'expect -re "urrent.*: *$"; send "{RIGHT}\\r"\n'
        f'expect {{ -re "ew .*: *$" {{ send "{password}\\r"; exp_continue }} eof }}\n'
        "lassign [wait] pid spawned os code; exit $code"
    )
    return system.run("expect", "-c", script, by="alice").returncode == 0


def _gets_in(system: State, password: str) -> bool:
    """Whether bob becomes alice by that password."""
    script = (
        'set timeout 120; log_user 0; spawn su alice -c true; expect -re "assword: *$"\n'
        f'send "{password}\\r"; expect eof; lassign [wait] pid spawned os code; exit $code'
    )
    return system.run("expect", "-c", script, by="bob").returncode == 0


def test_everything_in_order(system: State) -> None:
    assert not _takes(system, POOR)
    for _ in range(3):
        assert not _gets_in(system, "wrong")
    assert not _gets_in(system, RIGHT)
    assert system.asked(CHECK).state == "passed"


@pytest.mark.parametrize(
    "lines",
    [
        ("sufficient pam_unix.so yescrypt", _STRICT),
        (f"optional{_STRICT.removeprefix('requisite')}", _UNIX, *_END),
        (_UNIX.replace(" use_authtok", ""), *_END),
        ("[success=1 default=ignore] pam_localuser.so", _STRICT, _UNIX.replace(" use_authtok", ""), *_END),
    ],
)
def test_a_poor_password_that_is_really_taken_is_found(system: State, lines: tuple[str, ...]) -> None:
    _stack(system, "password", *lines)
    assert _takes(system, POOR)
    assert system.asked(CHECK).state == "failed"


@pytest.mark.parametrize(
    "lines",
    [
        ("required pam_faillock.so preauth", "[success=1 default=ignore] pam_unix.so", *_END),
        ("sufficient pam_unix.so", "[default=die] pam_faillock.so authfail"),
        ("[success=1 default=ignore] pam_unix.so", *_END),
    ],
)
def test_wrong_passwords_without_end_are_found(system: State, lines: tuple[str, ...]) -> None:
    _stack(system, "auth", *lines)
    for _ in range(4):
        assert not _gets_in(system, "wrong")
    assert _gets_in(system, RIGHT)
    assert system.asked(CHECK).state == "failed"


def test_one_account_whose_password_never_ends_is_named(system: State) -> None:
    system.do("chage -M 99999 bob")
    said = system.asked(CHECK)
    assert (said.state, "bob" in said.text, "alice" in said.text) == ("failed", True, False)
    # bob sees it of himself; alice sees herself and says that she does not see him.
    assert system.asked(CHECK, by="bob").state == "failed"
    assert system.asked(CHECK, by="alice").state == "could_not_check"
