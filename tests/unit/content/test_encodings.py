"""The characters of a text are found in whatever encoding it is written, broken bytes and mixtures included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.content import encodings

SIMPLIFIED = (
    "机密★10年\n关于做好近期有关工作安排的通知\n各处室：\n现就有关事项通知如下。",
    "密级：机密\n某某方案",
    "机密★10年",
    "绝密",
    "内部资料 注意保存",
    "张三 李四 王五 赵六 孙七",
    "各处室、各直属单位：第1项工作按照既定安排继续推进，请各单位结合实际抓好落实。",
)
TRADITIONAL = ("機密★10年\n關於做好近期有關工作安排的通知\n各處室：", "密級：機密\n某某方案", "絕密★長期", "機密★10年")
JAPANESE = ("機密★10年\n会議の資料について、各部門は次のとおり対応してください。", "機密★10年\n関係者外秘")
WRITTEN = (
    *((one, text) for one in ("gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-32") for text in SIMPLIFIED),
    *((one, text) for one in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be") for text in SIMPLIFIED),
    *((one, text) for one in ("big5", "big5hkscs", "cp950", "utf-8", "utf-16-le") for text in TRADITIONAL),
    *((one, text) for one in ("cp932", "shift_jis", "euc_jp") for text in JAPANESE),
)


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
def test_a_text_is_read_in_the_encoding_it_is_written_in(encoding: str, text: str) -> None:
    content = text.encode(encoding)
    assert encodings.is_text(content)
    assert text in encodings.read(content).all


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("broken", [b"\xff", b"\xb5", b"A", b""])
def test_one_broken_byte_costs_no_marking_beside_it(encoding: str, broken: bytes) -> None:
    mark = "機密★10年"
    for before in ("關於有關", "關於有"):
        line = f"{before}部門\n{mark}\n有關工作".encode(encoding)
        for at in range(len(before.encode(encoding))):
            assert mark in encodings.read(line[:at] + broken + line[at + 1 :]).text


def test_a_byte_too_few_shifts_nothing_behind_it() -> None:
    line = "关于做好近期有关工作安排的通知，各单位结合实际抓好落实".encode("gb18030")
    for at in range(20):
        assert encodings.read(line[:at] + line[at + 1 :]).text.endswith("的通知，各单位结合实际抓好落实")


def test_a_byte_too_few_in_utf_16_leaves_both_halves() -> None:
    content = (SIMPLIFIED[6] * 3 + "\n机密★10年\n" + SIMPLIFIED[6] * 3).encode("utf-16-le")
    found = encodings.read(content[:41] + content[42:])
    assert any("机密★10年" in text for text in found.all)


@pytest.mark.parametrize("one", ["gb18030", "utf-8"])
@pytest.mark.parametrize("other", ["utf-8", "gb18030"])
def test_lines_of_several_encodings_are_each_read(one: str, other: str) -> None:
    content = (SIMPLIFIED[0] + "\n").encode(one) + (SIMPLIFIED[6] + "\n").encode(other) + SIMPLIFIED[1].encode(one)
    assert encodings.read(content).text == f"{SIMPLIFIED[0]}\n{SIMPLIFIED[6]}\n{SIMPLIFIED[1]}"


def test_what_a_page_says_of_itself_is_not_believed_against_its_bytes() -> None:
    assert encodings.read(SIMPLIFIED[0].encode(), "gb18030").text == SIMPLIFIED[0]
    assert encodings.read(SIMPLIFIED[0].encode("gb18030"), "big5hkscs").text == SIMPLIFIED[0]


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + bytes(60), b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", bytes(4096)],
)
def test_a_program_is_no_text(content: bytes) -> None:
    assert not encodings.is_text(content)


@given(st.binary(max_size=600))
def test_no_bytes_make_it_stumble(content: bytes) -> None:
    encodings.is_text(content)
    assert isinstance(encodings.read(content).text, str)
