"""What the window needs from outside: a session that opens on first use, in the worker's thread."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import msgspec

from checker.app.documents import Documents
from checker.app.inspection import Opened, open_session
from checker.app.medium import Media
from checker.app.reports import Filing
from checker.app.targets import Trouble
from checker.engine.cards import Card
from checker.engine.catalog import Catalog
from checker.engine.identity import this_computer
from checker.engine.plan import Plan
from checker.machine import refusals
from checker.machine.elevation import restart_as_admin
from checker.machine.live import live_machine
from checker.machine.settings import open_settings
from checker.model.finding import Finding, State
from checker.model.inspection import Inspection
from checker.model.target import Profile, Target
from checker.model.text import Text
from checker.report.files import NotWritten, write, write_own
from checker.report.result import encoded
from checker.store.inspections import SaveFailed, default_folder
from checker.store.session import Inspecting, Session
from checker.terminal.logs import Recent


class Desk:
    """Implements `gui.session.Session`, but for the phones. Nothing is loaded or opened before it is asked for."""

    def __init__(self, catalog: Callable[[], Catalog], options: argparse.Namespace, recent: Recent) -> None:
        self._catalog = catalog
        self._options = options
        self._recent = recent
        self._preferences_file = (options.store or default_folder()) / "window.json"

    @cached_property
    def reports(self) -> Filing:
        return Filing(self._catalog, self._options.store)

    @cached_property
    def media(self) -> Media:
        return Media((self._options.store or default_folder()) / "media")

    @cached_property
    def documents(self) -> Documents:
        return Documents((self._options.store or default_folder()) / "documents")

    @cached_property
    def target(self) -> Target:
        return this_computer(live_machine())

    def notices(self) -> tuple[Text, ...]:
        try:
            return self._opened.warnings
        except Trouble as trouble:
            return (trouble.reason,)

    def plan(self, profile: Profile) -> Plan:
        return self._session.plan(profile)

    def last(self) -> Inspection | None:
        return self._session.last()

    def unfinished(self) -> Inspection | None:
        return self._session.unfinished()

    def start(self, profile: Profile) -> Inspecting:
        return self._session.start(profile)

    def resume(self, inspection: Inspection) -> Inspecting:
        return self._session.resume(inspection)

    def check_again(self, inspection: Inspection, check_ids: tuple[str, ...]) -> Inspecting:
        return self._session.check_again(inspection, check_ids)

    def card(self, check_id: str) -> Card | None:
        return self._session.card(check_id)

    def who(self) -> str:
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # an account without a name
            return ""

    def answer(self, inspection: Inspection, finding: Finding, yes: bool, who: str, note: str) -> Inspection:
        return self._session.answer(inspection, finding, yes, who, note)

    def save_report(self, inspection: Inspection, path: Path) -> None:
        try:
            write(path, encoded(inspection))
        except NotWritten as failure:
            raise SaveFailed(failure.reason) from failure

    def open_settings(self, address: str) -> bool:
        return open_settings(address)

    def admin_helps(self, finding: Finding) -> bool:
        refused = finding.state is State.COULD_NOT_CHECK and finding.how == refusals.AS_ADMIN
        return refused and not self._is_admin

    def restart_as_admin(self) -> Text | None:
        frozen = getattr(sys, "frozen", False)
        return restart_as_admin([sys.executable] if frozen else [sys.executable, *sys.argv])

    def technical(self) -> str:
        return self._recent.text()

    def preference(self, name: str) -> str | None:
        if name == "language" and self._options.language:
            return str(self._options.language)  # asked for on the command line: it outweighs what was chosen before
        value = self._preferences.get(name)
        return value if isinstance(value, str) else None

    def prefer(self, name: str, value: str) -> None:
        self._preferences[name] = value
        try:
            write_own(self._preferences_file, msgspec.json.encode(self._preferences))
        except NotWritten:
            return  # a choice of the screen is not worth a word; it holds until the window closes

    @cached_property
    def _preferences(self) -> dict[str, object]:
        try:
            return msgspec.json.decode(self._preferences_file.read_bytes(), type=dict[str, object])
        except (OSError, msgspec.DecodeError):
            return {}

    @cached_property
    def _opened(self) -> Opened:
        return open_session(self._catalog(), self._options)

    @property
    def _session(self) -> Session:
        return self._opened.session

    @cached_property
    def _is_admin(self) -> bool:
        return live_machine().host.admin
