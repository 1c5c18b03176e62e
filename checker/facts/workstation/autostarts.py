"""What starts by itself."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Autostart:
    """`name` as the system lists it, `program` the file name alone (or nothing), `place` in words."""

    name: str
    program: str
    place: Text


@dataclass(frozen=True, slots=True)
class Autostarts(Fact):
    """What starts by itself beyond the system's own, for the person the inspection runs for and for everyone.

    Windows: Run and RunOnce (all users 64 and 32 bit, this person, policies) and the Startup folders, without what is
    switched off in StartupApproved. Linux: XDG autostart (the person's file wins over the system's, Hidden=true
    switches off; a file that is for other desktops only is counted all the same), the person's systemd units, services
    made by hand in /etc/systemd/system, cron. Files that belong to an installed package are left out. `own_jobs`: lines
    of the person's crontab, which are not kept. Scheduled tasks of Windows are not read.
    """

    entries: tuple[Autostart, ...]
    own_jobs: int = 0
