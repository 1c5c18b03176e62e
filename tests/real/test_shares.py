"""What is shared, and with whom? testparm, and a login by FTP without an account, say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

CHECK = "workstation.shared_folders"
_LOGIN = "import ftplib, sys; f = ftplib.FTP('127.0.0.1', timeout=20); f.login(); f.quit()"


@pytest.fixture
def system() -> Iterator[State]:
    with debian("samba", "samba-common-bin", "vsftpd", "rsync") as state:
        state.do("rm /etc/systemd/system/multi-user.target.wants/vsftpd.service")  # its package switches it on
        yield state


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        ("[papers]\npath = /srv\n", ""),
        ("include = /etc/samba/more.conf\n", "[papers]\npath = /srv\n"),
        ("[plain]\npath = /srv\n[papers]\ncopy = plain\n", ""),
        ("[other]\navailable = no\n", ""),
        ("", ""),
    ],
)
def test_samba_shares_what_testparm_lists(system: State, settings: str, more: str) -> None:
    system.write("/etc/samba/smb.conf", f"[global]\nworkgroup = X\n{settings}")
    system.write("/etc/samba/more.conf", more)
    shared = "[papers]" in system.run("testparm", "-s").stdout
    said = system.asked(CHECK)
    assert said.state == ("failed" if shared else "passed")
    assert ("papers" in said.text) is shared


def test_shares_in_sambas_own_registry_count(system: State) -> None:
    system.write("/etc/samba/smb.conf", "[global]\nregistry shares = yes\n")
    system.do("mkdir -p /var/lib/samba/private && net conf addshare papers /srv writeable=n guest_ok=n x")
    assert "papers" in system.do("net conf listshares")
    said = system.asked(CHECK)
    assert said.state == "failed"
    assert "papers" in said.text


@pytest.mark.parametrize("anonymous", ["YES", "NO"])
def test_a_login_without_an_account_is_told(system: State, anonymous: str) -> None:
    system.write("/etc/samba/smb.conf", "[global]\n")
    system.write("/etc/vsftpd.conf", f"listen=YES\nbackground=NO\nanonymous_enable={anonymous}\nlocal_enable=NO\n")
    system.do("mkdir -p /var/run/vsftpd/empty /srv/ftp")
    system.start("/usr/sbin/vsftpd", "/etc/vsftpd.conf")
    system.do("for try in $(seq 300); do ss -ltn | grep -q :21 && exit 0; read -t 0.1 <> <(:) || :; done; exit 1")
    let_in = system.run("python3", "-c", _LOGIN).returncode == 0
    said = system.asked(CHECK)
    assert let_in is (anonymous == "YES")
    assert said.state == ("failed" if let_in else "passed")
