"""A disposal's steps: none is left out, none comes in another order, and a suspicion stops them all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.app.disposal import Decision, Disposal, Look, SameBy, Sort, Step, Technique, Wiped
from checker.app.disposals import Disposals
from checker.app.medium import Mode, Verdict
from checker.app.refused import Refused
from checker.app.workspace import Workspace
from checker.model.text import Text
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.residue import files
from tests.unit.residue.media import File
from tests.worlds.world import NOW

SAID = Text("看了", "looked")
BEFORE = Look(NOW, Mode.FULL, Verdict.STRUCTURED, True, SAID, 1 << 20)
BLANK = Look(NOW, Mode.VERIFY, Verdict.ZERO, False, SAID, 1 << 20)
STICK = Disposal(
    id="20261130-001",
    begun=NOW,
    key="k",
    path="/dev/sdb",
    same_by=SameBy.SERIAL,
    sort=Sort.STICK,
    name="A",
    size=1 << 20,
)
OVERWRITTEN = Wiped(Technique.OVERWRITE, "nwipe 0.34", 1, "李四", NOW)
SHREDDED = Wiped(Technique.PHYSICAL, "某销毁中心", 0, "李四", NOW)
LOOKED = STICK.looked(BEFORE)


def test_a_stick_is_looked_at_decided_wiped_checked_and_registered() -> None:
    assert STICK.step is Step.LOOK
    assert LOOKED.step is Step.DECIDE
    wiping = LOOKED.decided(Decision.WIPE, "王保密")
    assert wiping.step is Step.WIPE
    wiped = wiping.done(OVERWRITTEN)
    assert wiped.step is Step.CHECK
    checked = wiped.looked(BLANK)
    assert (checked.step, checked.before, checked.after) == (Step.REGISTER, BEFORE, BLANK)
    assert replace(checked, registered="00").step is Step.DONE


def test_what_is_destroyed_needs_no_check_and_what_stays_leaves_the_list() -> None:
    destroying = LOOKED.decided(Decision.DESTROY, "王保密")
    assert destroying.step is Step.DESTROY
    assert destroying.done(SHREDDED).step is Step.REGISTER
    assert LOOKED.decided(Decision.KEEP, "王保密").step is Step.KEPT


@pytest.mark.parametrize("suspect", [replace(BEFORE, marked=1), replace(BEFORE, review=1)])
def test_beside_a_suspicion_nothing_is_next(suspect: Look) -> None:
    held = STICK.looked(suspect)
    assert held.step is Step.HELD
    for step in (lambda: held.decided(Decision.DESTROY, "王保密"), lambda: held.done(SHREDDED)):
        with pytest.raises(Refused):
            step()
    assert held.looked(BEFORE).step is Step.DECIDE, "once the officer has closed it"


@pytest.mark.parametrize(
    ("after", "step"),
    [
        (replace(BLANK, something=True, verdict=Verdict.STRUCTURED, ended=False), Step.WIPE),
        (replace(BLANK, ended=False), Step.CHECK),
        (replace(BLANK, unread=512), Step.CHECK),
        (replace(BLANK, verdict=Verdict.UNKNOWN), Step.CHECK),
        (replace(BLANK, verdict=Verdict.UNIFORM, mode=Mode.FULL), Step.REGISTER),
        (replace(BLANK, mode=Mode.QUICK, fraction=0.001), Step.REGISTER),
    ],
)
def test_only_a_check_that_ended_and_met_nothing_leads_into_the_register(after: Look, step: Step) -> None:
    assert LOOKED.decided(Decision.WIPE, "王保密").done(OVERWRITTEN).looked(after).step is step


def test_another_wipe_wants_another_check() -> None:
    failed = LOOKED.decided(Decision.WIPE, "王保密").done(OVERWRITTEN).looked(replace(BLANK, something=True))
    assert failed.done(OVERWRITTEN).step is Step.CHECK
    other = failed.decided(Decision.DESTROY, "王保密")
    assert (other.step, other.wiped, other.after) == (Step.DESTROY, None, None)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: STICK.decided(Decision.WIPE, "王保密"),
        lambda: LOOKED.decided(Decision.WIPE, " "),
        lambda: LOOKED.done(OVERWRITTEN),
        lambda: LOOKED.decided(Decision.WIPE, "王保密").done(SHREDDED),
        lambda: LOOKED.decided(Decision.DESTROY, "王保密").done(OVERWRITTEN),
        lambda: LOOKED.decided(Decision.WIPE, "王保密").done(replace(OVERWRITTEN, tool="")),
        lambda: LOOKED.decided(Decision.WIPE, "王保密").done(replace(OVERWRITTEN, who="")),
        lambda: replace(LOOKED, registered="00").looked(BLANK),
        lambda: replace(LOOKED, registered="00").decided(Decision.WIPE, "王保密"),
    ],
)
def test_no_step_comes_before_its_time_or_after_the_register(refused) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused):
        refused()


def test_a_phone_is_not_read_here_and_has_its_steps_all_the_same() -> None:
    phone = replace(STICK, sort=Sort.PHONE, path="")
    assert phone.step is Step.DECIDE
    wiped = phone.decided(Decision.WIPE, "王保密").done(replace(OVERWRITTEN, technique=Technique.RESET, passes=0))
    assert (wiped.step, wiped.after) == (Step.REGISTER, None)


# -- kept, and looked at -----------------------------------------------------------------------------------------


def look(disposals: Disposals, one: Disposal, mode: Mode) -> Disposal:
    scanning = disposals.look(one, mode)
    for _ in scanning:
        pass
    return disposals.looked(one, scanning)


def test_a_medium_is_known_again_and_what_was_seen_of_it_is_kept(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(volume(File("A.DOC", files.ole(2))))
    disposals = Disposals(Workspace.at(tmp_path / "store"))
    begun = look(disposals, disposals.of_medium(str(image), asset_number="GZ-1"), Mode.FULL)
    assert (begun.step, begun.before and begun.before.recoverable) == (Step.DECIDE, 1)
    disposals.keep(begun.decided(Decision.WIPE, "王保密").done(OVERWRITTEN))

    image.write_bytes(bytes(image.stat().st_size))
    again = Disposals(Workspace.at(tmp_path / "store")).of_medium(str(image))
    assert (again.id, again.step) == (begun.id, Step.CHECK)
    assert look(disposals, again, Mode.VERIFY).step is Step.REGISTER
    assert [one.step for one in disposals] == [Step.REGISTER]


def test_what_a_wipe_left_is_met_and_leads_back(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(volume(File("A.DOC", files.ole(2))))
    disposals = Disposals(Workspace.at(tmp_path / "store"))
    begun = look(disposals, disposals.of_medium(str(image)), Mode.QUICK)
    wiped = disposals.keep(begun.decided(Decision.WIPE, "王保密").done(OVERWRITTEN))
    assert look(disposals, wiped, Mode.VERIFY).step is Step.WIPE


def test_a_marking_on_it_stops_the_disposal(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(volume(File("A.TXT", MARKED * 300)))
    disposals = Disposals(Workspace.at(tmp_path / "store"))
    assert look(disposals, disposals.of_medium(str(image)), Mode.FULL).step is Step.HELD


def test_another_size_in_its_place_is_another_medium(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(bytes(1 << 20))
    disposals = Disposals(Workspace.at(tmp_path / "store"))
    begun = disposals.of_medium(str(image))
    image.write_bytes(bytes(2 << 20))
    with pytest.raises(Refused):
        disposals.look(begun, Mode.FULL)


def test_the_record_of_a_disposal_holds_no_name_of_a_file(tmp_path: Path) -> None:
    image = tmp_path / "stick.img"
    image.write_bytes(volume(File("PLAN2031.DOC", files.ole(2)), File("LIST2031.DOC", files.ole(3), deleted=False)))
    disposals = Disposals(Workspace.at(tmp_path / "store"))
    look(disposals, disposals.of_medium(str(image)), Mode.FULL)
    (kept,) = (tmp_path / "store" / "disposals").iterdir()
    assert b"2031" not in kept.read_bytes()
