"""The same words in the same property weigh the same, whatever the format of the document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checker.content.file import Bytes
from checker.content.inspection import Order, inspected
from checker.content.readers.properties import labelled
from checker.facts.content.document import Read
from checker.facts.content.marking import Bucket
from tests.planting import compound, opened, pdfs, richtext, zipped

_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def _docx(element: str) -> Callable[[str], bytes]:
    def make(value: str) -> bytes:
        core = f"<cp:coreProperties {_CORE}><{element}>{value}</{element}></cp:coreProperties>"
        return zipped.docx(parts={"docProps/core.xml": core})

    return make


def _odt(element: str) -> Callable[[str], bytes]:
    return lambda value: opened.odf("odt", meta=f"<{element}>{value}</{element}>")


def _doc(number: int) -> Callable[[str], bytes]:
    return lambda value: compound.doc(
        streams={"\x05SummaryInformation": compound.properties({number: value}, page=65001)}
    )


def _rtf(word: str) -> Callable[[str], bytes]:
    return lambda value: richtext.rtf(f"{{\\info{{\\{word} {richtext.spelled(value)}}}}}")


def _pdf(key: bytes) -> Callable[[str], bytes]:
    return lambda value: pdfs.title(value).replace(b"/Subject", b"/" + key)


TITLE = (_docx("dc:title"), _odt("dc:title"), _doc(2), _rtf("title"), _pdf(b"Title"))
SUBJECT = (_docx("dc:subject"), _odt("dc:subject"), _doc(3), _rtf("subject"), _pdf(b"Subject"))
KEYWORDS = (_docx("cp:keywords"), _odt("meta:keyword"), _doc(5), _rtf("keywords"), _pdf(b"Keywords"))
COMMENTS = (_docx("dc:description"), _odt("dc:description"), _doc(6), _rtf("doccomm"))

CASES = [
    ("title", TITLE, "机密", Bucket.REVIEW),
    ("title", TITLE, "机密★10年", Bucket.MARKED),
    ("title", TITLE, "密级：机密", Bucket.MARKED),
    ("subject", SUBJECT, "秘密", Bucket.REVIEW),
    ("subject", SUBJECT, "机密★10年", Bucket.MARKED),
    ("keywords", KEYWORDS, "机密", Bucket.MARKED),
    ("keywords", KEYWORDS, "通知；机密★10年", Bucket.MARKED),
    ("keywords", KEYWORDS, "安全 机密★10年", Bucket.MARKED),
    ("keywords", KEYWORDS, "安全，" * 200 + "机密★10年", Bucket.MARKED),
    ("keywords", KEYWORDS, "选举，秘密，投票", Bucket.REVIEW),
    ("keywords", KEYWORDS, "商业秘密，合同", Bucket.NONE),
    ("comments", COMMENTS, "秘密", Bucket.REVIEW),
    ("comments", COMMENTS, "机密★10年", Bucket.MARKED),
    ("comments", COMMENTS, "普通说明", Bucket.NONE),
]


@pytest.mark.parametrize(
    ("formats", "value", "bucket"), [one[1:] for one in CASES], ids=[f"{one[0]}: {one[2][-12:]}" for one in CASES]
)
def test_a_property_weighs_the_same_in_every_format(
    formats: tuple[Callable[[str], bytes], ...], value: str, bucket: Bucket
) -> None:
    seen = [inspected(Bytes(make(value)), "x", Order(pictures=False))[0] for make in formats]
    assert [(one.read, one.marking.bucket) for one in seen] == [(Read.READ, bucket)] * len(formats)


def test_a_custom_property_that_is_called_a_level_is_one() -> None:
    assert labelled("密级", "机密") == "密级：机密"
