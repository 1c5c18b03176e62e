from checker.machine.answers import Output
from checker.model.finding import State
from checker.model.policy import Passwords, Policy
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

OWN = ("passwd", "-S", "wang")
PAM = "/etc/pam.d/"
DEBIAN = {
    f"{PAM}passwd": "@include common-password\n",
    f"{PAM}common-password": "password [success=1 default=ignore] pam_unix.so obscure yescrypt\n"
    "password requisite pam_deny.so\npassword required pam_permit.so\n",
    f"{PAM}login": "auth optional pam_faildelay.so delay=3000000\n@include common-auth\n@include common-account\n",
    f"{PAM}common-account": "account required pam_unix.so\n",
    f"{PAM}common-auth": "auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\n",
}
STRICT = {
    **DEBIAN,
    f"{PAM}common-password": "password requisite pam_pwquality.so retry=3 minclass=3\n"
    "password [success=1 default=ignore] pam_unix.so obscure use_authtok\n",
    # faillock.conf(5)'s own example.
    f"{PAM}common-auth": "auth required pam_faillock.so preauth\nauth sufficient pam_unix.so nullok\n"
    "auth [default=die] pam_faillock.so authfail\n",
    "/etc/security/pwquality.conf.d/50-unit.conf": "minlen = 6\n",
    "/etc/security/pwquality.conf": "# ours\nminlen = 8\nenforce_for_root\n",
    "/etc/security/faillock.conf": "# deny = 3\ndeny = 5\nsilent\n",
}
UOS = {
    **STRICT,
    f"{PAM}common-password": "password requisite pam_deepin_pw_check.so\n"
    "password [success=1 default=ignore] pam_unix.so use_authtok\n",
    "/etc/deepin/dde.conf": "[Password]\nSTRONG_PASSWORD = true\nPASSWORD_MIN_LENGTH = 8\n"
    'VALIDATE_POLICY = "1234567890;abc;ABC;~`!@#$%^&*()-_+=|\\{}[]:\\"\'<>,.?/"\nVALIDATE_REQUIRED = 3\n',
}


def _linux(files: dict[str, str], days: int = 90, admin: bool = True, **others: int) -> World:
    """wang, and `others` with the days after which their passwords expire."""
    ages = {"wang": days, **others}
    accounts = {
        "/etc/passwd": "".join(f"{name}:x:{uid}:{uid}::/home/{name}:/bin/bash\n" for uid, name in enumerate(ages, 1000))
    }
    states = [f"{name} P 2026-10-01 0 {age} 7 -1\n" for name, age in ages.items()]
    programs: dict[tuple[str, ...], str | Output | Unreadable] = {
        OWN: states[0],
        ("passwd", "-S", "-a"): "".join(states),
    }
    return World(files={**accounts, **files}, programs=programs, admin=admin)


def _auth(*lines: str) -> World:
    return _linux({**STRICT, f"{PAM}common-auth": "".join(f"auth {line}\n" for line in lines)})


def _new(*lines: str) -> World:
    return _linux({**STRICT, f"{PAM}common-password": "".join(f"password {line}\n" for line in lines)})


_UNIX = "[success=1 default=ignore] pam_unix.so use_authtok"
_END = ("requisite pam_deny.so", "required pam_permit.so")


def _windows(**changes: object) -> World:
    policy = {"min_length": 8, "max_age_days": 90, "history": 5, "lockout_threshold": 5, "lockout_minutes": 30}
    return World(Platform.WINDOWS, win32={"password_policy": {**policy, "complexity": None, **changes}})


SCENARIOS = (
    Scenario("pass", _linux(STRICT), State.PASSED),
    Scenario("pass", _linux(UOS), State.PASSED),
    Scenario("fail", _linux(DEBIAN, days=99999), State.FAILED, ("6 位", "3 类", "永不过期", "都不锁定")),
    Scenario(
        "fail",
        _linux({**UOS, "/etc/deepin/dde.conf": "[Password]\nSTRONG_PASSWORD = false\n"}),
        State.FAILED,
        ("6 位",),
    ),
    Scenario("fail", _linux(STRICT, days=180), State.FAILED, ("180",)),
    Scenario("fail", _linux(STRICT), State.FAILED, ("8 位，应至少 12 位",), Policy(passwords=Passwords(min_length=12))),
    # Each account by name; the others are not seen without root, but one's own that is wrong is.
    Scenario("fail", _linux(STRICT, li=99999), State.FAILED, ("li：口令永不过期",)),
    Scenario("denied", _linux(STRICT, admin=False, li=90), State.COULD_NOT_CHECK, ("本人账户",)),
    Scenario("fail", _linux(STRICT, days=99999, admin=False), State.FAILED, ("wang：口令永不过期",)),
    # What stands behind a step that ends the stack is never asked.
    Scenario(
        "fail",
        _new("sufficient pam_unix.so", "requisite pam_pwquality.so minlen=8 minclass=3"),
        State.FAILED,
        ("6 位",),
    ),
    Scenario("fail", _new("optional pam_pwquality.so minlen=8 minclass=3", _UNIX, *_END), State.FAILED, ("6 位",)),
    Scenario("fail", _new("[success=ok default=ignore] pam_pwquality.so", _UNIX, *_END), State.FAILED, ("6 位",)),
    Scenario("pass", _new("requisite pam_pwquality.so minclass=3", _UNIX, *_END), State.PASSED),
    Scenario(
        "pass",
        _new("[success=1 default=die] pam_pwquality.so minclass=3", "requisite pam_deny.so", _UNIX, *_END),
        State.PASSED,
    ),
    # Wrong passwords are looked at before and never counted; counted, and then nobody is kept out.
    Scenario("fail", _auth("required pam_faillock.so preauth", "sufficient pam_unix.so"), State.FAILED, ("都不锁定",)),
    Scenario(
        "fail", _auth("sufficient pam_unix.so", "[default=die] pam_faillock.so authfail"), State.FAILED, ("都不锁定",)
    ),
    Scenario("pass", _auth("required pam_tally2.so deny=5", _UNIX, *_END), State.PASSED),
    Scenario(
        "pass",
        _linux(
            {
                **STRICT,
                f"{PAM}common-auth": "auth sufficient pam_unix.so\nauth [default=die] pam_faillock.so authfail\n",
                f"{PAM}common-account": "account required pam_faillock.so\naccount required pam_unix.so\n",
            }
        ),
        State.PASSED,
    ),
    Scenario("hostile", _auth("required pam_cleverlock.so", _UNIX, *_END), State.COULD_NOT_CHECK, ("cleverlock",)),
    Scenario("denied", World(files=dict.fromkeys(STRICT, DENIED)), State.COULD_NOT_CHECK),
    Scenario("denied", World(files=STRICT, programs={OWN: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files=STRICT), State.COULD_NOT_CHECK),  # no passwd program
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", _linux({**STRICT, f"{PAM}common-password": "@include common-password\n"}), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", _linux({**STRICT, f"{PAM}passwd": "@include ../../etc/shadow\n"}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", _linux({**STRICT, "/etc/security/pwquality.conf": "minlen = " + "9" * 5000}), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", _linux({**STRICT, f"{PAM}common-auth": "\x00\x01\x02"}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _linux({**STRICT, f"{PAM}common-password": "password requisite pam_passwdqc.so\n"}),
        State.COULD_NOT_CHECK,
        ("passwdqc",),
    ),
    Scenario("pass", _windows(complexity=True), State.PASSED),
    Scenario("pass", _windows(), State.NEEDS_PERSON, ("复杂性",)),  # the API does not tell: a person has to
    Scenario(
        "fail",
        _windows(min_length=0, max_age_days=None, lockout_threshold=0),
        State.FAILED,
        ("0 位", "永不过期", "都不锁定"),
    ),
    Scenario("fail", _windows(complexity=False), State.FAILED, ("3 类",)),
    Scenario("fail", _windows(lockout_threshold=10, max_age_days=180), State.FAILED, ("10 次", "180 天")),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, win32={"password_policy": {}}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(min_length="8"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(lockout_threshold=-1), State.COULD_NOT_CHECK),
)
