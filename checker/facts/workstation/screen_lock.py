"""When the screen locks by itself."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact, Setting
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class OthersLock:
    """The same of somebody else who is signed in: seconds until it locks; None: never."""

    name: str
    after: int | None


@dataclass(frozen=True, slots=True)
class ScreenLock(Fact):
    """After how long without anybody touching it this computer asks for a password again, for the current person.

    after    seconds until locked and no longer unlockable without a password; the value None: never.
             A setting of None altogether: no graphical desktop is installed, so there is no screen to lock.
    policy   seconds that an administrator's policy orders; None: no such policy. Where `after` differs from it, the
             policy has not taken effect.
    desktop  whose setting it is: "windows", "gnome", "kde", "dde", "ukui", ...; None: no desktop
    wakes_unlocked  Windows: after sleep no password is asked for (power plan, "console lock")
    others   Windows: everybody else who is signed in
    leaves   Windows: it is also locked when a paired phone goes away ("dynamic lock"), which is no replacement
    why      why it never locks, where a setting says that it would: what should do it does not run, or is forbidden to

    Sources: Windows policy over HKCU\\Control Panel\\Desktop, and InactivityTimeoutSecs; GNOME, Cinnamon, MATE and UKUI
    from gsettings; KDE from kscreenlockerrc; DDE from its power service, older ones from gsettings; XFCE, LXQt and sway
    from the files of the program that locks. On Linux that program has to run.
    """

    after: Setting[int | None] | None
    policy: int | None
    desktop: str | None
    why: Text | None = None
    wakes_unlocked: bool = False
    leaves: bool = False
    others: tuple[OthersLock, ...] = ()
