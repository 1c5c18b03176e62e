"""Who really becomes root without a password, and who really reads somebody else's folder: sudo and cat say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

ADMINISTRATORS, HOMES = "workstation.administrators", "workstation.home_folders"


@pytest.fixture
def system() -> Iterator[State]:
    with debian("sudo") as state:
        state.do("usermod --append --groups sudo alice; chmod 700 /home/alice /home/bob")
        yield state


def _unasked(system: State, name: str, *command: str) -> bool:
    return system.run("sudo", "-n", *(command or ("true",)), by=name).returncode == 0


def test_one_administrator_who_is_asked(system: State) -> None:
    assert not _unasked(system, "alice")
    assert not _unasked(system, "bob")
    said = system.asked(ADMINISTRATORS)
    assert (said.state, "alice" in said.text) == ("passed", True)
    assert system.asked(ADMINISTRATORS, by="bob").state == "could_not_check"  # sudoers is closed to him


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/etc/sudoers.d/ours", "bob ALL=(ALL) NOPASSWD: ALL\n"),
        ("/etc/sudoers.d/ours", "bob ALL=(ALL:ALL) ALL\nDefaults:bob !authenticate\n"),
        ("/etc/sudoers.d/ours", "User_Alias HELP = bob\nHELP ALL = (root) NOPASSWD:ALL\n"),
        ("/etc/sudoers.d/ours", "%bob ALL=(ALL) \\\n  NOPASSWD: ALL\n"),
        ("/etc/sudoers.d/ours", "User_Alias\tHELP = bob\nHELP\tALL = (root) NOPASSWD : ALL\n"),
        ("/etc/sudoers.d/ours", "bob elsewhere = (root) /bin/ls : ALL = (root) NOPASSWD: ALL\n"),
        ("/etc/sudoers.d/ours", "bob elsewhere, ALL = (root) NOPASSWD: ALL, !/bin/su\n"),
    ],
)
def test_somebody_who_is_asked_for_nothing(system: State, path: str, text: str) -> None:
    system.write(path, text)
    assert _unasked(system, "bob")
    said = system.asked(ADMINISTRATORS)
    assert (said.state, "bob" in said.text) == ("failed", True)


@pytest.mark.parametrize(
    ("rules", "command"),
    [
        ("Cmnd_Alias SHELLS = /bin/bash, /bin/sh\nbob ALL = (root) NOPASSWD: SHELLS\n", "/bin/bash"),
        ("bob ALL = (root) NOPASSWD: SHELLS\nCmnd_Alias SHELLS = /bin/bash\n", "/bin/bash"),
        ("bob ALL = (root) NOPASSWD: /bin/ba*\n", "/bin/bash"),
        ("bob ALL = (root) NOPASSWD: /usr/bin/\n", "/usr/bin/bash"),
    ],
)
def test_somebody_who_gets_a_shell_for_nothing(system: State, rules: str, command: str) -> None:
    system.write("/etc/sudoers.d/ours", rules)
    assert _unasked(system, "bob", command, "-c", "true")
    said = system.asked(ADMINISTRATORS)
    assert (said.state, "bob" in said.text) == ("failed", True), said.text


@pytest.mark.parametrize(
    ("rules", "command"),
    [
        ("bob ALL = (www-data) NOPASSWD: ALL\n", ()),
        ("bob ALL = (root) NOPASSWD: /bin/ls /root, !/bin/bash\n", ("ls", "/root")),
        ("bob ALL = (root) NOPASSWD: /usr/bin/id # ALL\n", ("id",)),
    ],
)
def test_somebody_who_may_do_one_thing(system: State, rules: str, command: tuple[str, ...]) -> None:
    system.write("/etc/sudoers.d/ours", rules)
    assert not _unasked(system, "bob", "/bin/bash", "-c", "true")
    assert not command or _unasked(system, "bob", *command)
    said = system.asked(ADMINISTRATORS)
    assert said.state == "passed", said.text


def test_rules_that_a_file_beside_brings(system: State) -> None:
    system.write("/etc/sudoers.own", "bob ALL=(ALL) NOPASSWD: ALL\n")
    system.do("echo '@include sudoers.own' >> /etc/sudoers")
    assert _unasked(system, "bob")
    said = system.asked(ADMINISTRATORS)
    assert (said.state, "bob" in said.text) == ("failed", True)


def test_whom_su_trusts(system: State) -> None:
    system.do("sed -i '1i auth sufficient pam_wheel.so trust group=bob' /etc/pam.d/su")
    assert system.run("su", "-c", "true", by="bob").returncode == 0
    said = system.asked(ADMINISTRATORS)
    assert (said.state, "bob" in said.text) == ("failed", True), said.text


@pytest.mark.parametrize("name", ["ours.conf", "ours~"])
def test_files_that_sudo_does_not_read(system: State, name: str) -> None:
    system.write(f"/etc/sudoers.d/{name}", "bob ALL=(ALL) NOPASSWD: ALL\n")
    assert not _unasked(system, "bob")
    assert system.asked(ADMINISTRATORS).state == "passed"


@pytest.mark.parametrize(("mode", "readable"), [("700", False), ("750", False), ("711", False), ("755", True)])
def test_folders_of_people(system: State, mode: str, readable: bool) -> None:
    system.do(f"chmod {mode} /home/bob")
    assert (system.run("ls", "/home/bob", by="alice").returncode == 0) is readable
    said = system.asked(HOMES, by="alice")
    assert (said.state, "bob" in said.text) == (("failed", True) if readable else ("passed", False))
