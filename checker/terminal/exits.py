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
    STATED = 4  # in order by what a person answered; nothing was read
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


def of_refusal(refused: Refused) -> Exit:
    return _REFUSALS[refused.why]


def of_trouble(trouble: UserError) -> int:
    """What a command ends with that had to say this: a word of the verifier's where there is one, else whether it was
    asked for wrongly or did not work.
    """
    from checker.report.keys.signer import KeyTrouble
    from checker.report.keys.trust import UntrustedFolder
    from checker.report.ledger.campaign import CampaignFault
    from checker.store.policies import PolicyFault

    match trouble:
        case KeyTrouble():
            return trouble.code
        case Refused():
            return of_refusal(trouble)
        case UntrustedFolder() | CampaignFault() | PolicyFault():
            return Exit.USAGE
    return Exit.FAULT
