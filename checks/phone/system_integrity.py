"""The phone's system is its maker's own."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneIntegrity

_BOOT = Text("启动校验没有通过（系统不是官方原样）", "Verified boot failed: the system is not the maker's own")
_YELLOW = Text(
    "启动校验用的是自己装的密钥，不是厂商的（系统不是官方原样）",
    "Verified boot uses a key that somebody installed, not the maker's: the system is not the maker's own",
)
_UNOFFICIAL = Text("装的是非官方系统", "An unofficial system is installed")
_UNLOCKED = Text("BootLoader 已解锁", "The bootloader is unlocked")
_SU = Text("有取得 ROOT 权限的程序", "A program to become root is there")
_APPS = Text("装有 ROOT 工具：{apps}", "Root tools are installed: {apps}")
_DEBUGGABLE = Text("是开发调试版系统", "The system is a development build")
_ONCE = Text(
    "厂商的标记说，这部手机曾经解锁过，或运行过非官方系统",
    "The maker's own mark says that the phone was unlocked, or ran an unofficial system, at some time",
)
_UNGUARDED = Text(
    "系统的防护（SELinux 或启动校验）关着", "The system's guard (SELinux, or verification at start) is off"
)
_KEYS = Text("系统用测试密钥签名", "The system is signed with test keys")


@check(
    id="phone.system_integrity",
    title=Text(
        "手机系统是官方原样，没有解锁和 ROOT", "The phone's system is the maker's own, neither unlocked nor rooted"
    ),
    why=Text(
        "解锁或 ROOT 过的手机，任何程序都可能拿到全部数据。",
        "On an unlocked or rooted phone any program may get at everything.",
    ),
    severity=Severity.HIGH,
    rules=("phone-root-unlocked",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.OFFICER,
            (
                Text(
                    "本人不知情的，停用手机，交保密员送检。",
                    "If you did not do it, stop using the phone and give it to the officer for inspection.",
                ),
                Text(
                    "本人自行刷机的，到官方售后恢复官方系统并重新上锁。",
                    "If you did, have the official service restore the system and lock it again.",
                ),
                Text("恢复之前不处理公务。", "Do no work on it until then."),
            ),
        ),
    },
)
def system_integrity(system: PhoneIntegrity) -> Verdict:
    signs = (
        (system.boot in ("orange", "red"), _BOOT),
        (system.boot == "yellow", _YELLOW),
        (system.unlocked is True, _UNLOCKED),
        (system.su, _SU),
        (bool(system.root_apps), _APPS.filled(apps=Text.name(", ".join(system.root_apps)))),
        (system.unofficial, _UNOFFICIAL),
        (system.once, _ONCE),
        (system.unguarded, _UNGUARDED),
        (system.debuggable, _DEBUGGABLE),
        (system.test_keys, _KEYS),
    )
    found = tuple(text for there, text in signs if there)
    if found:
        return Fail(Text("手机系统被改动过或已解锁", "The phone's system was changed or unlocked"), found)
    # Green is given only while the bootloader is locked; the lock alone says nothing of what was started.
    if system.boot is None:
        question = Text(
            "手机没有解锁过 BootLoader，也没有刷过非官方系统，对吗？",
            "The phone's bootloader was never unlocked, and no unofficial system was installed. Is that right?",
        )
        return Ask(question)
    return Pass(
        Text(
            "系统自称是官方原样，启动校验已上锁（刻意隐藏的 ROOT 从数据线上看不出来）",
            "The system states that it is the maker's own, with verified boot locked (root that hides itself cannot be"
            " seen over a cable)",
        )
    )
