"""Login screens on Linux: who is signed in by each without being asked.

Settings are read where the program itself reads them, and by its own rules of precedence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.coverage import Ledger, Unit
from checker.model.unreadable import Absent
from checker.probes.linux.folders import drop_ins, entries
from checker.probes.linux.ini import LIMIT, sections, truth
from checker.probes.linux.unit_files import UnitFile

_CHOSEN = ("/etc/systemd/system/display-manager.service", "/etc/X11/default-display-manager")
_ALIAS = "display-manager.service"


def installed(machine: Machine, *programs: str) -> bool:
    return any(
        machine.exists(f"{folder}/{name}")
        for name in programs
        for folder in ("/usr/sbin", "/usr/bin", "/usr/local/bin")
    )


def chosen_screen(machine: Machine) -> Ledger[str]:
    """The login screen that the system starts: systemd's alias for it, and Debian's own choice."""
    ledger = Ledger(Unit.SOURCES, _CHOSEN)
    for path in _CHOSEN:
        with ledger.reading(path):
            name = machine.target_of(path) if path.endswith(".service") else machine.text(path, 1 << 12).strip()
            name = name.rpartition("/")[2].removesuffix(".service")
            if name and _kind(name) not in SCREENS:
                raise refusals.not_understood(name)
    return ledger


def unknown_screens(machine: Machine, units: Iterable[UnitFile]) -> tuple[str, ...]:
    """Those that are installed and not known here, by what systemd could start and by name."""
    offered = {unit.name.removesuffix(".service") for unit in units if _ALIAS in " ".join(unit.values.get("alias", ()))}
    others = {name for name in _OTHERS if installed(machine, name)}
    # One that somebody wrote themselves, and that no other unit lends its name.
    started = {words[0].rpartition("/")[2] for unit in units if unit.name == _ALIAS for words in unit.commands}
    others |= {name for name in started if _kind(name) not in SCREENS and name.removesuffix("-daemon") not in SCREENS}
    return tuple(sorted({name for name in offered if _kind(name) not in SCREENS} | others))


# How a login screen is told to read another file than its own.
_OTHER_FILE = re.compile(r"(?:-c|--config|-config|-C|--config-file)(?:=(.+))?")


def told_elsewhere(units: Iterable[UnitFile]) -> tuple[str, ...]:
    """Files that a login screen is started with instead of those that are read here."""
    found = []
    for unit in units:
        for words in unit.commands:
            if _kind(words[0].rpartition("/")[2]) in (*SCREENS, "ly-dm", "lxdm-binary"):
                for word, after in zip_longest(words[1:], words[2:], fillvalue=""):
                    match = _OTHER_FILE.fullmatch(word)
                    path = (match[1] or after) if match else ""
                    if path.startswith("/") and path not in _USUAL_FILES:
                        found.append(path)
    return tuple(dict.fromkeys(found))


_USUAL_FILES = ("/etc/greetd/config.toml", "/etc/lightdm/lightdm.conf", "/etc/ly/config.ini", "/etc/lxdm/lxdm.conf")


def _kind(name: str) -> str:
    return name.removesuffix("3").removesuffix("-plymouth")


# Login screens that have been packaged, and of which nothing is known here.
_OTHERS = ("wdm", "kdm", "mdm", "emptty", "lemurs", "tbsm", "ddm", "plasmalogin", "entrance", "qingy", "cdm", "loginx")


_GDM = (
    *("/etc/gdm3/daemon.conf", "/etc/gdm3/custom.conf", "/etc/gdm/custom.conf"),
    *("/run/gdm3/custom.conf", "/run/gdm/custom.conf"),  # made at start, and read besides
)


def _gdm(machine: Machine) -> Iterator[str]:
    """Debian: daemon.conf, Ubuntu and others: custom.conf. Keys of [daemon]."""
    if not installed(machine, "gdm3", "gdm"):
        return
    for path in _GDM:
        try:
            daemon = sections(machine.text(path, LIMIT), path).get("daemon", {})
        except Absent:
            continue
        for way in ("automaticlogin", "timedlogin"):
            if truth(daemon.get(f"{way}enable", "")) and daemon.get(way):  # without a name GDM asks
                yield daemon[way]


def _lightdm(machine: Machine) -> Iterator[str]:
    if not installed(machine, "lightdm"):
        return
    for seat in lightdm_seats(machine).values():
        if seat.get("autologin-user"):
            yield seat["autologin-user"]
        elif truth(seat.get("autologin-guest", "")):
            yield "guest"


def lightdm_seats(machine: Machine) -> dict[str, dict[str, str]]:
    """Seat sections; later files win. Source: LightDM's own order of configuration."""
    seats: dict[str, dict[str, str]] = {}
    for path in _lightdm_files(machine):
        try:
            found = sections(machine.text(path, LIMIT), path)
        except Absent:
            continue
        for name, keys in found.items():
            if name == "seatdefaults" or name.startswith("seat:"):
                # [SeatDefaults] is the old name of [Seat:*].
                seats.setdefault("seat:*" if name == "seatdefaults" else name, {}).update(keys)
    return seats


def _lightdm_files(machine: Machine) -> Iterator[str]:
    for folder in (
        "/usr/local/share/lightdm/lightdm.conf.d",
        "/usr/share/lightdm/lightdm.conf.d",
        "/etc/xdg/lightdm/lightdm.conf.d",
        "/etc/lightdm/lightdm.conf.d",
    ):
        yield from drop_ins(machine, folder)
    yield "/etc/lightdm/lightdm.conf"


def _sddm(machine: Machine) -> Iterator[str]:
    if not installed(machine, "sddm"):
        return
    merged: dict[str, str] = {}
    folders = ("/usr/lib/sddm/sddm.conf.d", "/etc/sddm.conf.d")
    # SDDM takes every file of these folders, whatever it is called.
    files = [f"{folder}/{name}" for folder in folders for name in entries(machine, folder)]
    for path in (*files, "/etc/sddm.conf"):
        try:
            merged |= sections(machine.text(path, LIMIT), path).get("autologin", {})
        except Absent:
            continue
    if merged.get("user"):
        yield merged["user"]


_GREETERS = ("agreety", "tuigreet", "gtkgreet", "regreet", "wlgreet", "nwg-hello", "qtgreet", "cosmic-greeter", "ddlm")


def _greetd(machine: Machine) -> Iterator[str]:
    """[initial_session] is started once without asking; [default_session] whenever nobody is signed in, and asks only
    where it is a greeter.
    """
    if not installed(machine, "greetd"):
        return
    path = "/etc/greetd/config.toml"
    try:
        config = tomllib.loads(machine.text(path, 1 << 16))
    except Absent:
        return
    except (ValueError, RecursionError) as error:
        raise refusals.malformed(path) from error
    initial, usual = (_table(config.get(name)) for name in ("initial_session", "default_session"))
    if initial:
        yield str(initial.get("user", ""))
    command = str(usual.get("command", ""))
    if usual and not any(re.search(rf"(?:^|[\s/\"']){name}\b", command) for name in _GREETERS):
        user = str(usual.get("user", ""))
        if user in ("greeter", "_greetd"):
            raise refusals.not_understood(command.split()[0] if command.split() else "greetd")
        yield user


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _lxdm(machine: Machine) -> Iterator[str]:
    if not installed(machine, "lxdm", "lxdm-binary"):
        return
    for path in ("/etc/lxdm/lxdm.conf", "/etc/lxdm/default.conf"):
        try:
            base = sections(machine.text(path, LIMIT), path).get("base", {})
        except Absent:
            continue
        if base.get("autologin"):
            yield base["autologin"]


def _slim(machine: Machine) -> Iterator[str]:
    """Words apart by blanks: ``auto_login yes``, ``default_user alice``."""
    if not installed(machine, "slim"):
        return
    try:
        lines = machine.text("/etc/slim.conf", LIMIT).splitlines()
    except Absent:
        return
    keys = {words[0].lower(): words[1] for words in (line.split() for line in lines) if len(words) >= 2}
    if truth(keys.get("auto_login", "")):
        yield keys.get("default_user", "")


def _nodm(machine: Machine) -> Iterator[str]:
    """It signs in by itself, and does nothing else: nodm(8)."""
    if not installed(machine, "nodm"):
        return
    try:
        text = machine.text("/etc/default/nodm", LIMIT)
    except Absent:
        return
    keys = dict(re.findall(r"^\s*(NODM_\w+)\s*=\s*[\"']?([^\s\"'#]*)", text, re.MULTILINE))
    if keys.get("NODM_ENABLED", "").lower() not in ("", "false", "no", "0"):
        yield keys.get("NODM_USER", "root")


def _ly(machine: Machine) -> Iterator[str]:
    if not installed(machine, "ly", "ly-dm"):
        return
    path = "/etc/ly/config.ini"
    try:
        keys = sections(machine.text(path, LIMIT), path).get("", {})
    except Absent:
        return
    if keys.get("auto_login_user", "null") != "null":
        yield keys["auto_login_user"]


def _asks_always(machine: Machine) -> Iterator[str]:
    """It has no setting that signs anybody in."""
    yield from ()


SCREENS: Mapping[str, Callable[[Machine], Iterable[str]]] = {
    "gdm": _gdm,
    "lightdm": _lightdm,
    "sddm": _sddm,
    "greetd": _greetd,
    "lxdm": _lxdm,
    "slim": _slim,
    "nodm": _nodm,
    "ly": _ly,
    "xdm": _asks_always,
}


def guest_session(machine: Machine) -> bool:
    """LightDM offers guests unless told otherwise, where a script that makes their account is installed."""
    if not (installed(machine, "lightdm") and installed(machine, "guest-account")):
        return False
    seats = lightdm_seats(machine).values()
    return not any("allow-guest" in seat and not truth(seat["allow-guest"]) for seat in seats)
