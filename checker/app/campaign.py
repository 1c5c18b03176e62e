"""A quarterly inspection: made as a file that reports bind to, asked who has come in so far, and closed."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.keys import root_signs
from checker.app.refused import Refused
from checker.app.rollup import CHINA, Rollup
from checker.app.workspace import Workspace
from checker.machine import handed
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret
    from checker.report.ledger.campaign import Campaign, PolicyRef
    from checker.report.ledger.sequence import Irregular, Seen

_ROSTER_LIMIT = 16 << 20
_THERE = Text("{path} 已存在，检查任务从不覆盖。", "{path} exists; campaigns are never overwritten.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A campaign to be made. `any_tool`: any version of the program may inspect."""

    file: Path
    name: str
    since: date
    until: date
    roster: Path | None = None
    policy: Path | None = None
    any_tool: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has come in so far. `missing`: devices of the roster; None where the campaign has none."""

    campaign: Campaign
    came: tuple[Seen, ...]
    irregular: tuple[Irregular, ...]

    @property
    def expected(self) -> int:
        return len(self.campaign.details.expected)

    @property
    def missing(self) -> int:
        from checker.report.ledger.sequence import Fault

        return sum(one.fault in (Fault.MISSING_DEVICE, Fault.SWAPPED_DEVICE) for one in self.irregular)

    @property
    def over(self) -> bool:
        return datetime.now(UTC) >= self.campaign.manifest.not_after


def new(wanted: Wanted, known: Rollup | None = None) -> Campaign:
    """Write a campaign's file. `known`: the roll-up that tells devices' machine ids.

    Raises:
        Refused: there is such a file already. CampaignFault, PolicyFault: a roster or policy that cannot be used.
        NotWritten: the disk refuses. RollupFault: the database does.
    """
    from checker.report.files import write
    from checker.report.ledger.campaign import new as made_of
    from checker.report.ledger.campaign import read_roster
    from checker.report.sign.tool import tree_sha256
    from checker.store.session import knowledge_digest

    if os.path.exists(wanted.file):  # False of what cannot be reached: writing it says why
        raise Refused(_THERE.filled(path=Text.name(str(wanted.file))))
    expected = read_roster(handed.read(wanted.roster, _ROSTER_LIMIT)) if wanted.roster else ()
    if known is not None:
        ids = known.machine_ids()
        expected = tuple(replace(one, machine_id=one.machine_id or ids.get(one.asset_number, "")) for one in expected)
    made = made_of(
        name=wanted.name,
        not_before=datetime.combine(wanted.since, time.min, CHINA).astimezone(UTC),
        not_after=datetime.combine(wanted.until, time.max, CHINA).replace(microsecond=0).astimezone(UTC),
        rules_sha256=knowledge_digest(),
        tools=() if wanted.any_tool else (tree_sha256(),),
        policy=_policy(wanted.policy),
        expected=expected,
    )
    write(wanted.file, made.encoded)
    return made


def trusted(campaign: Campaign, trust: Path, key: str, workspace: Workspace, ask: AskSecret) -> int:
    """Put the campaign on the list of trust, signed anew by the root, one version up; the version.

    Raises:
        KeyTrouble, UntrustedFolder, NotWritten
    """
    from checker.report.keys.trust import read_trust, write_trust

    known = read_trust(trust, workspace.trust_versions)
    listed = known.next(datetime.now(UTC).replace(microsecond=0))
    listed = replace(listed, campaigns=(*listed.campaigns, campaign.manifest))
    with root_signs(key, known.root, ask) as signer:
        write_trust(trust, listed, signer)
    return listed.version


def read(path: Path) -> Campaign:
    """Raises CampaignFault, OSError, ValueError."""
    from checker.report.ledger.campaign import read_campaign

    return read_campaign(path)


def standing(campaign: Campaign, rollup: Rollup) -> Standing:
    return Standing(campaign, *rollup.attendance(campaign))


def close(path: Path, at: Standing) -> Path:
    """Keep what the campaign came to beside its file: the reports by digest under one Merkle root, and what is missing.

    Raises:
        NotWritten: the disk refuses.
    """
    import msgspec

    from checker.report.files import write
    from checker.report.ledger.merkle import Tree

    ordered = sorted(one.identity for one in at.came)
    kept = {
        "schema": "mijian.campaign-closed/1",
        "campaign": at.campaign.manifest.sha256,
        "name": at.campaign.manifest.name,
        "closed": datetime.now(UTC).replace(microsecond=0),
        "summary": {
            "expected": at.expected,
            "reports": len(ordered),
            **{fault.value: count for fault, count in Counter(one.fault for one in at.irregular).items()},
        },
        "root": Tree(bytes.fromhex(one) for one in ordered).root().hex(),
        "reports": ordered,
        "irregular": [{"fault": one.fault, "who": one.who.zh, "sentence": one.sentence} for one in at.irregular],
    }
    closing = path.with_suffix(".closed.json")
    write(closing, msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    return closing


def _policy(path: Path | None) -> PolicyRef:
    from checker.report.digests import sha256
    from checker.report.ledger.campaign import PolicyRef
    from checker.store.policies import SIZE_LIMIT, read_policy

    if path is None:
        return PolicyRef()
    return PolicyRef(version=read_policy(path).unit.version, sha256=sha256(handed.read(path, SIZE_LIMIT)))
