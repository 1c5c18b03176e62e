"""What the screen needs from outside. `main.py` hands the window one of these; the screen knows no store and no check.

Except for `target`, `stop`, `preference` and `prefer`, everything is called from one worker thread, never from the
screen's own: an implementation may load the catalogue or open its database on first use there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from checker.engine.plan import Plan
from checker.model.check import Remedy
from checker.model.finding import Finding
from checker.model.inspection import Inspection
from checker.model.severity import Severity
from checker.model.target import Profile, Target
from checker.model.text import Language, Text

if TYPE_CHECKING:
    from checker.app.documents import Sight as Found
    from checker.app.intake import Line
    from checker.app.medium import Sight
    from checker.content.result import Tally
    from checker.content.viewing import View as Picture
    from checker.facts.content.document import Seen
    from checker.machine.media.listing import Attached
    from checker.machine.phone.transport import Device
    from checker.report.verify.report import Verified
    from checker.residue.documents import Contained
    from checker.residue.result import Mode, Residue
    from checker.store.reviews import Decision, Review
    from checker.store.rollup.rows import Overview

T_co = TypeVar("T_co", covariant=True)


class Card(Protocol):
    """What is said of a check or of an uncovered rule on this target's platform."""

    @property
    def title(self) -> Text: ...
    @property
    def why(self) -> Text | None: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def remedy(self) -> Remedy | None: ...
    @property
    def basis(self) -> tuple[Text, ...]:
        """The provisions it stands on, ready to print."""


class Stream(Protocol[T_co]):
    """Work under way. Iterating does it."""

    def __iter__(self) -> Iterator[T_co]: ...

    def stop(self) -> None:
        """End soon, keeping what is done. Called from the screen's thread."""


class Verifying(Stream["tuple[Verified, ...]"], Protocol):
    @property
    def verdict(self) -> tuple[Verified, ...]:
        """After the last: all of them, with what only several reports together show."""


class View(Protocol):
    """A quarter of the roll-up."""

    @property
    def overview(self) -> Overview: ...
    @property
    def departments(self) -> tuple[str, ...]:
        """All that have a report in it."""

    @property
    def told(self) -> tuple[Text, ...]:
        """What is missing or out of order among the reports, a sentence each."""


class Reports(Protocol):
    """Signed reports. Whatever is raised has a `reason` where a person can do something about it."""

    def verify(self, named: tuple[Path, ...], trust: Path | None) -> Verifying:
        """Files, folders and packages."""

    def take_in(self, named: tuple[Path, ...], trust: Path | None) -> Stream[tuple[Line, ...]]: ...

    def periods(self) -> tuple[str, ...]:
        """Quarters that have reports, the newest first."""

    def view(self, period: str, department: str | None) -> View: ...

    def export(self, view: Overview, department: str | None, kind: str, path: Path, language: Language) -> None:
        """Write a copy: "csv", "form" (PDF) or "ndjson"."""

    def filled(self) -> dict[str, str]:
        """The particulars of the last report, by field; never a passphrase."""

    def sign(
        self,
        inspection: Inspection,
        words: Mapping[str, str],
        key: str,
        passphrase: str,
        pdf: Path,
        language: Language,
    ) -> Text:
        """Make and sign a report; a sentence on what was written. `words` by field (`gui.widgets.signing`)."""


class Scanning(Protocol):
    """A scan of a medium, as a `Stream`."""

    def __iter__(self) -> Iterator[Sight]: ...

    def stop(self) -> None:
        """End within a second; what was read stands, and the same medium is gone on with later."""

    @property
    def residue(self) -> Residue | None:
        """At the end; None where it was stopped before anything was known."""

    @property
    def contained(self) -> Contained | None:
        """What was seen of the files' content; None: nobody asked, or it was not done in full."""

    @property
    def resumed(self) -> bool:
        """Whether it went on from where an earlier scan of the same medium was interrupted."""


class Media(Protocol):
    """Storage media of this computer, and image files. Read only."""

    def attached(self) -> tuple[Attached, ...]:
        """Those that are plugged in or built in, in use or not."""

    def scan(self, path: str, mode: Mode, content: bool) -> Scanning:
        """`content`: its user agreed that files are looked into for markings, deleted ones that come back too."""


class Searching(Protocol):
    """A search for documents, as a `Stream`. `stop`, `pause` and `go_on` are called from the screen's thread."""

    def __iter__(self) -> Iterator[Found]: ...

    def stop(self) -> None:
        """End within a second; what was found stands, and the same search skips what was clean and is unchanged."""

    def pause(self) -> None: ...

    def go_on(self) -> None: ...

    @property
    def paused(self) -> bool: ...
    @property
    def complete(self) -> bool: ...
    @property
    def tally(self) -> Tally:
        """All that was counted, at the end."""


class Documents(Protocol):
    """The document engine and the officer's decisions. Whatever is raised has a `reason`."""

    def search(self, places: tuple[Path, ...], pictures: bool) -> Searching: ...

    def view(self, seen: Seen) -> Picture:
        """A find as a picture, drawn by a process of its own and held in memory alone."""

    def decided(self, digest: str) -> Review | None: ...

    def decide(self, digest: str, decision: Decision, reason: str, who: str) -> Review: ...

    def wipe(self) -> None:
        """Forget what earlier searches saw; decisions stay."""

    def save(self, searching: Any, path: Path, thumbnails: Mapping[str, bytes]) -> None:
        """Write the redacted result; `thumbnails` by digest, of those finds where the officer wanted one."""


class Inspecting(Protocol):
    """An inspection under way. Iterating does the work and saves each finding before it is yielded.

    Findings come settled (answers and waivers applied): running first, then final. A full disk does not end it:
    it goes on in memory, and `unsaved` says why results are no longer kept.
    """

    def __iter__(self) -> Iterator[Finding]: ...

    def stop(self) -> None:
        """End soon, keeping what is done. Called from the screen's thread."""

    @property
    def inspection(self) -> Inspection:
        """All that is known so far; checks that did not get their turn stand in it as not_run."""

    @property
    def unsaved(self) -> Text | None: ...


class Phones(Protocol):
    """Phones on this computer's cables."""

    def look(self) -> tuple[Device, ...]:
        """What is plugged in now. Called again and again, from a thread of its own."""

    def session(
        self, phone: Device, owner: str, tell: Callable[[Text | None, Text | None], None], stop: Event
    ) -> PhoneSession:
        """Reach a phone whose owner has agreed. `tell` gets what is waited for and what to do about it, then and while
        an inspection goes on, and None when that is over. Of a phone that cannot be read everything is asked.

        Raises an exception with a `reason`, and `how` where something can be done.
        """


class Session(Protocol):
    @property
    def phones(self) -> Phones | None:
        """Known without waiting. None: phones are not looked for."""

    @property
    def media(self) -> Media:
        """Known without waiting."""

    @property
    def documents(self) -> Documents:
        """Known without waiting."""

    @property
    def reports(self) -> Reports:
        """Known without waiting."""

    @property
    def target(self) -> Target:
        """Known without waiting."""

    def notices(self) -> tuple[Text, ...]:
        """What is wrong with this program's own surroundings (a refused local check, a policy with a mistake, a result
        folder that cannot be written), a sentence each."""

    def plan(self, profile: Profile) -> Plan: ...

    def last(self) -> Inspection | None:
        """The newest complete inspection, with today's waivers and answers applied."""

    def unfinished(self) -> Inspection | None:
        """The newest inspection, where it was interrupted."""

    def start(self, profile: Profile) -> Inspecting: ...

    def resume(self, inspection: Inspection) -> Inspecting:
        """Do what is left: every check of the plan that has no final finding."""

    def check_again(self, inspection: Inspection, check_ids: tuple[str, ...]) -> Inspecting:
        """Read afresh and judge these only; the others stay as they are."""

    def card(self, check_id: str) -> Card | None:
        """Also for the ids ``question.<rule>`` and ``rule.<rule>``. None: nobody knows that id any more."""

    def who(self) -> str:
        """The name proposed for "answered by"."""

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str) -> Inspection:
        """Keep a person's answer, and give the inspection with the settled finding.

        Raises:
            SaveFailed: the answer was not kept, and nothing has changed.
        """

    def save_report(self, inspection: Inspection, path: Path) -> None:
        """Raises:
        SaveFailed: could not be written; nothing is left behind.
        """

    def open_settings(self, address: str) -> bool:
        """Open a settings page; False where this system has none at that address."""

    def admin_helps(self, finding: Finding) -> bool:
        """Whether the finding could not be had for lack of administrator's rights, which this run does not have."""

    def restart_as_admin(self) -> Text | None:
        """Start this program again with administrator's rights. None: it is starting, this window may close.
        Otherwise a sentence on how a person does it."""

    def technical(self) -> str:
        """Version, system and the last lines of the technical log: nothing read from a device."""

    def preference(self, name: str) -> str | None:
        """A remembered choice of the screen ("language", "text_size"). Known without waiting; never raises."""

    def prefer(self, name: str, value: str) -> None:
        """Remember a choice where that is possible. Never raises."""


class PhoneSession(Session, Protocol):
    @property
    def by_questions(self) -> bool:
        """Whether the phone cannot be read, and everything is asked."""

    def apps(self) -> tuple[Text, ...]:
        """What was installed on the phone, by the names that people know; for its owner's eyes on this screen."""

    def let_go(self) -> None:
        """Close the connection."""
