"""What ``keys`` asks for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from checker.terminal import keys


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    keys.options(made)
    return made


def test_new_keys_are_somebodys() -> None:
    options = parser().parse_args(["new", "keys", "--unit", "某局", "--name", "李四"])
    assert (options.action, options.folder, options.unit, options.name) == ("new", Path("keys"), "某局", "李四")


def test_a_key_is_named_as_a_file_or_a_token() -> None:
    assert parser().parse_args(["show", "pkcs11:lib.so?token=李四"]).key == "pkcs11:lib.so?token=李四"


@pytest.mark.parametrize("words", [[], ["new", "keys"], ["show"], ["delete", "keys"]])
def test_half_a_command_is_a_mistake(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert capsys.readouterr().err
