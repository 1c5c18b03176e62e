"""A medium that goes away, fails, or is given up ends in a sentence with what was read, whatever was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.machine.media.apart import Halted, Limits, Lost
from checker.machine.media.medium import Gone, Medium
from checker.residue.progress import Carved
from checker.residue.quick import Sample
from checker.residue.result import Mode, Unchecked, Verdict
from checker.residue.scan import Scan
from checker.residue.survey import survey
from checker.residue.verdict import no_sample
from checker.residue.wording import statement

MIB = 1 << 20


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "m.img"
    path.write_bytes(bytes(8 * MIB))
    return path


def ending(error: Exception, *, early: bool) -> Callable[..., Any]:
    """In the place of the child: it reads a quarter, or nothing, and then that happens."""

    def apart(
        medium: Medium, path: str, work: Any, arguments: Any, limits: Limits, stop: threading.Event, hear: Any
    ) -> Any:
        if work.__name__ == "divided":
            return survey(medium)
        if not early:
            hear(survey(medium))
            if work.__name__ == "sampled":
                hear(_some(medium))
            else:
                hear(Carved(position=2 * MIB, cells=bytearray(b"\1\1\0\0\0\0\0\0")))
        raise error

    return apart


def _some(medium: Medium) -> Sample:
    from checker.residue.quick import quick

    return quick(medium, 1, blocks=40)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    ("error", "reason"),
    [(Gone(), Unchecked.PULLED_OUT), (Halted(), Unchecked.STOPPED), (Lost("processor"), Unchecked.LIMIT)],
    ids=["pulled out", "does not listen", "beyond its limits"],
)
def test_what_was_read_before_is_said(
    mode: Mode, error: Exception, reason: Unchecked, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.residue.scan.apart", ending(error, early=False))
    residue = Scan(str(image), mode, seed=1).run()
    assert reason in residue.unchecked
    assert not residue.whole
    assert 0 < residue.read < residue.about.size
    fates = residue.fates
    assert fates.live + fates.own + fates.searched + fates.unread == residue.about.size
    said = statement(residue)
    assert "没有做完" in said.zh or "抽查" in said.zh or "十分之一" in said.zh


@pytest.mark.parametrize("mode", Mode)
def test_of_a_medium_that_goes_at_once_nothing_is_said(
    mode: Mode, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.residue.scan.apart", ending(Gone(), early=True))
    if mode.samples:
        monkeypatch.setattr(Scan, "_survey", _gone)
    residue = Scan(str(image), mode, seed=1).run()
    assert residue.verdict is Verdict.UNKNOWN
    assert Unchecked.PULLED_OUT in residue.unchecked
    assert "什么都不能说" in statement(residue).zh


def _gone(scan: Scan, medium: Medium) -> None:
    raise Gone


def test_no_sample_is_no_claim(image: Path) -> None:
    from checker.machine.media.medium import open_medium

    with open_medium(str(image)) as opened:
        none = no_sample(1, opened)
    assert (none.drawn, none.fraction) == (0, None)
