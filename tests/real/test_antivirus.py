"""Is there an antivirus that recognises something, and how old are its signatures? clamscan and sigtool say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.debian import State, debian

_DAILY = "/var/lib/clamav/daily.cvd"
_HEAD = "ClamAV-VDB:{made} 03-22 -0500:26833:2027000:90:md5:sig:rayman:1678177342"


@pytest.fixture
def system() -> Iterator[State]:
    with debian("clamav", "clamav-daemon", "clamav-freshclam") as state:
        yield state


def test_a_scanner_without_signatures_is_no_antivirus(system: State) -> None:
    system.do("rm -f /var/lib/clamav/*")
    assert system.run("clamscan", "/etc/hostname").returncode == 2  # "No supported database files found"
    said = system.asked("workstation.antivirus_installed")
    assert said.state == "failed"
    assert "没有病毒库" in said.text
    assert system.asked("workstation.antivirus_running").state == "not_applicable"


@pytest.mark.parametrize(("made", "state"), [("07 Mar 2023", "failed"), (None, "passed")])
def test_signatures_are_as_old_as_they_say_themselves(system: State, made: str | None, state: str) -> None:
    day = made or system.do("date '+%d %b %Y'").strip()
    system.do(f"printf '%-512s' '{_HEAD.format(made=day)}' > {_DAILY}")  # copied just now
    assert f"Build time: {day}" in system.run("sigtool", "--info", _DAILY).stdout
    assert system.asked("workstation.antivirus_fresh").state == state


def test_a_browser_of_an_antivirus_maker_is_none(system: State) -> None:
    system.do("dpkg --purge --force-depends clamav clamav-daemon clamav-freshclam")
    system.do(
        "printf '%s\\n' '' 'Package: com.360.browser-stable' 'Status: install ok installed' 'Version: 1' "
        "'Architecture: all' 'Maintainer: x' 'Description: x' >> /var/lib/dpkg/status"
    )
    assert "com.360.browser-stable" in system.do("dpkg-query -W")
    said = system.asked("workstation.antivirus_installed")
    assert said.state == "failed"
    assert "没有发现" in said.text
