"""The printed record: the right words, Chinese print that is right, and nothing from outside that becomes markup."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checker.model.coverage import Cause, Unit
from checker.model.finding import State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from checker.report.forms.glyphs import printable
from checker.report.forms.record import record
from checker.report.forms.render import form_ref, render
from checker.report.forms.score import score
from checker.report.forms.words import full_width
from checker.report.payload import CoverageRef, ExtentRef, LeftRef, Report
from tests.packages import needs
from tests.unit.report import sample

needs_poppler = needs("poppler-utils")
NOT_AT_THE_START = "，。、；：？！）》”’…·"
NOT_AT_THE_END = "（《“‘"


def pdf(report: Report) -> bytes:
    return render("record", record(report, "ab" * 32), report.times.prepared, qr="mijian:sha256:" + "ab" * 32)


@pytest.fixture(scope="module", params=list(Language))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "record.pdf"
    path.write_bytes(pdf(sample.said(form_ref("record"), language=request.param).predicate))
    return path


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=600)
    return done.stdout.decode().replace("\u200b", "")  # places where a long name may break


def lines(path: Path) -> list[tuple[str, float, float]]:
    """Every line of print with its left and right edge in points."""
    done = subprocess.run(["pdftotext", "-bbox-layout", str(path), "-"], capture_output=True, check=True, timeout=600)
    tree = ElementTree.fromstring(done.stdout)
    found = []
    for line in tree.iter("{http://www.w3.org/1999/xhtml}line"):
        text = " ".join(word.text or "" for word in line)
        found.append((text, float(line.get("xMin", "0")), float(line.get("xMax", "0"))))
    return found


@needs_poppler
def test_no_line_begins_or_ends_with_the_wrong_punctuation(printed: Path):
    found = lines(printed)
    assert len(found) > 100
    items = ("· ", "…2345", "…0018")  # bullets of items at fault, and a serial's tail, stand at the start on purpose
    assert [text for text, *_ in found if text[0] in NOT_AT_THE_START and not text.startswith(items)] == []
    assert [text for text, *_ in found if text[-1] in NOT_AT_THE_END] == []


@needs_poppler
def test_nothing_leaves_the_page_whatever_names_come_from_outside(tmp_path: Path):
    report = sample.said(form_ref("record")).predicate
    long = Text.name("W" * 120)
    results = tuple(replace(one, items=(long,), title=long) for one in report.results[:4])
    device = replace(report.device, label="X" * 120, model="i" * 300)
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(replace(report, results=results, device=device)))
    right = 595.3 - 26 / 25.4 * 72
    text = [edge for _, begins, edge in lines(path) if begins < right + 10]  # in the margin the seal has its place
    assert max(text) <= right + 4.5  # the empty half of a full-width bracket may hang


@needs_poppler
def test_a_name_from_outside_is_never_markup(printed: Path):
    text = words(printed)
    assert "<script>alert(1)</script>" in text
    assert "#set page(fill: red)" in text


@needs_poppler
def test_the_record_says_all_of_it(printed: Path):
    text = re.sub(r"\s+", "", words(printed))
    chinese = "检查结论" in text
    for expected in (
        "张三",
        "龚喆",
        "GZ2023-0089",
        "9f3c2e7a51d84b06",
        "ab" * 32,
        sample.said().predicate.number,
        "内部",
        "…2345",
    ):
        assert expected in text.replace("⋯", "…")
    for zh, en in (
        ("计算机保密检查记录表", "Secrecyinspectionrecord:computer"),
        ("需整改3项", "Tobefixed:3"),
        ("疑似标密，请按以下要求保持原状", "Suspectedmarking:keepeverythingasitis"),
        ("不自行删除", "Donotdelete"),
        ("整改期限", "Until"),
        ("2026年10月16日", "2026-10-16"),
        ("被检查人（签字）", "Inspectedperson"),
        ("保密工作机构（盖章）", "Secrecyoffice(stamp)"),
        ("待核2项，未能检查4项", "toconfirm2,couldnotbechecked4"),
    ):
        assert (zh if chinese else en) in text
    pages = re.findall(r"—(\d)—共(\d)页" if chinese else r"—(\d)—of(\d)", text)
    assert [int(page) for page, _ in pages] == list(range(1, int(pages[0][1]) + 1))


@needs_poppler
def test_hundreds_of_items_and_long_words_run_over_pages_and_not_off_them(tmp_path: Path):
    report = sample.said(form_ref("record")).predicate
    many = tuple(Text.name(f"某品牌 U 盘（序列号尾号 …{number:04d}）") for number in range(500))
    long = Text("很长的说明" * 600, "long words " * 600)
    first = replace(report.results[0], items=many)
    second = replace(report.results[1], message=long, steps=(long,))
    path = tmp_path / "many.pdf"
    path.write_bytes(pdf(replace(report, results=(first, second, *report.results[2:]))))
    said = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, timeout=600).stdout
    bottoms = [float(edge) for edge in re.findall(rb'yMax="([\d.]+)">', said)]
    assert max(bottoms) < 842
    text = "".join(words(path).split())
    assert "其余470项见附件中的签名数据" in text
    assert text.count("很长的说明") >= 1150


@needs_poppler
@pytest.mark.parametrize("name", ["📱 张三的手机", "ქართული", "عربي", "𠀀", "e\u0301\ufe0f", "ﷺ", "\x07", "\uffff"])
def test_a_name_that_the_fonts_cannot_print_keeps_no_report_from_being_made(name: str, tmp_path: Path):
    report = sample.said(form_ref("record")).predicate
    first = replace(report.results[0], items=(Text(name, name),))
    (tmp_path / "r.pdf").write_bytes(pdf(replace(report, results=(first, *report.results[1:]))))
    assert re.search(r"\[U\+[0-9A-F]{4,6}\]", words(tmp_path / "r.pdf"))


def test_rare_chinese_names_are_printed_as_they_are():
    assert printable("䶮喆堃镕㛃𬱖𫖯 Ñandú ①②★…—“”《》") == "䶮喆堃镕㛃𬱖𫖯 Ñandú ①②★…—“”《》"


def test_the_same_words_make_the_same_bytes():
    report = sample.said(form_ref("record")).predicate
    assert pdf(report) == pdf(report)
    assert pdf(report) != pdf(replace(report, marking="秘密"))


def test_the_page_is_marked_as_the_unit_says():
    assert record(sample.said().predicate, "x")["marking"] == "内部"
    assert record(sample.said(marking="机密").predicate, "x")["marking"] == "机密"


def test_hold_is_printed_where_a_suspected_marking_is_open_and_nowhere_else():
    report = sample.said().predicate
    assert record(report, "x")["hold"]
    passed = tuple(replace(one, state=State.PASSED) if one.hold else one for one in report.results)
    assert record(replace(report, results=passed), "x")["hold"] == []


def test_nothing_under_hold_tells_anyone_to_delete():
    for step in record(sample.said().predicate, "x")["hold"]:
        assert "删除" not in step or "不自行删除" in step


def test_no_score_comforts_while_something_critical_is_open():
    report = sample.said().predicate
    assert record(report, "x")["score"] == "有严重问题未整改，不计分"
    settled = replace(report, results=tuple(one for one in report.results if one.severity is not Severity.CRITICAL))
    assert "仅供参考" in record(settled, "x")["score"]


def test_a_waiver_over_what_was_not_looked_at_in_full_does_not_make_the_record_say_in_order():
    report = sample.said().predicate
    first = next(one for one in report.results if one.state is State.WAIVED)
    denied = LeftRef(unit=Unit.FILES, cause=Cause.DENIED, number=2)
    partly = CoverageRef(extents=(ExtentRef(unit=Unit.FILES, there=9, looked=7),), left=(denied,), nothing=False)
    said = record(replace(report, results=(replace(first, coverage=partly),)), "x")
    assert (said["in_order"], said["headline"]) == (False, "检查未完成 1 项")
    assert "有的项目没有查看全部内容" in said["summary"]


def test_the_score_counts_what_applies_and_unknown_earns_nothing():
    report = sample.said().predicate

    def scored(*states: State) -> float | None:
        results = zip(report.results, states, strict=False)
        return score(replace(one, state=state, severity=Severity.LOW) for one, state in results)

    assert scored(State.PASSED, State.NOT_APPLICABLE) == 100
    assert scored(State.PASSED, State.COULD_NOT_CHECK) == 50
    assert scored(State.PASSED, State.NEEDS_PERSON) == 50
    assert scored(State.PASSED, State.WAIVED) == 100
    assert scored(State.NOT_APPLICABLE) is None


def test_a_replayed_inspection_says_so_on_the_page():
    report = sample.said().predicate
    replayed = replace(report, inspection=replace(report.inspection, recorded_from="case-7.json"))
    assert "录制" in record(replayed, "x")["summary"]


@pytest.mark.parametrize(
    ("typed", "print_"),
    [
        ("读不到,请重试:文件不在", "读不到，请重试：文件不在"),
        ("疑似标密(文件)", "疑似标密（文件）"),
        ("版本(24H2)过旧", "版本（24H2）过旧"),
        ("在 10:30 开始", "在 10:30 开始"),
        (r"C:\Users 与 a,b", r"C:\Users 与 a,b"),
        ("Windows 11(专业版)", "Windows 11（专业版）"),
        ("plain, English (words)", "plain, English (words)"),
    ],
)
def test_punctuation_beside_chinese_is_full_width(typed: str, print_: str):
    assert full_width(typed) == print_


@needs_poppler
def test_the_code_on_the_page_says_the_digest_and_can_be_read_by_a_camera(printed: Path):
    import cv2

    pages = printed.parent / "page"
    subprocess.run(["pdftoppm", "-r", "150", "-gray", str(printed), str(pages)], check=True, timeout=600)
    read = [cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(one)))[0] for one in sorted(pages.parent.glob("*.pgm"))]
    assert [words for words in read if words] == ["mijian:sha256:" + "ab" * 32]


@needs_poppler
def test_no_row_is_cut_at_the_end_of_a_page(printed: Path):
    """Each item's title is whole on one page: a row that went on would show a part of its words on the next."""
    done = subprocess.run(["pdftotext", str(printed), "-"], capture_output=True, check=True, timeout=600)
    pages = ["".join(page.replace("\u200b", "").split()) for page in done.stdout.decode().split("\f")]
    for result in sample.said(form_ref("record")).predicate.results:
        words = "".join(full_width(result.title.zh).split())
        assert any(words in page for page in pages), words
