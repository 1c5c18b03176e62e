"""Programs that wait for connections from the network."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Waiting:
    """A program by its file name, and where it waits: ``TCP 8000``."""

    program: str
    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listening(Fact):
    """Sockets on which this computer can be reached from another one.

    strangers  programs that none of the product's tables knows: neither as a part of the system nor as something that
               another check judges
    known      how many sockets the tables know

    Left out: addresses of the computer's own (127.x, ::1) and UDP ports out of the range from which the system gives
    programs one for asking others. Whether a firewall lies in between, its own check says.
    Source: the system's table of sockets; whose a socket is, only an administrator sees of all.
    """

    strangers: tuple[Waiting, ...]
    known: int
