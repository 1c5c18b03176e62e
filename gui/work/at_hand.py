"""The inspection that is at hand, for those who carry it on: one begins it, another answers, checks again and signs."""

from __future__ import annotations

from dataclasses import dataclass

from checker.app.inspection import Inspections
from checker.model.inspection import Inspection
from gui.work.brief import Brief


@dataclass
class AtHand:
    """`inspections`: of this computer, or of a phone or medium while that is inspected. `shown`: on the result page.

    `latest` is written and read in the worker's thread only: jobs follow one another there.
    """

    inspections: Inspections
    shown: Brief | None = None
    latest: Inspection | None = None
