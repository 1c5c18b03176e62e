"""``rollup`` with real signed reports: taken in once, counted, compared, and written for others."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checker.app.export import quarter
from checker.app.refused import Refused
from checker.app.rollup import Rollup
from checker.app.workspace import Workspace
from checker.machine.isolation import settle
from checker.model.finding import State
from checker.model.text import Language
from checker.report.ledger.campaign import PolicyRef, new
from checker.report.ledger.ledger import FILE, Ledger, check_growth, check_receipt, read_checkpoint
from checker.report.ledger.sequence import Listed
from checker.report.verify.codes import Code
from checker.store.rollup.database import RollupDatabase, default_url
from checker.store.rollup.rows import before, period_of
from checker.terminal import rollup
from checker.terminal.exits import Exit
from tests.packages import needs
from tests.unit.report import office, pki, world

NOW = period_of(world.BEGAN)


@pytest.fixture
def reports(tmp_path: Path) -> list[world.Forged]:
    return office.two_quarters(tmp_path / "reports")


def run(folder: Path, *words: str, language: Language = Language.ZH) -> int:
    parser = argparse.ArgumentParser()
    rollup.options(parser)
    options = parser.parse_args([*words, "--store", str(folder / "store")])
    whole(options)  # as the program does before it leaves its caller's folder
    return rollup.run(options, language, pki.says(pki.PASSPHRASE))


def whole(options: argparse.Namespace) -> None:
    here = os.getcwd()
    try:
        settle(options)
    finally:
        os.chdir(here)


def taken(folder: Path, *words: str) -> int:
    office.trusted(folder / "trust")
    return run(folder, str(folder / "reports"), "--trust", str(folder / "trust"), *words)


def test_a_folder_of_reports_is_counted_and_compared(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    assert taken(tmp_path) == Exit.IN_ORDER
    said = capsys.readouterr()
    assert "共 5 个文件：新入库 5，已在库中 0，未计入 0。" in said.err
    assert f"{quarter(NOW).zh}：共 3 份报告" in said.out
    assert f"与{quarter(before(NOW)).zh}比较" in said.out
    with RollupDatabase.open(default_url(tmp_path / "store")) as book:
        view = book.overview(NOW, pki.NOW.date())
    failed = sum(one.state is State.FAILED for one in reports[3].statement.predicate.results)
    assert (view.change.fixed, view.change.still_open) == (1, 2 * failed - 1)
    assert view.change.first_seen == failed
    assert {one.department: one.machines for one in view.departments} == {"综合处": 1, "财务处": 2}


def test_taking_in_again_changes_nothing(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(tmp_path)
    first = capsys.readouterr().out
    assert taken(tmp_path) == Exit.IN_ORDER
    said = capsys.readouterr()
    assert said.out == first
    assert "新入库 0，已在库中 5" in said.err


def test_a_package_counts_as_a_folder_does(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "各处室.zip", "w") as package:
        for path in sorted((tmp_path / "reports").iterdir()):
            package.write(path, f"内网/{path.name}")
    office.trusted(tmp_path / "trust")
    assert run(tmp_path, str(tmp_path / "各处室.zip"), "--trust", str(tmp_path / "trust")) == Exit.IN_ORDER
    assert "新入库 5" in capsys.readouterr().err
    assert run(tmp_path) == Exit.IN_ORDER  # and without any file, what is there is shown


def test_without_a_trust_folder_nothing_is_counted(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, str(tmp_path / "reports")) == Exit.NOTHING_CHECKED
    said = capsys.readouterr()
    assert said.out.count("没有计入，汇总要用信任文件夹") == 5
    assert "新入库 0，已在库中 0，未计入 5" in said.err


def machines(folder: Path) -> int:
    with RollupDatabase.open(default_url(folder / "store")) as book:
        return sum(book.overview(period, pki.NOW.date()).machines for period in book.periods())


def test_reports_of_a_certificate_that_was_revoked_since_count_no_longer(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(tmp_path)
    before_that = machines(tmp_path)
    assert before_that > 0
    world.trust(tmp_path / "trust", world.inspector(pki.signer(), revoked=pki.NOW), version=2)
    capsys.readouterr()
    words = ("--trust", str(tmp_path / "trust"))
    assert run(tmp_path, "recheck", *words) == Exit.INCOMPLETE
    said = capsys.readouterr()
    assert said.out.count("不再计入：签名证书已吊销") == 5
    assert machines(tmp_path) == 0
    assert run(tmp_path, *words) == Exit.NOTHING_CHECKED  # any roll-up under that list judges again, too
    world.trust(tmp_path / "trust", world.inspector(pki.signer()), version=3)
    assert run(tmp_path, "recheck", *words) == Exit.IN_ORDER
    assert machines(tmp_path) == before_that


def test_a_withdrawn_report_counts_no_longer_whoever_judges_it_again(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(tmp_path)
    before_that = machines(tmp_path)
    assert run(tmp_path, "withdraw", "MJ-00005") == Exit.USAGE  # nobody says why
    assert run(tmp_path, "withdraw", "MJ-99999", "--reason", "错报") == Exit.USAGE
    assert run(tmp_path, "withdraw", reports[4].identity[:12], "--reason", "错报") == Exit.IN_ORDER
    assert machines(tmp_path) == before_that - 1
    assert taken(tmp_path) == Exit.INCOMPLETE  # it is known, and stays withdrawn
    assert "报告 MJ-00005 不再计入：错报" in capsys.readouterr().out
    assert machines(tmp_path) == before_that - 1


def test_machines_and_asset_numbers_that_do_not_fit_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = office.report(1, 1)
    other = replace(office.report(1, 2, previous=office.signed(one).identity), number="MJ-00002")
    same = replace(other, device=replace(other.device, asset_number="GZ-0099"))
    third = office.report(3, 3)
    shared = replace(third, device=replace(third.device, asset_number="GZ-0001"))
    (tmp_path / "reports").mkdir()
    for number, made in enumerate((one, same, shared)):
        (tmp_path / "reports" / f"{number}.dsse.json").write_bytes(office.signed(made).envelope)
    assert taken(tmp_path) == Exit.INCOMPLETE
    said = capsys.readouterr().out.replace("\n", "")
    assert "用了几个资产编号：GZ-0001、GZ-0099" in said
    assert "资产编号 GZ-0001 用在 2 台不同的设备上" in said


@needs("poppler-utils")
def test_a_withdrawn_reports_copy_is_stamped_with_the_reason_on_every_page(
    tmp_path: Path, reports: list[world.Forged]
) -> None:
    assert taken(tmp_path) == Exit.IN_ORDER
    file, copy = tmp_path / "reports" / "5.dsse.json", tmp_path / "void.pdf"
    assert run(tmp_path, "withdraw", str(file), "--reason", "报错了设备", "--form", str(copy)) == Exit.IN_ORDER
    done = subprocess.run(["pdftotext", "-layout", str(copy), "-"], capture_output=True, check=True)
    pages = ["".join(page.replace("\u200b", "").split()) for page in done.stdout.decode().split("\f")[:-1]]
    assert pages
    for page in pages:
        assert "撤回作废：报错了设备" in page
        assert "废" in page.replace("撤回作废", "")
    other = tmp_path / "reports" / "4.dsse.json"
    with Rollup(Workspace(tmp_path / "store")) as book, pytest.raises(Refused):
        book.withdrawn_copy(other, tmp_path / "other.pdf")


def test_what_cannot_be_believed_is_named_and_not_counted(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reports"
    altered = reports[4].envelope.replace(b'"payload":"ey', b'"payload":"eY')
    assert altered != reports[4].envelope
    (folder / "5.dsse.json").write_bytes(altered)
    stranger = pki.signer_of(pki.certificate("陌生人", pki.new_key("ec"), pki.root()))
    (folder / "6.dsse.json").write_bytes(world.signed(office.report(6, 6), stranger, pdf=False).envelope)
    (folder / "7.pdf").write_bytes(b"%PDF-1.7 of something else")
    assert taken(tmp_path) == Exit.INCOMPLETE
    said = capsys.readouterr()
    told = {line.split("  ")[0]: line for line in said.out.splitlines() if "不通过" in line}
    assert set(told) == {"5.dsse.json", "6.dsse.json", "7.pdf"}
    assert "不在信任名单中" in told["6.dsse.json"]
    assert "共 2 份报告" in said.out


def test_missing_numbers_and_a_broken_chain_are_told(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports" / "2.dsse.json").unlink()
    assert taken(tmp_path) == Exit.INCOMPLETE
    said = capsys.readouterr().out
    assert "检查人 检查签名 的流水号缺 2。" in said
    assert "GZ-0002：报告 MJ-00004 之前的一份报告不在库中。" in said


def test_of_one_department(tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]) -> None:
    taken(tmp_path, "--department", "综合处", "--csv", str(tmp_path / "x.csv"))
    assert "共 1 份报告" in capsys.readouterr().out
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"))))
    assert {row[2] for row in rows[1:]} == {"综合处"}


def test_copies_name_the_reports_they_are_of(tmp_path: Path, reports: list[world.Forged]) -> None:
    copies = {name: tmp_path / name for name in ("x.csv", "x.ndjson", "x.pdf")}
    words = [f"--{name}={path}" for name, path in zip(("csv", "ndjson", "form"), copies.values(), strict=True)]
    assert taken(tmp_path, *words) == Exit.IN_ORDER
    rows = list(csv.reader(io.StringIO(copies["x.csv"].read_text("utf-8-sig"))))
    results = len(reports[4].statement.predicate.results)
    assert len(rows) == 1 + 3 * results
    assert {row[-1] for row in rows[1:]} == {one.identity for one in reports[2:]}
    events = [json.loads(line) for line in copies["x.ndjson"].read_bytes().splitlines()]
    assert len(events) == 3 * results
    assert {(one["class_uid"], one["category_uid"], one["type_uid"]) for one in events} == {(2003, 2, 200301)}
    assert all(
        one["compliance"]["control"] and one["finding_info"]["uid"] and one["metadata"]["version"] for one in events
    )
    states = {one["compliance"]["status_code"]: one for one in events}
    assert states["could_not_check"]["compliance"]["status_id"] == 2  # unknown is never a pass
    assert states["failed"]["compliance"]["status_id"] == 3
    assert states["passed"]["compliance"]["status_id"] == 1
    assert copies["x.pdf"].read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("begin", ["=", "＝", " ＝", "＋", "\n="])
def test_no_cell_of_the_table_starts_a_formula(tmp_path: Path, begin: str) -> None:
    (tmp_path / "reports").mkdir()
    evil = office.report(1, 1, department=f'{begin}HYPERLINK("x")')
    (tmp_path / "reports" / "1.dsse.json").write_bytes(office.signed(evil).envelope)
    taken(tmp_path, "--csv", str(tmp_path / "x.csv"))
    assert f"'{begin}HYPERLINK" in (tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_workbook_has_the_lists_and_every_item(tmp_path: Path, reports: list[world.Forged]) -> None:
    assert taken(tmp_path, "--xlsx", str(tmp_path / "x.xlsx"), "--csv", str(tmp_path / "x.csv")) == Exit.IN_ORDER
    book = load_workbook(tmp_path / "x.xlsx", read_only=True)
    assert book.sheetnames == ["总体情况", "按部门", "按检查项目", "逾期未整改", "异常情况", "逐项明细"]
    table = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8-sig"))))
    assert len(list(book["逐项明细"].iter_rows())) == len(table)


def test_every_line_of_cef_has_its_seven_parts_and_no_name_breaks_one(tmp_path: Path) -> None:
    made = office.report(1, 1)
    spiked = replace(made, device=replace(made.device, label="a|b=c\\d"))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "1.dsse.json").write_bytes(office.signed(spiked).envelope)
    taken(tmp_path, "--cef", str(tmp_path / "x.cef"))
    lines = (tmp_path / "x.cef").read_text("utf-8").splitlines()
    assert len(lines) == len(made.results)
    for line in lines:
        head = re.split(r"(?<!\\)\|", line, maxsplit=7)
        assert (head[0], len(head)) == ("CEF:0", 8)
        assert r"dhost=a|b\=c\\d" in head[7]


def test_a_campaign_is_counted_against_its_roster(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    expected = [Listed(asset_number=f"GZ-{number:04d}") for number in range(1, 5)]
    made = new(
        name="Q4",
        not_before=world.BEGAN - timedelta(days=5),
        not_after=pki.NOW + timedelta(days=5),
        rules_sha256=world.manifest().rules_sha256,
        tools=(),
        policy=PolicyRef(),
        expected=expected,
    )
    (tmp_path / "q4.json").write_bytes(made.encoded)
    office.trusted(tmp_path / "trust", made)
    folder = tmp_path / "campaign"
    folder.mkdir()
    for number in (1, 2):
        sealed = office.signed(office.report(number, number, campaign=made))
        (folder / f"{number}.dsse.json").write_bytes(sealed.envelope)
    words = ("--trust", str(tmp_path / "trust"), "--campaign", str(tmp_path / "q4.json"))
    run(tmp_path, str(folder), *words, "--form", str(tmp_path / "x.pdf"))
    said = capsys.readouterr().out
    for line in ("应检设备 4", "已检设备 2", "漏检设备 2", "拒收或撤回的报告 0"):
        assert line in said
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_against_a_campaign(tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]) -> None:
    from checker.report.ledger.campaign import PolicyRef, new

    ago = office.last_quarter()
    campaign = new(
        name="第三季度保密自查",
        not_before=world.BEGAN - ago - timedelta(days=3),
        not_after=world.BEGAN - ago + timedelta(days=3),
        rules_sha256=reports[0].statement.predicate.rules.sha256,
        tools=(),
        policy=PolicyRef(),
        expected=(),
    )
    (tmp_path / "q3.json").write_bytes(campaign.encoded)
    bound = office.report(3, 6, ago=ago, campaign=campaign, department="财务处")
    (tmp_path / "reports" / "6.dsse.json").write_bytes(office.signed(bound).envelope)
    office.trusted(tmp_path / "trust", campaign)
    words = (str(tmp_path / "reports"), "--trust", str(tmp_path / "trust"), "--compare", str(tmp_path / "q3.json"))
    run(tmp_path, *words)
    said = capsys.readouterr().out
    assert "与第三季度保密自查比较" in said
    failed = sum(one.state is State.FAILED for one in bound.results)
    assert f"仍未整改 {failed}" in said  # only the third machine was in that campaign


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--compare", "2026Q9"], Exit.USAGE, "既不是季度"),
        (["--db", "mysql://x/y"], Exit.FAULT, "只能用 SQLite 或 PostgreSQL"),
        (["--period", "1999Q1"], Exit.NOTHING_CHECKED, "没有1999 年第一季度的报告"),
        (["nowhere.zip"], Exit.USAGE, "没有这个文件或文件夹"),
        (["--receipts", "r"], Exit.USAGE, "--unit"),
        (["--trust", "nowhere"], Code.UNUSABLE_TRUST, "信任"),
        ([], Exit.NOTHING_CHECKED, "还没有报告"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, *words) == status
    assert said in capsys.readouterr().err


def test_a_full_disk_leaves_the_old_copy(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("old")
    assert taken(tmp_path, "--csv", str(tmp_path / "no" / "x.csv")) == Exit.FAULT
    assert "没有这个文件夹" in capsys.readouterr().err
    assert (tmp_path / "x.csv").read_text() == "old"


def test_checkpoint_and_receipts_show_what_the_ledger_took_in(tmp_path: Path, reports: list[world.Forged]) -> None:
    (tmp_path / "key.p12").write_bytes(pki.p12(pki.inspector("ec", "归集人")))
    words = {
        "ledger": tmp_path / "ledger",
        "sign": tmp_path / "key.p12",
        "unit": "某某局",
        "checkpoint": tmp_path / "checkpoint.json",
        "receipts": tmp_path / "receipts",
    }
    assert taken(tmp_path, *(f"--{name}={value}" for name, value in words.items())) == Exit.IN_ORDER
    collector = pki.signer("ec", "归集人").certificate
    from checker.report.keys.signer import fingerprint

    known = {fingerprint(collector): collector}
    kept = read_checkpoint((tmp_path / "checkpoint.json").read_bytes(), known).checkpoint
    assert (kept.size, kept.origin) == (5, "某某局")
    receipt = (tmp_path / "receipts" / f"{reports[0].identity}.receipt.json").read_bytes()
    assert check_receipt(receipt, reports[0].identity, known).number == 1
    with Ledger(tmp_path / "ledger", "某某局") as ledger:
        check_growth(kept, ledger.tree())


def test_a_ledger_that_lost_entries_is_shown_by_a_checkpoint_kept_elsewhere(
    tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key.p12").write_bytes(pki.p12(pki.inspector("ec", "归集人")))
    (tmp_path / "trust").mkdir()
    world.trust(tmp_path / "trust", collectors=(world.inspector(pki.signer("ec", "归集人")),), campaigns=())
    trust, folder = ("--trust", str(tmp_path / "trust")), ("--ledger", str(tmp_path / "ledger"))
    lodge = ("--sign", str(tmp_path / "key.p12"), "--unit", "某某局", "--checkpoint", str(tmp_path / "kept.json"))
    assert run(tmp_path, str(tmp_path / "reports"), *trust, *folder, *lodge) == Exit.IN_ORDER
    kept = ("--kept", str(tmp_path / "kept.json"))
    assert run(tmp_path, *trust, *folder, *kept) == Exit.IN_ORDER
    assert "当时 5 条，现在 5 条，没有被删改" in capsys.readouterr().err
    with sqlite3.connect(tmp_path / "ledger" / FILE) as database:
        database.executescript("DROP TRIGGER entry_kept; DELETE FROM entry WHERE place = 4")
    assert run(tmp_path, *trust, *folder, *kept) == Exit.FAULT
    assert "有记录被删" in capsys.readouterr().err
    assert run(tmp_path, *folder, *kept) == Exit.USAGE
    assert run(tmp_path, *trust, *folder, "--kept", str(tmp_path / "nowhere.json")) == Exit.FAULT


def test_it_speaks_english(tmp_path: Path, reports: list[world.Forged], capsys: pytest.CaptureFixture[str]) -> None:
    office.trusted(tmp_path / "trust")
    words = (str(tmp_path / "reports"), "--trust", str(tmp_path / "trust"), "--form", str(tmp_path / "x.pdf"))
    assert run(tmp_path, *words, language=Language.EN) == Exit.IN_ORDER
    said = capsys.readouterr()
    assert "5 files: 5 imported" in said.err
    assert "Still open" in said.out
