"""Made-up phones: a good one of each maker, as `World.phone` takes them, to be spoilt by scenarios.

What is from the output of real phones is said so beside it; the rest follows Android's sources and the makers' pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.machine.answers import Output
from checker.machine.phone.commands import COMMANDS
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.worlds.world import DENIED, World

Answers = dict[str, str | bytes | Output | Unreadable]

APP = "com.example.notes"
STORE = "com.xiaomi.market"

# What `dumpsys` prints in the midst of a dump that took too long, with exit code 0 (AOSP: dumpsys.cpp).
TIMEOUT = "\n*** SERVICE 'package' DUMP TIMEOUT (10000ms) EXPIRED ***\n\n"

NULLS = {
    command.name: "null\n" for command in COMMANDS if command.text.startswith("settings ")
}  # never set: what `settings get` prints on every phone (real)


def properties(**changes: str) -> str:
    found = {
        "ro.product.manufacturer": "Xiaomi",
        "ro.product.model": "2211133C",
        "ro.build.version.release": "15",
        "ro.build.version.sdk": "35",
        "ro.build.version.security_patch": "2026-09-01",
        "ro.miui.ui.version.name": "V816",
        "ro.mi.os.version.name": "OS2.0",
        "ro.mi.os.version.incremental": "OS2.0.5.0",
        "ro.crypto.state": "encrypted",
        "ro.crypto.type": "file",
        "ro.boot.verifiedbootstate": "green",
        "ro.boot.flash.locked": "1",
        "ro.debuggable": "0",
        "ro.build.type": "user",
        "ro.build.tags": "release-keys",
        **{name.replace("__", "."): value for name, value in changes.items()},
    }
    return "".join(f"[{name}]: [{value}]\n" for name, value in found.items())


def details(
    package: str,
    initiating: str | None = STORE,
    granted: tuple[str, ...] = (),
    *,
    version: str = "1.0",
    updated: str = "2026-11-01 08:00:00",
    source: int = 2,
    others: tuple[str, ...] = (),
    always: tuple[str, ...] = (),
    flags: str = "USER_SET ",
) -> str:
    """The filtered block of ``dumpsys package`` (shape from real phones, Android 12 to 15)."""
    lines = [
        f"  Package [{package}] (1a2b3c):",
        f"    codePath=/data/app/~~x==/{package}-y==",
        f"    versionName={version}",
    ]
    lines += [f"    lastUpdateTime={updated}"]
    if initiating is not None:
        lines += [f"    installerPackageName={initiating}", f"    packageSource={source}"]
        lines += [f"    initiatingPackageName={initiating}", "    originatingPackageName=null"]
    lines += ["    install permissions:"]
    lines += [f"      android.permission.{name}: granted=true" for name in always]
    lines += ["    User 0: ceDataInode=1 installed=true hidden=false", "      runtime permissions:"]
    lines += [f"        android.permission.{name}: granted=true, flags=[ {flags}]" for name in granted]
    lines += ["        android.permission.CAMERA: granted=false, flags=[ ]"]
    lines += ["    User 10: ceDataInode=0 installed=true", "      runtime permissions:"]
    lines += [f"        android.permission.{name}: granted=true, flags=[ USER_SET ]" for name in others]
    lines += ["Queries:"]
    return "\n".join(lines) + "\n"


OWN = "private mounted null\nemulated;0 mounted null\n"  # a phone's own storage in the list of volumes

GOOD: Answers = {
    **NULLS,
    "properties": properties(),
    "user": "0\n",
    "users": "Users:\nuser 0 c13 running\n",
    "root.su": Output(
        b"ls: /system/bin/su: No such file or directory\nls: /data/adb/magisk: Permission denied\n"
        b"5.10.198-android12-9\nEnforcing\n",
        1,
    ),
    "location.enabled": "false\n",
    "secure.location_mode": "0\n",
    "global.wifi_wakeup_enabled": "0\n",
    "global.wifi_scan_always_enabled": "0\n",
    "global.ble_scan_always_enabled": "0\n",
    "global.wifi_networks_available_notification_on": "0\n",
    "global.bluetooth_on": "0\n",
    "global.adb_enabled": "1\n",
    "global.adb_wifi_enabled": "0\n",
    "global.development_settings_enabled": "1\n",
    "secure.mock_location": "0\n",
    "secure.enabled_input_methods": "com.android.inputmethod.latin/.LatinIME\n",
    "secure.default_input_method": "com.android.inputmethod.latin/.LatinIME\n",
    "secure.lock_screen_allow_private_notifications": "0\n",
    "secure.lock_screen_lock_after_timeout": "5000\n",
    "system.screen_off_timeout": "30000\n",
    "bluetooth.state": "  enabled: false\n  state: OFF\n",
    "hotspot.wifi": "  mApState: 11\n",
    "hotspot.tethering": Output(b"", 1),
    "nfc.state": "mState=off\n",
    "wifi.list": "Network Id      SSID                         Security type\n0 wpa2-psk^\n0 wpa3-sae^\n",
    "wifi.status": "Wifi is enabled\nWifi scanning is only available when wifi is enabled\n"
    "Wifi is connected to \nSecurity type: 2\n",
    "lock.settings": "User 0\n  CredentialType: PIN\n",
    "lock.trust": " User (id=0, flags=0x4c13) (current): trustState=UNTRUSTED, trustManaged=0, deviceLocked=0\n"
    "   managingTrust=0\n",
    "left.tmp": "0\n",
    "certificates": "0\n",
    "adb.keys": "user_keys=\nQAAAAPUBsVijHceeeK3bETuudn\n",
    "apps.third": f"package:{APP}  installer={STORE}\n",
    "apps.third.plain": f"package:{APP}\n",
    "apps.system": "package:android\npackage:com.android.systemui\npackage:com.android.inputmethod.latin\n"
    "package:com.miui.securitycenter\npackage:com.android.camera\npackage:com.miui.mishare.connectivity\n"
    "package:com.miui.cloudservice\npackage:com.xiaomi.finddevice\n",
    "apps.off": "",
    "apps.installers": "No operations.\n",
    "apps.usage": "No operations.\n",
    "apps.files": "No operations.\n",
    "apps.capture": "No operations.\n",
    "apps.vpn": "No operations.\n",
    "apps.overlays.off": "No operations.\nNo operations.\n",
    "apps.usage.off": "No operations.\nNo operations.\n",
    "apps.roles": "user_id=0\nname=android.app.role.SMS\nholders=com.android.mms\n",
    "apps.overlays": "No operations.\n",
    "apps.admins": "  Enabled Device Admins (User 0, provisioningState: 0):\n",
    "apps.use": "  Uid 1000:\n    Package android:\n        COARSE_LOCATION (allow): \n"
    "          Access: [pers-s] 2026-11-22 18:37:30.315 (-14h50m23s772ms)\n",
    f"app.details {APP}": details(APP),
    "app.details com.miui.securitycenter": details("com.miui.securitycenter"),
    "app.details com.android.camera": details("com.android.camera"),
    "volumes": OWN,
    "volumes.seen": "/storage/emulated/\n/storage/self/\n",
    "volumes.mounted": Output(b"0\n", 1),
    "storage.open": "/sdcard/\n/sdcard/DCIM\n",
    "trash": "0\n",
    "trash.media": Output(b"0\n", 1),
    "recordings": b"",
    "papers": b"",
    "photos.walk": b"",
    "photos.index": "No result found.\n",
}


def changed(changes: Mapping[str, str | bytes | Output | Unreadable]) -> World:
    return World(platform=Platform.ANDROID, phone={**GOOD, **changes}, people=())


def holding(files: Mapping[str, bytes | str], lied: Mapping[str, int] | None = None) -> World:
    """A good phone with those files; of some it says another size."""
    pictures, papers = list[bytes](), list[bytes]()
    found: Answers = {}
    for path, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        found[f"file {path}"] = data
        one = listing(path, size=(lied or {}).get(path, len(data)))
        (pictures if path.endswith((".jpg", ".png")) else papers).append(one)
    return changed({**found, "photos.walk": b"".join(pictures), "papers": b"".join(papers)})


REFUSED = World(
    platform=Platform.ANDROID, phone={command.family: DENIED for command in COMMANDS} | {"file": DENIED}, people=()
)
# Everything asked for is refused one by one, as a work profile or an over-careful maker does.
FORBIDDEN = World(platform=Platform.ANDROID, phone={command.name: DENIED for command in COMMANDS}, people=())

_ESCAPES = "\x1b]0;pwned\x07\x1b[2J../../x\n\u202egpj.exe\n" + "A" * 5000 + "\npackage:com.x;reboot\n"
# Every command answers with the same rubbish and a good exit code.
GARBAGE = World(platform=Platform.ANDROID, phone={command.name: _ESCAPES for command in COMMANDS}, people=())
# Every command succeeds and says nothing at all: the stub of an emulator.
SILENT = World(platform=Platform.ANDROID, phone={command.name: "" for command in COMMANDS}, people=())


def listing(*paths: str | bytes, size: int = 1000) -> bytes:
    """What the walks print for files of those paths (shape from a real toybox)."""
    whole = [path.encode("utf-8", "surrogateescape") if isinstance(path, str) else path for path in paths]
    return b"".join(b"%d\t1795388829.165606197\t%s\0" % (size, path) for path in whole)
