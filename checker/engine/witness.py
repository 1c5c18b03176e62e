"""What this run of the program itself knows of how an inspection came to be.

It is kept in memory and nowhere else, by the inspection's content: no file can claim it, and an inspection that was
altered in any way is another one, of which nothing is known.
"""

from __future__ import annotations

import hashlib

import msgspec

from checker.content.evidence import written_down
from checker.model.inspection import Inspection, Provenance

_ORDER = tuple(Provenance)
_known: dict[str, Provenance] = {}


def note(inspection: Inspection, provenance: Provenance) -> None:
    """From now on `provenance` says how this inspection came to be; what is known to be stronger stays."""
    name = _name(inspection)
    _known[name] = min(_known.get(name, provenance), provenance, key=_ORDER.index)


def carried(before: Inspection, after: Inspection) -> Inspection:
    """`after`, which the program itself made of `before`: it came to be no worse."""
    if (name := _name(before)) in _known:
        note(after, _known[name])
    return after


def provenance(inspection: Inspection) -> Provenance:
    return _known.get(_name(inspection), Provenance.UNSEALED)


def _name(inspection: Inspection) -> str:
    return hashlib.sha256(msgspec.json.encode(written_down(inspection))).hexdigest()
