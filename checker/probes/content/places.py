"""Where people's documents lie on this computer, by kind: bins, copies, synchronised folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checker.content.source import Root
from checker.facts.content.document import Place
from checker.knowledge.documents import documents
from checker.knowledge.leftovers import leftovers
from checker.machine.answers import Entry, Kind, Mount, RegistryKey
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.probes.content.computer import ON_THE_SERVER, mount_of, people_of, same, why_not

_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
# Desktop, Documents, Pictures, Downloads: names of values, documented for KNOWNFOLDERID
_OWN_FOLDERS = ("Desktop", "Personal", "My Pictures", "{374DE290-123F-4565-9164-39C4925E467B}")
_XDG_FOLDER = re.compile(r'^XDG_(?:DESKTOP|DOCUMENTS|DOWNLOAD|PICTURES)_DIR="(\$HOME/)?([^"\n]*)"', re.MULTILINE)
_SHARE = "\\\\"  # \\\\server\\share
_NO_LISTS = Text("没有要另外列出的文件夹", "no folder had to be listed besides")


class Places:
    """The folders of everybody who uses this computer, as far as they may be looked at.

    Raises:
        Unreadable: the system does not say which volumes it has.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine, self._mounts = machine, machine.mounts()
        self._ledger, self._people = people_of(machine, self._mounts)
        self._folders = Ledger[str](Unit.FOLDERS)
        self._windows = machine.host.platform is Platform.WINDOWS

    @property
    def coverage(self) -> Coverage:
        """Whose folders these are, and which lists of folders would not say. What lies in them is the search's."""
        return self._ledger.coverage + self.lists

    @property
    def lists(self) -> Coverage:
        """Folders whose names had to be listed, and folders that were moved to where they cannot be looked at."""
        return self._folders.coverage if self._folders.opened else Coverage.none_there(Unit.FOLDERS, _NO_LISTS)

    def of(self, place: Place) -> list[Root]:
        """The folders of one kind that are there, by the product's table."""
        tables = (table for table in documents().folders if table.place == place.value)
        patterns = [pattern for table in tables for pattern in (table.windows if self._windows else table.linux)]
        return [Root(path, place) for path in self._filled(patterns)]

    def moved(self) -> list[Root]:
        """Desktop, documents, downloads and pictures, where the person moved them; one on the network is not asked."""
        roots = []
        for path in self._shell_folders() if self._windows else self._xdg_folders():
            cause = Cause.ELSEWHERE if path.startswith(_SHARE) else why_not(mount_of(path, self._mounts))
            if cause is None:
                roots.append(Root(path))
            else:
                self._folders.left(path, cause, ON_THE_SERVER)
        return roots

    def autosaved(self) -> list[Root]:
        patterns = [one for copies in leftovers().copies for one in (copies.windows if self._windows else copies.linux)]
        return [Root(path, Place.AUTOSAVE) for path in self._filled(patterns)]

    def bins(self) -> list[Root]:
        """Everybody's bins: those of homes, and those that lie at the top of a volume, whoever's they are."""
        roots, seen = [] if self._windows else self.of(Place.BIN), list[Mount]()
        for mount in self._mounts:
            if why_not(mount) is None and not any(same(mount, other) for other in seen):
                seen.append(mount)
                roots += [Root(path, Place.BIN) for path in self._volume_bins(mount.point)]
        return roots

    def _volume_bins(self, point: str) -> Iterator[str]:
        """``$Recycle.Bin`` holds a folder for each account; ``.Trash`` and ``.Trash-UID``: FreeDesktop's Trash 1.0."""
        if self._windows:
            drive = point.rstrip("\\/")
            yield from self._matching(rf"{drive}\$Recycle.Bin\*")
            return
        yield from self._matching(f"{point.rstrip('/')}/.Trash*")

    def _filled(self, patterns: Iterable[str]) -> Iterator[str]:
        patterns = tuple(patterns)
        for person in self._people:
            local = rf"{person.home}\AppData\Local"
            blanks = {"home": person.home, "roaming": rf"{person.home}\AppData\Roaming", "local": local}
            blanks["temp"] = rf"{local}\Temp"
            for pattern in patterns:
                path = pattern
                for name, value in blanks.items():
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
        folder = folder or separator
        entries: tuple[Entry, ...] = ()
        with self._folders.reading(folder):
            entries = self._machine.documents(folder)
        for entry in entries:
            if entry.kind is Kind.FOLDER and entry.name.startswith(begin):
                yield from self._matching(f"{folder.rstrip(separator)}{separator}{entry.name}{below}")

    def _shell_folders(self) -> Iterator[str]:
        """Of the person at the screen: nobody else's part of the registry is loaded."""
        person = self._machine.host.person
        key = RegistryKey()
        with self._folders.reading(_SHELL_FOLDERS):  # where it is not there, nothing was moved
            key = self._machine.registry(_SHELL_FOLDERS)
        for name in _OWN_FOLDERS:
            value = key.value(name)
            if isinstance(value, str) and person is not None:
                yield re.sub(r"(?i)%USERPROFILE%", lambda _: person.home, value)

    def _xdg_folders(self) -> Iterator[str]:
        for person in self._people:
            text = ""
            with self._folders.reading(f"{person.home}/.config/user-dirs.dirs"):
                text = self._machine.text(f"{person.home}/.config/user-dirs.dirs")
            for beneath, path in _XDG_FOLDER.findall(text):
                if path.strip("/"):  # a folder that was switched off is the home itself
                    yield f"{person.home}/{path}" if beneath else path
