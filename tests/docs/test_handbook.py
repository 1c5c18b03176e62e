"""The officer's handbook: both languages say the same, in the screen's own words."""

from __future__ import annotations

import re

import pytest

from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.text import Language, Text
from gui.states import Face, face
from tests.docs.pages import ROOT, tables

PAGES = {name: (ROOT / "docs" / "user" / f"handbook.{name}.md").read_text("utf-8") for name in ("zh", "en")}
LABEL = re.compile(r"\*\*([^*]+?)(?: \\\*)?\*\*")
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "gui").rglob("*.py")))
# Bold for their weight: a whole sentence, or the head of a paragraph, ends with a sign.
SENTENCE = re.compile(r".*[。？：:.?]$")
HEADS = {
    "不读",
    "Never read",
    "先点信任文件夹…",
    "Press Trust folder… first",
    "“未能检查”不是“符合”",
    "两个都交",
    "粗体",
    "bold",
}


def labels(page: str) -> list[str]:
    return [found for found in LABEL.findall(page) if not SENTENCE.match(found) and found not in HEADS]


@pytest.mark.parametrize("language", PAGES)
def test_what_is_bold_stands_on_the_screen(language: str):
    found = labels(PAGES[language])
    assert len(found) > 30
    assert [label for label in found if f'"{label}' not in SOURCES] == []


@pytest.mark.parametrize(
    "measure",
    [
        lambda page: len(re.findall(r"^##+ ", page, re.MULTILINE)),
        lambda page: [len(table) for table in tables(page)],
        lambda page: [
            name.removesuffix("zh.png").removesuffix("en.png") for name in re.findall(r"\(\.\./screens/(\S+)\)", page)
        ],
        lambda page: len(labels(page)),
    ],
    ids=["headings", "tables", "pictures", "labels"],
)
def test_both_languages_have_the_same_parts(measure):
    assert measure(PAGES["zh"]) == measure(PAGES["en"])


@pytest.mark.parametrize("language", list(Language))
def test_the_states_are_those_of_the_screen(language: Language):
    (told,) = (table[1:] for table in tables(PAGES[language.value]) if len(table[0]) == 4)
    assert {(row[0], row[1]) for row in told} == {(face.shape.value, face.word.to(language)) for face in shown()}


def shown() -> list[Face]:
    """Every state that a finished inspection may show, a failure by its weight."""
    found = [finding(state, Severity.CRITICAL) for state in State if state.final]
    return [face(one) for one in (*found, finding(State.FAILED, Severity.LOW))]


def finding(state: State, severity: Severity) -> Finding:
    return Finding("x", "x", state, severity, Text("", ""))
