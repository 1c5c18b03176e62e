"""Accounts on Linux: who gets in without a password, and what passwords have to be like.

/etc/shadow is never opened: ``passwd -S`` tells the state of a password without its hash, about oneself to everybody
and about all to root.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TypeVar

from checker.facts.workstation.accounts import (
    AccountKind,
    AutoLogin,
    DefaultAccount,
    DefaultAccounts,
    EmptyPasswords,
    OwnPassword,
    PasswordPolicy,
)
from checker.knowledge.accounts import account_names
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import pam
from checker.probes.linux.ini import LIMIT, assignments, sections, truth, whole

T = TypeVar("T")

_NO_LOGIN = ("nologin", "false", "sync", "shutdown", "halt", "git-shell")
_OTHERS_UNSEEN = Unreadable(
    Text(
        "不是管理员，只能查看本人账户，其他账户有没有口令查不到",
        "Without administrator rights only one's own account can be looked at, not the passwords of other accounts",
    ),
    refusals.AS_ADMIN,
    Cause.DENIED,
)
# Sources of /etc/nsswitch.conf whose people this program sees: the file itself, and those that systemd makes up.
_KNOWN_SOURCES = ("files", "compat", "systemd", "db")
_HOMED = "/var/lib/systemd/home"


@dataclass(frozen=True, slots=True)
class _Account:
    """A line of /etc/passwd whose shell lets somebody in."""

    name: str
    uid: int
    gid: int
    empty: bool  # the password field itself is empty: /etc/shadow is not even asked


@dataclass(frozen=True, slots=True)
class _State:
    """What ``passwd -S`` says of one account. `state`: P password, NP none, L locked."""

    state: str
    changed: date | None
    max_days: int


def _told(read: Callable[[], T]) -> T:
    """What must be there: its absence is a source that would not say, not an answer.

    Raises:
        Unreadable: also where `read` raises Absent.
    """
    try:
        return read()
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error


# -- without a password -----------------------------------------------------------------------------------------------


@probe(EmptyPasswords, Platform.LINUX)
def empty_passwords(machine: Machine) -> EmptyPasswords:
    accounts = _accounts(machine)
    ledger = Ledger(Unit.ACCOUNTS, [account.name for account in accounts])
    empty = {account.name for account in accounts if account.empty}
    states: dict[str, _State] = {}
    unseen = _OTHERS_UNSEEN
    try:
        states, _ = _told(lambda: _states(machine))
    except Unreadable as error:
        unseen = error
    for name in ledger:
        if name in empty or name in states:
            ledger.looked(name)
        else:
            ledger.left(name, unseen)
    empty |= {name for name, state in states.items() if state.state == "NP"}
    sources = _sources(machine)
    passwordless: set[str] = set()
    with sources.reading("/etc/group"):
        passwordless = _told(lambda: _members(machine, "nopasswdlogin", accounts))
    usable = {account.name for account in accounts}
    return EmptyPasswords(
        empty=tuple(sorted(empty & usable)),
        passwordless=tuple(sorted(passwordless & usable)),
        coverage=ledger.coverage + sources.coverage,
    )


def _sources(machine: Machine) -> Ledger[str]:
    """Where this system gets accounts from (nsswitch.conf(5)); those beyond /etc/passwd are named, not read."""
    sources = Ledger(Unit.SOURCES, ["/etc/passwd"])
    with sources.reading("/etc/passwd"):
        if any(line.startswith(("+", "-")) for line in machine.text("/etc/passwd", LIMIT).splitlines()):
            sources.left("NIS", Cause.ELSEWHERE, reason=_DIRECTORY.filled(name="NIS"))
    with sources.reading("/etc/nsswitch.conf"):
        for line in machine.text("/etc/nsswitch.conf", LIMIT).splitlines():
            database, _, words = line.partition("#")[0].partition(":")
            for word in re.sub(r"\[[^\]]*\]", " ", words).split() if database.strip() == "passwd" else ():
                if word not in _KNOWN_SOURCES:
                    sources.left(word, Cause.ELSEWHERE, reason=_DIRECTORY.filled(name=Text.name(word)))
    with sources.reading(_HOMED):
        for entry in machine.list(_HOMED):
            if entry.name.endswith((".home", ".homedir", ".identity")):
                sources.left(entry.name, Cause.NOT_UNDERSTOOD, reason=_HOMED_ONE.filled(name=Text.name(entry.name)))
    return sources


_DIRECTORY = Text(
    "有的账户来自别处（{name}），不在这台电脑上", "Some accounts come from elsewhere ({name}), not from this computer"
)
_HOMED_ONE = Text(
    "账户由 systemd-homed 管理，本程序还不认识：{name}", "systemd-homed keeps an account that is not known here: {name}"
)


def _accounts(machine: Machine) -> tuple[_Account, ...]:
    found = []
    for line in machine.text("/etc/passwd", LIMIT).splitlines():
        fields = line.split(":")
        if line.startswith(("+", "-")) or not line:
            continue  # entries of a directory service, which `_sources` names: asking it would be network traffic
        if len(fields) != 7 or not (fields[2].isdecimal() and fields[3].isdecimal()):
            raise refusals.malformed("/etc/passwd")
        if fields[6].rsplit("/", 1)[-1] not in _NO_LOGIN:
            found.append(_Account(fields[0], int(fields[2]), int(fields[3]), fields[1] == ""))
    if not found:
        raise refusals.malformed("/etc/passwd")
    return tuple(found)


def _members(machine: Machine, group: str, accounts: tuple[_Account, ...]) -> set[str]:
    for line in machine.text("/etc/group", LIMIT).splitlines():
        fields = line.split(":")
        if fields[0] != group:
            continue
        if len(fields) != 4:
            raise refusals.malformed("/etc/group")
        primary = {account.name for account in accounts if str(account.gid) == fields[2]}
        return primary | {name.strip() for name in fields[3].split(",") if name.strip()}
    return set()


def _states(machine: Machine) -> tuple[dict[str, _State], bool]:
    """State by account name, and whether these are all accounts."""
    if machine.host.admin:
        output = machine.run("passwd", "-S", "-a", limit=LIMIT)
        if output.code == 0:
            return _parsed(output.text), True
    return _own(machine), False


def _own(machine: Machine) -> dict[str, _State]:
    person = machine.host.person
    if person is None or person.name.startswith("-"):
        raise _OTHERS_UNSEEN
    output = machine.run("passwd", "-S", person.name, limit=1 << 12)
    if output.code != 0:
        raise Unreadable(
            Text("查不到本人账户的口令状态", "The state of one's own password could not be found out"),
            refusals.AS_ADMIN,
        )
    return _parsed(output.text)


def _parsed(text: str) -> dict[str, _State]:
    """Lines of ``passwd -S``: name, P NP L or LK, date, minimum, maximum, warning, inactivity. See passwd(1)."""
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) < 7 or words[1] not in ("P", "PS", "NP", "L", "LK"):
            raise refusals.malformed("passwd -S")
        found[words[0]] = _State(words[1], _day(words[2]), whole(words[4], "passwd -S"))
    if not found:
        raise refusals.malformed("passwd -S")
    return found


def _day(text: str) -> date | None:
    """2026-11-23, or 11/23/2026 before shadow 4.9; "never" and 1970 mean that it is not known."""
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if day.year > 1970 else None
    return None


# -- signed in by itself ----------------------------------------------------------------------------------------------


@probe(AutoLogin, Platform.LINUX)
def auto_login(machine: Machine) -> AutoLogin:
    """Each login screen that we know, and by name the one that this system starts where it is none of those."""
    found: list[str] = []
    screens = Ledger(Unit.PROGRAMS, _SCREENS)
    for name, read in _SCREENS.items():
        with screens.reading(name):
            found += read(machine)
    return AutoLogin(tuple(dict.fromkeys(found)), coverage=screens.coverage + _chosen_screen(machine).coverage)


def _chosen_screen(machine: Machine) -> Ledger[str]:
    """The login screen that the system starts: systemd's alias for it, and Debian's own choice."""
    ledger = Ledger(Unit.SOURCES, _CHOSEN)
    for path in _CHOSEN:
        with ledger.reading(path):
            name = machine.target_of(path) if path.endswith(".service") else machine.text(path, 1 << 12).strip()
            name = name.rpartition("/")[2].removesuffix(".service")
            if name and name.removesuffix("3") not in _SCREENS:
                raise refusals.not_understood(name)
    return ledger


def _installed(machine: Machine, *programs: str) -> bool:
    return any(machine.exists(f"{folder}/{name}") for name in programs for folder in ("/usr/sbin", "/usr/bin"))


def _gdm(machine: Machine) -> Iterator[str]:
    """Debian: daemon.conf, Ubuntu and others: custom.conf. Keys of [daemon]."""
    if not _installed(machine, "gdm3", "gdm"):
        return
    for path in ("/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf", "/etc/gdm/custom.conf"):
        try:
            daemon = sections(machine.text(path, LIMIT), path).get("daemon", {})
        except Absent:
            continue
        for way in ("automaticlogin", "timedlogin"):
            if truth(daemon.get(f"{way}enable", "")):
                yield daemon.get(way, "")


def _lightdm(machine: Machine) -> Iterator[str]:
    if not _installed(machine, "lightdm"):
        return
    for seat in _lightdm_seats(machine).values():
        if seat.get("autologin-user"):
            yield seat["autologin-user"]
        elif truth(seat.get("autologin-guest", "")):
            yield "guest"


def _lightdm_seats(machine: Machine) -> dict[str, dict[str, str]]:
    """Seat sections; later files win. Source: LightDM's own order of configuration."""
    seats: dict[str, dict[str, str]] = {}
    for path in _lightdm_files(machine):
        try:
            found = sections(machine.text(path, LIMIT), path)
        except Absent:
            continue
        for name, keys in found.items():
            if name == "seatdefaults" or name.startswith("seat:"):
                # [SeatDefaults] is the old name of [Seat:*].
                seats.setdefault("seat:*" if name == "seatdefaults" else name, {}).update(keys)
    return seats


def _lightdm_files(machine: Machine) -> Iterator[str]:
    for folder in (
        "/usr/share/lightdm/lightdm.conf.d",
        "/etc/xdg/lightdm/lightdm.conf.d",
        "/etc/lightdm/lightdm.conf.d",
    ):
        yield from _drop_ins(machine, folder)
    yield "/etc/lightdm/lightdm.conf"


def _sddm(machine: Machine) -> Iterator[str]:
    if not _installed(machine, "sddm"):
        return
    merged: dict[str, str] = {}
    folders = ("/usr/lib/sddm/sddm.conf.d", "/etc/sddm.conf.d")
    for path in (*(path for folder in folders for path in _drop_ins(machine, folder)), "/etc/sddm.conf"):
        try:
            merged |= sections(machine.text(path, LIMIT), path).get("autologin", {})
        except Absent:
            continue
    if merged.get("user"):
        yield merged["user"]


def _greetd(machine: Machine) -> Iterator[str]:
    """[initial_session] is started once without asking."""
    if not _installed(machine, "greetd"):
        return
    path = "/etc/greetd/config.toml"
    try:
        session = tomllib.loads(machine.text(path, 1 << 16)).get("initial_session")
    except Absent:
        return
    except (ValueError, RecursionError) as error:
        raise refusals.malformed(path) from error
    if isinstance(session, dict):
        yield str(session.get("user", ""))


def _getty(machine: Machine) -> Iterator[str]:
    """systemd units and drop-ins that start agetty with --autologin (-a)."""
    for entry in _entries(machine, "/etc/systemd/system"):
        unit = entry.removesuffix(".d")
        if "getty" not in unit and not unit.startswith("autovt"):
            continue
        path = f"/etc/systemd/system/{entry}"
        paths = (
            _drop_ins(machine, path) if entry.endswith(".d") else iter((path,) if entry.endswith(".service") else ())
        )
        for file in paths:
            try:
                yield from _getty_users(machine.text(file, LIMIT))
            except Absent:
                continue


def _getty_users(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.strip().lower().startswith("execstart"):
            continue
        words = line.partition("=")[2].split()
        for word, after in pairwise((*words, "")):
            if word in ("--autologin", "-a"):
                yield after
            elif word.startswith("--autologin="):
                yield word.partition("=")[2]


def _drop_ins(machine: Machine, folder: str) -> Iterator[str]:
    for name in _entries(machine, folder):
        if name.endswith(".conf"):
            yield f"{folder}/{name}"


def _entries(machine: Machine, folder: str) -> tuple[str, ...]:
    try:
        return tuple(entry.name for entry in machine.list(folder))
    except Absent:
        return ()


# -- guests and names that everybody knows ----------------------------------------------------------------------------


@probe(DefaultAccounts, Platform.LINUX)
def default_accounts(machine: Machine) -> DefaultAccounts:
    accounts = _accounts(machine)
    found = [DefaultAccount(one.name, AccountKind.SUPERUSER) for one in accounts if one.uid == 0 and one.name != "root"]
    known = {one.name for one in accounts if one.uid != 0 and one.name.lower() in account_names().known_names}
    ledger = Ledger(Unit.ACCOUNTS, [one.name for one in accounts])
    for name in ledger:
        with ledger.reading(name):
            if name in known and _unlocked(machine, name):
                found.append(DefaultAccount(name, AccountKind.KNOWN_NAME))
    sources = _sources(machine)
    with sources.reading("guest"):
        if _guest_session(machine):
            found.append(DefaultAccount("guest", AccountKind.GUEST))
    return DefaultAccounts(tuple(dict.fromkeys(found)), coverage=ledger.coverage + sources.coverage)


def _unlocked(machine: Machine, name: str) -> bool:
    """Whether it can be used. A locked password is the state L; without root it is not told."""
    states, _ = _told(lambda: _states(machine))
    if name not in states:
        reason = Text(
            "有账户 {name}，但查不到是否已停用", "There is the account {name}; whether it is locked is not told"
        )
        raise Unreadable(reason.filled(name=Text.name(name)), refusals.AS_ADMIN, Cause.DENIED)
    return states[name].state not in ("L", "LK")


def _guest_session(machine: Machine) -> bool:
    """LightDM offers guests unless told otherwise, where a script that makes their account is installed."""
    if not (_installed(machine, "lightdm") and _installed(machine, "guest-account")):
        return False
    seats = _lightdm_seats(machine).values()
    return not any("allow-guest" in seat and not truth(seat["allow-guest"]) for seat in seats)


# -- what passwords have to be like -----------------------------------------------------------------------------------

# Login services a person may meet; the weakest of those that are there counts.
_LOGINS = ("login", "gdm-password", "lightdm", "sddm", "greetd")
# These keep their own count of wrong passwords, with settings that we cannot read yet. [K]
_OWN_COUNT = ("pam_deepin_auth", "pam_kysec")
_UNIX_MIN_LENGTH = 6  # pam_unix(8): "minlen=n ... The default value is 6"
_FAILLOCK_DENY = 3  # faillock.conf(5): deny, "The default is 3"


@probe(PasswordPolicy, Platform.LINUX)
def password_policy(machine: Machine) -> PasswordPolicy:
    asked = Ledger(Unit.SETTINGS, ("length", "age", "attempts"))
    length = classes = days = attempts = None
    with asked.reading("length"):
        length, classes = _told(lambda: _quality(machine))
    with asked.reading("age"):
        days = _told(lambda: _own_max_days(machine))
    with asked.reading("attempts"):
        attempts = _told(lambda: _attempts(machine))
    screens = _chosen_screen(machine)  # one that is not known counts wrong passwords in a way that is not known
    return PasswordPolicy(length, classes, days, attempts, coverage=asked.some_or_raise() + screens.coverage)


def _quality(machine: Machine) -> tuple[int, int]:
    """Shortest length and number of kinds, over all modules that a new password has to satisfy."""
    length, classes = 0, 0
    for step in _password_stack(machine):
        asked = _asked(machine, step)
        if asked is not None and step.control != "optional":
            length, classes = max(length, asked[0]), max(classes, asked[1])
    if not length:
        raise Unreadable(Text("没有找到检查新口令的模块", "No module that checks new passwords was found"))
    return length, classes


def _password_stack(machine: Machine) -> tuple[pam.Step, ...]:
    try:
        return pam.stack(machine, "passwd", "password")
    except Absent:
        return pam.stack(machine, "common-password", "password")


def _asked(machine: Machine, step: pam.Step) -> tuple[int, int] | None:
    match step.module:
        case "pam_unix":
            return whole(step.options.get("minlen", str(_UNIX_MIN_LENGTH)), "pam_unix"), 0
        case "pam_pwquality":
            return _pwquality(_pwquality_conf(machine) | step.options, 8, 0)
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


def _pwquality(keys: dict[str, str], min_length: int, credit: int) -> tuple[int, int] | None:
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
    for path in (*_drop_ins(machine, f"{folder}.d"), folder):
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


def _own_max_days(machine: Machine) -> int:
    """Of the person's own account: login.defs only says what new accounts get. 99999 and -1 mean never."""
    days = next(iter(_own(machine).values())).max_days
    return days if 0 <= days < 99999 else 0


def _attempts(machine: Machine) -> int:
    """The highest number of tries that any login allows; 0 where one of them never locks."""
    found = []
    for service in _LOGINS:
        try:
            steps = pam.stack(machine, service, "auth")
        except Absent:
            continue
        found.append(_attempts_at(machine, steps))
    if not found:
        raise Unreadable(Text("没有找到系统的登录设置", "The login settings of the system were not found"))
    return 0 if 0 in found else max(found)


def _attempts_at(machine: Machine, steps: tuple[pam.Step, ...]) -> int:
    for step in steps:
        if step.module == "pam_faillock":
            deny = step.options.get("deny") or _faillock_conf(machine, step).get("deny", str(_FAILLOCK_DENY))
            return whole(deny, "faillock deny")
        if step.module in ("pam_tally2", "pam_tally"):
            return whole(step.options.get("deny", "0"), "pam_tally2 deny")
    own = next((step.module for step in steps if step.module.startswith(_OWN_COUNT)), None)
    if own is not None:
        reason = Text(
            "系统用 {name} 自己计数错误口令，本程序读不到次数", "{name} counts wrong passwords in its own way"
        )
        raise Unreadable(reason.filled(name=Text.name(own)))
    return 0


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
    asked = Ledger(Unit.SETTINGS, ("age", "length"))
    with asked.reading("age"):
        changed = _told(lambda: next(iter(_own(machine).values()))).changed
        unchanged = max(0, (machine.host.now.date() - changed).days) if changed else None
    with asked.reading("length"):
        length, _ = _told(lambda: _quality(machine))
    return OwnPassword(unchanged, length, coverage=asked.some_or_raise())


_SCREENS: dict[str, Callable[[Machine], Iterable[str]]] = {
    "gdm": _gdm,
    "lightdm": _lightdm,
    "sddm": _sddm,
    "greetd": _greetd,
    "getty": _getty,
}
_CHOSEN = ("/etc/systemd/system/display-manager.service", "/etc/X11/default-display-manager")
