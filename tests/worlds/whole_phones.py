"""Whole phones behind the stand-in's shell: each Android from 9 to 16, of each maker, printing what it prints before our
filters. The shapes are those of AOSP's dump methods in that release (and of `tests.worlds.foreign_phones`); the makers'
properties and stores are those of their own phones. Names are made up.

Each can be clean or spoilt: no lock, an open Wi-Fi, an app put on by cable that used the microphone unseen, a bootloader
that is open.
"""

# ruff: noqa: E501  outputs stand as they are printed

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

APP, OWNER = "com.example.notes", "Alice Martin"
RELEASES = {28: "9", 29: "10", 30: "11", 31: "12", 33: "13", 34: "14", 35: "15", 36: "16"}


@dataclass(frozen=True)
class Brand:
    """`skin`: what the program calls its edition. `open`: the property that says that the bootloader is open."""

    name: str
    properties: Mapping[str, str]
    skin: str
    store: str
    open: tuple[str, str] = ("ro.boot.flash.locked", "0")
    levels: tuple[int, ...] = tuple(RELEASES)


BRANDS = (
    Brand("Google", {}, "", "com.android.vending"),
    Brand(
        "Xiaomi MIUI", {"ro.miui.ui.version.name": "V125"}, "MIUI V125", "com.xiaomi.market",
        ("ro.secureboot.lockstate", "unlocked"), (28, 29, 30, 31),
    ),
    Brand(
        "Xiaomi HyperOS", {"ro.miui.ui.version.name": "V816", "ro.mi.os.version.name": "OS2.0"}, "HyperOS OS2.0",
        "com.xiaomi.market", ("ro.secureboot.lockstate", "unlocked"), (33, 34, 35, 36),
    ),
    Brand("Huawei EMUI", {"ro.build.version.emui": "EmotionUI_11.0.0"}, "EMUI 11.0.0", "com.huawei.appmarket", levels=(28, 29)),
    Brand(
        "Huawei HarmonyOS", {"hw_sc.build.platform.version": "4.2.0", "ro.build.version.emui": "EmotionUI_14.0.0"},
        "HarmonyOS 4.2.0", "com.huawei.appmarket", levels=(29, 31),
    ),
    Brand(
        "Honor", {"msc.config.magic.version": "9.0", "ro.build.version.emui": "EmotionUI_14.0.0"}, "MagicOS 9.0",
        "com.hihonor.appmarket", levels=(30, 31, 33, 34, 35, 36),
    ),
    Brand("OPPO", {"ro.build.version.oplusrom": "V15.0.0"}, "ColorOS/realme UI V15.0.0", "com.heytap.market"),
    Brand(
        "realme", {"ro.build.version.realmeui": "V6.0"}, "realme UI 6.0", "com.heytap.market",
        ("ro.boot.realme.lockstate", "0"), (30, 33, 35),
    ),
    Brand("OnePlus", {"ro.build.version.oplusrom": "V14.1.0"}, "ColorOS/realme UI V14.1.0", "com.heytap.market", ("ro.is_ever_orange", "1"), (31, 34)),
    Brand("vivo", {"ro.vivo.os.build.display.id": "OriginOS 5", "ro.vivo.os.version": "15.0"}, "OriginOS 5", "com.bbk.appstore"),
    Brand("Samsung", {"ro.build.version.oneui": "70100"}, "One UI 7.1.0", "com.sec.android.app.samsungapps", ("ro.boot.warranty_bit", "1")),
    Brand("Meizu", {"ro.build.display.id": "Flyme 10.5.0.1A"}, "Flyme 10.5.0.1A", "com.meizu.mstore", levels=(28, 30, 33)),
)  # fmt: skip


@dataclass(frozen=True)
class Whole:
    brand: Brand
    level: int
    spoilt: bool

    def __str__(self) -> str:
        return f"{self.brand.name}, Android {RELEASES[self.level]}, {'spoilt' if self.spoilt else 'clean'}"


def _chosen() -> tuple[Whole, ...]:
    """Each maker in both states, and each Android by several makers in both states; not each by each, for the time."""
    found = list[Whole]()
    for row, brand in enumerate(BRANDS):
        levels = brand.levels[row % 2 :: 2] if len(brand.levels) > 4 else brand.levels
        found += [Whole(brand, level, (row // 3 + at) % 2 == 1) for at, level in enumerate(levels)]
    return tuple(found)


PHONES = _chosen()


def printed(phone: Whole) -> dict[str, tuple[int, str]]:
    """Command with its arguments to exit status and what it prints; settings that are not here are null."""
    level, bad = phone.level, phone.spoilt
    said = {
        "getprop": _properties(phone),
        "am get-current-user": "0\n",
        "pm list users": f"Users:\n\tUserInfo{{0:{OWNER}:4c13}} running\n",
        "getenforce": "Enforcing\n",
        "pm list packages -3 -i --user 0": f"package:{APP}  installer={'null' if bad else phone.brand.store}\n",
        "pm list packages -3 --user 0": f"package:{APP}\n",
        "pm list packages -s --user 0": "package:android\npackage:com.android.systemui\npackage:com.android.inputmethod.latin\n",
        "pm list packages -d --user 0": "",
        "dumpsys lock_settings": _lock(level, bad),
        "dumpsys window policy": f"  KeyguardServiceDelegate\n    showing=false\n    secure={str(not bad).lower()}\n",
        "dumpsys trust": f'Trust manager state:\n User "{OWNER}" (id=0, flags=0x4c13) (current): trusted=0, trustManaged=0,'
        " deviceLocked=0\n   Enabled agents:\n     bound=1, connected=1, managingTrust=0, trusted=0\n",
        "dumpsys wifi": _wifi_service(level, bad),
        "dumpsys bluetooth_manager": "Bluetooth Status\n  enabled: false\n  state: OFF\n",
        "dumpsys nfc": "mState=off\n",
        "dumpsys adb": "ADB MANAGER STATE (dumpsys adb):\n  user_keys=QAAAAPUBsVijHceeeK3bETuudnabcdefgh\n",
        "dumpsys appops": _appops(level, bad),
        f"dumpsys package {APP}": _package(phone),
        "dumpsys device_policy": "Current Device Policy Manager state:\n  Enabled Device Admins (User 0, provisioningState: 0):\n",
        "sm list-volumes all": "private mounted null\nemulated;0 mounted null\n",
        "settings get secure enabled_input_methods": "com.android.inputmethod.latin/.Ime\n",
        "settings get secure default_input_method": "com.android.inputmethod.latin/.Ime\n",
        "settings get secure location_mode": "0\n",
        "settings get secure lock_screen_lock_after_timeout": "5000\n",
        "settings get system screen_off_timeout": "30000\n",
        "settings get global adb_enabled": "1\n",
        "settings get global bluetooth_on": "0\n",
        "settings get global wifi_scan_always_enabled": "0\n",
        "settings get global ble_scan_always_enabled": "0\n",
        "settings get secure lock_screen_allow_private_notifications": "0\n",
    }
    for op in ("REQUEST_INSTALL_PACKAGES", "SYSTEM_ALERT_WINDOW", "GET_USAGE_STATS", "PROJECT_MEDIA", "ACTIVATE_VPN"):
        for mode in ("allow", "deny", "ignore"):
            said[f"cmd appops query-op --user 0 {op} {mode}"] = "No operations.\n"
    if level >= 29:
        said["dumpsys role"] = "[\n  user_id=0\n  roles=[\n {\n name=android.app.role.SMS\n holders=com.maker.sms\n }\n"
    if level >= 30:
        said["cmd appops query-op --user 0 MANAGE_EXTERNAL_STORAGE allow"] = "No operations.\n"
        said["dumpsys tethering"] = "Tethering:\n  Tether state:\n"
        said["cmd wifi list-networks"] = _networks(level, bad)
        said["cmd wifi status"] = "Wifi is enabled\nWifi scanning is only available when wifi is enabled\n"
    if level >= 31:
        said["cmd location is-location-enabled --user 0"] = "false\n"
    return {name: (0, text) for name, text in said.items()}


def stubs(phone: Whole, folder: str) -> dict[str, str]:
    """Android's commands as scripts, which print the files of `folder` (named by `file_name`), as a phone in those states would."""
    look = f'f="{folder}/$(echo "{{name}}${{{{*:+ $*}}}}" | tr "/ " "%_")"; if [ -f "$f" ]; then cat "$f"; exit 0; fi; '
    missing = {
        "dumpsys": 'echo "Can\'t find service: $1" >&2; exit 0',
        "cmd": 'echo "cmd: Can\'t find service: $1" >&2; exit 20',
        "settings": "echo null",
        "content": "echo 'No result found.'",
        "pm": "exit 1",
        "appops": "echo 'No operations.'",
    }
    names = ("dumpsys", "cmd", "settings", "content", "pm", "appops", "getprop", "am", "getenforce", "sm")
    found = {name: look.format(name=name) + missing.get(name, "exit 1") for name in names}
    if phone.level < 29:  # toybox before 0.8.1
        found["find"] = (
            'for one in "$@"; do [ "$one" = -printf ] && { echo "find: bad arg -printf" >&2; exit 1; }; done;'
            ' exec /usr/bin/find "$@"'
        )
    return found


def file_name(command: str) -> str:
    return command.replace("/", "%").replace(" ", "_")


def _properties(phone: Whole) -> str:
    found = {
        "gsm.operator.alpha": "China Telecom",
        "persist.sys.owner": OWNER,
        "ro.product.manufacturer": phone.brand.name.split()[0],
        "ro.product.model": "X1",
        "ro.build.version.release": RELEASES[phone.level],
        "ro.build.version.sdk": str(phone.level),
        "ro.build.version.security_patch": "2026-10-01",
        "ro.build.type": "user",
        "ro.build.tags": "release-keys",
        "ro.debuggable": "0",
        "ro.secure": "1",
        "ro.adb.secure": "1",
        "ro.crypto.state": "encrypted",
        "ro.crypto.type": "file",
        "ro.boot.verifiedbootstate": "green",
        "ro.boot.flash.locked": "1",
        "ro.boot.vbmeta.device_state": "locked",
        **phone.brand.properties,
    }
    if phone.spoilt:
        found.update([phone.brand.open])
    return "".join(f"[{name}]: [{value}]\n" for name, value in found.items())


def _lock(level: int, bad: bool) -> str:
    if level < 30:
        return "Current lock settings service state:\nUser 0\n  SP Handle = 1234\n  SP Created: 2026-01-01\n"
    kind = "NONE" if bad else "PIN"
    return (
        f"Current lock settings service state:\nUser State:\n  User 0\n    SP Handle: 1\n    CredentialType: {kind}\n"
    )


def _wifi_service(level: int, bad: bool) -> str:
    if level >= 31:
        points = "Dump of ActiveModeWarden\nDump of ConcreteClientModeManager id=2\ncurrent StateMachine mode: ConnectModeState\n"
    elif level == 30:
        points = "Dump of ActiveModeWarden\n--Dump of ClientModeManager--\ncurrent StateMachine mode: StartedState\n"
    else:
        points = "--Dump of SoftApManager--\ncurrent StateMachine mode: IdleState\nmMode: 1\n"
    opened = (
        ' * ID: 3 SSID: "Airport, free" PROVIDER-NAME: null BSSID: null FQDN: null\n KeyMgmt: NONE Protocols: WPA RSN\n'
    )
    return (
        "Wi-Fi is enabled\nmPassphrase secret\nDump of WifiConfigManager\nWifiConfigManager - Configured networks Begin ----\n"
        ' * ID: 0 SSID: "Alices Home" PROVIDER-NAME: null BSSID: null FQDN: null\n KeyMgmt: WPA_PSK Protocols: WPA RSN\n'
        + (opened if bad else "")
        + f"WifiConfigManager - Configured networks End ----\n{points}"
    )


def _networks(level: int, bad: bool) -> str:
    rows = ["Network Id      SSID                         Security type"]
    rows.append(f"0            Alices Home                      {'wpa2' if level == 30 else 'wpa2-psk'}")
    if level >= 33:
        rows.append("0            Alices Home                      wpa3-sae^")
    if bad:
        rows.append(f"3            Airport, free                    {'open' if level != 31 else 'open/owe^'}")
    return "".join(f"{row}\n" for row in rows)


def _appops(level: int, bad: bool) -> str:
    state = "bg" if bad else "top"
    ago = "2026-11-22 18:37:30.315 (-3h5m0s1ms)"
    head = (
        "Current AppOps Service state:\n  Settings:\n    top_state_settle_time=+30s0ms\n  Op mode watchers:\n    Op COARSE_LOCATION:\n"
        "      #0: ModeCallback{1 watchinguid=-1 flags=0x1 from uid=1000 pid=1}\n  Uid 1000:\n    state=pers\n    Package android:\n"
    )
    if level == 28:
        own = f"      WAKE_LOCK (allow): \n          Access: pers  = {ago}\n  Uid u0a103:\n    state=cch\n    Package {APP}:\n"
        use = f"      RECORD_AUDIO (allow): \n          Access: {state:5} = {ago}\n                  cch   = 2026-01-01 00:00:00.000 (-324d18h37m30s)\n"
        return head + own + (use if bad else use[: use.index("                  cch")])
    if level == 29:
        own = f"      WAKE_LOCK (allow): \n          Access: [pers-s] {ago}\n  Uid u0a103:\n    state=cch\n    Package {APP}:\n"
        return head + own + f"      RECORD_AUDIO (allow): \n          Access: [{state}-s] {ago} duration=+2s\n"
    own = f"      WAKE_LOCK (allow):\n        null=[\n          Access: [pers-s] {ago}\n        ]\n  Uid u0a103:\n    state=cch\n      CAMERA: mode=ignore\n    Package {APP}:\n"
    return (
        head
        + own
        + f"      RECORD_AUDIO (allow):\n        null=[\n          Access: [{state}-s] {ago} duration=+2s18ms\n        ]\n"
    )


def _package(phone: Whole) -> str:
    by = "com.android.shell" if phone.spoilt else phone.brand.store
    lines = f"    installerPackageName={by}\n"
    if phone.level >= 30:
        lines += f"    initiatingPackageName={by}\n    originatingPackageName=null\n"
    if phone.level >= 33:
        lines += f"    packageSource={0 if phone.spoilt else 2}\n"
    return (
        "Activity Resolver Table:\n  Full MIME Types:\n\nKey Set Manager:\n  [com.example.notes]\n\nPackages:\n"
        f"  Package [{APP}] (1a2b3c):\n    userId=10103\n    codePath=/data/app/~~x==/{APP}-y==\n    versionName=1.0\n"
        f"    firstInstallTime=2026-01-01 08:00:00\n    lastUpdateTime=2026-11-01 08:00:00\n{lines}"
        "    install permissions:\n      android.permission.INTERNET: granted=true\n"
        "    User 0: ceDataInode=1 installed=true hidden=false\n      runtime permissions:\n"
        "        android.permission.RECORD_AUDIO: granted=true, flags=[ USER_SET ]\n\nShared users:\n"
    )
