"""Which desktop a person uses, and what its settings say. Shared by probes; it reads no fact of its own.

Desktop settings of the GNOME family (GNOME, Cinnamon, MATE, DDE, UKUI) lie in dconf, one database per person. Two
traps make a plain ``gsettings get`` lie: without the dconf module of GLib it prints schema defaults as if they were the
person's settings, and as root it reads root's database. Both are Unreadable here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from checker.machine import refusals
from checker.machine.answers import Kind, Person
from checker.machine.machine import Machine
from checker.model.fact import Origin, Setting
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

Value = bool | int | float | str

_AS_THE_PERSON = Text(
    "请使用人本人登录桌面后，不用管理员身份再查一次",
    "Check again as the person who uses it, from their desktop, not as root",
)
_BY_HAND = Text(
    "请打开系统设置，由保密员当面确认这一项", "Open the system settings and have the secrecy officer confirm this one"
)


class Desktop(StrEnum):
    GNOME = "gnome"
    CINNAMON = "cinnamon"
    KDE = "kde"
    DDE = "dde"  # UOS, deepin
    UKUI = "ukui"  # Kylin
    MATE = "mate"
    XFCE = "xfce"
    LXQT = "lxqt"
    SWAY = "sway"
    OTHER = "other"  # a graphical session that we have no reader for


# Processes that run for as long as a session of that desktop does. The kernel keeps 15 characters of a name.
_PROCESSES = {
    "gnome-shell": Desktop.GNOME,
    "cinnamon": Desktop.CINNAMON,
    "plasmashell": Desktop.KDE,
    "startdde": Desktop.DDE,
    "dde-session": Desktop.DDE,
    "dde-session-daemon": Desktop.DDE,
    "dde-shell": Desktop.DDE,
    "dde-desktop": Desktop.DDE,
    "ukui-session": Desktop.UKUI,
    "ukui-panel": Desktop.UKUI,
    "mate-session": Desktop.MATE,
    "xfce4-session": Desktop.XFCE,
    "lxqt-session": Desktop.LXQT,
    "sway": Desktop.SWAY,
    **dict.fromkeys(("i3", "weston", "labwc", "hyprland", "river", "wayfire", "lxsession"), Desktop.OTHER),
    **dict.fromkeys(("openbox", "budgie-panel", "enlightenment", "icewm"), Desktop.OTHER),
}
_BY_SHORT_NAME = {name[:15].lower(): desktop for name, desktop in _PROCESSES.items()}

# Words of DesktopNames= in a session file (freedesktop.org menu specification, registered OnlyShowIn environments).
_SESSION_NAMES = {
    "gnome": Desktop.GNOME,
    "gnome-classic": Desktop.GNOME,
    "gnome-flashback": Desktop.OTHER,
    "x-cinnamon": Desktop.CINNAMON,
    "kde": Desktop.KDE,
    "deepin": Desktop.DDE,
    "dde": Desktop.DDE,
    "ukui": Desktop.UKUI,
    "mate": Desktop.MATE,
    "xfce": Desktop.XFCE,
    "lxqt": Desktop.LXQT,
    "sway": Desktop.SWAY,
    # Written "Budgie:GNOME" and "Unity:Unity7:ubuntu": the first word that is known decides.
    "budgie": Desktop.OTHER,
    "unity": Desktop.OTHER,
}
NO_DESKTOP = Text("这台电脑没有安装图形桌面", "No graphical desktop is installed on this computer")
_SESSION_FOLDERS = ("/usr/share/xsessions", "/usr/share/wayland-sessions")
_SESSION_LIMIT = 1 << 16
_X_SERVERS = ("Xorg", "X", "Xwayland")  # Xvfb draws on no screen that anybody could look at


def person_at(machine: Machine) -> Person:
    """The person whose desktop is inspected.

    Raises:
        Unreadable: nobody's: the inspection runs for a service, or as root for somebody else.
    """
    person = machine.host.person
    if person is None:
        raise Unreadable(Text("不知道这台电脑由谁使用", "It is not known who uses this computer"), _AS_THE_PERSON)
    if machine.host.admin and person.key != "0":
        reason = Text(
            "以管理员身份运行时读不到 {name} 自己的桌面设置",
            "As administrator, {name}'s own desktop settings cannot be read",
        )
        raise Unreadable(reason.filled(name=Text.name(person.name)), _AS_THE_PERSON)
    return person


def desktop(machine: Machine) -> Desktop:
    """The desktop the person uses: the one running for them, else the only one installed.

    Raises:
        Absent: no desktop is installed and none runs.
        Unreadable: it cannot be told which of several.
    """
    running = _running(machine)
    if len(running) == 1:
        return running.pop()
    if running:
        raise _several(running)
    installed = _installed(machine)
    if len(installed) == 1:
        return installed.pop()
    if installed:
        raise _several(installed)
    raise Absent(NO_DESKTOP)


def name_of_other(machine: Machine) -> str:
    """What a session is called that we have no reader for: the program that runs, else what is installed."""
    person = machine.host.person
    running = {
        process.name
        for process in machine.processes()
        if _BY_SHORT_NAME.get(process.name[:15].lower()) is Desktop.OTHER
        and (person is None or process.user == person.name)
    }
    installed = set()
    for folder in _SESSION_FOLDERS:
        try:
            installed |= {entry.name.removesuffix(".desktop") for entry in machine.list(folder)}
        except Absent:
            continue
    return ", ".join(sorted(running or installed)) or "X11"


def runs(machine: Machine, *names: str) -> bool:
    """Whether one of these programs runs for the person who is inspected."""
    person = machine.host.person
    wanted = {name[:15].lower() for name in names}
    return any(
        process.name[:15].lower() in wanted and (person is None or process.user in (person.name, None))
        for process in machine.processes()
    )


def _running(machine: Machine) -> set[Desktop]:
    person = machine.host.person
    found, anything_drawn = set(), False
    for process in machine.processes():
        if process.name in _X_SERVERS:
            anything_drawn = True
        kind = _BY_SHORT_NAME.get(process.name[:15].lower())
        if kind is not None and (person is None or process.user == person.name):
            found.add(kind)
    if len(found) > 1:
        found.discard(Desktop.OTHER)  # Openbox and its like also serve as window managers of larger desktops
    if not found and anything_drawn and not _installed(machine):
        return {Desktop.OTHER}
    return found


def _installed(machine: Machine) -> set[Desktop]:
    found = set()
    for folder in _SESSION_FOLDERS:
        try:
            entries = machine.list(folder)
        except Absent:
            continue
        for entry in entries:
            if entry.name.endswith(".desktop"):
                found.add(_session(machine.text(f"{folder}/{entry.name}", _SESSION_LIMIT), entry.name))
    return found


def _session(text: str, name: str) -> Desktop:
    """What one session file starts: its DesktopNames, else its own name."""
    match = re.search(r"(?m)^DesktopNames\s*=\s*(.+)$", text)
    words = re.split("[;:]", match[1]) if match else [name.removesuffix(".desktop").split("-")[0]]
    for word in (word.strip().lower() for word in words):
        if word in _SESSION_NAMES:
            return _SESSION_NAMES[word]
    return _SESSION_NAMES.get(name.removesuffix(".desktop").lower(), Desktop.OTHER)


def _several(kinds: set[Desktop]) -> Unreadable:
    reason = Text(
        "这台电脑上有几种桌面，不知道使用人用哪一种：{names}",
        "Several desktops are here; which one is used is not known: {names}",
    )
    names = sorted("?" if kind is Desktop.OTHER else kind.upper() for kind in kinds)
    return Unreadable(reason.filled(names=", ".join(names)), _AS_THE_PERSON)


# -- settings in dconf ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settings:
    """All keys of one schema, as GVariant text."""

    schema: str
    texts: dict[str, str]

    def text(self, key: str) -> str:
        """Raises Absent: no such key in this version of the schema."""
        if key not in self.texts:
            raise refusals.absent(f"{self.schema} {key}")
        return self.texts[key]

    def flag(self, key: str) -> bool:
        value = value_of(self.text(key))
        if not isinstance(value, bool):
            raise refusals.malformed(f"{self.schema} {key}")
        return value

    def number(self, key: str) -> int:
        value = value_of(self.text(key))
        if isinstance(value, bool) or not isinstance(value, int):
            raise refusals.malformed(f"{self.schema} {key}")
        return value


def gsettings(machine: Machine, schema: str) -> Settings:
    """All effective values of one schema for the person at the machine, in one go; ``schema:/path/`` for one that
    is used at several places.

    Raises:
        Absent: no such schema is installed, which means that the program it belongs to is not.
        Unreadable: root for somebody else, no dconf, a database that is not ours to read.
    """
    person = person_at(machine)
    _require_dconf(machine, person)
    try:
        output = machine.run("gsettings", "list-recursively", schema, limit=1 << 20)
    except Absent:
        raise _no_tool() from None
    if output.code != 0:
        if schema in _schemas(machine):
            raise refusals.malformed(f"gsettings {schema}")
        raise refusals.absent(schema)
    texts = {}
    for line in output.text.splitlines():
        words = line.split(" ", 2)
        if len(words) == 3 and words[0].partition(":")[0] == schema.partition(":")[0]:
            texts[words[1]] = words[2]
    if not texts:
        raise refusals.malformed(f"gsettings {schema}")
    return Settings(schema, texts)


def gsetting(machine: Machine, schema: str, key: str) -> Setting[Value]:
    """One effective value for the person at the machine; strings unquoted, arrays and the like as GVariant text.

    Origin: POLICY where an administrator locked the key; DEFAULT where it equals what the installed schema gives (that
    is the documented default of this very build); else SET.

    Raises:
        Absent: no such schema, or no such key in this version of it.
        Unreadable: see `gsettings`.
    """
    text = gsettings(machine, schema).text(key)
    return Setting(value_of(text), origin(machine, schema, key, text))


def flag(machine: Machine, schema: str, key: str) -> Setting[bool]:
    """`gsetting` of a key that is a yes or no."""
    settings = gsettings(machine, schema)
    return Setting(settings.flag(key), origin(machine, schema, key, settings.text(key)))


def number(machine: Machine, schema: str, key: str) -> Setting[int]:
    """`gsetting` of a key that is a whole number."""
    settings = gsettings(machine, schema)
    return Setting(settings.number(key), origin(machine, schema, key, settings.text(key)))


def value_of(text: str) -> Value:
    """A GVariant in text form (GLib, "GVariant Text Format") as a plain value; containers stay text."""
    text = text.strip()
    if text in ("true", "false"):
        return text == "true"
    plain = re.fullmatch(r"(?:(?:byte|u?int(?:16|32|64)) )?([+-]?\d{1,20})", text)
    if plain:
        return int(plain[1])
    if re.fullmatch(r"[+-]?\d{1,20}\.\d{0,30}(?:e[+-]?\d{1,3})?", text):
        return float(text)
    if len(text) >= 2 and text[0] in "'\"" and text[-1] == text[0]:
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def origin(machine: Machine, schema: str, key: str, text: str) -> Origin:
    """Where an effective value (as GVariant text) comes from; see `gsetting`."""
    if machine.run("gsettings", "writable", schema, key, limit=1 << 10).text.strip() == "false":
        return Origin.POLICY
    # The memory backend starts empty: what it prints is the schema's default, distribution overrides included.
    default = machine.run("env", "GSETTINGS_BACKEND=memory", "gsettings", "get", schema, key, limit=1 << 16)
    return Origin.DEFAULT if default.code == 0 and default.text.strip() == text.strip() else Origin.SET


def _schemas(machine: Machine) -> set[str]:
    return set(machine.run("gsettings", "list-schemas", limit=1 << 20).text.split())


def _require_dconf(machine: Machine, person: Person) -> None:
    if not _dconf_module(machine):
        raise Unreadable(
            Text(
                "系统缺少 dconf 组件，读到的只会是默认值", "Without the dconf module only default values would be read"
            ),
            _BY_HAND,
        )
    try:
        database = machine.stat(f"{person.home}/.config/dconf/user")
    except Absent:
        return  # nothing was ever changed from its default
    ours = database.owner is None or str(database.owner) == person.key
    if database.kind is not Kind.FILE or not ours:
        raise refusals.unfit("~/.config/dconf/user")


def _dconf_module(machine: Machine) -> bool:
    """GLib's module lies beside its library: /usr/lib/<architecture>/gio/modules on Debian, /usr/lib64 elsewhere."""
    places = ["/usr/lib", "/usr/lib64"]
    places += [f"/usr/lib/{entry.name}" for entry in machine.list("/usr/lib") if "-linux-gnu" in entry.name]
    return any(machine.exists(f"{place}/gio/modules/libdconfsettings.so") for place in places)


def _no_tool() -> Unreadable:
    return Unreadable(
        Text(
            "系统里没有读取桌面设置的程序（gsettings）",
            "The program that reads desktop settings (gsettings) is missing",
        ),
        _BY_HAND,
    )
