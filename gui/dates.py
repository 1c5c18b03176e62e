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
