"""What a file or folder is that somebody drops on the window: told by its content where that says it, or its name."""

from __future__ import annotations

import os
import re
import stat
from enum import StrEnum
from pathlib import Path

from checker.machine import files
from checker.model.text import Text

_HEAD = 64 << 10
_SCHEMA = re.compile(rb'"schema"\s*:\s*"mijian\.([a-z-]+)/\d+"')
_DSSE = re.compile(rb'"payloadType"\s*:')
_OURS = b"dsse.json"  # the attachment that a signed report's PDF carries
_TRUST = "trust.dsse.json"  # the list in a trust folder


class Dropped(StrEnum):
    """What it is, which decides what is done with it."""

    REPORT = "report"  # signed reports, one or a package or folder of them: verified
    RESULT = "result"  # an inspection's result, not signed: shown
    CAMPAIGN = "campaign"  # an inspection's task
    ROSTER = "roster"  # a table of devices
    MEDIUM = "medium"  # an image or a device: checked as a medium
    KEY = "key"
    TRUST = "trust"
    POLICY = "policy"
    FILES = "files"  # anything else with content: looked into for markings
    UPDATE = "update"  # of rules and tables: taken in
    OURS = "ours"  # a file of ours that nothing is done with
    UNREADABLE = "unreadable"


_BY_NAME = {
    Dropped.MEDIUM: (".img", ".dd", ".raw", ".bin", ".iso"),
    Dropped.KEY: (".p12", ".pfx", ".pem"),
    Dropped.ROSTER: (".xlsx", ".csv"),
    Dropped.POLICY: (".toml",),
}


def told(path: Path) -> Dropped:
    """Never raises; what cannot be read is told so."""
    if path.name.lower() == _TRUST:
        return Dropped.TRUST
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _folder(path)
        if stat.S_ISBLK(mode):
            return Dropped.MEDIUM
        if not stat.S_ISREG(mode):
            return Dropped.UNREADABLE
        with os.fdopen(files.open_quietly(str(path), os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as file:
            head = file.read(_HEAD)
            file.seek(max(0, os.fstat(file.fileno()).st_size - _HEAD))
            tail = file.read(_HEAD)
    except OSError:
        return Dropped.UNREADABLE
    return _by_content(head, tail) or _by_name(path)


_OURS_BY_SCHEMA = {
    b"inspection": Dropped.RESULT,
    b"campaign": Dropped.CAMPAIGN,
    b"trust": Dropped.TRUST,
    b"update": Dropped.UPDATE,
}


def _by_content(head: bytes, tail: bytes) -> Dropped | None:
    if head.startswith(b"%PDF-") and _OURS in head + tail:
        return Dropped.REPORT
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    if _DSSE.search(head) or _DSSE.search(tail):
        return Dropped.REPORT
    schema = _SCHEMA.search(head)
    if schema is None:
        return None
    return _OURS_BY_SCHEMA.get(schema.group(1), Dropped.OURS)


def _by_name(path: Path) -> Dropped:
    ending = path.suffix.lower()
    if ending == ".zip":
        return Dropped.REPORT if _reports_inside(path) else Dropped.FILES
    return next((kind for kind, endings in _BY_NAME.items() if ending in endings), Dropped.FILES)


def _folder(path: Path) -> Dropped:
    with files.listed(str(path)) as place, os.scandir(place) as entries:
        names = [entry.name.lower() for entry in entries]
    if _TRUST in names:
        return Dropped.TRUST
    reports = any(name.endswith(".dsse.json") or _is_report(path / name) for name in names[:_LOOKED])
    return Dropped.REPORT if reports else Dropped.FILES


_LOOKED = 200  # entries of a folder, to tell what it is


def _is_report(path: Path) -> bool:
    return path.suffix == ".pdf" and told(path) is Dropped.REPORT


def _reports_inside(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as package:
            return any(name.lower().endswith(".dsse.json") for name in package.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


WORDS = {
    Dropped.REPORT: Text("签名报告", "a signed report"),
    Dropped.RESULT: Text("检查结果", "the result of an inspection"),
    Dropped.CAMPAIGN: Text("检查任务", "an inspection's task"),
    Dropped.ROSTER: Text("名单", "a roster"),
    Dropped.MEDIUM: Text("介质或镜像", "a medium or an image of one"),
    Dropped.KEY: Text("密钥文件", "a key file"),
    Dropped.TRUST: Text("信任文件夹", "a trust folder"),
    Dropped.POLICY: Text("策略文件", "a policy"),
    Dropped.FILES: Text("文件", "files"),
    Dropped.UPDATE: Text("规则更新包", "an update of the rules"),
    Dropped.OURS: Text("密检的其他文件", "another file of Mijian's"),
    Dropped.UNREADABLE: Text("读不到的文件", "something that cannot be read"),
}
