"""Linux: whether cloud-sync clients are signed in."""

from __future__ import annotations

from checker.facts.workstation.cloud_sync import CloudAccounts
from checker.knowledge.cloud_sync import cloud_sync
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import probe
from checker.probes.persons import of_one


@probe(CloudAccounts, Platform.LINUX)
def cloud_accounts(machine: Machine) -> CloudAccounts:
    """By files in the person's home that are there while an account is signed in. They are not opened."""
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("没有登录的使用人", "No person is logged in"))
    products = Ledger(Unit.PROGRAMS, cloud_sync().product, lambda product: product.name)
    signed_in = set()
    for product in products:
        with products.reading(product):
            if any(machine.exists(f"{person.home}/{path}") for path in product.home_files):
                signed_in.add(product.id)
    return CloudAccounts(
        signed_in=frozenset(signed_in),
        folder=frozenset(),
        blocked=frozenset(),
        asks=frozenset(product.id for product in cloud_sync().product if product.ask),
        coverage=products.some_or_raise() + of_one(machine, person),
    )
