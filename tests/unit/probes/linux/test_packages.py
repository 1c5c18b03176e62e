from __future__ import annotations

import time

import pytest

from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux import packages
from tests.worlds.world import World


def test_only_installed_packages_are_named() -> None:
    status = (
        b"Package: bash\nEssential: yes\nStatus: install ok installed\n\n"
        b"Package: gone\nStatus: deinstall ok config-files\n\n"
        b"Package: init\nProtected: yes\nImportant: yes\nStatus: hold ok installed\nDescription: x\n Package: fake\n"
    )
    assert packages.installed(status) == {"bash", "init"}


def test_configuration_files_belong_to_packages() -> None:
    status = (
        b"Package: a\nStatus: install ok installed\nConffiles:\n /etc/cron.d/a "
        + b"0" * 32
        + b"\n /etc/b newconffile\n"
    )
    assert packages.conffiles(status) == {"/etc/cron.d/a"}


def test_what_is_no_list_of_packages_is_refused() -> None:
    with pytest.raises(Unreadable):
        packages.status(World(files={packages.STATUS: "<html>"}).machine())
    with pytest.raises(Absent):
        packages.status(World().machine())


def test_two_thousand_packages_are_read_in_no_time() -> None:
    entry = "Package: p{0}\nStatus: install ok installed\nDescription: x\n{1}\n"
    status = "".join(entry.format(number, " text\n" * 400) for number in range(2000)).encode()
    assert len(status) > 4 << 20
    begun = time.process_time()
    assert len(packages.installed(status)) == 2000
    assert time.process_time() - begun < 0.2  # a tenth of that on an idle machine


def test_a_line_of_the_policy_names_address_and_suite() -> None:
    policy = (
        "a:\n  Installed: 1\n  Version table:\n *** 1 500\n"
        "        500 http://m.cn/debian bookworm/main amd64 Packages\n        100 /var/lib/dpkg/status\n"
        "b:i386:\n  Version table:\n     2 500\n        500 https://host/flat ./ Packages\n"
        "        500 http://m/d bookworm/updates/main arm64 Packages\n"
    )
    found = packages.archives(policy)
    assert found["a"] == {("http://m.cn/debian", "bookworm")}
    assert found["b"] == {("https://host/flat", "."), ("http://m/d", "bookworm/updates")}


def test_an_archive_is_known_by_its_release_file() -> None:
    origins = packages.Origins({"m.cn_debian_dists_bookworm_updates": "Debian"})
    assert origins.of(("http://m.cn/debian/", "bookworm/updates")) == "Debian"
    assert origins.of(("http://other/debian", "bookworm")) == "http://other/debian"
