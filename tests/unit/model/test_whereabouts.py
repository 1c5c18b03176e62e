"""Full paths are for the screen of the computer that searched, and stand in nothing that is kept."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from checker.content.evidence import redacted
from checker.engine.inspect import inspect
from checker.model import whereabouts
from checker.model.finding import Finding, State
from checker.model.severity import Severity
from checker.model.target import Target
from checker.model.text import Text
from tests.contract.test_scenarios import CATALOG, scenarios_of

PATH = "/home/wang/文档/项目/" + "很长的名字" * 40 + "方案.docx"


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "_known", {})


def _naming(*items: str) -> Finding:
    return Finding(
        "toy.one", "pc", State.FAILED, Severity.HIGH, Text("有", "there"), tuple(Text(one, one) for one in items)
    )


def test_a_redacted_path_leads_to_the_whole_of_the_full_one() -> None:
    whereabouts.remember(redacted(PATH), PATH)
    whereabouts.remember(redacted("/x/b.zip", "a.docx"), "/x/b.zip", "a.docx")
    finding = _naming(f"{redacted(PATH)}：机密★10年", f"{redacted('/x/b.zip', 'a.docx')}：秘密★")
    assert [path.zh for path in whereabouts.of(finding)] == [PATH, "/x/b.zip → a.docx"]


def test_files_that_share_a_redacted_path_are_all_named_and_others_are_not() -> None:
    for path in ("/home/wang/一/方案甲.docx", "/home/wang/二/方案乙.docx", "/home/wang/二/别的.docx"):
        whereabouts.remember(redacted(path), path)
    named = whereabouts.of(_naming(redacted("/home/wang/一/方案甲.docx")))
    assert [path.zh for path in named] == ["/home/wang/一/方案甲.docx", "/home/wang/二/方案乙.docx"]
    assert whereabouts.of(_naming("远程控制软件")) == ()


def test_a_search_remembers_what_it_found_and_its_findings_do_not_hold_it() -> None:
    check = CATALOG.checks["workstation.doc_marked_files"]
    scenario = next(one for one in scenarios_of(check) if one.state is State.FAILED)
    target = Target("pc", scenario.world.platform, "PC")
    *_, finding = inspect(target, scenario.world.machine(), [check], CATALOG.probes, scenario.policy)
    (path, *_) = (one.zh for one in whereabouts.of(finding))
    assert path in scenario.world.files
    assert path not in msgspec.json.encode(replace(finding, coverage=None)).decode()


def test_what_is_remembered_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "MOST", 1)
    whereabouts.remember("a", "/a")
    whereabouts.remember("b", "/b")
    whereabouts.remember("a", "/other/a")
    assert [path.zh for path in whereabouts.of(_naming("a", "b"))] == ["/a", "/other/a"]


def test_a_name_that_begins_another_one_leads_to_its_own_file_alone() -> None:
    whereabouts.remember("a/b.doc", "/x/a/b.doc")
    whereabouts.remember("a/b.docx", "/y/a/b.docx")
    assert [path.zh for path in whereabouts.of(_naming("a/b.docx：机密★10年"))] == ["/y/a/b.docx"]
    assert [path.zh for path in whereabouts.of(_naming("a/b.doc：机密★10年"))] == ["/x/a/b.doc"]
