"""Exit statuses, the same for every command."""

from __future__ import annotations

from enum import IntEnum

from checker.app.refused import Refused, Why
from checker.model.error import UserError


class Exit(IntEnum):
    IN_ORDER = 0
    TO_FIX = 1
    INCOMPLETE = 2
    NOTHING_CHECKED = 3
    USAGE = 64  # sysexits(3) EX_USAGE
    UNAVAILABLE = 69  # EX_UNAVAILABLE: set-up failed, or the window has no screen or lacks a library
    FAULT = 70  # EX_SOFTWARE: our own fault, or a result that could not be written
    STOPPED = 130  # somebody pressed Ctrl+C where a command does not keep what is done


_REFUSALS = {
    Why.REQUEST: Exit.USAGE,
    Why.UNREACHABLE: Exit.NOTHING_CHECKED,
    Why.STOPPED: Exit.STOPPED,
    Why.FAILED: Exit.FAULT,
}


def status_of(error: UserError, otherwise: Exit) -> int:
    """Of a command that could not do what it was asked for. A key's trouble has the verifier's code for it."""
    from checker.report.files import NotWritten
    from checker.report.keys.signer import KeyTrouble
    from checker.store.inspections import SaveFailed

    match error:
        case Refused():
            return _REFUSALS[error.why]
        case KeyTrouble():
            return error.code
        case NotWritten() | SaveFailed():
            return Exit.FAULT
    return otherwise
