"""All that a check may import, on one page. Facts come from `checker.facts`.

A local check may also define its own fact and probe: `Fact`, `probe`, `Machine`, `Unreadable` and `Absent` are here
for it.
"""

from checker.machine.machine import Machine
from checker.model.check import Actor, Check, Remedy, check
from checker.model.fact import Fact, Gap, Origin, Setting
from checker.model.policy import Policy
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text, shown
from checker.model.unreadable import Absent, Unreadable
from checker.model.verdict import Ask, Fail, NotApplicable, Pass, Verdict
from checker.probes.base import Probe, Sources, probe

__all__ = [
    "Absent",
    "Actor",
    "Ask",
    "Check",
    "Fact",
    "Fail",
    "Gap",
    "Machine",
    "NotApplicable",
    "Origin",
    "Pass",
    "Platform",
    "Policy",
    "Probe",
    "Remedy",
    "Setting",
    "Severity",
    "Sources",
    "Text",
    "Unreadable",
    "Verdict",
    "check",
    "probe",
    "shown",
]
