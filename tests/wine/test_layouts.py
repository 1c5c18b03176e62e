"""Our structures against the headers of Windows: mingw's compiler judges each size, place and number.

No Windows here has accounts, wireless adapters or shares to ask for, so what a wrong layout would misread is not seen
by running it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.wine.test_windows_code import WINPY, windows_python

COMPILER = "x86_64-w64-mingw32-gcc"

pytestmark = [
    pytest.mark.wine,
    pytest.mark.skipif(
        not (WINPY.exists() and shutil.which(COMPILER)) and os.environ.get("MIJIAN_WINE") != "required",
        reason="needs a Windows Python under Wine and mingw; ./mijian test-wine sets them up",
    ),
]

# Our structure -> that of Windows, and its fields in our order; * marks one whose end we leave off.
STRUCTURES = {
    "accounts._Modals0": "USER_MODALS_INFO_0 usrmod0_min_passwd_len usrmod0_max_passwd_age usrmod0_min_passwd_age"
    " usrmod0_force_logoff usrmod0_password_hist_len",
    "accounts._Modals2": "USER_MODALS_INFO_2 usrmod2_domain_name usrmod2_domain_id",
    "accounts._Modals3": "USER_MODALS_INFO_3 usrmod3_lockout_duration usrmod3_lockout_observation_window"
    " usrmod3_lockout_threshold",
    "accounts._User3": "USER_INFO_3 usri3_name usri3_password usri3_password_age usri3_priv usri3_home_dir"
    " usri3_comment usri3_flags usri3_script_path usri3_auth_flags usri3_full_name usri3_usr_comment usri3_parms"
    " usri3_workstations usri3_last_logon usri3_last_logoff usri3_acct_expires usri3_max_storage usri3_units_per_week"
    " usri3_logon_hours usri3_bad_pw_count usri3_num_logons usri3_logon_server usri3_country_code usri3_code_page"
    " usri3_user_id usri3_primary_group_id usri3_profile usri3_home_dir_drive usri3_password_expired",
    "wlan._Interface": "WLAN_INTERFACE_INFO InterfaceGuid strInterfaceDescription isState",
    "wlan._Profile": "WLAN_PROFILE_INFO strProfileName dwFlags",
    "wlan._List": "WLAN_PROFILE_INFO_LIST* dwNumberOfItems dwIndex",
    "processes._Entry": "PROCESSENTRY32W dwSize cntUsage th32ProcessID th32DefaultHeapID th32ModuleID cntThreads"
    " th32ParentProcessID pcPriClassBase dwFlags szExeFile",
    "network._Share1": "SHARE_INFO_1 shi1_netname shi1_type shi1_remark",
    "network._Share2": "SHARE_INFO_2 shi2_netname shi2_type shi2_remark shi2_permissions shi2_max_uses"
    " shi2_current_uses shi2_path shi2_passwd",
    "network._Address": "IP_ADAPTER_GATEWAY_ADDRESS_LH Length Reserved Next Address.lpSockaddr Address.iSockaddrLength",
    "network._Adapter": "IP_ADAPTER_ADDRESSES_LH* Length IfIndex Next AdapterName FirstUnicastAddress"
    " FirstAnycastAddress FirstMulticastAddress FirstDnsServerAddress DnsSuffix Description FriendlyName"
    " PhysicalAddress PhysicalAddressLength Flags Mtu IfType OperStatus Ipv6IfIndex ZoneIndices FirstPrefix"
    " TransmitLinkSpeed ReceiveLinkSpeed FirstWinsServerAddress FirstGatewayAddress",
    "volumes._Query": "STORAGE_PROPERTY_QUERY PropertyId QueryType AdditionalParameters",
    "volumes._Descriptor": "STORAGE_DEVICE_DESCRIPTOR* Version Size DeviceType DeviceTypeModifier RemovableMedia"
    " CommandQueueing VendorIdOffset ProductIdOffset ProductRevisionOffset SerialNumberOffset BusType"
    " RawPropertiesLength",
    "volumes._RecycleBin": "SHQUERYRBINFO cbSize i64Size i64NumItems",
    "devices._Key": "DEVPROPKEY fmtid pid",
    "com.Guid": "GUID Data1",
    "com.Variant": "VARIANT vt wReserved1 lVal",
    "com._Parameters": "DISPPARAMS rgvarg rgdispidNamedArgs cArgs cNamedArgs",
    "com._ExceptionInfo": "EXCEPINFO wCode wReserved bstrSource bstrDescription bstrHelpFile dwHelpContext pvReserved"
    " pfnDeferredFillIn scode",
}
NUMBERS = {
    "accounts._FOREVER": "TIMEQ_FOREVER",
    "accounts._NORMAL_ACCOUNTS": "FILTER_NORMAL_ACCOUNT",
    "accounts._DISABLED": "UF_ACCOUNTDISABLE",
    "accounts._NO_PASSWORD_NEEDED": "UF_PASSWD_NOTREQD",
    "accounts._ADMIN": "USER_PRIV_ADMIN",
    "accounts._TOKEN_QUERY": "TOKEN_QUERY",
    "accounts._TOKEN_USER": "TokenUser",
    "api._SYSTEM32": "LOAD_LIBRARY_SEARCH_SYSTEM32",
    "desktop._ACTIVE": "SPI_GETSCREENSAVEACTIVE",
    "desktop._TIMEOUT": "SPI_GETSCREENSAVETIMEOUT",
    "desktop._SECURE": "0x0076",  # SPI_GETSCREENSAVESECURE; not in every mingw
    "devices._PHANTOM": "CM_LOCATE_DEVNODE_PHANTOM",
    "devices._NO_SUCH_NODE": "CR_NO_SUCH_DEVNODE",
    "devices._NO_SUCH_VALUE": "CR_NO_SUCH_VALUE",
    "devices._BAD_ID": "CR_INVALID_DEVICE_ID",
    "devices._FILETIME": "DEVPROP_TYPE_FILETIME",
    "network._NO_SERVER": "NERR_ServerNotStarted",
    "network._WITH_GATEWAYS": "GAA_FLAG_INCLUDE_GATEWAYS",
    "network._NO_EXTRAS": "(GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER)",
    "network._UP": "IfOperStatusUp",
    "network._NO_DATA": "ERROR_NO_DATA",
    "network._BUFFER_OVERFLOW": "ERROR_BUFFER_OVERFLOW",
    "processes._PROCESSES": "TH32CS_SNAPPROCESS",
    "processes._NO_MORE_FILES": "ERROR_NO_MORE_FILES",
    "volumes._QUERY_PROPERTY": "IOCTL_STORAGE_QUERY_PROPERTY",
    "volumes._READ_ONLY_VOLUME": "FILE_READ_ONLY_VOLUME",
    "volumes.REMOVABLE": "DRIVE_REMOVABLE",
    "volumes.FIXED": "DRIVE_FIXED",
    "volumes.REMOTE": "DRIVE_REMOTE",
    "volumes.OPTICAL": "DRIVE_CDROM",
    "volumes.RAM": "DRIVE_RAMDISK",
    "wlan._SERVICE_NOT_ACTIVE": "ERROR_SERVICE_NOT_ACTIVE",
    "com._EXCEPTION": "DISP_E_EXCEPTION",
}
_HEADERS = (
    *("winsock2.h", "windows.h", "lm.h", "wlanapi.h", "tlhelp32.h", "iphlpapi.h", "winioctl.h", "shellapi.h"),
    *("devpropdef.h", "cfgmgr32.h", "oleauto.h", "stddef.h"),
)
# Runs in the Windows Python: sizes and places of our structures, and our numbers.
_TELL = """
import importlib, json, sys
def found(name):
    module, _, member = name.partition(".")
    return getattr(importlib.import_module("checker.machine.windows." + module), member)
structures, numbers = json.loads(sys.argv[1])
def places(kind):
    return [getattr(kind, name).offset for name, *_ in kind._fields_]
import ctypes
print(json.dumps([
    {name: [ctypes.sizeof(found(name)), places(found(name))] for name in structures},
    {name: found(name) for name in numbers},
]))
"""


def test_structures_and_numbers_are_those_of_windows(tmp_path: Path) -> None:
    told = windows_python("-c", _TELL, json.dumps([list(STRUCTURES), list(NUMBERS)]))
    assert told.returncode == 0, told.stdout
    layouts, numbers = json.loads(told.stdout)
    claims = [f"#include <{header}>" for header in _HEADERS]
    for name, (size, places) in layouts.items():
        claims += _layout_claims(name, size, places)
    for name, value in numbers.items():
        claims.append(_claim(f"(unsigned long)({NUMBERS[name]}) == {value}UL", name))
    source = tmp_path / "claims.c"
    source.write_text("\n".join(claims) + "\n")
    judged = subprocess.run(
        [COMPILER, "-fsyntax-only", "-D_WIN32_WINNT=0x0A00", source], capture_output=True, text=True, check=False
    )
    assert judged.returncode == 0, judged.stderr


def _layout_claims(name: str, size: int, places: list[int]) -> list[str]:
    kind, *fields = STRUCTURES[name].split()
    assert len(fields) == len(places), name
    found = [
        _claim(f"offsetof({kind.rstrip('*')}, {field}) == {place}", f"{name} {field}")
        for field, place in zip(fields, places, strict=True)
    ]
    return found if kind.endswith("*") else [*found, _claim(f"sizeof({kind}) == {size}", name)]


def _claim(claim: str, what: str) -> str:
    return f'_Static_assert({claim}, "{what}");'
