"""Windows: whether cloud-sync clients are signed in."""

from __future__ import annotations

from collections.abc import Iterable

from checker.facts.workstation.cloud_sync import CloudAccounts
from checker.knowledge.cloud_sync import RegistryTrace, cloud_sync
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.base import probe
from checker.probes.windows.hives import Hive, hives

_PERSON = r"HKCU\Software"
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\OneDrive"


@probe(CloudAccounts, Platform.WINDOWS)
def cloud_accounts(machine: Machine) -> CloudAccounts:
    """By registry values and files that are there while an account is signed in, of everybody whose settings can be
    seen. What they hold is not kept.
    """
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("没有登录的使用人", "No person is logged in"))
    machine.registry(_PERSON)  # Absent or closed: a missing value below it would say nothing
    products = Ledger(Unit.PROGRAMS, cloud_sync().product, lambda product: product.name)
    policy = Ledger[str](Unit.SETTINGS)
    own, people = hives(machine)
    homes = [one.home for one in machine.host.people]
    signed_in, folder, blocked = set(), set(), set()
    for product in products:
        with products.reading(product):
            if _any(machine, own, product.account):
                signed_in.add(product.id)
            elif _any(machine, own, product.folder):
                folder.add(product.id)
        for path in product.home_files:
            for home in homes:
                with products.reading(product):
                    if machine.exists(f"{home}\\" + path.replace("/", "\\")):
                        signed_in.add(product.id)
    with policy.reading(_POLICY):
        if machine.registry(_POLICY).value("DisableFileSyncNGSC") == 1:
            blocked.add("onedrive")
    return CloudAccounts(
        signed_in=frozenset(signed_in),
        folder=frozenset(folder),
        blocked=frozenset(blocked),
        asks=frozenset(product.id for product in cloud_sync().product if product.ask),
        told=frozenset(product.id for product in cloud_sync().product if product.account),
        coverage=products.some_or_raise() + policy.coverage + people.coverage,
    )


def _any(machine: Machine, own: Iterable[Hive], traces: Iterable[RegistryTrace]) -> bool:
    return any(_there(machine, hive.of(trace.key), trace.value) for trace in traces for hive in own)


def _there(machine: Machine, key: str, value: str) -> bool:
    try:
        return bool(machine.registry(key).value(value))
    except Absent:
        return False
