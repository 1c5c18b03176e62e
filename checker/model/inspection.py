"""One inspection of one target, from the first reading to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checker.model.finding import Finding
from checker.model.target import Profile, Target
from checker.model.text import Text


class Source(StrEnum):
    """Where a check's code came from."""

    PRODUCT = "product"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class CheckOrigin:
    """Whose code judged: a check's id, where it came from, and the sha256 of its file (hex)."""

    check_id: str
    source: Source
    sha256: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The owner of a phone agreed to its inspection on the screen; `withdrawn_at`: stopped it later on."""

    given_by: str
    at: datetime
    withdrawn_at: datetime | None = None


class Provenance(StrEnum):
    """How a result came from the reading to the signature, the strongest first.

    one_run      one run of the program inspected and signs; the result never left its memory
    resumed      several runs; in between it was kept in this computer's store, whose seals hold
    sealed_file  handed over as a file whose seal, made by this computer as it was written, holds
    unsealed     handed over without a seal that can be checked here: nothing shows whether it was altered
    """

    ONE_RUN = "one_run"
    RESUMED = "resumed"
    SEALED_FILE = "sealed_file"
    UNSEALED = "unsealed"


class Place(StrEnum):
    """Where the program lay that inspected: who could have altered it.

    read_only  on a volume that is mounted read-only: an officer's own stick
    guarded    where nobody but the administrator may write
    open       where others may write, or that is not known
    """

    READ_ONLY = "read_only"
    GUARDED = "guarded"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Program:
    """The program as it was when it inspected, by digests (sha256, hex) over names and contents.

    sha256       everything of its own that runs: sources, launchers, tables, forms, models, the locks
    environment  the libraries that its lock names, with whatever else a start would load from there
    byte_code    loaded modules whose compiled form says something else than their source; 0 is as it should be
    """

    sha256: str
    environment: str
    byte_code: int
    place: Place


class RulingKind(StrEnum):
    POLICY = "policy"
    WAIVERS = "waivers"
    REVIEWS = "reviews"
    LOCAL = "local"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A file by which people decided what counts: its digest (sha256, hex) as it was used, and the signed approval that
    lay beside it (a DSSE envelope), if one did."""

    kind: RulingKind
    name: str
    sha256: str
    approval: bytes | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything one inspection knows of itself. The conclusion is derived from it, never stored beside it.

    `ended` None: interrupted or still going. `rules_sha256`: digest of the rule cards and vendor tables used.
    `recorded_from`: the recording it was replayed from; None means a live device. `elapsed`: seconds from beginning to
    end by a clock that nobody can set; None where the inspection was resumed or a check made again. `consent`: the
    phone owner's, the last one given; None for everything that is not a person's own. `scope`: whom and which places a
    computer's inspection was about, a line each, as the system lists them. `program`: which copy inspected; None: an
    older version did. `rulings`: the files that decided. `one_run`: the policy wants it inspected and signed by one run
    of the program.
    """

    id: str
    target: Target
    profile: Profile
    began: datetime
    tool_version: str
    rules_sha256: str
    policy_version: str
    origins: tuple[CheckOrigin, ...]
    findings: tuple[Finding, ...]
    ended: datetime | None = None
    recorded_from: str | None = None
    elapsed: float | None = None
    consent: Consent | None = None
    scope: tuple[Text, ...] = ()
    program: Program | None = None
    rulings: tuple[Ruling, ...] = ()
    one_run: bool = False
