"""Reports found in folders and packages, and verified in several processes."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.report.verify import collect as module
from checker.report.verify.codes import Code
from checker.report.verify.collect import Piece, collect, pieces
from checker.report.verify.verified import Measure, Verified
from tests.unit.report import office, world

MEASURE = Measure(None)


def name(verified: Verified) -> bytes:
    return verified.file.encode()


def shown(verified: Verified) -> bytes:
    return verified.file.encode()


def deadly(verified: Verified) -> bytes:
    """Ends its process at a certain file, as the system does where memory is short."""
    if verified.file.startswith("deadly"):
        os._exit(9)
    return verified.file.encode()


def unfit(*_: object) -> None:
    """A process that cannot begin."""
    os._exit(3)


@pytest.fixture(scope="module")
def one() -> world.Forged:
    return office.signed(office.report(1, 1), pdf=True)


def codes(named: list[Path], **more: bool) -> dict[str, Code]:
    return {verified.file: verified.code for verified, _ in collect(pieces(named, **more), MEASURE, name)}


def package(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for member, content in members.items():
            made.writestr(member, content)
    return path


def test_folders_in_folders_packages_and_single_files(tmp_path: Path, one: world.Forged) -> None:
    (tmp_path / "综合处" / "旧").mkdir(parents=True)
    (tmp_path / "综合处" / "旧" / "a.dsse.json").write_bytes(one.envelope)
    (tmp_path / "综合处" / "a.PDF").write_bytes(one.pdf)
    (tmp_path / "综合处" / "说明.docx").write_bytes(b"no report and not looked at")
    package(tmp_path / "财务处.zip", {"里/b.dsse.json": one.envelope, "读我.txt": b""})
    single = tmp_path / "single.bin"
    single.write_bytes(one.envelope)
    assert set(codes([tmp_path, single])) == {
        os.path.join("综合处", "旧", "a.dsse.json"),
        os.path.join("综合处", "a.PDF"),
        "财务处.zip/里/b.dsse.json",
        "single.bin",
    }
    assert set(codes([tmp_path]).values()) == {Code.SIGNER_NOT_COMPARED}


def test_a_folder_that_cannot_be_opened_is_a_line(
    tmp_path: Path, one: world.Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "财务处").mkdir()
    (tmp_path / "a.dsse.json").write_bytes(one.envelope)
    real = os.scandir

    def scandir(path: str | os.PathLike[str]) -> object:
        if os.fspath(path).endswith("财务处"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return real(path)

    monkeypatch.setattr(module.os, "scandir", scandir)
    assert codes([tmp_path]) == {
        "a.dsse.json": Code.SIGNER_NOT_COMPARED,
        os.path.join(tmp_path.name, "财务处"): Code.NOT_A_REPORT,
    }


def test_a_pdf_whose_data_lies_beside_it_is_compared_only_where_that_is_asked(
    tmp_path: Path, one: world.Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(one.pdf)
    (tmp_path / "a.dsse.json").write_bytes(one.envelope)
    found = [verified for verified, _ in collect(pieces([tmp_path]), MEASURE, name)]
    assert [verified.identity for verified in found] == [one.identity] * 2
    assert any("版面未逐字比对" in note.zh for note in found[1].notes)
    forged = world.signed(office.report(1, 1), world.pki.signer(), printed=office.report(2, 1))
    (tmp_path / "a.pdf").write_bytes(forged.pdf)
    assert codes([tmp_path])["a.pdf"] is Code.SIGNER_NOT_COMPARED
    assert codes([tmp_path], pages=True)["a.pdf"] is Code.TWO_FACED


def test_names_that_windows_wrote_in_gbk_are_read(tmp_path: Path, one: world.Forged) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("aaaa.dsse.json", one.envelope)
    raw = stream.getvalue().replace(b"aaaa.dsse.json", "处室".encode("gb18030") + b".dsse.json")
    (tmp_path / "x.zip").write_bytes(raw)
    assert list(codes([tmp_path / "x.zip"])) == ["x.zip/处室.dsse.json"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "压缩包已损坏"), (b"PK\x03\x04" + b"\0" * 60, "压缩包已损坏"), (b"%PDF-1.7", "压缩包已损坏")],
)
def test_a_package_that_is_none_is_a_line(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    ((verified, made),) = list(collect(pieces([tmp_path]), MEASURE, name))
    assert verified.code is Code.NOT_A_REPORT
    assert words in verified.sentence.zh
    assert made == b"x.zip"


def test_a_damaged_member_spoils_no_other(tmp_path: Path, one: world.Forged) -> None:
    path = package(tmp_path / "x.zip", {"a.dsse.json": one.envelope, "b.dsse.json": one.envelope})
    raw = bytearray(path.read_bytes())
    raw[200:230] = bytes(30)
    path.write_bytes(raw)
    assert codes([path]) == {"x.zip/a.dsse.json": Code.NOT_A_REPORT, "x.zip/b.dsse.json": Code.SIGNER_NOT_COMPARED}


def test_two_files_of_one_name_in_a_package_are_both_told(tmp_path: Path, one: world.Forged) -> None:
    """Of two members of one name an office program shows one and a library opens another."""
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.dsse.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("a.dsse.json", one.envelope)
        made.writestr("b.dsse.json", one.envelope)
    told = [(verified.file, verified.code) for verified, _ in collect(pieces([path]), MEASURE, name)]
    assert [file for file, _ in told] == ["two.zip/a.dsse.json", "two.zip/a.dsse.json", "two.zip/b.dsse.json"]
    assert [code is Code.NOT_A_REPORT for _, code in told] == [True, True, False]


@pytest.mark.parametrize("name", ["a.rar", "a.7z", "旧报告.tar.gz", "a.ZIP.001"])
def test_a_package_that_is_not_opened_is_told_and_the_others_are_verified(
    tmp_path: Path, one: world.Forged, name: str
) -> None:
    package(tmp_path / "in.zip", {name: b"", "again.zip": b"", "b.dsse.json": one.envelope})
    (tmp_path / name).write_bytes(b"whatever it holds")
    told = {verified.file: verified for verified, _ in collect(pieces([tmp_path]), MEASURE, shown)}
    for file in (name, f"in.zip/{name}", "in.zip/again.zip"):
        assert told[file].code is Code.NOT_A_REPORT
        assert "没有看" in told[file].sentence.zh
    assert told["in.zip/b.dsse.json"].code is Code.SIGNER_NOT_COMPARED
    assert codes([tmp_path / name]) == {name: Code.NOT_A_REPORT}


def test_a_link_is_told_because_nothing_behind_it_is_looked_at(tmp_path: Path, one: world.Forged) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.dsse.json").write_bytes(one.envelope)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "综合处").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "in" / "b.dsse.json").write_bytes(one.envelope)
    assert codes([tmp_path / "in"]) == {"综合处": Code.NOT_A_REPORT, "b.dsse.json": Code.SIGNER_NOT_COMPARED}


def test_a_member_that_unpacks_to_more_than_any_report_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILE_LIMIT", 1 << 16)
    path = package(tmp_path / "bomb.zip", {"a.pdf": bytes(1 << 24)})
    assert path.stat().st_size < 1 << 16
    ((verified, _),) = list(collect(pieces([path]), MEASURE, name))
    assert "文件过大" in verified.sentence.zh


def test_a_package_of_too_many_files_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMBER_LIMIT", 3)
    path = package(tmp_path / "x.zip", {f"{number}.pdf": b"" for number in range(4)})
    ((verified, _),) = list(collect(pieces([path]), MEASURE, name))
    assert "文件太多" in verified.sentence.zh


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 255), cut=st.integers(0, 40))
def test_no_altered_package_ends_an_import(tmp_path: Path, one: world.Forged, place: int, bit: int, cut: int) -> None:
    raw = bytearray(package(tmp_path / "x.zip", {"a.dsse.json": one.envelope}).read_bytes())
    raw[place % len(raw)] = bit
    (tmp_path / "x.zip").write_bytes(raw[: len(raw) - cut])
    for verified, _ in collect(pieces([tmp_path / "x.zip"]), MEASURE, name):
        assert verified.code in (Code.NOT_A_REPORT, Code.SIGNER_NOT_COMPARED)


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of Unix")
@pytest.mark.parametrize("pages", [False, True], ids=["rolled up", "verified"])
def test_what_is_no_plain_file_is_a_line_and_the_others_are_verified(
    tmp_path: Path, one: world.Forged, pages: bool
) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    os.mkfifo(tmp_path / "a.zip")
    (tmp_path / "b.pdf").symlink_to("nowhere")
    (tmp_path / "endless.dsse.json").symlink_to("/dev/zero")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "z.dsse.json").write_bytes(one.envelope)
    refused = dict.fromkeys(("a.pdf", "a.zip", "b.pdf", "endless.dsse.json", "round"), Code.NOT_A_REPORT)
    assert codes([tmp_path], pages=pages) == {**refused, "z.dsse.json": Code.SIGNER_NOT_COMPARED}
    assert codes([tmp_path / "a.pdf"], pages=pages) == {"a.pdf": Code.NOT_A_REPORT}


def test_several_processes_say_what_one_says_in_the_same_order(tmp_path: Path, one: world.Forged) -> None:
    for number in range(module._MANY + 30):
        (tmp_path / f"{number:04d}.dsse.json").write_bytes(one.envelope if number % 5 else b"{}")
    alone = list(collect(pieces([tmp_path]), MEASURE, name, workers=1))
    assert list(collect(pieces([tmp_path]), MEASURE, name, workers=2)) == alone
    assert all(verified.report is None for verified, _ in alone)


def test_a_file_that_ends_its_process_is_told_and_the_others_are_verified(tmp_path: Path, one: world.Forged) -> None:
    for number in range(module._MANY + 5):
        (tmp_path / f"{number:04d}.dsse.json").write_bytes(one.envelope)
    (tmp_path / "deadly.dsse.json").write_bytes(one.envelope)
    found = {verified.file: verified for verified, _ in collect(pieces([tmp_path]), MEASURE, deadly, workers=2)}
    assert len(found) == module._MANY + 6
    bad = [verified for verified in found.values() if verified.code is Code.NOT_A_REPORT]
    assert [one.file for one in bad] == ["deadly.dsse.json"]
    assert "被系统终止" in bad[0].sentence.zh


def test_where_no_process_can_be_started_this_one_does_the_work(
    tmp_path: Path, one: world.Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen program that was built without its entry for processes, say."""
    for number in range(module._MANY + 5):
        (tmp_path / f"{number:04d}.dsse.json").write_bytes(one.envelope)
    monkeypatch.setattr(module, "_prepare", unfit)
    found = list(collect(pieces([tmp_path]), MEASURE, name, workers=2))
    assert [verified.code for verified, _ in found] == [Code.SIGNER_NOT_COMPARED] * (module._MANY + 5)


def test_who_stops_asking_stops_the_work(tmp_path: Path, one: world.Forged) -> None:
    many = (Piece(str(tmp_path / "none"), None, str(number)) for number in range(10_000))
    results = collect(many, MEASURE, name, workers=2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert next(many, None) is not None
