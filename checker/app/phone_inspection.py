"""Inspections of a phone whose owner agreed: it is reached, followed while it is away, and let go again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from checker.app import phones
from checker.app.inspection import Inspections, Opened, Request, open_phone
from checker.app.targets import Asking
from checker.engine.catalog import Catalog
from checker.model.inspection import Consent
from checker.model.text import Text
from checker.model.unreadable import Unreadable

if TYPE_CHECKING:
    from checker.app.phones import Device
    from checker.machine.phone.source import PhoneSource

OnWait = Callable[[Text | None, Text | None], None]


class ConnectedPhones:
    """Those of this computer's cables, for a screen. `listed` is called again and again, from a thread of its own."""

    def __init__(self, catalog: Callable[[], Catalog], request: Request) -> None:
        self._catalog, self._request = catalog, request

    def listed(self) -> tuple[Device, ...]:
        return phones.listed()

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
