"""What was left on a phone: counted by place; names of people's files stay on the phone's owner's screen."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class Recordings(Fact):
    """Sound recordings by folder (the last two parts of its path): how many. Music folders do not count."""

    folders: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class RecentlyDeleted(Fact):
    """Pictures in recycle bins: files found there, and rows that the phone's media index calls deleted."""

    files: int
    rows: int


@dataclass(frozen=True, slots=True)
class ScanExports(Fact):
    """Files in folders that belong to scanner apps: how many in which."""

    folders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TellingNames(Fact):
    """Documents and pictures whose names hold words of secrecy or of lists of people: word, and how many."""

    words: tuple[tuple[str, int], ...]
    files: int


@dataclass(frozen=True, slots=True)
class PhotoPlaces(Fact):
    """Whether new photos say where they were taken. `sampled`: newest photos of the camera whose head was read;
    `placed`: those with a position, which itself is not kept. `camera_may_locate` None: the camera app is not known."""

    sampled: int
    placed: int
    camera_may_locate: bool | None
