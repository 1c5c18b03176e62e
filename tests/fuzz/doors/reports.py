"""What people hand in: reports, ledgers, receipts, campaigns, rosters, policies, waivers, results, recordings, stores."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Event

from checker.machine.recording import SCHEMA as RECORDING
from checker.machine.recording import Replay
from checker.model.error import UserError
from checker.model.target import Profile
from checker.model.unreadable import Unreadable
from checker.report import approval, result
from checker.report.envelope import pae, seal
from checker.report.keys.signer import fingerprint
from checker.report.ledger.campaign import read_campaign
from checker.report.ledger.ledger import Ledger, check_receipt, read_checkpoint, read_export
from checker.report.ledger.roster import read_roster
from checker.report.payload import NotAReport
from checker.report.verify import cms
from checker.report.verify.report import verify_bytes
from checker.store.inspections import SaveFailed, Store
from checker.store.policies import PolicyFault, read_policy, read_waivers
from checker.store.reviews import Reviews
from tests.fuzz.target import Broken, Target, refusing
from tests.unit.report import pki, sample, world
from tests.unit.report.ledger.test_campaign import made as campaign
from tests.unit.report.ledger.test_ledger import KNOWN, entry
from tests.unit.report.ledger.test_ledger import signer as collector
from tests.unit.store.test_session import fails, made, passes
from tests.worlds.world import World

_FOLDER = tempfile.TemporaryDirectory(prefix="mijian-fuzz-", ignore_cleanup_errors=True)


def _named(name: str, read: Callable[[Path], object], *refusals: type[Exception]) -> Callable[[bytes], object]:
    """A door that takes a path: the file is written first, and its place is no part of the answer."""

    def take(content: bytes) -> object:
        path = Path(_FOLDER.name) / name
        path.write_bytes(content)
        return read(path)

    return refusing(take, *refusals)


# -- reports --------------------------------------------------------------------------------------------------------------


@cache
def _sound() -> world.Forged:
    return world.signed(world.report(), pki.signer(), pdf=True)


def _verified(content: bytes) -> object:
    """No file but those that were signed is authentic."""
    said = verify_bytes("x", content, world.measure(None))
    if said.code.authentic and said.report is not None and hashlib.sha256(content).digest() not in _signed():
        raise Broken(f"a changed report is taken for its signer's word: {said.code.name}")
    return said.code, said.detail, said.notes


@cache
def _signed() -> frozenset[bytes]:
    return frozenset(hashlib.sha256(one).digest() for one in (_sound().envelope, _sound().pdf))


def _stated(payload: bytes) -> object:
    """What an inspector could sign who writes his own payload: any bytes, under a signature that holds."""
    signer = pki.signer()
    envelope = seal(payload, fingerprint(signer.certificate), signer.sign(pae(payload)))
    said = verify_bytes("x", envelope, world.measure(None))
    return said.code, said.detail, said.notes, said.number


def _approved(content: bytes) -> object:
    return approval.read(content)


# -- files ------------------------------------------------------------------------------------------------------------------


def _replayed(path: Path) -> object:
    answers = Replay(path)
    for verb, arguments in (
        ("host", ()),
        ("processes", ()),
        ("read", ("/etc/passwd", 65536)),
        ("run", (("id",), 5.0, 9)),
    ):
        with suppress(Unreadable):
            answers.answer(verb, arguments, Event())
    return answers.platform


def _recording() -> Iterator[bytes]:
    from checker.machine.recording import Recorder

    for world_ in (World(files={"/etc/passwd": "wang:x:1000:1000::/home/wang:/bin/sh\n"}),):
        kept = Recorder(world_)
        for verb, arguments in (("host", ()), ("read", ("/etc/passwd", 65536)), ("processes", ())):
            with suppress(Unreadable):
                kept.answer(verb, arguments, Event())
        folder = Path(tempfile.mkdtemp(dir=_FOLDER.name))
        yield kept.save(folder).read_bytes()
    yield b'{"schema":"%s","answers":[]}' % RECORDING.encode()


def _results() -> Iterator[bytes]:
    yield result.encoded(sample.inspection())
    yield result.encoded(replace(sample.inspection(), findings=()))


_POLICY = """\
[unit]
version = "2026-1"
[screen_lock]
minutes = 10
[software]
approved_shares = ["work"]
"""
_WAIVER = """\
[[waiver]]
check = "workstation.autorun"
target = "linux-1"
approver = "李四"
reason = "业务需要"
until = 2026-12-31
"""


def _policies() -> Iterator[bytes]:
    yield _POLICY.encode()
    example = Path(__file__).resolve().parents[3] / "docs/policy-example.toml"
    yield example.read_bytes()


def _rosters() -> Iterator[bytes]:
    from io import BytesIO

    from openpyxl import Workbook

    yield "资产编号,部门,责任人\nGZ-1,综合处,王\nGZ-2,财务处,李\n".encode()
    yield "资产编号,部门,责任人\nGZ-1,综合处,王\n".encode("gb18030")
    book = Workbook()
    book.active.append(["资产编号", "部门"])
    book.active.append(["GZ-1", "综合处"])
    held = BytesIO()
    book.save(held)
    yield held.getvalue()


# -- the program's own store -----------------------------------------------------------------------------------------------


@cache
def _kept() -> bytes:
    """A store with one inspection, in one file."""
    folder = Path(tempfile.mkdtemp(dir=_FOLDER.name))
    list(made(Store(folder), passes, fails).start(Profile.DAILY))
    with closing(sqlite3.connect(folder / "inspections.sqlite3")) as database:
        database.execute("VACUUM INTO ?", (str(folder / "whole"),))
    return (folder / "whole").read_bytes()


def _stored(content: bytes) -> object:
    """A store that something else wrote over: in one sentence refused, or read."""
    folder = Path(_FOLDER.name) / "store"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "inspections.sqlite3").write_bytes(content)
    store = Store(folder)
    try:
        return store.last("pc") is None, store.unfinished("pc") is None, len(store.answers("pc"))
    finally:
        store.close()


def _reviewed(content: bytes) -> object:
    folder = Path(_FOLDER.name) / "reviews"
    folder.mkdir(exist_ok=True)
    (folder / "reviews.jsonl").write_bytes(content)
    kept = Reviews(folder)
    return kept.closed(), kept.set_aside()


@cache
def _ledger() -> tuple[bytes, bytes, bytes]:
    """A ledger of five reports as it is exported, its checkpoint, and the receipt of its first report."""
    with Ledger(Path(tempfile.mkdtemp(dir=_FOLDER.name)), "某某局") as kept:
        kept.take_in(entry(number) for number in range(5))
        checkpoint = kept.checkpoint(collector(), pki.NOW)
        ((_, receipt),) = kept.receipts([entry(0).identity], checkpoint)
        return kept.export(), checkpoint, receipt


def _pointed(content: bytes) -> object:
    known = read_checkpoint(content, KNOWN)
    if content.strip() != _ledger()[1].strip():
        raise Broken("a changed checkpoint is taken for its collector's word")
    return known


def _received(content: bytes) -> object:
    proven = check_receipt(content, entry(0).identity, KNOWN)
    if proven != entry(0):
        raise Broken("a receipt proves what its collector never took in")
    return proven


TARGETS = (
    Target("report-file", "a report that is verified: envelope or PDF", _verified, lambda: (_sound().envelope,), 1 << 19),
    Target("report-statement", "what an inspector signed", _stated, lambda: (_sound().payload,), 1 << 17),
    Target("report-cms", "the signature in a PDF", cms.read, lambda: (b"30820100", b"00"), 1 << 15),
    Target("report-approval", "an approval beside a file", refusing(_approved, NotAReport), lambda: (world.approval(),)),
    Target("ledger-export", "an exported ledger", refusing(read_export, UserError), lambda: (_ledger()[0],)),
    Target("ledger-checkpoint", "a ledger's checkpoint", refusing(_pointed, UserError), lambda: (_ledger()[1],)),
    Target("ledger-receipt", "a ledger's receipt", refusing(_received, UserError), lambda: (_ledger()[2],)),
    Target("roster", "a roster: CSV or XLSX", refusing(read_roster, UserError), _rosters),
    Target("campaign", "a campaign's file", _named("c.json", read_campaign, UserError), lambda: (campaign().encoded,)),
    Target("policy", "a unit's policy", _named("policy.toml", read_policy, PolicyFault), _policies),
    Target("waivers", "a book of waivers", _named("w.toml", read_waivers, PolicyFault), lambda: (_WAIVER.encode(),)),
    Target("result", "a result file", _named("result.json", result.read, ValueError, UserError), _results, 1 << 18),
    Target("recording", "a recording", _named("r.json", _replayed, ValueError, Unreadable), _recording),
    Target(
        "store", "a store of inspections", refusing(_stored, SaveFailed),
        lambda: (_kept(),), 1 << 18,
    ),
    Target("reviews", "the officer's decisions", _reviewed, lambda: (b'{"digest":"a","decision":"closed"}\n',)),
)  # fmt: skip
