"""Who may change everything on this computer, and whose own folder others may read."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Administrators(Fact):
    """Accounts that may do everything, the system's own (root; Windows' built-in one, where it is disabled) left out.

    accounts  by name
    unasked   those of them who are not asked for a password: Linux, NOPASSWD in sudoers, or a group that is as good as
              root (docker, lxd, disk)

    Sources: Linux: uid 0, the groups that sudo, polkit and containers go by, and sudoers with all that it includes.
    Windows: accounts with the privilege of an administrator, by NetUserEnum.
    """

    accounts: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeFolders(Fact):
    """People whose own folder others on this computer may open (Linux: the mode of the folder), by account name.

    readable  others may list and read it
    writable  others may even change it
    """

    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
