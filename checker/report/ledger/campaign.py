"""A quarterly inspection as a file: when, by which rules, and who is expected.

The file is a `Manifest` of the list of trust with more in it. Reports bind the manifest's digest and nonce;
the nonce ends in the digest of everything else in the file, so that they bind the roster and the policy too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from checker.machine import handed
from checker.model.text import Text
from checker.report.digests import sha256
from checker.report.keys.trust import Manifest, RosterEntry
from checker.report.ledger.roster import CampaignFault, read_roster
from checker.report.ledger.sequence import Listed

__all__ = ["Campaign", "CampaignFault", "Details", "PolicyRef", "new", "read_campaign", "read_roster", "schema"]

SCHEMA: Final = "mijian.campaign/1"
_SIZE_LIMIT = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRef:
    """The unit's policy by which devices are to be judged; both empty: the program's own defaults."""

    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a manifest does not say. `expected` may have devices whose machine id nobody knows yet."""

    policy: PolicyRef
    expected: tuple[Listed, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of a manifest, then ours."""

    name: str
    nonce: str
    not_before: datetime
    not_after: datetime
    rules_sha256: str
    tools: tuple[str, ...]
    roster: tuple[RosterEntry, ...]
    schema: str
    details: Details


@dataclass(frozen=True, slots=True)
class Campaign:
    manifest: Manifest
    details: Details

    @property
    def encoded(self) -> bytes:
        """The file: indented UTF-8 JSON."""
        made = _File(**msgspec.structs.asdict(msgspec.convert(_fields(self), type=_File)))
        return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def new(
    *,
    name: str,
    not_before: datetime,
    not_after: datetime,
    rules_sha256: str,
    tools: tuple[str, ...],
    policy: PolicyRef,
    expected: Iterable[Listed],
) -> Campaign:
    """A campaign with a nonce that nobody could know before.

    Raises:
        CampaignFault: it ends before it begins, or has no name.
    """
    if not name.strip() or not_after <= not_before:
        raise CampaignFault(_NO_CAMPAIGN)
    details = Details(policy=policy, expected=tuple(expected))
    # A device without a machine id would be refused by every verifier as another machine, so the manifest lists either
    # all of them or none; what is known stays in the details, for the roll-up to compare.
    known = all(one.machine_id for one in details.expected)
    entries = tuple(
        RosterEntry(machine_id=one.machine_id, asset_number=one.asset_number, department=one.department)
        for one in details.expected
    )
    manifest = Manifest(
        name=name.strip(),
        nonce=f"{secrets.token_hex(16)}{_digest(details)}",
        not_before=not_before,
        not_after=not_after,
        rules_sha256=rules_sha256,
        tools=tools,
        roster=entries if known else (),
    )
    return Campaign(manifest, details)


def read_campaign(path: Path) -> Campaign:
    """A campaign as ``campaign new`` writes it.

    Raises:
        OSError: cannot be read.
        CampaignFault: not a campaign of this version, or altered since it was made.
    """
    try:
        found = msgspec.json.decode(handed.read(path, _SIZE_LIMIT), type=_File)
    except handed.TooLarge as error:
        raise CampaignFault(_NOT_A_CAMPAIGN) from error
    except (msgspec.DecodeError, ValueError) as error:
        raise CampaignFault(_NOT_A_CAMPAIGN) from error
    if found.schema != SCHEMA:
        raise CampaignFault(_NEWER)
    if not found.nonce.endswith(_digest(found.details)):
        raise CampaignFault(_ALTERED)
    manifest = Manifest(
        name=found.name,
        nonce=found.nonce,
        not_before=found.not_before,
        not_after=found.not_after,
        rules_sha256=found.rules_sha256,
        tools=found.tools,
        roster=found.roster,
    )
    return Campaign(manifest, found.details)


def schema() -> dict[str, Any]:
    """The JSON Schema of a campaign's file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(_File),
    }


def _fields(campaign: Campaign) -> dict[str, Any]:
    fields = msgspec.to_builtins(campaign.manifest)
    return {**fields, "schema": SCHEMA, "details": msgspec.to_builtins(campaign.details)}


def _digest(details: Details) -> str:
    return sha256(msgspec.json.encode(details, order="sorted"))


_NO_CAMPAIGN = Text("检查任务要有名称，结束要晚于开始。", "A campaign needs a name and must end after it begins.")
_NOT_A_CAMPAIGN = Text("不是检查任务文件，或已损坏。", "Not a campaign's file, or damaged.")
_NEWER = Text("检查任务文件来自其他版本。", "The campaign's file is of another version.")
_ALTERED = Text("检查任务文件生成后被改动。", "The campaign's file was altered after it was made.")
