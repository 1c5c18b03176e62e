"""What stands around a level and its star: nothing, another cell of the same line, or a sentence about markings.

Texts are in the shape that `checker.content.markings.plain` gives them.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from checker.knowledge.markings import markings

_LINE = 200  # characters of a line on each side: a line without an end would make this slow
_SEVERAL = 4  # a line that speaks of levels so often is no marking's
_CHINESE = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile('[\u4e00-\u9fff“”"「『‘]')
_TALK = re.compile('[“”"」』’，。；,;]')
_OPENING = re.compile(r"[\s(（【\[]")
_OPENS = re.compile(r"(?P<spoken>[“‘「『《〈])[ \t]*$|[\"'`«»>{}\](\[][ \t]*$")
_CLOSES = re.compile(r"[ \t]*(?:\\n)?[\"'`”’」』》〉«»<}\[\])]")
_BESIDE_QUOTES = 8  # Chinese signs of a line beside the quotes: what a name of a setting may have
_STARRED = re.compile(r"[★☆⭐]\s*$")
# Between two cells of one line: what a table, a tabulator or a typist's blanks leave.
_GAP = re.compile("[ \u00a0]{2,}|[ ]*[\t|│┃¦‖][ ]*")
_OPTION = re.compile(r"^[ (（\[【]*[A-Ha-h][)）\]】]?[ ]*[.、．:：)）]?[ ]*$")
_SENTENCE_END = re.compile('[:：,，、。；;“”"‘「『如例即为是成写注作用和或与及]$')
_DOCNO = r"[〔\[【(（﹝［{<〈][ ]*(?:19|20)\d{2}[ ]*[〕\]】)）﹞］}>〉][ ]*(?:第[ ]*)?\d{1,5}[ ]*号"
_KINDS = (
    "公司|集团|委员会|办公室|办公厅|局|厅|部|院|所|处|科|中心|政府|党委|党组|支部|学校|大学|学院|医院|银行|支队|总队|协会|学会|法院|文件"
    "|通知|方案|报告|请示|批复|意见|决定|纪要|简报|计划|总结|函|办法|规定|细则|预案|合同|清单|名单|台账|汇报|材料|说明|图纸"
)
# What may stand before a marking without a gap: a document number, a copy or page number, an organ or a title.
_BEFORE = re.compile(
    rf"{_DOCNO}[ ]*$|^[ ]*(?:份[ ]*号|编[ ]*号|序[ ]*号|No\.?|NO\.?|№)[ ]*[:：]?[ ]*[\w.-]{{1,20}}[ ]+$"
    r"|第[ ]*[\d一二三四五六七八九十]{1,4}[ ]*页[ ,，/]*(?:[共总][ ]*[\d一二三四五六七八九十]{1,4}[ ]*页)?[ ]+$"
    rf"|^[ ]*[\u4e00-\u9fffA-Za-z0-9()（）〈〉《》·-]{{2,40}}(?:{_KINDS})[》〉]?[ ]+$"
)
_BEHIND = re.compile(rf"^[ ]*(?:[\u4e00-\u9fff]{{1,16}}[ ]*{_DOCNO}|第[ ]*\d{{1,4}}[ ]*页|(?:份|编)[ ]*号)")
_FORMS = re.compile(
    "格式|形式|标注|标志|标识|示例|例如|举例|如下|样式|式样|写法|正确|错误|规范|练习|选择|判断|（ *）|\\( *\\)"
)
_CLOSED = re.compile(r"\s*(?:[,;)\]}+.:]|$)")
_LEVEL = re.compile(r"^[^\u4e00-\u9fff\n]{0,6}([绝机秘])[ ]*密级?(?:[ ]*[★☆*:：]|[ ]*[^\u4e00-\u9fff]{0,6}$)")


class Beside(Enum):
    """ALONE  on its line
    PARAGRAPH  with its term, at the head of one
    CELL    a complete marking beside another cell, a number, an organ or a title on its line
    LISTED  one of several levels, behind a sentence about forms, or beside a cell and without a term
    QUOTED  with its term, all that stands between two quotes or brackets of a line that says little else in Chinese
    TALK    within a sentence, in a row of stars, an answer to choose
    """

    ALONE = auto()
    PARAGRAPH = auto()
    CELL = auto()
    LISTED = auto()
    QUOTED = auto()
    TALK = auto()


def beside(text: str, match: re.Match[str]) -> Beside:
    """Where a level with its star stands."""
    begin, end = max(0, match.start() - _LINE), min(len(text), match.end() + _LINE)
    before = text[begin : match.start()].rpartition("\n")[2]
    after = text[match.end() : end].partition("\n")[0]
    found = _between(text, match, before, after)
    return Beside.QUOTED if found is Beside.TALK and match["term"] and _quoted(before, after) else found


def _quoted(before: str, after: str) -> bool:
    opens = _OPENS.search(before)
    if opens is None or _CLOSES.match(after) is None:
        return False
    return len(_CHINESE.findall(before + after)) <= (0 if opens["spoken"] else _BESIDE_QUOTES)


def _between(text: str, match: re.Match[str], before: str, after: str) -> Beside:
    complete = bool(match["term"])
    if before.count("密") + after.count("密") > _SEVERAL or before.endswith(("'", "`")):
        return Beside.TALK
    cell = _GAP.split(before)[-1]
    if (_OPTION.match(cell) and cell.strip()) or (_STARRED.search(before) and not complete):
        return Beside.TALK
    if not _QUOTED.search(before) and len(_CHINESE.findall(after)) <= 4 and not _TALK.search(after):
        glued = not complete and not match[0][-1].isspace() and _CHINESE.match(after) is not None
        others = {one for one in _levels(before + after) if one != match["level"][0]}
        return Beside.LISTED if glued or others or listed(text, match) else Beside.ALONE
    if complete and not text[: match.start()].strip() and after[:1].isspace() and not _levels(after):
        return Beside.ALONE  # a text begins with it
    if _separate(before, cell) and _ends(after):
        other = match["level"].replace(" ", "")[:1] not in "".join(_levels(before + after))
        several = bool(_levels(before + after)) and other
        return Beside.LISTED if several or not complete else Beside.CELL
    if complete and not _OPENING.sub("", before):
        return Beside.PARAGRAPH
    return Beside.TALK


def _levels(line: str) -> list[str]:
    return re.findall("([绝机秘])[ ]*密[ ]*[★☆*]", line)


def _separate(before: str, cell: str) -> bool:
    """Whether what stands before it is not the beginning of its sentence."""
    label = markings().named.search(before)
    if label is not None:
        return True
    if cell.strip():
        return _BEFORE.search(before) is not None or _BEFORE.search(cell) is not None
    return not _SENTENCE_END.search(_GAP.sub(" ", before).strip())


def _ends(after: str) -> bool:
    """Whether its sentence, if it is in one, does not go on behind it."""
    first = _GAP.split(after)[0]
    few = len(_CHINESE.findall(first)) <= 4 and not _TALK.search(first)
    return few or _BEHIND.match(after) is not None


def listed(text: str, match: re.Match[str]) -> bool:
    """Whether the line above or below names another level, or the one above says how marks are written."""
    above = text[max(0, match.start() - _LINE) : match.start()].rstrip(" \t(（【[").rstrip().rpartition("\n")[2].strip()
    below = text[match.end() : match.end() + _LINE].partition("\n")[2].lstrip().partition("\n")[0]
    level = match["level"][0]
    if any(near is not None and near[1] != level for near in (_LEVEL.match(above), _LEVEL.match(below))):
        return True
    if markings().named.search(above) is not None:
        return False
    asks = above.endswith((":", "：", ")", "）", "?", "？")) and _CHINESE.search(above) is not None
    return asks and _FORMS.search(above) is not None


def in_a_program(text: str, match: re.Match[str]) -> bool:
    """Whether it stands between the quotes of a program's line; a table's cells are judged without theirs, too."""
    begin = text.rfind("\n", max(0, match.start() - _LINE), match.start()) + 1
    before, after = text[begin : match.start()], text[match.end() : match.end() + _LINE].partition("\n")[0]
    for quote in ("'", '"'):
        closed = _CLOSED.match(after.partition(quote)[2]) if quote in after else None
        if before.count(quote) % 2 and closed is not None:
            return True
    return False


# A level and its star a sign or two a line, and behind them a term likewise.
_COLUMN = re.compile(
    r"(?m)^[ \t]*(?:[绝机秘][ \t]*\n\s*密\s*[★☆✩⭐*]|[绝机秘][ \t]*密[ \t]*\n\s*[★☆✩⭐*])"
    r"(?:\s*[0-9年月个期长永久前]{1,4}(?!\S)){0,8}"
)


def upright(text: str) -> str:
    """A text whose marking stands a sign a line, with that marking on one line."""
    return _COLUMN.sub(lambda column: "".join(column[0].split()), text)
