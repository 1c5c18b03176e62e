"""What is wrong with a table or with rules, in both languages: those who write them are not all programmers."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

import msgspec

from checker.model.text import Text, shown

_AT: Final = Text("{place}：{fault}", "{place}: {fault}")
_TOML: Final = Text("第 {line} 行第 {column} 列的 TOML 写法不对（{why}）", "{why} (at line {line}, column {column})")
_NO_TOML: Final = Text("不是有效的 TOML（{why}）", "{why}")
_ENCODING: Final = Text("不是 UTF-8 编码的文字", "is no text in UTF-8")
_DEEP: Final = Text("嵌套太深", "is nested too deep")
_MISSING: Final = Text("缺少 {key}", "Object missing required field `{key}`")
_EXPECTED: Final = Text("这里应当是 {wanted}，写的是 {given}", "Expected `{wanted}`, got `{given}`")
_OTHER: Final = Text("内容不对（{why}）", "{why}")
_PLACE: Final = re.compile(r"(?P<why>.*?)(?: - at `(?P<place>[^`]*)`)?", re.DOTALL)
_KINDS: Final = {
    "str": "文字",
    "int": "整数",
    "float": "数",
    "bool": "true 或 false",
    "array": "列表",
    "object": "表（键和值）",
    "null": "空",
}


class Unsound(ValueError):
    """`fault` says it in both languages, and `str` of it in English."""

    def __init__(self, fault: Text) -> None:
        super().__init__(fault.en)
        self.fault: Final = fault

    def within(self, place: str) -> Unsound:
        """The same of something that lies there: a file, a rule, an entry."""
        return Unsound(_AT.filled(place=shown(place), fault=self.fault))


def unsound(place: str, words: Text, /, **values: str) -> Unsound:
    """Of a place, with what the file says there made safe to show."""
    return Unsound(words.filled(**{name: shown(value) for name, value in values.items()})).within(place)


def toml(content: str | bytes) -> dict[str, Any]:
    """Raises Unsound: it is no TOML, or no UTF-8."""
    try:
        return tomllib.loads(content if isinstance(content, str) else content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unsound(_ENCODING) from error
    except RecursionError as error:
        raise Unsound(_DEEP) from error
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(?P<why>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", str(error), re.DOTALL)
        words = _NO_TOML.filled(why=shown(str(error))) if found is None else _TOML.filled(**found.groupdict())
        raise Unsound(words) from error


def of_conversion(error: msgspec.ValidationError) -> Unsound:
    """What msgspec could not make of a value; of what a record says of itself, the record's own sentence."""
    found = _PLACE.fullmatch(str(error))
    assert found is not None
    own = error.__cause__
    fault = own if isinstance(own, Unsound) else Unsound(_words(found["why"]))
    return fault if found["place"] is None else fault.within(found["place"])


def _words(why: str) -> Text:
    if missing := re.fullmatch(r"Object missing required field `(?P<key>.*)`", why):
        return _MISSING.filled(key=shown(missing["key"]))
    if kinds := re.fullmatch(r"Expected `(?P<wanted>.*)`, got `(?P<given>.*)`", why):
        zh = {
            name: " | ".join(_KINDS.get(one, one) for one in kind.split(" | "))
            for name, kind in kinds.groupdict().items()
        }
        return Text(_EXPECTED.filled(**zh).zh, why)
    return _OTHER.filled(why=shown(why))
