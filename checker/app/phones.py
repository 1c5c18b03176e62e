"""Phones, for the window: which are plugged in, and a session with one whose owner agreed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from checker.app.desk import Desk
from checker.app.inspection import Opened, open_phone
from checker.app.targets import Asking
from checker.engine.catalog import Catalog
from checker.model.inspection import Consent
from checker.model.target import Target
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.terminal.logs import Recent

if TYPE_CHECKING:
    from checker.machine.phone.transport import Device

Tell = Callable[[Text | None, Text | None], None]


class Handsets:
    """Implements `gui.session.Phones`."""

    def __init__(self, catalog: Callable[[], Catalog], options: argparse.Namespace, recent: Recent) -> None:
        self._catalog, self._options, self._recent = catalog, options, recent

    def look(self) -> tuple[Device, ...]:
        from checker.machine.phone.finder import phones

        return phones()

    def session(self, phone: Device, owner: str, tell: Tell, stop: Event) -> PhoneDesk:
        consent = Consent(owner, datetime.now(UTC))
        opened = open_phone(self._catalog(), self._options, phone, consent, _Telling(tell, stop))
        return PhoneDesk(self._catalog, self._options, self._recent, opened)


class _Telling(Asking):
    def __init__(self, tell: Tell, stop: Event) -> None:
        super().__init__()
        self._tell, self.stop = tell, stop

    def tell(self, sentence: Text | None, step: Text | None) -> None:
        self._tell(sentence, step)


class PhoneDesk(Desk):
    """Implements `gui.session.PhoneSession`: everything about one phone, the rest as for this computer."""

    phones = None  # not from here

    def __init__(
        self, catalog: Callable[[], Catalog], options: argparse.Namespace, recent: Recent, opened: Opened
    ) -> None:
        super().__init__(catalog, options, recent)
        self._phone = opened

    @property
    def target(self) -> Target:
        return self._phone.session.target

    @property
    def _opened(self) -> Opened:
        return self._phone

    @property
    def by_questions(self) -> bool:
        return self._phone.session.by_questions

    def apps(self) -> tuple[Text, ...]:
        from checker.knowledge.phone_apps import phone_apps
        from checker.probes.android.answers import packages, text

        if self._phone.phone is None:
            return ()
        replies = self._phone.phone.told("apps")  # the phone may be unplugged by now
        for name in ("apps.third", "apps.third.plain"):
            try:
                found = packages(text(replies, name).splitlines())
            except Unreadable:
                continue
            return tuple(sorted((phone_apps().label(package) for package, _ in found), key=lambda label: label.en))
        return ()

    def let_go(self) -> None:
        self._phone.close()
