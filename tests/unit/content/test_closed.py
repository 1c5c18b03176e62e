"""What an officer closed as a false alarm is left out of every verdict, and every verdict says how many that were."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checker.facts.content.search import DocumentSearch
from checker.model.policy import Policy
from checker.model.text import Language
from checker.model.verdict import Pass
from checks.workstation.doc_altered_marks import doc_altered_marks
from checks.workstation.doc_mark_form import doc_mark_form
from checks.workstation.doc_marked_cloud_sync import doc_marked_cloud_sync
from checks.workstation.doc_marked_exports import doc_marked_exports
from checks.workstation.doc_marked_files import doc_marked_files
from checks.workstation.work_secret_files import work_secret_files
from tests.worlds.coverage import SEEN

JUDGES: dict[str, Callable[[DocumentSearch], object]] = {
    "files": lambda search: doc_marked_files(search),
    "exports": lambda search: doc_marked_exports(search),
    "sync": lambda search: doc_marked_cloud_sync(search),
    "form": lambda search: doc_mark_form(search),
    "altered": lambda search: doc_altered_marks(search),
    "internal": lambda search: work_secret_files(search, Policy()),
}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("closed", [0, 3])
def test_a_verdict_says_how_many_were_closed_before(judge: str, closed: int) -> None:
    verdict = JUDGES[judge](DocumentSearch(files=9, excluded=0, found=(), closed=closed, coverage=SEEN))
    assert isinstance(verdict, Pass)
    assert ("另有 3 个早先由保密员按误报关闭" in verdict.seen.to(Language.ZH)) == bool(closed)
