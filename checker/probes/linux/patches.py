"""Linux: when the system's own packages were last upgraded, what keeps them back, and how new its lists are."""

from __future__ import annotations

import re

from checker.facts.workstation.patches import Patches
from checker.facts.workstation.software import listed
from checker.knowledge.builds import builds
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.linux import apt, packages
from checker.probes.linux.upgrades import last_upgrade

_RUNNING, _BUILT = "/proc/sys/kernel/osrelease", "/proc/version"
_IMAGE = re.compile(r"linux-image-(?:unsigned-)?(\d[\w.+~-]*)")
_DEBIAN_BUILD = re.compile(r"\bDebian (\S+) \(")
_OSTREE = "/run/ostree-booted"
_WITH_SECURITY = ("debian", "ubuntu")  # whose security updates come from an archive of their own


@probe(Patches, Platform.LINUX)
def patches(machine: Machine) -> Patches:
    """Upgrades of the system's own packages from dpkg's and apt's logs, in local time, so to the day.

    A log without one says that there was none as far back as it goes. Other packages (a messenger, a browser of a
    maker's own) say nothing of the system.
    """
    try:
        status = packages.status(machine)
    except Absent as error:
        raise Unreadable(Text("这不是 Debian 系的系统", "This is no Debian-family system")) from error
    host = machine.host
    today = host.now.date()
    system = host.release.get("ID", "")
    own = _own(status)
    sources = Ledger[str](Unit.SOURCES)
    patched = last_upgrade(machine, sources, lambda name: name in own or listed(name, builds().system_packages))
    if patched is None:
        with sources.reading(_OSTREE):
            if machine.exists(_OSTREE):
                raise not_understood("ostree")  # it is upgraded as an image, of which dpkg's log says nothing
    # A newer day in a log that would not say makes it better, not worse.
    coverage = sources.sufficient if patched else sources.whole_or_raise()
    pins = apt.pinned(machine)
    release = builds().linux_release(system, host.release.get("VERSION_ID", ""))
    return Patches(
        release=release.name if release else Text.name(host.release.get("PRETTY_NAME", "Linux")),
        patched=patched,
        refreshed=apt.refreshed(machine, system),
        supported=release.until if release else None,
        extended=False,  # an upgrade after that day may be of any package, so it proves no extension
        table=builds().dated,
        today=today,
        held=tuple(sorted({*(own & packages.held(status)), *(name for name in own if apt.keeps_back(pins, name))})),
        security=apt.security_archive(machine) if system in _WITH_SECURITY else None,
        restart=_restart(machine, status),
        coverage=builds().with_age(coverage, today),
    )


def _own(status: bytes) -> frozenset[str]:
    """Packages that make up the system: by their priority (Debian Policy 2.5), or by the table of names."""
    names = packages.installed(status)
    return packages.essential(status) | {name for name in names if listed(name, builds().system_packages)}


def _restart(machine: Machine, status: bytes) -> bool:
    """Whether another kernel runs than the newest one that is installed as a package.

    A computer without such a package (a container) has nothing to compare. Debian writes its package's version into the
    kernel, so that a rebuilt kernel of the same name is told apart.
    """
    images = {match[1]: name for name in packages.installed(status) if (match := _IMAGE.fullmatch(name))}
    if not images:
        return False
    running = machine.text(_RUNNING, 1 << 12).strip()
    if running not in images or max(images, key=_numbers) != running:
        return _numbers(running) < max(map(_numbers, images))
    built = _DEBIAN_BUILD.search(machine.text(_BUILT, 1 << 12))
    return built is not None and packages.version(status, images[running]) not in (built[1], None)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", release.partition("-")[0] + "-" + _abi(release)))


def _abi(release: str) -> str:
    """``18`` of ``6.1.0-18-amd64``; what follows is the kind of computer."""
    return release.split("-")[1] if "-" in release else ""
