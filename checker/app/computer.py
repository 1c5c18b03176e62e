"""The window's session with the computer that it runs on."""

from __future__ import annotations

from functools import cached_property

from checker.app.desk import Desk
from checker.app.phones import Handsets


class ComputerDesk(Desk):
    """Implements `gui.session.Session`."""

    @cached_property
    def phones(self) -> Handsets:
        return Handsets(self._catalog, self._options, self._recent)
