"""The verifier's words as JSON, with a published schema and a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from checker.model.text import Text
from checker.report.verify.codes import Code
from checker.report.verify.verified import Verified

SCHEMA = "mijian.verification/1"


@dataclass(frozen=True, slots=True)
class Counts:
    files: int
    passed: int
    warned: int
    failed: int


@dataclass(frozen=True, slots=True)
class FileSaid:
    """`code` is 0, or one of `checker.report.verify.codes.Code`; `identity` the sha256 (hex) of the signed payload."""

    file: str
    code: int
    sentence: Text
    identity: str | None
    number: str | None
    signer: str | None
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    schema: str
    summary: Counts
    files: tuple[FileSaid, ...]


def encoded(verified: Iterable[Verified]) -> bytes:
    """What ``verify --json`` writes: indented UTF-8 JSON."""
    said = tuple(_said(one) for one in verified)
    failed = sum(Code(one.code).failure for one in said)
    passed = sum(one.code == Code.FINE for one in said)
    summary = Counts(len(said), passed, len(said) - passed - failed, failed)
    return msgspec.json.format(msgspec.json.encode(Verification(SCHEMA, summary, said)), indent=1) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the verification file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Verification),
    }


def _said(one: Verified) -> FileSaid:
    return FileSaid(one.file, int(one.code), one.sentence, one.identity, one.number, one.signer, one.notes)
