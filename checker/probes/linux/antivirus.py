"""Linux: antivirus products by package, unit, folder and process. No system there keeps a register of them."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase

from checker.facts.workstation.antivirus import Antivirus, AntivirusGuard, AntivirusSignatures, Guard, Signatures
from checker.knowledge.antivirus import AntivirusProduct, antivirus
from checker.machine.answers import Kind
from checker.machine.machine import Machine
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.unreadable import Absent
from checker.probes.base import probe
from checker.probes.linux import packages
from checker.probes.linux.software import paths
from checker.probes.linux.units import units
from checker.probes.presence import Seen, presences
from checker.probes.running import process_names


@probe(Antivirus, Platform.LINUX)
def installed(machine: Machine) -> Antivirus:
    """A product that was found stands, whatever else would not answer; that none was found needs every source."""
    found, coverage = _known(machine)
    return Antivirus(tuple(product.name for product in found), coverage=coverage)


@probe(AntivirusGuard, Platform.LINUX)
def guard(machine: Machine) -> AntivirusGuard:
    """Whether a product's own process runs. Package and process lists have to be readable where none is seen."""
    running = presences(antivirus().product, Platform.LINUX, Seen(running=process_names(machine)))
    if running:
        guards = tuple(Guard(product.name, on=True) for product in running)
        return AntivirusGuard(guards, coverage=Coverage.whole(Unit.PROGRAMS, len(guards)))
    found, coverage = _known(machine)
    return AntivirusGuard(tuple(Guard(product.name, on=False) for product in found), coverage=coverage)


@probe(AntivirusSignatures, Platform.LINUX)
def signatures(machine: Machine) -> AntivirusSignatures:
    """The newest modification time in each installed product's signature folder.

    A product without a known folder is listed without a date: a person can read it in the product's own window.
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
        Unreadable: none was found, and not every source would say.
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
    return found, Coverage.whole(Unit.PROGRAMS, len(found)) if found else sources.whole_or_raise()


def _newest(machine: Machine, product: AntivirusProduct) -> datetime | None:
    """The date of the newest signature file; None where no known place has any.

    A date in the future says that a clock is or was wrong: it is no evidence of freshness.
    """
    times = []
    for place in product.signatures:
        try:
            entries = machine.list(place.folder)
        except Absent:
            continue
        times += [
            entry.modified
            for entry in entries
            if entry.kind is Kind.FILE and any(fnmatchcase(entry.name, name) for name in place.names)
        ]
    past = [time for time in times if 0 < time <= machine.host.now.timestamp() + 86400]
    return datetime.fromtimestamp(max(past), UTC) if past else None
