"""Inspections of a phone whose owner agreed: it is reached, followed while it is away, and let go again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Timer
from typing import TYPE_CHECKING

from checker.app import phones
from checker.app.documents import NotShown, unseen
from checker.app.inspection import Inspections, Opened, Request, open_phone
from checker.app.targets import Asking
from checker.engine.catalog import Catalog
from checker.machine.machine import Machine
from checker.model.finding import Finding, State
from checker.model.inspection import Consent
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable

if TYPE_CHECKING:
    from checker.app.phones import Device
    from checker.content.viewing import View
    from checker.facts.content.document import Seen
    from checker.machine.phone.source import PhoneSource

_PATIENCE = 10.0  # seconds that a picture is waited for
_GONE = Text(
    "从手机上取不到这张照片：看看数据线是否还连着、照片是否还在。",
    "The photo could not be fetched from the phone: see whether the cable is in and the photo still there.",
)
OnWait = Callable[[Text | None, Text | None], None]


class ConnectedPhones:
    """Those of this computer's cables, for a screen. `listed` is called again and again, from a thread of its own."""

    def __init__(self, catalog: Callable[[], Catalog], request: Request) -> None:
        self._catalog, self.request = catalog, request

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
        return PhoneInspections(open_phone(self._catalog(), self.request, phone, consent, _Waiting(on_wait, stop)))


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
        opened.session.papers = []

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

    def papers(self, finding: Finding) -> tuple[tuple[Seen, ...], ...]:
        """The pictures that this question is about, those of a row together: known in memory, until the connection is
        closed. None of a suspected marking, which nobody opens here."""
        from checker.content.bursts import bursts
        from checker.probes.android.documents import label_of

        known = self._session.papers or ()
        named = {item.zh for item in finding.items}
        if finding.state is not State.NEEDS_PERSON or not named or not named <= {label_of(seen) for seen in known}:
            return ()
        return bursts(known)

    def view(self, seen: Seen) -> View:
        """One of them, fetched from the phone once more and drawn by a process of its own; kept nowhere. Raises
        NotShown."""
        from checker.content.trouble import Trouble
        from checker.content.viewing import MOST, viewed

        if self._phone is None:
            raise NotShown(_GONE)
        stop = Event()
        gives_up = Timer(_PATIENCE, stop.set)
        gives_up.start()
        phone = Machine(self._phone, stop)

        def whole(path: str, start: int, size: int) -> bytes:
            (content,) = phone.phone_files(MOST, path)
            if content is None:
                raise NotShown(_GONE)
            return content

        try:
            return viewed(seen, whole)
        except Trouble as trouble:
            raise NotShown(unseen(trouble)) from trouble
        except (Unreadable, Cancelled) as away:
            raise NotShown(_GONE) from away
        finally:
            gives_up.cancel()

    def close(self) -> None:
        """Close the connection, and forget which pictures there were."""
        if self._session.papers is not None:
            self._session.papers.clear()
        self._opened.close()
