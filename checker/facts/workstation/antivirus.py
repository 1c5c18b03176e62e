"""Antivirus: there, running, fresh. Three facts, because none of them follows from another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checker.model.fact import Fact
from checker.model.text import Text


@dataclass(frozen=True, slots=True)
class Antivirus(Fact):
    """The antivirus products that are installed.

    Windows: what Windows Security Center lists, else services of known products. Linux: packages and folders of known
    products (no system there keeps a register), so that a product unknown to the table is not seen; a package of
    an antivirus maker that the table does not know is left, by its name.

    `toothless`: products that are installed without any signatures, so that they recognise nothing. They are not among
    `products`.
    """

    products: tuple[Text, ...]
    toothless: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """One product's protection.

    on       it runs
    watches  it looks at files while they are opened; None: that cannot be seen from outside
    detail   what its own register says where it is not on (snoozed, expired)
    """

    name: Text
    on: bool
    watches: bool | None = True
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class AntivirusGuard(Fact):
    """Whether real-time protection is on.

    Windows: productState of Windows Security Center, else its overall health. Linux: whether a process of a known
    product runs, and whether one that is known to watch files does.
    """

    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """One product's virus signatures.

    `made`: their date (UTC), None where the product shows it to a person only. `fresh`: the product's own word to
    Windows Security Center, None where there is none; offline it is worth nothing, so the date decides where
    there is one.
    """

    name: Text
    made: datetime | None
    fresh: bool | None = None


@dataclass(frozen=True, slots=True)
class AntivirusSignatures(Fact):
    """How old the signatures of the installed products are, at `now` (UTC).

    Windows Defender: AVSignatureApplied in the registry, or MSFT_MpComputerStatus. Linux: what the
    newest signature file says of itself in its header. The time of a file is that of a copy, and never asked.
    """

    products: tuple[Signatures, ...]
    now: datetime
