"""What ``report`` asks for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from checker.commands import report
from checker.report.exports import EXPORTS
from checker.report.forms.sheets import SHEETS

NEEDED = ["result.json", "报告.pdf", "--context", "unit.toml", "--sign", "inspector.p12"]


def parsed(*more: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    report.options(parser)
    return parser.parse_args([*NEEDED, *more])


def test_every_sheet_and_copy_can_be_asked_for() -> None:
    options = parsed(*(word for name in (*SHEETS, *EXPORTS) for word in (f"--{name.replace('_', '-')}", name)))
    assert all(getattr(options, name) == Path(name) for name in (*SHEETS, *EXPORTS))


def test_none_is_written_unasked() -> None:
    options = parsed()
    assert all(getattr(options, name) is None for name in (*SHEETS, *EXPORTS, "campaign", "store"))


@pytest.mark.parametrize("missing", ["--context", "--sign"])
def test_without_particulars_or_a_key_there_is_no_report(missing: str) -> None:
    place = NEEDED.index(missing)
    parser = argparse.ArgumentParser(exit_on_error=False)
    report.options(parser)
    with pytest.raises((SystemExit, argparse.ArgumentError)):
        parser.parse_args(NEEDED[:place] + NEEDED[place + 2 :])


def test_no_option_takes_a_passphrase() -> None:
    """What stands in a command line is in everybody's process list."""
    parser = argparse.ArgumentParser()
    report.options(parser)
    names = {name for action in parser._actions for name in action.option_strings}
    assert not {name for name in names if any(word in name for word in ("pass", "pin", "secret"))}
