"""Does a text carry a secrecy marking, or does it only talk about one?

Nothing here knows where the text came from. What is found is always a *suspected* marking: whether a paper is a state
secret, only the secrecy administration can say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from checker.content.beside import Beside, beside, in_a_program, listed, upright
from checker.facts.content.marking import Bucket, Marking, Zone
from checker.knowledge.markings import Mark, Markings, markings

HEAD_CHARACTERS = 4000  # of a header zone; a line without an end is no header
# Signs that nobody sees as one: marks of direction, joiners, what is drawn over the sign before or tells its variant,
# blanks without a width.
_UNSEEN = (
    "\u00ad\u0300-\u036f\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_OTHER_ENDS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"  # of lines, and of pages
_ANY_UNSEEN, _LINE_ENDS = re.compile(f"[{_UNSEEN}]+"), re.compile(f"[{_OTHER_ENDS}]")
_ANY_OF_BOTH = re.compile(f"[{_UNSEEN}{_OTHER_ENDS}]")
_BLANK = re.compile(r"\s+")
_INLINE_BLANK = re.compile(r"[ \t]+")
_SPLIT = re.compile(r"(?m)^\s*(绝|机|秘)\s*\n\s*密")
_LEVELS = str.maketrans("绐纶杌札祕秒宓蜜", "绝绝机机秘秘密密")
# Without one of these signs a text carries no marking of any kind, and nothing has to be searched.
_ANY = re.compile(  # its first sign is one of a set, which is looked for faster than one of several words
    "[密宓宻蜜电電\u2e80-\u2fdf\uf900-\ufaff内內不严嚴阅閱会會注]"
    "(?:(?<=[密宓宻蜜电電\u2e80-\u2fdf\uf900-\ufaff])"
    "|(?<=[内內])[ \t\u3000\u00a0]{0,4}部|(?<=不)得外[传傳]|(?<=[严嚴])禁外|(?<=[阅閱])[后後]"
    "|(?<=会)后|(?<=會)後|(?<=注)意保)"
)
# The same for the features: a number's or a person's sign anywhere; six digits, or the last signs of 特急, 文件, 纪要
# and their like, at the end of a line.
_ANY_FEATURE = re.compile(
    "(?m)[号签印电急提时件报令要0-9]"
    "(?:(?<=[号签印电])|(?<=[特加平限文公命通简纪 \t\u3000\u00a0][急提时件报令要])\\s*$|(?<=[0-9]{6})\\s*$)"
)
_STRENGTH = (Bucket.NONE, Bucket.QUIET, Bucket.REVIEW, Bucket.INTERNAL, Bucket.MARKED)
_FEATURED = (Zone.BODY, Zone.PICTURE)
_NOTHING = Marking()
_TELEGRAM = "电报"
_SPACED = re.compile(r"(?m)^[\s【\[(（]*(?:[\u4e00-\u9fff★☆*·•—,，][ \t]+){2,}[\u4e00-\u9fff]?.{0,4}$")
_TURNED = "\u202e"  # from here on, signs are shown from right to left
_TURNED_SIGNS = re.compile(f"{_TURNED}([^\n\u202c]*)\u202c?")
_LONGEST = 40  # characters of a marking as evidence


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document's text, and where it stands. Each part has a header zone of its own.

    follows  it goes on from the part before it, and so has no header zone
    quiet    it was searched before, in another file, and nothing that anybody looks for is in it
    """

    zone: Zone
    text: str
    follows: bool = False
    quiet: bool = False


def plain(text: str) -> str:
    """A text in the one shape that the expressions know."""
    if text.isascii():
        return text
    if _ANY_OF_BOTH.search(text):
        text = _LINE_ENDS.sub("\n", _ANY_UNSEEN.sub("", text))
    text = unicodedata.normalize("NFKC", text)
    if _traditional().search(text):
        for old, new in markings().simplified.items():
            text = text.replace(old, new)
    return text


@cache
def _traditional() -> re.Pattern[str]:
    """Any of the signs that are written as their simplified ones: one look for all."""
    return re.compile("|".join(map(re.escape, markings().simplified)))


def is_quiet(part: Part) -> bool:
    """Whether no expression finds anything in it: neither a marking nor a feature of official documents."""
    return part.zone not in _FEATURED and (part.text.isascii() or _ANY.search(part.text) is None)


def judged(parts: Iterable[Part], *, read: bool = False, commercial: bool = False) -> Marking:
    """The strongest marking of a document's parts.

    read        the text was read off a picture and may be misread
    commercial  marks of trade secrets count as internal ones
    """
    parts = tuple(parts)
    if not read and not any(_ANY.search(part.text) or _TURNED in part.text for part in parts):
        return _NOTHING  # most documents: their features would be those of no marking
    found = _NOTHING
    body = ""
    for part in parts:
        if part.zone is Zone.BODY and not body:
            body = part.text
        if not part.quiet:
            found = stronger(found, _judged(part, body, read, commercial))
        if _TURNED in part.text:
            found = stronger(found, _judged(replace(part, text=_as_shown(part.text)), body, read, commercial))
    return found


def _as_shown(text: str) -> str:
    """A text whose signs are turned round as its marks of direction say."""
    return _TURNED_SIGNS.sub(lambda signs: signs[1][::-1], text)


def stronger(one: Marking, other: Marking) -> Marking:
    """The one that weighs more; features of both count, since they are of one document."""
    if other is _NOTHING:
        return one
    rank = (_STRENGTH.index(one.bucket), one.score), (_STRENGTH.index(other.bucket), other.score)
    best, rest = (other, one) if rank[1] > rank[0] else (one, other)
    features = tuple(sorted({*best.features, *rest.features}))
    return best if features == best.features else replace(best, features=features)


def levels(part: Part) -> frozenset[str]:
    """The secrecy levels that a part is marked with, sentences about levels left out."""
    if part.quiet or not _ANY.search(part.text):
        return frozenset()
    text = upright(plain(part.text))
    head = "" if part.follows else header(text)
    found = _found(text, head, read=False)
    return frozenset(hit.level for hit in found if hit.weight >= markings().review and hit.level)


def header(text: str, lines: int | None = None) -> str:
    """The header zone: the first lines that are not empty."""
    wanted = markings().header_lines if lines is None else lines
    kept = []
    for line in text[: HEAD_CHARACTERS * 2].splitlines():
        if line.strip():
            kept.append(line)
            if len(kept) == wanted:
                break
    return "\n".join(kept)[:HEAD_CHARACTERS]


def _at_most_header(text: str) -> str:
    """The same with its empty lines, which hold no feature: a short text is all header zone, and is not taken apart."""
    short = len(text) <= HEAD_CHARACTERS and text.count("\n") < markings().header_lines
    return text if short else header(text)


def numbers(text: str) -> Iterator[tuple[str, ...]]:
    """Document numbers that a text cites, in one spelling: 某发〔2019〕3号.

    Nothing separates the number from the words before it, so each comes with every beginning that it may have.
    """
    for match in markings().feature["docno"].finditer(plain(text)):
        organ = _BLANK.sub("", match["org"])
        rest = f"〔{match['year']}〕{int(match['number'])}号"
        yield tuple(organ[at:] + rest for at in range(max(1, len(organ) - 1)))


@dataclass(frozen=True, slots=True)
class _Hit:
    weight: float
    text: str
    level: str
    term: str


def _judged(part: Part, body: str, read: bool, commercial: bool) -> Marking:
    """`body`: the text of the first page, whose head may say that all of it is an exam."""
    table = markings()
    anything = _ANY.search(part.text) is not None
    if not anything and part.zone not in _FEATURED:
        return _NOTHING
    if not anything:
        head = "" if part.follows else plain(_at_most_header(part.text))
        features = _features(head, head, part.zone)
        return Marking(features=features) if features else _NOTHING
    text = upright(plain(part.text))
    if read:
        text = _SPLIT.sub(r"\1密", text)
    head = "" if part.follows else header(text)
    features = _features(text, head, part.zone)
    best = max(_found(text, head, read), key=lambda hit: hit.weight, default=None)
    internal = _internal(head, part.zone, commercial)
    if best is None:
        return replace(internal, features=features) if internal else _telegram(features, part.zone)
    score, traps = _weighed(best, features, text, f"{head}\n{plain(header(body))}", table)
    bucket = _bucket(score, traps, table)
    if bucket is not Bucket.MARKED and internal is not None:
        return replace(internal, features=features)
    if bucket is Bucket.NONE and "telegram" in features:
        return _telegram(features, part.zone)
    if bucket is Bucket.NONE:
        return Marking(features=features)
    return Marking(
        bucket,
        round(score, 2),
        _evidence(best.text),
        best.level,
        best.term,
        part.zone,
        features,
        traps,
        _faults(best, text),
    )


def _bucket(score: float, traps: tuple[str, ...], table: Markings) -> Bucket:
    if score < table.review:
        return Bucket.NONE
    if traps:
        return Bucket.QUIET
    return Bucket.MARKED if score >= table.mark else Bucket.REVIEW


def _found(text: str, head: str, read: bool) -> Iterator[_Hit]:
    if not any(sign in text for sign in ("密宓蜜" if read else "密")):
        return
    table = markings()
    end = _end_of_header(text, head)
    for match in table.star.finditer(text):
        yield _hit(match, _starred_weight(match, text, match.start() < end))
    first = header(head, table.first_lines)
    near = _near(text, end)
    for form, pattern in table.forms:
        if form.signs and not any(sign in text for sign in form.signs):
            continue
        for where, weight in _places(form, text, head, first, read):
            for match in pattern.finditer(where):
                yield _hit(match, weight if read else _lined_weight(match, where, weight))
        if form.elsewhere is not None:
            for match in pattern.finditer(near):
                yield _hit(match, form.elsewhere)


def _near(text: str, begin: int) -> str:
    """Of a text from a place on, each line that can carry a level, with the one before it and behind it."""
    pieces = list[str]()
    at = begin
    while (found := text.find("密", at)) >= 0:
        start = max(text.rfind("\n", begin, max(begin, text.rfind("\n", begin, found))) + 1, begin)
        end = text.find("\n", found)
        end = text.find("\n", end + 1) if end >= 0 else -1
        at = end if end >= 0 else len(text)
        pieces.append(text[start:at])
    return "\n".join(pieces)


def _lined_weight(match: re.Match[str], text: str, weight: float) -> float:
    talk = match.groupdict().get("level") and (listed(text, match) or in_a_program(text, match))
    return min(weight, markings().starred.listed) if talk else weight


def _places(form: Mark, text: str, head: str, first: str, read: bool) -> Iterator[tuple[str, float]]:
    if form.header is not None:
        yield head, form.header
    if read and form.ocr is not None:
        yield head, form.ocr
    elif form.first is not None:
        yield first, form.first


def _end_of_header(text: str, head: str) -> int:
    last = head.rpartition("\n")[2]
    at = text.find(last)
    return len(text) if at < 0 or len(head) >= len(text) else at + len(last)


def _starred_weight(match: re.Match[str], text: str, in_header: bool) -> float:
    weights = markings().starred
    match beside(text, match):
        case Beside.ALONE | Beside.CELL:
            elsewhere = weights.complete if match["term"] else weights.alone
            return weights.header if in_header else elsewhere
        case Beside.PARAGRAPH:
            return weights.alone
        case Beside.LISTED:
            return weights.listed
        case Beside.QUOTED:
            return weights.quoted
        case _:
            return weights.inline


def _hit(match: re.Match[str], weight: float) -> _Hit:
    named = match.groupdict()
    level = _BLANK.sub("", named.get("level") or "").translate(_LEVELS)
    return _Hit(weight, match[0].strip(), level, _BLANK.sub("", named.get("term") or ""))


def _features(text: str, head: str, zone: Zone) -> tuple[str, ...]:
    end = text[-2000:]
    if zone not in _FEATURED or not (_ANY_FEATURE.search(head) or "印" in end):
        return ()
    found = []
    for name, pattern in markings().feature.items():
        where = end if name == "imprint" else head
        signs = markings().feature_signs.get(name, "")
        if (not signs or any(sign in where for sign in signs)) and pattern.search(where):
            found.append(name)
    return tuple(found)


def _weighed(
    hit: _Hit, features: tuple[str, ...], text: str, head: str, table: Markings
) -> tuple[float, tuple[str, ...]]:
    traps, weight = list[str](), hit.weight
    score = min(1.0, weight + min(table.feature_limit, table.feature_weight * len(features)))
    exam = table.trap["exam"]
    if exam.search(head) or exam.search(hit.text) or sum(word in head for word in table.traps.exam_words) >= 2:
        traps.append("exam")
        score = min(score, table.traps.exam_cap)
    if weight >= 0.5 and table.trap["released"].search(text):
        traps.append("released")
        score = min(score, table.traps.released_cap)
    if weight > table.review and table.trap["sample"].search(head):
        traps.append("sample")
        score = min(score, table.traps.sample_cap)
    if not hit.term and weight > table.review and table.trap["rating"].search(text):
        traps.append("rating")
        score = min(score, table.traps.rating_cap)
    if weight == table.starred.quoted:
        traps.append("quoted")
    if weight <= table.starred.inline and table.trap["talk"].search(text):
        score *= table.traps.talk_factor
    return score, tuple(traps)


def _internal(head: str, zone: Zone, commercial: bool) -> Marking | None:
    if zone is Zone.COMMENT:
        return None
    head = _SPACED.sub(lambda line: _INLINE_BLANK.sub("", line[0]), head)
    match = markings().inside.search(head) or (markings().trade.search(head) if commercial else None)
    if match is None:
        return None
    return Marking(Bucket.INTERNAL, 0.6, _evidence(match["mark"]), zone=zone)


def _telegram(features: tuple[str, ...], zone: Zone) -> Marking:
    if "telegram" not in features:
        return Marking(features=features)
    return Marking(Bucket.REVIEW, markings().review, _TELEGRAM, zone=zone, features=features)


def _evidence(text: str) -> str:
    return _BLANK.sub(" ", text)[:_LONGEST]


def _faults(hit: _Hit, text: str) -> tuple[str, ...]:
    """What is wrong with how the marking is written, in words of `checker.facts.content.marking`."""
    table = markings()
    faults = []
    if not hit.term:
        faults.append("no_term")
    years = re.match(r"(\d{1,3})年", hit.term)
    if years and int(years[1]) > table.form.years.get(hit.level, 100):
        faults.append("term_too_long")
    if table.trap["wrong_star"].search(text):
        faults.append("star_without_secret")
    if table.trap["wrong_order"].search(hit.text):
        faults.append("level_after_star")
    return tuple(faults)
