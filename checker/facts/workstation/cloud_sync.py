"""Whether cloud-sync clients are signed in."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact


@dataclass(frozen=True, slots=True)
class CloudAccounts(Fact):
    """For the person the inspection runs for, by product id. Which account it is, is not kept.

    signed_in  a trace of an account is there
    folder     a folder to copy was once chosen, without a trace of an account
    blocked    a policy forbids the product to copy files (Windows: DisableFileSyncNGSC for OneDrive)
    told       products of which the system itself tells whether an account is signed in: Windows, by registry values
    asks       products that run whether or not they copy anything
    """

    signed_in: frozenset[str]
    folder: frozenset[str]
    blocked: frozenset[str]
    asks: frozenset[str]
    told: frozenset[str] = frozenset()
