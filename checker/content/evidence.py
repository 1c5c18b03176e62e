"""What may be written down of a find: enough to know it again, too little to leak it."""

from __future__ import annotations

import hashlib
import re
import secrets

from checker.facts.content.document import Seen
from checker.model.text import shown

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
