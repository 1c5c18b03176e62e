r"""Windows: settings of the Local Security Authority, and LAPS.

Without a value counts what Microsoft documents as the default since Windows 10: no LM hashes (NoLMHash 1), answers of
NTLMv2 alone (LmCompatibilityLevel 3), accounts hidden from strangers (RestrictAnonymousSAM 1), no password in clear in
memory (UseLogonCredential 0).

LAPS: a policy of its own is at work with BackupDirectory 1 (Entra ID) or 2 (Active Directory), in the order in which
Windows takes them; the older product with AdmPwdEnabled 1 and its extension of the group policy, without which the
value does nothing (Microsoft, "Configure policy settings for Windows LAPS"; "LAPS operations guide").
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.workstation.password_storage import PasswordStorage
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe

_LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
_WDIGEST = r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\WDigest"
_LAPS = (
    r"HKLM\SOFTWARE\Microsoft\Policies\LAPS",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\LAPS",
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\LAPS\Config",
)
_OLD_LAPS = r"HKLM\SOFTWARE\Policies\Microsoft Services\AdmPwd"
_OLD_LAPS_AT_WORK = (
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\GPExtensions\{D76B9641-3288-4F75-942D-087DE603E3EA}"
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """`sound`: the values that are as they should be."""

    key: str
    name: str
    default: int
    sound: tuple[int, ...]
    weak: Text


_SETTINGS = (
    _Setting(_LSA, "NoLMHash", 1, (1,), Text("保存容易破解的 LM 散列", "LM hashes are kept, which are easily broken")),
    _Setting(
        *(_LSA, "LmCompatibilityLevel", 3, (3, 4, 5)),
        Text("网络登录会用过时的 LM 或 NTLM", "Outdated LM or NTLM is used to sign in over the network"),
    ),
    _Setting(
        *(_LSA, "RestrictAnonymousSAM", 1, (1,)),
        Text("不登录也能从网络上列出账户名", "Accounts can be listed from the network without signing in"),
    ),
    _Setting(
        *(_LSA, "EveryoneIncludesAnonymous", 0, (0,)),
        Text("没有登录的人也算作“所有人”（Everyone）", "Whoever has not signed in counts as Everyone"),
    ),
    _Setting(
        *(_WDIGEST, "UseLogonCredential", 0, (0,)),
        Text("登录口令以明文留在内存里（WDigest）", "The sign-in password stays in memory in clear text (WDigest)"),
    ),
)
_PROTECTED = (1, 2)  # RunAsPPL: with and without a lock in the firmware
_GUARDED = Text("LSA 保护已设置", "LSA protection is set")
_NOT_GUARDED = Text("没有设置 LSA 保护（RunAsPPL）", "LSA protection (RunAsPPL) is not set")
_SAVES = Text("允许保存访问网络用的口令", "passwords for the network may be saved")
_NO_LAPS = Text("没有用 LAPS 管理本机管理员口令", "LAPS does not look after the administrator's password")
_WITH_LAPS = Text("本机管理员口令由 LAPS 管理", "LAPS looks after the administrator's password")
_IDLE_LAPS = Text("设置了旧版 LAPS，但没有安装它的组件", "the older LAPS is set, but its component is not installed")


@probe(PasswordStorage, Platform.WINDOWS)
def password_storage(machine: Machine) -> PasswordStorage:
    asked = Ledger[str](Unit.SETTINGS)
    weak: list[Text] = []
    noted: list[Text] = []
    for one in _SETTINGS:
        with asked.reading(one.name):
            value = _number(machine, one.key, one.name)
            weak += [] if (one.default if value is None else value) in one.sound else [one.weak]
    with asked.reading("RunAsPPL"):
        noted.append(_GUARDED if _one_of(machine, _LSA, "RunAsPPL", 0, *_PROTECTED) else _NOT_GUARDED)
    with asked.reading("DisableDomainCreds"):
        noted += [] if _one_of(machine, _LSA, "DisableDomainCreds", 0, 1) else [_SAVES]
    with asked.reading("LAPS"):
        noted.append(_laps(machine))
    return PasswordStorage(tuple(weak), tuple(noted), coverage=asked.some_or_raise())


def _laps(machine: Machine) -> Text:
    for key in _LAPS:
        where = _one_of(machine, key, "BackupDirectory", 0, 1, 2)
        if where is not None:  # the first policy that says anything is the one that counts
            return _WITH_LAPS if where else _NO_LAPS
    if not _one_of(machine, _OLD_LAPS, "AdmPwdEnabled", 0, 1):
        return _NO_LAPS
    return _WITH_LAPS if _there(machine, _OLD_LAPS_AT_WORK) else _IDLE_LAPS


def _one_of(machine: Machine, key: str, name: str, *known: int) -> int | None:
    """Raises Unreadable: also a number that is not documented."""
    value = _number(machine, key, name)
    if value not in (None, *known):
        raise not_understood(f"{name} {value}")
    return value


def _there(machine: Machine, key: str) -> bool:
    try:
        machine.registry(key)
    except Absent:
        return False
    return True


def _number(machine: Machine, key: str, name: str) -> int | None:
    """Raises Unreadable: closed, no number, or a Windows without the key that every one has."""
    try:
        value = machine.registry(key).value(name)
    except Absent as error:
        if key == _LSA:
            raise Unreadable(error.reason, error.how) from error
        return None
    if value is not None and not isinstance(value, int):
        raise malformed(name)
    return value
