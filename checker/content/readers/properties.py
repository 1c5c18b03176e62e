"""A document's properties as lines of text: a level that stands in one is an electronic marking."""

from __future__ import annotations

import re

from checker.content.markings import plain
from checker.knowledge.documents import documents

_LEVEL = re.compile(r"\s*(?:绝|机|秘)\s*密\s*级?\s*(?:[★☆*].{0,20})?\s*")


def labelled(name: str, value: str) -> str:
    """One property as a line; "" where it says nothing of a level.

    A property that is called a level, or one of the program's fields for states whose value is a level, becomes
    ``密级：...``, as people write it on a page. A title is a title: 秘密 may be the name of a novel.
    """
    value = plain(value).strip()[:200]
    if not value:
        return ""
    key = name.strip().lower()
    if key in documents().level_properties or (key not in documents().title_properties and _LEVEL.fullmatch(value)):
        return f"密级：{value}"
    return value
