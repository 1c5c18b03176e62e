"""Linux: antivirus products by package, unit, folder and process. No system there keeps a register of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

from checker.facts.workstation.antivirus import Antivirus, AntivirusGuard, AntivirusSignatures, Guard, Signatures
from checker.knowledge.antivirus import AntivirusProduct, antivirus
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.machine.refusals import malformed, not_understood
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.ini import LIMIT
from checker.probes.linux.software import paths
from checker.probes.linux.units import units
from checker.probes.presence import Seen, among, presences
from checker.probes.running import process_names

# clamav/libclamav/cvd.c: a header of 512 bytes, ``ClamAV-VDB:07 Mar 2023 03-22 -0500:26833:...``.
_CLAMAV, _CLAMAV_HEADER = "clamav", 512
_CLAMAV_CONF = ("/etc/clamav/clamd.conf", "/etc/clamd.d/scan.conf", "/usr/local/etc/clamd.conf")
_WATCHED = re.compile(r"(?mi)^\s*(?:OnAccessIncludePath|OnAccessMountPath)\s+\"?([^\"\s]+)")
_CLAMAV_MADE = re.compile(rb"ClamAV-VDB:(\d\d? [A-Z][a-z]{2} \d{4} \d\d-\d\d [+-]\d{4}):")


@probe(Antivirus, Platform.LINUX)
def installed(machine: Machine) -> Antivirus:
    """A product that was found stands, whatever else would not answer; that none was found needs every source."""
    found, coverage = _known(machine)
    toothless = tuple(product for product in found if product.signatures and not any(_files(machine, product)))
    products = tuple(product.name for product in found if product not in toothless)
    return Antivirus(products, tuple(product.name for product in toothless), coverage=coverage)


@probe(AntivirusGuard, Platform.LINUX)
def guard(machine: Machine) -> AntivirusGuard:
    """Whether a product's own process runs. Package and process lists have to be readable where none is seen."""
    names = process_names(machine)
    running = {one.id for one in presences(antivirus().product, Platform.LINUX, Seen(running=names))}
    if running:
        guards = tuple(
            Guard(product.name, on=True, watches=_watches(machine, product, names) if product.on_access else None)
            for product in antivirus().product
            if product.id in running
        )
        return AntivirusGuard(guards, coverage=Coverage.whole(Unit.PROGRAMS, len(guards)))
    found, coverage = _known(machine)
    return AntivirusGuard(tuple(Guard(product.name, on=False) for product in found), coverage=coverage)


def _watches(machine: Machine, product: AntivirusProduct, names: frozenset[str]) -> bool:
    """Whether files are looked at as they are opened: by what watches, with what it hands them to, where people's own
    folders are among what it was told to watch.
    """
    engines = [name for name in product.linux.processes if name not in product.on_access]
    if not among(product.on_access, names) or not among(engines, names):
        return False
    return product.id != _CLAMAV or _watches_homes(machine)


def _watches_homes(machine: Machine) -> bool:
    """clamd.conf(5): OnAccessIncludePath and OnAccessMountPath name what is watched; without either nothing is."""
    for path in _CLAMAV_CONF:
        try:
            text = machine.text(path, LIMIT)
        except Absent:
            continue
        watched = _WATCHED.findall(text)
        homes = [person.home for person in machine.host.people if person.key != "0"] or ["/home"]
        return all(any(f"{home}/".startswith(f"{one.rstrip('/')}/") for one in watched) for home in homes)
    raise not_understood(_CLAMAV_CONF[0])


@probe(AntivirusSignatures, Platform.LINUX)
def signatures(machine: Machine) -> AntivirusSignatures:
    """What each installed product's newest signature file says of itself.

    A product whose files are not known is listed without a date: a person can read it in the product's own window.
    """
    found, coverage = _known(machine)
    products = []
    dates = Ledger(Unit.PROGRAMS, found, lambda product: product.name)
    for product in dates:
        made: datetime | None = None
        with dates.reading(product):
            made = _newest(machine, product)
        products.append(Signatures(product.name, made))
    return AntivirusSignatures(tuple(products), machine.host.now, coverage=dates.coverage if products else coverage)


def _known(machine: Machine) -> tuple[tuple[AntivirusProduct, ...], Coverage]:
    """The known products that are installed. Where one is, that is the answer; that none is, takes every source.

    Raises:
        Unreadable: none was found, and not every source would say, or a package of a maker of antivirus is not known.
    """
    sources = Ledger[str](Unit.SOURCES)
    known = antivirus().product
    programs: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    with sources.reading(packages.STATUS):
        programs = packages.installed(packages.status(machine))
    with sources.reading("systemd"):
        services = units(machine).all
    seen = Seen(programs, services, paths=paths(machine, sources, known))
    there = {one.id for one in presences(known, Platform.LINUX, seen) if one.installed}
    found = tuple(product for product in known if product.id in there)
    if found:
        return found, Coverage.whole(Unit.PROGRAMS, len(found))
    for name in among(antivirus().makers, programs) - among(antivirus().other_packages, programs):
        sources.left(name, not_understood(name))
    return (), sources.whole_or_raise()


def _files(machine: Machine, product: AntivirusProduct) -> Iterator[str]:
    """The signature files that are there."""
    for place in product.signatures:
        try:
            entries = machine.list(place.folder)
        except Absent:
            continue
        for entry in entries:
            if entry.kind is not Kind.FOLDER and any(fnmatchcase(entry.name, name) for name in place.names):
                yield f"{place.folder}/{entry.name}"


def _newest(machine: Machine, product: AntivirusProduct) -> datetime | None:
    """The date of the newest signature file; None where no known place has any.

    A date in the future says that a clock is or was wrong: it is no evidence of freshness.
    """
    made = [_made(machine, path) for path in _files(machine, product)]
    return max((day for day in made if day <= machine.host.now + timedelta(days=1)), default=None)


def _made(machine: Machine, path: str) -> datetime:
    """When a database of ClamAV was built, by its header. (Form.CLAMAV is the one form there is.)"""
    header = _CLAMAV_MADE.match(machine.head(path, _CLAMAV_HEADER))
    if header is None:
        raise malformed(path)
    try:
        return datetime.strptime(header[1].decode("ascii"), "%d %b %Y %H-%M %z").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise malformed(path) from error
