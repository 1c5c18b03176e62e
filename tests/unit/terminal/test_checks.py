"""``checks``: every rule is listed with what covers it; a unit's own check is judged before it is used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import checks
from checker.app.catalogue import schema
from checker.knowledge.rulebook import rulebook
from checker.terminal.exits import Exit
from main import main

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "checks-1.json"
EXAMPLE = (Path(checks.__path__[0]) / "README.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]


def test_every_rule_is_listed_once_with_what_covers_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--coverage", "--json", "-"]) == Exit.IN_ORDER
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, json.loads(SCHEMA.read_bytes()), jsonschema.Draft202012Validator)
    assert {row["rule"] for row in document["rules"]} == set(rulebook().rules)
    assert sum(document["summary"].values()) == len(document["rules"]) == len(rulebook().rules)


def test_the_published_schema_is_that_of_this_code() -> None:
    assert json.loads(SCHEMA.read_bytes()) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_can_read_it(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--language", language]) == Exit.IN_ORDER
    out = capsys.readouterr().out
    assert all(rule_id[:8] in out for rule_id in rulebook().rules)


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--coverage", "--json", str(tmp_path / "c.json")]) == Exit.IN_ORDER
    assert json.loads((tmp_path / "c.json").read_bytes())["schema"] == "mijian.checks/1"
    assert main(["checks", "--coverage", "--json", str(tmp_path / "no" / "c.json")]) == Exit.FAULT
    assert capsys.readouterr().err.strip()


def verify(folder: Path, code: str, capsys: pytest.CaptureFixture[str], language: str = "en") -> tuple[int, str]:
    (folder / "computer_name.py").write_text(code, "utf-8")
    status = main(["checks", "--language", language, "--verify", str(folder / "computer_name.py")])
    return status, capsys.readouterr().out


def test_the_documented_example_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(tmp_path, EXAMPLE, capsys) == (Exit.IN_ORDER, "computer_name.py: sound\n")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "defines no check"),
        (EXAMPLE.replace("local.computer_name", "local.other"), "lives in"),
        (EXAMPLE.replace("device-ledger-mismatch", "no-such-rule"), "not in the catalogue"),
        (EXAMPLE.replace("Severity.MEDIUM", "Severity.CRITICAL"), "none of its rules"),
        (EXAMPLE.replace("@probe(ComputerName, Platform.WINDOWS)", ""), "nothing reads on windows"),
        (EXAMPLE.replace("coverage=Coverage.whole(Unit.SETTINGS)", "gaps=()"), "gaps= is now coverage="),
        (EXAMPLE.replace(", coverage=Coverage.whole(Unit.SETTINGS)", ""), "does not say what it looked at"),
        (EXAMPLE + "\nfrom pathlib import Path, PurePath\n", "imports pathlib.Path: a probe asks the Machine"),
        (EXAMPLE + "\nimport subprocess\n", "imports subprocess: a probe asks the Machine"),
        (EXAMPLE + "\nfrom checker.machine import files\n", "imports checker.machine: a unit's file"),
        (EXAMPLE.replace("machine.host.name", 'eval("str(1)")'), "calls eval(): a probe asks"),
        (EXAMPLE.replace("    Coverage,\n", "    Coverage,\n    Gap,\n"), "checker.api has no Gap any more"),
    ],
)
def test_what_is_wrong_with_a_check_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    status, out = verify(tmp_path, code, capsys)
    assert (status, said in out) == (Exit.TO_FIX, True), out
    _, zh = verify(tmp_path, code, capsys, "zh")
    head, *faults = zh.splitlines()
    assert faults
    assert head == "computer_name.py：还不能使用"
    assert all(re.search("[\u4e00-\u9fff]", fault) for fault in faults), zh


def test_what_is_no_python_file_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--verify", str(tmp_path / "nothing.py")]) == Exit.USAGE
    assert capsys.readouterr().err.strip()
