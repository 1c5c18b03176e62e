"""Folders that other computers can open."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Share:
    """A shared folder, by the name it is shared under. `everyone`: open without an account; None: not known."""

    name: str
    service: Text
    everyone: bool | None = None


@dataclass(frozen=True, slots=True)
class SharedFolders(Fact):
    """What this computer shares.

    Windows: the server service's shares; `administrative` are those that Windows makes for administrators (C$, ADMIN$).
    Linux: Samba's settings with all that they bring in, its registry and the shares that people made, while its server
    is installed; /etc/exports while an NFS server is; servers of FTP, rsync, AFP, DLNA, TFTP, HTTP and WebDAV while
    they run or start with the system, by the folders they stand on (``~``: people's own). Printers are left out.
    """

    shares: tuple[Share, ...]
    administrative: tuple[str, ...] = ()
