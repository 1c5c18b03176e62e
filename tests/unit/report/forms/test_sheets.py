"""The sheets beside the record, and whom the record says that it is about."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from checker.model.finding import State
from checker.model.target import Profile
from checker.model.text import Language, Text
from checker.report.forms.record import record
from checker.report.forms.render import render
from checker.report.forms.sheets import SHEETS, media_scrap, notice, self_check
from checker.report.forms.words import PROFILES
from checker.report.payload import Report
from tests.packages import needs
from tests.unit.report import sample

DIGEST = "ab" * 32
needs_poppler = needs("poppler-utils")


def report(language: Language = Language.ZH) -> Report:
    return sample.said(language=language).predicate


@needs_poppler
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", sorted(SHEETS))
def test_a_sheet_is_printed_with_its_fields(form: str, language: Language, tmp_path: Path):
    made = report(language)
    (tmp_path / "s.pdf").write_bytes(render(form, SHEETS[form](made, DIGEST), made.times.prepared))
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "s.pdf"), "-"], capture_output=True, check=True)
    text = "".join(done.stdout.decode().replace("\u200b", "").split())
    assert DIGEST in text
    assert made.number in text
    fields = {
        ("notice", Language.ZH): ("保密检查整改通知单", "依据条款", "整改期限", "签收人", "复查结论", "2026年10月10日"),
        ("notice", Language.EN): ("Rectificationnotice", "Provision", "Until", "Receivedby", "2026-10-10"),
        ("self_check", Language.ZH): ("工作人员保密自查表", "自查周期", "是否做到", "本人签字", "保密员审核"),
        ("self_check", Language.EN): ("Secrecyself-check", "Occasion", "Done", "Secrecyofficer"),
        ("media_scrap", Language.ZH): ("移动存储介质报废登记表", "出厂标签号", "报废原因", "技术检查人", "备注"),
        ("media_scrap", Language.EN): ("Registrationofastoragemedium", "Reason", "Technicalinspector"),
    }
    for field in fields[form, language]:
        assert field in text


def test_the_notice_has_every_open_failure_and_the_hold_protocol():
    words = notice(report(), DIGEST)
    failed = [one for one in report().results if one.state is State.FAILED]
    assert len(words["fixes"]) == len(failed) == 8
    assert all(fix["due"] != "—" and fix["owner"] and fix["steps"] for fix in words["fixes"])
    assert words["hold"]


def test_what_is_not_known_is_ticked_nowhere():
    items = self_check(report(), DIGEST)["items"]
    for result, item in zip(report().results, items, strict=True):
        ticked = [choice["word"] for choice in item["choices"] if choice["ticked"]]
        wanted = {State.PASSED: ["是"], State.FAILED: ["否"], State.NOT_APPLICABLE: ["不适用"]}
        assert ticked == wanted.get(result.state, [])
        assert ticked or item["note"]


def test_the_scrap_sheet_leaves_blank_what_only_people_know():
    rows = {label: value.strip("　") for label, value in media_scrap(report(), DIGEST)["head"]}
    assert rows["报废原因"] == rows["密　　级"] == ""
    assert rows["硬件序列号尾号"] == "…2345"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("profile", Profile)
def test_only_an_inspection_before_disposal_is_called_one_on_the_form(profile: Profile, language: Language):
    made = report(language)
    said = media_scrap(replace(made, inspection=replace(made.inspection, profile=profile)), DIGEST)["remark"][1]
    not_yet = Text("还没有做报废前检查", "Not inspected before disposal yet").to(language)
    assert (not_yet in said) == (profile is not Profile.DISPOSAL)
    assert PROFILES[profile].to(language) in said or profile is Profile.DISPOSAL


@pytest.mark.parametrize("language", list(Language))
def test_whom_and_which_places_it_was_about_stands_in_the_head_of_the_record(language: Language):
    made = sample.covered(language)
    assert made.inspection.scope
    values = [value for _, value in record(made, DIGEST)["head"]]
    assert made.inspection.scope[0].to(language) in values


@pytest.mark.parametrize("problems", [0, 1, 2])
def test_a_notice_of_few_problems_or_none_is_printed(problems: int):
    made = report()
    failed = tuple(one for one in made.results if one.state is State.FAILED)[:problems]
    words = notice(replace(made, results=failed), DIGEST)
    assert render("notice", words, made.times.prepared).startswith(b"%PDF")
