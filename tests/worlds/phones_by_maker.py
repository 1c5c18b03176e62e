"""Recorded worlds: what phones of each system and maker print, as far as their answers differ, raw, before our filters.

`source` of each says where the shape of its words is from: "real" from outputs of real phones that their owners
published, "documentation" from Android's sources and the makers' pages. Names and numbers are made up, and no phone was
at hand: what is real here was seen by others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.facts.phone.apps import Came
from checker.facts.phone.settings import LockKind

REAL, DOCUMENTED = "real", "documentation"


@dataclass(frozen=True)
class Maker:
    """A phone. `raw`: command name to what it prints before our filter; `plain`: commands that have none.

    open_wifi   names of open networks that have to come out; None: the phone does not tell
    lock        None: the phone does not tell
    apps        package name to how it came; None: the phone does not tell of one of them
    """

    name: str
    source: Mapping[str, str]
    properties: Mapping[str, str]
    skin: str
    raw: Mapping[str, str] = field(default_factory=dict)
    plain: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    located: bool | None = False
    open_wifi: tuple[str, ...] | None = ()
    lock: LockKind | None = LockKind.PIN
    patch: str = "2026-09-01"
    apps: Mapping[str, Came] | None = field(default_factory=dict)


_NO_WIFI_COMMAND = (20, "cmd: Can't find service: wifi\n")
# Android 9 and 10: WifiConfiguration.toString between the marks of WifiConfigManager.dump.
_OLD_WIFI = """\
Dump of WifiConfigManager
WifiConfigManager - Log Begin ----
2026-11-20T08:00:00 - addOrUpdateNetworkInternal: SSID: "Old cache" KeyMgmt: NONE
WifiConfigManager - Log End ----
WifiConfigManager - Configured networks Begin ----
 * ID: 0 SSID: "office-5G" PROVIDER-NAME: null BSSID: null FQDN: null PRIO: 0 HIDDEN: false
 NetworkSelectionStatus NETWORK_SELECTION_ENABLED
 hasEverConnected: true
 KeyMgmt: WPA_PSK Protocols: WPA RSN
 AuthAlgorithms:
 PairwiseCiphers: TKIP CCMP
 PSK: *
   ID: 3 SSID: "Airport, free 免费" PROVIDER-NAME: null BSSID: null FQDN: null PRIO: 0 HIDDEN: false
 NetworkSelectionStatus NETWORK_SELECTION_ENABLED
 KeyMgmt: NONE Protocols: WPA RSN
 AuthAlgorithms:
WifiConfigManager - Configured networks End ----
WifiConfigManager - Next network ID to be allocated 4
"""
_HEAD = "Network Id      SSID                         Security type\n"
_LOCK_NEW = """\
Current lock settings service state:
User State:
  User 0
    LSKF-based SP protector ID: 1234
    CredentialType: {kind}
    Quality: 131072
"""
_TRUST = """\
Trust manager state:
 User "机主" (id=0, flags=0xc13) (current): trustState=UNTRUSTED, trustManaged=0, deviceLocked=0, isActiveUnlock=0
   Enabled agents:
    com.google.android.gms/.auth.trustagent.GoogleTrustAgent
     bound=1, connected=1, managingTrust=0, trusted=0
"""


def _package(name: str, path: str, lines: str = "") -> str:
    return f"""\
Packages:
  Package [{name}] (1a2b3c):
    userId=10234
    codePath={path}
    versionName=8.0.50
    signatures=PackageSignatures{{319bf2d version:3, signatures:[936027fe], past signatures:[]}}
{lines}    install permissions:
      android.permission.INTERNET: granted=true
    User 0: ceDataInode=1 installed=true hidden=false
      runtime permissions:
        android.permission.ACCESS_FINE_LOCATION: granted=false, flags=[ USER_SET ]

Queries:
  system apps queryable: false
"""


_NOTES = "com.example.notes"


def _from(installer: str, initiating: str | None, source: int | None = None) -> str:
    lines = f"    installerPackageName={installer}\n"
    if source is not None:
        lines += f"    packageSource={source}\n"
    return lines + (f"    initiatingPackageName={initiating}\n" if initiating else "")


def _apps(installer: str, lines: str, path: str = "/data/app/~~a==/com.example.notes-b==") -> dict[str, str]:
    return {f"app.details {_NOTES}": _package(_NOTES, path, lines), "": f"package:{_NOTES}  installer={installer}\n"}


MAKERS: tuple[Maker, ...] = (
    Maker(
        "AOSP 9",
        {"wifi": DOCUMENTED, "lock": DOCUMENTED, "apps": DOCUMENTED, "files": DOCUMENTED},
        {"ro.build.version.release": "9", "ro.build.version.sdk": "28", "ro.product.manufacturer": "Google"},
        skin="",
        raw={
            "wifi.configured": _OLD_WIFI,
            "lock.settings": "User 0\n  SP Handle = 1234\n  SP Created: 2026-01-01\n",
            **_apps("com.android.vending", _from("com.android.vending", None), "/data/app/com.example.notes-b=="),
        },
        plain={
            "wifi.list": _NO_WIFI_COMMAND,
            "wifi.status": _NO_WIFI_COMMAND,
            "location.enabled": (255, "Unknown command: is-location-enabled\n"),
            "secure.location_mode": (0, "3\n"),
            # toybox before 0.8.1 ends over find's -printf; its complaint goes nowhere
            **dict.fromkeys(("photos.walk", "papers", "recordings"), (1, "")),
            **dict.fromkeys(("papers.plain", "recordings.plain"), (0, "")),
            "photos.walk.plain": (0, "/sdcard/DCIM/Camera/IMG_20260101.jpg\0"),
        },
        located=True,
        open_wifi=("Airport, free 免费",),
        lock=None,
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "AOSP 11",
        {"wifi": REAL, "lock": REAL, "apps": DOCUMENTED},
        {"ro.build.version.release": "11", "ro.build.version.sdk": "30", "ro.product.manufacturer": "Google"},
        skin="",
        raw={
            "wifi.list": _HEAD
            + "0            office-5G                        wpa2\n"
            + "1            Old router                       null\n"
            + "2            A  cafe, 2nd floor               open\n",
            "wifi.status": "Wifi is enabled\nWifi scanning is only available when wifi is enabled\n"
            "==== Primary ClientModeManager instance ====\nWifi is connected to office-5G\n",
            "lock.settings": _LOCK_NEW.format(kind="Pin"),
            **_apps("com.android.vending", _from("com.android.vending", "com.android.shell")),
        },
        plain={
            "location.enabled": (255, "Unknown command: is-location-enabled\n"),
            "secure.location_mode": (0, "0\n"),
        },
        open_wifi=("A  cafe, 2nd floor", "Old router"),
        apps={_NOTES: Came.CABLE},  # `adb install -i com.android.vending` fakes the installer, not who began it
    ),
    Maker(
        "AOSP 13",
        {"wifi": REAL, "lock": DOCUMENTED, "apps": DOCUMENTED},
        {"ro.build.version.release": "13", "ro.build.version.sdk": "33", "ro.product.manufacturer": "Google"},
        skin="",
        raw={
            "wifi.list": _HEAD
            + "0            咖啡😀                           open\n"
            + "0            咖啡😀                           owe^\n"
            + "1            office-5G                        wpa2-psk\n"
            + "1            office-5G                        wpa3-sae^\n",
            "wifi.status": 'Wifi is enabled\nWifi scanning is always available\nWifi is connected to "咖啡😀"\n'
            'WifiInfo: SSID: "咖啡😀", BSSID: 02:00:00:00:00:00, Security type: 0, Supplicant state: COMPLETED\n',
            "lock.settings": _LOCK_NEW.format(kind="PATTERN"),
            **_apps("com.android.vending", _from("com.android.vending", "com.android.vending", 2)),
        },
        plain={"location.enabled": (0, "true\n"), "secure.location_mode": (0, "3\n")},
        located=True,
        open_wifi=("咖啡😀",),
        lock=LockKind.PATTERN,
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "AOSP 15",
        {"wifi": REAL, "lock": DOCUMENTED, "apps": DOCUMENTED},
        {"ro.build.version.release": "15", "ro.build.version.sdk": "35", "ro.product.manufacturer": "Google"},
        skin="",
        raw={
            "wifi.list": "No networks\n",
            "lock.settings": _LOCK_NEW.format(kind="PASSWORD"),
            **_apps("com.android.vending", _from("com.android.vending", "com.google.android.packageinstaller", 4)),
        },
        lock=LockKind.PASSWORD,
        apps={_NOTES: Came.FILE},
    ),
    Maker(
        "HyperOS",
        {"properties": REAL, "settings": REAL, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "Xiaomi",
            "ro.build.version.sdk": "35",
            "ro.miui.ui.version.name": "V816",  # stands for HyperOS 1 to 3 alike
            "ro.mi.os.version.name": "OS2.0",
            "ro.mi.os.version.incremental": "OS2.0.5.0.VNACNXM",
        },
        skin="HyperOS OS2.0.5.0.VNACNXM",
        raw=_apps("com.xiaomi.market", _from("com.xiaomi.market", "com.xiaomi.market", 2)),
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "MIUI 13",
        {"properties": REAL, "settings": REAL, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "Xiaomi",
            "ro.build.version.release": "12",
            "ro.build.version.sdk": "31",
            "ro.miui.ui.version.name": "V130",
        },
        skin="MIUI V130",
        raw=_apps("com.miui.packageinstaller", _from("com.miui.packageinstaller", "com.miui.packageinstaller", 3)),
        plain={"location.enabled": (0, "false\n"), "secure.location_mode": (0, "0\n")},
        apps={_NOTES: Came.FILE},
    ),
    Maker(
        "EMUI",
        {"properties": REAL, "wifi": DOCUMENTED, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "HUAWEI",
            "ro.build.version.release": "10",
            "ro.build.version.sdk": "29",
            "ro.build.version.emui": "EmotionUI_12.0.1",
            "ro.build.version.security_patch": "2020-08-01",
            "ro.huawei.build.version.security_patch": "2026-08-01",  # runs ahead of Android's own on upgraded phones
        },
        skin="EMUI 12.0.1",
        raw={
            "wifi.configured": _OLD_WIFI.replace("KeyMgmt: NONE", "KeyMgmt: WPA_EAP IEEE8021X"),
            "lock.settings": "User 0\n  Quality: 196608\n",
            **_apps("com.huawei.appmarket", _from("com.huawei.appmarket", None)),
        },
        plain={"wifi.list": _NO_WIFI_COMMAND, "wifi.status": _NO_WIFI_COMMAND, "secure.location_mode": (0, "0\n")},
        lock=None,
        patch="2026-08-01",
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "HarmonyOS 4",
        {"properties": REAL, "storage": REAL, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "HUAWEI",
            "ro.build.version.release": "12",
            "ro.build.version.sdk": "31",
            "hw_sc.build.platform.version": "4.0.0",
            "ro.build.version.emui": "EmotionUI_14.2.0",
            "ro.build.version.security_patch": "2023-08-01",
            "ro.huawei.build.version.security_patch": "2026-10-01",
        },
        skin="HarmonyOS 4.0.0",
        raw=_apps("com.huawei.appmarket", _from("com.huawei.appmarket", "com.huawei.appmarket", 2)),
        # Some builds close /sdcard/Android to the shell; no walk of ours goes there.
        plain={"chat.cache": (1, "ls: /sdcard/Android/data: Permission denied\n")},
        patch="2026-10-01",
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "ColorOS",
        {"properties": REAL, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "OPPO",
            "ro.build.version.sdk": "34",
            "ro.build.version.oplusrom": "V14.0.1",
        },
        skin="ColorOS/realme UI V14.0.1",
        raw=_apps("com.heytap.market", _from("com.heytap.market", "com.heytap.market", 2)),
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "OriginOS",
        {"properties": REAL, "apps": DOCUMENTED},
        {
            "ro.product.manufacturer": "vivo",
            "ro.build.version.sdk": "35",
            "ro.vivo.os.name": "Funtouch",  # an OriginOS phone may call itself so
            "ro.vivo.os.version": "15.0",
        },
        skin="Funtouch 15.0",
        raw=_apps("com.bbk.appstore", _from("com.bbk.appstore", "com.bbk.appstore", 2)),
        apps={_NOTES: Came.STORE},
    ),
    Maker(
        "One UI",
        {"properties": DOCUMENTED, "apps": REAL},
        {
            "ro.product.manufacturer": "samsung",
            "ro.build.version.sdk": "36",
            "ro.build.version.release": "16",
            "ro.build.version.oneui": "80500",
        },
        skin="One UI 8.5.0",
        # One owner of 8.5 saw no line of who installed what: nothing is known by that.
        raw={f"app.details {_NOTES}": _package(_NOTES, "/data/app/x"), "": f"package:{_NOTES}  installer=null\n"},
        apps=None,
    ),
)
