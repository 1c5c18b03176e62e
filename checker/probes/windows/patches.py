"""Windows: the build against the product's table, and the update history."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from checker.facts.workstation.patches import Patches
from checker.knowledge.builds import builds
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe

_ARTICLE = re.compile(r"\bKB(\d{6,8})\b", re.IGNORECASE)
_SUCCEEDED = 2  # OperationResultCode orcSucceeded
_ELEVEN = 22000  # the registry's ProductName still says "Windows 10" there


@probe(Patches, Platform.WINDOWS)
def patches(machine: Machine) -> Patches:
    """CurrentBuild and UBR say which update is installed, the table when it came out.

    Updates newer than the table, and builds that it does not know, need the update history (which works offline) or the
    list of hot fixes (which is not complete, so it can only add).
    """
    host = machine.host
    today = host.now.date()
    build, revision, edition = (host.release.get(name, "") for name in ("CurrentBuild", "UBR", "EditionID"))
    if not build.isdecimal():
        raise malformed("CurrentBuild")
    known = builds().windows_build(build)
    dated = known.dated(int(revision)) if known and revision.isdecimal() else None
    days = [dated] if dated else []
    sources = Ledger[str](Unit.SOURCES)
    sources.looked("CurrentBuild")
    if not (known and dated and known.newest and dated < known.newest):
        # Otherwise a newer update is known to be missing, whatever else was installed since.
        with sources.reading("update_history"):
            days += _history(machine.win32("update_history"))
        with sources.reading("Win32_QuickFixEngineering"):
            days += _hot_fixes(machine)
    past = [day for day in days if day <= today]
    if not past:
        sources.whole_or_raise()
        raise Unreadable(
            Text(
                "系统版本不在本程序的资料里，也没有更新记录",
                "This version is not in this program's table, and there is no update history",
            ),
            Text("请信息中心查看系统更新", "Have IT look at the system's updates"),
        )
    supported = known.supported_until(edition) if known and edition else None
    return Patches(
        release=Text.name(f"{known.name.en if known else _name(build)} ({build}.{revision or '?'})"),
        patched=max(past, default=None),
        refreshed=None,
        supported=supported,
        extended=bool(dated and supported and dated > supported),
        table=builds().dated,
        today=today,
        coverage=builds().with_age(
            sources.sufficient, today
        ),  # a newer day that is not told makes it better, not worse
    )


def _name(build: str) -> str:
    return "Windows 11" if int(build) >= _ELEVEN else "Windows"


def _history(answer: object) -> list[date]:
    """Days on which updates of the system itself were installed. Titles are localised, article numbers are not."""
    if not isinstance(answer, list | tuple):
        raise malformed("update_history")
    days = []
    for entry in answer:
        if not isinstance(entry, dict) or entry.get("result") != _SUCCEEDED or not _patches(str(entry.get("title"))):
            continue
        try:
            days.append(datetime.fromisoformat(str(entry.get("date"))).date())
        except ValueError:
            continue
    return days


def _patches(title: str) -> bool:
    articles = {f"KB{number}" for number in _ARTICLE.findall(title)}
    return bool(articles) and articles.isdisjoint(builds().not_patches)


def _hot_fixes(machine: Machine) -> list[date]:
    """Win32_QuickFixEngineering.InstalledOn: month/day/year, whatever the language ([K]: other forms are left out)."""
    rows = machine.wmi(r"root\CIMV2", "Win32_QuickFixEngineering", ("HotFixID", "InstalledOn"))
    fixes = ((str(row.get("HotFixID")), str(row.get("InstalledOn"))) for row in rows)
    return list(_american(day for fix, day in fixes if _patches(fix)))


def _american(days: Iterable[str]) -> Iterable[date]:
    for day in days:
        try:
            yield datetime.strptime(day, "%m/%d/%Y").date()
        except ValueError:
            continue
