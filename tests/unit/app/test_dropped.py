"""What is dropped on the window is told by its content, and by its name where content says nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.app.dropped import Dropped, told
from checker.report.result import encoded
from tests.end_to_end.test_report import inspection
from tests.unit.content import papers
from tests.unit.report import office


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("稿件.docx", papers.docx("通知"), Dropped.FILES),
        ("报告.pdf", b"%PDF-1.7\nnothing of ours", Dropped.FILES),
        ("笔记.json", b'{"a": 1}', Dropped.FILES),
        ("task.json", b'{"schema": "mijian.campaign/1"}', Dropped.CAMPAIGN),
        ("renamed.txt", b'\xef\xbb\xbf\n{ "schema" : "mijian.campaign/1" }', Dropped.CAMPAIGN),
        ("rules.json", b'{"schema":"mijian.update/1","contents":"eyJ9","approval":"e30="}', Dropped.UPDATE),
        ("found.json", b'{"schema": "mijian.documents/2"}', Dropped.OURS),
        ("stick.img", b"\0" * 4096, Dropped.MEDIUM),
        ("stick.ISO", b"", Dropped.MEDIUM),
        ("key.p12", b"\x30\x82", Dropped.KEY),
        ("名单.csv", "资产编号,部门\n".encode(), Dropped.ROSTER),
        ("unit.toml", b"[unit]\n", Dropped.POLICY),
        ("trust.dsse.json", b"{}", Dropped.TRUST),
        ("稿件.zip", papers.zipped({"a.txt": "x"}), Dropped.FILES),
        ("broken.zip", b"PK\3\4", Dropped.FILES),
    ],
)
def test_a_file(tmp_path: Path, name: str, content: bytes, kind: Dropped) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told(path) is kind


def test_a_result_is_told_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "x.dat"
    path.write_bytes(encoded(inspection()))
    assert told(path) is Dropped.RESULT


def test_signed_reports_are_told_one_by_one_as_a_folder_and_as_a_package(tmp_path: Path) -> None:
    office.two_quarters(tmp_path / "reports")
    files = sorted((tmp_path / "reports").iterdir())
    assert {told(path) for path in files} == {Dropped.REPORT}
    assert told(tmp_path / "reports") is Dropped.REPORT
    package = tmp_path / "all.zip"
    package.write_bytes(papers.zipped({path.name: path.read_bytes() for path in files}))
    assert told(package) is Dropped.REPORT


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片" / "a.jpg").write_bytes(b"")
    office.trusted(tmp_path / "trust")
    assert told(tmp_path / "照片") is Dropped.FILES
    assert told(tmp_path / "trust") is Dropped.TRUST


def test_what_is_not_there_or_no_file_is_unreadable(tmp_path: Path) -> None:
    assert told(tmp_path / "gone") is Dropped.UNREADABLE
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert told(tmp_path / "pipe") is Dropped.UNREADABLE, "and it is not waited for"
