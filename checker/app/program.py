"""All that the window can have done, each thing opened on first use.

Except for `preferences` and a target's name everything is called from one worker thread, never from the screen's own:
the catalogue is loaded and the database opened there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from checker.app import update
from checker.app.about import About, about
from checker.app.catalogue import Own, own
from checker.app.disposal_register import DisposalRegister
from checker.app.disposals import Disposals
from checker.app.documents import Documents
from checker.app.inspection import Inspections, Opened, Request, open_past, open_session
from checker.app.medium import Media
from checker.app.phone_inspection import ConnectedPhones
from checker.app.preferences import Preferences
from checker.app.publication import Judging, judge
from checker.app.reporting import Reporting
from checker.app.retention import Retention
from checker.app.rollup import Rollup
from checker.app.task import Tasks
from checker.app.travel import Trips
from checker.app.trip_package import TripPackages
from checker.app.verification import Verification
from checker.engine.catalog import Catalog
from checker.engine.identity import this_computer
from checker.machine.elevation import by_hand, reader_there
from checker.machine.live import live_machine
from checker.machine.settings import open_settings
from checker.model.inspection import Inspection
from checker.model.target import Target
from checker.model.text import Text
from checker.model.unreadable import Unreadable


class Program:
    """`technical`: version, system and the last lines of the technical log, which hold nothing read from a device.

    `language`: what the command line asks for.
    """

    def __init__(
        self,
        catalog: Callable[[], Catalog],
        request: Request,
        technical: Callable[[], str],
        language: str | None = None,
    ) -> None:
        self._catalog, self._request, self.technical = catalog, request, technical
        self._started = request
        self.preferences = Preferences(request.workspace.preferences, language=language)

    @cached_property
    def computer(self) -> Inspections:
        """Inspections of the computer that this runs on."""
        return Inspections(lambda: this_computer(live_machine()), lambda: open_session(self._catalog(), self._request))

    @cached_property
    def phones(self) -> ConnectedPhones:
        return ConnectedPhones(self._catalog, self._request)

    @cached_property
    def media(self) -> Media:
        return Media(self._request.workspace)

    @cached_property
    def disposals(self) -> Disposals:
        """Media on their way out."""
        return Disposals(self._request.workspace)

    @cached_property
    def disposal_register(self) -> DisposalRegister:
        return DisposalRegister(self._request.workspace)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self._request.workspace)

    @cached_property
    def verification(self) -> Verification:
        return Verification(self._request.workspace)

    @cached_property
    def rollup(self) -> Rollup:
        return Rollup(self._request.workspace)

    @cached_property
    def reporting(self) -> Reporting:
        return Reporting(self._catalog, self._request.workspace)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self._request.workspace, lambda: self.reporting)

    @cached_property
    def trips(self) -> Trips:
        return Trips(self._request.workspace)

    @cached_property
    def trip_packages(self) -> TripPackages:
        """Journeys' reports."""
        return TripPackages(self._request.workspace, lambda: self.reporting)

    def medium(self, path: str) -> Inspections:
        """Inspections of a medium, or of an image of one."""
        request = replace(self._request, target=f"medium:{path}")

        @cache
        def opened() -> Opened:
            return open_session(self._catalog(), request)

        return Inspections(lambda: opened().session.target, opened)

    def earlier(self, target: Target) -> Inspections:
        """Earlier inspections of a device, be it here or not: what was kept is shown, and nothing is read."""

        @cache
        def opened() -> Opened:
            return open_past(self._catalog(), self._request, target)

        return Inspections(lambda: target, opened)

    @cached_property
    def retention(self) -> Retention:
        """How long results stay."""
        return Retention(self._catalog, self._request.workspace)

    def rules(self) -> update.Standing:
        """By which rules and tables is judged."""
        return update.standing()

    def take_update(self, path: Path, trust: Path) -> update.Standing:
        """Take a package of rules and tables in. Raises Refused, UntrustedFolder, NotWritten."""
        return update.take(path, trust, self._request.workspace)

    def use_waivers(self, path: Path | None) -> None:
        """From now on devices are inspected by that book of exceptions; None: by the one this was started with."""
        waivers = path or self._started.waivers
        if waivers != self._request.waivers:
            self._request = replace(self._request, waivers=waivers)
            self.phones.request = self._request
            self.__dict__.pop("computer", None)  # it is opened anew

    @property
    def folder(self) -> Path:
        """Where results are kept."""
        return self._request.workspace.folder

    def about(self) -> About:
        """What this copy of the program is. Takes a second or so."""
        return about()

    def own_checks(self) -> tuple[Own, ...]:
        """What this unit added: checks, rules, entries of tables."""
        return own(self._catalog())

    def judge(self, paths: Iterable[Path]) -> Judging:
        """Judge drafts before they are published."""
        return judge(paths)

    def open_settings(self, address: str) -> bool:
        """Open a settings page; False where this system has none at that address."""
        return open_settings(address)

    def as_admin(self, inspection: Inspection) -> tuple[str, ...] | Text:
        """Have what only an administrator can read read by a part of ours, while this window stays as it is. The checks
        to be made again; otherwise a sentence on why not, or how a person does it."""
        if not reader_there():
            return by_hand(sys.executable if getattr(sys, "frozen", False) else "./mijian")
        try:
            return self.computer.read_as_admin(inspection)
        except Unreadable as refused:
            return refused.reason
