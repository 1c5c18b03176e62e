"""Whether the computer writes down who signed in and what was changed, and keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Auditing(Fact):
    """What is recorded, as it is in force now and not as some file says.

    missing  what is not written down though it should be, one sentence each
    by       what does the recording, by name

    Linux: the kernel's audit and its service auditd as ``auditctl`` tells (root; everybody sees whether the service
    runs), and a log that outlives the next start: a syslog service, or journald with /var/log/journal. Windows: the
    audit policy in force (AuditQuerySystemPolicy; administrator) of signing in, accounts, removable storage and of the
    policy itself, and the service that keeps the event logs.
    """

    missing: tuple[Text, ...] = ()
    by: tuple[str, ...] = ()
