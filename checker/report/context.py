"""What a report says beyond the inspection: who, where, which device, in which campaign, after which report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checker.model.inspection import Consent as Consent  # it was made there, and is a report's word too
from checker.model.severity import Severity
from checker.model.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who was there. `inspectors`: the form asks for two in a spot check, one in a self-check."""

    inspected: str
    inspectors: tuple[str, ...]
    post: str = ""
    responsible: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The device block of the form. `disk_serial` in clear: only its tail is printed and kept."""

    asset_number: str = ""
    model: str = ""
    system: str = ""
    installed: str = ""
    place: str = ""
    network: str = ""
    disk_serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The quarterly inspection this one belongs to: digest (hex) of its signed manifest, and its nonce."""

    name: str
    sha256: str
    nonce: str


def _days() -> Mapping[Severity, int]:
    return {Severity.CRITICAL: 1, Severity.HIGH: 7, Severity.MEDIUM: 30, Severity.LOW: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """Everything a report binds that the inspection does not know.

    machine_facts     stable identifiers by name (SMBIOS UUID, disk serial, installation id), at least three; they are
                      salted and hashed, never printed
    salt              the organisation's, 16 bytes or more, the same for all its tools, so that quarters can be compared
    counter           this inspector's running number, from 1
    previous          sha256 of the payload of this machine's last report; None: there is none
    elapsed           seconds by a clock that nobody can set, from beginning to end; None: not measured
    prepared          when the report was made (UTC)
    deadline_days     until when an open failure must be put right, by its weight: proposals of this product
    owners            who puts right what is not for the inspected person to do, by the words of `Actor`
    """

    unit: str
    department: str
    people: People
    device: Device
    machine_facts: Mapping[str, str]
    salt: bytes
    counter: int
    tool_tree_sha256: str
    prepared: datetime
    number: str = ""
    marking: str = "内部"
    language: Language = Language.ZH
    campaign: Campaign | None = None
    previous: str | None = None
    consent: Consent | None = None
    elapsed: float | None = None
    classified_rules: bool = False
    deadline_days: Mapping[Severity, int] = field(default_factory=_days)
    owners: Mapping[str, str] = field(default_factory=lambda: {"it": "信息中心", "officer": "保密员"})
