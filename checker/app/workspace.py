"""Where everything lies that this program keeps: each place once, for both fronts and every use-case."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from checker.engine.seals import Seals, own_seals
from checker.store.inspections import default_folder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workspace:
    """`folder` holds the results (SQLite), the phone's key, running numbers, and what the properties name.

    Nothing is made before something is written to it.
    """

    folder: Path

    @classmethod
    def at(cls, folder: Path | None) -> Workspace:
        """That folder; None: the one of the person who runs this."""
        return cls(folder or default_folder())

    def seals(self) -> Seals | None:
        """Those of whoever keeps results here; None: the key can be neither read nor made, and nothing is sealed."""
        try:
            return own_seals(self.folder)
        except OSError:
            log.warning("the key of the seals cannot be used", exc_info=True)
            return None

    @property
    def media(self) -> Path:
        """Checkpoints of scans that were interrupted."""
        return self.folder / "media"

    @property
    def documents(self) -> Path:
        """The officer's decisions about finds, and the cache."""
        return self.folder / "documents"

    @property
    def cache(self) -> Path:
        """What of this computer's files was clean. Searches of both fronts and inspections use this one and wipe it."""
        return self.documents / "cache.sqlite"

    @property
    def trust_versions(self) -> Path:
        """Which version of each list of trust was seen here: an older one is refused from then on."""
        return self.folder / "trust-versions.json"

    @property
    def tasks(self) -> Path:
        """The officer's inspections: a folder each, with the roster and the results."""
        return self.folder / "tasks"

    @property
    def trips(self) -> Path:
        """Journeys: a folder each, with what was seen before and on return."""
        return self.folder / "trips"

    @property
    def preferences(self) -> Path:
        """The choices of the window."""
        return self.folder / "window.json"
