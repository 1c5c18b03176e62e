"""A phone whose adbd listens on a port of this computer: the loopback phones of our tests."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from checker.machine.phone.cable import HERE, Tcp
from checker.machine.phone.direct import DirectTransport
from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.patience import PROMPT
from checker.machine.phone.transport import Way


class TcpTransport(DirectTransport):
    way = Way.PORT

    def __init__(
        self,
        port: int,
        key: PhoneKey,
        stop: Event | None = None,
        prompting: Callable[[], None] = lambda: None,
        prompt: float = PROMPT,
    ) -> None:
        super().__init__(lambda patience: Tcp(port, patience), f"{HERE}:{port}", key, stop, prompting, prompt)
