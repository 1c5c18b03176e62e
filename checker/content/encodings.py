"""What characters a text's bytes stand for, where nothing says which.

What is not UTF-8 is tried in every encoding that a Chinese office has, and the one whose characters are those that
people write is taken: common ones are a large part of any text, and hardly any of what a wrong encoding makes of it.
charset-normalizer knows more encodings, but takes a text of ten characters for Korean, needs 3 ms for each, and gives
up all of a file for one broken byte. Where the bytes of a level in another encoding stand in a text, that reading is
handed on as well: a marking is looked for in every text that these bytes may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from checker.content import seven_bit

HOLE = 512  # zero bytes in a row: no text has so many, a sector that was never written has
_SAMPLE = 4096  # bytes by which an encoding is told
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NARROW = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_UNIT = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_LIKELY = 0.25  # from here on, a text of characters two or four bytes wide is taken for one
_BEGINNING, _SURE = 32, 0.6  # bytes, and how likely they have to be where the rest is shifted by a lost one
_CLEAR = 0.6  # no wrong encoding reaches that
_OURS = 0.4  # below, no encoding of ours makes words of a text
_CLOSE = 0.1  # encodings whose characters are as common as that are all searched
# The characters that people write most, in simplified and traditional spelling, and those of our subject.
_COMMON_SIGNS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进"
    "着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关"
    "各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保"
    "治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积"
    "示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断"
    "深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层"
    "片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严密绝秘某请审阅附页稿签印抄送函批复纪要通知方案汇报档案涉载级限责执督察督促"
    "這個國們時來會對發後動說產種學經進著電裡現實兩體機當點從業應開還關間樣與各線內數質氣變條沒結問無系軍員總設長頭資邊級圖統組見計別運農幾"
    "區強決幹戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風場車務萬達積議聲報鬥類離華確張馬節話況傳許廣記觀織裝眾書復兒須際驗斷難備"
    "辦習響約歷構稱準號維劃選標寫親層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴絕審閱頁簽檔責執"
    "，。、；：？！“”‘’（）《》【】〔〕「」『』—…·★☆　－～％０１２３４５６７８９○●□■√×①②③"
    "のにはをがとでしてたいるなれすかもあこらりまうきさくよっんけどそおだつちめせみえわやほばろじげぐご"
    "ーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダデドバビブベボパピプペポッャュョ"
)
_COMMON = frozenset(_COMMON_SIGNS)
_ASCII = re.compile("[\t\n\r\f\x20-\x7e]+")
_PEOPLES = re.compile(f"[{_COMMON_SIGNS}]+")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_FOREIGN = re.compile("[\u00a0-\u04ff]+")
# Neither of East Asia nor a sign that its texts are written with.
_ODD = re.compile("[^\u00a0-\u04ff\u2000-\u27ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60]+")
_CONTROLS = bytes(sorted({*range(1, 0x20), 0x7F} - {*b"\t\n\r\f\x0b\x1a\x1b\x08"}))
_HOLES = re.compile(b"\0{%d,}" % HOLE)
_HIGH = re.compile(rb"[\x80-\xff]+")
# Bytes by what they may be in UTF-8: the first of a character of East Asia, one that follows, neither. Three characters
# in a row are found among these in a twentieth of the time that an expression takes.
_CLASSES = bytes(1 if 0xE2 <= byte <= 0xEF else 2 if 0x80 <= byte <= 0xBF else 0 for byte in range(256))
_UTF8 = bytes((1, 2, 2)) * 3
_LEVELS = ("绝密", "机密", "秘密", "密级", "絕密", "機密", "密級", "内部", "內部")


@dataclass(frozen=True, slots=True)
class Text:
    """One reading of some bytes.

    damaged  zero bytes stand where text should be: a file that was not written to its end
    others   what the same bytes are in other encodings that cannot be ruled out
    """

    text: str
    encoding: str
    damaged: bool = False
    others: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.text, *self.others)


def unit(encoding: str) -> int:
    """How many bytes make one character at least: a text may only be taken apart at whole ones."""
    return _UNIT.get(encoding, 1)


def read(content: bytes, encoding: str = "") -> Text:
    """The text of some bytes; `encoding`: what the bytes before them, or a page's own words, say that it is."""
    return _read_once(content, encoding) if len(content) <= _SAMPLE else _read(content, encoding)


@lru_cache(2)
def _read_once(content: bytes, encoding: str) -> Text:
    """A small text is read by who asks what it is, and then by its reader."""
    return _read(content, encoding)


def _read(content: bytes, encoding: str) -> Text:
    if not encoding:
        mark = _mark(content)
        content, encoding = content[len(mark[0]) :], mark[1]
    if b"\0" in content and (unit(encoding) > 1 or not encoding):
        wide = encoding if unit(encoding) > 1 else _wide(content)
        if wide:
            return _in_wide(content, wide)
    if b"\0" not in content:
        return _without_zeros(content, encoding, damaged=False)
    appended = tuple(_appended(content))
    found = _without_zeros(content.replace(b"\0", b""), encoding, damaged=_HOLES.search(content) is not None)
    return replace(found, others=(*found.others, *appended)) if appended else found


def _appended(content: bytes) -> Iterator[str]:
    """A text in UTF-16 that a program hung on to one in another encoding, where a level stands in it."""
    for name in ("utf-16-le", "utf-16-be"):
        for word in _LEVELS:
            at = content.find(word.encode(name))
            if at >= 0:
                yield _lines(content[at % 2 :].decode(name, "replace").replace("\0", ""))
                break


def _without_zeros(content: bytes, encoding: str, *, damaged: bool) -> Text:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Text(_lines(text), "utf-8", damaged, tuple(map(_lines, seven_bit.readings(content))))
    if unit(encoding) > 1:
        return _in_wide(content, encoding)
    if encoding in ("", "gb18030") and _is_simplified(content):
        return _with_seven_bits(_simplified(content, damaged), content)
    wide = "" if encoding else _wide(content)
    if wide:
        return _in_wide(content, wide)
    return _with_seven_bits(_in_narrow(content, encoding, damaged), content)


def _with_seven_bits(found: Text, content: bytes) -> Text:
    others = tuple(map(_lines, seven_bit.readings(content)))
    return replace(found, others=(*found.others, *others)) if others else found


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is one that people could read."""
    if not head.strip(b"\0"):
        return False
    if _mark(head)[1]:
        return True
    solid = _HOLES.sub(b"", head).strip(b"\0") if b"\0" in head else head
    strange = len(solid) - len(solid.translate(None, _CONTROLS + b"\0"))
    if b"\x1b$)" in head:  # between the signs that shift it, a text of seven bits
        strange -= sum(map(head.count, (b"\x0e", b"\x0f")))
    if strange * 50 <= len(solid) or _wide(head):
        return True
    return strange * 8 <= len(solid) and any(word in head for name in (*_NARROW, "utf-8") for word in _words(name))


def is_foreign(head: bytes) -> bool:
    """Whether a text is written in an encoding that is none of ours, such as that of Russian or Greek."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4:  # cut in the middle of a character
            return False
    else:
        return False
    if _mark(head)[1] or _is_simplified(head) or _wide(head):
        return False
    solid = head.replace(b"\0", b"")  # a hole is no foreign letter
    high = sum(map(len, _HIGH.findall(solid)))
    if high * 4 < len(solid) or any(word in head for name in _NARROW for word in _words(name)):
        return False
    sample = b"\n".join(_telling(solid))
    runs = _HIGH.findall(sample)
    if sum(len(run) % 2 for run in runs) * 4 < len(runs):
        return False  # two bytes a character, however rare the characters are
    return max(_rated(sample.decode(name, "replace")) for name in (*_NARROW, "utf-8")) < _OURS


def begun(head: bytes) -> bytes:
    """A file's first bytes without the character of UTF-8 that they may end in the middle of."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4 and error.reason == "unexpected end of data":
            return head[: error.start]
    return head


def _mark(content: bytes) -> tuple[bytes, str]:
    return next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", ""))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# -- two or four bytes a character ------------------------------------------------------------------------------------


def _wide(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark at its beginning, else nothing."""
    first = next((at for at in range(0, len(content), _SAMPLE) if content[at : at + _SAMPLE].strip(b"\0")), 0)
    return _wide_by(content[first : first + _SAMPLE])


@lru_cache(4)  # whoever asks what a file is asks for the same bytes several times
def _wide_by(sample: bytes) -> str:
    if len(sample) < 2:
        return ""
    for part, likely in ((sample, _LIKELY), (sample[:_BEGINNING], _SURE)):
        solid = _HOLES.sub(b"", part)
        best, name = max((_rated_wide(solid, name), name) for name in reversed(_WIDE))
        if best >= likely:
            return name
    return ""


def _rated_wide(content: bytes, encoding: str) -> float:
    """Where most units of four bytes are none, that is known without making a sign of each, which takes 1 ms."""
    if unit(encoding) == 4:
        highest = content[3::4] if encoding.endswith("le") else content[::4]
        if highest.count(0) * 2 < len(highest):
            return -1.0
    return _rated(content.decode(encoding, "replace"), wide=True)


def _in_wide(content: bytes, encoding: str) -> Text:
    size = unit(encoding)
    text = content[: len(content) // size * size].decode(encoding, "replace")
    damaged = "\0" * (HOLE // size) in text
    others = tuple[str, ...]()
    if size == 2 and len(content) > 4 and _rated(text[-_SAMPLE:], wide=True) < _LIKELY:
        # A byte was lost on the way, and from there on each character is made of two halves.
        shifted = content[1 : 1 + (len(content) - 1) // 2 * 2].decode(encoding, "replace")
        others = (_lines(shifted.replace("\0", "")),)
    return Text(_lines(text.replace("\0", "")), encoding, damaged, others)


# -- one byte a letter, two a character -------------------------------------------------------------------------------


def _in_narrow(content: bytes, named: str, damaged: bool) -> Text:
    best, close = _best(content, named)
    text = "".join(_by_lines(content, best))
    possible = (name for name in _NARROW if name in close or any(word in content for word in _words(name)))
    others = tuple(_lines(content.decode(name, "replace")) for name in possible if name != best)
    return Text(_lines(text), best, damaged, others)


def _simplified(content: bytes, damaged: bool) -> Text:
    """A text that begins in GB18030, and is in it to its end unless there are lines of UTF-8."""
    try:
        mixed = _UTF8 in content.translate(_CLASSES)
        text = "".join(_by_lines(content, "gb18030")) if mixed else content.decode("gb18030")
    except UnicodeDecodeError:
        text = "".join(_by_lines(content, "gb18030"))
    others = tuple[str, ...]()
    if any(sign in content for sign in _signs_of_words()):
        names = (name for name in _NARROW[1:] if any(word in content for word in _words(name)))
        others = tuple(_lines(content.decode(name, "replace")) for name in names)
    return Text(_lines(text), "gb18030", damaged, others)


def _best(content: bytes, named: str) -> tuple[str, frozenset[str]]:
    """The encoding whose characters are the likeliest, and others that come close."""
    sample = b"\n".join(_telling(content))
    rated = {name: _rated(sample.decode(name, "replace")) for name in (*_NARROW, "utf-8")}
    if named in rated:
        rated[named] += _CLOSE * 2
    best = max(rated, key=lambda name: (rated[name], name == "gb18030"))
    return best, frozenset(name for name, rate in rated.items() if rate >= rated[best] - _CLOSE and rate > 0)


def _is_simplified(content: bytes) -> bool:
    """Whether it is surely what most of our texts are, and nothing else has to be tried."""
    high = _HIGH.search(content)
    return high is not None and _is_simplified_by(content[high.start() : high.start() + _SAMPLE // 8])


@lru_cache(4)
def _is_simplified_by(sample: bytes) -> bool:
    text = sample.decode("gb18030", "replace")
    return "\ufffd" not in text[:-1] and _rated(text) > _CLEAR


def _telling(content: bytes) -> Iterator[bytes]:
    """Lines that are not ASCII, as many as tell."""
    length, at = 0, 0
    while length < _SAMPLE:
        high = _HIGH.search(content, at)
        if high is None:
            return
        begin = max(content.rfind(b"\n", at, high.start()) + 1, high.start() - 100, at)
        end = content.find(b"\n", high.end())
        at = min(end if end >= 0 else len(content), high.start() + _SAMPLE // 4)
        yield content[begin:at]
        length += at - begin


def _by_lines(content: bytes, legacy: str) -> Iterator[str]:
    """Each line in UTF-8 where it is, else in the encoding that fits: files are put together of several."""
    for line in content.splitlines(keepends=True) if legacy != "utf-8" else _feeds(content):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            yield _mended(line, legacy)
            continue
        # Two characters of GB18030 are now and then two letters of Greek or Arabic in UTF-8.
        yield text if text.isascii() or max(text) >= "\u0800" or legacy == "utf-8" else line.decode(legacy, "replace")


def _feeds(content: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", content)


def _mended(line: bytes, legacy: str) -> str:
    """A line that is not UTF-8: the likeliest of UTF-8 with a broken byte, the other encoding, and that one with a byte
    too many or too few, which shifts all that follows it."""
    found = [line.decode(legacy, "replace")]
    if "\ufffd" not in found[0] and _rated(found[0]) > 0.4:
        return found[0]
    found += [line.decode(name, "replace") for name in ("utf-8", "gb18030") if name != legacy]
    found += [_realigned(line, name) for name in {legacy, "gb18030"} - {"utf-8"}]
    return max(found, key=_rated)


def _realigned(line: bytes, encoding: str) -> str:
    """Each run of high bytes that is odd has one too many: the place is where both sides make the best sense."""

    def mended(run: re.Match[bytes]) -> bytes:
        signs = run[0]
        if len(signs) % 2 == 0 or len(signs) > 2000:
            return signs
        ahead, behind = (_pairs(part, encoding) for part in (signs[:-1], signs[1:]))
        total = best = sum(behind)
        at = 0
        for index, (one, other) in enumerate(zip(ahead, behind, strict=True)):
            total += one - other
            if total > best:
                best, at = total, index + 1
        return signs[: at * 2] + signs[at * 2 + 1 :]

    # 0xFF begins no character and ends none: what is broken there is left without its other half.
    return _HIGH.sub(mended, line.replace(b"\xff", b"")).decode(encoding, "replace")


def _pairs(content: bytes, encoding: str) -> list[float]:
    pairs = (content[at : at + 2].decode(encoding, "replace") for at in range(0, len(content), 2))
    return [1.0 if pair in _COMMON else 0.0 if len(pair) == 1 and pair != "\ufffd" else -1.0 for pair in pairs]


@cache
def _words(encoding: str) -> tuple[bytes, ...]:
    return tuple(word.encode(encoding) for word in _LEVELS if _holds(encoding, word))


@cache
def _signs_of_words() -> frozenset[bytes]:
    """What of all these words, in any encoding but GB18030, is looked for first: they have few signs in common."""
    return frozenset(sign.encode(name) for name in _NARROW[1:] for sign in ("密", "内部", "內部") if _holds(name, sign))


def _holds(encoding: str, word: str) -> bool:
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _rated(text: str, *, wide: bool = False) -> float:
    """How likely it is that people wrote these characters: 1 all of them common, below 0 hardly.

    ASCII counts where a wrong encoding would have made something else of it.
    """
    letters = _ASCII.sub("", text)
    plain = len(text) - len(letters) if wide else 0
    if not letters and not plain:
        return 0.0
    others = _PEOPLES.sub("", letters)
    common = len(letters) - len(others)
    odd = len(others) - len(_ODD.sub("", others))
    foreign = len(letters) - len(_FOREIGN.sub("", letters))
    korean = len(others) - len(_HANGUL.sub("", others))
    rest = len(letters) - common - odd - foreign - korean
    return (common + 0.8 * plain + (-1 if wide else 0.3) * korean + 0.05 * rest - odd - 0.25 * foreign) / (
        len(letters) + plain
    )
