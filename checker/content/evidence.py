"""What may be written down of a find: enough to know it again, too little to leak it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace

from checker.facts.content.document import Seen
from checker.model.coverage import Left, Unit
from checker.model.finding import Finding
from checker.model.inspection import Inspection
from checker.model.text import Text, shown

_PART = re.compile(r"[/\\]+")
# Folders whose names say nothing of anybody.
_COMMON = frozenset(("desktop", "documents", "downloads", "pictures", "videos", "onedrive", "dropbox", "temp", "tmp"))
_COMMON |= {"桌面", "文档", "下载", "图片", "视频", "我的文档", "我的坚果云"}


def redacted(path: str, member: str = "") -> str:
    """A path without what it gives away: the kind of folder, two signs of the name, the ending.

    ``/home/wang/文档/项目/某某方案.docx`` becomes ``文档/…/某某….docx``; the same file always becomes the same text.
    """
    parts = [part for part in _PART.split(path) if part]
    common = next((part for part in parts[:-1] if part.lower() in _COMMON), "")
    depth = len(parts) - 1 - (parts.index(common) if common else 0)
    head = f"{common}/" if common else ""
    middle = "…/" if depth > 1 or not common else ""
    inside = f" → {_short(member.rpartition('→')[2].rpartition('/')[2].strip())}" if member else ""
    return shown(head + middle + _short(parts[-1] if parts else "") + inside)


# Whose names are paths of people's files and folders.
_PATHS = (Unit.FILES, Unit.FOLDERS, Unit.MEMBERS, Unit.PAGES, Unit.PICTURES, Unit.PARTS)


def written_down(inspection: Inspection) -> Inspection:
    """An inspection as it may be kept in a file: what was not looked at is named as finds are, by redacted paths.

    The same inspection always becomes the same one, and one that was written down already stays as it is.
    """
    return replace(inspection, findings=tuple(map(finding_written_down, inspection.findings)))


def finding_written_down(finding: Finding) -> Finding:
    coverage = finding.coverage
    if coverage is None or not any(one.names and one.unit in (*_PATHS, Unit.PEOPLE) for one in coverage.left):
        return finding
    return replace(finding, coverage=replace(coverage, left=tuple(map(_left, coverage.left))))


def _left(left: Left) -> Left:
    if left.unit is Unit.PEOPLE:
        return replace(left, names=())  # how many is what the finding rests on; who, the screen of this computer says
    if left.unit not in _PATHS:
        return left
    return replace(left, names=tuple(Text.name(redacted(*name.zh.split(" → ", 1))) for name in left.names))


def _short(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5 or not ending.isalnum():
        stem, dot, ending = name, "", ""
    return f"{stem[:2]}…{dot}{ending}" if len(stem) > 2 else f"{stem}{dot}{ending}"


def committed(seen: Seen, salt: str = "") -> tuple[str, str]:
    """A commitment to a find: salt and SHA-256 of salt, path, member and digest.

    It shows nothing, and proves later which file was meant, to whoever has the file and its place.
    """
    salt = salt or secrets.token_hex(16)
    words = "\0".join((salt, seen.path, seen.member, seen.digest))
    return salt, hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
