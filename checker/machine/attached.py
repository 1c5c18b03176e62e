"""A medium as the system lists it, and one under inspection."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.model.text import shown

OnProgress = Callable[[Any], None]
"""Gets the moments of a long scan."""


def unheard(moment: Any) -> None:
    return


@dataclass(frozen=True, slots=True)
class Attached:
    """A medium as the system lists it.

    `size` in bytes, 0 for an empty card reader. `bus`: usb, card, nvme, ata, virtual or other. `external`: it hangs on
    a bus that people plug things into. `mounted`: where it is in use; None where that could not be read.
    `flash`: no rotating parts, None where the system does not say. `read_only`: the write protection switch.

    `serials`: what the medium, and what it hangs on, give as serial numbers; never shown, never in a result. `session`:
    the running number of this plugging in since the computer started, where the system counts. `part`: number of the
    partition, 0 for a whole disk.
    """

    path: str
    name: str
    size: int
    bus: str
    external: bool
    flash: bool | None
    read_only: bool | None
    mounted: tuple[str, ...] | None
    serials: tuple[str, ...] = ()
    session: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Inspected:
    """A medium under inspection.

    `attached`: what the system says of it; None for an image file. `folder`: where an unfinished scan keeps its
    checkpoints; None keeps none. `on_progress` gets the moments of a long scan.
    """

    path: str
    attached: Attached | None = None
    folder: Path | None = None
    on_progress: OnProgress = field(default=unheard, compare=False)

    @property
    def label(self) -> str:
        """What people call it: its maker's name and size, or the image's file name. No serial number."""
        if self.attached is None:
            return shown(os.path.basename(self.path) or self.path, 60)
        size = f" {self.attached.size / 1e9:.0f} GB" if self.attached.size else ""
        return shown(f"{self.attached.name}{size}", 60)
