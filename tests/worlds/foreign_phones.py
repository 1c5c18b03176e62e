"""What phones printed for others: short pieces of outputs that their owners published, none written for this project.

`source` is the number of the file in the index of public code that they were found by, and what it says of the phone;
docs/evidence/foreign-phone-outputs.md lists them. Names of people are changed.
"""

# ruff: noqa: E501, W291  outputs stand as they were printed

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from checker.facts.phone.apps import Came, Seen, Sensor
from checker.facts.phone.settings import LockKind


@dataclass(frozen=True)
class Foreign:
    """`command`: whose output it is; `expected`: what has to be read from it."""

    source: str
    phone: str
    command: str
    raw: str
    expected: Any


BACK, SCREEN, SERVICE = Seen.BACKGROUND, Seen.SCREEN, Seen.SERVICE
CAMERA, MICROPHONE, LOCATION = Sensor.CAMERA, Sensor.MICROPHONE, Sensor.LOCATION

USERS = (
    Foreign("69421149543", "Xiaomi 13T", "users", "Users:\n\tUserInfo{0:A B:4c13} running\n\tUserInfo{999:XSpace:801010} running\n", {0: "机主", 999: "应用分身"}),
    Foreign("23354680", "OnePlus", "users", "Users:\nUserInfo{0:鏈轰富:13} running\nUserInfo{999:Multi-App:4000030} running\n", {0: "机主", 999: "应用分身"}),
    Foreign("57842414728", "Xiaomi", "users", "Users:\n    UserInfo{0:Owner:c13} running\n    UserInfo{10:Work: profile:30} running\n    UserInfo{999:XSpace:800010} running\n", {0: "机主", 10: "工作资料", 999: "应用分身"}),
    Foreign("69799718200", "OPPO, ColorOS", "users", "Users:\n\tUserInfo{0:x:4c13} running\n\tUserInfo{998:MultiApp:4001010} running\n\tUserInfo{999:MultiApp:4001010} running\n", {0: "机主", 998: "应用分身", 999: "应用分身"}),
    Foreign("24419477206", "Samsung", "users", "Users:\n  UserInfo{0:Owner:4c13} running\n  UserInfo{12:Work profile:1030} running\n  UserInfo{150:Secure Folder:10061030} running\n", {0: "机主", 12: "工作资料", 150: "安全文件夹"}),
    Foreign("48095415657", "Samsung", "users", "UserInfo{0:机主:4c13} running\nUserInfo{95:DUAL_APP:20001010} running\nUserInfo{150:Secure Folder:61010} running\n", {0: "机主", 95: "应用分身", 150: "安全文件夹"}),
    Foreign("4162211383", "Samsung", "users", "Users:\n        UserInfo{0:机主:4c13} running\n        UserInfo{10: 壶中界 :1030} running\n        UserInfo{95:DUAL_APP:20001010} running\n", {0: "机主", 10: "工作资料", 95: "应用分身"}),
    Foreign("2586030", "Xamarin's manual", "users", "Users:\n\tUserInfo{0:Owner:c13} running\n\tUserInfo{10:Guest:404}\n", {0: "机主", 10: "访客"}),
    Foreign("41938281104", "a second user", "users", "Users:\n    UserInfo{0:Анна:13} running\n    UserInfo{10:Андрей:10} running\n    UserInfo{12:Guest:14} running\n", {0: "机主", 10: "第二空间（另一个用户）", 12: "访客"}),
    Foreign("53401050149", "POCO with a clone", "users", "Users:\n\tUserInfo{0:Main A B 2:4c13} running\n\tUserInfo{10:A B 1:0}\n\tUserInfo{25:Clone0:1010} running\n", {0: "机主", 10: "第二空间（另一个用户）", 25: "附属空间"}),
    Foreign("59874726794", "a name with a colon", "users", "Users:\n\tUserInfo{0:Owner:c13} running\n\tUserInfo{10:Work:1030} running\n\tUserInfo{11:Second:Space:10} running\n", {0: "机主", 10: "工作资料", 11: "第二空间（另一个用户）"}),
)  # fmt: skip

USES = (
    Foreign(
        "68600170086",
        "Lava Agni 2",
        "apps.use",
        """Current AppOps Service state:
  Uid 10142:
    state=cch
    appWidgetVisible=false
      RECORD_AUDIO: mode=foreground
    Package com.android.chrome:
      RECORD_AUDIO (allow):
        null=[
          Access: [top-s] 2024-08-31 09:54:40.691 (-743d12h51m31s225ms) duration=+3m53s278ms
          Access: [bg-s] 2024-08-31 09:58:33.969 (-743d12h47m37s947ms) duration=+5ms
        ]
    Package com.openai.chatgpt:
      RECORD_AUDIO (allow):
        null=[
          Access: [top-s] 2026-09-11 15:31:52.475 (-2d7h14m19s441ms) duration=+2s282ms
          Reject: [top-s]2026-06-11 14:03:37.200 (-94d8h42m34s716ms)
          Access: [fgsvc-s] 2026-05-28 19:07:20.082 (-108d3h38m51s834ms) duration=+5s40ms
          Access: [cch-s] 2026-09-13 21:36:06.258 (-1h8m30s83ms)
        ]
""",
        {
            ("com.android.chrome", MICROPHONE, SCREEN): 743,
            ("com.android.chrome", MICROPHONE, BACK): 743,
            ("com.openai.chatgpt", MICROPHONE, SCREEN): 2,
            ("com.openai.chatgpt", MICROPHONE, SERVICE): 108,
            ("com.openai.chatgpt", MICROPHONE, BACK): 0,
        },
    ),
    Foreign(
        "57637904802",
        "a phone of Android 9",
        "apps.use",
        """  Uid 1000:
    state=pers
    Package android:
      RECORD_AUDIO (allow): 
          Access: pers  = 2026-08-03 14:29:54.943 (-1h23m13s510ms)
      WAKE_LOCK (allow): 
          Access: pers  = 2026-08-03 15:52:21.338 (-47s115ms)
                  fg    = 2026-04-11 03:58:41.049 (-114d11h54m27s404ms)
          duration=+2ms
      MONITOR_LOCATION (allow / switch COARSE_LOCATION=allow): 
          Access: pers  = 2026-08-03 14:35:23.577 (-1h17m44s876ms)
                  fg    = 2026-04-11 03:58:41.049 (-114d11h54m27s404ms)
          Running start at: +1h17m43s883ms
          startNesting=1
      GET_USAGE_STATS (default): 
          Reject: pers  = 2026-08-03 15:52:10.024 (-58s429ms)
""",
        {
            ("android", MICROPHONE, BACK): 0,
            ("android", LOCATION, BACK): 0,
            ("android", LOCATION, SERVICE): 114,
            ("android", LOCATION, BACK, "now"): 0,
        },
    ),
    Foreign(
        "587319607",
        "AOSP's own description",
        "apps.use",
        """  Uid u0a70:
    Package com.google.android.gms:
      READ_CONTACTS (allow):
        com.google.android.gms.icing=[
          Access: [fgsvc-tpd] 2020-02-14 14:26:27.018 (-3d23h13m27s183ms) proxy[uid=10070, pkg=com.android.providers.contacts, attributionTag=null]
          Access: [bg-tpd] 2020-02-14 14:34:55.310 (-3d23h4m58s891ms) proxy[uid=10070, pkg=com.android.providers.contacts, attributionTag=null]
        ]
      MONITOR_LOCATION (allow / switch COARSE_LOCATION=allow):
        null=[
          Access: [top-s] 2020-06-18 19:22:38.445 (-27s668ms) duration=+27s670ms
          Running start at: +27s669ms
          startNesting=2
        ]
""",
        {
            ("com.google.android.gms", LOCATION, SCREEN): 0,
            ("com.google.android.gms", LOCATION, SERVICE, "now"): 0,
        },
    ),
    Foreign(
        "70678738715",
        "Android with proxies",
        "apps.use",
        """  Uid u0a120:
    state=cch
      CAMERA: mode=ignore
    Package org.example.maps:
      COARSE_LOCATION (allow / switch FINE_LOCATION=allow):
        null=[
        ]
      FINE_LOCATION (allow):
        null=[
          Access: [top-s] 2026-10-05 09:56:55.995 (-2h3m4s5ms) duration=+1m0s0ms
          Access: [bg-s] 2026-10-04 11:59:56.000 (-1d0h0m4s0ms)
          Reject: [cch-s]2026-10-01 10:00:00.000 (-4d2h0m0s0ms)
        ]
  Uid u0a121:
    state=cch
    Package org.example.recorder:
      RECORD_AUDIO (allow):
        rec=[
          Access: [cch-s] 2026-10-05 11:59:59.988 (-12ms) proxy[uid=1000, pkg=android, attributionTag=null]
          Running start at: +5s0ms
        ]
""",
        {
            ("org.example.maps", LOCATION, SCREEN): 0,
            ("org.example.maps", LOCATION, BACK): 1,
            ("org.example.recorder", MICROPHONE, BACK): 0,
            ("org.example.recorder", MICROPHONE, BACK, "now"): 0,
        },
    ),
    Foreign(
        "59971493249",
        "MVT's own test",
        "apps.use",
        """  Uid 0:
    state=cch
    Package com.example:
      CAMERA (allow):
        camera=[
          Access: [fg-s] 2025-01-01 00:00:00.000 (-1s) duration=+2ms
        ]
      RECORD_AUDIO (allow):
          Running start at: +3s
""",
        {("com.example", CAMERA, SERVICE): 0, ("com.example", MICROPHONE, BACK, "now"): 0},
    ),
    Foreign(
        "69026049352",
        "a shell that recorded",
        "apps.use",
        """  Uid 2000:
    Package com.android.shell:
      RECORD_AUDIO (allow): 
      CAMERA (allow): 
          Access: [pers-s] 2026-01-01 00:00:00.000 (-1d0h0m0s0ms)
          Running start at: +5s
      READ_CLIPBOARD (allow): 
          Running start at: +9s
""",
        {("com.android.shell", CAMERA, BACK): 1, ("com.android.shell", CAMERA, SERVICE, "now"): 0},
    ),
    Foreign(
        "57143445244",
        "Android 16 (SDK 36)",
        "apps.use",
        """AppOps Uid Op State
  Uid 1000:
    state=pers
    Package android:
      MONITOR_LOCATION (allow / switch COARSE_LOCATION=allow):
        SensorNotificationService=[
          Access: [pers-s] 2026-06-10 09:02:11.265 (-19m32s600ms) duration=+19m32s603ms
          Reject: [pers-s]2026-06-10 09:02:10.562 (-19m33s303ms)
          Running start at: +19m32s600ms
        ]
""",
        {("android", LOCATION, BACK): 0, ("android", LOCATION, BACK, "now"): 0},
    ),
)

TRUST = (
    Foreign("65768356291", "a phone with a work profile", "lock.trust", ' User "J" (id=0, flags=0x4c13) (current): trustState=UNTRUSTED, trustManaged=1, deviceLocked=1, isActiveUnlockRunning=0, strongAuthRequired=0x0\n User "B! M" (id=10, flags=0x1030) (profile with unified challenge): deviceLocked=1\n', True),
    Foreign("70674416693", "Android 11", "lock.trust", ' User "Owner" (id=0, flags=0x13) (current): trusted=0, trustManaged=1, deviceLocked=1, strongAuthRequired=0x0\n   Enabled agents:\n    com.google.android.gms/.auth.trustagent.GoogleTrustAgent\n     bound=1, connected=1, managingTrust=1, trusted=0\n', True),
    Foreign("70674416693 (2)", "active unlock", "lock.trust", ' User "A" (id=0, flags=0xc13) (current): trustState=TRUSTED, trustManaged=0, deviceLocked=0, isActiveUnlockRunning=1, strongAuthRequired=0x0\n     bound=1, connected=1, managingTrust=0, trusted=0\n      message="Kept unlocked at H"\n', True),
    Foreign("70674416693 (3)", "another user's trust", "lock.trust", ' User "A" (id=0, flags=0xc13) (current): trustState=UNTRUSTED, trustManaged=0, deviceLocked=0\n     bound=1, connected=1, managingTrust=0, trusted=0\n User "Work" (id=10, flags=0x30): trustState=UNTRUSTED, trustManaged=1, deviceLocked=1\n     bound=1, connected=1, managingTrust=1, trusted=0\n', False),
    Foreign("69734284985", "a French phone", "lock.trust", ' User "P" (id=0, flags=0xc13) (current): trusted=0, trustManaged=0, deviceLocked=1, strongAuthRequired=0x0\n     bound=1, connected=1, managingTrust=0, trusted=0\n User "Compte 2" (id=10, flags=0x1030)(managed profile)\n', False),
)  # fmt: skip

KEYGUARD = (
    Foreign("65751014457", "a phone with a swipe", "lock.keyguard", "    showing=true\n    inputRestricted=false\n    secure=false\n", LockKind.NONE),
    Foreign("62317398226", "a phone without a lock", "lock.keyguard", "    showing=false\n    secure=false\n    mInputRestricted=false\n", LockKind.NONE),
    Foreign("70132405527", "an emulator of Android 16", "lock.keyguard", "  KeyguardServiceDelegate\n    showing=false\n    inputRestricted=false\n    occluded=false\n    systemIsReady=true\n", None),
)  # fmt: skip

WIFI_HEAD = "Network Id      SSID                         Security type\n"
WIFI = (
    Foreign("70183188527", "Android 12", "wifi.list", WIFI_HEAD + "3            Ev, 5G                           wpa2-psk\n7            Is Yeri                          wpa3-sae^\n9            ABCDEFGHIJKLMNOPQRSTUVWXYZ012345 open/owe^\n11           Sirket                           wpa2-eap\n", {"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"}),
    Foreign("71256938001", "Galaxy S25 Ultra, Android 16", "wifi.list", WIFI_HEAD + "0            221 - IoT                        wpa2-psk\n0            221 - IoT                        wpa3-sae^\n1            221                              wpa3-sae\n2            3D-Zc-ycxRt                      open\n2            3D-Zc-ycxRt                      owe^\n", {"3D-Zc-ycxRt"}),
    Foreign("52519385241", "a phone in Thailand", "wifi.list", WIFI_HEAD + "0               .@ TRUEWIFI                   open\n1            (*´◒`*) (HI)                     wpa2-psk\n1            (*´◒`*) (HI)                     wpa3-sae^\n8            tin                              wpa2-psk\n8            tin                              wpa3-sae^\n", {".@ TRUEWIFI"}),
    Foreign("70934185198", "Pixel", "wifi.list", WIFI_HEAD + "0            Anubis                           wpa2-psk\n3            Archer                           wpa3-sae\n2            My Home Network                  wpa2-psk\n", set()),
    Foreign("63242277019", "Android 13", "wifi.list", WIFI_HEAD + '0               "BasilNet"                   wpa2-psk\n3               DFS Guest                    open\n', {"DFS Guest"}),
    Foreign("713801069", "AOSP 11", "wifi.list", "No networks\n", set()),
)  # fmt: skip

ADMINS = (
    Foreign("70363038325", "an old form", "apps.admins", "  Enabled Device Admins (User 0, provisioningState: 0):\n    ComponentInfo{com.legacy.admin/com.legacy.admin.Receiver}:\n      uid=10001\n  mPasswordOwner=-1\n", {"com.legacy.admin"}),
    Foreign("53134763302", "Dhizuku as owner", "apps.admins", "  Device Owner:\n    admin=ComponentInfo{com.rosan.dhizuku/com.rosan.dhizuku.server.DhizukuDAReceiver}\n    package=com.rosan.dhizuku\n    User ID: 0\n\n  Enabled Device Admins (User 0):\n    com.rosan.dhizuku/.server.DhizukuDAReceiver:\n      policies:\n        wipe-data\n", {"com.rosan.dhizuku"}),
    Foreign("70443607495", "indented by user", "apps.admins", "  User 0:\n    Enabled Device Admins (User 0, provisioningState: 0):\n      com.clean.pro/.AdminReceiver:\n        uid=10301\n      com.google.android.gms/com.google.android.gms.mdm.receivers.MdmDeviceAdminReceiver:\n        uid=10150\n    restrictionsProvider=ComponentInfo{com.unrelated/.Provider}\n", {"com.clean.pro", "com.google.android.gms"}),
    Foreign("71545335387", "a hotel's television", "apps.admins", "  Device Owner: \n    admin=ComponentInfo{com.hotel.bnb.launcher/com.premium.HotelDeviceAdminReceiver}\n    name=\n  Enabled Device Admins (User 0, provisioningState: 0):\n", {"com.hotel.bnb.launcher"}),
)  # fmt: skip

ROLES = (
    Foreign("22992400047", "Android 10", "apps.roles", "      {\n        name=android.app.role.TEMPORARY_SMS_ACCESS\n      }\n      {\n        name=android.app.role.SMS\n        holders=com.google.android.apps.messaging\n      }\n      {\n        name=android.app.role.DIALER\n      }\n      {\n        name=android.app.role.MUSIC\n        holders=com.google.android.music\n", {"android.app.role.SMS": "com.google.android.apps.messaging"}),
    Foreign("61976541003", "Android 14", "apps.roles", "          name=android.app.role.SMS\n          fallback_enabled=false\n          holders=com.google.android.apps.messaging\n        }\n", {"android.app.role.SMS": "com.google.android.apps.messaging"}),
)  # fmt: skip

PROPERTIES = (
    Foreign("5778911592", "Huawei Mate 9, EMUI 9.1", "properties", "[ro.build.version.emui]: [EmotionUI_9.1.0]\n[ro.build.version.release]: [9]\n[ro.build.version.sdk]: [28]\n", "EMUI 9.1.0"),
    Foreign("55909596246", "a HarmonyOS car", "properties", "[hw_sc.build.platform.version]: [3.0.0]\n[ro.build.version.emui]: [EmotionUI_13.0.0]\n", "HarmonyOS 3.0.0"),
    Foreign("71254030602", "vivo V2413, Android 16", "properties", "[ro.product.model]: [V2413]\n[ro.vivo.os.name]: [Funtouch]\n[ro.vivo.os.version]: [7.0]\n[ro.vivo.os.build.display.id]: [OriginOS 6]\n", "OriginOS 6"),
    Foreign("36478052799", "an old vivo", "properties", "[ro.vivo.os.build.display.id]: [Funtouch OS_2.5]\n[ro.vivo.os.version]: [2.5]\n", "Funtouch OS 2.5"),
    Foreign("27118847971", "Honor, MagicOS", "properties", "[ro.build.version.emui]: [EmotionUI_14.0.0]\n[msc.config.magic.version]: [7.0]\n", "MagicOS 7.0"),
)  # fmt: skip

BOOT = (
    Foreign("46418646870", "an unlocked Qualcomm board", "properties", "[ro.boot.vbmeta.device_state]: [unlocked]\n[ro.boot.verifiedbootstate]: [orange]\n", ("orange", True)),
    Foreign("57373321183", "flash.locked that is neither", "properties", "[ro.boot.flash.locked]: [2]\n[ro.boot.verifiedbootstate]: [green]\n", ("green", None)),
)  # fmt: skip

ORIGINS = (
    Foreign("8863950797", "GrapheneOS, an app from F-Droid's file", "app.details", "Packages:\n  Package [org.proninyaroslav.libretorrent] (1a2b3c4):\n    timeStamp=2024-03-11 23:16:14\n    lastUpdateTime=2024-03-11 23:16:14\n    installerPackageName=com.android.packageinstaller\n    installerPackageUid=1110028\n    initiatingPackageName=com.android.packageinstaller\n    originatingPackageName=org.fdroid.fdroid\n    packageSource=3\n", ("org.proninyaroslav.libretorrent", Came.FILE, "org.fdroid.fdroid")),
    Foreign("59824161375", "a store's name on an app from a cable", "app.details", "Packages:\n  Package [com.example.target] (1a2b3c4):\n    installerPackageName=com.android.vending\n    initiatingPackageName=com.android.shell\n", ("com.example.target", Came.CABLE, "com.android.shell")),
    Foreign("70214824956", "Honor, moved by Device Clone", "app.details", "Packages:\n  Package [com.whatsapp] (1a2b3c4):\n    installerPackageName=com.hihonor.android.clone\n    initiatingPackageName=com.hihonor.android.clone\n", ("com.whatsapp", Came.MOVED, "com.hihonor.android.clone")),
)  # fmt: skip

ALL = (*USERS, *USES, *TRUST, *KEYGUARD, *WIFI, *ADMINS, *ROLES, *PROPERTIES, *BOOT, *ORIGINS)
