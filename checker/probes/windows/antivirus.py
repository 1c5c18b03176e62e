"""Windows: antivirus products by Windows Security Center, else by their services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from checker.facts.workstation.antivirus import Antivirus, AntivirusGuard, AntivirusSignatures, Guard, Signatures
from checker.facts.workstation.software import listed
from checker.knowledge.antivirus import AntivirusProduct, antivirus
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.presence import Seen, presences
from checker.probes.windows.software import service_list

_NAMESPACE, _CLASS = r"root\SecurityCenter2", "AntiVirusProduct"
_DEFENDER = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Signature Updates"
_DEFENDER_STATUS = (r"root\Microsoft\Windows\Defender", "MSFT_MpComputerStatus")
_NO_PRODUCT = Text("没有安装杀毒软件", "No antivirus is installed")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

# productState: Microsoft documents only that it exists; these bits are what public tools agree on.
_STATE, _ON, _SNOOZED, _EXPIRED = 0xF000, 0x1000, 0x2000, 0x3000
_STALE = 0x00F0
_DETAILS = {
    _SNOOZED: Text("已暂停", "paused"),
    _EXPIRED: Text("授权已过期", "licence expired"),
}


@dataclass(frozen=True, slots=True)
class _Registered:
    """A row of Windows Security Center."""

    name: str
    state: int

    @property
    def guard(self) -> Guard:
        state = self.state & _STATE
        return Guard(Text.name(self.name), on=state == _ON, detail=_DETAILS.get(state))

    @property
    def fresh(self) -> bool:
        return not self.state & _STALE


@probe(Antivirus, Platform.WINDOWS)
def installed(machine: Machine) -> Antivirus:
    """Security Center's list; where that will not answer (servers have none), services of known products.

    An empty list is no answer: on a working Windows client Defender is in it even when another product leads. That
    there is none takes three witnesses: no list, no known service, and Security Center's own "poor".
    """
    try:
        products = tuple(Text.name(row.name) for row in _registered(machine))
        return Antivirus(products, coverage=Coverage.whole(Unit.PROGRAMS, len(products)))
    except Unreadable as error:
        by_service = _by_service(machine)
        if not by_service and machine.win32("security_provider_health", "antivirus") != "poor":
            raise error from None
        none = Coverage.none_there(Unit.PROGRAMS, _NO_PRODUCT)
        coverage = Coverage.whole(Unit.PROGRAMS, len(by_service)) if by_service else none
        return Antivirus(tuple(product.name for product in by_service), coverage=coverage)


@probe(AntivirusGuard, Platform.WINDOWS)
def guard(machine: Machine) -> AntivirusGuard:
    """Each product's own state; where only the overall health answers, that one ("good" means on and in order)."""
    try:
        guards = tuple(row.guard for row in _registered(machine))
        return AntivirusGuard(guards, coverage=Coverage.whole(Unit.PROGRAMS, len(guards)))
    except Unreadable as error:
        health = machine.win32("security_provider_health", "antivirus")
        if health not in ("good", "poor", "snoozed"):
            raise error from None
        name = Text("Windows 安全中心", "Windows Security")
        detail = None if health != "snoozed" else _DETAILS[_SNOOZED]
        guard = Guard(name, on=health == "good", detail=detail)
        return AntivirusGuard((guard,), coverage=Coverage.whole(Unit.PROGRAMS))


@probe(AntivirusSignatures, Platform.WINDOWS)
def signatures(machine: Machine) -> AntivirusSignatures:
    """Of the products whose protection is on, or of all where none is. Only Defender tells a date."""
    sources = Ledger[str](Unit.SOURCES)
    rows: tuple[_Registered, ...] = ()
    with sources.reading(_CLASS):
        rows = _registered(machine)
    chosen = [row for row in rows if row.guard.on] or list(rows)
    products = [Signatures(Text.name(row.name), _date(machine, row.name, sources), row.fresh) for row in chosen]
    if not rows:
        products = [Signatures(product.name, _date(machine, product.id, sources)) for product in _by_service(machine)]
    # A date that was found makes up for a list that was not.
    dated = any(product.made for product in products)
    coverage = sources.sufficient if dated else sources.some_or_raise()
    return AntivirusSignatures(tuple(products), machine.host.now, coverage=coverage)


def _registered(machine: Machine) -> tuple[_Registered, ...]:
    rows = machine.wmi(_NAMESPACE, _CLASS, ("displayName", "productState"))
    if not rows:
        raise Unreadable(Text("Windows 安全中心没有给出结果", "Windows Security gives no answer"))
    return tuple(_row(row) for row in rows)


def _row(row: Mapping[str, Any]) -> _Registered:
    name, state = row.get("displayName"), row.get("productState")
    if not isinstance(name, str) or not name or not isinstance(state, int):
        raise malformed(_CLASS)
    return _Registered(name, state)


def _by_service(machine: Machine) -> tuple[AntivirusProduct, ...]:
    """Known products whose service is there and not switched off. Not readable: not known, as the caller says."""
    services = service_list(machine)
    names = frozenset(service.name.lower() for service in services if service.start != "disabled")
    there = {one.id for one in presences(antivirus().product, Platform.WINDOWS, Seen(services=names))}
    return tuple(product for product in antivirus().product if product.id in there)


def _date(machine: Machine, name: str, sources: Ledger[str]) -> datetime | None:
    if not _is_defender(name):
        return None
    for read in (_from_registry, _from_wmi):
        with sources.reading(read.__name__):
            made = read(machine)
            # A date in the future says that a clock is or was wrong: no evidence of freshness.
            if made <= machine.host.now + timedelta(days=1):
                return made
    return None


def _is_defender(name: str) -> bool:
    defender = next(product for product in antivirus().product if product.id == "defender")
    return name == defender.id or listed(name, defender.security_center)


def _from_registry(machine: Machine) -> datetime:
    """AVSignatureApplied: FILETIME (UTC) of the signatures in use."""
    data = machine.registry(_DEFENDER).value("AVSignatureApplied")
    if not isinstance(data, bytes) or len(data) != 8 or not any(data):
        raise malformed(_DEFENDER)
    try:
        return _EPOCH + timedelta(microseconds=int.from_bytes(data, "little") // 10)
    except OverflowError as error:
        raise malformed(_DEFENDER) from error


def _from_wmi(machine: Machine) -> datetime:
    """AntivirusSignatureLastUpdated as a CIM date (``20261122083000.000000+000``).

    Not yet seen on a real machine.
    """
    rows = machine.wmi(*_DEFENDER_STATUS, ("AntivirusSignatureLastUpdated",))
    text = rows[0].get("AntivirusSignatureLastUpdated") if rows else None
    if not isinstance(text, str):
        raise malformed(_DEFENDER_STATUS[1])
    try:
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC) - timedelta(minutes=int(text[21:] or 0))
    except ValueError as error:
        raise malformed(_DEFENDER_STATUS[1]) from error
