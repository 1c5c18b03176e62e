from __future__ import annotations

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.linux.desktop_entries import desktop_entry, program, starts


def test_only_the_main_group_counts() -> None:
    entry = desktop_entry(
        "# x\n[Desktop Entry]\nName = A\nName[zh_CN]=甲\nName=B\n[Desktop Action x]\nHidden=true\n", "p"
    )
    assert entry["Name"] == "A"
    assert starts(entry)


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=False"])
def test_two_keys_switch_it_off(line: str) -> None:
    assert not starts(desktop_entry(f"[Desktop Entry]\n{line}\n", "p"))


def test_the_program_is_named_without_arguments() -> None:
    assert program({"Exec": '"/opt/a/b" --key secret'}) == "b"
    assert program({}) == ""


def test_what_is_no_entry_is_refused() -> None:
    with pytest.raises(Unreadable):
        desktop_entry("Name=x\n", "p")
