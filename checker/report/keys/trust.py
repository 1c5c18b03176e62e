"""Whom and what an organisation trusts: one signed list in a folder, with a version that never goes down.

The folder holds ``root.pem``, the organisation's root certificate, which people put there by hand, and
``trust.dsse.json``, signed by that root's key. No store of the system is asked and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from checker.machine import handed
from checker.machine.parsing import decoded
from checker.model.error import UserError
from checker.model.text import Text
from checker.report.digests import sha256
from checker.report.envelope import pae, seal, unseal
from checker.report.files import NotWritten, write, write_own
from checker.report.keys.signer import Signer, fingerprint
from checker.report.keys.verifying import verify
from checker.report.payload import Moment, NotAReport

SCHEMA: Final = "mijian.trust/1"
TYPE: Final = "application/vnd.mijian.trust+json"
LIST = "trust.dsse.json"
ROOT = "root.pem"
_SIZE_LIMIT = 16 << 20
_UNUSABLE = Text("信任文件夹不能使用（{why}）。", "The trust folder cannot be used ({why}).")


class UntrustedFolder(UserError):
    """A trust folder that cannot be used; `why` is a clause."""

    def __init__(self, why: Text) -> None:
        super().__init__(_UNUSABLE.filled(why=why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """`certificate`: DER. `since`, `until`: when this person may sign; `revoked`: never again from then on."""

    name: str
    certificate: bytes
    since: Moment
    until: Moment
    revoked: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    machine_id: str
    asset_number: str
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A campaign: when, which machines, which rules and programs (sha256, hex). Empty roster or tools: any."""

    name: str
    nonce: str
    not_before: Moment
    not_after: Moment
    rules_sha256: str
    tools: tuple[str, ...] = ()
    roster: tuple[RosterEntry, ...] = ()

    @property
    def sha256(self) -> str:
        return sha256(msgspec.json.encode(self, order="sorted"))


class Act(StrEnum):
    LISTED = "listed"
    REVOKED = "revoked"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done with a certificate (by its fingerprint), signed with the list: nothing is undone unseen."""

    at: Moment
    act: Act
    certificate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """`tools`: digests (sha256, hex) of program trees; `rules`: of rule catalogues. Empty: not registered, any.

    `collectors`: who signs checkpoints of the ledger. `approvers`: who may approve policies, waivers, decisions and
    local checks; UNSET: a list of a version that knew none. `timers`: the servers whose time stamps count. `log`: what
    was done with certificates, the newest last.
    """

    schema: str
    version: int
    issued: Moment
    inspectors: tuple[Inspector, ...]
    collectors: tuple[Inspector, ...] = ()
    campaigns: tuple[Manifest, ...] = ()
    tools: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    approvers: tuple[Inspector, ...] | msgspec.UnsetType = msgspec.UNSET
    log: tuple[Deed, ...] | msgspec.UnsetType = msgspec.UNSET
    timers: tuple[Inspector, ...] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Trust:
    """A list whose signature holds. Inspectors, collectors, approvers and timers by fingerprint, `campaigns` by digest.

    `new_root`: this computer knows other roots and not this one.
    """

    version: int
    root: str
    inspectors: Mapping[str, Inspector]
    campaigns: Mapping[str, Manifest]
    tools: frozenset[str]
    rules: frozenset[str]
    notes: tuple[Text, ...] = field(default=())
    collectors: Mapping[str, Inspector] = field(default_factory=dict)
    approvers: Mapping[str, Inspector] = field(default_factory=dict)
    log: tuple[Deed, ...] = ()
    new_root: bool = False
    timers: Mapping[str, Inspector] = field(default_factory=dict)

    @property
    def checkpoint_signers(self) -> dict[str, bytes]:
        """Certificates (DER, by fingerprint) under which receipts and checkpoints hold."""
        return {name: one.certificate for name, one in self.collectors.items() if one.revoked is None}

    def next(self, issued: Moment) -> TrustList:
        """The list again, one version up, for its root to sign with what has changed."""
        return TrustList(
            schema=SCHEMA,
            version=self.version + 1,
            issued=issued,
            inspectors=tuple(self.inspectors.values()),
            collectors=tuple(self.collectors.values()),
            campaigns=tuple(self.campaigns.values()),
            tools=tuple(sorted(self.tools)),
            rules=tuple(sorted(self.rules)),
            approvers=tuple(self.approvers.values()) or msgspec.UNSET,
            log=self.log or msgspec.UNSET,
            timers=tuple(self.timers.values()) or msgspec.UNSET,
        )


def write_trust(folder: Path, listed: TrustList, root: Signer) -> None:
    """Sign a list and put it into its folder, with the root's certificate beside it.

    Raises:
        NotWritten: the disk refuses; what was there stays whole.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    payload = msgspec.json.encode(listed, order="sorted")
    signature = root.sign(pae(payload, TYPE))
    certificate = x509.load_der_x509_certificate(root.certificate)
    write(folder / ROOT, certificate.public_bytes(Encoding.PEM))
    write(folder / LIST, seal(payload, fingerprint(root.certificate), signature, TYPE))


def read_trust(folder: Path, memory: Path | None) -> Trust:
    """Read a trust folder. `memory`: the file in which this computer keeps the highest version it has seen.

    Raises:
        UntrustedFolder: something is missing, altered, or older than what was used before.
    """
    root = _root(folder)
    listed = _listed(folder, root)
    name = fingerprint(root)
    new_root, notes = _remembered(memory, name, listed.version)
    approvers = () if isinstance(listed.approvers, msgspec.UnsetType) else listed.approvers
    timers = () if isinstance(listed.timers, msgspec.UnsetType) else listed.timers
    return Trust(
        version=listed.version,
        root=name,
        inspectors={fingerprint(one.certificate): one for one in listed.inspectors},
        campaigns={one.sha256: one for one in listed.campaigns},
        tools=frozenset(listed.tools),
        rules=frozenset(listed.rules),
        notes=notes,
        collectors={fingerprint(one.certificate): one for one in listed.collectors},
        approvers={fingerprint(one.certificate): one for one in approvers},
        log=() if isinstance(listed.log, msgspec.UnsetType) else listed.log,
        new_root=new_root,
        timers={fingerprint(one.certificate): one for one in timers},
    )


def accept_root(folder: Path, memory: Path) -> str:
    """Let this computer know a folder's root as one of its own from now on; the root's fingerprint.

    Raises:
        UntrustedFolder: the folder cannot be used. NotWritten: it could not be kept.
    """
    trust = read_trust(folder, None)
    kept = _kept(memory)
    write_own(memory, json.dumps({**kept, trust.root: trust.version}, sort_keys=True).encode())
    return trust.root


def _root(folder: Path) -> bytes:
    from asn1crypto import pem

    content = _content(folder / ROOT)
    try:
        kind, _, der = pem.unarmor(content)
    except ValueError as error:
        raise UntrustedFolder(Text("根证书不能读取", "the root certificate cannot be read")) from error
    if kind != "CERTIFICATE":
        raise UntrustedFolder(Text("根证书不能读取", "the root certificate cannot be read"))
    return bytes(der)


def _listed(folder: Path, root: bytes) -> TrustList:
    try:
        payload, keyid, signature = unseal(_content(folder / LIST), TYPE)
        listed = msgspec.json.decode(payload, type=TrustList)
    except (NotAReport, msgspec.DecodeError, RecursionError, ValueError) as error:
        raise UntrustedFolder(Text("信任名单已损坏", "the list of trust is damaged")) from error
    if keyid != fingerprint(root) or not verify(root, pae(payload, TYPE), signature):
        raise UntrustedFolder(
            Text("信任名单不是根证书签的，或被改动", "the root did not sign this list, or it was altered")
        )
    if listed.schema != SCHEMA or msgspec.json.encode(listed, order="sorted") != payload:
        raise UntrustedFolder(Text("信任名单来自其他版本", "the list of trust is of another version"))
    return listed


def _content(path: Path) -> bytes:
    try:
        return handed.read(path, _SIZE_LIMIT)
    except handed.TooLarge as error:
        raise UntrustedFolder(Text(f"{path.name} 过大", f"{path.name} is too large")) from error
    except OSError as error:
        raise UntrustedFolder(Text(f"读不到 {path.name}", f"{path.name} cannot be read")) from error


def _kept(memory: Path) -> dict[str, int]:
    """The highest version seen here, by root."""
    try:
        return decoded(handed.read(memory, _SIZE_LIMIT), dict[str, int])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = Text("本机的版本记录已损坏：{path}", "this computer's record of versions is damaged: {path}")
        raise UntrustedFolder(reason.filled(path=Text.name(str(memory)))) from error


def _remembered(memory: Path | None, root: str, version: int) -> tuple[bool, tuple[Text, ...]]:
    """Whether the root is another than those known here, and what could not be kept.

    The first root that is used is known from then on; another one is known once a person has accepted it. An older list
    than the newest one seen is refused: it may bring back an inspector who was revoked.
    """
    if memory is None:
        return False, ()
    kept = _kept(memory)
    if kept and root not in kept:
        return True, ()
    highest = kept.get(root, 0)
    if version < highest:
        raise UntrustedFolder(
            Text(
                "名单版本 {version} 低于用过的版本 {highest}，疑似换回旧名单",
                "version {version} is lower than {highest}, which was used before; perhaps an old list was put back",
            ).filled(version=version, highest=highest)
        )
    if version == highest:
        return False, ()
    try:
        write_own(memory, json.dumps({**kept, root: version}, sort_keys=True).encode())
    except NotWritten:
        return False, (
            Text(
                "没能记下信任名单的版本，下次无法发现旧名单。",
                "The list's version could not be noted, so an old list would not be noticed next time.",
            ),
        )
    return False, ()


def read_manifest(path: Path) -> Manifest:
    """A campaign's manifest as ``campaign new`` writes it.

    Raises:
        OSError: cannot be read.
        ValueError: not a manifest.
    """
    return decoded(handed.read(path, _SIZE_LIMIT), Manifest)
