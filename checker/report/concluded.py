"""What a signed report comes to, by the same rules as an inspection."""

from __future__ import annotations

from checker.engine.conclude import Conclusion, conclude
from checker.model.answer import Answer
from checker.model.finding import Finding
from checker.report.payload import Report, Result
from checker.report.rested import coverage


def concluded_of(report: Report) -> Conclusion:
    return conclude(_as_finding(result) for result in report.results)


def _as_finding(result: Result) -> Finding:
    said = None
    if (given := result.answer) is not None:
        said = Answer(result.check, "", result.message.zh, given.yes, given.who, given.at, given.until)
    return Finding(
        result.check, "", result.state, result.severity, result.message, answer=said, coverage=coverage(result)
    )
