"""An organisation with a root, inspectors, a campaign and a trust folder; and reports made past every guard."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from checker.model.inspection import RulingKind
from checker.report.approval import approve
from checker.report.context import Campaign
from checker.report.envelope import pae, seal
from checker.report.forms.render import form_ref
from checker.report.keys.names import common_name
from checker.report.keys.signer import Signer, fingerprint
from checker.report.keys.trust import (
    SCHEMA,
    Inspector,
    Manifest,
    RosterEntry,
    Trust,
    TrustList,
    read_trust,
    write_trust,
)
from checker.report.payload import Report, SignerRef, Statement, encode, identity
from checker.report.sign.make import FORM, Made, page
from checker.report.sign.pades import sign_pdf
from checker.report.verify.verified import Measure
from checker.report.vouched import RulingRef, Vouched
from tests.unit.report import pki, sample

BEGAN = pki.NOW - timedelta(minutes=20)
MACHINE = sample.said().predicate.device.machine_id


def manifest(**changes: object) -> Manifest:
    made = Manifest(
        name="2026 年第三季度保密自查",
        nonce="9f3c2e7a51d84b06",
        not_before=BEGAN - timedelta(days=10),
        not_after=pki.NOW + timedelta(days=10),
        rules_sha256=sample.RULES_SHA256,
        tools=("ab" * 32,),
        roster=(RosterEntry(machine_id=MACHINE, asset_number="GZ2023-0089", department="综合处"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def inspector(signer: Signer, **changes: object) -> Inspector:
    made = Inspector(
        name=common_name(signer.certificate),
        certificate=signer.certificate,
        since=pki.BEGINS,
        until=pki.ENDS,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@cache
def root_signer() -> Signer:
    from checker.report.keys.pkcs12 import open_pkcs12

    return open_pkcs12(pki.p12(pki.root()), pki.says(pki.PASSPHRASE))


def listed(*inspectors: Inspector, **changes: object) -> TrustList:
    people = inspectors or (inspector(pki.signer()), inspector(pki.signer("rsa")))
    made = TrustList(
        schema=SCHEMA,
        version=1,
        issued=pki.NOW,
        inspectors=people,
        campaigns=(manifest(),),
        approvers=(inspector(approver()),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def trust(folder: Path, *inspectors: Inspector, **changes: object) -> Trust:
    write_trust(folder, listed(*inspectors, **changes), root_signer())
    return read_trust(folder, None)


def measure(trusted: Trust | None) -> Measure:
    return Measure(trusted, {sample.RULES_SHA256: sample.knowledge().rulebook}, pki.NOW)


def report(**changes: object) -> Report:
    """The sample report as of now, in the campaign."""
    given: dict[str, object] = {
        "prepared": pki.NOW,
        "campaign": Campaign(name=manifest().name, sha256=manifest().sha256, nonce=manifest().nonce),
        **changes,
    }
    made = sample.said(form_ref(FORM), **given).predicate
    began = BEGAN
    times = replace(made.times, began=began, ended=began + (made.times.ended - made.times.began))
    return replace(made, times=times, vouched=vouched(), number="MJ-00123")  # as units may number, whoever signs


_GRANTED = pki.NOW - timedelta(days=200)  # before the quarter before, too
WAIVERS = hashlib.sha256(b"the waiver book").hexdigest()


def approver() -> Signer:
    """Whom the sample's waiver names."""
    return pki.signer(name="李四")


@cache
def approval(days: int = 100, sha256: str = WAIVERS) -> bytes:
    return approve(RulingKind.WAIVERS, sha256, (pki.NOW + timedelta(days=days)).date(), approver(), _GRANTED)


def vouched(**changes: object) -> Vouched:
    """One run, and a waiver book that its approver signed."""
    made = sample.said().predicate.vouched
    assert isinstance(made, Vouched)
    book = RulingRef(kind=RulingKind.WAIVERS, name="waivers.toml", sha256=WAIVERS, approval=approval())
    return replace(made, rulings=(book,), **changes)  # type: ignore[arg-type]


def later(made: Report, days: int, **changes: object) -> Report:
    shift = timedelta(days=days)
    times = made.times
    moved = replace(times, began=times.began + shift, ended=times.ended + shift)
    return replace(made, times=moved, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Forged(Made):
    payload: bytes


def signed(
    made: Report,
    signer: Signer,
    *,
    printed: Report | None = None,
    pdf_signer: Signer | None = None,
    pdf: bool = True,
    inspects: bool = True,
) -> Forged:
    """A report as a signer could make it who goes round every guard of ours.

    `printed`: what the page says, where that is not what the data say; `pdf_signer`: whose key signs the PDF;
    `inspects`: the signer is put among the inspectors.
    """
    if inspects:
        who = (*made.people.inspectors, common_name(signer.certificate))
        made = replace(made, people=replace(made.people, inspectors=who))
        printed = printed and replace(printed, people=made.people)
    named = SignerRef(name=common_name(signer.certificate), certificate=signer.certificate)
    subject = sample.said().subject
    said = Statement(
        type_=sample.said().type_,
        subject=subject,
        predicate_type=sample.said().predicate_type,
        predicate=replace(made, signer=named),
    )
    payload = encode(said)
    envelope = seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload)))
    if not pdf:
        return Forged(identity(payload), said, envelope, b"", payload)
    shown = replace(said, predicate=replace(printed, signer=named)) if printed is not None else said
    hand = pdf_signer or signer
    whole = sealed(page(shown, payload, envelope), hand, made.times.prepared, identity(payload))
    return Forged(identity(payload), said, envelope, whole, payload)


def sealed(base: bytes, signer: Signer, at: datetime, name: str) -> bytes:
    return sign_pdf(base, signer.certificate, signer.algorithm, at, name, signer.sign)
