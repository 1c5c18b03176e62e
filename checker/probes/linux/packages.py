"""Debian packages: which are installed, where they come from, which files of /etc are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.text import Text
from checker.model.unreadable import Unreadable

STATUS = "/var/lib/dpkg/status"
_LISTS = "/var/lib/apt/lists"
_LIMIT = 64 << 20  # a desktop's status file has 2 to 6 MB
_NO_CACHE = ("-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=")
_BASE = "base-files"  # every Debian-family system has it, from its own archive

# One pass over the whole file: Status follows Package at once or after Essential and Protected.
_PACKAGE = re.compile(rb"^Package: ([^\n]{1,200})\n(?:[A-Z][^\n]*\n){0,4}?Status: (\S+) (\S+) (\S+)$", re.MULTILINE)
_PRIORITY = re.compile(
    rb"^Package: ([^\n]{1,200})\n(?:[A-Z][^\n]*\n){0,6}?Priority: (?:required|important|standard)$", re.MULTILINE
)
_CONFFILE = re.compile(rb"^ (/etc/\S+) [0-9a-f]{32}$", re.MULTILINE)
_SOURCE = re.compile(r"^ +\d+ (\S+) (\S+) (?:\S+ )?Packages$")
_ORIGIN = re.compile(r"^Origin: *(.+)$", re.MULTILINE)


def status(machine: Machine) -> bytes:
    """dpkg's own list.

    Raises:
        Absent: no Debian-family system. Unreadable: it cannot be read or is no such list.
    """
    content = machine.read(STATUS, _LIMIT)
    if not _PACKAGE.search(content):
        raise malformed(STATUS)
    return content


def installed(content: bytes) -> frozenset[str]:
    """Names of installed packages, lower-case as dpkg has them. Removed ones that left settings behind are not."""
    return frozenset(
        name.decode("utf-8", "surrogateescape")
        for name, _, _, state in _PACKAGE.findall(content)
        if state == b"installed"
    )


def held(content: bytes) -> frozenset[str]:
    """Installed packages that somebody keeps from being upgraded (``apt-mark hold``)."""
    return frozenset(
        name.decode("utf-8", "surrogateescape")
        for name, want, _, state in _PACKAGE.findall(content)
        if want == b"hold" and state == b"installed"
    )


def essential(content: bytes) -> frozenset[str]:
    """Installed packages without which the system would not be what it is: required, important or standard."""
    names = {name.decode("utf-8", "surrogateescape") for name in _PRIORITY.findall(content)}
    return installed(content) & names


def version(content: bytes, name: str) -> str | None:
    """The installed version of a package; None where the list does not have it."""
    entry = re.search(rb"(?ms)^Package: %s\n(.*?)(?:\n\n|\Z)" % re.escape(name.encode()), content)
    found = re.search(rb"(?m)^Version: (\S+)$", entry[1]) if entry else None
    return found[1].decode("utf-8", "surrogateescape") if found else None


def conffiles(content: bytes) -> frozenset[str]:
    """Files below /etc that belong to a package."""
    return frozenset(path.decode("utf-8", "surrogateescape") for path in _CONFFILE.findall(content))


Place = tuple[str, str]
"""An archive: its address and its suite."""


class Origins:
    """Who made each archive, from the signed Release files on this computer."""

    def __init__(self, by_stem: Mapping[str, str]) -> None:
        self._by_stem = by_stem

    def of(self, place: Place) -> str:
        """The archive's Origin; its address where its Release file is not here."""
        address, suite = place
        bare = address.partition("://")[2] or address
        # apt makes file names of addresses by turning slashes into underscores.
        stem = f"{bare.rstrip('/')}_dists_{suite}".replace("/", "_")
        return self._by_stem.get(stem, address)


def foreign(machine: Machine, names: Iterable[str]) -> Mapping[str, Text]:
    """The packages that the system's own archive does not have, with where they come from in words.

    The system's own archive is the one that `base-files` comes from, and all others of the same Origin: so a unit's own
    mirror counts as the system's, and a vendor's archive does not. Source: ``apt-cache policy``, which reads the
    package lists on this computer and asks no network.

    Raises:
        Unreadable: there are no package lists to tell by.
    """
    asked = sorted({*names, _BASE})
    # As root apt would write its cache anew where that is old. We change nothing, so it does without one.
    unwritten = _NO_CACHE if machine.host.admin else ()
    output = machine.run("apt-cache", *unwritten, "policy", "--", *asked, seconds=20.0)
    if output.code != 0 or output.cut:
        raise Unreadable(Text("没有读到软件包的来源", "The origin of packages could not be read"))
    places = archives(output.text)
    base = places.get(_BASE, frozenset())
    if not base:
        raise Unreadable(
            Text(
                "这台电脑上没有系统软件源的目录，分不清哪些软件来自系统软件源",
                "This computer has no lists of the system's archive, so it cannot tell which software comes from there",
            ),
            Text(
                "连到单位软件源更新软件源列表后再查",
                "Refresh the package lists from the unit's archive, then check again",
            ),
        )
    origins = _origins(machine)
    own = {origins.of(place) for place in base}
    found: dict[str, Text] = {}
    for name in asked:
        makers = {origins.of(place) for place in places.get(name, ())}
        if makers.isdisjoint(own):
            found[name] = _in_words(makers)
    return found


def archives(policy: str) -> dict[str, frozenset[Place]]:
    """The archives that list each package, from what ``apt-cache policy NAME...`` printed."""
    found: dict[str, frozenset[Place]] = {}
    current = ""
    for line in policy.splitlines():
        if line and not line.startswith(" "):
            current = line.rstrip(":").partition(":")[0]
            found.setdefault(current, frozenset())
            continue
        match = _SOURCE.match(line)
        if match and current:
            suite = match[2].rpartition("/")[0] or match[2]
            found[current] |= {(match[1], suite)}
    return found


def _in_words(makers: Iterable[str]) -> Text:
    names = sorted(makers)
    if not names:
        return Text("单独安装的软件包", "package installed by itself")
    return Text("软件源 {name}", "archive {name}").filled(name=Text.name(", ".join(names)))


def _origins(machine: Machine) -> Origins:
    found: dict[str, str] = {}
    for entry in machine.list(_LISTS):
        stem, _, kind = entry.name.rpartition("_")
        if kind not in ("InRelease", "Release"):
            continue
        match = _ORIGIN.search(machine.text(f"{_LISTS}/{entry.name}")[:4096])
        if match:
            found[stem] = match[1].strip()
    return Origins(found)
