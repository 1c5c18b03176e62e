"""The unit's own checks, rules and tables, and the approvals that lie beside them."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.engine.catalog import Catalog
from checker.knowledge.local import local_files
from checker.model.inspection import Ruling, RulingKind
from checker.model.text import Text
from checker.report import approval
from checker.report.payload import NotAReport
from checker.store.policies import APPROVAL, approval_of

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

_ALTERED = Text("批准以后被改动，或批准无效", "altered since it was approved, or the approval does not hold")
_LAPSED = Text("批准到 {until} 为止，已过期", "its approval ended on {until}")
_NONE = Text("没有批准签名，本单位的策略要求有", "not signed by an approver, which the unit's policy asks for")


def files(catalog: Catalog) -> Iterator[tuple[str, Path, str]]:
    """What counts here of the unit's own: its id, where it lies, and the sha256 (hex) that it was used with."""
    for check in catalog.checks.values():
        if ".local." in check.judge.__module__:
            path = Path(str(importlib.import_module(check.judge.__module__).__file__))
            yield check.id, path, hashlib.sha256(path.read_bytes()).hexdigest()
    yield from ((one.id, one.path, one.sha256) for one in local_files())


def rulings(catalog: Catalog) -> tuple[Ruling, ...]:
    """As a report names them."""
    return tuple(Ruling(RulingKind.LOCAL, name, sha256, approval_of(path)) for name, path, sha256 in files(catalog))


def approved(one: Ruling, today: date) -> approval.Approval | None:
    """The approval beside a file, where it holds; whether its signer may is for the list of trust."""
    return None if one.approval is None or _amiss(one, today) else approval.read(one.approval)


def guarded(catalog: Catalog, found: tuple[Ruling, ...], *, signed: bool, today: date | None = None) -> Catalog:
    """The catalogue without checks that were altered since somebody approved them, or that nobody approved where the
    policy wants them `signed`. Each stays in sight as "could not check"; so do rules and tables of which that is true.
    """
    day = today or datetime.now(UTC).date()
    wrong = {
        one.name: why for one in found if (why := _amiss(one, day) or (_NONE if signed and not one.approval else None))
    }
    checks = {name: check for name, check in catalog.checks.items() if name not in wrong}
    return replace(catalog, checks=checks, refused={**catalog.refused, **wrong}) if wrong else catalog


def _amiss(one: Ruling, today: date) -> Text | None:
    if one.approval is None:
        return None
    try:
        said = approval.read(one.approval)
    except NotAReport:
        return _ALTERED
    if (said.kind, said.sha256) != (one.kind, one.sha256):
        return _ALTERED
    return _LAPSED.filled(until=said.until.isoformat()) if today > said.until else None


def sign(catalog: Catalog, until: date, key: str, ask: AskSecret, now: datetime | None = None) -> tuple[str, ...]:
    """Approve all that counts here of the unit's own until a day, with one key; the ids that were.

    Raises:
        ApprovalRefused: for longer than an approval may hold. KeyTrouble, NotWritten
    """
    from checker.report.files import write
    from checker.report.keys.open import open_key

    own = tuple(files(catalog))
    with open_key(key, ask) as signer:
        for _, path, sha256 in own:
            signed = approval.approve(RulingKind.LOCAL, sha256, until, signer, now or datetime.now(UTC))
            write(path.with_name(f"{path.name}{APPROVAL}"), signed)
    return tuple(name for name, _, _ in own)
