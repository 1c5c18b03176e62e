"""The same marked page in every format; markings in every place of it; what is built to do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile

import pytest

from checker.content import limits
from checker.content.file import Bytes
from checker.content.inspection import Order, inspected, salted
from checker.facts.content.document import Missed, Read, Seen
from checker.facts.content.marking import Bucket, Zone
from checker.model.coverage import Unit
from tests.unit.content import papers
from tests.unit.content.papers import HEAD, W

TEXTS = Order(pictures=False)


def seen(content: bytes, name: str = "x.bin", order: Order = TEXTS) -> Seen:
    return inspected(Bytes(content), name, order)[0]


def marked(content: bytes) -> list[tuple[str, str]]:
    return [(one.member, one.marking.text) for one in inspected(Bytes(content), "x", TEXTS) if one.suspected]


FORMATS = {
    "docx": papers.docx(),
    "xlsx": papers.xlsx(),
    "pptx": papers.pptx(),
    "odt": papers.odt(),
    "ofd": papers.ofd(),
    "doc": papers.doc(),
    "xls": papers.xls(),
    "ppt": papers.ppt(),
    "rtf": papers.rtf(),
    "html": papers.html(),
    "mht": papers.mht(),
    "pdf": papers.pdf(),
}
TEXT_FORMATS = {
    "utf-8": HEAD.encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + HEAD.encode(),
    "utf-16": HEAD.encode("utf-16"),
    "utf-16 little without a mark": HEAD.encode("utf-16-le"),
    "utf-16 big without a mark": HEAD.encode("utf-16-be"),
    "gb18030": HEAD.encode("gb18030"),
    "csv": HEAD.replace("\n", "\r\n").encode("gb18030"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_marked_page_is_found_in_every_format_whatever_it_is_called(kind: str) -> None:
    found = seen(FORMATS[kind])
    assert (found.format, found.read, found.marking.bucket) == (kind, Read.READ, Bucket.MARKED), found
    assert (found.marking.level, found.marking.term) == ("机密", "10年")
    assert len(found.digest) == 64


@pytest.mark.parametrize("kind", TEXT_FORMATS)
def test_a_marked_text_is_found_in_every_encoding(kind: str) -> None:
    found = seen(TEXT_FORMATS[kind])
    assert (found.format, found.marking.bucket) == ("text", Bucket.MARKED)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_ordinary_page_is_clean_in_every_format(kind: str) -> None:
    make = getattr(papers, kind)
    found = seen(make("关于开展保密教育的通知\n各部门：\n国家秘密的密级分为绝密、机密、秘密三级。"))
    assert (found.format, found.read, found.marking.bucket) == (kind, Read.READ, Bucket.NONE), found


def test_bytes_of_a_code_page_in_rtf() -> None:
    assert seen(papers.rtf_gbk()).suspected


def test_a_page_header_carries_it() -> None:
    content = papers.docx("通知", {"word/header1.xml": papers.header("秘密★1年")})
    assert (seen(content).marking.zone, seen(content).marking.level) == (Zone.MARGIN, "秘密")


def test_a_watermark_carries_it() -> None:
    mark = f'<w:hdr {W}><v:textpath string="绝密★长期"/></w:hdr>'
    assert seen(papers.docx("通知", {"word/header1.xml": mark})).suspected


def test_a_text_box_carries_it() -> None:
    box = "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>机密★</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
    assert seen(papers.docx("通知", body=box)).marking.zone is Zone.BOX


def test_a_marking_in_pieces_is_one_marking() -> None:
    runs = "<w:p>" + "".join(f"<w:r><w:t>{c}</w:t></w:r>" for c in "机密★5年") + "</w:p>"
    assert seen(papers.docx("", body=runs)).marking.text == "机密★5年"


def test_another_prefix_hides_nothing() -> None:
    xml = W.replace("xmlns:w", "xmlns:q")
    body = f"<q:document {xml}><q:p><q:r><q:t>机密★5年</q:t></q:r></q:p></q:document>"
    assert seen(papers.zipped({"[Content_Types].xml": "", "word/document.xml": body})).suspected


def test_a_custom_property_is_an_electronic_marking_and_nobody_sees_it_on_the_page() -> None:
    custom = '<Properties><property name="密级"><vt:lpwstr>机密</vt:lpwstr></property></Properties>'
    found = seen(papers.docx("通知", {"docProps/custom.xml": custom}))
    assert (found.marking.zone, found.suspected, found.altered) == (Zone.PROPERTY, True, ("机密",))


def test_a_title_is_not_a_level() -> None:
    core = "<cp:coreProperties><dc:title>秘密</dc:title></cp:coreProperties>"
    assert not seen(papers.docx("小说", {"docProps/core.xml": core})).suspected


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>机密★5年</w:t></w:r></w:p>",
        "<w:p><w:del><w:r><w:delText>机密★5年</w:delText></w:r></w:del></w:p>",
    ],
)
def test_a_marking_that_was_hidden_or_deleted_is_told(hidden: str) -> None:
    assert seen(papers.docx("通知", body=hidden)).altered == ("机密",)


def test_a_level_that_was_lowered_is_told() -> None:
    deleted = "<w:p><w:del><w:r><w:delText>机密★5年</w:delText></w:r></w:del></w:p>"
    assert seen(papers.docx("秘密★1年\n通知", body=deleted)).altered == ("机密",)


def test_ofd_metadata_carries_it() -> None:
    custom = '<ofd:CustomDatas><ofd:CustomData Name="密级">秘密</ofd:CustomData></ofd:CustomDatas>'
    assert seen(papers.ofd("通知", custom)).suspected


def test_headers_of_a_sheet_and_of_an_old_document_carry_it() -> None:
    assert seen(papers.xlsx("表", '&amp;L&amp;"黑体"&amp;16机密★1年&amp;R第 &amp;P 页')).suspected
    assert seen(papers.doc("通知\n正文", "秘密★2年\n")).marking.zone is Zone.MARGIN


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (papers.doc(encrypted=True), Read.ENCRYPTED),
        (papers.xls(encrypted=True), Read.ENCRYPTED),
        (papers.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), Read.ENCRYPTED),
        (papers.odt(manifest="<manifest:encryption-data/>"), Read.ENCRYPTED),
        (papers.seven({"a.txt": b"x" * 100}, "secret"), Read.ENCRYPTED),
        (papers.docx()[:100], Read.DAMAGED),
        (papers.doc()[:1500], Read.DAMAGED),
        (b"%PDF-1.7 nothing", Read.DAMAGED),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), Read.DAMAGED),
        (b"Rar!\x1a\x07\x00" + bytes(100), Read.UNSUPPORTED),
        (papers.bomb(), Read.PARTLY),
        (b"", Read.EMPTY),
        (bytes(1000), Read.OTHER),
        (b"MZ" + bytes(range(256)) * 4, Read.OTHER),
        (b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nDate: y\r\n\r\n" + HEAD.encode(), Read.EXCLUDED),
    ],
    ids=lambda value: value.value if isinstance(value, Read) else str(len(value)),
)
def test_what_cannot_be_read_is_counted_as_what_it_is(content: bytes, read: Read) -> None:
    assert [one.read for one in inspected(Bytes(content), "x", TEXTS)][-1] is read


@pytest.mark.parametrize("name", ["a.eml", "archive/b.PST", "c.msg"])
def test_mail_is_not_opened(name: str) -> None:
    assert seen(HEAD.encode(), name).read is Read.EXCLUDED


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document><w:t>&b;</w:t></w:document>'
    content = papers.zipped({"[Content_Types].xml": "", "word/document.xml": bomb})
    assert seen(content).read is Read.REFUSED
    assert (
        seen(papers.zipped({"[Content_Types].xml": "", "word/document.xml": bomb.encode("utf-16")})).read
        is Read.REFUSED
    )


def test_what_was_read_before_the_trouble_still_counts() -> None:
    found = seen(papers.bomb())
    assert (found.read, found.suspected) == (Read.PARTLY, True)
    assert Read.REFUSED in {one.why for one in found.missed}


def test_an_encrypted_zip_is_told() -> None:
    content = bytearray(papers.zipped({"a.txt": HEAD}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + at] |= 1
    assert seen(bytes(content)).read is Read.ENCRYPTED


@pytest.mark.parametrize(
    "content",
    [
        papers.zipped({"目录/a.docx": papers.docx()}),
        papers.tar({"目录/a.docx": papers.docx()}),
        papers.tar({"目录/a.docx": papers.docx()}, "w:xz"),
        papers.tar({"目录/a.docx": papers.docx()}, "w"),
        papers.seven({"目录/a.docx": papers.docx()}),
    ],
    ids=["zip", "tar.gz", "tar.xz", "tar", "7z"],
)
def test_members_of_archives_are_looked_at(content: bytes) -> None:
    assert marked(content) == [("目录/a.docx", "机密★10年")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_packed_by_itself_is_looked_at(pack) -> None:  # type: ignore[no-untyped-def]
    assert [text for _, text in marked(pack(papers.docx()))] == ["机密★10年"]


def test_archives_in_archives_are_looked_at_down_to_a_limit() -> None:
    content = papers.docx()
    for _ in range(3):
        content = papers.zipped({"下一层.zip": content, "a.txt": "x"})
    assert len(marked(content)) == 1
    deeper = inspected(Bytes(papers.zipped({"z.zip": content})), "x", TEXTS)
    assert Read.TOO_LARGE in {one.read for one in deeper}


def test_old_names_in_a_zip_are_read_as_chinese() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xx/a.txt", HEAD)
    content = out.getvalue().replace(b"xx/a.txt", "文/a.txt".encode("gb18030").ljust(8, b"t")[:8])
    assert marked(content)[0][0].startswith("文")


def test_what_a_zip_holds_beyond_the_limit_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 30)
    content = papers.zipped({f"{i}.txt": "x" for i in range(100)})
    *members, whole = inspected(Bytes(content), "x", TEXTS)
    assert len(members) == 30
    assert (whole.read, whole.missed) == (Read.PARTLY, (Missed(Unit.MEMBERS, Read.TOO_LARGE, 70),))


def test_a_zip_of_a_years_papers_is_looked_at_in_full() -> None:
    content = papers.zipped({f"{i}.txt": "x" for i in range(10_000)})
    assert [one.read for one in inspected(Bytes(content), "x", TEXTS)] == [Read.READ] * 10_001


def test_a_gzip_bomb_stops() -> None:
    content = gzip.compress(gzip.compress(bytes(200 << 20)))
    assert {one.read for one in inspected(Bytes(content), "x", TEXTS)} & {Read.REFUSED, Read.TOO_LARGE}


def test_personal_numbers_are_counted_and_not_kept() -> None:
    text = "张三 11010519491231002X 13800138000\n李四 110105194912310028 电话138-0013-8001\n卡 6222020200112233445"
    found = seen(text.encode())
    assert (found.personal.identities, found.personal.phones) == (1, 1 + ("138-0013-8001" in text))
    assert "1101" not in repr(found)


def test_cited_numbers_of_the_units_list_are_counted() -> None:
    number = salted("某密发〔2020〕7号", "盐")
    order = Order(pictures=False, salt="盐", numbers=frozenset((number,)))
    assert seen("根据某密发[2020]07号的要求".encode(), order=order).cited == 1
    assert seen("根据某密发[2020]08号的要求".encode(), order=order).cited == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("机密方案.docx", ("level",)),
        ("非涉密说明.docx", ()),
        ("内部资料-会议.pdf", ("internal",)),
        ("各系统密码.txt", ("password",)),
        ("密码学导论.docx", ()),
        ("密码.jpg", ()),
    ],
)
def test_names_are_weak_signs(name: str, words: tuple[str, ...]) -> None:
    assert seen(b"x", name).words == words


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_cut_off_anywhere_ends_as_a_state(kind: str) -> None:
    content = FORMATS[kind]
    for at in range(1, len(content), max(1, len(content) // 23)):
        assert inspected(Bytes(content[:at]), "x", TEXTS)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_with_changed_bytes_ends_as_a_state(kind: str) -> None:
    content = FORMATS[kind]
    for at in range(0, len(content), max(1, len(content) // 60)):
        changed = bytearray(content)
        changed[at] ^= 0x5A
        assert inspected(Bytes(bytes(changed)), "x", TEXTS)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (papers.docx(parts={"word/vbaProject.bin": b"\xd0\xcf"}), "a.docm", "docx"),
        (papers.docx(), "a.dotx", "docx"),
        (papers.docx(), "a.dotm", "docx"),
        (papers.xlsx(), "a.xlsm", "xlsx"),
        (papers.xlsx(), "a.xltx", "xlsx"),
        (papers.pptx(), "a.pptm", "pptx"),
        (papers.pptx(), "a.potx", "pptx"),
        (papers.pptx(), "a.ppsx", "pptx"),
        (papers.doc(), "a.wps", "doc"),
        (papers.doc(), "a.wpt", "doc"),
        (papers.xls(), "a.et", "xls"),
        (papers.ppt(), "a.dps", "ppt"),
        (papers.docx(), "a.wps", "docx"),
    ],
)
def test_macro_and_template_kin_and_wps_names_are_read(content: bytes, name: str, kind: str) -> None:
    found = seen(content, name)
    assert (found.format, found.read, found.marking.bucket) == (kind, Read.READ, Bucket.MARKED)


LINES = "".join(f"<text:p>{line}</text:p>" for line in HEAD.splitlines())


@pytest.mark.parametrize(
    ("kind", "word", "body"),
    [
        ("ods", "spreadsheet", f'<table:table table:name="1">{LINES}</table:table>'),
        ("odp", "presentation", f'<draw:page draw:name="1">{LINES}</draw:page>'),
    ],
)
def test_sheets_and_slides_of_open_document_are_read(kind: str, word: str, body: str) -> None:
    content = {
        "mimetype": f"application/vnd.oasis.opendocument.{word}",
        "content.xml": f"<office:document-content><office:body>{body}</office:body></office:document-content>",
    }
    found = seen(papers.zipped(content))
    assert (found.format, found.marking.bucket) == (kind, Bucket.MARKED)


def test_a_pdf_with_a_password_is_told() -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF\n"
    )
    assert seen(content).read is Read.ENCRYPTED
