"""What only an administrator can read: listed first, then read by a short-lived process of our own with its rights.

That process runs a fixed, reviewed list of probes, all of which only read, hands their facts over on a pipe, and ends;
it takes no question from outside. This one judges them. Whoever refuses it goes without these items alone.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import BinaryIO

import msgspec

from checker.engine.catalog import Catalog
from checker.facts.workstation.accounts import DefaultAccounts, EmptyPasswords, PasswordPolicy
from checker.facts.workstation.administrators import Administrators
from checker.facts.workstation.agents import ProtectionSigns
from checker.facts.workstation.encryption import DiskEncryption
from checker.facts.workstation.firewall import Firewall
from checker.facts.workstation.log_integrity import LogIntegrity
from checker.facts.workstation.spool import PrintSpool
from checker.facts.workstation.usb import AttachedStorage
from checker.facts.workstation.wireless import SavedWifi
from checker.machine.elevation import read_as_admin
from checker.machine.live import live_source
from checker.machine.machine import Machine, Source
from checker.machine.parsing import Malformed, decoded
from checker.model.cause import Cause
from checker.model.fact import Fact
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import AnyProbe

_DAMAGED = Text("管理员权限读取的结果已损坏", "What was read as administrator is damaged")
ON_LINUX: Mapping[type[Fact], Text] = MappingProxyType(
    {
        EmptyPasswords: Text("哪些账户没有设口令", "which accounts have no password"),
        DefaultAccounts: Text("系统自带的账户是否停用", "whether accounts of the system's own are off"),
        PasswordPolicy: Text("口令的长度、期限和输错锁定", "length and age of passwords, locking after wrong ones"),
        Administrators: Text("谁能管理这台电脑", "who may administer this computer"),
        Firewall: Text("防火墙的规则", "the rules of the firewall"),
        SavedWifi: Text("保存的无线网络有没有密码", "whether saved wireless networks have a password"),
    }
)
ON_WINDOWS: Mapping[type[Fact], Text] = MappingProxyType(
    {
        DiskEncryption: Text("磁盘有没有加密", "whether disks are encrypted"),
        LogIntegrity: Text("系统日志有没有被清过", "whether logs of the system were cleared"),
        PrintSpool: Text("打印队列里还有没有文件", "whether documents are left in the print queue"),
        AttachedStorage: Text("磁盘接在哪种接口上", "how disks are attached"),
        ProtectionSigns: Text("哪些防护服务在运行", "which services of protection run"),
    }
)
HERE = Platform.WINDOWS if sys.platform == "win32" else Platform.LINUX
_LISTS = {Platform.LINUX: ON_LINUX, Platform.WINDOWS: ON_WINDOWS}
READ = _LISTS[HERE]


class Handed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact as JSON, or why it could not be read."""

    fact: msgspec.Raw = msgspec.Raw(b"null")
    why: Text | None = None
    how: Text | None = None
    cause: Cause | None = None


def hand_over(catalog: Catalog, out: BinaryIO, source: Source | None = None, platform: Platform = HERE) -> None:
    """Read the list as administrator and write its facts: never what they were read from, which may hold passwords."""
    machine = Machine(source or live_source())
    found = {kind.__name__: _read(catalog.probes[kind, platform], machine) for kind in _LISTS[platform]}
    out.write(msgspec.json.encode(found))
    out.flush()


def _read(probe: AnyProbe, machine: Machine) -> Handed:
    try:
        return Handed(fact=msgspec.Raw(msgspec.json.encode(probe(machine))))
    except Unreadable as why:
        return Handed(why=why.reason, how=why.how, cause=why.cause)


def with_administrator(catalog: Catalog) -> Catalog:
    """The catalogue with the list read by that process, now.

    Raises:
        Unreadable: not to be had here, not allowed, or it failed; the reason is a sentence.
    """
    return handed(catalog, read_as_admin())


def handed(catalog: Catalog, content: bytes, platform: Platform = HERE) -> Catalog:
    """The catalogue with the list's facts as they were handed over. Raises Unreadable where that is damaged."""
    try:
        found = decoded(content, dict[str, Handed])
        facts = {kind: _given(found[kind.__name__], kind) for kind in _LISTS[platform]}
    except (Malformed, KeyError) as error:
        raise Unreadable(_DAMAGED, cause=Cause.DAMAGED) from error
    probes = dict(catalog.probes)
    for kind, given in facts.items():
        probes[kind, platform] = replace(probes[kind, platform], read=partial(_told, given))
    return replace(catalog, probes=probes)


def _given(handed: Handed, kind: type[Fact]) -> Fact | Unreadable:
    if handed.why is not None:
        return Unreadable(handed.why, handed.how, handed.cause)
    return decoded(handed.fact, kind)


def _told(given: Fact | Unreadable, _: Machine) -> Fact:
    if isinstance(given, Unreadable):
        raise given
    return given
