"""The officer's task: a roster, results as they come, and one package whose reports verify."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from checker.app.refused import Refused
from checker.app.reporting import Reporting
from checker.app.task import State, Task, Tasks, Wanted
from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.model.error import UserError
from checker.model.text import Language
from checker.report.result import encoded
from tests.end_to_end.test_report import inspection
from tests.unit.report import office, pki

ROSTER = "资产编号,部门,责任人\nOA-1,档案科,王芳\nOA-2,档案科,李强\nOA-3,财务科,孙丽\n"
FACTS = {"board": "b-1", "disk": "d-1", "mac": "m-1"}


@pytest.fixture
def tasks(tmp_path: Path) -> Tasks:
    workspace = Workspace(tmp_path / "store")
    return Tasks(workspace, lambda: Reporting(Catalog, workspace), lambda _: FACTS)


def _key(folder: Path) -> Path:
    path = folder / "inspector.p12"
    path.write_bytes(pki.p12(pki.inspector()))
    return path


def _new(tasks: Tasks, folder: Path, **more: str) -> Task:
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    given = {"unit": "某某局", "inspectors": "周文、陈军", "key": str(_key(folder)), **more}
    return tasks.new(Wanted(name="第四季度", roster=folder / "roster.csv", **given))


def test_a_task_has_the_rosters_devices_in_their_order_and_is_found_again(tasks: Tasks, tmp_path: Path) -> None:
    made = _new(tasks, tmp_path)
    assert [(row.asset, row.department, row.person) for row in made.rows] == [
        ("OA-1", "档案科", "王芳"),
        ("OA-2", "档案科", "李强"),
        ("OA-3", "财务科", "孙丽"),
    ]
    assert tasks.open() == made


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "资产编号\nOA-1\nOA-1\n"])
def test_a_roster_that_cannot_be_used_is_refused_and_nothing_is_kept(
    tasks: Tasks, tmp_path: Path, content: str
) -> None:
    (tmp_path / "roster.csv").write_text(content, "utf-8")
    with pytest.raises(UserError):
        tasks.new(Wanted(name="x", roster=tmp_path / "roster.csv"))
    assert tasks.open() is None


def test_a_task_needs_a_name_and_a_roster_that_is_there(tasks: Tasks, tmp_path: Path) -> None:
    for wanted in (Wanted(name=" ", roster=tmp_path), Wanted(name="x", roster=tmp_path / "gone.csv")):
        with pytest.raises(Refused):
            tasks.new(wanted)


def test_the_next_device_is_the_next_that_nobody_has_done(tasks: Tasks, tmp_path: Path) -> None:
    task = _new(tasks, tmp_path)
    task = tasks.skip(task, "OA-2", "出差")
    assert [one.asset for one in (task.next(), task.next("OA-1"), task.next("OA-3")) if one] == ["OA-1", "OA-3", "OA-1"]
    task = tasks.take(tasks.take(task, "OA-1", inspection()), "OA-3", inspection())
    assert task.next() is None


def test_a_skipped_device_keeps_its_reason_and_can_be_taken_back(tasks: Tasks, tmp_path: Path) -> None:
    task = tasks.skip(_new(tasks, tmp_path), "OA-2", " 出差 ")
    row = task.row("OA-2")
    assert row is not None
    assert (row.state, row.reason) == (State.SKIPPED, "出差")
    assert tasks.undo(task, "OA-2").count(State.TO_DO) == 3


def test_a_device_is_recognised_by_its_name_and_by_what_was_inspected_before(tasks: Tasks, tmp_path: Path) -> None:
    task = _new(tasks, tmp_path)
    assert task.recognised("pc-1", "oa-3") == task.rows[2]
    assert task.recognised("pc-1", "DESKTOP") is None
    task = tasks.take(task, "OA-1", inspection("pc-1"))
    assert task.recognised("pc-1", "DESKTOP") == task.rows[0]


def test_one_passphrase_signs_all_and_the_package_says_who_is_missing(tasks: Tasks, tmp_path: Path) -> None:
    task = tasks.take(_new(tasks, tmp_path), "OA-1", inspection())
    task = tasks.skip(task, "OA-2", "出差")
    package = tmp_path / "第四季度.zip"
    task, said = tasks.package(task, pki.PASSPHRASE, package, Language.ZH)
    assert said.zh == "已签名打包：1 份报告，跳过 1 台，没查到 1 台。"
    with zipfile.ZipFile(package) as content:
        assert sorted(content.namelist()) == ["OA-1.pdf", "名单.csv"]
        table = content.read("名单.csv").decode("utf-8-sig")
    assert "OA-2,档案科,李强,跳过,,出差" in table
    assert "OA-3,财务科,孙丽,没查到" in table
    office.trusted(tmp_path / "trust")
    (verified,) = [
        one
        for some in Verification(Workspace(tmp_path / "store")).verify((package,), tmp_path / "trust")
        for one in some
    ]
    assert not verified.code.failure
    assert verified.file.endswith("OA-1.pdf")
    assert not list(task.folder.glob("*.device")), "what identifies a device goes as soon as its report is signed"
    assert tasks.open() == task, "somebody is missing still"


def test_a_task_with_nobody_missing_closes_with_its_package(tasks: Tasks, tmp_path: Path) -> None:
    task = tasks.take(_new(tasks, tmp_path), "OA-1", inspection())
    for asset in ("OA-2", "OA-3"):
        task = tasks.skip(task, asset, "出差")
    tasks.package(task, pki.PASSPHRASE, tmp_path / "x.zip", Language.ZH)
    assert tasks.open() is None


@pytest.mark.parametrize("passphrase", ["wrong", ""])
def test_a_wrong_passphrase_writes_nothing_and_loses_nothing(tasks: Tasks, tmp_path: Path, passphrase: str) -> None:
    task = tasks.take(_new(tasks, tmp_path), "OA-1", inspection())
    with pytest.raises(UserError):
        tasks.package(task, passphrase, tmp_path / "x.zip", Language.ZH)
    assert not (tmp_path / "x.zip").exists()
    tasks.package(task, pki.PASSPHRASE, tmp_path / "x.zip", Language.ZH)


def test_a_result_that_was_brought_is_taken_in_and_said_to_be_unsigned(tasks: Tasks, tmp_path: Path) -> None:
    brought = tmp_path / "brought.json"
    brought.write_bytes(encoded(inspection("pc-9")))
    task = tasks.take_in(_new(tasks, tmp_path), "OA-3", brought)
    assert task.count(State.DONE) == 1
    with pytest.raises(Refused):
        tasks.package(task, pki.PASSPHRASE, tmp_path / "x.zip", Language.ZH)
    task = tasks.take(task, "OA-1", inspection())
    _, said = tasks.package(task, pki.PASSPHRASE, tmp_path / "x.zip", Language.ZH)
    assert "OA-3" in said.zh


def test_what_is_no_result_is_refused(tasks: Tasks, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    task = _new(tasks, tmp_path)
    with pytest.raises(Refused):
        tasks.take_in(task, "OA-1", tmp_path / "x.json")
    assert tasks.open() == task


@pytest.mark.parametrize("asset", ["../evil", "a/b", "..", "名 1", "=1+1"])
def test_an_asset_number_is_never_a_path_or_a_formula(tasks: Tasks, tmp_path: Path, asset: str) -> None:
    (tmp_path / "roster.csv").write_text(f'资产编号\n"{asset}"\n', "utf-8")
    task = tasks.new(
        Wanted(name="x", roster=tmp_path / "roster.csv", unit="u", inspectors="a、b", key=str(_key(tmp_path)))
    )
    task = tasks.take(task, asset, inspection())
    inside = {task.folder, task.folder / "reports"}
    assert {path.parent for path in task.folder.rglob("*") if path.is_file()} <= inside
    tasks.package(task, pki.PASSPHRASE, tmp_path / "x.zip", Language.ZH)
    assert {path.parent for path in task.folder.rglob("*") if path.is_file()} <= inside
    assert not (tmp_path / "store" / "evil.json").exists()
    with zipfile.ZipFile(tmp_path / "x.zip") as content:
        assert all("/" not in name and ".." not in name for name in content.namelist())
        assert not content.read("名单.csv").decode("utf-8-sig").splitlines()[1].startswith("=")
