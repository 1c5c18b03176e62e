"""All that a check may import, on one page. Facts come from `checker.facts`.

A local check may also define its own fact and probe: `Fact`, `Coverage`, `Ledger`, `probe`, `Machine`, `Unreadable`
and `Absent` are here for it.
"""

from checker.machine.machine import Machine
from checker.model.check import Actor, Check, Remedy, check
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.fact import Fact, Origin, Setting
from checker.model.policy import Policy
from checker.model.severity import Severity
from checker.model.target import Platform
from checker.model.text import Text, shown
from checker.model.unreadable import Absent, Unreadable
from checker.model.verdict import Ask, Fail, NotApplicable, Pass, Verdict
from checker.probes.base import Probe, probe

__all__ = [
    "Absent",
    "Actor",
    "Ask",
    "Cause",
    "Check",
    "Coverage",
    "Fact",
    "Fail",
    "Ledger",
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
    "Text",
    "Unit",
    "Unreadable",
    "Verdict",
    "check",
    "probe",
    "shown",
]
