from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.policy import Policy, Software
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.programs import linux_files, running
from tests.worlds.world import DENIED, World

_SMB = "[global]\n  map to guest = bad user\n[printers]\n  printable = yes\n[print$]\n  path = /x\n"
_WANTS = "/etc/systemd/system/multi-user.target.wants"
_REGISTRY = "/var/lib/samba/registry.tdb"
_SMBD = {"/usr/sbin/smbd": b""}
_SERVER = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer"


def _samba(text: str, **more: Any) -> World:
    return _linux(**{**_SMBD, "/etc/samba/smb.conf": text, **more})


def _linux(*names: str, **files: Any) -> World:
    return World(files=linux_files(**files), processes=running(*names))


def _serving(unit: str, **files: Any) -> World:
    return _linux(**{f"{_WANTS}/{unit}": "", **files})


def _windows(start: int = 2, live: Any = None, **stored: Any) -> World:
    win32 = {} if live is None else {"shares": live}
    return World(Platform.WINDOWS, registry={_SERVER: {"Start": start}, _SERVER + r"\Shares": stored}, win32=win32)


def _share(name: str, kind: int) -> dict[str, Any]:
    return {"name": name, "path_tail": "x", "type": kind}


SCENARIOS = (
    Scenario("pass", _linux(), State.PASSED),
    # Settings without a server share nothing.
    Scenario("pass", _linux(**{"/etc/samba/smb.conf": "[work]\npath = /srv\n"}), State.PASSED),
    Scenario("pass", _samba(_SMB), State.PASSED),
    Scenario("fail", _samba(_SMB + "[work]\n  Guest OK = Yes\n"), State.FAILED, ("work", "所有人")),
    Scenario("fail", _samba(_SMB + "[homes]\n  browseable = no\n"), State.FAILED, ("homes",)),
    Scenario(
        "pass",
        _samba(_SMB + "[work]\n"),
        State.PASSED,
        policy=Policy(software=Software(approved_shares=("work",))),
    ),
    Scenario(
        "fail",
        _samba(
            _SMB, **{"/var/lib/samba/usershares/photos": "#VERSION 2\npath=/home/w\nguest_ok=y\nsharename=photos\n"}
        ),
        State.FAILED,
        ("photos", "所有人"),
    ),
    Scenario(
        "fail",
        World(files={"/usr/sbin/exportfs": b"", "/etc/exports": '# none\n"/srv/my data" *(rw) 10.0.0.1(ro)\n'}),
        State.FAILED,
        ("my data", "NFS", "所有人"),
    ),
    Scenario("denied", _samba(_SMB, **{"/var/lib/samba/usershares/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files={"/": DENIED}), State.COULD_NOT_CHECK),
    # What is included counts; what differs from client to client cannot be told; what was found stands.
    Scenario(
        "fail",
        _samba(_SMB + "include = /etc/samba/more.conf\n", **{"/etc/samba/more.conf": "[hidden]\npath = /srv\n"}),
        State.FAILED,
        ("hidden",),
    ),
    # Wherever it was built, and whatever its settings are called.
    *(
        Scenario("hostile", _linux(*names), State.COULD_NOT_CHECK, (said,))
        for names, said in (
            (("smbd",), "smbd"),
            (("ksmbd.mountd",), "ksmbd.mountd"),
            (("rygel",), "Rygel"),
            (("dufs",), "网页文件共享"),
        )
    ),
    Scenario("fail", World(files={"/etc/exports": "/srv *(rw)\n"}, processes=running("nfsd")), State.FAILED, ("srv",)),
    # It begins in the group that is open where it is named.
    Scenario(
        "fail",
        _samba(
            "[Global]\nmap to guest = bad user\n[work]\npath = /srv\ninclude = /etc/samba/more.conf\n",
            **{"/etc/samba/more.conf": "guest ok = yes\n"},
        ),
        State.FAILED,
        ("work", "所有人"),
    ),
    Scenario("hostile", _samba("\0\0\0\0"), State.COULD_NOT_CHECK),
    Scenario("hostile", _samba(_SMB + "include = /etc/samba/%m.conf\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _samba(_SMB + "include = /etc/samba/smb.conf\n"), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _samba("[global]\nregistry shares = yes\n", **{"/var/lib/samba/registry.tdb": b"TDB file\n" + bytes(99)}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", _samba("[global]\ninclude = registry\n", **{_REGISTRY: DENIED}), State.COULD_NOT_CHECK),
    # What [global] says holds for every share that does not say otherwise.
    Scenario("fail", _samba("[global]\nmap to guest = bad user\nguest ok = yes\n[a]\n"), State.FAILED, ("所有人",)),
    *(
        Scenario("fail", _serving(unit, **{path: text}), State.FAILED, names)
        for unit, path, text, names in (
            ("vsftpd.service", "/etc/vsftpd.conf", "anonymous_enable=YES\n", ("/srv/ftp", "vsftpd", "所有人")),
            ("vsftpd.service", "/etc/vsftpd.conf", "# anonymous_enable=NO\n", ("/srv/ftp", "所有人")),
            ("vsftpd.service", "/etc/vsftpd.conf", "anonymous_enable=NO\nlocal_enable=YES\n", ("~（FTP",)),
            ("proftpd.service", "/etc/proftpd/proftpd.conf", "<Anonymous ~ftp>\n", ("~ftp", "所有人")),
            ("pure-ftpd.service", "/etc/pure-ftpd/conf/NoAnonymous", "no\n", ("/srv/ftp", "所有人")),
            ("rsync.service", "/etc/rsyncd.conf", "uid = 0\n[data]\npath = /srv\n", ("data", "rsync", "所有人")),
            ("rsync.service", "/etc/rsyncd.conf", "[data]\nauth users = li\n", ("data（rsync）",)),
            ("netatalk.service", "/etc/netatalk/afp.conf", "[Global]\n[Homes]\nbasedir regex = /home\n", ("homes",)),
            ("minidlna.service", "/etc/minidlna.conf", "media_dir=V,/srv/films\n", ("/srv/films", "所有人")),
            ("tftpd-hpa.service", "/etc/default/tftpd-hpa", 'TFTP_DIRECTORY="/srv/t"\n', ("/srv/t",)),
            ("apache2.service", "/etc/apache2/sites-enabled/a.conf", "DocumentRoot /srv/w\nDav On\n", ("WebDAV",)),
            ("nginx.service", "/etc/nginx/sites-enabled/a", "server { listen 80; root /srv/w; }", ("/srv/w", "nginx")),
            ("lighttpd.service", "/etc/lighttpd/lighttpd.conf", 'server.document-root = "/srv/w"\n', ("/srv/w",)),
        )
    ),
    # Debian switches rsync's unit on, which starts nothing without its settings.
    Scenario("pass", _serving("rsync.service"), State.PASSED),
    # Installed and at rest; at work for this computer alone.
    Scenario("pass", _linux(**{"/etc/vsftpd.conf": "anonymous_enable=YES\n"}), State.PASSED),
    Scenario(
        "pass",
        _serving("nginx.service", **{"/etc/nginx/nginx.conf": "server { listen 127.0.0.1:80; root /srv/w; }"}),
        State.PASSED,
    ),
    # At work, and nobody knows on what.
    Scenario("hostile", _linux("vsftpd"), State.COULD_NOT_CHECK),
    Scenario("hostile", _serving("caddy.service"), State.COULD_NOT_CHECK, ("Caddy",)),
    Scenario("hostile", _samba(_SMB + "include = /x\n[work]\n"), State.FAILED, ("work",)),
    Scenario("hostile", _samba("[\x1b]0;evil\n" + "=\n" * 9), State.FAILED, ("\\x1b",)),
    Scenario(
        "pass",
        _windows(live=[_share("C$", 0x80000000), _share("IPC$", 0x80000003), _share("打印机", 1)]),
        State.PASSED,
        ("管理共享 1 个",),
    ),
    Scenario("fail", _windows(live=[_share("C$", -0x80000000), _share("资料", 0)]), State.FAILED, ("资料",)),
    # The service does not say what it shares for the moment, and what is stored does not hold that.
    Scenario("denied", _windows(), State.COULD_NOT_CHECK),
    Scenario("fail", _windows(资料=("Path=C:\\x", "Type=0"), hp=("Type=1",)), State.FAILED, ("资料",)),
    # The service is switched off: what it would share, it does not.
    Scenario("pass", _windows(start=4, live=[], 资料=("Type=0",)), State.PASSED),
    # Switched off for the next start, and silent about now: it may still run.
    Scenario("denied", _windows(start=4), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, registry={"HKLM": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(live=[{"name": None}]), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(资料=b"\xff"), State.COULD_NOT_CHECK),
    # The service does not run just now: what it will share counts.
    Scenario("fail", _windows(live=[], 资料=("Type=0",)), State.FAILED, ("资料",)),
    # Nothing shared, and no server service at all: an emulated Windows.
    Scenario("hostile", World(Platform.WINDOWS, win32={"shares": []}), State.COULD_NOT_CHECK),
)
