"""What people write who look after computers: by another way than the usual one, and in force all the same.

Each state was passed over once. What must not be in order comes with the words that have to be said of it, if any.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from checker.engine.inspect import inspect
from checker.machine.answers import Listener, Process
from checker.model.finding import State
from checker.model.policy import Policy
from checker.model.target import Platform, Target
from tests.contract.test_scenarios import CATALOG
from tests.worlds.programs import linux_files, running
from tests.worlds.wireless import linux as with_wifi
from tests.worlds.world import World

ETC, LIB = "/etc/systemd/system", "/usr/lib/systemd/system"
GETTY = "[Service]\nExecStart=-/sbin/agetty -o '-p -- \\\\u' --noclear - $TERM\n"
AUTOLOGIN = "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin alice --noclear %I $TERM\n"
DROPPED = f"{ETC}/getty@tty1.service.d/x.conf"
ASKING = "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\nauth required pam_permit.so\n"
ROOT_ALONE = "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n"
PASSWD = "root:x:0:0::/root:/bin/bash\nli:x:1001:1001::/home/li:/bin/bash\nwang:x:1000:1000::/home/wang:/bin/bash\n"
FREE = 'network={\n ssid="cafe"\n key_mgmt=NONE\n}\n'


def _state(check: str, world: World) -> tuple[State, str]:
    function = getattr(import_module(f"checks.workstation.{check}"), check)
    finding = list(inspect(Target("pc", Platform.LINUX, "PC"), world.machine(), [function], CATALOG.probes, Policy()))[
        -1
    ]
    unseen = finding.coverage.unseen if finding.coverage is not None else None
    said = [finding.message, *finding.items, *([unseen] if unseen is not None else [])]
    return finding.state, " ".join(text.en for text in said)


def _consoles(links: dict[str, str] | None = None, modes: dict[str, int] | None = None, **files: str) -> World:
    units = {f"{LIB}/getty@.service": GETTY, f"{LIB}/dbus.service": "[Service]\nExecStart=/usr/bin/dbus-daemon\n"}
    return World(files={**units, **files}, links=links or {}, modes=modes or {})


def _kiosk(command: str) -> World:
    unit = f"[Service]\nUser=alice\nExecStart={command}\n"
    wanted = {f"{ETC}/multi-user.target.wants/kiosk.service": f"{ETC}/kiosk.service"}
    return _consoles(wanted, **{f"{ETC}/kiosk.service": unit})


def _screen(program: str, command: str, **files: str) -> World:
    unit = f"[Service]\nExecStart=\nExecStart={command}\n"
    return _consoles(**{f"/usr/sbin/{program}": "", f"{LIB}/{program}.service": unit, **files})


def _pam(service: str, text: str) -> World:
    login = {"/etc/pam.d/login": "@include common-auth\n", "/etc/pam.d/common-auth": ASKING}
    return _consoles(**login, **{f"/etc/pam.d/{service}": text})


@pytest.mark.parametrize(
    "world",
    [
        _consoles({f"{ETC}/getty@.service": "/opt/k/getty@.service"}, **{"/opt/k/getty@.service": AUTOLOGIN}),
        _consoles({f"{ETC}/getty@tty1.service": "/opt/k/own.service"}, **{"/opt/k/own.service": AUTOLOGIN}),
        _consoles(
            {f"{LIB}/autovt@.service": f"{LIB}/getty@.service"}, **{f"{ETC}/autovt@.service.d/x.conf": AUTOLOGIN}
        ),
        _consoles(**{DROPPED: "[Service]\nEnvironment=O=-aalice\nExecStart=\nExecStart=-/sbin/agetty $O %I\n"}),
        _consoles(
            **{
                DROPPED: "[Service]\nEnvironmentFile=-/etc/default/getty\nExecStart=\nExecStart=-/sbin/agetty $O %I\n",
                "/etc/default/getty": '# who\nO="-a alice"\n',
            }
        ),
        _consoles(**{DROPPED: f"[Service]\n# was:\\\n{AUTOLOGIN.partition(chr(10))[2]}"}),
        _consoles(**{DROPPED: "[Service]\r\nExecStart=\r\nExecStart=-/sbin/agetty \\\r\n -a alice %I\r\n"}),
        _consoles(**{"/etc/systemd/system.control/getty@tty1.service.d/50.conf": AUTOLOGIN}),
        _consoles(**{f"{LIB}/serial-getty@.service": GETTY, f"{ETC}/serial-.service.d/x.conf": AUTOLOGIN}),
        _consoles(**{DROPPED: "[Service]\nSetCredential=agetty.autologin:alice\n"}),
        _consoles(**{DROPPED: "[Service]\nImportCredential=agetty.*\n", "/etc/credstore/agetty.autologin": "alice"}),
        _kiosk("/usr/bin/startx"),
        _kiosk("/usr/bin/xinit /usr/bin/openbox-session -- :0 vt7"),
        _kiosk("/usr/bin/cage firefox"),
        _kiosk("/usr/bin/openvt -s -- /bin/bash"),
        _kiosk("/bin/su - bob -c startx"),
        _kiosk('/bin/sh -c "exec startx"'),
        _consoles(modes={"/etc/rc.local": 0o755}, **{"/etc/rc.local": "#!/bin/sh\nsu - alice -c startx &\nexit 0\n"}),
        _consoles(**{"/etc/cron.d/kiosk": "@reboot alice startx\n"}),
        _consoles(**{"/etc/inittab": "x:5:respawn:/bin/su - alice -c startx\n"}),
        _consoles(**{"/etc/inittab": "1:2345:respawn:/bin/bash </dev/tty1\n"}),
        _screen("greetd", "/usr/bin/greetd --config /etc/greetd/own.toml"),
        _screen("lightdm", "/usr/sbin/lightdm -c /etc/kiosk/lightdm.conf"),
        _pam("swaylock", "auth sufficient pam_permit.so\nauth include common-auth\n"),
        _pam("su", "auth sufficient pam_permit.so\n@include common-auth\n"),
    ],
)
def test_somebody_is_signed_in_by_another_way(world: World) -> None:
    assert _state("auto_login", world)[0] in (State.FAILED, State.COULD_NOT_CHECK)


@pytest.mark.parametrize(
    "world",
    [
        _consoles(
            {f"{ETC}/getty@tty1.service.d/x.conf": "/dev/null"},
            **{f"{LIB}/getty@tty1.service.d/x.conf": AUTOLOGIN, DROPPED: ""},
        ),
        _consoles({f"{ETC}/kiosk.service": "/dev/null"}, **{f"{LIB}/kiosk.service": "[Service]\nExecStart=startx\n"}),
        _consoles(**{f"{LIB}/kiosk.service": "[Service]\nExecStart=/usr/bin/startx\n"}),  # nobody starts it
        _consoles(**{"/etc/rc.local": "#!/bin/sh\nsu - alice -c startx\n"}),  # not executable, so nobody runs it
        _consoles(modes={"/etc/rc.local": 0o755}, **{"/etc/rc.local": "#!/bin/sh\n# su - alice -c startx\nexit 0\n"}),
        _consoles(**{DROPPED: "[X-Own]\nExecStart=-/sbin/agetty -a alice %I\n"}),
        _consoles(**{"/usr/sbin/gdm3": "", "/etc/gdm3/daemon.conf": "[daemon]\nAutomaticLoginEnable=true\n"}),
        _kiosk("/usr/sbin/rsyslogd -n"),
        _screen("lxdm", "/usr/sbin/lxdm"),  # a command of one word
        _pam("swaylock", "auth include common-auth\n"),
        _pam("su", "auth sufficient pam_rootok.so\n@include common-auth\n"),
    ],
)
def test_what_signs_in_nobody_is_in_order(world: World) -> None:
    state, said = _state("auto_login", world)
    assert state is State.PASSED, said


def _sudo(rules: str, **files: str) -> World:
    own = {"/etc/passwd": PASSWD, "/etc/group": "root:x:0:\n", "/etc/sudoers": f"{ROOT_ALONE}{rules}\n"}
    return World(files={**own, **files}, admin=True)


@pytest.mark.parametrize(
    "world",
    [
        _sudo("Cmnd_Alias SHELLS = /bin/bash, /bin/sh\nli ALL=(root) NOPASSWD: SHELLS"),
        _sudo("li ALL=(root) NOPASSWD: SHELLS\nCmnd_Alias SHELLS = /bin/bash"),
        _sudo("#includedir\t/etc/sudoers.d", **{"/etc/sudoers.d/x": "li ALL=(ALL) NOPASSWD: ALL\n"}),
        _sudo("User_Alias\tHELPERS = li\nHELPERS ALL=(ALL) NOPASSWD: ALL"),
        _sudo("@include sudoers.local", **{"/etc/sudoers.local": "li ALL=(ALL) NOPASSWD: ALL\n"}),
        _sudo("li host=(root) /bin/ls : ALL=(root) NOPASSWD : ALL"),
        _sudo("li one, two = (root) NOPASSWD: ALL"),
        _sudo("li ALL=(root) NOPASSWD: /usr/bin/tee *"),
        _sudo("li ALL=(root) NOPASSWD: /bin/su -"),
        _sudo("li ALL=(root) NOPASSWD: /usr/bin/"),
        _sudo("li ALL=(root) NOPASSWD: /bin/b*"),
        _sudo("li ALL=(root) NOPASSWD: ALL, !/bin/su"),
        _sudo("li ALL=(ALL) ALL\nDefaults:li !authenticate"),
    ],
)
def test_an_administrator_is_named(world: World) -> None:
    state, said = _state("administrators", world)
    assert (state, "li" in said, "wang" in said) == (State.FAILED, True, False), said


@pytest.mark.parametrize(
    "rules",
    [
        "li ALL=(www-data) NOPASSWD: ALL",
        "li ALL=(root) NOPASSWD: /usr/bin/systemctl restart ssh, /bin/mount /media/cdrom",
        "li ALL=(root) NOPASSWD: /opt/backup.sh, !/bin/bash",
        "li ALL=(root) NOPASSWD: /opt/x # ALL",
        "li ALL=(root) NOPASSWD: /bin/sh /opt/backup.sh",
    ],
)
def test_who_may_run_one_thing_is_no_administrator(rules: str) -> None:
    state, said = _state("administrators", _sudo(rules))
    assert state is State.PASSED, said


def test_a_file_of_rules_that_is_not_there_is_said() -> None:
    state, said = _state("administrators", _sudo("@include /etc/sudoers.own\nli ALL=(ALL) NOPASSWD: ALL"))
    assert (state, "/etc/sudoers.own" in said) == (State.COULD_NOT_CHECK, True)


def _network(*names: str, listeners: tuple[Listener, ...] = (), own: tuple[Process, ...] = (), **files: str) -> World:
    return World(files=linux_files(**files), processes=(*running(*names), *own), listeners=listeners)


def _process(pid: int, path: str) -> Process:
    return Process(pid, path.rpartition("/")[2][:15], path, None)


def _tcp(port: int, pid: int, address: str = "0.0.0.0") -> Listener:
    return Listener("tcp", address, port, pid)


LOCAL_SITE = "server { listen 127.0.0.1:80; root /var/www; }"
NGINX = {"/etc/nginx/nginx.conf": "http {\n include /etc/nginx/sites-enabled/*;\n include more/*.conf;\n}\n"}
SERVING: dict[str, Any] = {"own": (_process(92, "/usr/sbin/nginx"),), "/etc/nginx/sites-enabled/a": LOCAL_SITE, **NGINX}


@pytest.mark.parametrize(
    "world",
    [
        _network("nginx", **NGINX, **{"/etc/nginx/more/a.conf": "server { listen 8080; root /srv/data; }"}),
        _network(listeners=(_tcp(8080, 92),), **SERVING),
        _network(
            "apache2",
            **{
                "/etc/apache2/ports.conf": "Listen 127.0.0.1:80\n",
                "/etc/apache2/apache2.conf": "IncludeOptional /srv/sites/*.conf\n",
                "/srv/sites/a.conf": "Listen 8080\nDocumentRoot /srv/data\n",
            },
        ),
        _network("nfsd", **{"/usr/sbin/exportfs": "", "/var/lib/nfs/etab": "/srv\t*(rw,no_root_squash)\n"}),
        _network(
            listeners=(_tcp(873, 91),), own=(_process(91, "/usr/bin/rsync"),), **{"/opt/rs.conf": "[all]\npath=/\n"}
        ),
        _network(
            "vsftpd",
            **{
                "/etc/vsftpd.conf": "anonymous_enable=NO\n",
                "/proc/2/cmdline": "/usr/sbin/vsftpd\0/etc/open.conf\0",
                "/etc/open.conf": "anonymous_enable=YES\n",
            },
        ),
    ],
)
def test_what_is_shared_by_settings_elsewhere_is_no_pass(world: World) -> None:
    assert _state("shared_folders", world)[0] in (State.FAILED, State.COULD_NOT_CHECK)


@pytest.mark.parametrize(
    "world",
    [
        _network(listeners=(_tcp(80, 92, "127.0.0.1"),), **SERVING),
        _network(
            **{
                "/usr/sbin/smbd": "",
                "/etc/samba/smb.conf": "[work]\npath=/srv\n",
                f"{LIB}/smbd.service": "[Service]\nExecStart=/usr/sbin/smbd\n",
            }
        ),
        _network("rsync"),  # somebody copies
        _network("vsftpd", **{"/proc/2/cmdline": "vsftpd", "/etc/vsftpd.conf": "anonymous_enable=NO\n"}),
    ],
)
def test_what_nobody_can_reach_is_not_shared(world: World) -> None:
    state, said = _state("shared_folders", world)
    assert state is State.PASSED, said


@pytest.mark.parametrize("port", [20, 21, 22, 23, 445, 548, 873, 3389, 8200, 9090])
@pytest.mark.parametrize("opener", ["/usr/lib/systemd/systemd", "/usr/sbin/inetd", "/usr/sbin/xinetd"])
def test_a_port_is_only_known_where_its_server_is(port: int, opener: str) -> None:
    state, said = _state("open_ports", _network(listeners=(_tcp(port, 90),), own=(_process(90, opener),)))
    assert (state, str(port) in said) == (State.NEEDS_PERSON, True), said


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({f"{ETC}/w.service": "[Service]\nExecStart=/sbin/wpa_supplicant -iwlan0 -c/opt/w.conf\n"}, State.FAILED),
        ({f"{ETC}/w.service": "[Service]\nExecStart=/sbin/wpa_supplicant -c /opt/w.conf -B\n"}, State.FAILED),
        ({"/etc/network/interfaces": "iface wlan0 inet manual\n wpa-roam /opt/w.conf\n"}, State.FAILED),
        ({"/var/lib/connman/c.config": "[service_a]\nType = wifi\nName = cafe\nSecurity = none\n"}, State.FAILED),
        ({"/var/lib/connman/c.config": "[service_a]\nType=wifi\nSSID=63616665\n"}, State.FAILED),
        ({"/var/lib/connman/c.config": "[service_a]\nType=wifi\nName=office\nPassphrase=x\n"}, State.PASSED),
        ({f"{ETC}/w.service": "[Service]\nExecStart=wpa_supplicant\n"}, State.PASSED),
        ({"/var/lib/connman/c.config": "[service_a]\nType=ethernet\nIPv4=off\n"}, State.PASSED),
    ],
)
def test_networks_are_found_where_a_program_is_told_to_look(files: dict[str, str], state: State) -> None:
    found, said = _state("saved_wifi", with_wifi(files={"/opt/w.conf": FREE, **files}))
    assert found is state, said


def _printer(uri: str) -> World:
    return World(
        files={"/usr/sbin/cupsd": "", "/etc/cups/printers.conf": f"<Printer P>\nDeviceURI {uri}\n</Printer>\n"}
    )


@pytest.mark.parametrize(
    ("world", "state"),
    [
        (_printer("implicitclass://HP_net/"), State.NEEDS_PERSON),
        (_printer("ipp://localhost.unit.example/printers/x"), State.NEEDS_PERSON),
        (_printer("ipp://user@localhost:60000/ipp/print"), State.PASSED),
        (_printer("ipps://HP%20LaserJet%20(USB)._ipps._tcp.local/"), State.PASSED),  # ipp-usb: a cable
        (_printer("ipps://HP%20LaserJet._ipps._tcp.local/"), State.NEEDS_PERSON),
        (World(files={"/etc/cups/client.conf": "ServerName print.unit.example:631\n"}), State.NEEDS_PERSON),
        (World(files={"/usr/sbin/cupsd": "", "/etc/cups/client.conf": "ServerName /run/cups.sock\n"}), State.PASSED),
    ],
)
def test_printers_that_are_reached_by_network_are_told_from_those_on_a_cable(world: World, state: State) -> None:
    found, said = _state("network_printers", world)
    assert found is state, said


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ("-a never,task\n", State.FAILED),
        ("-a task,never\n", State.FAILED),
        ("-a never,task\n-w /etc/passwd -p wa\n", State.PASSED),
    ],
)
def test_rules_that_leave_everything_out_record_nothing(rules: str, state: State) -> None:
    audit = {("auditctl", "-s"): "enabled 1\npid 812\n", ("auditctl", "-l"): rules}
    files = {"/var/log/journal/x": ""}
    world = World(files=files, processes=running("auditd", "systemd-journald"), programs=audit, admin=True)
    found, said = _state("auditing", world)
    assert found is state, said
