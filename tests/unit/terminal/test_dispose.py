"""``dispose`` as an officer meets it: one medium, a batch by keyboard alone, and the register."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from checker.app.disposal import STEPS, Decision, Step
from checker.app.disposals import Disposals
from checker.app.medium import Media
from checker.app.workspace import Workspace
from checker.machine.attached import Attached
from checker.terminal.exits import Exit
from checker.terminal.journey import DECISIONS
from main import main
from tests.nightly import rounds
from tests.scenarios.medium import volume
from tests.scenarios.papers import MARKED
from tests.unit.report import pki
from tests.unit.residue import files
from tests.unit.residue.media import File, small_fat

GONE = File("A.DOC", files.ole(2))


class Desk:
    """A terminal at which somebody types lines, with images for media."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, monkeypatch
        self.store = folder / "store"

    def stick(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def types(self, *lines: str) -> None:
        self._patch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    def run(self, *arguments: str | Path, language: str = "zh") -> int:
        return main(["dispose", "--language", language, "--store", str(self.store), *map(str, arguments)])

    @property
    def steps(self) -> list[Step]:
        return [one.step for one in Disposals(Workspace.at(self.store))]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def test_one_stick_goes_from_the_first_look_into_a_register_that_verifies(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = desk.stick("stick.img", volume(GONE))
    desk.types("w", "王保密", "")  # to be wiped; not done yet
    assert desk.run(stick, "--asset-number", "GZ-1") == Exit.INCOMPLETE
    shown = capsys.readouterr()
    assert "没有清除" in shown.out
    assert f"nwipe --method=zero --verify=last {stick}" in shown.out
    assert "指定单位销毁" in shown.err, "before any word on wiping"

    stick.write_bytes(bytes(stick.stat().st_size))
    desk.types("1", "nwipe 0.34", "1", "李四")
    assert desk.run(stick) == Exit.IN_ORDER
    assert "每个字节都是 0x00" in capsys.readouterr().out
    assert desk.steps == [Step.REGISTER]

    key, pdf = desk.folder / "key.p12", desk.folder / "register.pdf"
    key.write_bytes(pki.p12(pki.inspector()))
    monkeypatch.setattr("checker.terminal.console.Console.ask_secret", lambda *_: pki.PASSPHRASE)
    people = ("--unit", "某局", "--operator", "李四", "--witness", "张三", "--approver", "赵局长")
    assert desk.run("--register", "--pdf", pdf, "--sign", key, *people) == Exit.IN_ORDER
    assert desk.steps == [Step.DONE]
    assert main(["verify", str(pdf), "--language", "zh"]) == 34  # nobody's list of trust was given
    assert "登记表" in capsys.readouterr().err


@pytest.mark.parted
def test_every_step_can_be_said_by_options_alone(desk: Desk) -> None:
    stick = desk.stick("stick.img", volume(GONE))
    desk.types()
    by = ("--by", "王保密")
    assert desk.run(stick, "--decision", "wipe", "--serial", "SN1", *by) == Exit.INCOMPLETE
    stick.write_bytes(bytes(stick.stat().st_size))
    assert desk.run(stick, "--done", "overwrite", "--tool", "nwipe 0.34", "--check", "full", *by) == Exit.IN_ORDER
    assert desk.steps == [Step.REGISTER]


def test_a_wipe_that_left_something_is_told_and_done_again(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    stick = desk.stick("stick.img", volume(GONE))
    desk.types("w", "王保密", "1", "nwipe", "1")
    assert desk.run(stick) == Exit.TO_FIX
    assert "没有清除干净" in capsys.readouterr().err
    assert desk.steps == [Step.WIPE]


@pytest.mark.parametrize("batch", [False, True])
def test_a_marked_paper_stops_everything_and_nothing_is_said_of_wiping(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, batch: bool
) -> None:
    stick = desk.stick("stick.img", volume(File("A.TXT", MARKED * 300, deleted=False)))
    _plugged(monkeypatch, [[stick]])
    desk.types(*(["", "", "", "q"] if batch else []))
    status = desk.run("--batch") if batch else desk.run(stick, "--decision", "wipe", "--by", "王保密")
    said = "".join(capsys.readouterr())
    assert status == Exit.TO_FIX
    assert "先停下" in said
    assert "nwipe" not in said
    assert "覆写" not in said
    assert desk.steps == [Step.HELD]


def test_a_batch_is_done_by_keyboard_alone_and_destroyed_together(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sticks = [desk.stick(f"{number}.img", volume(GONE)) for number in range(3)]
    _plugged(monkeypatch, [[sticks[0]], sticks[:2], sticks[:2], sticks])
    each = [("", "GZ-1", "SN1", "d", "王保密", ""), ("", "GZ-2", "SN2", "d", ""), ("",), ("", "GZ-3", "SN3", "k")]
    desk.types(*(line for lines in each for line in lines), "q")
    assert desk.run("--batch") == Exit.INCOMPLETE
    said = capsys.readouterr()
    assert "没有看到新插入的介质" in said.err
    assert "这一批看了 3 个" in said.err
    assert desk.steps == [Step.DESTROY, Step.DESTROY, Step.KEPT]

    desk.types()
    assert desk.run("--destroyed-by", "某销毁中心", "--by", "李四", "--destination", "某销毁中心") == Exit.IN_ORDER
    assert desk.steps == [Step.REGISTER, Step.REGISTER, Step.KEPT]


@pytest.mark.sampled
def test_thirty_sticks_one_after_the_other_by_keyboard(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = rounds(3, 30)
    sticks = [desk.stick(f"{number}.img", small_fat([GONE])) for number in range(many)]
    _plugged(monkeypatch, [[stick] for stick in sticks])
    lines = [
        ["", f"GZ-{number}", f"SN{number}", "d", *(["王保密"] if not number else []), ""] for number in range(many)
    ]
    desk.types(*(line for one in lines for line in one), "q")
    assert desk.run("--batch") == Exit.INCOMPLETE
    assert f"这一批看了 {many} 个" in capsys.readouterr().err
    assert desk.steps == [Step.DESTROY] * many


def test_a_batch_ends_where_nobody_types_any_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _plugged(monkeypatch, [[]])
    desk.types()
    assert desk.run("--batch") == Exit.IN_ORDER


def test_a_phone_and_a_copier_are_on_the_list_without_being_read(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.types("w", "王保密", "")
    assert desk.run("--unread", "phone", "--name", "某型号", "--asset-number", "SJ-1") == Exit.INCOMPLETE
    assert "恢复出厂" in capsys.readouterr().out
    desk.types("w", "王保密", "1", "菜单：初始化全部数据")
    assert desk.run("--unread", "copier", "--serial", "SN9") == Exit.IN_ORDER
    assert desk.steps == [Step.WIPE, Step.REGISTER]


def test_the_list_says_what_each_waits_for_and_one_begun_by_mistake_goes(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run() == Exit.IN_ORDER
    assert "没有正在处置的介质" in capsys.readouterr().err
    stick = desk.stick("stick.img", volume(GONE))
    desk.types("")
    assert desk.run(stick, "--asset-number", "GZ-1") == Exit.INCOMPLETE
    capsys.readouterr()
    assert desk.run(language="en") == Exit.IN_ORDER
    listed = capsys.readouterr().out
    assert "waits for the officer's decision" in listed
    assert desk.run("--forget", listed.split()[0]) == Exit.IN_ORDER
    assert desk.steps == []
    assert desk.run("--forget", "20000101-001") == Exit.USAGE


def test_what_cannot_be_opened_is_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run(desk.folder / "nothing") == Exit.NOTHING_CHECKED
    assert capsys.readouterr().err


def test_a_register_wants_its_names(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run("--register", "--pdf", desk.folder / "r.pdf") == Exit.USAGE
    assert desk.run("--register") == Exit.USAGE
    assert "--pdf" in capsys.readouterr().err


def test_every_step_and_decision_has_its_word() -> None:
    assert set(STEPS) == set(Step)
    assert set(DECISIONS.values()) == set(Decision)


def _plugged(monkeypatch: pytest.MonkeyPatch, rounds: list[list[Path]]) -> None:
    """What is plugged in, each time somebody looks; the last one stays."""
    left = list(rounds)

    def attached(_: Media) -> tuple[Attached, ...]:
        now = left.pop(0) if len(left) > 1 else left[0]
        return tuple(Attached(str(path), path.name, 1 << 20, "usb", True, True, False, ()) for path in now)

    monkeypatch.setattr(Media, "attached", attached)
