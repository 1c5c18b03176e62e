"""Exit statuses, the same for every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    IN_ORDER = 0
    TO_FIX = 1
    INCOMPLETE = 2
    NOTHING_CHECKED = 3
    USAGE = 64  # sysexits(3) EX_USAGE
    UNAVAILABLE = 69  # EX_UNAVAILABLE: set-up failed, or the window has no screen or lacks a library
    FAULT = 70  # EX_SOFTWARE: our own fault, or a result that could not be written
    STOPPED = 130  # somebody pressed Ctrl+C where a command does not keep what is done
