"""Documents that stay behind where printing passes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class PrintSpool(Fact):
    """Printed documents in the spool folder. Contents and names are not read.

    installed   False: this computer has no print service
    written     when each document was put there (UTC), one entry a document
    kept_by     printers that are set to keep every document after printing
    read_at     when this was read (UTC)

    Windows: DefaultSpoolDirectory (as a rule System32\\spool\\PRINTERS), *.SPL; printer attribute 0x100. Linux:
    /var/spool/cups, files beginning with d (c files hold the job's description); PreserveJobFiles of cupsd.conf.
    """

    installed: bool
    written: tuple[datetime, ...]
    kept_by: tuple[str, ...]
    read_at: datetime
