"""What ``verify`` asks for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from checker.terminal import verify


def test_files_folders_and_where_the_answer_goes() -> None:
    parser = argparse.ArgumentParser()
    verify.options(parser)
    options = parser.parse_args(["a.pdf", "reports", "--trust", "trust", "--json", "-"])
    assert options.files == [Path("a.pdf"), Path("reports")]
    assert (options.trust, options.json, options.store) == (Path("trust"), Path("-"), None)


def test_nothing_to_verify_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    verify.options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([])
    assert "FILE" in capsys.readouterr().err
