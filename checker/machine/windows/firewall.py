"""The Windows firewall, as it takes effect."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from contextlib import suppress

from checker.machine import refusals
from checker.machine.windows import registry
from checker.machine.windows.com import apartment, script
from checker.machine.windows.services import runs
from checker.model.unreadable import Absent

_PROFILES = {"domain": 1, "private": 2, "public": 4}  # NET_FW_PROFILE_TYPE2
# The older templates call the private profile "Standard"; [MS-GPFAS] has both.
_POLICY_KEYS = {
    "domain": ("DomainProfile",),
    "private": ("PrivateProfile", "StandardProfile"),
    "public": ("PublicProfile",),
}
_POLICIES = r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall"
_SERVICE = "MpsSvc"


def firewall_profiles() -> dict[str, bool]:
    """INetFwPolicy2.FirewallEnabled is the local setting; a group policy wins over it.

    Where the firewall's service is stopped nothing is filtered, whatever the settings say.
    """
    if not runs(_SERVICE):
        return dict.fromkeys(_PROFILES, False)
    with apartment():
        policy = script("HNetCfg.FwPolicy2")
        found = {name: policy.get("FirewallEnabled", number) for name, number in _PROFILES.items()}
    if not all(isinstance(value, bool) for value in found.values()):
        raise refusals.malformed("FirewallEnabled")
    return {name: _policy(_POLICY_KEYS[name], value) for name, value in found.items()}


def _policy(profiles: tuple[str, ...], local: bool) -> bool:
    values = []
    for profile in profiles:
        with suppress(Absent):
            values.append(registry.key(rf"{_POLICIES}\{profile}", 64).value("EnableFirewall"))
    ordered = [value for value in values if isinstance(value, int)]
    return all(ordered) if ordered else local
