"""Dates and devices out of logs, with all that logs have in them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.machine.answers import Output
from checker.model.unreadable import Unreadable
from checker.probes.linux.kernel_log import kernel_log
from checker.probes.linux.usb import phone_history, usb_storage_history
from tests.worlds.media import JANUARY, OCTOBER, journal, plugged, usb_stick
from tests.worlds.world import DENIED, NOW, World

FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures" / "workstation" / "plaso" / "syslog"
USB = "pc kernel: [  1.0] usb 1-1: New USB device found, idVendor=0951, idProduct=1666, bcdDevice= 1.00"
STORAGE = "pc kernel: [  1.1] usb-storage 1-1:1.0: USB Mass Storage device detected"


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_years_are_found_backwards_from_when_the_file_was_last_written() -> None:
    content = _text(
        f"Nov 25 10:00:00 {USB}", "Dec 31 23:59:59 pc cron: x", f"Jan  2 03:04:05 {USB}", f"Nov 20 10:00:00 {USB}"
    )
    lines = kernel_log(World(files={"/var/log/kern.log": content}).machine()).lines
    dates = [line.at.date().isoformat() for line in lines if "usb" in line.message]
    assert dates == ["2025-11-25", "2026-01-02", "2026-11-20"]


def test_a_leap_day_lies_in_a_leap_year() -> None:
    log = kernel_log(World(files={"/var/log/kern.log": _text(f"Feb 29 01:15:43 {USB}", "Nov 20 10:00:00 x")}).machine())
    assert log.reaches_to == datetime(2024, 2, 29, 1, 15, 43, tzinfo=UTC)


def test_the_newer_date_format_has_its_time_zone() -> None:
    line = f"2026-11-20T08:00:00.123456+08:00 {USB}"
    log = kernel_log(World(files={"/var/log/kern.log": _text(line)}).machine())
    assert log.reaches_to == datetime(2026, 11, 20, 0, 0, 0, 123456, tzinfo=UTC)


def test_rotated_and_packed_files_reach_further_back() -> None:
    files = {
        "/var/log/kern.log": _text(f"Nov 20 10:00:00 {USB}", f"Nov 20 10:00:01 {STORAGE}"),
        "/var/log/kern.log.1": _text("Nov 12 10:00:00 pc kernel: x"),
        "/var/log/kern.log.2.gz": gzip.compress(_text(f"Nov  5 10:00:00 {USB}", f"Nov  5 10:00:01 {STORAGE}").encode()),
        "/var/log/kern.log.old": _text("Jan  1 10:00:00 not one of the rotated files"),
    }
    ages = {"/var/log/kern.log.1": 7, "/var/log/kern.log.2.gz": 14}
    modified = {path: (NOW - timedelta(days=days)).timestamp() for path, days in ages.items()}
    history = usb_storage_history(World(files=files, modified=modified).machine())
    assert history.reaches_to == datetime(2026, 11, 5, 10, tzinfo=UTC)
    (device,) = history.devices
    assert device.first is not None
    assert device.last is not None
    assert (device.first.day, device.last.day) == (5, 20)


def test_a_log_that_nobody_writes_any_more_reaches_nowhere() -> None:
    path = "/var/log/kern.log"
    world = World(files={path: _text("Jun  1 10:00:00 x")}, modified={path: (NOW - timedelta(days=90)).timestamp()})
    assert kernel_log(world.machine()).reaches_to is None


def test_the_journal_and_the_files_complete_each_other() -> None:
    files = {"/var/log/kern.log": _text("Nov 20 10:00:00 x")}
    log = kernel_log(World(programs=journal((OCTOBER, usb_stick("AB"))), files=files).machine())
    assert log.reaches_to == JANUARY
    log = kernel_log(World(programs={("journalctl",): ""}, files=files).machine())
    assert log.reaches_to == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_journal_too_long_to_read_is_unreadable() -> None:
    cut = {("journalctl",): Output(next(iter(journal().values())).encode(), 0, cut=True)}
    with pytest.raises(Unreadable):
        kernel_log(World(programs=cut).machine())


@pytest.mark.parametrize(
    "answer", [Output(b"", 1), Output(b'{"__REALTIME_TIMESTAMP": "17', 0)], ids=["failed", "cut in a line"]
)
def test_a_journal_that_failed_or_broke_off_is_unreadable(answer: Output) -> None:
    asked = ("journalctl", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE", "_TRANSPORT=kernel")
    begun = World(programs={**journal(), (*asked, "_KERNEL_SUBSYSTEM=usb"): answer})
    with pytest.raises(Unreadable):
        kernel_log(begun.machine())


def test_a_message_that_is_no_text_is_a_list_of_bytes() -> None:
    line = '{"__REALTIME_TIMESTAMP": "1790000000000000", "MESSAGE": [117, 115, 98, 255]}'
    (entry,) = kernel_log(World(programs={("journalctl",): line}).machine()).lines
    assert entry.message == "usb\ufffd"


def test_a_device_seen_in_the_middle_of_its_story_counts() -> None:
    (device,) = usb_storage_history(World(programs=journal((OCTOBER, usb_stick("AB")[-1:]))).machine()).devices
    assert (device.model, device.serial) == ("", None)


def test_uas_belongs_to_the_device_announced_last() -> None:
    messages = [*plugged("2-1", "Samsung", "Portable SSD T5", "12345679FD0B"), "scsi host6: uas"]
    (device,) = usb_storage_history(World(programs=journal((OCTOBER, messages))).machine()).devices
    assert (device.model, device.tail) == ("Samsung Portable SSD T5", "FD0B")


def test_a_keyboard_is_no_storage_and_no_phone() -> None:
    world = World(programs=journal((OCTOBER, plugged("1-5", "Apple Inc.", "Magic Keyboard", "F0T", "05ac", "0267"))))
    assert usb_storage_history(world.machine()).devices == ()
    assert phone_history(world.machine()).devices == ()


def test_without_any_right_nothing_is_said() -> None:
    with pytest.raises(Unreadable):
        kernel_log(World(files={"/var/log/": DENIED}).machine())


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not here")
@pytest.mark.parametrize("name", ["syslog", "syslog_rsyslog_traditional"])
def test_real_logs_with_all_their_oddities_are_read(name: str) -> None:
    log = kernel_log(World(files={"/var/log/syslog": (FIXTURES / name).read_bytes()}).machine())
    assert log.reaches_to is not None
    assert log.lines == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_log_or_refused(content: bytes) -> None:
    for stamp in (b"Nov 20 10:00:00 ", b"2026-11-20T08:00:00+08:00 ", b"Feb 30 99:99:99 "):
        world = World(files={"/var/log/kern.log": stamp + b"pc kernel: usb 1-1: " + content})
        try:
            usb_storage_history(world.machine())
        except Unreadable:
            continue


@given(
    st.lists(
        st.sampled_from(
            [
                *usb_stick("AB"),
                *plugged("1-1", "a", "b", None),
                "scsi host1: uas",
                "usb 1-2: USB disconnect, device number 4",
                "bus: 1, device: 2 was an MTP device",
            ]
        )
    )
)
def test_lines_in_any_order_are_a_story(messages: list[str]) -> None:
    machine = World(programs=journal((OCTOBER, messages)), files={"/usr/lib/udev/mtp-probe": b""}).machine()
    usb_storage_history(machine)
    phone_history(machine)
