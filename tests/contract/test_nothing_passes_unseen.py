"""What passes on a made-up computer does not pass when any one thing that was read there refuses.

Of every scenario that passes, each question that its probes ask (a file, a folder, a program, a key, a call) is refused
in turn. The finding may not stay passed, unless the fact does not rest on that answer: then `SPARE` says why.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from checker.model.check import AnyCheck
from checker.model.finding import State
from tests.contract.test_scenarios import CATALOG, scenarios_of
from tests.scenarios import Scenario
from tests.worlds.changed import Question, looked
from tests.worlds.world import DENIED

GOOD = (State.PASSED, State.NOT_APPLICABLE)


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


def passing() -> list[Any]:
    """Each check with each of its made-up computers on which it passes, or does not apply."""
    return [
        pytest.param(check, scenario, id=f"{check.id}-{scenario.world.platform}-{number}")
        for check in CATALOG.checks.values()
        for number, scenario in enumerate(scenarios_of(check))
        if scenario.state in GOOD
    ]


@pytest.mark.parametrize(("check", "scenario"), passing())
def test_nothing_passes_where_something_it_read_refuses(check: AnyCheck, scenario: Scenario) -> None:
    finding, source = looked(CATALOG, check, scenario)
    assert finding.coverage is None or finding.coverage.bears_a_pass
    needed = [question for question in source.asked if question[0] != "processors" and not _spare(check, question)]
    stayed = [one for one in needed if looked(CATALOG, check, scenario, one, lambda _: DENIED)[0].state in GOOD]
    assert stayed == []
