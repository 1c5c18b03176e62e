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


@probe(CloudAccounts, Platform.LINUX)
def cloud_accounts(machine: Machine) -> CloudAccounts:
    """By files in people's homes that are there while an account is signed in. They are not opened; a home that is
    closed is said.
    """
    if machine.host.person is None:
        raise Unreadable(Text("没有登录的使用人", "No person is logged in"))
    people = Ledger(Unit.PEOPLE, machine.host.people, lambda one: Text.name(one.name))
    homes: list[str] = []
    for person in people:
        with people.reading(person):
            machine.list(person.home)
            homes.append(person.home)
    products = Ledger(Unit.PROGRAMS, cloud_sync().product, lambda product: product.name)
    signed_in = set()
    for product in products:
        with products.reading(product):
            if any(machine.exists(f"{home}/{path}") for path in product.home_files for home in homes):
                signed_in.add(product.id)
    return CloudAccounts(
        signed_in=frozenset(signed_in),
        folder=frozenset(),
        blocked=frozenset(),
        asks=frozenset(product.id for product in cloud_sync().product if product.ask),
        coverage=products.some_or_raise() + people.coverage,
    )
