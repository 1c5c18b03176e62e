"""The ledger of reports, and what others keep against it: checkpoints and receipts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.rollup import CHINA
from checker.machine import handed
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret
    from checker.report.keys.trust import Trust
    from checker.report.ledger.ledger import Ledger

_KEPT_LIMIT = 1 << 20  # a checkpoint has some hundred bytes
_UNREAD = Text("读不到这个文件：{path}", "The file cannot be read: {path}")


@dataclass(frozen=True, slots=True)
class Growth:
    """A ledger grew from a checkpoint: how many entries it had then, on which day, and how many it has now."""

    size: int
    day: date
    now: int


class Lodging:
    """The ledger of reports, and what others keep against it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def held_against(self, kept: Iterable[Path], trust: Trust | None) -> Iterator[Growth]:
        """Raises LedgerFault where the ledger did not grow from a checkpoint that somebody kept."""
        from checker.report.ledger.ledger import LedgerFault, check_growth, read_checkpoint

        tree = self.ledger.tree()
        for path in kept:
            try:
                content = handed.read(path, _KEPT_LIMIT)
            except OSError as error:
                raise LedgerFault(_UNREAD.filled(path=Text.name(str(path)))) from error
            known = read_checkpoint(content, trust.checkpoint_signers if trust is not None else {}).checkpoint
            check_growth(known, tree)
            yield Growth(known.size, known.at.astimezone(CHINA).date(), len(tree))

    def checkpoint(self, key: str, ask: AskSecret) -> bytes:
        """What the ledger is now, signed. Raises KeyTrouble."""
        from checker.report.keys.open import open_key

        with open_key(key, ask) as signer:
            return self.ledger.checkpoint(signer, datetime.now(UTC).replace(microsecond=0))

    def receipts(self, checkpoint: bytes) -> Iterator[tuple[str, bytes]]:
        """One a report: the file's name, and its content."""
        identities = [entry.identity for entry in self.ledger.entries()]
        for identity, receipt in self.ledger.receipts(identities, checkpoint):
            yield f"{identity}.receipt.json", receipt


@contextmanager
def lodging(folder: Path, unit: str) -> Iterator[Lodging]:
    from checker.report.ledger.ledger import Ledger

    with Ledger(folder, unit) as ledger:
        yield Lodging(ledger)
