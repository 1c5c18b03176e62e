"""What passes on a made-up computer does not pass when any one thing that was read there refuses.

Of every scenario that passes, each question that its probes ask (a file, a folder, a program, a key, a call) is refused
in turn. The finding may not stay passed, unless the fact does not rest on that answer: then `SPARE` says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest

from checker.engine.inspect import inspect
from checker.machine.machine import Machine
from checker.model.check import AnyCheck
from checker.model.finding import Finding, State
from checker.model.target import Target
from checker.model.unreadable import Unreadable
from tests.contract.test_scenarios import CATALOG, _scenarios
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

GOOD = (State.PASSED, State.NOT_APPLICABLE)
Question = tuple[str, tuple[Any, ...]]


@dataclass
class Refusing:
    """A world that keeps what it is asked, and refuses one question."""

    world: World
    refused: Question | None = None
    asked: dict[Question, None] = field(default_factory=dict)

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        question = (verb, arguments)
        self.asked.setdefault(question)
        if question == self.refused:
            raise Unreadable(DENIED.reason, DENIED.how)
        return self.world.answer(verb, arguments, stop)


def _looked(check: AnyCheck, scenario: Scenario, refused: Question | None = None) -> tuple[Finding, list[Question]]:
    source = Refusing(scenario.world, refused)
    target = Target("pc", scenario.world.platform, "PC")
    story = list(inspect(target, Machine(source), [check], CATALOG.probes, scenario.policy))
    return story[-1], list(source.asked)


# Question (verb and arguments as text) -> why a finding of that check may stay as it is without the answer.
SPARE = (
    (
        "phone",
        r"phone \('photos.index'",
        "the walk through the folders sees every file by itself",
    ),
    (
        "phone.sideloaded_apps",
        r"phone \('apk'",
        "the signer names an app; its origin is what counts",
    ),
    ("workstation.antivirus", r"list|exists|read|wmi", "one product that is found, or its date, is the whole answer"),
    ("workstation.autostarts", r"read \('/var/spool/cron", "crontab itself is asked where its folder is closed"),
    ("workstation.(classified_network|saved_wifi)", r"wlan_profiles", "no card ever, so no service that would answer"),
    ("workstation.device_ledger", r"power|Power|Memory Management|swaps", "the ledger says nothing of the memory"),
    ("workstation.disk_encryption", r"fscrypt", "it only turns a failure into a question"),
    ("workstation.disk_encryption", r"encryptable_volumes", "the shell tells the same of each volume"),
    ("workstation.disk_encryption", r"removable_drives", "without it they are judged like built-in ones"),
    ("workstation.firewall", r"firewall_profiles", "policy and setting tell the same in the registry"),
    ("workstation.network_printers", r"printers.conf", "where it is closed, the server tells which printers it has"),
    ("workstation.patches", r"tail|list \('/var/log|update_history|QuickFix", "a newer day makes it better, not worse"),
    (
        "workstation.(peripheral|phone|usb)",
        r"list \('/var/log'",
        "journal and text files are two records of the same messages",
    ),
    ("workstation.usb", r"udisksd|MountPoints2", "a volume's name and its person add to a row; the device is there"),
    ("workstation.usb", r"Properties", "a device without a date counts as seen lately"),
    ("workstation.screen_lock", r"'screen_saver'", "the same settings stand in the registry"),
)


def _spare(check: AnyCheck, question: Question) -> bool:
    asked = f"{question[0]} {question[1]}"
    return any(re.match(where, check.id) and re.search(what, asked) for where, what, _ in SPARE)


def _passing() -> list[Any]:
    return [
        pytest.param(check, scenario, id=f"{check.id}-{scenario.world.platform}-{number}")
        for check in CATALOG.checks.values()
        for number, scenario in enumerate(_scenarios(check))
        if scenario.state in GOOD
    ]


@pytest.mark.parametrize(("check", "scenario"), _passing())
def test_nothing_passes_where_something_it_read_refuses(check: AnyCheck, scenario: Scenario) -> None:
    finding, questions = _looked(check, scenario)
    assert finding.coverage is None or finding.coverage.bears_a_pass
    needed = [question for question in questions if question[0] != "processors" and not _spare(check, question)]
    stayed = [question for question in needed if _looked(check, scenario, question)[0].state in GOOD]
    assert stayed == []
