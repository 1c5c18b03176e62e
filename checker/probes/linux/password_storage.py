"""Linux: how pam_unix makes the hash of a new password: by a word of its line, else by login.defs (pam_unix(8))."""

from __future__ import annotations

import re

from checker.facts.workstation.password_storage import PasswordStorage
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Coverage, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux.ini import LIMIT
from checker.probes.linux.passwords import password_stack

_KEEPER = "pam_unix"
_SOUND = ("yescrypt", "gost_yescrypt", "sha512", "sha256", "blowfish", "bcrypt", "sm3", "sm3_yescrypt")
_WEAK = ("md5", "bigcrypt", "des")
_DEFS = "/etc/login.defs"
_METHOD = re.compile(r"(?m)^\s*ENCRYPT_METHOD\s+(\S+)")
_BROKEN = Text("新口令用过时的 {name} 保存，容易破解", "New passwords are kept with {name}, which is easily broken")


@probe(PasswordStorage, Platform.LINUX)
def password_storage(machine: Machine) -> PasswordStorage:
    try:
        steps = [step for step in password_stack(machine) if step.module == _KEEPER]
    except Absent as error:
        raise Unreadable(error.reason, error.how) from error
    if not steps:
        raise not_understood("pam.d/passwd")
    weak: list[Text] = []
    for step in steps:
        named = [word for word in step.options if word in (*_SOUND, *_WEAK)]
        method = named[-1] if named else _default(machine)
        if method in _WEAK:
            weak.append(_BROKEN.filled(name=method.upper()))
        elif method not in _SOUND:
            raise not_understood(method)
    return PasswordStorage(tuple(dict.fromkeys(weak)), coverage=Coverage.whole(Unit.SETTINGS, len(steps)))


def _default(machine: Machine) -> str:
    """DES where nobody says anything: login.defs(5)."""
    try:
        found = _METHOD.findall(machine.text(_DEFS, LIMIT))
    except Absent:
        return "des"
    return found[-1].lower() if found else "des"
