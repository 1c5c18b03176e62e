"""What a person is told is one kind of exception, so that each front has one way to say it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.app.documents import NotShown
from checker.app.refused import Refused
from checker.machine.phone.troubles import PhoneTrouble
from checker.machine.phone.troubles import Trouble as PhoneState
from checker.model.error import UserError
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.report.files import NotWritten
from checker.report.keys.signer import KeyTrouble
from checker.report.keys.trust import UntrustedFolder
from checker.report.ledger.campaign import CampaignFault
from checker.report.ledger.ledger import LedgerFault
from checker.report.refused import ReportRefused
from checker.store.inspections import SaveFailed
from checker.store.policies import PolicyFault
from checker.store.rollup.database import RollupFault

ROOT = Path(__file__).parents[3]
WORDS = Text("不行", "It does not work")


@pytest.mark.parametrize(
    "error",
    [
        Unreadable(WORDS),
        Absent(WORDS),
        PhoneTrouble(PhoneState.LOST),
        ReportRefused(WORDS),
        KeyTrouble(WORDS, 10),
        UntrustedFolder(WORDS),
        CampaignFault(WORDS),
        LedgerFault(WORDS),
        NotWritten(Path("x"), OSError(28, "full")),
        SaveFailed(WORDS),
        PolicyFault(Path("policy.toml"), WORDS),
        RollupFault(WORDS),
        NotShown(WORDS),
        Refused(WORDS),
    ],
    ids=lambda error: type(error).__name__,
)
def test_each_trouble_is_told_in_both_languages(error: Exception) -> None:
    assert isinstance(error, UserError)
    assert error.reason.zh
    assert error.reason.en
    assert str(error) == error.reason.en


def test_a_trust_folder_is_told_in_a_whole_sentence() -> None:
    assert UntrustedFolder(Text("名单过大", "it is too large")).reason.en == (
        "The trust folder cannot be used (it is too large)."
    )


def test_no_other_exception_brings_a_sentence_for_people() -> None:
    bringing = [f"{path.relative_to(ROOT)}: {name}" for path, name in _exceptions_with_a_reason()]
    assert bringing == ["checker/model/error.py: UserError"]


def _exceptions_with_a_reason() -> Iterator[tuple[Path, str]]:
    for folder in ("checker", "gui", "checks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.ClassDef) and _sets_a_reason(node):
                    yield path, node.name


def _sets_a_reason(node: ast.ClassDef) -> bool:
    bases = (vars(builtins).get(base.id) for base in node.bases if isinstance(base, ast.Name))
    return any(isinstance(base, type) and issubclass(base, BaseException) for base in bases) and any(
        isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and inner.attr == "reason"
        for inner in ast.walk(node)
    )
