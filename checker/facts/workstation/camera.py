"""Cameras and microphones, and whether somebody uses them now."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Capture(Fact):
    """What could see or hear a room. Devices are counted, never opened.

    cameras, microphones  connected and usable now
    known                 set up at some time, connected or not
    on_lock_screen        Windows: no policy keeps whoever sits down from opening the camera before signing in
    in_use                who uses one at this moment: programs on Windows, sound cards on Linux (which does not say
                          who, and nothing of cameras)
    """

    cameras: int
    microphones: int
    known: int
    in_use: tuple[str, ...] = ()
    on_lock_screen: bool = False
