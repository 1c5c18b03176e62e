"""What ``report`` asks for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from checker.app.reporting import sheets
from checker.terminal import report


def parsed(*more: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    report.options(parser)
    return parser.parse_args(["result.json", *more])


def test_a_result_is_all_that_it_needs() -> None:
    options = parsed()
    named = ("pdf", "sign", "context", "campaign", "store")
    assert all(getattr(options, name) is None for name in (*sheets(), *named))


def test_where_it_goes_and_by_which_key_can_be_said() -> None:
    options = parsed("--pdf", "报告.pdf", "--sign", "inspector.p12")
    assert (options.pdf, options.sign) == (Path("报告.pdf"), str(Path("inspector.p12").absolute()))


def test_every_sheet_and_copy_can_be_asked_for() -> None:
    options = parsed(*(word for name in sheets() for word in (f"--{name.replace('_', '-')}", name)))
    assert all(getattr(options, name) == Path(name) for name in sheets())


def test_no_option_takes_a_passphrase() -> None:
    """What stands in a command line is in everybody's process list."""
    parser = argparse.ArgumentParser()
    report.options(parser)
    names = {name for action in parser._actions for name in action.option_strings}
    assert not {name for name in names if any(word in name for word in ("pass", "pin", "secret"))}
