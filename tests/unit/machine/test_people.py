"""Whom an inspection of a Linux computer is about, and who else uses it."""

from __future__ import annotations

import os
import sys
from threading import Event

import pytest

from checker.machine import files, refusals
from checker.machine.answers import Entry, Kind, Output, Person
from checker.model.unreadable import Absent, Unreadable

if sys.platform == "win32":
    pytest.skip("a door of Linux", allow_module_level=True)

from checker.machine import programs
from checker.machine.linux import LinuxSource

PASSWD = b"root:x:0:0::/root:/bin/bash\nwang:x:1000:1000::/home/wang:/bin/bash\nli:x:1001:1001::/home/li:/bin/bash\n"
SEATED = {
    ("loginctl", "show-seat", "seat0", "--property=ActiveSession", "--value"): b"2\n",
    ("loginctl", "show-session", "2", "--property=User", "--value"): b"1001\n",
}


class Computer:
    """Files, programs and accounts of a computer, as far as they say who uses it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, uid: int = 0) -> None:
        self.read: dict[str, bytes] = {"/etc/passwd": PASSWD}
        self.listed: dict[str, tuple[Entry, ...] | Unreadable] = {}
        self.answers: dict[tuple[str, ...], bytes] = {}
        for name in ("SUDO_UID", "PKEXEC_UID"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(os, "getuid", lambda: uid)
        monkeypatch.setattr(files, "read", self._read)
        monkeypatch.setattr(files, "entries", self._entries)
        monkeypatch.setattr(programs, "run", self._run)

    def _read(self, path: str, limit: int) -> bytes:
        if path not in self.read:
            raise refusals.absent(path)
        return self.read[path]

    def _entries(self, path: str) -> tuple[Entry, ...]:
        found = self.listed.get(path, refusals.absent(path))
        if isinstance(found, Unreadable):
            raise found
        return found

    def _run(self, argv: tuple[str, ...], seconds: float, limit: int, stop: Event) -> Output:
        if argv not in self.answers:
            raise Absent(refusals.absent(argv[0]).reason)
        return Output(self.answers[argv], 0)

    def people(self) -> tuple[Person, ...]:
        found: tuple[Person, ...] = LinuxSource().answer("host", (), Event()).people
        return found

    def subject(self) -> str:
        return next(person.name for person in self.people() if person.current)


def test_run_by_root_it_is_about_who_asked_who_signed_in_or_who_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = Computer(monkeypatch)
    assert computer.subject() == "root"
    computer.answers = SEATED
    assert computer.subject() == "li"
    computer.read["/proc/self/loginuid"] = b"4294967295"
    assert computer.subject() == "li"
    computer.read["/proc/self/loginuid"] = b"1000"
    assert computer.subject() == "wang"
    monkeypatch.setenv("SUDO_UID", "1001")
    assert computer.subject() == "li"


def test_run_by_a_person_it_is_about_that_person(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = Computer(monkeypatch, uid=1000)
    computer.answers = SEATED
    assert computer.subject() == "wang"


def test_people_whom_no_list_of_accounts_names_are_known_by_their_homes_and_sessions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computer = Computer(monkeypatch)
    computer.listed["/home"] = (
        Entry("wang", Kind.FOLDER, 0, 0.0, owner=1000),
        Entry("zhao@unit", Kind.FOLDER, 0, 0.0, owner=70001),
        Entry("sun.home", Kind.FILE, 0, 0.0, owner=0),
        Entry("lost+found", Kind.FOLDER, 0, 0.0, owner=0),
    )
    computer.listed["/run/user"] = (Entry("70002", Kind.FOLDER, 0, 0.0, owner=70002),)
    assert [person.name for person in computer.people()] == ["root", "wang", "li", "zhao@unit", "sun", "70002"]


def test_where_homes_may_not_be_listed_somebody_stands_for_those_who_are_not_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computer = Computer(monkeypatch, uid=1000)
    computer.listed["/home"] = refusals.denied("/home")
    assert [(person.name, person.home) for person in computer.people()][-1] == ("/home", "")
