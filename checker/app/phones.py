"""Which phones are plugged in, and why one cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checker.machine.phone.patience import PROMPT
from checker.machine.phone.sheets import SHEETS
from checker.machine.phone.transport import Device
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.text import Text

__all__ = [
    "BY_ANSWERS",
    "PROMPT",
    "SENTENCES",
    "Device",
    "Phones",
    "Row",
    "Trouble",
    "encoded",
    "listed",
    "published",
    "schema",
]

SCHEMA = "mijian.phones/1"
_READY = Text("可以检查", "can be checked")
# The self-check sheets that are open to whoever has no phone on the cable, by the phone that they are for.
BY_ANSWERS: tuple[tuple[Text, Device], ...] = (
    (Text("苹果手机", "iPhone"), SHEETS["sheet-iphone"]),
    (Text("HarmonyOS NEXT 手机", "HarmonyOS NEXT phone"), SHEETS["sheet-harmony"]),
    (Text("安卓和其他手机", "Android or another phone"), SHEETS["sheet"]),
)


def listed() -> tuple[Device, ...]:
    """The phones on this computer's cables now."""
    from checker.machine.phone.finder import phones

    return phones()


@dataclass(frozen=True, slots=True)
class Row:
    """`serial_tail`: the last four signs; `trouble`: its name, None where the phone can be checked."""

    model: str
    serial_tail: str
    way: str
    trouble: str | None
    sentence: Text
    step: Text | None
    questions: bool


@dataclass(frozen=True, slots=True)
class Summary:
    phones: int
    ready: int


@dataclass(frozen=True, slots=True)
class Phones:
    """The file that ``phones --json`` writes."""

    schema: str
    summary: Summary
    phones: tuple[Row, ...]


def published(devices: tuple[Device, ...]) -> Phones:
    rows = tuple(_row(device) for device in devices)
    return Phones(SCHEMA, Summary(len(rows), sum(one.trouble is None for one in rows)), rows)


def _row(device: Device) -> Row:
    trouble = device.trouble
    sentence, step = (_READY, None) if trouble is None else SENTENCES[trouble]
    tail = device.serial[-4:] if device.serial else ""
    by_questions = trouble is not None and trouble.by_questions
    return Row(device.model, tail, device.way, trouble, sentence, step, by_questions)


def encoded(found: Phones) -> bytes:
    """As JSON."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    import msgspec

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Phones),
    }
