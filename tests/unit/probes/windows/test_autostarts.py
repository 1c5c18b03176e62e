from __future__ import annotations

import pytest

from checker.probes.windows.autostarts import program


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (r'"C:\Program Files (x86)\Skype\Phone\Skype.exe" /nosplash', "Skype.exe"),
        (r"C:\Program Files\Ditto\Ditto.exe", "Ditto.exe"),
        (r"%ProgramFiles%\Windows Sidebar\Sidebar.exe /autoRun", "Sidebar.exe"),
        (r"rundll32.exe C:\a\b.dll,Run secret", "rundll32.exe"),
        ("ctfmon", "ctfmon"),
        ("", ""),
        ('"', '"'),
    ],
)
def test_the_program_is_named_without_folder_and_arguments(command: str, name: str) -> None:
    assert program(command) == name
