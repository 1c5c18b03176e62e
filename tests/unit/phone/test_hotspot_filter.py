"""What leaves a phone of its hotspot: whether it is on and has a password, neither its name nor that."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from checker.machine.phone.commands import ask

# As AOSP's SoftApManager and SoftApConfiguration print it, among what else ``dumpsys wifi`` prints.
DUMP = """Wi-Fi is enabled
Dump of ActiveModeWarden
Dump of SoftApManager id=1
current StateMachine mode: StartedState
mRole: ROLE_SOFTAP_TETHERED
mApInterfaceName: wlan1
mOriginalModeConfiguration.targetMode: 1
mCurrentSoftApConfiguration: ssid = "SECRETNAME"
 bssid = 02:00:00:00:00:00
 Passphrase = <non-empty>
 SecurityType = 2
 Passphrase = SECRETWORD
"""


@pytest.mark.skipif(shutil.which("grep") is None, reason="there is no grep")
def test_neither_the_name_nor_the_password_of_the_hotspot_leaves_the_phone() -> None:
    text = ask("hotspot.wifi").text.replace("dumpsys wifi", "cat", 1)
    kept = subprocess.run(["sh", "-c", text], input=DUMP, capture_output=True, text=True, check=True).stdout
    assert "SECRET" not in kept
    assert [line.strip() for line in kept.splitlines()] == [
        "Dump of ActiveModeWarden",
        "Dump of SoftApManager id=1",
        "current StateMachine mode: StartedState",
        "mRole: ROLE_SOFTAP_TETHERED",
        "mOriginalModeConfiguration.targetMode: 1",
        "Passphrase = <non-empty>",
        "SecurityType = 2",
    ]
