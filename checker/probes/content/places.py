"""Where a person's documents lie on this computer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.content.source import Root
from checker.facts.content.document import Place
from checker.knowledge.documents import documents
from checker.knowledge.leftovers import leftovers
from checker.machine.answers import Entry, Kind, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
# Desktop, Documents, Pictures, Downloads: names of values, documented for KNOWNFOLDERID
_OWN_FOLDERS = ("Desktop", "Personal", "My Pictures", "{374DE290-123F-4565-9164-39C4925E467B}")
_XDG_FOLDER = re.compile(r'^XDG_(?:DESKTOP|DOCUMENTS|DOWNLOAD|PICTURES)_DIR="(\$HOME/)?([^"\n]*)"', re.MULTILINE)
_AS_THE_PERSON = Text("请使用人本人登录后再查一次", "Check again as the person who uses it")
_AS_THEM = Text("请各位使用人本人登录后再查一次", "Check again as each of the people who use it")
_OTHERS = Text("这次只看了本人的文件", "only this person's own files were looked at")
_NOBODY = Text("不知道这台电脑由谁使用", "It is not known who uses this computer")


class Places:
    """The folders of the person this inspection runs for.

    Raises:
        Unreadable: there is no such person, or the home may not be looked at: nothing found would mean nothing.
    """

    def __init__(self, machine: Machine) -> None:
        person = machine.host.person
        if person is None:
            raise Unreadable(_NOBODY, _AS_THE_PERSON)
        try:
            machine.stat(person.home)
        except Absent as error:
            raise Unreadable(error.reason, _AS_THE_PERSON) from error
        self._machine, self._person = machine, person
        self._people = Ledger(Unit.PEOPLE, machine.host.people, lambda one: Text.name(one.name))
        for one in self._people:
            if one.key == person.key:
                self._people.looked(one)
            else:
                self._people.left(one, Cause.UNSUPPORTED, _AS_THEM, _OTHERS)
        self._folders = Ledger[str](Unit.SOURCES)
        self._windows = machine.host.platform is Platform.WINDOWS
        local = rf"{person.home}\AppData\Local"
        self._blanks = {"home": person.home, "roaming": rf"{person.home}\AppData\Roaming", "local": local}
        self._blanks["temp"] = rf"{local}\Temp"

    @property
    def coverage(self) -> Coverage:
        """Whose folders these are, and which lists of folders would not say. What lies in them is the search's."""
        people = self._people.coverage
        return people + self._folders.coverage if self._folders.opened else people

    def of(self, place: Place) -> list[Root]:
        """The folders of one kind that are there, by the product's table."""
        tables = (table for table in documents().folders if table.place == place.value)
        patterns = (pattern for table in tables for pattern in (table.windows if self._windows else table.linux))
        return [Root(path, place) for path in self._filled(patterns)]

    def own(self) -> list[Root]:
        """Desktop, documents, downloads and pictures, wherever the person moved them."""
        moved = self._shell_folders() if self._windows else self._xdg_folders()
        roots = [Root(path) for path in moved] + self.of(Place.DOCUMENTS)
        return list({root.path: root for root in roots}.values())

    def autosaved(self) -> list[Root]:
        patterns = (one for copies in leftovers().copies for one in (copies.windows if self._windows else copies.linux))
        return [Root(path, Place.AUTOSAVE) for path in self._filled(patterns)]

    def bins(self) -> list[Root]:
        """The person's own bin on each local drive."""
        if not self._windows:
            return self.of(Place.BIN)
        drives = {"C:", *(mount.point.rstrip("\\/") for mount in self._machine.mounts())}
        return [Root(rf"{drive}\$Recycle.Bin\{self._person.key}", Place.BIN) for drive in sorted(drives)]

    def _filled(self, patterns: Iterable[str]) -> Iterator[str]:
        for pattern in patterns:
            path = pattern
            for name, value in self._blanks.items():
                path = path.replace("{" + name + "}", value)
            yield from self._matching(path)

    def _matching(self, path: str) -> Iterator[str]:
        """A path with "*" for any one name, or for the end of one."""
        above, star, below = path.partition("*")
        if not star:
            yield path
            return
        separator = "\\" if self._windows else "/"
        folder, _, begin = above.rpartition(separator)
        entries: tuple[Entry, ...] = ()
        with self._folders.reading(folder):
            entries = self._machine.documents(folder)
        for entry in entries:
            if entry.kind is Kind.FOLDER and entry.name.startswith(begin):
                yield from self._matching(f"{folder}{separator}{entry.name}{below}")

    def _shell_folders(self) -> Iterator[str]:
        key = RegistryKey()
        with self._folders.reading(_SHELL_FOLDERS):  # where it is not there, the usual names are looked for anyway
            key = self._machine.registry(_SHELL_FOLDERS)
        for name in _OWN_FOLDERS:
            value = key.value(name)
            if isinstance(value, str):
                yield re.sub(r"(?i)%USERPROFILE%", lambda _: self._person.home, value)

    def _xdg_folders(self) -> Iterator[str]:
        text = ""
        with self._folders.reading("user-dirs.dirs"):
            text = self._machine.text(f"{self._person.home}/.config/user-dirs.dirs")
        for beneath, path in _XDG_FOLDER.findall(text):
            if path.strip("/"):  # a folder that was switched off is the home itself
                yield f"{self._person.home}/{path}" if beneath else path
