"""What must not leave in a report: looked for in every text of the payload before it is signed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from checker.model.text import Text
from checker.report.payload import Report

_ITEM_LENGTH = 160  # a name; `Text.name` cuts at 120, a few words of ours around it are fair
_REMEMBERED = 400  # letters of a sentence that is worth remembering
# Not looked through: names of laws, which have reference numbers of their own; digests in hexadecimal and the
# certificate, into which chance would put a telephone number some day.
_NOT_WORDS = frozenset(
    {
        *("basis", "sha256", "sm3", "certificate", "machine_id", "tree_sha256", "environment_sha256", "nonce", "id"),
        *("target_key", "previous"),
    }
)


@dataclass(frozen=True, slots=True)
class Leak:
    """`where` says to people what `place` is: a path in the payload (``results[8].items[0].zh``).

    `excerpt` shows two characters of what was found.
    """

    place: str
    kind: Text
    excerpt: str
    where: Text

    @property
    def sentence(self) -> Text:
        return Text(
            "没有签名：{where}中有未脱敏内容，疑似{kind}（{excerpt}），位置 {place}。",
            "Not signed: something in {where} is not redacted, perhaps {kind} ({excerpt}), at {place}.",
        ).filled(where=self.where, place=self.place, kind=self.kind, excerpt=self.excerpt)


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOT_ASCII = re.compile(r"(?![0-9])\d")
_FIGURE = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    "○": "0",
    "幺": "1",
}
_FIGURES = re.compile("[〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{4,}")
_SOMEWHERE = Text("报告", "the report")
_PARTS = {
    "message": Text("具体情况", "what was seen"),
    "items": Text("具体情况", "what was seen"),
    "answer": Text("回答", "the answer"),
    "waiver": Text("例外说明", "the waiver"),
    "steps": Text("整改意见", "what to do"),
    "how": Text("说明", "the remark"),
    "owner": Text("责任人", "by whom"),
}
_PLACES = {
    "number": Text("编号", "the number"),
    "marking": Text("报告标注", "the marking"),
    "unit.name": Text("单位", "the unit"),
    "unit.department": Text("部门", "the department"),
    "people.inspected": Text("被检查人", "the inspected person"),
    "people.inspectors": Text("检查人", "the inspectors"),
    "people.post": Text("岗位", "the post"),
    "people.responsible": Text("责任人", "the responsible person"),
    "people.leader": Text("部门负责人", "the head of department"),
    "device.label": Text("设备名称", "the device's name"),
    "device.asset_number": Text("资产编号", "the asset number"),
    "device.place": Text("使用地点", "the place"),
    "device.network": Text("联网情况", "the network"),
    "device.": Text("设备信息", "the device"),
    "campaign": Text("检查任务", "the campaign"),
    "consent": Text("机主同意", "the owner's consent"),
}


def leaks(report: Report) -> tuple[Leak, ...]:
    """Every leak in a report, in the order of the payload."""
    # A first look without places: ten thousand clean reports are a matter of seconds.
    if not any(map(_suspicious, _words(report))) and not any(
        _looks_like_prose(_plain(text)) for text in _items(report)
    ):
        return ()
    return tuple(leak for place, text in _texts(report, "") for leak in _in_text(place, text, report))


def _suspicious(text: str) -> bool:
    """Whether any pattern matches; most reports say the same sentences, so what was found is remembered."""
    return _short_suspicious(text) if len(text) <= _REMEMBERED else _matches(_plain(text))


@lru_cache(maxsize=8192)
def _short_suspicious(text: str) -> bool:
    return _matches(_plain(text))


def _matches(plain: str) -> bool:
    return any(pattern.search(plain) for _, pattern, _ in _PATTERNS)


def _plain(text: str) -> str:
    """Full-width digits and letters, those of other scripts and Chinese figures in a row read the same to a person, so
    they are looked through as such, and what nobody sees between them is left out."""
    if text.isascii():
        return text
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return _FIGURES.sub(
        lambda row: "".join(_FIGURE.get(one, one) for one in row.group()), _NOT_ASCII.sub(_ascii, plain)
    )


def _ascii(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match.group()))


def _items(report: Report) -> Iterator[str]:
    for result in report.results:
        for item in result.items:
            yield from (item.zh, item.en)


def _in_text(place: str, text: str, report: Report) -> Iterator[Leak]:
    plain, where = _plain(text), _where(place, report)
    taken: list[range] = []  # what one kind has told, another does not tell again
    for kind, pattern, holds in _PATTERNS:
        for match in pattern.finditer(plain):
            span = range(*match.span())
            if holds(match) and not any(span.start < one.stop and one.start < span.stop for one in taken):
                taken.append(span)
                yield Leak(place, kind, _excerpt(match.group()), where)
                break
    if _is_item(place) and _looks_like_prose(plain):
        yield Leak(place, Text("文件正文", "the text of a document"), _excerpt(plain), where)


def _where(place: str, report: Report) -> Text:
    """What people call this place. A title that leaks itself is not repeated."""
    result = re.match(r"results\[(\d+)\]\.(\w+)", place)
    if result is None:
        return next((words for start, words in _PLACES.items() if place.startswith(start)), _SOMEWHERE)
    if result[2] == "title":
        return Text("第 {n} 个检查项目的名称", "the name of item {n}").filled(n=int(result[1]) + 1)
    part = _PARTS.get(result[2], Text("内容", "words"))
    title = report.results[int(result[1])].title
    return Text("检查项目“{title}”的{part}", "{part} of the item “{title}”").filled(title=title, part=part)


def _is_item(place: str) -> bool:
    """Names from outside: of an item at fault, or in an answer's note, where whole sentences have no business."""
    return ".items[" in place


def _looks_like_prose(text: str) -> bool:
    sentences = len(re.findall(r"[。！？!?;]|\.\s", text))
    return len(text) > _ITEM_LENGTH or "\n" in text or sentences >= 2


def _excerpt(found: str) -> str:
    return f"{found[:2]}…×{len(found)}"


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^0-9Xx]", "", match.group()).upper()


def _identity_number(match: re.Match[str]) -> bool:
    """GB 11643: a day of birth, and a last character that is the weighted sum of the others modulo 11."""
    digits = _digits(match)
    born = digits[6:14]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if born[:2] not in ("18", "19", "20") or not ("01" <= born[4:6] <= "12" and "01" <= born[6:] <= "31"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def _sums_up(digits: str) -> bool:
    """ISO/IEC 7812: every second figure from the right doubled, the sum of all figures a multiple of ten."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def _card_number(match: re.Match[str]) -> bool:
    digits = _digits(match)
    return 15 <= len(digits) <= 19 and len(set(digits)) > 1 and _sums_up(digits)


def _device_number(match: re.Match[str]) -> bool:
    digits = _digits(match)[-15:]  # IMEI2: the second of a phone
    return len(digits) == 15 and len(set(digits)) > 1 and _sums_up(digits)


def _named(match: re.Match[str]) -> bool:
    """A path of which something was redacted (``某某….docx``) names nothing, nor does a folder that everybody has."""
    return not any(sign in match.group() for sign in ("…", "...", "*")) and not _EVERYBODYS.search(match.group())


def _own_folder(match: re.Match[str]) -> bool:
    """A folder that everybody has says nothing of a person; a redacted one neither."""
    name = match["name"].lower().strip(".*")
    return name not in ("", "public", "default", "all users", "default user", "shared", "guest")


def _always(_: re.Match[str]) -> bool:
    return True


# What people put between the figures of a number: signs, blanks, brackets that end and begin. One class, so that there
# is one way to read each gap, however many there are.
_BETWEEN = r"[\s\-.,:;_*#~+='\"·、/|()<>\[\]{}【】〔〕「」《》〈〉\u2010-\u2015]{0,8}"
_DASH = r"[ \-.~\u2010-\u2015]"
# A number within a digest or a serial number is none; one that stands behind a word (tel139…) is.
_BEFORE, _AFTER = r"(?<![0-9A-Fa-f])", r"(?![0-9A-Za-z])"
_ANYWHERE = r"(?<![0-9])"  # for numbers that prove themselves by their sum
_MAIL = re.compile(
    r"(?<![\w.%+\-])[\w.%+\-]+\s?(?:@|[(\[{]at[)\]}])\s?[\w\-]+(?:(?:\.|[(\[{]dot[)\]}])[\w\-]+)+", re.IGNORECASE
)
_FOLDER = re.compile(
    r"(?i)(?:(?:[a-z]:|(?<![\w.\\/]))[\\/]+(?:users|documents and settings|用户)[\\/]+"
    r"|(?<![\w.])/(?:(?:var|export|data)/)?home\d?/)"
    r"(?P<name>[^\\/\s“”\"']{2,})"
)
# A share of another computer, and a file of somebody's on any drive; folders of programs have no such endings.
_SHARE = re.compile(
    r"(?i)(?:(?<![\\/:\w])(?:\\\\\?\\UNC\\|\\\\|//)|\b(?:smb|cifs|nfs|afp|ftps?|dav|webdav)://)"
    r"[\w.\-@]{2,}[\\/](?P<name>[^\\/\s“”\"']{2,})"
)
_EVERYBODYS = re.compile(
    r"(?i)[\\/]users[\\/](?:public|default|all users)[\\/]|[a-z]:[\\/](?:windows|programdata|program files[^\\/]*)[\\/]"
)
_ENDING = (
    r"\.(?:docx?|docm|wps|wpt|xls[xmb]?|et|csv|ppt[xm]?|dps|od[tsp]|ofd|pdf|ceb|caj|rtf|txt|md|jpe?g|png|gif|heic|tiff?|bmp"
    r"|zip|rar|7z|eml|msg|pst|ost|mdb|accdb|dwg|dxf|vsdx?|mp[34]|m4a|wav|amr|avi|mov)\b"
)
_PART = r"[^\\/\n“”\"'<>|]+"
_FILE = re.compile(
    rf"(?i)(?:(?<![a-z0-9])[a-z]:[\\/]|(?<![\w.])/(?:mnt|media|run/media|srv|data|volumes|root|tmp|sdcard|storage)/|%\w+%[\\/]|\$\w+/"
    rf"|~[\w.\-]*[\\/])[\\/]*(?:{_PART}[\\/]+)*(?P<name>{_PART}{_ENDING})"
)
_OPENS, _CLOSES = "〔[({【〈《<「『⟨〖〘«", "〕\\])}】〉》>」』⟩〗〙»"
_REFERENCE = re.compile(
    rf"[{re.escape(_OPENS)}]\s?(?:19|20)\d{{2}}\s?年?\s?[{_CLOSES}]\s?第?\s?[\d一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾佰\-]+\s?号"
    r"|[发函办字文密]\s?(?:19|20)\d{2}\s?[ \-－—_年第/]\s?第?\s?\d+\s?号"
)
_MOBILE = re.compile(
    rf"{_BEFORE}(?:\(?\+?(?:00)?86\)?[- ]?)?"
    rf"(?:\(?1[3-9]\d\)?{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}|1[ .\-·][3-9](?:[ .\-·]\d){{9}}"
    r"|1[3-9]\d(?:[ \-]\d{3}[ \-]\d{5}|\d[ \-]\d{3}[ \-]\d{4}|\d[ \-]\d{4}[ \-]\d{3}|\d\d[ \-]\d{6}))"
    rf"{_AFTER}|\+86\)?[- ]{{0,2}}1[- ]?[3-9](?:[- ]?\d){{9}}{_AFTER}",
    re.ASCII,
)
_TELEPHONE = re.compile(
    rf"(?<![0-9A-Za-z.\-])(?:\(?\+?(?:00)?86\)?{_DASH}\(?[1-9]\d{{1,2}}\)?{_DASH}|\(0\d{{2,3}}\){_DASH}?|0\d{{2,3}}{_DASH})"
    rf"[2-9]\d{{2,3}}{_DASH}?\d{{4}}{_AFTER}"
    rf"|(?i:电话|传真|座机|固话|tel|phone|fax|☎)[^0-9a-zA-Z]{{0,3}}[2-9]\d{{2,3}}[ \-]?\d{{4}}{_AFTER}",
    re.ASCII,
)
_CARD = re.compile(
    rf"{_ANYWHERE}(?:[3-6]\d{{3}}(?:{_BETWEEN}\d{{4}}){{3}}(?:{_BETWEEN}\d{{1,3}})?|62\d{{14,17}}|62\d{{4}}{_BETWEEN}\d{{10,13}}"
    rf"|3[47]\d{{2}}{_BETWEEN}\d{{6}}{_BETWEEN}\d{{5}}){_AFTER}",
    re.ASCII,
)
_IMEI = re.compile(
    rf"{_BEFORE}(?:8{_BETWEEN}6|3{_BETWEEN}5|0{_BETWEEN}1|9{_BETWEEN}9)(?:{_BETWEEN}\d){{13}}{_AFTER}"
    rf"|(?i:imei|meid|串号)\s?[12]?[^0-9]{{0,4}}\d(?:{_BETWEEN}\d){{14}}{_AFTER}",
    re.ASCII,
)
_PATTERNS: tuple[tuple[Text, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (
        Text("身份证号", "an identity card number"),
        re.compile(rf"{_ANYWHERE}[1-9](?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx]{_AFTER}", re.ASCII),
        _identity_number,
    ),
    (
        Text("银行卡号", "a bank card number"),
        _CARD,
        _card_number,
    ),
    (
        Text("手机串号", "a phone's serial number (IMEI)"),
        _IMEI,
        _device_number,
    ),
    (
        Text("手机号", "a mobile number"),
        _MOBILE,
        _always,
    ),
    (
        Text("电话号码", "a telephone number"),
        _TELEPHONE,
        _always,
    ),
    (
        Text("邮箱地址", "an e-mail address"),
        _MAIL,
        _always,
    ),
    (
        Text("个人目录的路径", "a path in a personal folder"),
        _FOLDER,
        _own_folder,
    ),
    (
        Text("网络共享的路径", "a path on another computer"),
        _SHARE,
        _named,
    ),
    (
        Text("文件的路径", "a file's path"),
        _FILE,
        _named,
    ),
    (
        Text("文件文号", "a document's reference number"),
        _REFERENCE,
        _always,
    ),
)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _texts(one, f"{place}[{index}]")
    elif is_dataclass(value):
        for name in _words_of(value.__class__):
            yield from _texts(getattr(value, name), f"{place}.{name}" if place else name)


def _words(report: Report) -> list[str]:
    """Every text, in no order."""
    words: list[str] = []
    waiting: list[Any] = [report]
    while waiting:
        value = waiting.pop()
        kind = value.__class__
        if kind is str:
            words.append(value)
        elif kind is tuple:
            waiting += value
        elif (parts := _parts_of(kind)) is not None:
            waiting += parts(value)
    return words


@cache
def _parts_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What a dataclass holds that can have words in it; None for a number, a date, or a word of ours."""
    if not is_dataclass(kind):
        return None
    names = _words_of(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


@cache
def _words_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in _NOT_WORDS)
