"""A number and the words about it agree, in every sentence of the checks and of the program that has a number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.model.text import Text

ROOT = Path(__file__).parents[2]
FOLDERS = ("checks", "checker", "gui")
# Blanks that hold a count. A number of a report, a limit written without a noun and a name are none.
COUNTS = re.compile(
    r"\{(number|count|files|days|hours|minutes|listed|gone|folders|documents|limit|attempts|length|seen|wanted|ids|phones"
    r"|cards|members|pictures|apps|photos|devices|classes|left|blocks|busy)(?=[:}])"
)
# A one before a word in the plural, or before a verb that wants one.
SINGULAR = re.compile(
    r"(?<![\d.,])1 (?:(?:suspected|saved|wrong|deleted|other|archive|safety|storage|USB|Wi-Fi|high-risk|work|sound) )*"
    r"(?!(?:is|was|has|this|its|less|address|process|access|always|as|us|unless|serials)\b)"
    r"[a-z-]+s\b|(?<![\d.,])1 media\b|\ball 1\b"
    r"|(?<![\d.,])(?<!of )1 [^.,;:?()]*?\b(?<!may )(?:are|were|have|carry|cite)\b",
    re.IGNORECASE,
)
NOT_COUNTED = ("checker/report/ledger/sequence.py", "checker/report/verify")  # numbers there are those of reports


def _sentences() -> Iterator[tuple[str, Text]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            place, source = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
            if place.startswith(NOT_COUNTED) or not COUNTS.search(source):
                continue
            for node in ast.walk(ast.parse(source)):
                match node:
                    case ast.Call(
                        func=ast.Name("Text"), args=[ast.Constant(value=str(zh)), ast.Constant(value=str(en))]
                    ) if COUNTS.search(en):
                        yield f"{place}:{node.lineno}", Text(zh, en)


SENTENCES = tuple(_sentences())


def filled(text: Text, number: int) -> Text:
    blanks = set(re.findall(r"\{(\w+)", text.zh + text.en))
    counted, measured = set(COUNTS.findall(text.en)), set(re.findall(r"\{(\w+):[.,]", text.zh + text.en))
    values: dict[str, object] = dict.fromkeys(measured, 1.5) | dict.fromkeys(counted, number)
    return text.filled(**{name: values.get(name, f"<{name}>") for name in blanks})


def test_there_are_sentences_with_counts() -> None:
    assert len(SENTENCES) > 100


@pytest.mark.parametrize(("place", "text"), [pytest.param(*one, id=one[0]) for one in SENTENCES])
def test_of_one_thing_it_is_said_in_the_singular(place: str, text: Text) -> None:
    said = filled(text, 1).en
    assert SINGULAR.search(said) is None, said


@pytest.mark.parametrize("number", [0, 2, 5])
@pytest.mark.parametrize(("place", "text"), [pytest.param(*one, id=one[0]) for one in SENTENCES])
def test_of_several_things_it_is_said_in_the_plural(place: str, text: Text, number: int) -> None:
    said = filled(text, number)
    for many in re.findall(r"\{\w+:[^{}|]*\|([^{}]*)\}", text.en):
        assert many in said.en
    assert "|" not in said.zh + said.en


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 file was"), ("1", "1 file was"), (0, "0 files were"), ("1,001", "1,001 files were")]
)
def test_a_number_may_be_digits_already(number: int | str, said: str) -> None:
    assert Text("{n}", "{n} {n:file was|files were}").filled(n=number).en == said
