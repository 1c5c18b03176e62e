"""Servers that hand out files beside Samba and NFS: what each serves, and whether it asks who is there.

A server counts while it runs or starts with the system; its settings alone share nothing. What is served and to whom is
read from the settings that its Debian package brings: vsftpd.conf(5), proftpd's Include and <Anonymous>, pure-ftpd's
one file a setting, rsyncd.conf(5), afp.conf(5), minidlna.conf(5), the root of a site of Apache, nginx and lighttpd.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from checker.facts.workstation.shares import Share
from checker.machine.answers import Kind, Process
from checker.machine.machine import Machine
from checker.machine.refusals import not_understood
from checker.model.coverage import Ledger
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.ini import sections

_LIMIT = 1 << 20
_HOMES = "~"  # people's own folders, each for its owner
_LOOPBACK = re.compile(r"(?:127\.|localhost\b|\[?::1\]?|unix:)")
Reader = Callable[[Machine], Iterator[Share]]


@dataclass(frozen=True, slots=True)
class Server:
    """`units` and `processes` as they run; `read` tells what it serves, None: its settings are not read here.

    `waiting` are processes that serve only while they wait for the network: rsync copies for its owner, too.
    """

    name: Text
    units: tuple[str, ...]
    processes: tuple[str, ...]
    read: Reader | None
    waiting: tuple[str, ...] = ()


def served(machine: Machine, sources: Ledger[str], starting: frozenset[str], running: frozenset[str]) -> list[Share]:
    """What the servers share that are at work, or will be at the next start; by name one that runs with settings which
    lie elsewhere than where they are read.
    """
    found: list[Share] = []
    for server in SERVERS:
        with sources.reading(server.name.en):
            by_name = not running.isdisjoint(server.processes) or not (starting | running).isdisjoint(server.units)
            waits = (
                bool(server.waiting)
                and not running.isdisjoint(server.waiting)
                and waits_outside(machine, server.waiting)
            )
            if not by_name and not waits:
                continue
            if server.read is None:
                raise not_understood(server.name.zh)
            found += server.read(machine)
            for path in _told_elsewhere(machine, (*server.processes, *server.waiting)):
                sources.left(path, not_understood(path))
    return found


def waits_outside(machine: Machine, names: Collection[str]) -> bool:
    """Whether one of these processes waits for connections from elsewhere than this computer.

    Raises:
        Unreadable: the system does not say what waits.
    """
    pids = {one.pid for one in machine.processes() if _called(one, names)}
    return any(one.pid in pids and not _LOOPBACK.match(one.address) for one in machine.listeners())


def _called(process: Process, names: Collection[str]) -> bool:
    return bool({process.name.lower(), (process.exe or "").rpartition("/")[2].lower()} & set(names))


# Options by which a server is given its settings, and the word of vsftpd, which has no option for it.
_SETTINGS = re.compile(r"(?:-c|-f|-s|--config|--config-file|--configfile)(?:=(.+))?|(/.+\.conf)")
_READ_HERE = frozenset(
    (
        *("/etc/vsftpd.conf", "/etc/vsftpd/vsftpd.conf", "/etc/proftpd/proftpd.conf", "/etc/rsyncd.conf"),
        *("/etc/netatalk/afp.conf", "/etc/minidlna.conf", "/etc/apache2/apache2.conf", "/etc/nginx/nginx.conf"),
        *("/etc/lighttpd/lighttpd.conf", "/srv/tftp"),
    )
)


def _told_elsewhere(machine: Machine, names: Collection[str]) -> Iterator[str]:
    """Files of settings on the command lines of these processes that are none of those read here."""
    for process in machine.processes():
        if not _called(process, names):
            continue
        try:
            words = machine.text(f"/proc/{process.pid}/cmdline", 1 << 16).split("\0")
        except Unreadable:  # the system hides it: its settings are read where they usually lie
            continue
        for word, after in zip_longest(words[1:], words[2:], fillvalue=""):
            match = _SETTINGS.fullmatch(word)
            path = (match[1] or match[2] or after) if match else ""
            if path.startswith("/") and path not in _READ_HERE:
                yield path


# -- FTP --------------------------------------------------------------------------------------------------------------

_VSFTPD, _PROFTPD = Text("FTP（vsftpd）", "FTP (vsftpd)"), Text("FTP（ProFTPD）", "FTP (ProFTPD)")
_PURE = Text("FTP（Pure-FTPd）", "FTP (Pure-FTPd)")


def _vsftpd(machine: Machine) -> Iterator[Share]:
    """Without a line of their own anonymous guests are let in and people are not: vsftpd.conf(5)."""
    lines = _text(machine, "/etc/vsftpd.conf", "/etc/vsftpd/vsftpd.conf").splitlines()
    keys = {name.strip().lower(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    if keys.get("anonymous_enable", "YES").upper() in ("YES", "TRUE", "1"):
        yield Share(keys.get("anon_root") or "/srv/ftp", _VSFTPD, everyone=True)
    if keys.get("local_enable", "NO").upper() in ("YES", "TRUE", "1"):
        yield Share(keys.get("local_root") or _HOMES, _VSFTPD, everyone=False)


def _proftpd(machine: Machine) -> Iterator[Share]:
    text = _with_included(machine, "/etc/proftpd/proftpd.conf", r"(?mi)^\s*Include\s+(\S+)", 4)
    for path in re.findall(r"(?mi)^\s*<Anonymous\s+\"?([^>\"]+?)\"?\s*>", text):
        yield Share(path, _PROFTPD, everyone=True)
    yield Share(_HOMES, _PROFTPD, everyone=False)


def _pure_ftpd(machine: Machine) -> Iterator[Share]:
    """One file a setting; without ``NoAnonymous`` guests are let in where there is an account called ftp."""
    try:
        closed = machine.text("/etc/pure-ftpd/conf/NoAnonymous", _LIMIT).strip().lower() in ("yes", "1", "on")
    except Absent:
        closed = False
    if not closed:
        yield Share("/srv/ftp", _PURE, everyone=True)
    yield Share(_HOMES, _PURE, everyone=False)


# -- rsync, AFP, DLNA, TFTP -------------------------------------------------------------------------------------------


def _rsync(machine: Machine) -> Iterator[Share]:
    """A module is a folder; without ``auth users`` nobody is asked who they are."""
    path = "/etc/rsyncd.conf"
    if not machine.exists(path):
        if waits_outside(machine, ("rsync",)):
            raise not_understood("rsync --daemon")  # with settings of its own
        return  # Debian's unit starts nothing without it (ConditionPathExists)
    text = _with_included(machine, path, r"(?m)^\s*&(?:include|merge)\s+(\S+)", 4)
    general, *rest = re.split(r"(?m)^\s*\[", text)
    for part in rest:
        name, _, body = part.partition("]")
        asked = any(re.search(r"(?mi)^\s*auth\s*users\s*=\s*\S", one) for one in (body, general))
        yield Share(name.strip(), Text("rsync", "rsync"), everyone=not asked)


def _afp(machine: Machine) -> Iterator[Share]:
    path = "/etc/netatalk/afp.conf"
    groups = sections(_text(machine, path), path)
    guests = "uams_guest" in groups.get("global", {}).get("uam list", "")
    for name, keys in groups.items():
        if name.lower() != "global":
            yield Share(name, Text("AFP（Netatalk）", "AFP (Netatalk)"), everyone=guests and "valid users" not in keys)


def _minidlna(machine: Machine) -> Iterator[Share]:
    text = _text(machine, "/etc/minidlna.conf")
    for path in re.findall(r"(?m)^\s*media_dir\s*=\s*(?:[APV]+,)?(\S.*?)\s*$", text):
        yield Share(path, Text("DLNA（MiniDLNA）", "DLNA (MiniDLNA)"), everyone=True)


def _tftp(machine: Machine) -> Iterator[Share]:
    found = re.search(r'(?m)^\s*TFTP_DIRECTORY\s*=\s*"?([^"\n]+)', _text(machine, "/etc/default/tftpd-hpa"))
    yield Share(found[1] if found else "/srv/tftp", Text("TFTP", "TFTP"), everyone=True)


# -- HTTP and WebDAV --------------------------------------------------------------------------------------------------


def _apache(machine: Machine) -> Iterator[Share]:
    text = "".join(_texts(machine, "/etc/apache2/ports.conf"))
    if machine.exists("/etc/apache2/apache2.conf"):
        text += _with_included(
            machine, "/etc/apache2/apache2.conf", r"(?mi)^\s*Include(?:Optional)?\s+\"?([^\s\"]+)", 4
        )
    for folder in ("sites-enabled", "conf-enabled", "mods-enabled"):
        text += "".join(_folder(machine, f"/etc/apache2/{folder}", ".conf"))
    if _own_only(re.findall(r"(?mi)^\s*Listen\s+(\S+)", text)) and not waits_outside(machine, ("apache2", "httpd")):
        return
    writes = re.search(r"(?mi)^\s*Dav\s+(?!Off)\S", text) is not None
    name = Text("WebDAV（Apache）", "WebDAV (Apache)") if writes else Text("HTTP（Apache）", "HTTP (Apache)")
    asked = re.search(r"(?mi)^\s*Require\s+(?:valid-user|user|group|ldap)", text) is not None
    aliases = re.findall(r'(?mi)^\s*Alias\s+\S+\s+"?([^"\s]+)', text)
    own = [path for path in aliases if not path.startswith(("/usr/share/", "/usr/lib/"))]  # pictures for lists of files
    roots = [*re.findall(r'(?mi)^\s*DocumentRoot\s+"?([^"\s]+)', text), *own]
    yield from _of_sites(roots, name, asked, "/etc/apache2")


def _nginx(machine: Machine) -> Iterator[Share]:
    first = "/etc/nginx/nginx.conf"
    text = "" if not machine.exists(first) else _with_included(machine, first, r"\binclude\s+\"?([^;\s\"]+)\"?\s*;", 4)
    for folder, end in (("sites-enabled", ""), ("conf.d", ".conf")):
        text += "".join(_folder(machine, f"/etc/nginx/{folder}", end))
    text = re.sub(r"(?m)#.*$", "", text)
    if _own_only(re.findall(r"\blisten\s+([^;\s]+)", text)) and not waits_outside(machine, ("nginx",)):
        return
    asked = re.search(r"\bauth_basic\s+(?!off)", text) is not None
    name = Text("WebDAV（nginx）", "WebDAV (nginx)") if "dav_methods" in text else Text("HTTP（nginx）", "HTTP (nginx)")
    yield from _of_sites(re.findall(r"\b(?:root|alias)\s+\"?([^;\s\"]+)", text), name, asked, "/etc/nginx")


def _lighttpd(machine: Machine) -> Iterator[Share]:
    text = "".join(_texts(machine, "/etc/lighttpd/lighttpd.conf"))
    text += "".join(_folder(machine, "/etc/lighttpd/conf-enabled", ".conf"))
    bound = re.findall(r'(?m)^\s*server\.bind\s*=\s*"([^"]+)"', text)
    if bound and _own_only(bound) and not waits_outside(machine, ("lighttpd",)):
        return
    writes = "webdav.activate" in text
    name = Text("WebDAV（lighttpd）", "WebDAV (lighttpd)") if writes else Text("HTTP（lighttpd）", "HTTP (lighttpd)")
    roots = re.findall(r'(?m)^\s*server\.document-root\s*=\s*"([^"]+)"', text)
    yield from _of_sites(roots, name, "auth.require" in text, "/etc/lighttpd")


def _of_sites(roots: list[str], name: Text, asked: bool, settings: str) -> Iterator[Share]:
    """The folders that sites stand on. Raises Unreadable: there is none, so what is served is not known."""
    if not roots:
        raise not_understood(settings)
    for path in dict.fromkeys(roots):
        yield Share(path, name, everyone=not asked)


def _own_only(listens: list[str]) -> bool:
    """Whether a server waits on the computer's own address alone; without a word it waits on all."""
    return bool(listens) and all(_LOOPBACK.match(one) for one in listens)


# -- settings ---------------------------------------------------------------------------------------------------------


def _text(machine: Machine, *paths: str) -> str:
    """The first of these files that is there, without lines that are comments.

    Raises:
        Unreadable: none is there; the server runs on settings that lie elsewhere.
    """
    for path in paths:
        try:
            return _without_comments(machine.text(path, _LIMIT))
        except Absent:
            continue
    raise not_understood(paths[0])


def _texts(machine: Machine, *paths: str) -> Iterator[str]:
    for path in paths:
        try:
            yield _without_comments(machine.text(path, _LIMIT))
        except Absent:
            continue


def _folder(machine: Machine, folder: str, end: str) -> Iterator[str]:
    try:
        entries = machine.list(folder)
    except Absent:
        return
    names = [one.name for one in entries if one.kind is not Kind.FOLDER and one.name.endswith(end)]
    yield from _texts(machine, *(f"{folder}/{name}" for name in names))


def _with_included(machine: Machine, path: str, pattern: str, depth: int, top: str = "") -> str:
    """A file and those that it names; a folder stands for all in it, ``*`` within a folder too."""
    text = _text(machine, path)
    if depth == 0:
        raise not_understood(path)
    for name in re.findall(pattern, text):
        # apache and nginx: from where their first file lies
        named = posixpath.join(top or posixpath.dirname(path), name)
        folder, _, last = named.rstrip("/").rpartition("/")
        try:
            entries = machine.list(folder if "*" in last else named.rstrip("/"))
        except Absent:
            if "*" not in last:
                text += "\n" + _with_included(machine, named, pattern, depth - 1, top or posixpath.dirname(path))
            continue
        place, end = (folder, last.rpartition("*")[2]) if "*" in last else (named.rstrip("/"), "")
        for entry in entries:
            if entry.kind is not Kind.FOLDER and entry.name.endswith(end):
                below = f"{place}/{entry.name}"
                text += "\n" + _with_included(machine, below, pattern, depth - 1, top or posixpath.dirname(path))
    return text


def _without_comments(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not line.lstrip().startswith(("#", ";")))


SERVERS = (
    Server(_VSFTPD, ("vsftpd.service",), ("vsftpd",), _vsftpd),
    Server(_PROFTPD, ("proftpd.service", "proftpd.socket"), ("proftpd",), _proftpd),
    Server(_PURE, ("pure-ftpd.service", "pure-ftpd-ldap.service"), ("pure-ftpd",), _pure_ftpd),
    Server(Text("rsync", "rsync"), ("rsync.service", "rsync.socket", "rsyncd.service"), (), _rsync, ("rsync",)),
    Server(Text("AFP（Netatalk）", "AFP (Netatalk)"), ("netatalk.service",), ("afpd", "netatalk"), _afp),
    Server(Text("DLNA（MiniDLNA）", "DLNA (MiniDLNA)"), ("minidlna.service",), ("minidlnad",), _minidlna),
    Server(Text("DLNA（Gerbera）", "DLNA (Gerbera)"), ("gerbera.service",), ("gerbera", "mediatomb"), None),
    # Media of everybody who has it started in their session; its settings and its plug-ins' lie in several places.
    Server(Text("DLNA（Rygel）", "DLNA (Rygel)"), ("rygel.service",), ("rygel",), None),
    Server(
        Text("媒体服务器（Jellyfin、Plex、Emby）", "media server (Jellyfin, Plex, Emby)"),
        ("jellyfin.service", "plexmediaserver.service", "emby-server.service"),
        ("jellyfin", "plex media server", "plexmediaserver", "embyserver", "emby-server"),
        None,
    ),
    Server(
        Text("网页文件共享", "files on a web page"),
        ("filebrowser.service", "copyparty.service", "dufs.service"),
        ("filebrowser", "copyparty", "dufs", "miniserve", "droopy", "wsgidav", "woof", "updog"),
        None,
    ),
    Server(Text("TFTP", "TFTP"), ("tftpd-hpa.service", "tftpd.service"), ("in.tftpd", "tftpd"), _tftp),
    Server(
        Text("HTTP（Apache）", "HTTP (Apache)"), ("apache2.service", "httpd.service"), ("apache2", "httpd"), _apache
    ),
    Server(Text("HTTP（nginx）", "HTTP (nginx)"), ("nginx.service",), ("nginx",), _nginx),
    Server(Text("HTTP（lighttpd）", "HTTP (lighttpd)"), ("lighttpd.service",), ("lighttpd",), _lighttpd),
    Server(Text("HTTP（Caddy）", "HTTP (Caddy)"), ("caddy.service",), ("caddy",), None),
)
