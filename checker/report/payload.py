"""The signed words of a report: an in-toto Statement with our predicate, as RFC 8785 bytes.

Identity of a report is the digest of these bytes. A PDF holds slack that nobody signs; this does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

import msgspec

from checker.model.check import Actor
from checker.model.coverage import Cause, Unit
from checker.model.finding import State
from checker.model.inspection import Source
from checker.model.rule import Means
from checker.model.severity import Severity
from checker.model.target import DeviceClass, Platform, Profile
from checker.model.text import Language, Text
from checker.report.digests import Digests, sha256
from checker.report.vouched import Vouched

STATEMENT: Final = "https://in-toto.io/Statement/v1"
PREDICATE: Final = "https://mijian.invalid/report/v3"  # RFC 2606: a name, not an address; nothing is ever fetched
# Still read and verified: 1 has neither coverage nor `vouched`, 2 has no `vouched`.
EARLIER: Final = ("https://mijian.invalid/report/v1", "https://mijian.invalid/report/v2")
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
SIZE_LIMIT = 8 << 20  # a report of 34 findings has 40 kB; past this nobody's report is read
Moment = Annotated[datetime, msgspec.Meta(tz=True)]  # a time without its zone could be any of 26 hours


class NotAReport(ValueError):
    """Bytes that are not a payload of ours; the message says why, in English, for a log."""


class NewerReport(NotAReport):
    """A predicate of ours that a later version of this program made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRef:
    """What the printed page was made with: the same form and renderer make the same bytes again."""

    name: str
    sha256: str
    renderer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRef:
    name: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRef:
    inspected: str
    post: str
    inspectors: tuple[str, ...]
    responsible: str
    leader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRef:
    """`machine_id`: HMAC-SHA256 (hex) over the facts named in `machine_facts`; `disk_serial`: its tail only."""

    platform: Platform
    device_class: DeviceClass
    target_key: str
    label: str
    asset_number: str
    model: str
    system: str
    installed: str
    place: str
    network: str
    disk_serial: str
    machine_id: str
    machine_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRef:
    """`recorded_from`: replayed from that recording, not a live device. `scope`: whom and which places a computer's
    inspection was about, a line each; UNSET: the report was made before there was one.
    """

    id: str
    profile: Profile
    policy_version: str
    classified_rules: bool
    recorded_from: str | None
    scope: tuple[Text, ...] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRef:
    name: str
    sha256: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesRef:
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRef:
    version: str
    tree_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRef:
    id: str
    source: Source
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """By the wall clock, in UTC; `elapsed_ms` by a clock that nobody can set, None where it was not measured."""

    began: Moment
    ended: Moment
    prepared: Moment
    elapsed_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRef:
    inspector: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRef:
    given_by: str
    at: Moment
    withdrawn_at: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRef:
    """What a person said to the question in the result's message."""

    yes: bool
    who: str
    at: Moment
    until: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRef:
    approver: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtentRef:
    unit: Unit
    there: int
    looked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftRef:
    """`number` 0: nobody knows how many."""

    unit: Unit
    cause: Cause
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRef:
    """What a result rests on, in counts and causes: no name of a file or a person, and no sentence that could hold one.

    nothing  the source itself says that there is none
    """

    extents: tuple[ExtentRef, ...]
    left: tuple[LeftRef, ...]
    nothing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one check came to. `steps`, `actor` and `hold` are given where something is open; `due` where it failed.

    `coverage` None: it rests on no fact (a question). UNSET: the report is of the version before, which has none.
    """

    check: str
    title: Text
    basis: tuple[Text, ...]
    state: State
    severity: Severity
    message: Text
    items: tuple[Text, ...]
    how: Text | None
    wanted: bool | None
    answer: AnswerRef | None
    waiver: WaiverRef | None
    beneath: State | None
    at: Moment | None
    actor: Actor
    owner: str
    due: date | None
    hold: bool
    steps: tuple[Text, ...]
    coverage: CoverageRef | msgspec.UnsetType | None = msgspec.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What became of one binding rule. `state` None: a rule no program and no answer can show (an education card)."""

    rule: str
    means: Means
    state: State | None
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerRef:
    """Who signs, inside what is signed: no other certificate can be put beside the signature. DER, base64."""

    name: str
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The predicate. `vouched` UNSET: of a version before, which does not say how its results came to be."""

    number: str
    marking: str
    language: Language
    form: FormRef
    unit: UnitRef
    people: PeopleRef
    device: DeviceRef
    inspection: InspectionRef
    campaign: CampaignRef | None
    rules: RulesRef
    tool: ToolRef
    checks: tuple[CheckRef, ...]
    times: Times
    previous: str | None
    counter: CounterRef
    consent: ConsentRef | None
    results: tuple[Result, ...]
    rule_results: tuple[RuleResult, ...]
    signer: SignerRef
    vouched: Vouched | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The inspection as it is kept on the inspected machine, by digest."""

    name: str
    digest: Digests


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    type_: str
    subject: tuple[Subject, ...]
    predicate_type: str
    predicate: Report


class _Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The Statement with the names in-toto gives its fields."""

    type_: str = msgspec.field(name="_type")
    subject: tuple[Subject, ...]
    predicate_type: str = msgspec.field(name="predicateType")
    predicate: Report


class _Kind(msgspec.Struct):
    """Just enough to say whose and how new it is."""

    type_: str = msgspec.field(name="_type")
    predicate_type: str = msgspec.field(name="predicateType")


_DECODER = msgspec.json.Decoder(_Wire)
_KIND = msgspec.json.Decoder(_Kind)
_OURS = PREDICATE.rpartition("/")[0]


def statement(report: Report, subject: Subject) -> Statement:
    return Statement(type_=STATEMENT, subject=(subject,), predicate_type=PREDICATE, predicate=report)


def encode(said: Statement) -> bytes:
    """RFC 8785 bytes.

    Raises:
        ValueError: a text holds half a surrogate pair, or a number is outside what JSON can hold exactly.
    """
    import rfc8785

    return rfc8785.dumps(msgspec.to_builtins(_wire(said)))


def decode(payload: bytes) -> Statement:
    """The statement in these bytes, which must be exactly the bytes that `encode` makes of it.

    That one comparison refuses unknown fields, doubled keys, other spellings of a number or time, and white space.

    Raises:
        NewerReport: ours, of a later version.
        NotAReport: anything else.
    """
    if len(payload) > SIZE_LIMIT:
        raise NotAReport("larger than any report")
    _refuse_other_kinds(payload)
    try:
        wire = _DECODER.decode(payload)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotAReport(str(error)) from error
    given = [result.coverage is not msgspec.UNSET for result in wire.predicate.results]
    if any(given) if wire.predicate_type == EARLIER[0] else not all(given):
        raise NotAReport("coverage in a report that has none, or none in one that has it")
    if (wire.predicate.vouched is msgspec.UNSET) is (wire.predicate_type == PREDICATE):
        raise NotAReport("it says how its results came to be where it cannot, or not where it must")
    # The same bytes as RFC 8785 for ASCII keys and integers (a test compares them), at a tenth of the time.
    if msgspec.json.encode(wire, order="sorted") != payload:
        raise NotAReport("not in canonical form")
    return Statement(
        type_=wire.type_, subject=wire.subject, predicate_type=wire.predicate_type, predicate=wire.predicate
    )


def identity(payload: bytes) -> str:
    """A report's identity: the sha256 (hex) of its payload."""
    return sha256(payload)


def schema() -> dict[str, Any]:
    """The JSON Schema of the payload; an object holds what is listed and nothing else."""
    (top,), parts = msgspec.json.schema_components([_Wire], ref_template="#/$defs/{name}")
    parts = {name: _closed(part) for name, part in parts.items()}
    parts["Result"]["required"].append("coverage")  # only the first version has none
    parts["Report"]["required"].append("vouched")  # nor the second this
    name = top["$ref"].rpartition("/")[2]
    body = parts.pop(name)
    body["properties"]["_type"] = {"const": STATEMENT}
    body["properties"]["predicateType"] = {"const": PREDICATE}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": PREDICATE}
    return {**head, **body, "title": "mijian.report/3", "$defs": dict(sorted(parts.items()))}


def _wire(said: Statement) -> _Wire:
    return _Wire(type_=said.type_, subject=said.subject, predicate_type=said.predicate_type, predicate=said.predicate)


def _refuse_other_kinds(payload: bytes) -> None:
    try:
        kind = _KIND.decode(payload)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotAReport(str(error)) from error
    if kind.type_ != STATEMENT:
        raise NotAReport("not an in-toto statement")
    if kind.predicate_type in (PREDICATE, *EARLIER):
        return
    family, _, version = kind.predicate_type.rpartition("/")
    if family == _OURS and version[1:].isdecimal():
        raise NewerReport(kind.predicate_type)
    raise NotAReport(f"a statement about something else: {kind.predicate_type[:80]!r}")


def _closed(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "additionalProperties": False} if part.get("type") == "object" else part
