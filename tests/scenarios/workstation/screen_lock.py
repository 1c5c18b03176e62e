from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checker.machine.answers import Output, Process
from checker.model.finding import State
from checker.model.policy import Policy, Screen
from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

MODULE = "/usr/lib/x86_64-linux-gnu/gio/modules/libdconfsettings.so"
GDM = ("org.gnome.DisplayManager", "/org/gnome/DisplayManager/Manager", "org.gnome.DisplayManager.Manager", "GetAll")
DDE = ("org.deepin.dde.Power1", "/org/deepin/dde/Power1", "org.deepin.dde.Power1", "GetAll")
OLD_DDE = ("com.deepin.daemon.Power", "/com/deepin/daemon/Power", "com.deepin.daemon.Power", "GetAll")
Files = Mapping[str, str | bytes | Unreadable]
Bus = Mapping[tuple[str, str, str, str], Mapping[str, Any]]

LOCKING = {
    "mate-session": ("mate-screensaver",),
    "cinnamon": ("cinnamon-screensaver",),
    "ukui-session": ("ukui-screensaver-backend",),
    "plasmashell": ("ksmserver",),
}
BATTERY = {"/sys/class/power_supply/BAT0/type": "Battery\n"}

POLICY = r"HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop"
OWN = r"HKCU\Control Panel\Desktop"
VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
PERSONAL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Policies\System"
SYSTEM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System"


def _settings(values: dict[str, str], locked: tuple[str, ...] = ()) -> dict[tuple[str, ...], str | Output | Unreadable]:
    """gsettings for "schema key" -> GVariant text, with other defaults."""
    schemas: dict[str, str] = {}
    for name, value in values.items():
        schema = name.split()[0]
        schemas[schema] = schemas.get(schema, "") + f"{name} {value}\n"
    answers: dict[tuple[str, ...], str | Output | Unreadable] = {
        ("gsettings", "list-recursively", schema): text for schema, text in schemas.items()
    }
    answers[("gsettings", "list-recursively")] = Output(b"", 1)
    answers[("gsettings", "list-schemas")] = "\n".join(schemas)
    answers[("env", "GSETTINGS_BACKEND=memory", "gsettings", "get")] = "uint32 300\n"
    answers[("gsettings", "writable")] = "true\n"
    for name in locked:
        answers[("gsettings", "writable", *name.split())] = "false\n"
    return answers


def _on(
    process: str,
    values: dict[str, str] | None = None,
    locked: tuple[str, ...] = (),
    files: Files | None = None,
    bus: Bus | None = None,
    locking: tuple[str, ...] | None = None,
) -> World:
    """A desktop that runs, with the program that locks it, or with others."""
    names = (process, *LOCKING.get(process, ())) if locking is None else (process, *locking)
    processes = tuple(Process(900 + number, name, f"/usr/bin/{name}", "wang") for number, name in enumerate(names))
    programs = _settings(values or {}, locked)
    return World(files={MODULE: b"", **(files or {})}, processes=processes, programs=programs, bus=bus or {})


def _gnome(idle: int, enabled: bool = True, delay: int = 0, locked: tuple[str, ...] = (), gdm: bool = True) -> World:
    values = {
        "org.gnome.desktop.session idle-delay": f"uint32 {idle}",
        "org.gnome.desktop.screensaver lock-enabled": str(enabled).lower(),
        "org.gnome.desktop.screensaver lock-delay": f"uint32 {delay}",
        "org.gnome.desktop.lockdown disable-lock-screen": "false",
    }
    return _on("gnome-shell", values, locked, bus={GDM: {"Version": "43.0"}} if gdm else {})


def _ukui(**keys: str) -> World:
    values = {f"org.ukui.screensaver {key.replace('_', '-')}": value for key, value in keys.items()}
    return _on("ukui-session", {**values, "org.ukui.session idle-delay": "30"})


def _dde(line: object, battery: object, files: Files | None = None) -> World:
    return _on("dde-session", files=files, bus={DDE: {"LinePowerLockDelay": line, "BatteryLockDelay": battery}})


def _kde(text: str | bytes | Unreadable | None, system: str = "") -> World:
    files: dict[str, str | bytes | Unreadable | None]
    files = {"/etc/xdg/kscreenlockerrc": system, "/home/wang/.config/kscreenlockerrc": text}
    return _on("plasmashell", files={path: content for path, content in files.items() if content is not None})


def _windows(
    own: Mapping[str, object] | None = None,
    policy: Mapping[str, object] | None = None,
    limit: object = None,
    saver: object = None,
    forbidden: bool = False,
    power: Mapping[str, Any] | None = None,
) -> World:
    registry: dict[str, Any] = {
        **_PLAN,
        **(power or {}),
        PERSONAL: {"DisableLockWorkstation": 1} if forbidden else {},
        OWN: {"ScreenSaveActive": "1", **(own or {})},
        POLICY: policy or {},
        SYSTEM: {} if limit is None else {"InactivityTimeoutSecs": limit},
    }
    registry[VERSION] = {"SystemRoot": r"C:\Windows"}
    files = {r"C:\Windows\System32\scrnsave.scr": ""}
    return World(
        Platform.WINDOWS, registry=registry, files=files, win32={} if saver is None else {"screen_saver": saver}
    )


_PLANS = r"HKLM\SYSTEM\CurrentControlSet\Control\Power\User\PowerSchemes"
_PLAN = {_PLANS: {"ActivePowerScheme": "{1}"}}
_LOCK = "0e796bdb-100d-47d6-a2d5-f7d2daa51f51"
_WAKE = rf"{_PLANS}\{{1}}\fea3413e-7e05-4911-9a71-700331f1c294\{_LOCK}"
_WAKE_POLICY = rf"HKLM\SOFTWARE\Policies\Microsoft\Power\PowerSettings\{_LOCK}"
_GOODBYE = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Winlogon"
CHOSEN = {"SCRNSAVE.EXE": r"C:\Windows\System32\scrnsave.scr", "ScreenSaveActive": "1", "ScreenSaverIsSecure": "1"}

TEN = {"ScreenSaveTimeOut": "600"}


def _mate(**more: Any) -> World:
    values = {
        "org.mate.session idle-delay": "8",
        "org.mate.screensaver lock-delay": "2",
        "org.mate.screensaver lock-enabled": "true",
        "org.mate.screensaver idle-activation-enabled": "true",
    }
    return _on("mate-session", values, **more)


def _cinnamon(**more: Any) -> World:
    values = {
        "org.cinnamon.desktop.session idle-delay": "uint32 300",
        "org.cinnamon.desktop.screensaver lock-enabled": "true",
        "org.cinnamon.desktop.screensaver lock-delay": "uint32 0",
    }
    return _on("cinnamon", values, **more)


XFCONF = "xfce4/xfconf/xfce-perchannel-xml"


def _xfce(
    saver: str = "", system: str = "", power: str = "", locking: tuple[str, ...] = ("xfce4-screensaver",)
) -> World:
    files: Files = {
        f"/home/wang/.config/{XFCONF}/xfce4-screensaver.xml": f"<channel name='xfce4-screensaver'>{saver}</channel>",
        f"/etc/xdg/{XFCONF}/xfce4-screensaver.xml": f"<channel name='xfce4-screensaver'>{system}</channel>",
        f"/home/wang/.config/{XFCONF}/xfce4-power-manager.xml": f"<channel name='x'>{power}</channel>",
    }
    return _on("xfce4-session", files=files, locking=locking)


def _empty(name: str, inner: str) -> str:
    return f"<property name='{name}' type='empty'>{inner}</property>"


def _value(name: str, value: object, more: str = "") -> str:
    return f"<property name='{name}' type='int' value='{value}' {more}/>"


UNLOCKED = _empty("saver", _empty("idle-activation", _value("delay", 5))) + _empty("lock", _value("enabled", "false"))
SLOW = _empty("saver", _value("mode", 2) + _empty("idle-activation", _value("delay", 25))) + _empty("lock", "")
FIXED = _empty("saver", _empty("idle-activation", _value("delay", 4, "locked='*'")))
PRESENTING = _empty("xfce4-power-manager", _value("power-button", 3) + _value("presentation-mode", "true"))


def _sway(config: str, locking: tuple[str, ...] = ("swayidle",)) -> World:
    return _on("sway", files={"/home/wang/.config/sway/config": config}, locking=locking)


def _waiting(*words: str, x: str | None = "300", schema: str = "uint32 5") -> World:
    """LXQt with a program that was started with these words, and X's own screen saver after `x` seconds."""
    values = {"apps.light-locker lock-after-screensaver": schema, "apps.light-locker late-locking": "false"}
    files: Files = {"/proc/901/cmdline": "\0".join(words) + "\0"}
    world = _on("lxqt-session", values, files=files, locking=(words[0],))
    said = f"Screen Saver:\n  prefer blanking:  yes    allow exposures:  yes\n  timeout:  {x}    cycle:  600\n"
    return replace(world, programs={**world.programs, **({("xset", "q"): said} if x else {})})


_X_LOCKERS = (
    ("pass", _waiting("light-locker"), State.PASSED, ("305 秒",)),
    ("pass", _waiting("light-locker", "--lock-after-screensaver=60", schema="uint32 0"), State.PASSED, ("6 分钟",)),
    ("fail", _waiting("light-locker", "--no-lock-after-screensaver"), State.FAILED, ("不会自动锁屏",)),
    ("fail", _waiting("light-locker", schema="uint32 0"), State.FAILED, ("不会自动锁屏",)),
    ("fail", _waiting("light-locker", x="0"), State.FAILED, ("不会自动锁屏",)),
    ("denied", _waiting("light-locker", x=None), State.COULD_NOT_CHECK, ("xset",)),
    ("pass", _waiting("xss-lock", "--", "i3lock", "-n"), State.PASSED, ("5 分钟",)),
    ("fail", _waiting("xss-lock", "--", "true"), State.FAILED, ("不会自动锁屏",)),
    ("denied", _waiting("xss-lock", "-n", "dim.sh", "--", "i3lock"), State.COULD_NOT_CHECK, ("xss-lock",)),
    ("pass", _waiting("xautolock", "-time", "4", "-locker", "slock"), State.PASSED, ("4 分钟",)),
    ("fail", _waiting("xautolock", "-time", "30"), State.FAILED, ("30 分钟",)),
    ("fail", _waiting("xautolock", "-locker", "true"), State.FAILED, ("不会自动锁屏",)),
    ("hostile", _waiting("xautolock", "-time", "soon"), State.COULD_NOT_CHECK, ()),
    (
        "pass",
        _waiting("xidlehook", "--timer", "60", "dim", "", "--timer", "120", "slock", ""),
        State.PASSED,
        ("3 分钟",),
    ),
    ("fail", _waiting("xidlehook", "--timer", "60", "dim", ""), State.FAILED, ("不会自动锁屏",)),
)


def _lxqt(config: str | None) -> World:
    files: Files = {} if config is None else {"/home/wang/.xscreensaver": config}
    return _on("lxqt-session", files=files, locking=("xscreensaver",))


SWAYIDLE = (
    "exec swayidle -w \\\n timeout 300 'swaylock -f -c 000000' \\\n timeout 600 'swaymsg \"output * dpms off\"'\n"
)

SCENARIOS = (
    Scenario("pass", _mate(), State.PASSED, ("10 分钟",)),
    Scenario("fail", _mate(locking=()), State.FAILED, ("没有运行：mate-screensaver",)),
    Scenario("pass", _cinnamon(), State.PASSED, ("5 分钟",)),
    Scenario("fail", _cinnamon(locking=("nemo-desktop",)), State.FAILED, ("cinnamon-screensaver",)),
    Scenario("pass", _xfce(), State.PASSED, ("5 分钟",)),
    Scenario("pass", _xfce(SLOW, system=FIXED), State.PASSED, ("4 分钟",)),
    Scenario("fail", _xfce(SLOW), State.FAILED, ("25 分钟",)),
    Scenario("fail", _xfce(UNLOCKED), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _xfce(power=PRESENTING), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _xfce(locking=()), State.FAILED, ("XFCE",)),
    *(Scenario(kind, world, state, names) for kind, world, state, names in _X_LOCKERS),  # type: ignore[arg-type]
    Scenario("denied", _xfce(locking=("light-locker",)), State.COULD_NOT_CHECK),
    Scenario("hostile", _xfce("<property"), State.COULD_NOT_CHECK),
    Scenario("pass", _lxqt("timeout:\t0:05:00\nlock:\t\tTrue\nlockTimeout:\t0:01:00\n"), State.PASSED, ("6 分钟",)),
    Scenario("fail", _lxqt(None), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _lxqt("lock: True\nmode: off\n"), State.FAILED),
    Scenario("pass", _sway(SWAYIDLE), State.PASSED, ("5 分钟",)),
    Scenario("fail", _sway(SWAYIDLE, locking=()), State.FAILED, ("不会自动锁屏",)),
    Scenario("denied", _sway("exec swayidle -w timeout 300 'ourlock'\n"), State.COULD_NOT_CHECK, ("swayidle",)),
    Scenario("denied", _on("hyprland"), State.COULD_NOT_CHECK, ("hyprland",)),
    # KDE's kiosk, and a group that cannot be overridden.
    Scenario(
        "fail",
        _on("plasmashell", files={"/etc/xdg/kdeglobals": "[KDE Action Restrictions][$i]\naction/lock_screen=false\n"}),
        State.FAILED,
        ("lock_screen",),
    ),
    Scenario("fail", _kde("[Daemon]\nAutolock=true\n", "[Daemon][$i]\nAutolock=false\n"), State.FAILED),
    Scenario("fail", _on("plasmashell", locking=()), State.FAILED, ("ksmserver",)),
    Scenario("pass", _gnome(300), State.PASSED, ("5 分钟", "缺省")),
    Scenario("pass", _gnome(480, delay=60, locked=("org.gnome.desktop.session idle-delay",)), State.PASSED, ("策略",)),
    Scenario("pass", _ukui(lock_enabled="true", idle_lock="10"), State.PASSED, ("10 分钟",)),
    Scenario("pass", _ukui(lock_enabled="true", idle_activation_enabled="true", idle_delay="5"), State.PASSED),
    Scenario("pass", _dde(600, 1200), State.PASSED, ("10 分钟",)),  # no battery
    Scenario(
        "pass",
        _on(
            "startdde",
            {"com.deepin.dde.power line-power-lock-delay": "600", "com.deepin.dde.power battery-lock-delay": "300"},
        ),
        State.PASSED,
    ),
    Scenario("pass", _kde(None), State.PASSED, ("缺省",)),
    Scenario("pass", _kde("[Daemon]\nTimeout=60\n", "[Daemon]\nTimeout[$i]=5\n"), State.PASSED, ("策略",)),
    Scenario(
        "pass",
        _on(
            "mate-session",
            {
                "org.mate.session idle-delay": "8",
                "org.mate.screensaver lock-delay": "2",
                "org.mate.screensaver lock-enabled": "true",
                "org.mate.screensaver idle-activation-enabled": "true",
            },
        ),
        State.PASSED,
    ),
    Scenario("pass", World(processes=()), State.NOT_APPLICABLE),  # no desktop at all
    Scenario("fail", _gnome(0), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _gnome(300, enabled=False), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _gnome(600, delay=3600), State.FAILED, ("70 分钟",)),
    Scenario("fail", _gnome(300, gdm=False), State.FAILED, ("不会自动锁屏",)),
    Scenario("fail", _gnome(300), State.FAILED, ("3 分钟",), Policy(screen=Screen(lock_minutes=3))),
    Scenario("fail", _ukui(lock_enabled="true", idle_lock="-1"), State.FAILED),
    Scenario(
        "fail", _ukui(lock_enabled="true", idle_activation_enabled="true", lock_delay="0"), State.FAILED, ("30 分钟",)
    ),
    Scenario("fail", _dde(600, 1200, files=BATTERY), State.FAILED, ("20 分钟",)),
    Scenario("fail", _dde(0, 300), State.FAILED, ("不会",)),
    Scenario(
        "fail",
        _on("startdde", bus={OLD_DDE: {"LinePowerLockDelay": 900, "BatteryLockDelay": 300}}),
        State.FAILED,
        ("15 分钟",),
    ),
    Scenario("fail", _kde("[Daemon]\nAutolock=false\n"), State.FAILED),
    Scenario("fail", _kde("[Daemon]\nTimeout=30\n"), State.FAILED),
    Scenario("denied", World(processes=None), State.COULD_NOT_CHECK),
    Scenario(
        "denied",
        World(
            processes=_gnome(300).processes, programs={("gsettings",): DENIED}, files={MODULE: b""}, bus=_gnome(300).bus
        ),
        State.COULD_NOT_CHECK,
    ),
    # Without the dconf module gsettings prints defaults as if they were settings.
    Scenario(
        "denied",
        World(
            processes=_gnome(300).processes, programs=_gnome(300).programs, bus=_gnome(300).bus, files={"/usr/lib/": ""}
        ),
        State.COULD_NOT_CHECK,
        ("dconf",),
    ),
    # Root reads root's settings, not the person's.
    Scenario(
        "denied",
        World(
            processes=_gnome(300).processes,
            programs=_gnome(300).programs,
            bus=_gnome(300).bus,
            files={MODULE: b""},
            admin=True,
        ),
        State.COULD_NOT_CHECK,
        ("wang",),
    ),
    Scenario(
        "denied",
        _on(
            "dde-session", files={"/usr/share/dsg/configs/org.deepin.dde.daemon/org.deepin.dde.daemon.power.json": "{}"}
        ),
        State.COULD_NOT_CHECK,
        ("电源服务",),
    ),
    Scenario("denied", _kde(DENIED), State.COULD_NOT_CHECK),
    Scenario(
        "denied",
        World(processes=(*(_gnome(300).processes or ()), Process(2, "plasmashell", None, "wang"))),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", _on("gnome-shell", {}, bus={GDM: {"Version": "43"}}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _on("gnome-shell", {"org.gnome.desktop.lockdown disable-lock-screen": "'maybe'"}, bus={GDM: {"Version": "43"}}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", _kde(b"\xff\x00garbage"), State.COULD_NOT_CHECK),
    Scenario("hostile", _kde("[Daemon]\nTimeout=inf\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _dde("600", True), State.COULD_NOT_CHECK),
    Scenario("hostile", _ukui(lock_enabled="false", idle_lock="5"), State.COULD_NOT_CHECK, ("矛盾",)),
    Scenario("hostile", _gnome(10**15), State.FAILED),
    Scenario("pass", _windows({**CHOSEN, "ScreenSaveTimeOut": "600"}), State.PASSED, ("10 分钟", "本机")),
    Scenario("pass", _windows(limit=900 - 300), State.PASSED, ("策略",)),
    Scenario("pass", _windows({"SCRNSAVE.EXE": "x"}, {**CHOSEN, "ScreenSaveTimeOut": "300"}), State.PASSED, ("策略",)),
    Scenario(
        "pass", _windows(CHOSEN, saver={"active": True, "timeout": 60, "secure": True}), State.PASSED, ("1 分钟",)
    ),
    Scenario("pass", _windows({**CHOSEN, "SCRNSAVE.EXE": r"%SystemRoot%\System32\scrnsave.scr", **TEN}), State.PASSED),
    Scenario("pass", _windows({**CHOSEN, "SCRNSAVE.EXE": "scrnsave.scr", **TEN}), State.PASSED),
    # None is chosen, or one that is not there; locking is forbidden; a time that the policy does not take.
    Scenario("fail", _windows({**CHOSEN, "SCRNSAVE.EXE": "(None)", **TEN}), State.FAILED, ("选的是“无”",)),
    Scenario("fail", _windows({**CHOSEN, "SCRNSAVE.EXE": r"C:\gone.scr", **TEN}), State.FAILED, ("gone.scr",)),
    Scenario("fail", _windows({**CHOSEN, **TEN}, forbidden=True), State.FAILED, ("不允许锁定",)),
    Scenario("fail", _windows(limit=600, forbidden=True), State.FAILED, ("不允许锁定",)),
    Scenario("fail", _windows(limit=0xFFFFFFFF), State.FAILED, ("不会自动锁屏",)),
    # ScreenSaveActive alone means nothing.
    Scenario("fail", _windows({"ScreenSaveActive": "1"}), State.FAILED, ("不会自动锁屏",)),
    Scenario(
        "fail",
        _windows({"ScreenSaveActive": "1"}, saver={"active": True, "timeout": 300, "secure": True}),
        State.FAILED,
        ("不会自动锁屏",),
    ),
    Scenario("fail", _windows({**CHOSEN, "ScreenSaveTimeOut": "1620"}), State.FAILED, ("27 分钟",)),
    Scenario("fail", _windows({**CHOSEN, "ScreenSaverIsSecure": "0", "ScreenSaveTimeOut": "600"}), State.FAILED),
    Scenario(
        "fail",
        _windows(CHOSEN, {"ScreenSaveTimeOut": "300"}, saver={"active": False, "timeout": 0, "secure": False}),
        State.FAILED,
        ("没有生效", "5 分钟"),
    ),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    # A stub's half-empty key says nothing.
    Scenario("hostile", World(Platform.WINDOWS, registry={OWN: {"DragHeight": "4"}}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry={OWN: {}, SYSTEM: DENIED}), State.COULD_NOT_CHECK),
    *(
        Scenario(kind, _windows({**CHOSEN, **TEN, **own}, power=power), state, names)  # type: ignore[arg-type]
        for kind, own, power, state, names in (
            ("fail", {}, {_WAKE: {"ACSettingIndex": 1, "DCSettingIndex": 0}}, State.FAILED, ("唤醒不要口令",)),
            ("fail", {}, {_WAKE_POLICY: {"ACSettingIndex": 0}}, State.FAILED, ("唤醒不要口令",)),
            ("fail", {"DelayLockInterval": 0xFFFFFFFF}, {}, State.FAILED, ("唤醒不要口令",)),
            ("pass", {"DelayLockInterval": 0}, {_WAKE: {"ACSettingIndex": 1, "DCSettingIndex": 1}}, State.PASSED, ()),
            # The unit's policy asks where the plan does not; another plan than the one in force says nothing.
            (
                "pass",
                {},
                {_WAKE: {"ACSettingIndex": 0}, _WAKE_POLICY: {"ACSettingIndex": 1, "DCSettingIndex": 1}},
                State.PASSED,
                (),
            ),
            ("pass", {}, {_WAKE.replace("{1}", "{2}"): {"ACSettingIndex": 0}}, State.PASSED, ()),
        )
    ),
    Scenario(
        "fail", _windows({"ScreenSaveActive": "1"}, power={_GOODBYE: {"EnableGoodbye": 1}}), State.FAILED, ("动态锁",)
    ),
    Scenario("hostile", _windows({**CHOSEN, "ScreenSaveTimeOut": "soon"}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(limit=b"\x00"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(CHOSEN, saver={"active": "yes"}), State.COULD_NOT_CHECK),
)
