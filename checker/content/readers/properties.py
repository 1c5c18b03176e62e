"""A document's properties as lines of text: a level that stands in one is an electronic marking."""

from __future__ import annotations

import re

from checker.content.markings import plain
from checker.knowledge.documents import documents

_BETWEEN = re.compile(r"[;,、]|\s+(?=[绝机秘]\s*密)")  # keywords
_LEVEL = re.compile(r"\s*(?:绝|机|秘)\s*密\s*级?\s*(?:[★☆*].{0,20})?\s*")


def labelled(name: str, value: str) -> str:
    """One property as a line, keywords as a line each; "" where there is nothing in it.

    A property that is called a level, or one of the program's fields for states whose value is a level, becomes
    ``密级：...``, as people write it on a page. A title is a title: 秘密 may be the name of a novel. Every format's
    properties come through here, so that the same words weigh the same in all of them.
    """
    value, key, known = plain(value).strip(), name.strip().lower(), documents()
    if not value:
        return ""
    if key in known.level_properties or (key not in known.title_properties and _LEVEL.fullmatch(value)):
        return f"密级：{value}"
    if key in known.keyword_properties:
        return "\n".join(word.strip() for word in _BETWEEN.split(value))
    return value
