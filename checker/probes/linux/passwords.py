"""What passwords on Linux have to be like, as far as it is enforced: PAM's stacks are walked, not searched.

/etc/shadow is never opened: see `accounts`.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.facts.workstation.accounts import MaxAge, OwnPassword, PasswordPolicy
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import accounts, pam
from checker.probes.linux.folders import drop_ins
from checker.probes.linux.ini import LIMIT, assignments, sections, truth, whole
from checker.probes.linux.login_screens import chosen_screen
from checker.probes.linux.pam_modules import COUNTING, LOGINS, Attempt, known

# These keep their own count of wrong passwords, with settings that we cannot read yet. [K]
_OWN_COUNT = ("pam_deepin_auth", "pam_kysec")
_UNIX_MIN_LENGTH = 6  # pam_unix(8): "minlen=n ... The default value is 6"
_BRIEF, _LONG = 60, 900  # seconds; 600 and 900 are the defaults of unlock_time and fail_interval
_FAILLOCK_DENY = 3  # faillock.conf(5): deny, "The default is 3"
_ASKED = {
    "length": Text("新口令的要求", "what a new password has to be like"),
    "attempts": Text("输错多少次锁定", "after how many wrong ones an account is locked"),
    "age": Text("口令用了多久", "how old the password is"),
}
# They keep a new password. The others of a stack judge it, or do something beside.
_KEEPING = ("pam_unix", "pam_sss", "pam_ldap", "pam_winbind", "pam_krb5", "pam_systemd_home", "pam_pwdfile")

_JUDGING = ("pam_pwquality", "pam_cracklib", "pam_passwdqc", "pam_deepin_pw_check", "libdeepin_pw_check")


@probe(PasswordPolicy, Platform.LINUX)
def password_policy(machine: Machine) -> PasswordPolicy:
    asked = Ledger(Unit.SETTINGS, ("length", "attempts"), _ASKED.__getitem__)
    length = classes = attempts = None
    with asked.reading("length"):
        length, classes = accounts.told(lambda: _quality(machine))
    with asked.reading("attempts"):
        attempts = accounts.told(lambda: _attempts(machine))
    people, ages = _ages(machine)
    if length is None and attempts is None and not ages:
        asked.some_or_raise()
    coverage = asked.coverage + people.coverage + accounts.sources(machine).coverage
    screens = chosen_screen(machine)  # one that is not known counts wrong passwords in a way that is not known
    return PasswordPolicy(length, classes, _worst(ages), attempts, ages, coverage=coverage + screens.coverage)


def _worst(ages: tuple[MaxAge, ...]) -> int | None:
    days = [one.days for one in ages]
    return None if not days else 0 if 0 in days else max(days)


def _ages(machine: Machine) -> tuple[Ledger[str], tuple[MaxAge, ...]]:
    """Of each account that has a password: login.defs only says what new ones get. 99999 and -1 mean never."""
    try:
        names, states, unseen = accounts.with_states(machine)
    except Unreadable as error:
        people = Ledger[str](Unit.ACCOUNTS)
        people.more(0, error)
        return people, ()
    people = Ledger(Unit.ACCOUNTS, names)
    found = []
    for name in people:
        if name not in states:
            people.left(name, unseen)
            continue
        people.looked(name)
        if states[name].state in ("P", "PS"):
            days = states[name].max_days
            found.append(MaxAge(name, days if 0 <= days < 99999 else 0))
    return people, tuple(found)


def _quality(machine: Machine) -> tuple[int, int]:
    """Shortest length and number of kinds, over all modules that a new password really has to satisfy."""
    length, classes = 0, 0
    steps = password_stack(machine)
    for step in steps:
        asked = _asked(machine, step) if _enforced(steps, step) else None
        if asked is not None:
            length, classes = max(length, asked[0]), max(classes, asked[1])
    if not length:
        raise Unreadable(Text("没有找到检查新口令的模块", "No module that checks new passwords was found"))
    return length, classes


def _enforced(steps: tuple[pam.Step, ...], judge: pam.Step) -> bool:
    """Whether a password that this step refuses is refused altogether, whatever comes before and after it.

    One that keeps passwords itself refuses by not keeping them. One that judges takes away what it refused: then a
    later one with ``use_authtok``, which asks for nothing itself, has nothing to keep.
    """
    if judge.module in _KEEPING:
        return True
    empty_handed = set()
    for step in steps[steps.index(judge) + 1 :]:
        if step.module in _JUDGING:
            break  # it asks anew
        if step.module in _KEEPING and "use_authtok" in step.options:
            empty_handed.add(step)
    refusing = {judge, *empty_handed}
    every = pam.walks(steps, lambda step: (pam.FAILURE if step in refusing else pam.SUCCESS,))
    return not any(walk.success and any(_keeps(step, empty_handed) for step in walk.called) for walk in every)


def _keeps(step: pam.Step, empty_handed: set[pam.Step]) -> bool:
    return step.module in _KEEPING and step not in empty_handed


def password_stack(machine: Machine) -> tuple[pam.Step, ...]:
    try:
        return pam.stack(machine, "passwd", "password")
    except Absent:
        return pam.stack(machine, "common-password", "password")


def _asked(machine: Machine, step: pam.Step) -> tuple[int, int] | None:
    match step.module:
        case "pam_unix":
            return whole(step.options.get("minlen", str(_UNIX_MIN_LENGTH)), "pam_unix"), 0
        case "pam_pwquality":
            return _pwquality({**_pwquality_conf(machine), **step.options}, 8, 0)
        case "pam_cracklib":
            return _pwquality(step.options, 9, 1)  # pam_cracklib(8): minlen 9, one credit for each kind
        case "pam_deepin_pw_check" | "libdeepin_pw_check":
            return _deepin(machine)
        case "pam_passwdqc" | "pam_cracklib_kylin" | "pam_kysec":
            reason = Text(
                "本程序还不认识口令检查模块 {name}", "This program does not know the password module {name} yet"
            )
            raise Unreadable(reason.filled(name=Text.name(step.module)))
    return None


def _pwquality(keys: Mapping[str, str], min_length: int, credit: int) -> tuple[int, int] | None:
    """pwquality.conf(5) of libpwquality 1.4 (Debian 10 and later): minlen 8 and at least 6, credits 0.

    A positive credit makes a password of that kind count as longer, a negative one makes the kind compulsory.
    """
    if keys.get("enforcing", "1").strip() == "0":
        return None
    length = whole(keys.get("minlen", str(min_length)), "pwquality minlen")
    given = [whole(keys.get(f"{kind}credit", str(credit)), "pwquality credit") for kind in "dulo"]
    shortest = max(6, length - sum(max(0, value) for value in given))
    compulsory = sum(value < 0 for value in given)
    return shortest, max(compulsory, whole(keys.get("minclass", "0"), "pwquality minclass"))


def _pwquality_conf(machine: Machine) -> dict[str, str]:
    """Drop-ins are read first and pwquality.conf last, so that it wins. See pwquality.conf(5)."""
    merged: dict[str, str] = {}
    folder = "/etc/security/pwquality.conf"
    for path in (*drop_ins(machine, f"{folder}.d"), folder):
        try:
            merged |= assignments(machine.text(path, LIMIT), path)
        except Absent:
            continue
    return merged


def _deepin(machine: Machine) -> tuple[int, int] | None:
    """UOS and deepin. Defaults as in deepin-pw-check's own reading of the file; not yet seen on a real machine."""
    path = "/etc/deepin/dde.conf"
    try:
        keys = sections(machine.text(path, LIMIT), path).get("password", {})
    except Absent:
        raise refusals.malformed(path) from None  # the module then refuses every password
    if not truth(keys.get("strong_password", "true")):
        return 1, 0  # only the empty password is refused
    return whole(keys.get("password_min_length", "1"), path), whole(keys.get("validate_required", "1"), path)


def _attempts(machine: Machine) -> int:
    """The highest number of tries that any login allows; 0 where one of them never locks."""
    found = []
    for service in LOGINS:
        try:
            auth = pam.stack(machine, service, "auth")
        except Absent:
            continue
        found.append(_attempts_at(machine, auth, pam.stack(machine, service, "account")))
    if not found:
        raise Unreadable(Text("没有找到系统的登录设置", "The login settings of the system were not found"))
    return 0 if 0 in found else max(found)


def _attempts_at(machine: Machine, auth: tuple[pam.Step, ...], account: tuple[pam.Step, ...]) -> int:
    """Tries are counted where every wrong password goes through a step that counts, and the count is of use where the
    right one no longer lets in who was locked out.
    """
    wrong = pam.walks(auth, Attempt(right=False).answers)
    counters = [next((step for step in walk.called if _counts(step)), None) for walk in wrong]
    locked = Attempt(right=True, locked=True).answers
    gets_in = any(walk.success for walk in pam.walks(auth, locked)) and any(
        walk.success for walk in pam.walks(account, locked) or ()
    )
    if None not in counters and not gets_in:
        return _highest(machine, [one for one in counters if one is not None], auth)
    strange = [step.module for step in auth if not known(step) or step.module.startswith(_OWN_COUNT)]
    if strange:
        reason = Text(
            "系统用 {name} 自己计数错误口令，本程序读不到次数", "{name} may count wrong passwords in its own way"
        )
        raise Unreadable(reason.filled(name=Text.name(strange[0])))
    return 0


def _counts(step: pam.Step) -> bool:
    return step.module in COUNTING and (step.module != "pam_faillock" or "authfail" in step.options)


def _highest(machine: Machine, counters: list[pam.Step], auth: tuple[pam.Step, ...]) -> int:
    denies = [_deny(machine, step) for step in (*counters, *auth) if step.module in COUNTING]
    return 0 if 0 in denies else max(denies)


def _deny(machine: Machine, step: pam.Step) -> int:
    if step.module != "pam_faillock":
        return whole(step.options.get("deny", "0"), "pam_tally2 deny")
    settings = {**_faillock_conf(machine, step), **step.options}
    brief = (
        whole(settings.get(name, str(_LONG)), name)
        for name in ("unlock_time", "fail_interval")
        if settings.get(name) != "never"
    )
    if any(0 < seconds < _BRIEF for seconds in brief):
        return 0  # a lock of some seconds, or a count that starts anew after some, holds nobody up
    return whole(settings.get("deny") or str(_FAILLOCK_DENY), "faillock deny")


def _faillock_conf(machine: Machine, step: pam.Step) -> dict[str, str]:
    path = step.options.get("conf") or "/etc/security/faillock.conf"
    try:
        return assignments(machine.text(path, LIMIT), path)
    except Absent:
        return {}


# -- one's own password -----------------------------------------------------------------------------------------------


@probe(OwnPassword, Platform.LINUX)
def own_password(machine: Machine) -> OwnPassword:
    unchanged = length = None
    asked = Ledger(Unit.SETTINGS, ("age", "length"), _ASKED.__getitem__)
    with asked.reading("age"):
        changed = accounts.told(lambda: next(iter(accounts.own(machine).values()))).changed
        unchanged = max(0, (machine.host.now.date() - changed).days) if changed else None
    with asked.reading("length"):
        length, _ = accounts.told(lambda: _quality(machine))
    return OwnPassword(unchanged, length, coverage=asked.some_or_raise())
