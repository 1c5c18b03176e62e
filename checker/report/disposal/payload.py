"""The signed words of a register: an in-toto Statement with a predicate of its own, as RFC 8785 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from checker.model.text import Language, Text
from checker.report.payload import (
    SIZE_LIMIT,
    STATEMENT,
    CounterRef,
    FormRef,
    Moment,
    NewerReport,
    NotAReport,
    SignerRef,
    Subject,
    ToolRef,
    UnitRef,
)

PREDICATE: Final = "https://mijian.invalid/disposal/v1"  # RFC 2606: a name, not an address; nothing is ever fetched
_FAMILY = PREDICATE.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRef:
    """What a look at the medium came to. `mode`: how much was read; `said`: what may be claimed, and no more.

    `bound`: of a sample: how much may be left at most, with which confidence; None where all was read, or nothing is
    bounded.
    """

    at: Moment
    mode: str
    verdict: str
    said: Text
    read: int
    unread: int
    bound: Text | None
    not_checked: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRef:
    """What was done. `method` by NIST SP 800-88 Rev. 2's words (clear, purge, destroy), `technique` how."""

    method: str
    technique: str
    tool: str
    passes: int
    who: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumRef:
    """One medium. `size` in bytes, 0: not known. `serial` as the medium or a person gives it, in full: it is what the
    register is for. `sanitize_state`, `hidden`, `spare`: of the drive's own erase, its hidden areas and spare cells.

    before, after   None: this program did not look
    same_by         how the medium after is known to be the one before
    """

    id: str
    sort: str
    name: str
    size: int
    serial: str
    asset_number: str
    level: str
    source: str
    destination: str
    decided_by: str
    decided_at: Moment
    before: LookRef | None
    done: DoneRef
    after: LookRef | None
    same_by: str
    sanitize_state: Text
    hidden: Text
    spare: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRef:
    """`operator` did it, `witness` was there, `approver` allowed it: three names, signed by hand on the form."""

    operator: str
    witness: str
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    prepared: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The predicate."""

    number: str
    marking: str
    language: Language
    form: FormRef
    unit: UnitRef
    people: PeopleRef
    place: str
    tool: ToolRef
    times: Times
    counter: CounterRef
    media: tuple[MediumRef, ...]
    signer: SignerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`subject`: the record of each medium as it is kept on the computer where it was made, by digest."""

    type_: str
    subject: tuple[Subject, ...]
    predicate_type: str
    predicate: Register


class _Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    type_: str = msgspec.field(name="_type")
    subject: tuple[Subject, ...]
    predicate_type: str = msgspec.field(name="predicateType")
    predicate: Register


class _Kind(msgspec.Struct):
    type_: str = msgspec.field(name="_type")
    predicate_type: str = msgspec.field(name="predicateType")


_DECODER = msgspec.json.Decoder(_Wire)
_KIND = msgspec.json.Decoder(_Kind)


def statement(register: Register, subjects: tuple[Subject, ...]) -> Statement:
    return Statement(type_=STATEMENT, subject=subjects, predicate_type=PREDICATE, predicate=register)


def encode(said: Statement) -> bytes:
    """RFC 8785 bytes. Raises ValueError for half a surrogate pair."""
    import rfc8785

    wire = _Wire(type_=said.type_, subject=said.subject, predicate_type=said.predicate_type, predicate=said.predicate)
    return rfc8785.dumps(msgspec.to_builtins(wire))


def is_register(payload: bytes) -> bool:
    """Whether it says of itself that it is a register, of whatever version."""
    if len(payload) > SIZE_LIMIT:
        return False
    try:
        kind = _KIND.decode(payload)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return False
    return kind.type_ == STATEMENT and kind.predicate_type.rpartition("/")[0] == _FAMILY


def decode(payload: bytes) -> Statement:
    """The statement in these bytes, which must be exactly the bytes that `encode` makes of it.

    Raises:
        NewerReport: of a later version. NotAReport: anything else.
    """
    kind = _KIND.decode(payload)
    if kind.predicate_type != PREDICATE:
        raise NewerReport(kind.predicate_type[:80])
    try:
        wire = _DECODER.decode(payload)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotAReport(str(error)) from error
    if msgspec.json.encode(wire, order="sorted") != payload:
        raise NotAReport("not in canonical form")
    return Statement(
        type_=wire.type_, subject=wire.subject, predicate_type=wire.predicate_type, predicate=wire.predicate
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the payload; an object holds what is listed and nothing else."""
    (top,), parts = msgspec.json.schema_components([_Wire], ref_template="#/$defs/{name}")
    closed = {
        name: {**part, "additionalProperties": False} if part.get("type") == "object" else part
        for name, part in parts.items()
    }
    body = closed.pop(top["$ref"].rpartition("/")[2])
    body["properties"]["_type"] = {"const": STATEMENT}
    body["properties"]["predicateType"] = {"const": PREDICATE}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": PREDICATE}
    return {**head, **body, "title": "mijian.disposal/1", "$defs": dict(sorted(closed.items()))}
