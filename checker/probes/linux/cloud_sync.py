"""Linux: whether cloud-sync clients are signed in."""

from __future__ import annotations

from checker.facts.workstation.cloud_sync import CloudAccounts
from checker.knowledge.cloud_sync import cloud_sync
from checker.machine.machine import Machine
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.probes.base import Sources, probe


@probe(CloudAccounts, Platform.LINUX)
def cloud_accounts(machine: Machine) -> CloudAccounts:
    """By files in the person's home that are there while an account is signed in. They are not opened."""
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("没有登录的使用人", "No person is logged in"))
    sources = Sources()
    signed_in = set()
    for product in cloud_sync().product:
        for path in product.home_files:
            with sources:
                if machine.exists(f"{person.home}/{path}"):
                    signed_in.add(product.id)
    return CloudAccounts(
        signed_in=frozenset(signed_in),
        folder=frozenset(),
        blocked=frozenset(),
        asks=frozenset(product.id for product in cloud_sync().product if product.ask),
        gaps=sources.gaps_or_raise(),
    )
