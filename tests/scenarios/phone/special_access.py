from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import (
    APP,
    FORBIDDEN,
    GARBAGE,
    GOOD,
    REFUSED,
    SILENT,
    STORE,
    TIMEOUT,
    changed,
    details,
    properties,
)
from tests.worlds.world import DENIED

ADMIN = f"  Enabled Device Admins (User 0, provisioningState: 0):\n    {APP}/.Receiver:\n"
OWNER = (
    "  Enabled Device Admins (User 0, provisioningState: 3):\n  Device Owner: \n"
    f"    admin=ComponentInfo{{{APP}/{APP}.Receiver}}\n"
)

SHELL = {f"app.details {APP}": details(APP, "com.android.shell")}
SECOND = {
    "users": "Users:\nuser 0 4c13 running\nuser 10 410 running\n",
    "apps.system@10": "package:com.android.systemui\n",
    "apps.third@10": f"package:{APP}  installer=null\n",
    **{
        f"{name}@10": answer
        for name, answer in GOOD.items()
        if name.startswith(("secure.", "apps.")) and name not in ("apps.system", "apps.third", "apps.third.plain")
    },
    "apps.roles@10": "user_id=10\nname=android.app.role.SMS\nholders=com.android.mms\n",
}


def granted(*names: str, by: str | None = "com.android.shell", **more: tuple[str, ...] | str) -> dict[str, str]:
    return {f"app.details {APP}": details(APP, by, names, **more)}  # type: ignore[arg-type]


def role(name: str) -> dict[str, str]:
    return {"apps.roles": f"user_id=0\nname=android.app.role.{name}\nholders={APP}\n"}


OLD = {**SHELL, "properties": properties(ro__build__version__sdk="28")}  # no roles yet

# As the phone's settings grant it: to the user id, of which `query-op` says nothing.
BY_ID = str(GOOD["apps.use"]) + "  Uid {}:\n      {}: mode={}\n"
ALL_FILES = BY_ID.format("u0a103", "MANAGE_EXTERNAL_STORAGE", "allow") + "    Package {}:\n"

SCENARIOS = (
    # What nobody switched on: an app for old systems may draw over others by its installation, and a cable may grant.
    *(
        Scenario("fail", changed(granted(always=(name,))), State.FAILED, names=(words, APP))
        for name, words in (
            ("SYSTEM_ALERT_WINDOW", "悬浮窗"),
            ("PACKAGE_USAGE_STATS", "查看使用情况"),
            ("WRITE_SECURE_SETTINGS", "修改系统安全设置"),
            ("READ_LOGS", "读取系统日志"),
            ("READ_SMS", "读取短信"),
        )
    ),
    Scenario(
        "pass",
        changed({**granted(always=("SYSTEM_ALERT_WINDOW",)), "apps.overlays.off": f"{APP}\nNo operations.\n"}),
        State.PASSED,
    ),
    Scenario(
        "denied",
        changed({**granted(always=("SYSTEM_ALERT_WINDOW",)), "apps.overlays.off": DENIED}),
        State.COULD_NOT_CHECK,
    ),
    # What half of all apps ask for makes spyware of one from nowhere.
    *(
        Scenario("fail", changed(granted(name)), State.FAILED, names=(words, APP))
        for name, words in (
            ("READ_SMS", "读取短信"),
            ("RECEIVE_SMS", "读取短信"),
            ("READ_CALL_LOG", "读取通话记录"),
            ("RECORD_AUDIO", "麦克风"),
            ("CAMERA", "摄像头"),
            ("ACCESS_BACKGROUND_LOCATION", "始终获取位置"),
        )
    ),
    Scenario("pass", changed(granted("READ_SMS", "RECORD_AUDIO", by=STORE)), State.PASSED),
    Scenario("pass", changed(granted("ACCESS_FINE_LOCATION")), State.PASSED),
    Scenario("pass", changed(granted("READ_SMS", by="com.miui.huanji")), State.NEEDS_PERSON, names=("读取短信", APP)),
    Scenario("pass", changed(granted("READ_SMS", flags="REVOKED_COMPAT ")), State.PASSED),
    Scenario("fail", changed({**SECOND, **granted(others=("READ_SMS",))}), State.FAILED, names=("第二空间", "短信")),
    Scenario("fail", changed({**SECOND, **granted(always=("READ_SMS",))}), State.FAILED, names=("第二空间", "短信")),
    Scenario(
        "denied",
        changed({**SECOND, f"app.details {APP}": details(APP).replace("    User 10:", "    Users 10:")}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", changed({f"app.details {APP}": DENIED}), State.COULD_NOT_CHECK),
    # Roles: of some the owner is asked even where the app is a store's; one that nobody knows may be anything.
    *(
        Scenario("fail", changed({**SHELL, **role(name)}), State.FAILED, names=(words,))
        for name, words in (
            ("ASSISTANT", "默认助手"),
            ("CALL_SCREENING", "来电识别与拦截"),
            ("CALL_REDIRECTION", "来电识别与拦截"),
            ("COMPANION_DEVICE_WATCH", "其他角色"),
        )
    ),
    Scenario("fail", changed(role("CALL_SCREENING")), State.NEEDS_PERSON, names=("来电识别与拦截",)),
    Scenario("pass", changed({**SHELL, **role("BROWSER")}), State.PASSED),
    Scenario("denied", changed({**SECOND, "apps.roles@10": GOOD["apps.roles"]}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"secure.sms_default_application": f"{APP}\n"}), State.COULD_NOT_CHECK),
    Scenario("pass", changed({"secure.sms_default_application": "com.gone.app\n"}), State.PASSED),
    Scenario(
        "fail",
        changed({**OLD, "apps.roles": "Can't find service: role\n", "secure.assistant": f"{APP}/.Voice\n"}),
        State.FAILED,
        names=("默认助手",),
    ),
    Scenario("denied", changed({"apps.roles": "Can't find service: role\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"apps.roles": "user_id=0\n"}), State.COULD_NOT_CHECK),
    Scenario("fail", changed({**SHELL, "apps.vpn": f"{APP}\n"}), State.FAILED, names=("VPN",)),
    Scenario("fail", changed({"apps.vpn": f"{APP}\n"}), State.NEEDS_PERSON, names=("VPN",)),
    Scenario("fail", changed({**SHELL, "apps.use": ALL_FILES.format(APP)}), State.FAILED, names=("管理所有文件", APP)),
    Scenario("pass", changed({**SHELL, "apps.use": ALL_FILES.replace("allow", "ignore").format(APP)}), State.PASSED),
    Scenario("pass", changed({**SHELL, "apps.use": ALL_FILES.replace("u0a", "u10a").format(APP)}), State.PASSED),
    Scenario("pass", changed({"apps.use": BY_ID.format("1000", "PROJECT_MEDIA", "allow")}), State.PASSED),
    # Somebody holds it, and the dump does not say who; or does not come at all.
    Scenario(
        "denied", changed({"apps.use": BY_ID.format("u0a103", "GET_USAGE_STATS", "allow")}), State.COULD_NOT_CHECK
    ),
    Scenario("denied", changed({"apps.use": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"apps.use": str(GOOD["apps.use"]) + TIMEOUT}), State.COULD_NOT_CHECK),
    *(
        Scenario("fail", changed({**SHELL, command: f"{APP}\n"}), State.FAILED, names=(words,))
        for command, words in (
            ("apps.usage", "查看使用情况"),
            ("apps.files", "管理所有文件"),
            ("apps.capture", "录制屏幕"),
        )
    ),
    Scenario(
        "fail",
        changed({**SHELL, "apps.roles": f"user_id=0\nname=android.app.role.SMS\nholders={APP}\n"}),
        State.FAILED,
        names=("默认短信应用",),
    ),
    Scenario(
        "fail",
        changed({"apps.roles": f"user_id=0\nname=android.app.role.DIALER\nholders={APP}\n"}),
        State.NEEDS_PERSON,
        names=("默认电话应用",),
    ),
    Scenario("fail", changed({**SHELL, "secure.autofill_service": f"{APP}/.Fill\n"}), State.FAILED, names=("密码",)),
    Scenario(
        "fail",
        changed({**SECOND, **SHELL, "secure.enabled_accessibility_services@10": f"{APP}/.S\n"}),
        State.FAILED,
        names=("第二空间", "无障碍"),
    ),
    Scenario("pass", changed(SECOND), State.PASSED),
    Scenario("denied", changed({**SECOND, "apps.usage@10": DENIED}), State.COULD_NOT_CHECK),
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"secure.enabled_accessibility_services": "com.miui.securitycenter/.A:com.gone.app/.B\n"}),
        State.PASSED,
    ),
    Scenario(
        "fail",
        changed(
            {
                "secure.enabled_accessibility_services": f"{APP}/.Spy$1\n",
                f"app.details {APP}": details(APP, "com.android.shell"),
            }
        ),
        State.FAILED,
        names=(
            "无障碍",
            "com.example.notes",
        ),
    ),
    Scenario(
        "fail",
        changed({"apps.admins": ADMIN, f"app.details {APP}": details(APP, "null")}),
        State.FAILED,
        names=("设备管理器",),
    ),
    Scenario(
        "fail",
        changed({"apps.admins": OWNER, f"app.details {APP}": details(APP, "null")}),
        State.FAILED,
        names=("设备管理器",),
    ),
    Scenario(
        "fail",
        changed({"apps.overlays": f"{APP}\n", f"app.details {APP}": details(APP, None)}),
        State.FAILED,
        names=("悬浮窗",),
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario(
        "pass", changed({"secure.enabled_accessibility_services": f"{APP}/.A\n"}), State.NEEDS_PERSON, names=("无障碍",)
    ),
    Scenario("denied", changed({"apps.admins": DENIED}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile", changed({"secure.enabled_accessibility_services": "no component at all\n"}), State.COULD_NOT_CHECK
    ),
)
