"""What of a file was not seen, in words that an officer understands."""

from __future__ import annotations

import pytest

from checker.facts.content.document import Missed, Read, Seen
from checker.facts.content.lacking import WORDS, lacking
from checker.model.coverage import Unit


@pytest.mark.parametrize(
    ("seen", "zh", "en"),
    [
        (Seen("a", read=Read.ENCRYPTED), "设了密码或已加密", "protected by a password or encrypted"),
        (
            Seen("a", read=Read.PARTLY, missed=(Missed(Unit.PAGES, Read.DAMAGED, 1, ("page 4",)),)),
            "1 页没有看到：已损坏（第 4 页）",
            "1 page not seen: damaged (page 4)",
        ),
        (
            Seen("a", read=Read.PARTLY, missed=(Missed(Unit.MEMBERS, Read.TOO_SLOW, 1_200),)),
            "1,200 个包内文件没有看到：读取超时",
            "1,200 archive members not seen: took too long",
        ),
        (
            Seen(
                "a",
                read=Read.DAMAGED,
                missed=(
                    Missed(Unit.PARTS, Read.DAMAGED, 1, ("end of file",)),
                    Missed(Unit.PICTURES, Read.DAMAGED, 2, ("a.wmf",)),
                ),
            ),
            "已损坏；1 个部分没有看到：已损坏（文件末尾）；2 张图片没有看到：已损坏（a.wmf…）",
            "damaged; 1 part not seen: damaged (end of the file); 2 pictures not seen: damaged (a.wmf…)",
        ),
    ],
)
def test_what_is_missing_is_said_in_both_languages(seen: Seen, zh: str, en: str) -> None:
    said = lacking(seen)
    assert (said.zh, said.en) == (zh, en)


def test_every_way_not_to_be_read_has_its_words() -> None:
    assert set(WORDS) == {*(read for read in Read if read.could_not_read), Read.NOT_ASKED, Read.LINK, Read.NO_FILE}
