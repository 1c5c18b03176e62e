"""What was filled in for the last report, kept beside the results: the next one needs only what has changed.

Never a passphrase or PIN, nor a device's identifiers. Fields are named as in a report (unit, inspected, asset_number);
`context`, `campaign` and `key` are files, `also` names what is saved beside it, `target` is the key of what was
inspected.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.report.sign.particulars import Particulars

_IDENTIFIERS = "identifiers"
_TARGET = "target"
_OF_A_DEVICE = ("asset_number", "place", "network")
_SALT = "salt"
_FILLED = "particulars.json"
_SALT_BYTES = 16


def filled(folder: Path) -> dict[str, str]:
    """The words of the last report; empty where there was none."""
    from checker.machine.parsing import Malformed, decoded

    try:
        return decoded((folder / _FILLED).read_bytes(), dict[str, str])
    except (OSError, Malformed):
        return {}


def of_target(words: Mapping[str, str], target: str) -> dict[str, str]:
    """The words that hold for this target, too: a phone has not the asset number of the computer before it."""
    other = words.get(_TARGET) != target
    return {name: word for name, word in words.items() if name != _TARGET and not (other and name in _OF_A_DEVICE)}


def remember(folder: Path, words: Mapping[str, str], target: str) -> None:
    """Keep the words; where the disk refuses the report stands all the same, and next time the form is empty."""
    import msgspec

    from checker.report.files import NotWritten, write_own

    try:
        kept = {name: word for name, word in words.items() if name != _IDENTIFIERS} | {_TARGET: target}
        write_own(folder / _FILLED, msgspec.json.encode(kept))
    except NotWritten:
        return


def particulars(folder: Path, words: Mapping[str, str]) -> Particulars:
    """The words as particulars; a unit's file that they name gives the salt, the marking and a machine's identifiers.

    Raises:
        ReportRefused: that file cannot be used.
        NotWritten: there is no salt yet, and none can be kept.
    """
    from checker.report.sign.particulars import Asset, Particulars, Persons, read_particulars

    names = {name: word.strip() for name, word in words.items()}
    given = read_particulars(Path(names["context"])) if names.get("context") else None
    return Particulars(
        unit=names.get("unit", ""),
        department=names.get("department", ""),
        people=Persons(
            inspected=names.get("inspected", ""),
            inspectors=tuple(one.strip() for one in _split(names.get("inspectors", "")) if one.strip()),
            responsible=names.get("responsible", ""),
            leader=names.get("leader", ""),
        ),
        device=Asset(
            asset_number=names.get("asset_number", ""),
            place=names.get("place", ""),
            network=names.get("network", ""),
        ),
        salt=given.salt if given else own_salt(folder),
        marking=names.get("marking") or (given.marking if given else "内部"),
        facts=typed_facts(names.get(_IDENTIFIERS, "")) or (given.facts if given else {}),
        consent=given.consent if given else None,
    )


def own_salt(folder: Path) -> str:
    """This computer's, where the organisation has given none: its reports can be compared with one another."""
    from checker.report.files import write_own

    path = folder / _SALT
    try:
        kept = path.read_text("ascii").strip()
        if len(bytes.fromhex(kept)) >= _SALT_BYTES:
            return kept
    except (OSError, ValueError):
        pass
    made = secrets.token_hex(_SALT_BYTES)
    write_own(path, made.encode())
    return made


def typed_facts(typed: str) -> dict[str, str]:
    """Identifiers that a person typed, in whatever order: named by their place in the alphabet."""
    found = sorted({one.strip().lower() for one in _split(typed) if one.strip()})
    return {f"typed{number}": one for number, one in enumerate(found, 1)}


def _split(names: str) -> list[str]:
    for sign in "、，,;；\n":
        names = names.replace(sign, "\0")
    return names.split("\0")
