"""Coverage for facts that tests make by hand."""

from __future__ import annotations

from checker.model.coverage import Cause, Coverage, Extent, Left, Unit
from checker.model.text import Text

SEEN = Coverage.whole(Unit.SETTINGS)
"""All of it was looked at."""

REASON, HOW = Text("没有权限", "no permission"), Text("以管理员身份再查", "as administrator")
NAMED = Text.name("/home/li/方案.docx")
PARTLY = Coverage(
    (Extent(Unit.PEOPLE, 2, 2), Extent(Unit.FILES, 14_245, 14_233)),
    (Left(Unit.FILES, Cause.DENIED, 12, (NAMED,), REASON, HOW),),
)
"""Twelve files were not looked at."""
