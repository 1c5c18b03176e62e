"""Where the files lie that findings name by redacted paths: for whoever sits at this computer.

Kept in the memory of the process that searched, beside the findings and in none of them: what is saved, signed or
handed on cannot have it. A result that was opened from a file has the redacted paths alone.
"""

from __future__ import annotations

from checker.model.finding import Finding
from checker.model.text import Text, shown

MOST = 10_000  # redacted paths that are remembered
_LONGEST = 32_768  # signs of a path: no system has longer ones

_known: dict[str, dict[str, None]] = {}


def remember(redacted: str, path: str, member: str = "") -> None:
    """`redacted` stands for that file, or for the member of that archive, in what findings say."""
    if redacted and (redacted in _known or len(_known) < MOST):
        _known.setdefault(Text.name(redacted).zh, {})[f"{path} → {member}" if member else path] = None


def of(finding: Finding) -> tuple[Text, ...]:
    """The full paths of the files that the finding's items name, in their order; several files may share a name."""
    paths: dict[str, None] = {}
    for item in finding.items:
        # "a/b.doc" also begins what is said of "a/b.docx"
        named = max((redacted for redacted in _known if item.zh.startswith(redacted)), key=len, default=None)
        paths |= _known[named] if named is not None else {}
    whole = (shown(path, _LONGEST) for path in paths)
    return tuple(Text(path, path) for path in whole)
