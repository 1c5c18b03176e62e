"""A campaign's file binds its roster and policy; a roster is read from what offices really save."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from checker.report.keys.trust import read_manifest
from checker.report.ledger.campaign import (
    Campaign,
    CampaignFault,
    PolicyRef,
    new,
    read_campaign,
    read_roster,
    schema,
)
from checker.report.ledger.sequence import Listed
from tests.unit.report import pki

SCHEMA = Path(__file__).parents[4] / "docs" / "schema" / "campaign-1.json"
M1, M2 = "1" * 64, "2" * 64


def made(*expected: Listed, **changes: object) -> Campaign:
    words: dict[str, object] = {
        "name": "2026 年第四季度保密自查",
        "not_before": pki.NOW - timedelta(days=3),
        "not_after": pki.NOW + timedelta(days=3),
        "rules_sha256": "a" * 64,
        "tools": ("b" * 64,),
        "policy": PolicyRef(version="某某局 2026-09", sha256="c" * 64),
        "expected": expected,
    }
    return new(**{**words, **changes})  # type: ignore[arg-type]


def kept(campaign: Campaign, folder: Path) -> Path:
    path = folder / "q4.campaign.json"
    path.write_bytes(campaign.encoded)
    return path


def fault(*arguments: object, call: object = read_campaign) -> str:
    with pytest.raises(CampaignFault) as trouble:
        call(*arguments)  # type: ignore[operator]
    return trouble.value.reason.zh


def test_a_campaign_comes_back_as_it_was_made(tmp_path: Path) -> None:
    campaign = made(Listed(asset_number="GZ-1", machine_id=M1, department="综合处", person="张三"))
    path = kept(campaign, tmp_path)
    assert read_campaign(path) == campaign
    assert read_manifest(path) == campaign.manifest  # what a report binds is the same, however it is read
    jsonschema.validate(json.loads(path.read_bytes()), schema(), jsonschema.Draft202012Validator)


def test_the_published_schema_is_that_of_this_code() -> None:
    assert json.loads(SCHEMA.read_bytes()) == json.loads(json.dumps(schema()))


def test_no_two_campaigns_have_one_nonce() -> None:
    assert made().manifest.nonce != made().manifest.nonce


def test_a_device_without_a_machine_id_leaves_the_roster_to_the_details() -> None:
    """A verifier refuses a machine that is not on a manifest's roster, so half a roster would refuse honest ones."""
    half = made(Listed(asset_number="GZ-1", machine_id=M1), Listed(asset_number="GZ-2"))
    assert (half.manifest.roster, len(half.details.expected)) == ((), 2)
    assert len(made(Listed(asset_number="GZ-1", machine_id=M1)).manifest.roster) == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("details", "policy", "sha256"), "d" * 64),
        (("details", "expected", 0, "asset_number"), "GZ-9"),
        (("details", "expected"), []),
        (("nonce",), "0" * 96),
    ],
)
def test_what_a_report_binds_cannot_be_altered_behind_it(
    tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    document = json.loads(made(Listed(asset_number="GZ-1")).encoded)
    place = document
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != value
    place[path[-1]] = value
    (tmp_path / "x").write_text(json.dumps(document))
    assert "被改动" in fault(tmp_path / "x")


def test_another_name_or_time_is_another_campaign() -> None:
    campaign = made()
    digests = {
        campaign.manifest.sha256,
        replace(campaign.manifest, name="另一个").sha256,
        replace(campaign.manifest, not_after=campaign.manifest.not_after + timedelta(1)).sha256,
    }
    assert len(digests) == 3


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"name": 1}', b"[" * 100_000])
def test_a_file_that_is_no_campaign_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert "不是检查任务文件" in fault(tmp_path / "x")


def test_a_newer_campaign_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(made().encoded.replace(b"mijian.campaign/1", b"mijian.campaign/2"))
    assert "其他版本" in fault(tmp_path / "x")


def test_a_campaign_needs_a_name_and_an_end() -> None:
    for changes in ({"name": " "}, {"not_after": pki.NOW - timedelta(days=9)}):
        with pytest.raises(CampaignFault):
            made(**changes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_roster_as_offices_save_it(encoding: str, end: str) -> None:
    lines = ("资产编号,部门,责任人", "GZ-1,综合处,张三", "", '"GZ-2","财务,处",李喆', ",,")
    assert read_roster(end.join(lines).encode(encoding)) == (
        Listed(asset_number="GZ-1", department="综合处", person="张三"),
        Listed(asset_number="GZ-2", department="财务,处", person="李喆"),
    )


def test_a_roster_in_english_with_machine_ids() -> None:
    (one,) = read_roster(f"Machine_ID, Asset Number\n{M1.upper()},GZ-1\n".encode())
    assert one == Listed(asset_number="GZ-1", machine_id=M1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "要有“资产编号”一列"),
        ("部门,责任人\n综合处,张三\n", "要有“资产编号”一列"),
        ("资产编号\n", "名册里没有设备"),
        ("部门,资产编号\n综合处,\n", "第 2 行 B 列没有资产编号"),
        ("资产编号\nGZ-1\n\nGZ-1\n", "第 4 行 A 列的资产编号 GZ-1 与第 2 行重复"),
        ("资产编号,机器标识\nGZ-1,12\n", "第 2 行 B 列的机器标识"),
        ("资产编号,部门,保密编号\nGZ-1,,\n", "第 1 行的 A、C 列都是“资产编号”"),
        ('资产编号,责任人\nGZ-1,"张\t三"\n', "第 2 行 B 列里有换行"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_roster_with_a_mistake_names_the_cell(kind: str, content: str, words: str) -> None:
    given = content.encode() if kind == "csv" else as_workbook(content)
    assert words in fault(given, call=read_roster)


def as_workbook(content: str) -> bytes:
    """The same cells as an office program saves them."""
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(content)):
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def test_a_roster_in_a_workbook_is_read_as_it_looks() -> None:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["资产编号", "部门", "责任人"], [20260001, "综合处", "张三"], [], [20260002.0, None, date(2026, 1, 2)]):
        sheet.append(row)
    book.create_sheet("说明").append(["随便什么"])
    book.save(file)
    assert read_roster(file.getvalue()) == (
        Listed(asset_number="20260001", department="综合处", person="张三"),
        Listed(asset_number="20260002", person="2026-01-02"),
    )


def test_a_workbook_that_unpacks_to_more_than_any_roster_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"xl/{number}.xml", bytes(64 << 20))
    assert "不是可用的名册" in fault(file.getvalue(), call=read_roster)


@given(st.integers(0, 5000), st.integers(0, 255))
def test_no_damaged_workbook_is_more_than_refused(place: int, value: int) -> None:
    content = bytearray(as_workbook("资产编号\nGZ-1\n"))
    content[place % len(content)] ^= value
    with suppress(CampaignFault):
        read_roster(bytes(content))


@given(st.binary(max_size=400))
def test_no_bytes_are_more_than_refused(content: bytes) -> None:
    with suppress(CampaignFault):
        read_roster(content)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_formula_in_a_roster_is_told_with_its_cell():
    book = Workbook()
    assert book.active is not None
    book.active.append(["序号", "资产编号"])
    book.active.append(["=ROW()-1", "GZ-1"])  # a column that nobody asks for
    assert [one.asset_number for one in read_roster(_saved(book))] == ["GZ-1"]
    book.active.append([2, '="GZ-"&2'])
    with pytest.raises(CampaignFault) as trouble:
        read_roster(_saved(book))
    assert "第 3 行 B 列是公式" in trouble.value.reason.zh


def test_the_roster_is_the_first_sheet_that_people_see():
    book = Workbook()
    hidden, shown = book.active, book.create_sheet("名册")
    assert hidden is not None
    hidden.append(["资产编号"])
    hidden.append(["GZ-1"])
    hidden.sheet_state = "veryHidden"
    shown.append(["资产编号"])
    shown.append(["GZ-2"])
    book.active = 1
    assert [one.asset_number for one in read_roster(_saved(book))] == ["GZ-2"]


def workbook(*rows: tuple[object, ...], shown: str = "") -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("部门", "资产编号"), *rows):
        book.active.append(row)
    for (cell,) in book.active.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.number_format = shown or cell.number_format
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("taken", [date(2026, 3, 1), True, 12.5, 20260001234567890123, 1.2345678901234568e16, "#N/A"])
def test_an_asset_number_that_the_office_program_took_for_something_else_is_told_with_its_cell(taken: object):
    with pytest.raises(CampaignFault) as told:
        read_roster(workbook(("综合处", "A1"), ("综合处", taken)))
    assert "第 3 行 B 列" in told.value.reason.zh
    assert "设为“文本”" in told.value.reason.zh


def test_noughts_before_an_asset_number_stay_as_the_cell_shows_them():
    assert [one.asset_number for one in read_roster(workbook(("综合处", 123), shown="00000"))] == ["00123"]


def test_a_number_that_a_table_of_words_was_left_with_rounded_is_told():
    with pytest.raises(CampaignFault, match=r"(?i)row 2, column A"):
        read_roster("资产编号\n1.23457E+16\n".encode())


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_table_of_words_is_read_however_the_office_program_saved_it(between: str, encoding: str):
    words = f"资产编号{between}部门\r\nGZ-1{between}综合处\r\n"
    assert read_roster(words.encode(encoding)) == (Listed(asset_number="GZ-1", department="综合处"),)


@pytest.mark.parametrize("other", ["gz-1", "ＧＺ-1"])
def test_asset_numbers_that_a_person_reads_as_one_are_told(other: str):
    with pytest.raises(CampaignFault, match="repeats"):
        read_roster(f"资产编号\nGZ-1\n{other}\n".encode())


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x9b"])
def test_a_sign_that_nobody_sees_in_a_roster_is_told_with_its_cell(sign: str):
    with pytest.raises(CampaignFault, match=r"(?i)row 2, column A .*nobody sees"):
        read_roster(f"资产编号\nGZ{sign}-1\n".encode())


def test_an_old_workbook_says_how_to_save_it():
    with pytest.raises(CampaignFault, match="save it as XLSX"):
        read_roster(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize(
    ("joined", "where"), [("A2:A3", "第 3 行 A 列"), ("A2:B2", "第 2 行 B 列"), ("B3:B90", "第 4 行 B 列")]
)
def test_a_merged_cell_in_a_roster_is_told_where_a_row_would_be_left_without_it(joined: str, where: str):
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("部门", "资产编号"), ("综合处", "A1"), ("综合处", "A2"), ("综合处", "A3")):
        book.active.append(row)
    book.active.merge_cells(joined)
    book.save(file)
    with pytest.raises(CampaignFault) as told:
        read_roster(file.getvalue())
    assert f"{where}是合并的单元格" in told.value.reason.zh


def test_a_merged_cell_outside_the_columns_of_a_roster_is_nobodys_matter():
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("资产编号", "备注"), ("A1", "旧"), ("A2", "旧")):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(file)
    assert [one.asset_number for one in read_roster(file.getvalue())] == ["A1", "A2"]


def test_a_workbook_of_hidden_sheets_alone_is_refused():
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(("资产编号",))
    book.active.append(("A1",))
    book.save(file)
    with zipfile.ZipFile(file) as package:
        members = {one: package.read(one) for one in package.namelist()}
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as package:
        for one, content in members.items():
            package.writestr(one, content)
    with pytest.raises(CampaignFault):
        read_roster(hidden.getvalue())
