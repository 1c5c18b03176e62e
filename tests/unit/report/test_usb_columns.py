"""The table of devices says what their lines say, cell by cell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.workstation.usb import Peripheral, UsbDevice
from checker.facts.workstation.usb_columns import COLUMNS, columns
from checker.model.text import Language, Text

NAMES = st.text(st.sampled_from("Kingston DT 101 闪存盘G2-_."), min_size=1, max_size=20).map(str.strip).filter(bool)
DAYS = st.datetimes(datetime(2015, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("language", list(Language))
@given(
    name=NAMES,
    serial=st.none() | st.from_regex(r"[0-9A-F]{4,20}", fullmatch=True),
    days=st.none() | st.tuples(DAYS, DAYS).map(sorted),
    kind=st.none() | st.sampled_from(Peripheral),
    volumes=st.lists(NAMES, max_size=2).map(tuple),
    people=st.lists(NAMES, max_size=2).map(tuple),
)
def test_a_line_comes_apart_into_what_it_was_made_of(
    language: Language,
    name: str,
    serial: str | None,
    days: list[datetime] | None,
    kind: Peripheral | None,
    volumes: tuple[str, ...],
    people: tuple[str, ...],
) -> None:
    first, last = days or (None, None)
    device = UsbDevice(name, serial, first, last, kind, volumes, people)
    cells = columns(device.line, language)
    assert cells is not None
    assert len(cells) == len(COLUMNS)
    assert cells[0] == Text.name(name).to(language)
    assert bool(cells[1]) is (kind is not None)
    assert cells[2] == device.tail
    assert cells[3] == "、".join(volumes)
    assert cells[5] == ("" if last is None else f"{last:%Y-%m-%d}")
    assert cells[4] == ("" if first is None or last is None or first.date() == last.date() else f"{first:%Y-%m-%d}")
    assert cells[6] == "、".join(people)


@pytest.mark.parametrize("text", [Text("没有登记", "not registered"), Text("甲（乙）", "a (b)")])
def test_other_lines_are_none(text: Text) -> None:
    assert columns(text, Language.ZH) is None
    assert columns(text, Language.EN) is None
