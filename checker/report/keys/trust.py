"""Whom and what an organisation trusts: one signed list in a folder, with a version that never goes down.

The folder holds ``root.pem``, the organisation's root certificate, which people put there by hand, and
``trust.dsse.json``, signed by that root's key. No store of the system is asked and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from checker.machine import handed
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """`tools`: digests (sha256, hex) of program trees; `rules`: of rule catalogues. Empty: not registered, any.

    `collectors`: who signs checkpoints of the ledger.
    """

    schema: str
    version: int
    issued: Moment
    inspectors: tuple[Inspector, ...]
    collectors: tuple[Inspector, ...] = ()
    campaigns: tuple[Manifest, ...] = ()
    tools: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """A list whose signature holds. `inspectors` and `collectors` by fingerprint, `campaigns` by digest."""

    version: int
    root: str
    inspectors: Mapping[str, Inspector]
    campaigns: Mapping[str, Manifest]
    tools: frozenset[str]
    rules: frozenset[str]
    notes: tuple[Text, ...] = field(default=())
    collectors: Mapping[str, Inspector] = field(default_factory=dict)

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
    notes = _remembered(memory, name, listed.version)
    return Trust(
        version=listed.version,
        root=name,
        inspectors={fingerprint(one.certificate): one for one in listed.inspectors},
        campaigns={one.sha256: one for one in listed.campaigns},
        tools=frozenset(listed.tools),
        rules=frozenset(listed.rules),
        notes=notes,
        collectors={fingerprint(one.certificate): one for one in listed.collectors},
    )


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


def _remembered(memory: Path | None, root: str, version: int) -> tuple[Text, ...]:
    """Refuse an older list than the newest one seen: it may bring back an inspector who was revoked."""
    if memory is None:
        return ()
    try:
        kept = json.loads(memory.read_text("utf-8"))
        highest = kept.get(root, 0)
    except FileNotFoundError:
        kept, highest = {}, 0
    except (OSError, ValueError, AttributeError) as error:
        reason = Text("本机的版本记录已损坏：{path}", "this computer's record of versions is damaged: {path}")
        raise UntrustedFolder(reason.filled(path=Text.name(str(memory)))) from error
    if version < highest:
        raise UntrustedFolder(
            Text(
                "名单版本 {version} 低于用过的版本 {highest}，疑似换回旧名单",
                "version {version} is lower than {highest}, which was used before; perhaps an old list was put back",
            ).filled(version=version, highest=highest)
        )
    if version == highest:
        return ()
    try:
        write_own(memory, json.dumps({**kept, root: version}, sort_keys=True).encode())
    except NotWritten:
        return (
            Text(
                "没能记下信任名单的版本，下次无法发现旧名单。",
                "The list's version could not be noted, so an old list would not be noticed next time.",
            ),
        )
    return ()


def read_manifest(path: Path) -> Manifest:
    """A campaign's manifest as ``campaign new`` writes it.

    Raises:
        OSError: cannot be read.
        ValueError: not a manifest.
    """
    return msgspec.json.decode(handed.read(path, _SIZE_LIMIT), type=Manifest)
