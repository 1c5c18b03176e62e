"""Programs that wait for something from the network: which of them take part in the system's own work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from msgspec import Meta

from checker.knowledge.table import table

Port = Annotated[
    str,
    Meta(
        pattern=r"^(tcp|udp)/[1-9]\d{0,4}\Z",
        title="协议和端口（例如 tcp/22、udp/5353）",
        description="a protocol and a port, like tcp/22 or udp/5353",
    ),
]


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who may wait for the network without anybody being asked.

    quiet_programs  take part in the system's own work (addresses, time, names); they hand nothing of people's out
    quiet_ports     what such work is done on, where the program cannot be seen
    windows_ports   those of Windows itself, whose kernel opens them
    judged_programs servers that another check judges: file servers, remote login
    judged_ports    theirs, with the processes and units one of which has to be there for it
    openers         programs that open ports for others (socket activation): the port alone says whose it is
    """

    version: str
    quiet_programs: tuple[str, ...]
    quiet_ports: tuple[Port, ...]
    windows_ports: tuple[Port, ...]
    judged_programs: tuple[str, ...]
    judged_ports: Mapping[Port, tuple[str, ...]]
    openers: tuple[str, ...]


@cache
def listeners() -> Listeners:
    return table("listeners", Listeners)
