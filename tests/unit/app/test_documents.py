"""A search from either front: one cache, and what cannot be wiped or reached is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app.documents import Documents
from checker.app.refused import Refused, Why
from checker.app.workspace import Workspace
from checker.store.inspections import SaveFailed
from tests.unit.content import papers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "甲乙丙丁.docx").write_bytes(papers.docx())
    return tmp_path / "here"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store")


def test_a_search_tells_its_finds_once_and_publishes_no_name(folder: Path, workspace: Workspace) -> None:
    searching = Documents(workspace, workers=1).search((folder,))
    told = [seen for sight in searching for seen in sight.finds]
    assert [Path(seen.path).name for seen in told] == ["甲乙丙丁.docx"]
    assert searching.complete
    assert searching.tally.suspected == 1
    assert "甲乙丙丁".encode() not in searching.encoded()


@pytest.mark.parametrize(("more", "there"), [({}, True), ({"cached": False}, False)])
def test_the_workspaces_cache_is_used_unless_none_is_wanted(
    folder: Path, workspace: Workspace, more: dict, there: bool
) -> None:
    for _ in Documents(workspace, workers=1).search((folder,), **more):
        pass
    assert workspace.cache.exists() == there


def test_another_cache_can_be_named_and_wiped(folder: Path, workspace: Workspace, tmp_path: Path) -> None:
    documents, other = Documents(workspace, workers=1), tmp_path / "other.sqlite"
    for _ in documents.search((folder,), cache=other):
        pass
    assert other.exists()
    assert not workspace.cache.exists()
    documents.wipe(other)
    assert not other.exists()


def test_a_cache_that_cannot_be_wiped_is_said(workspace: Workspace) -> None:
    workspace.cache.mkdir(parents=True)
    with pytest.raises(SaveFailed) as failure:
        Documents(workspace).wipe()
    assert "缓存没有清除" in failure.value.reason.zh


def test_a_cluster_that_is_not_there_is_refused(folder: Path, workspace: Workspace, monkeypatch) -> None:
    monkeypatch.setattr("checker.content.cluster._SECONDS", 0.5)
    with pytest.raises(Refused) as refused:
        Documents(workspace).search((folder,), cluster="tcp://127.0.0.1:1")
    assert refused.value.why is Why.FAILED
