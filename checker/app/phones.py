"""Phones: which are plugged in and why one cannot be used, and the inspections of one whose owner agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from checker.app.inspection import Inspections, Opened, Request, open_phone
from checker.app.targets import Asking
from checker.engine.catalog import Catalog
from checker.machine.phone.transport import Device
from checker.machine.phone.troubles import SENTENCES, Trouble
from checker.model.inspection import Consent
from checker.model.text import Text
from checker.model.unreadable import Unreadable

if TYPE_CHECKING:
    from checker.machine.phone.source import PhoneSource

__all__ = [
    "SENTENCES",
    "ConnectedPhones",
    "Device",
    "PhoneInspections",
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

OnWait = Callable[[Text | None, Text | None], None]


def listed() -> tuple[Device, ...]:
    """The phones on this computer's cables now."""
    from checker.machine.phone.finder import phones

    return phones()


class ConnectedPhones:
    """Those of this computer's cables, for a screen. `listed` is called again and again, from a thread of its own."""

    def __init__(self, catalog: Callable[[], Catalog], request: Request) -> None:
        self._catalog, self._request = catalog, request

    def listed(self) -> tuple[Device, ...]:
        return listed()

    def session(self, phone: Device, owner: str, on_wait: OnWait, stop: Event) -> PhoneInspections:
        """Reach a phone whose owner has agreed. `on_wait` gets what is waited for and what to do about it, then and
        while an inspection goes on, and None when that is over. Of a phone that cannot be read everything is asked.

        Raises:
            Refused: it was stopped, or the policy cannot be used.
            Unreadable: the phone cannot be reached; `how` says what helps.
        """
        consent = Consent(owner, datetime.now(UTC))
        return PhoneInspections(open_phone(self._catalog(), self._request, phone, consent, _Waiting(on_wait, stop)))


class _Waiting(Asking):
    def __init__(self, on_wait: OnWait, stop: Event) -> None:
        super().__init__()
        self._on_wait, self.stop = on_wait, stop

    def on_wait(self, sentence: Text | None, step: Text | None) -> None:
        self._on_wait(sentence, step)


class PhoneInspections(Inspections):
    """Of one phone that was reached, or whose owner answers for it."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(lambda: opened.session.target, lambda: opened)
        self._phone: PhoneSource | None = opened.phone

    @property
    def by_questions(self) -> bool:
        """Whether the phone cannot be read, and everything is asked."""
        return self._session.by_questions

    def apps(self) -> tuple[Text, ...]:
        """What was installed on the phone, by the names that people know; for its owner's eyes on this screen."""
        from checker.knowledge.phone_apps import phone_apps
        from checker.probes.android.answers import packages, text

        if self._phone is None:
            return ()
        replies = self._phone.told("apps")  # the phone may be unplugged by now
        for name in ("apps.third", "apps.third.plain"):
            try:
                found = packages(text(replies, name).splitlines())
            except Unreadable:
                continue
            return tuple(sorted((phone_apps().label(package) for package, _ in found), key=lambda label: label.en))
        return ()

    def close(self) -> None:
        """Close the connection."""
        self._opened.close()


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
