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
    Linux: smb.conf with the person-made shares of Samba while its server is installed, and /etc/exports while an NFS
    server is. Printers are left out.
    """

    shares: tuple[Share, ...]
    administrative: tuple[str, ...] = ()
