from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
REAL = {"Shell": "explorer.exe", "Userinit": r"C:\Windows\system32\userinit.exe,"}
GDM = "/usr/sbin/gdm3"
LIGHTDM = "/usr/sbin/lightdm"


def _linux(**files: str) -> World:
    return World(files={"/etc/systemd/system/": "", **files})


def _windows(**values: object) -> World:
    return World(Platform.WINDOWS, registry={WINLOGON: {**REAL, **values}})


SCENARIOS = (
    Scenario(
        "pass",
        World(files={GDM: "", "/etc/gdm3/daemon.conf": "[daemon]\n#  AutomaticLoginEnable = true\n"}),
        State.PASSED,
    ),
    Scenario(
        "pass", World(files={LIGHTDM: "", "/etc/lightdm/lightdm.conf": "[Seat:*]\nautologin-user=\n"}), State.PASSED
    ),
    # What an uninstalled login screen left behind does nothing.
    Scenario("pass", World(files={"/etc/lightdm/lightdm.conf": "[Seat:*]\nautologin-user=wang\n"}), State.PASSED),
    Scenario(
        "fail",
        World(
            files={GDM: "", "/etc/gdm3/custom.conf": "[daemon]\n  automaticloginenable = TRUE\nAutomaticLogin = wang\n"}
        ),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "fail",
        World(
            files={
                LIGHTDM: "",
                "/usr/share/lightdm/lightdm.conf.d/50-uos.conf": "[SeatDefaults]\nautologin-user=wang\n",
            }
        ),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "fail",
        World(files={LIGHTDM: "", "/etc/lightdm/lightdm.conf": "[Seat:seat0]\nautologin-guest=true\n"}),
        State.FAILED,
        ("guest",),
    ),
    Scenario(
        "fail",
        World(files={"/usr/bin/sddm": "", "/etc/sddm.conf.d/a.conf": "[Autologin]\nUser=wang\n"}),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "fail",
        World(
            files={
                "/usr/sbin/greetd": "",
                "/etc/greetd/config.toml": '[terminal]\nvt = 7\n[initial_session]\ncommand = "sway"\nuser = "wang"\n',
            }
        ),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "fail",
        World(
            files={
                "/etc/systemd/system/getty@tty1.service.d/auto.conf": "[Service]\nExecStart=\nExecStart=-/sbin/agetty "
                "--autologin wang --noclear %I\n"
            }
        ),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "fail",
        World(files={"/etc/systemd/system/autovt@.service": "[Service]\nExecStart=/sbin/agetty -a li tty2\n"}),
        State.FAILED,
        ("li",),
    ),
    Scenario("denied", World(files={LIGHTDM: "", "/etc/lightdm/lightdm.conf": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/etc/systemd/system/": DENIED}), State.COULD_NOT_CHECK),
    # What was found stands, although another source refused.
    Scenario(
        "denied",
        World(
            files={
                "/etc/systemd/system/": DENIED,
                LIGHTDM: "",
                "/etc/lightdm/lightdm.conf": "[Seat:*]\nautologin-user=wang\n",
            }
        ),
        State.FAILED,
        ("wang",),
    ),
    Scenario(
        "hostile", World(files={GDM: "", "/etc/gdm3/daemon.conf": b"\xff\xfe[\x00d\x00a\x00"}), State.COULD_NOT_CHECK
    ),
    Scenario(
        "hostile",
        World(files={"/usr/sbin/greetd": "", "/etc/greetd/config.toml": "x = " + "[" * 60000}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        World(files={LIGHTDM: "", "/etc/lightdm/lightdm.conf": "[Seat:*]\nautologin-user=\u202egnaw\n"}),
        State.FAILED,
        ("\\u202egnaw",),
    ),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows(AutoAdminLogon="0", DefaultUserName="wang", DefaultPassword=""), State.PASSED),
    Scenario("fail", _windows(AutoAdminLogon="1", DefaultUserName="wang"), State.FAILED, ("wang",)),
    Scenario("fail", _windows(AutoAdminLogon=1), State.FAILED, ("自动登录",)),
    Scenario("fail", _windows(AutoAdminLogon="0", DefaultPassword="Secret!"), State.FAILED, ("明文",)),
    Scenario("denied", World(Platform.WINDOWS, registry={WINLOGON: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    # A stub's empty key says nothing.
    Scenario("hostile", World(Platform.WINDOWS, registry={WINLOGON: {}}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(AutoAdminLogon="1", DefaultUserName=b"\xff\x00"), State.FAILED, ("已打开自动登录",)),
)
