"""The command: its exit status, its JSON against the published schema, and what it never writes down."""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from checker.content import result
from checker.content.evidence import committed, redacted
from checker.facts.content.document import Seen
from checker.model.text import Language
from checker.terminal import documents
from checker.terminal.exits import Exit
from tests.unit.content import papers
from tests.unit.content.test_pictures import page, saved

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "documents-2.json"


def run(*arguments: str, language: Language = Language.ZH, pictures: bool = False) -> int:
    parser = argparse.ArgumentParser()
    documents.options(parser)
    return documents.run(parser.parse_args([*arguments, *([] if pictures else ["--no-pictures"])]), language)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "wang的项目"
    top.mkdir()
    (top / "会议通知.docx").write_bytes(papers.docx("关于会议的通知"))
    return top


def test_a_clean_folder_is_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder), "--no-cache", "--workers", "1") == Exit.IN_ORDER
    assert "没有发现不等于没有" in capsys.readouterr().out


def test_pictures_that_were_left_out_are_not_counted_as_read(folder: Path, tmp_path: Path) -> None:
    (folder / "1.bmp").write_bytes(b"BM" + bytes(100))
    target = tmp_path / "result.json"
    assert run(str(folder), "--json", str(target), "--workers", "1", "--no-cache") == Exit.IN_ORDER
    assert json.loads(target.read_text("utf-8"))["by_state"] == {"not_asked": 1, "read": 1}
    (folder / "会议通知.docx").unlink()
    assert run(str(folder), "--workers", "1", "--no-cache") == Exit.NOTHING_CHECKED


def test_nothing_but_what_stays_closed_is_nothing_checked(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(b"x")
    (tmp_path / "Mail").mkdir()
    assert run(str(tmp_path), "--workers", "1", "--no-cache") == Exit.NOTHING_CHECKED


@pytest.mark.parted
def test_a_marking_is_something_to_put_right_and_the_steps_say_hold(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "某某秘密方案.docx").write_bytes(papers.docx())
    target = tmp_path / "result.json"
    assert run(str(folder), "--json", str(target), "--workers", "1", "--no-cache") == Exit.TO_FIX
    out = capsys.readouterr().out
    assert "疑似标密" in out
    assert "不删除" in out
    document = json.loads(target.read_text("utf-8"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert document["summary"] == {
        "files": 2,
        "document_photos": 0,
        "suspected_markings": 1,
        "could_not_read": 0,
        "personal_files": 0,
        "personal_numbers": 0,
        "cards": 0,
    }
    (find,) = document["finds"]
    assert (find["marking"], find["level"], find["bucket"]) == ("机密★10年", "机密", "marked")
    text = target.read_text("utf-8")
    for secret in ("某某秘密方案", str(folder), "正文在此", "wang"):
        assert secret not in text


def test_a_picture_of_a_paper_without_a_marking_is_named_on_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "IMG_20261130.jpg"
    path.write_bytes(saved(page(False), "JPEG", quality=85))
    run(str(folder), "--workers", "1", "--no-cache", pictures=True)
    out = capsys.readouterr().out
    assert "1 张文件照片" in out
    assert str(path) in out


def test_the_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(result.schema()))


def test_what_could_not_be_read_leaves_it_incomplete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "加密.doc").write_bytes(papers.doc(encrypted=True))
    assert run(str(folder), "--workers", "1", "--no-cache") == Exit.INCOMPLETE
    assert "已加密" in capsys.readouterr().out


def test_a_file_that_was_seen_in_part_is_listed_with_what_is_missing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = folder / ("很深的文件夹" * 10) / ("再下一层" * 10)
    deep.mkdir(parents=True)
    (deep / "某某秘密材料.tar").write_bytes(papers.tar({"a.txt": b"x"}, "w")[:1024])
    target = tmp_path / "result.json"
    assert run(str(folder), "--json", str(target), "--workers", "1", "--no-cache") == Exit.INCOMPLETE
    out = capsys.readouterr().out
    assert str(deep / "某某秘密材料.tar") in out
    assert "1 个部分没有看到：已损坏" in out
    document = json.loads(target.read_text("utf-8"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    (unread,) = document["unread"]
    assert unread["why"] == "partly"
    assert unread["missed"] == [{"unit": "parts", "why": "damaged", "number": 1}]
    assert "秘密材料" not in unread["path"]


def test_a_single_file_that_was_seen_in_part_is_not_nothing(folder: Path) -> None:
    (folder / "会议通知.docx").unlink()
    (folder / "材料.gz").write_bytes(gzip.compress("通知".encode() * 50)[:-6])
    assert run(str(folder), "--workers", "1", "--no-cache") == Exit.INCOMPLETE


def test_a_place_that_is_not_there_is_nothing_checked(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nothing"), "--no-cache", "--workers", "1") == Exit.NOTHING_CHECKED


def test_json_on_stdout_is_alone_there(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    run(str(folder), "--json", "-", "--workers", "1", "--no-cache", language=Language.EN)
    captured = capsysbinary.readouterr()
    assert json.loads(captured.out)["schema"] == "mijian.documents/2"
    assert b"could not be read" in captured.err


@pytest.mark.parametrize("workers", ["x", "tcp://127.0.0.1:1", "tcp://192.0.2.1:8786", "tls://192.0.2.1:8786"])
def test_workers_that_are_none(folder: Path, workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.content.cluster._SECONDS", 0.5)
    assert run(str(folder), "--workers", workers, "--no-cache") in (Exit.USAGE, Exit.FAULT)


@pytest.mark.parametrize(
    ("path", "member", "shown"),
    [
        ("/home/wang/文档/项目/某某方案.docx", "", "文档/…/某某….docx"),
        (r"C:\Users\wang\Documents\某某方案.docx", "", "Documents/某某….docx"),
        ("/data/秘密/a.zip", "里面/某某方案.docx", "…/a.zip → 某某….docx"),
        ("/x/line\nbreak\u202e.txt", "", "…/li….txt"),
    ],
)
def test_a_path_is_written_down_without_what_it_gives_away(path: str, member: str, shown: str) -> None:
    assert redacted(path, member) == shown


def test_a_commitment_proves_one_file_alone() -> None:
    one, other = Seen("/a/b.docx", digest="0" * 64), Seen("/a/c.docx", digest="0" * 64)
    salt, commitment = committed(one)
    assert committed(one, salt) == (salt, commitment)
    assert committed(other, salt)[1] != commitment


def test_the_cache_can_be_wiped(folder: Path, tmp_path: Path) -> None:
    words = (str(folder), "--cache", str(tmp_path / "cache.sqlite"), "--workers", "1")
    run(*words)
    with closing(sqlite3.connect(tmp_path / "cache.sqlite")) as cache:
        cache.execute("create table of_before (x)")
    assert run(*words, "--wipe-cache") == Exit.IN_ORDER
    with closing(sqlite3.connect(tmp_path / "cache.sqlite")) as cache:
        assert not list(cache.execute("select * from sqlite_master where name = 'of_before'"))


def test_personal_numbers_are_counted_and_none_is_written_down(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "名单.txt").write_text("张三 11010519491231002X 13800138000\n李四 +86 138-0013-8001", "utf-8")
    target = tmp_path / "result.json"
    run(str(folder), "--json", str(target), "--workers", "1", "--no-cache")
    document = json.loads(target.read_text("utf-8"))
    assert document["personal"] == {"files": 1, "identities": 1, "phones": 2, "cards": 0}
    assert (document["summary"]["personal_files"], document["summary"]["personal_numbers"]) == (1, 3)
    assert "身份证号 1 个、手机号 2 个" in capsys.readouterr().out
    assert "13800138000" not in target.read_text("utf-8")
