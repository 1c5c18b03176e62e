from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

WINLOGON = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
REAL = {"Shell": "explorer.exe", "Userinit": r"C:\Windows\system32\userinit.exe,"}
GDM = "/usr/sbin/gdm3"
LIGHTDM = "/usr/sbin/lightdm"


GETTY = "[Service]\nExecStart=-/sbin/agetty -o '-p -- \\\\u' --noclear - $TERM\n"
KIOSK = "[Service]\nUser=alice\nPAMName=login\nTTYPath=/dev/tty1\nExecStart=/usr/bin/sway\n"
PAM = "/etc/pam.d/"
ASKING = "auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\n"


def _getty(command: str, place: str = "/etc") -> World:
    """A drop-in that starts something else on a console."""
    path = f"{place}/systemd/system/getty@tty1.service.d/x.conf"
    drop_in = f"[Service]\nExecStart=\nExecStart={command}\n"
    return World(files={"/usr/lib/systemd/system/getty@.service": GETTY, path: drop_in})


def _greetd(session: str) -> World:
    return World(files={"/usr/sbin/greetd": "", "/etc/greetd/config.toml": f"[default_session]\n{session}\n"})


def _service(text: str, enabled: bool = True) -> World:
    files = {"/etc/systemd/system/kiosk.service": text, "/usr/lib/systemd/system/dbus.service": "[Service]\n"}
    link = {"/etc/systemd/system/multi-user.target.wants/kiosk.service": "/etc/systemd/system/kiosk.service"}
    return World(files=files, links=link if enabled else {})


def _pam(login: str, groups: str = "") -> World:
    return World(files={f"{PAM}login": "@include common-auth\n", f"{PAM}common-auth": login, "/etc/group": groups})


def _windows(**values: object) -> World:
    return World(Platform.WINDOWS, registry={WINLOGON: {**REAL, **values}})


_SULOGIN = "[Service]\nExecStart=-/lib/systemd/systemd-sulogin-shell rescue\n"
_KMSCON = "[Service]\nExecStart=/usr/bin/kmscon --login -- /bin/login -f root\n"

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
                "/usr/lib/systemd/system/getty@.service": GETTY,
                "/etc/systemd/system/getty@tty1.service.d/auto.conf": "[Service]\nExecStart=\nExecStart=-/sbin/agetty "
                "--autologin wang --noclear %I\n",
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
    # The other login screens, where each keeps it.
    Scenario("fail", _greetd('user = "alice"\ncommand = "sway"'), State.FAILED, ("alice",)),
    Scenario("pass", _greetd('user = "_greetd"\ncommand = "cage -s -- gtkgreet"'), State.PASSED),
    Scenario("pass", _greetd('user = "greeter"\ncommand = "/usr/bin/tuigreet --cmd sway"'), State.PASSED),
    Scenario("hostile", _greetd('user = "greeter"\ncommand = "newgreet"'), State.COULD_NOT_CHECK, ("newgreet",)),
    Scenario(
        "fail",
        World(files={"/usr/sbin/lxdm": "", "/etc/lxdm/lxdm.conf": "[base]\n# autologin=dgod\nautologin=alice\n"}),
        State.FAILED,
        ("alice",),
    ),
    Scenario(
        "fail",
        World(files={"/usr/bin/slim": "", "/etc/slim.conf": "default_user        alice\nauto_login          yes\n"}),
        State.FAILED,
        ("alice",),
    ),
    Scenario("pass", World(files={"/usr/bin/slim": "", "/etc/slim.conf": "default_user alice\n"}), State.PASSED),
    Scenario(
        "fail",
        World(files={"/usr/sbin/nodm": "", "/etc/default/nodm": "NODM_ENABLED=true\nNODM_USER='alice'\n"}),
        State.FAILED,
        ("alice",),
    ),
    Scenario(
        "fail",
        World(files={"/usr/bin/ly": "", "/etc/ly/config.ini": "auto_login_user = alice\n"}),
        State.FAILED,
        ("alice",),
    ),
    # SDDM takes every file of its folder, whatever it is called.
    Scenario(
        "fail",
        World(files={"/usr/bin/sddm": "", "/usr/lib/sddm/sddm.conf.d/10-vendor": "[Autologin]\nUser=alice\n"}),
        State.FAILED,
        ("alice",),
    ),
    *(
        Scenario("fail", World(files=files), State.FAILED, ("root",))
        for files in (
            {"/etc/systemd/system/kmsconvt@tty1.service": _KMSCON},
            {
                "/usr/lib/systemd/system/rescue.service": _SULOGIN,
                "/etc/systemd/system/rescue.service.d/a.conf": "[Service]\nEnvironment=SYSTEMD_SULOGIN_FORCE=1\n",
            },
            {"/etc/systemd/system/emergency.service": "[Service]\nExecStart=-/bin/bash\n"},
        )
    ),
    Scenario(
        "pass",
        World(
            files={
                "/usr/lib/systemd/system/rescue.service": _SULOGIN,
                "/usr/lib/systemd/system/kmsconvt@.service": "[Service]\nExecStart=/usr/bin/kmscon --vt=%I\n",
            }
        ),
        State.PASSED,
    ),
    Scenario(
        "hostile",
        World(files={"/etc/systemd/system/display-manager.service": "[Service]\nExecStart=/opt/own/greeter\n"}),
        State.COULD_NOT_CHECK,
        ("greeter",),
    ),
    Scenario("hostile", World(files={"/usr/bin/emptty": ""}), State.COULD_NOT_CHECK, ("emptty",)),
    Scenario(
        "hostile",
        World(files={"/usr/lib/systemd/system/newdm.service": "[Install]\nAlias=display-manager.service\n"}),
        State.COULD_NOT_CHECK,
        ("newdm",),
    ),
    # Getty, in all its forms and from every folder.
    Scenario("pass", World(files={"/usr/lib/systemd/system/getty@.service": GETTY}), State.PASSED),
    Scenario("fail", _getty("-/sbin/agetty -a alice %I", "/usr/lib"), State.FAILED, ("alice",)),
    Scenario("fail", _getty("-/sbin/agetty -a alice %I", "/run"), State.FAILED, ("alice",)),
    Scenario("fail", _getty("-/bin/login -f alice"), State.FAILED, ("alice",)),
    Scenario("fail", _getty("-/sbin/agetty -o '-f alice' -n %I"), State.FAILED, ("alice",)),
    Scenario("fail", _getty("-/sbin/agetty -n -l /bin/bash %I"), State.FAILED, ("root",)),
    Scenario("fail", _getty("-/sbin/mingetty --autologin=alice tty1"), State.FAILED, ("alice",)),
    Scenario("fail", _getty("/bin/sh"), State.FAILED, ("root",)),
    Scenario("hostile", _getty("-/usr/local/bin/fancygetty tty1"), State.COULD_NOT_CHECK, ("fancygetty",)),
    Scenario(
        "fail",
        World(files={"/etc/inittab": "# ours\n1:2345:respawn:/sbin/getty --autologin alice 38400 tty1\n"}),
        State.FAILED,
        ("alice",),
    ),
    # A service that is a session: only where it starts.
    Scenario(
        "fail",
        _service("[Service]\nUser=alice\nPAMName=login\nTTYPath=/dev/tty1\nExecStart=/usr/bin/sway\n"),
        State.FAILED,
        ("alice",),
    ),
    Scenario(
        "pass",
        _service("[Service]\nUser=alice\nTTYPath=/dev/tty1\nExecStart=/usr/bin/sway\n", enabled=False),
        State.PASSED,
    ),
    Scenario("fail", _service("[Service]\nTTYPath=/dev/tty9\nExecStart=/bin/sh\n"), State.FAILED, ("root",)),
    # What PAM asks.
    Scenario("pass", _pam(ASKING), State.PASSED),
    Scenario("fail", _pam("auth sufficient pam_permit.so\n" + ASKING), State.FAILED, ("login",)),
    Scenario("fail", _pam("auth sufficient pam_succeed_if.so uid >= 1000 quiet\n" + ASKING), State.FAILED, ("login",)),
    Scenario(
        "fail",
        _pam("auth [success=2 default=ignore] pam_succeed_if.so user ingroup Easy\n" + ASKING, "Easy:x:5:li,wang\n"),
        State.FAILED,
        ("wang",),
    ),
    Scenario("pass", _pam("auth sufficient pam_succeed_if.so user ingroup Easy\n" + ASKING), State.PASSED),
    Scenario("pass", _pam("auth required pam_permit.so\n" + ASKING), State.PASSED),
    Scenario("hostile", _pam("auth sufficient pam_newthing.so\n" + ASKING), State.COULD_NOT_CHECK, ("newthing",)),
    Scenario("pass", _windows(), State.PASSED),
    Scenario("pass", _windows(AutoAdminLogon="0", DefaultUserName="wang", DefaultPassword=""), State.PASSED),
    Scenario("fail", _windows(AutoAdminLogon="1", DefaultUserName="wang"), State.FAILED, ("wang",)),
    Scenario("fail", _windows(AutoAdminLogon=1), State.FAILED, ("自动登录",)),
    Scenario("fail", _windows(AutoAdminLogon="0", DefaultPassword="Secret!"), State.FAILED, ("明文",)),
    Scenario("denied", World(Platform.WINDOWS, registry={WINLOGON: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    # A stub's empty key says nothing.
    Scenario("hostile", World(Platform.WINDOWS, registry={WINLOGON: {}}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(AutoAdminLogon=b"1\0"), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(AutoAdminLogon="1", DefaultUserName=b"\xff\x00"), State.FAILED, ("已打开自动登录",)),
)
