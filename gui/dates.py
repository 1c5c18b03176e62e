"""Days and times as people write them, in the time zone of this computer."""

from __future__ import annotations

from datetime import date, datetime

from checker.model.text import Text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(when: date) -> Text:
    return Text(f"{when.year}年{when.month}月{when.day}日", f"{when.day} {_MONTHS[when.month - 1]} {when.year}")


def moment(when: datetime) -> Text:
    """`when` is UTC or any aware time."""
    here = when.astimezone()
    written = day(here.date())
    return Text(f"{written.zh} {here:%H:%M}", f"{written.en}, {here:%H:%M}")


_TODAY, _YESTERDAY, _TOMORROW = Text("今天", "today"), Text("昨天", "yesterday"), Text("明天", "tomorrow")
_AGO, _AHEAD = Text("{n} 天前", "{n} days ago"), Text("还有 {n} 天", "in {n} days")


def lasting(seconds: float) -> Text:
    """About so long."""
    if seconds < 90:
        return Text(f"{seconds:.0f} 秒", f"{seconds:.0f} s")
    if seconds < 5400:
        return Text(f"约 {seconds / 60:.0f} 分钟", f"about {seconds / 60:.0f} min")
    return Text(f"约 {seconds / 3600:.1f} 小时", f"about {seconds / 3600:.1f} h")


def ago(days: int) -> Text:
    """So many days ago; less than none: ahead."""
    known = {0: _TODAY, 1: _YESTERDAY, -1: _TOMORROW}
    return known[days] if days in known else _AGO.filled(n=days) if days > 0 else _AHEAD.filled(n=-days)
