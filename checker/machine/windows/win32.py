r"""Every question that `Machine.win32` answers on a live Windows.

Each raises Unreadable where its interface is missing, refuses, or says what no working Windows says; "nothing there" is
an answer only where the table says so. Replies are made of dicts, lists, strings, numbers and None, so that they can be
recorded.

==================================  =================================================  ===============================
question                            reply                                              source
==================================  =================================================  ===============================
password_policy                     min_length, max_age_days|None, history,            NetUserModalsGet 0, 3
                                    lockout_threshold (0 never),
                                    lockout_minutes|None (until an administrator
                                    unlocks), complexity None (nothing tells it)
local_users                         [name, sid, enabled, password_not_required,        NetUserEnum 3
                                    password_never_expires, password_age_days|None,
                                    admin]; never empty
security_provider_health PROVIDER   "good" "poor" "snoozed" "notmonitored"; PROVIDER   WscGetSecurityProviderHealth
                                    is antivirus, firewall or autoupdate; not on
                                    Windows Server
wlan_interfaces                     [name, state]; empty: no adapter in use. On a      WlanEnumInterfaces
                                    computer without Wi-Fi the service may not run:
                                    Unreadable. Which adapters there are is in the
                                    registry (Control\Class)
wlan_profiles                       [interface, name, xml]; empty: adapters without    WlanGetProfileList,
                                    saved networks; xml has no key, and is "" where    WlanGetProfile
                                    this profile is another person's
firewall_profiles                   domain, private, public: bool, policies applied;   INetFwPolicy2.FirewallEnabled
                                    all False where the service is stopped
bitlocker_state LETTER              int; 1 on, 2 off, the rest is for the probe        shell property System.Volume.
                                                                                       BitLockerProtection
encryptable_volumes                 [letter, protection, conversion]; administrator;   Win32_EncryptableVolume
                                    never empty
update_history                      [title, date ISO 8601 UTC, result]; newest first,  IUpdateSearcher.QueryHistory
                                    at most 200; empty: no history
shares                              [name, path_tail, type]; empty: the server         NetShareEnum 2, 1
                                    service does not run
gateways                            [interface, type, gateways, addresses]; adapters   GetAdaptersAddresses
                                    that are up
radios                              [kind wifi|bluetooth|mobile, state on|off|         Windows.Devices.Radios
                                    disabled]; empty: none that Windows can switch
removable_drives                    [letter, bus, serial|None, model, size]; empty:    IOCTL_STORAGE_QUERY_PROPERTY
                                    none plugged in
device_dates INSTANCE               first_install, last_arrival, last_removal: ISO     CM_Get_DevNode_Property
                                    8601 UTC or None; Absent: never seen
recycle_bin LETTER                  items, bytes: the current person's                 SHQueryRecycleBin
screen_saver                        active, timeout (seconds), secure                  SystemParametersInfo
audit_policy SUBCATEGORY            int: 1 success, 2 failure, 4 nothing is recorded;  AuditQuerySystemPolicy
                                    SUBCATEGORY is its GUID; administrator
log_events KIND LOG                 [XML], newest first, at most 100; KIND is cleared  EvtQuery, EvtRender
                                    or clock; the log Security: administrator
==================================  =================================================  ===============================
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Callable
from typing import Any

from checker.machine import refusals
from checker.machine.windows import (
    accounts,
    desktop,
    devices,
    firewall,
    health,
    network,
    records,
    updates,
    volumes,
    wlan,
)

QUESTIONS: dict[str, Callable[..., Any]] = {
    question.__name__: question
    for question in (
        accounts.password_policy,
        accounts.local_users,
        health.security_provider_health,
        wlan.wlan_interfaces,
        wlan.wlan_profiles,
        firewall.firewall_profiles,
        volumes.bitlocker_state,
        volumes.encryptable_volumes,
        volumes.removable_drives,
        volumes.recycle_bin,
        updates.update_history,
        network.shares,
        network.gateways,
        network.radios,
        devices.device_dates,
        desktop.screen_saver,
        records.audit_policy,
        records.log_events,
    )
}


def answer(name: str, *arguments: str | int | float | bool | None) -> Any:
    if name not in QUESTIONS:
        raise refusals.not_here(name)
    return QUESTIONS[name](*arguments)
