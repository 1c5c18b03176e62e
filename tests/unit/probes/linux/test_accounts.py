"""PAM stacks, password rules and passwd -S, as they are written on real systems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux import pam
from checker.probes.linux.accounts import empty_passwords
from checker.probes.linux.ini import assignments, sections, truth, whole
from checker.probes.linux.passwords import password_policy
from tests.worlds.world import World

COMMON = "password [success=1 default=ignore] pam_unix.so {unix}\npassword requisite pam_deny.so\n"


def _asked(common: str, **files: str) -> tuple[int | None, int | None]:
    named = {f"/etc/security/{name}.conf": text for name, text in files.items()}
    world = World(
        files={"/etc/pam.d/passwd": "@include common-password\n", "/etc/pam.d/common-password": common, **named}
    )
    fact = password_policy(world.machine())
    return fact.min_length, fact.classes


def _attempts(auth: str, faillock: str | None = None) -> int | None:
    files = {"/etc/pam.d/login": auth, "/etc/pam.d/common-auth": "auth required pam_unix.so\n"}
    if faillock is not None:
        files["/etc/security/faillock.conf"] = faillock
    return password_policy(World(files=files).machine()).lockout_attempts


def test_an_include_is_followed_for_its_facility() -> None:
    files = {
        "/etc/pam.d/sddm": "# comment\nauth\tinclude system-login # why\n-session optional pam_x.so\n",
        "/usr/lib/pam.d/system-login": "auth [success=1 default=bad] /lib/security/pam_unix.so try_first_pass \\\n"
        " nullok\n"
        "account required pam_unix.so\n",
    }
    (step,) = pam.stack(World(files=files).machine(), "sddm", "auth")
    assert (step.control, step.module) == ("[success=1 default=bad]", "pam_unix")
    assert step.options == {"try_first_pass": "", "nullok": ""}


def test_a_stack_that_is_not_there_is_absent_but_a_missing_part_of_it_is_not() -> None:
    with pytest.raises(Absent):
        pam.stack(World().machine(), "sddm", "auth")
    with pytest.raises(Unreadable) as caught:
        pam.stack(World(files={"/etc/pam.d/sddm": "@include gone\n"}).machine(), "sddm", "auth")
    assert not isinstance(caught.value, Absent)


@pytest.mark.parametrize(
    ("common", "files", "asked"),
    [
        (COMMON.format(unix="obscure yescrypt"), {}, (6, 0)),  # Debian 12 as installed
        (COMMON.format(unix="minlen=12"), {}, (12, 0)),
        ("password requisite pam_pwquality.so retry=3\n" + COMMON.format(unix="use_authtok"), {}, (8, 0)),
        ("password requisite pam_pwquality.so minlen=14 dcredit=-1 ucredit=-1 lcredit=-1\n", {}, (14, 3)),
        ("password requisite pam_pwquality.so\n", {"pwquality": "minlen=10\ndcredit = 1\nminclass = 2\n"}, (9, 2)),
        (
            "password requisite pam_pwquality.so\n",
            {"pwquality.conf.d/z": "minlen=20\n", "pwquality": "minlen=9\n"},
            (9, 0),
        ),
        ("password requisite pam_pwquality.so\n", {"pwquality": "minlen=2\n"}, (6, 0)),  # the library's own floor
        ("password optional pam_pwquality.so minlen=20\n" + COMMON.format(unix=""), {}, (6, 0)),
        ("password requisite pam_pwquality.so enforcing=0 minlen=20\n" + COMMON.format(unix=""), {}, (6, 0)),
        ("password requisite pam_cracklib.so minlen=12 minclass=3\n", {}, (8, 3)),  # four credits are given by default
    ],
)
def test_what_a_new_password_has_to_be_like(common: str, files: dict[str, str], asked: tuple[int, int]) -> None:
    assert _asked(common, **files) == asked


FAILLOCK = (
    "auth required pam_faillock.so preauth {deny}\nauth sufficient pam_unix.so\n"
    "auth [default=die] pam_faillock.so authfail {deny}\n"
)


@pytest.mark.parametrize(
    ("auth", "conf", "attempts"),
    [
        ("auth required pam_unix.so nullok\n", None, 0),
        (FAILLOCK.format(deny=""), None, 3),
        (FAILLOCK.format(deny="deny=5"), "deny = 9\n", 5),
        (FAILLOCK.format(deny=""), "deny = 7\n", 7),
        ("auth required pam_faillock.so preauth\nauth required pam_unix.so\n", None, 0),  # nothing is counted
        ("auth required pam_tally2.so deny=4 unlock_time=600\n", None, 4),
        ("auth required pam_tally2.so\n", None, 0),
    ],
)
def test_how_many_wrong_passwords_a_login_takes(auth: str, conf: str | None, attempts: int) -> None:
    assert _attempts(auth, conf) == attempts


def test_the_weakest_login_counts() -> None:
    files = {"/etc/pam.d/login": "auth required pam_faillock.so\n", "/etc/pam.d/lightdm": "auth required pam_unix.so\n"}
    assert password_policy(World(files=files).machine()).lockout_attempts == 0


def test_a_counter_that_we_do_not_know_is_a_gap() -> None:
    files = {"/etc/pam.d/login": "auth required pam_deepin_auth.so\n", "/etc/pam.d/passwd": COMMON.format(unix="")}
    fact = password_policy(World(files=files).machine())
    assert fact.lockout_attempts is None
    assert "pam_deepin_auth" in str(fact.coverage.unseen)


@pytest.mark.parametrize("days", ["-1", "99999"])
def test_no_maximum_age_is_never(days: str) -> None:
    files = {"/etc/passwd": "wang:x:1000:1000::/home/wang:/bin/bash\n"}
    world = World(files=files, programs={("passwd", "-S", "wang"): f"wang P 10/01/2026 0 {days} 7 -1\n"})
    assert password_policy(world.machine()).max_age_days == 0


def test_shadow_is_never_asked_for() -> None:
    asked: list[object] = []

    class Watched(World):
        def answer(self, verb: str, arguments: tuple[object, ...], stop: object) -> object:
            asked.append(arguments)
            return super().answer(verb, arguments, stop)  # type: ignore[arg-type]

    world = Watched(files={"/etc/passwd": "wang:x:1000:1000::/home/wang:/bin/bash\n", "/etc/group": ""}, admin=True)
    assert not empty_passwords(world.machine()).coverage.complete
    assert not [arguments for arguments in asked if "shadow" in str(arguments)]


def test_sections_of_one_name_are_one_and_case_does_not_count() -> None:
    found = sections("\ufeff; c\na=0\n[Seat:*]\nUser = x\n[SEAT:*]\nuser=y\n", "f")
    assert found == {"": {"a": "0"}, "seat:*": {"user": "y"}}


def test_a_bare_word_is_an_assignment_of_nothing() -> None:
    assert assignments("silent\ndeny = 5 # why\n", "f") == {"silent": "", "deny": "5"}


@pytest.mark.parametrize(("text", "yes"), [("TRUE", True), ('"yes"', True), ("1", True), ("false", False), ("", False)])
def test_a_yes(text: str, yes: bool) -> None:
    assert truth(text) is yes


@given(st.text())
def test_any_text_is_understood_or_refused(text: str) -> None:
    for parse in (sections, assignments, whole):
        try:
            parse(text, "f")
        except Unreadable:
            continue


@given(st.binary(max_size=400))
def test_any_pam_file_is_understood_or_refused(content: bytes) -> None:
    machine = World(files={"/etc/pam.d/passwd": content, "/etc/pam.d/login": content}).machine()
    try:
        password_policy(machine)
    except Unreadable:
        return


@pytest.mark.parametrize(
    ("settings", "attempts"),
    [
        ("deny = 5\n", 5),
        ("deny = 5\nunlock_time = 600\nfail_interval = 900\n", 5),
        ("deny = 5\nunlock_time = never\n", 5),
        ("deny = 5\nunlock_time = 1\n", 0),
        ("deny = 5\nfail_interval = 5\n", 0),
    ],
)
def test_a_lock_of_some_seconds_is_none(settings: str, attempts: int) -> None:
    auth = (
        "auth required pam_faillock.so preauth\nauth [success=1 default=ignore] pam_unix.so\n"
        "auth [default=die] pam_faillock.so authfail\nauth required pam_permit.so\naccount required pam_faillock.so\n"
    )
    assert _attempts(auth, settings) == attempts
