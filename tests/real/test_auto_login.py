"""Is somebody signed in without being asked? agetty on a terminal says so; for login screens, their own files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.auto_login"
_UNIT = "/lib/systemd/system/getty@.service"


@pytest.fixture
def system() -> Iterator[State]:
    with debian("systemd", "systemd-sysv", "expect", "greetd", "lxdm", "slim", "xdm", "nodm") as state:
        yield state


def _asks(system: State, command: str) -> bool:
    """Whether what a console starts asks for a name or a password before it gives a shell."""
    command = command.lstrip("-").replace("%I", "-").replace("$TERM", "vt100")
    script = (
        f"set timeout 60; log_user 0; spawn {command}\n"
        'expect { -re "login: *$" { exit 0 } -re "assword: *$" { exit 0 } -re {[$#] *$} { exit 1 } timeout { exit 2 } }'
    )
    code = system.run("expect", "-c", script).returncode
    assert code in (0, 1)
    return code == 0


def test_a_system_as_it_is_installed(system: State) -> None:
    said = system.asked(CHECK)
    assert said.state == "passed", said.text


@pytest.mark.parametrize(
    "command",
    [
        "-/sbin/agetty --autologin alice --noclear %I $TERM",
        "-/sbin/agetty -a alice %I",
        "-/sbin/agetty -n -l /bin/bash %I",
        "-/sbin/agetty -n -o '-f alice' %I",
        "-/bin/login -f alice",
        "-/bin/bash",
    ],
)
@pytest.mark.parametrize("folder", ["/etc/systemd/system", "/usr/lib/systemd/system", "/run/systemd/system"])
def test_a_console_that_asks_nobody(system: State, command: str, folder: str) -> None:
    if folder == "/etc/systemd/system":
        assert not _asks(system, command.replace("'-f alice'", '"-f alice"'))
    system.write(f"{folder}/getty@tty1.service.d/x.conf", f"[Service]\nExecStart=\nExecStart={command}\n")
    assert system.asked(CHECK).state == "failed"


@pytest.mark.parametrize(
    "command",
    ["-/sbin/agetty -o '-p -- \\\\u' --noclear %I $TERM", "-/sbin/agetty --nohostname %I linux", "-/bin/login"],
)
def test_a_console_that_asks(system: State, command: str) -> None:
    assert _asks(system, command.replace("'-p -- \\\\u'", '"-p -- \\\\\\\\u"'))
    system.write("/etc/systemd/system/getty@tty1.service.d/x.conf", f"[Service]\nExecStart=\nExecStart={command}\n")
    assert system.asked(CHECK).state == "passed"


@pytest.mark.parametrize(
    "line",
    [
        'sed -i \'s/^user = .*/user = "alice"/; s/^command = .*/command = "sway"/\' /etc/greetd/config.toml',
        "sed -i 's/^# autologin=.*/autologin=alice/' /etc/lxdm/lxdm.conf",
        "printf 'auto_login yes\\ndefault_user alice\\n' >> /etc/slim.conf",
        "sed -i 's/^NODM_ENABLED=.*/NODM_ENABLED=true/; s/^NODM_USER=.*/NODM_USER=alice/' /etc/default/nodm",
    ],
)
def test_login_screens_that_ask_nobody(system: State, line: str) -> None:
    system.do(line)
    said = system.asked(CHECK)
    assert (said.state, "alice" in said.text) == ("failed", True), said.text


def test_a_pam_stack_that_asks_nobody(system: State) -> None:
    system.do("sed -i '1i auth sufficient pam_permit.so' /etc/pam.d/login /etc/pam.d/su")
    assert system.run("su", "alice", "-c", "true", by="bob", given="\n").returncode == 0
    said = system.asked(CHECK)
    assert (said.state, "login" in said.text) == ("failed", True)
