"""What a page points to is there: links with their headings, paths, commands and options."""

from __future__ import annotations

import argparse
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, pages

PAGES = pages()
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PLACE = re.compile(r"[\w.-]+(?:/[\w.*-]+)+/?")
# Where a path in a sentence may begin, besides beside the page itself.
BEGINNINGS = (ROOT, ROOT / "checker", ROOT / "docs")
ENDINGS = (".py", ".md", ".toml", ".json", ".txt", ".sh", ".spec")
CALL = re.compile(r"(?:^|[\s(（“])(?:\./|sudo /opt/mijian/)?mijian(?= )((?: [^\n#`]*)?)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
EVERYWHERE = {"--help"}
# What a reader makes himself, and what lies beside the clone.
MADE = re.compile(r"packaging/wheels|packaging/coverage\.toml|DIR/\w+|checks/local/\S+|keys/\S+|\.\./shared/\S+")
# Other programs' own.
FOREIGN = {"--no-dashboard", "--host", "--begun"}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@each_page
def test_every_link_resolves(page: Path):
    broken = [link for link in _links(page) if not _resolves(page, link)]
    assert broken == []


@each_page
def test_every_path_in_code_style_is_there(page: Path):
    missing = [span for span in SPAN.findall(_prose(page)) if _is_a_path(span) and not _is_there(page, span)]
    assert missing == []


@each_page
def test_every_command_and_option_is_known(page: Path):
    wrong = [call for call in _calls(page) for wrong in _wrong(call) if wrong]
    assert wrong == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "evidence" not in page.parts], ids=lambda page: page.relative_to(ROOT).as_posix()
)  # evidence tells of other programs, with options of theirs
def test_every_option_in_code_style_is_some_commands(page: Path):
    ours = {option for options in _commands().values() for option in options} | set(OPTION.findall(_text("mijian")))
    known = ours | EVERYWHERE | FOREIGN
    spans = [span.split()[0] for span in SPAN.findall(_prose(page)) if OPTION.match(span)]
    assert [span for span in spans if span not in known] == []


def test_what_is_not_there_is_seen():
    """The tests above can fail."""
    readme = ROOT / "README.md"
    assert not _resolves(readme, "docs/NOWHERE.md")
    assert not _resolves(readme, "docs/BENCHMARKS.md#no-such-heading")
    assert _is_a_path("checker/nowhere.py")
    assert _is_a_path("nowhere/there.toml")
    assert not _is_there(readme, "checker/nowhere.py")
    assert list(_wrong(" audit --jsno FILE")) == ["--jsno"]
    assert list(_wrong(" adit")) == ["adit"]
    assert list(_wrong(" keys new DIR --unit U --nmae N")) == ["--nmae"]


def _prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def _links(page: Path) -> Iterator[str]:
    for link in LINK.findall(_prose(page)):
        if not re.match(r"[a-z]+:", link):
            yield link


def _resolves(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not heading or heading in _headings(target.resolve()))


@cache
def _headings(page: Path) -> frozenset[str]:
    """As GitHub makes them: small letters, blanks as dashes, without signs."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


def _is_a_path(span: str) -> bool:
    """Whether it means a place of the tree: it begins with a name of it, or ends as our files do."""
    if not PLACE.fullmatch(span) or MADE.fullmatch(span):
        return False
    first = span.partition("/")[0]
    return span.endswith(ENDINGS) or any((begin / first).exists() for begin in BEGINNINGS)


def _is_there(page: Path, place: str) -> bool:
    name = place.rstrip("/")
    return any(list(begin.glob(ending)) for begin in (page.parent, *BEGINNINGS) for ending in (name, f"{name}.*"))


def _calls(page: Path) -> Iterator[str]:
    """What stands after ``mijian`` in code style, to the end of the command."""
    text = page.read_text("utf-8")
    blocks = (line for block in FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines())
    for code in (*blocks, *SPAN.findall(_prose(page))):
        for call in CALL.findall(code):
            yield re.split(r"\s{3,}| / | && | \| ", call)[0]


def _wrong(call: str) -> Iterator[str]:
    words = [word for word in re.split(r"[\s|]+", call) if word]
    named = [word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)]
    if not named or named[0] in _launcher():
        return
    commands = _commands()
    if named[0] not in commands:
        if words[0] == named[0]:
            yield named[0]
        return
    known = {option for name, options in commands.items() if name.split()[0] == named[0] for option in options}
    if len(named) > 1 and f"{named[0]} {named[1]}" in commands:
        known = commands[f"{named[0]} {named[1]}"] | commands[named[0]]
    for option in OPTION.findall(call):
        if option not in known | EVERYWHERE | FOREIGN:
            yield option


@cache
def _launcher() -> frozenset[str]:
    return frozenset(
        named[1] for named in re.finditer(r"^  ([a-z-]+)(?: \| [a-z-]+)*\)", _text("mijian"), re.MULTILINE)
    )


@cache
def _commands() -> dict[str, set[str]]:
    reference = runpy.run_path(str(ROOT / "packaging" / "reference_pages.py"))
    found = dict[str, set[str]]()
    for parser, _ in reference["whole_parser"]():
        assert isinstance(parser, argparse.ArgumentParser)
        name = parser.prog.removeprefix("mijian").strip()
        found[name] = {option for action in parser._actions for option in action.option_strings}
    ours = found.pop("")
    return {name: options | ours for name, options in found.items()}


def test_every_file_of_data_is_one_that_the_program_names():
    page = (ROOT / "docs" / "it" / "data.md").read_text("utf-8")
    table = page.partition("## 数据文件夹里")[2].partition("\n## ")[0]
    names = re.findall(r"^\| `([\w.-]+\.\w+)`", table, re.MULTILINE)
    source = "\n".join(path.read_text("utf-8") for package in ("checker", "gui") for path in _modules(package))
    assert len(names) >= 8
    assert [name for name in names if f'"{name}"' not in source] == []


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _modules(package: str) -> Iterator[Path]:
    yield from (ROOT / package).rglob("*.py")


def test_readme_lists_every_command():
    named = {call.split()[0] for call in _calls(ROOT / "README.md") if call.split()}
    assert sorted(({name.split()[0] for name in _commands()} | _launcher()) - named) == []
