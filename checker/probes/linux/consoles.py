"""Who gets a session on a console without being asked: getty in all its forms, and services that are a session."""

from __future__ import annotations

import getopt
import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.probes.linux.sessions import opened_for
from checker.probes.linux.unit_files import UnitFile

_SHELLS = {"sh", "bash", "dash", "zsh", "fish", "ksh", "tcsh", "csh"}
_GETTYS = {"agetty", "getty", "mingetty"}
# agetty(8) of util-linux 2.38; --local-line is taken out before, since its value may be missing.
_SHORT = "8a:cC:d:Ef:hH:iI:Jl:mnNo:pP:r:Rst:Uw"
_LONG = (
    *(
        "8bits",
        "autologin=",
        "noreset",
        "chdir=",
        "delay=",
        "remote",
        "issue-file=",
        "flow-control",
        "host=",
        "noissue",
    ),
    *(
        "init-string=",
        "noclear",
        "login-program=",
        "extract-baud",
        "skip-login",
        "nonewline",
        "login-options=",
        "wait-cr",
    ),
    *("login-pause", "nice=", "chroot=", "hangup", "keep-baud", "timeout=", "detect-case", "nohints", "nohostname"),
    *("long-hostname", "erase-chars=", "kill-chars=", "list-speeds", "show-issue", "reload"),
)


def is_console(unit: UnitFile) -> bool:
    """Whether it lets people sign in on a console."""
    name = unit.name.lower()
    if name in _OF_THE_SYSTEM:
        return False
    consoles = any(_program(words) in _GETTYS or _login_within(words) for words in unit.commands)
    return "getty" in name or name.startswith("autovt") or consoles


def opens_rescue(unit: UnitFile) -> bool:
    """Whether the system's rescue mode gives root's shell to whoever starts it (systemd's sulogin-shell(8))."""
    if unit.name.lower() not in _RESCUE:
        return False
    forced = any(_FORCED in line for line in unit.values.get("environment", ()))
    return forced or any(_program(words) in _SHELLS for words in unit.commands)


def is_session(unit: UnitFile) -> bool:
    """Whether it is itself a session: it takes a console, or opens one as a login does."""
    if unit.name in _OF_THE_SYSTEM:
        return False
    opens = any(opened_for(words) is not None for words in unit.commands)
    return opens or bool(unit.one("ttypath") or unit.one("pamname"))


def is_shell(words: list[str]) -> bool:
    return bool(words) and _program(words) in _SHELLS


_RESCUE = ("rescue.service", "emergency.service")
_FORCED = "SYSTEMD_SULOGIN_FORCE=1"
# They take a console for the system's own sake, and ask for root's password or for nobody's.
_OF_THE_SYSTEM = {
    *("rescue.service", "emergency.service", "plymouth-start.service", "systemd-ask-password-console.service"),
    *("user@.service", "console-shell.service", "initrd-cleanup.service", "systemd-firstboot.service"),
    *(
        "gdm.service",
        "gdm3.service",
        "lightdm.service",
        "sddm.service",
        "greetd.service",
        "lxdm.service",
        "slim.service",
    ),
    *("xdm.service", "ly.service", "nodm.service", "machine-shell@.service", "container-shell@.service"),
    *("getty-static.service", "xrdp-sesman.service", "cron.service", "systemd-homed-firstboot.service"),
}


def lets_in(unit: UnitFile) -> Iterator[str]:
    """Accounts that a console signs in by itself; "" for whoever sits there.

    Raises:
        Unreadable: it starts what is not known here.
    """
    for words in unit.commands:
        yield from signed_in_by(words, unit.one("user"))


# Credentials of systemd that agetty(8) and login(1) take for options: whom to sign in, and that nobody is asked.
_CREDENTIALS = ("agetty.autologin", "login.noauth")
_GIVEN = ("setcredential", "setcredentialencrypted", "loadcredential", "loadcredentialencrypted")
_STORES = (
    "/run/credentials/@system",
    "/etc/credstore",
    "/run/credstore",
    "/usr/local/lib/credstore",
    "/usr/lib/credstore",
)


def credentials(machine: Machine, unit: UnitFile) -> Iterator[str]:
    """Whom a console signs in because systemd hands it a credential that says so; "" where it does not say whom."""
    for key in _GIVEN:
        for line in unit.values.get(key, ()):
            name, _, value = line.partition(":")
            if name in _CREDENTIALS:
                yield value if key == "setcredential" and name == _CREDENTIALS[0] else ""
    imported = [pattern for line in unit.values.get("importcredential", ()) for pattern in line.split()]
    for name in _CREDENTIALS:
        if any(fnmatchcase(name, pattern) for pattern in imported):
            places = [f"{store}{kind}/{name}" for store in _STORES for kind in ("", ".encrypted")]
            if any(machine.exists(place) for place in places):
                yield ""


def signed_in_by(words: list[str], user: str = "") -> Iterator[str]:
    """The same of one command line.

    Raises:
        Unreadable: a program or an option that is not known here.
    """
    program = _program(words)
    if program in _GETTYS:
        yield from _getty(words)
    elif program == "login":
        yield from _login(words[1:])
    elif within := _login_within(words):  # a console of another kind, as kmscon, that was told to start it
        yield from _login(within)
    elif program in _SHELLS:
        yield user or "root"
    else:
        raise refusals.not_understood(program)


def _login_within(words: list[str]) -> list[str]:
    """What follows login on the command line of another program; empty where it is not there, or asks."""
    places = [place for place, word in enumerate(words) if place and posixpath.basename(word) == "login"]
    return words[places[0] + 1 :] if places and "-f" in words[places[0] + 1 :] else []


def _program(words: list[str]) -> str:
    return posixpath.basename(words[0])


def _getty(words: list[str]) -> Iterator[str]:
    plain = [word for word in words[1:] if not word.startswith(("-L", "--local-line"))]
    if any(word.startswith("$") and word != "$TERM" for word in plain):
        raise refusals.not_understood(" ".join(words))  # options that stand where they could not be read
    try:
        options = dict(getopt.gnu_getopt(plain, _SHORT, list(_LONG))[0])
    except getopt.GetoptError:
        # mingetty has few options of its own; what is left over is not known.
        yield from _mingetty(words)
        return
    account = options.get("-a", options.get("--autologin"))
    if account is not None:
        yield account
        return
    program = options.get("-l", options.get("--login-program", "login"))
    if posixpath.basename(program) != "login":
        yield from signed_in_by([program], "root")
        return
    yield from _login(options.get("-o", options.get("--login-options", "")).split())


def _mingetty(words: list[str]) -> Iterator[str]:
    for word, after in zip(words, (*words[1:], ""), strict=True):
        if word == "--autologin":
            yield after
            return
        if word.startswith("--autologin="):
            yield word.partition("=")[2]
            return
    raise refusals.not_understood(" ".join(words))


def _login(words: list[str]) -> Iterator[str]:
    """login(1): -f, "the user has already been authenticated"."""
    flags = [word for word in words if word.startswith("-") and not word.startswith("--")]
    if any("f" in flag for flag in flags):
        names = [word for word in words if not word.startswith("-")]
        yield "" if not names or names[-1] in ("\\u", "\\\\u") else names[-1]
