"""What the verifier holds a report against, and what it says of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checker.knowledge.rulebook import Rulebook
from checker.model.text import Text
from checker.report.keys.trust import Trust
from checker.report.payload import Report
from checker.report.verify.codes import SENTENCES, Code

FUTURE_SLACK = timedelta(days=1)
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Said:
    """A code with what fills its sentence."""

    code: Code
    detail: Text = NOTHING


_WHOSE = Text(
    "签名人 {signer}，编号 {number}，设备 {device}。", "Signed by {signer}, number {number}, device {device}."
)
_FURTHER = Text("另有 {n} 项警告，见“注意”。", "{n} more {n:warning|warnings}, see the notes.")
_STRONGEST = Text(
    "最强形式：只读介质上的程序在同一次运行中检查并签名。",
    "The strongest form: a copy on a read-only volume inspected and signed it in one run.",
)
Note = Text | Said
"""What was not compared, or a warning."""


class Fails(Exception):
    """The first thing that is wrong with a report."""

    def __init__(self, code: Code, detail: Text = NOTHING) -> None:
        super().__init__(code.name)
        self.said = Said(code, detail)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a report stands among others: by its signer's certificate, its machine, its number and what came before."""

    signer: str
    machine_id: str
    number: int
    began: datetime
    prepared: datetime
    previous: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What is to be said of one file. `notes`: what was not compared.

    `report` and `link` None: nothing in it can be believed. `light` drops the report, which is what takes room.
    `strongest`: a copy on a read-only volume inspected and signed in one run. `vouched`: the signer was held against a
    list of trust. `further`: how many of the notes are warnings, too.
    """

    file: str
    code: Code
    detail: Text = NOTHING
    identity: str | None = None
    signer: str | None = None
    number: str | None = None
    link: Link | None = None
    report: Report | None = None
    notes: tuple[Text, ...] = ()
    device: str | None = None
    strongest: bool = False
    vouched: bool = False
    further: int = 0

    @property
    def light(self) -> Verified:
        """The same without the report, for when there are ten thousand of them."""
        return replace(self, report=None)

    @property
    def verdict(self) -> Text:
        """The same words for all reports of which the same is to be said."""
        return SENTENCES[self.code].filled(detail=self.detail)

    @property
    def sentence(self) -> Text:
        """The verdict; of a report that can be believed also whose it is and how it was made where that is the best."""
        said = self.verdict
        if self.link is None or not self.signer:
            return said
        parts = {"signer": self.signer, "number": self.number or "—", "device": self.device or "—"}
        whose = _WHOSE.filled(**{name: Text.name(part) for name, part in parts.items()})
        more = [_FURTHER.filled(n=self.further)] if self.further else []  # no warning hides behind another
        told = [*([_STRONGEST] if self.strongest and not self.code.failure else []), said, *more, whose]
        return Text("".join(one.zh for one in told), " ".join(one.en for one in told))


@dataclass(frozen=True, slots=True)
class Measure:
    """What reports are held against.

    trust      None: signatures are checked under the certificate that the report itself names
    rulebooks  by digest (sha256, hex): whose rules must all have results
    now        this computer's time; a report from the future is a contradiction
    receipts   a folder of the ledger's receipts, ``IDENTITY.receipt.json``; None: receipts are not asked for
    """

    trust: Trust | None
    rulebooks: Mapping[str, Rulebook] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    receipts: Path | None = None


def exit_code(verified: Iterable[Verified]) -> Code:
    """The worst of several: the highest failure; without one, the highest warning."""
    codes = [one.code for one in verified]
    failures = [code for code in codes if code.failure]
    return max(failures or codes, default=Code.FINE)


def same(words: str) -> Text:
    return Text(words, words)
