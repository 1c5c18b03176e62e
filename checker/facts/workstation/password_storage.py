"""How the system keeps passwords, and who looks after the administrator's."""

from __future__ import annotations

from dataclasses import dataclass

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class PasswordStorage(Fact):
    """What makes kept passwords easy to take, and what stands against it.

    weak    one sentence each; what is not set counts by the documented default of the system
    noted   what is said beside and fails nothing: protection of the process that keeps passwords, LAPS

    Windows: the key Lsa (NoLMHash, LmCompatibilityLevel, EveryoneIncludesAnonymous, RestrictAnonymousSAM, RunAsPPL,
    DisableDomainCreds), WDigest's UseLogonCredential, the policies of LAPS; the registry is read, nothing is asked of a
    domain. Linux: how pam_unix makes the hashes of new passwords; no hash is read.
    """

    weak: tuple[Text, ...] = ()
    noted: tuple[Text, ...] = ()
