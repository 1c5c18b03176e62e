"""How long a phone may be silent, and how a person stops the wait."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event

from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Cancelled

SLICE = 0.2  # seconds between looks at `stop`
OPENING = 5.0
PROMPT = 30.0  # the owner, who is present, unlocks the phone and reads the question; a refusal may be silence, too
SILENCE = 15.0
MARGIN = 10.0  # over what the phone itself allows a batch
WHOLE = 90.0  # for one batch, however many commands it has


@dataclass
class Patience:
    """Counts silence. `heard` starts it anew; `wait` raises where it has lasted too long or somebody stopped."""

    stop: Event = field(default_factory=Event)
    seconds: float = SILENCE
    _since: float = field(default_factory=time.monotonic)

    def heard(self) -> None:
        self._since = time.monotonic()

    def wait(self) -> None:
        if self.stop.is_set():
            raise Cancelled
        if time.monotonic() - self._since > self.seconds:
            raise PhoneTrouble(Trouble.HUNG)
