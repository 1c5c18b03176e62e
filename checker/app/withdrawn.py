"""A report that was withdrawn, printed once more: stamped on every page, with the reason, and signed by nobody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.refused import Refused
from checker.machine import handed
from checker.model.text import Text

if TYPE_CHECKING:
    from checker.report.payload import Report

_UNREAD = Text("读不到这个文件：{path}", "The file cannot be read: {path}")
_NO_REPORT = Text("这个文件不是签名报告：{path}", "This file is no signed report: {path}")


def read(path: Path) -> tuple[str, Report]:
    """A report file's digest, and what it says. Nothing is verified: the roll-up knows by the digest what it took in.

    Raises:
        Refused: it cannot be read, or is no report.
    """
    from checker.report.envelope import unseal
    from checker.report.payload import NotAReport, decode, identity
    from checker.report.verify import pdf_file
    from checker.report.verify.report import FILE_LIMIT

    try:
        content = handed.read(path, FILE_LIMIT)
    except OSError as error:
        raise Refused(_UNREAD.filled(path=Text.name(str(path)))) from error
    try:
        payload, _, _ = unseal(pdf_file.envelope(content) if content.startswith(b"%PDF-") else content)
        return identity(payload), decode(payload).predicate
    except NotAReport as error:
        raise Refused(_NO_REPORT.filled(path=Text.name(str(path)))) from error


def stamped(digest: str, report: Report, reason: str, at: datetime, now: datetime) -> bytes:
    """The form as it was, stamped. `at`: when it was withdrawn."""
    from checker.report.forms.record import record
    from checker.report.forms.render import render
    from checker.report.forms.void import void

    words = {**record(report, digest), **void(reason, at, now, report.language)}
    return render("record", words, now, qr=f"mijian:sha256:{digest}")
