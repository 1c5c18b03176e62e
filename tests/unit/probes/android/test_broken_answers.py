"""An answer that broke off is none, whatever it printed before: told in the one place where replies become text."""

from __future__ import annotations

import re

import pytest

from checker.machine.phone.commands import COMMANDS, Command
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.unreadable import Unreadable
from checker.probes.android import answers
from checker.probes.android.wifi import configured
from tests.unit.probes.android.raw import filtered
from tests.worlds.phone import TIMEOUT

MARKS = (
    "*** SERVICE 'appops' DUMP TIMEOUT (10000ms) EXPIRED ***",
    "cmd: Failure calling service package: Broken pipe (32)",
    "Segmentation fault",
    "java.lang.OutOfMemoryError: thrown",
    "Failed to write while dumping service wifi: Broken pipe",
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_mark_of_a_fault_is_refused_of_every_command(command: Command, mark: str) -> None:
    name = command.name
    with pytest.raises(Unreadable):
        answers.text({name: (0, f"something whole\n{mark}\n".encode())}, name)


@pytest.mark.parametrize(
    "name",
    [command.name for command in COMMANDS if command.text.startswith("dumpsys ") and command.name != "wifi.configured"],
)
def test_the_filter_of_each_dump_lets_the_mark_of_a_cut_one_through(name: str) -> None:
    raw = f"Packages:\n  Package [com.a.b] (1):\n{TIMEOUT}"
    printed = filtered(name, raw, package="com.a.b").stdout
    with pytest.raises(Unreadable):
        answers.text({name: (0, printed)}, name)


def test_the_list_of_networks_of_old_systems_tells_its_end_itself() -> None:
    raw = f'WifiConfigManager - Configured networks Begin ----\nID: 0 SSID: "a" PROVIDER-NAME: x\n{TIMEOUT}'
    with pytest.raises(Unreadable):
        configured(filtered("wifi.configured", raw).stdout.decode())


@pytest.mark.parametrize("code", [2, 125, 134, 135, 139, 224, 255])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_other_exit_code_is_an_answer_of_any_command(command: Command, code: int) -> None:
    name = command.name
    with pytest.raises(Unreadable):
        answers.text({name: (code, b"1\n")}, name)


@pytest.mark.parametrize(
    ("name", "code", "printed"),
    [
        ("hotspot.tethering", 1, b""),  # grep: no line fits
        ("volumes.mounted", 1, b"0\n"),  # grep -c
        ("nfc.state", 141, b"mState=off\n"),  # grep -m stops what it reads from
        ("apps.off", 0, b""),
    ],
)
def test_what_a_filter_says_by_its_code_is_an_answer(name: str, code: int, printed: bytes) -> None:
    assert answers.text({name: (code, printed)}, name) == printed.decode()


@pytest.mark.parametrize(
    ("name", "code", "printed"),
    [
        ("apps.third", 1, b""),  # there is no filter that could say it
        ("apps.use", 141, b"Package a.b:\n"),
        ("apps.use", 1, b"  Package com.example.notes:\n"),  # the dump failed before the filter
    ],
)
def test_the_same_codes_say_a_fault_where_no_filter_is(name: str, code: int, printed: bytes) -> None:
    with pytest.raises(Unreadable):
        answers.text({name: (code, printed)}, name)


def test_a_list_of_packages_with_a_strange_line_is_no_list() -> None:
    assert answers.packages(["package:android", "package:com.a.b installer=null"], words=True) == [
        ("android", ""),
        ("com.a.b", "installer=null"),
    ]
    with pytest.raises(Unreadable):
        answers.packages(["package:com.a.b", "?"])


BOUNDED = [command for command in COMMANDS if command.lines is not None or command.width is not None]


def test_every_limit_in_a_line_is_one_that_is_known() -> None:
    limits = re.compile(r"\bgrep -m|\b(?:head|tail) -[nc]|\bcut -|\bsed -n? ?'?\d+q")
    told = {command.name for command in BOUNDED} | {"range"}  # of which a part is asked for by its place
    assert {command.name for command in COMMANDS if limits.search(command.text)} == told


@pytest.mark.parametrize("command", BOUNDED, ids=lambda command: command.name)
def test_an_answer_that_reaches_its_limit_is_none(command: Command) -> None:
    lines, width = command.lines or 1, command.width or 2
    full = "".join(f"{'x' * width}\n" for _ in range(lines)).encode()
    with pytest.raises(PhoneTrouble) as told:
        answers.text({command.name: (0, full)}, command.name)
    assert told.value.trouble is Trouble.TOO_LONG


@pytest.mark.parametrize("command", BOUNDED, ids=lambda command: command.name)
def test_one_that_stays_below_it_is_whole(command: Command) -> None:
    lines, width = (command.lines or 3) - 1, (command.width or 3) - 1
    short = "".join(f"{'x' * width}\n" for _ in range(lines))
    assert answers.text({command.name: (0, short.encode())}, command.name) == short
