"""A paper in an archive of any kind is looked at, or the archive says what of it was not."""

from __future__ import annotations

import gzip
import io
import warnings
import zipfile
from collections.abc import Callable

import pytest

from checker.content import limits
from checker.content.file import Bytes
from checker.content.formats import readable, sniffed
from checker.content.inspection import Order, inspected
from checker.content.readers import archives
from checker.facts.content.document import Read, Seen
from tests.planting.archives import ARCHIVES, PACKERS, TARS, ar, cpio, program
from tests.planting.planted import Planted
from tests.unit.content import papers
from tests.unit.content.papers import W

MARKING = "机密★10年"
TEXTS = Order(pictures=False)


def looked(content: bytes, name: str = "x") -> list[Seen]:
    return inspected(Bytes(content), name, TEXTS)


@pytest.mark.parametrize("planted", ARCHIVES, ids=lambda one: f"{one.format}, {one.place}")
def test_a_marking_is_found_in_an_archive_of_every_kind(planted: Planted) -> None:
    seen = looked(planted.make(MARKING))
    assert [one.marking.text for one in seen if one.suspected] == [MARKING]
    assert {one.read for one in seen} == {Read.READ}
    assert planted.format not in ("iso", "7z", "tar") or seen[-1].format == planted.format


@pytest.mark.parametrize("planted", ARCHIVES, ids=lambda one: f"{one.format}, {one.place}")
@pytest.mark.parametrize("harm", ["cut", "zeros to the end", "hole"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_half_an_archive_is_not_an_archive(planted: Planted, harm: str, part: float) -> None:
    whole = planted.make(MARKING)
    before = len(program()) if planted.format == "exe" else 0  # a program that lost its own end is no archive
    at = before + int((len(whole) - before) * part)
    content = {
        "cut": whole[:at],
        "zeros to the end": whole[:at] + bytes(len(whole) - at),
        "hole": whole[:at] + bytes(64) + whole[at + 64 :],
    }[harm]
    if content == whole or (harm == "hole" and planted.format.startswith("tar") and not unchecked(planted, whole, at)):
        pytest.skip("nothing is lost, or nothing in the format could tell")
    seen = looked(content, planted.name or "x")
    assert any(one.suspected or one.read.could_not_read for one in seen), "read and clean"


def unchecked(planted: Planted, whole: bytes, at: int) -> bool:
    """A plain tar has no sums over its content: padding between members may hold anything."""
    return planted.format in ("tar.gz", "tar.bz2", "tar.xz") or bool(whole[at : at + 64].strip(b"\0"))


@pytest.mark.parametrize("kind", TARS)
def test_a_tar_that_breaks_off_between_two_members_is_told(kind: str) -> None:
    whole = TARS["tar"](MARKING)
    end = 512 + -(-len(papers.docx(MARKING)) // 512) * 512
    assert any(one.read is Read.PARTLY or one.read is Read.DAMAGED for one in looked(whole[: end + 512]))


MEMBERS = {"b.txt": "前文".encode() * 50, "a.docx": papers.docx(MARKING), "c.txt": "后文".encode() * 50}


def test_a_zip_without_its_directory_is_read_and_said_to_be_damaged() -> None:
    whole = papers.zipped(MEMBERS)
    seen = looked(whole[: zipfile.ZipFile(io.BytesIO(whole)).start_dir])
    assert [one.member for one in seen if one.suspected] == ["a.docx"]
    assert {one.member for one in seen} == {"", *MEMBERS}
    assert (seen[-1].read, [one.why for one in seen[-1].missed]) == (Read.PARTLY, [Read.DAMAGED])


def test_what_lies_before_the_damage_of_a_member_is_looked_at() -> None:
    text = f"{MARKING}\n{''.join(chr(0x4E00 + index * 7 % 20_000) for index in range(9_000))}".encode()
    seen = looked(papers.zipped({"a.txt": text})[:12_000])
    assert [(one.member, one.read) for one in seen if one.suspected] == [("a.txt", Read.DAMAGED)]
    assert seen[-1].read is Read.PARTLY


@pytest.mark.parametrize(
    "content",
    [b"words" * 40 + papers.zipped(MEMBERS), papers.zipped(MEMBERS) + b"words" * 40],
    ids=["before", "behind"],
)
def test_what_stands_in_a_zip_beside_its_members_is_told(content: bytes) -> None:
    last = looked(content)[-1]
    assert (last.read, [one.why for one in last.missed]) == (Read.PARTLY, [Read.UNSUPPORTED])


def test_both_of_two_members_that_are_called_alike_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", MARKING)
        archive.writestr("a.txt", "后来的文字")
    seen = looked(made.getvalue())
    assert len(seen) == 3
    assert [one.marking.text for one in seen if one.suspected] == [MARKING]


@pytest.mark.parametrize("kind", PACKERS)
def test_what_follows_a_packed_file_is_told(kind: str) -> None:
    seen = looked(PACKERS[kind](papers.docx(MARKING)) + b"something else that is not packed")
    assert seen[-1].read is Read.PARTLY
    assert any(one.suspected for one in seen)


@pytest.mark.parametrize("kind", PACKERS)
def test_zeros_behind_a_packed_file_are_padding(kind: str) -> None:
    assert looked(PACKERS[kind](papers.docx()) + bytes(10_240))[-1].read is Read.READ


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
def test_what_follows_a_tar_is_told(kind: str) -> None:
    tail = b"more" * 2_000
    content = TARS["tar"](MARKING) + tail
    seen = looked(gzip.compress(content) if kind == "tar.gz" else content)
    assert seen[-1].read is Read.PARTLY


@pytest.mark.parametrize("make", [cpio, lambda mark: ar({"a.txt": mark.encode()})], ids=["cpio", "ar"])
def test_what_follows_a_package_is_told(make: Callable[[str], bytes]) -> None:
    assert looked(make(MARKING) + b"something else that is no member")[-1].read is Read.PARTLY


def test_a_large_7z_is_gone_through_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_BATCH", 50)
    seen = looked(papers.seven({f"{index}.txt": b"x" * 30 for index in range(9)} | {"m.txt": MARKING.encode()}))
    assert len(seen) == 11
    assert [one.member for one in seen if one.suspected] == ["m.txt"]


@pytest.mark.parametrize("name", ["MEMBERS", "UNPACKED"])
@pytest.mark.parametrize("make", [papers.zipped, papers.tar, papers.seven], ids=["zip", "tar", "7z"])
def test_members_beyond_a_limit_are_counted(
    name: str, make: Callable[[dict[str, bytes]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, name, 4)
    seen = looked(make({f"{index}.txt": b"x" for index in range(9)}))
    assert (seen[-1].read, len(seen)) == (Read.PARTLY, 5)
    assert [one.why for one in seen[-1].missed] == [Read.TOO_LARGE]


def test_a_text_is_no_piece_of_music_by_its_first_three_letters() -> None:
    assert [one.suspected for one in looked(b"ID3\x03" + f"\n{MARKING}\n正文".encode())] == [True]
    music = b"ID3\x03\0\0\0\0\x01\x00TIT2\0\0\0\x05\0\0\0song" + bytes(300)
    assert [one.read for one in looked(music)] == [Read.OTHER]


UNREAD = {
    "rar": b"Rar!\x1a\x07\x01\0", "rar behind a program": program() + b"Rar!\x1a\x07\x01\0", "cab": b"MSCF\0\0\0\0",
    "lz4": b"\x04\x22\x4d\x18", "arj": b"\x60\xea\x2b\0", "lzh": b"\x20\x30-lh5-", "ace": b"\0" * 7 + b"**ACE**",
    "wim": b"MSWIM\0\0\0", "qcow2": b"QFI\xfb\0\0\0\3", "vmdk": b"KDMV\1\0\0\0",
    "vhd": bytes(4096) + b"conectix".ljust(512, b"\0"),
    "udf": bytes(0x8001) + b"BEA01\1", "chm": b"ITSF\3\0\0\0", "onenote": b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d",
    "djvu": b"AT&TFORM", "wmf": b"\xd7\xcd\xc6\x9a", "emf": b"\1\0\0\0" + bytes(36) + b" EMF",
    "hlp": b"\x3f\x5f\3\0", "sqlite": b"SQLite format 3\0", "mdb": b"\0\1\0\0Standard Jet DB\0",
    "accdb": b"\0\1\0\0Standard ACE DB\0",
    "jxr": b"II\xbc\1", "raw": b"II*\0\x10\0\0\0CR\2\0", "mobi": bytes(60) + b"BOOKMOBI", "jbig2": b"\x97JB2\r\n\x1a\n",
    "pages": papers.zipped({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNREAD)
def test_what_has_a_sign_and_no_reader_is_not_read(kind: str) -> None:
    content = UNREAD[kind] + (b"" if kind in ("vhd", "pages") else bytes(600))
    assert readable(sniffed(Bytes(content))) is Read.UNSUPPORTED


@pytest.mark.parametrize(
    ("name", "content", "read"),
    [
        ("a.docx", bytes(5_000), Read.DAMAGED),
        ("a.docx", b"\xc1\x02\x99\xfe%TSD-Header" * 400, Read.UNSUPPORTED),
        ("a.bin", bytes(5_000), Read.OTHER),
        ("a.dll", b"MZ" + bytes(5_000), Read.OTHER),
    ],
)
def test_what_is_called_a_paper_and_is_of_no_known_kind_is_not_read(name: str, content: bytes, read: Read) -> None:
    assert looked(content, name)[-1].read is read


@pytest.mark.parametrize("lost", ["zeros", "gone"])
def test_a_document_without_its_first_sector_is_damaged(lost: str) -> None:
    text = f"<w:document {W}><w:body><w:p><w:r><w:t>{'通知' * 400}</w:t></w:r></w:p></w:body></w:document>"
    whole = papers.zipped({"word/document.xml": text, "[Content_Types].xml": "<Types/>"}, stored=True)
    content = bytes(512) + whole[512:] if lost == "zeros" else whole[512:]
    assert any(one.read.could_not_read for one in looked(content, "x"))
