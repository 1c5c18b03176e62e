from __future__ import annotations

import sys

import pytest

from checker.machine.machine import Machine
from checker.machine.windows.source import WindowsSource
from checker.model.unreadable import Unreadable


@pytest.mark.skipif(sys.platform == "win32", reason="asks what the door says elsewhere")
@pytest.mark.parametrize("question", ["processes", "services", "mounts"])
def test_elsewhere_the_windows_door_says_that_it_leads_nowhere(question: str) -> None:
    with pytest.raises(Unreadable):
        getattr(Machine(WindowsSource()), question)()
