"""Whether this computer tells programs where it is."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact, Setting


@dataclass(frozen=True, slots=True)
class LocationService(Fact):
    """The system's location service.

    there   this system has one at all
    device  it is on for the whole computer
    person  programs of the present person may ask it; None where the system has no switch of its own for that
    """

    there: bool
    device: Setting[bool] | None = None
    person: Setting[bool] | None = None
