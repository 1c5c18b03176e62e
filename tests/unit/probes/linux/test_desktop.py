"""Whose settings these are, and whether they are settings at all."""

from __future__ import annotations

import pytest

from checker.machine.answers import Output, Person, Process
from checker.model.fact import Origin
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.desktop import Desktop, desktop, flag, gsetting, number, value_of
from tests.worlds.world import DENIED, World

MODULE = "/usr/lib/mips64el-linux-gnuabi64/gio/modules/libdconfsettings.so"
LIST = ("gsettings", "list-recursively", "org.x")
PROGRAMS = {
    LIST: "org.x on true\norg.x wait uint32 300\norg.x name 'it\\'s'\norg.x.other on false\n",
    ("gsettings", "list-recursively"): Output(b"", 1),
    ("gsettings", "list-schemas"): "org.x\norg.broken\n",
    ("gsettings", "writable"): "true\n",
    ("gsettings", "writable", "org.x", "wait"): "false\n",
    ("env", "GSETTINGS_BACKEND=memory", "gsettings", "get", "org.x", "on"): "true\n",
    ("env", "GSETTINGS_BACKEND=memory", "gsettings", "get", "org.x", "name"): "''\n",
}


def _world(**changes: object) -> World:
    return World(**{"files": {MODULE: b""}, "programs": PROGRAMS, **changes})  # type: ignore[arg-type]


def _running(*names: str, user: str = "wang") -> World:
    return World(processes=tuple(Process(1, name, None, user) for name in names))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("uint32 300", 300),
        ("-1", -1),
        ("int64 7", 7),
        ("0.5", 0.5),
        ("'纯文本'", "纯文本"),
        (r"'a\'b'", "a'b"),
        ("@as []", "@as []"),
        ("uint32 9999999999999999999999999", "uint32 9999999999999999999999999"),
    ],
)
def test_a_gvariant_becomes_a_plain_value(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


def test_a_value_says_where_it_comes_from() -> None:
    machine = _world().machine()
    assert flag(machine, "org.x", "on").origin is Origin.DEFAULT
    assert (number(machine, "org.x", "wait").value, number(machine, "org.x", "wait").origin) == (300, Origin.POLICY)
    assert (gsetting(machine, "org.x", "name").value, gsetting(machine, "org.x", "name").origin) == ("it's", Origin.SET)


def test_a_value_of_another_kind_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        number(_world().machine(), "org.x", "on")
    with pytest.raises(Unreadable):
        flag(_world().machine(), "org.x", "wait")


def test_a_schema_or_key_that_is_not_there_is_absent() -> None:
    with pytest.raises(Absent):
        gsetting(_world().machine(), "org.none", "on")
    with pytest.raises(Absent):
        gsetting(_world().machine(), "org.x", "off")


def test_a_schema_that_is_there_and_fails_is_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        gsetting(_world().machine(), "org.broken", "on")
    assert not isinstance(caught.value, Absent)


def test_a_missing_gsettings_is_not_a_missing_setting() -> None:
    with pytest.raises(Unreadable) as caught:
        gsetting(_world(programs={}).machine(), "org.x", "on")
    assert not isinstance(caught.value, Absent)


def test_without_the_dconf_module_nothing_is_believed() -> None:
    with pytest.raises(Unreadable, match="dconf"):
        gsetting(_world(files={"/usr/lib/other/file": ""}).machine(), "org.x", "on")


def test_root_does_not_read_its_own_settings_for_somebody_else() -> None:
    with pytest.raises(Unreadable, match="wang"):
        gsetting(_world(admin=True).machine(), "org.x", "on")
    root = (Person("0", "root", "/root", current=True),)
    assert flag(_world(admin=True, people=root).machine(), "org.x", "on").value is True


def test_somebody_else_s_database_is_not_ours() -> None:
    files = {MODULE: b"", "/home/li/.config/dconf/user": b"GVariant"}
    people = (Person("1001", "li", "/home/li", current=True),)  # the world's files belong to 1000
    with pytest.raises(Unreadable):
        gsetting(_world(files=files, people=people).machine(), "org.x", "on")
    with pytest.raises(Unreadable):
        gsetting(
            _world(files={MODULE: b"", "/home/wang/.config/dconf/user": DENIED}, people=people).machine(), "org.x", ""
        )


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("gnome-shell",), Desktop.GNOME),
        (("dde-session-dae", "kwin_x11"), Desktop.DDE),  # as the kernel cuts it
        (("ukui-session", "ukui-kwin_x11"), Desktop.UKUI),
        (("xfce4-session", "openbox"), Desktop.XFCE),
        (("openbox",), Desktop.OTHER),
        (("Xorg", "twm"), Desktop.OTHER),
    ],
)
def test_the_running_desktop_counts(names: tuple[str, ...], kind: Desktop) -> None:
    assert desktop(_running(*names).machine()) is kind


def test_the_greeter_s_shell_is_not_the_person_s() -> None:
    with pytest.raises(Absent):
        desktop(_running("gnome-shell", user="gdm").machine())


@pytest.mark.parametrize(
    ("session", "kind"),
    [
        ("[Desktop Entry]\nName=Ubuntu\nDesktopNames=ubuntu:GNOME\n", Desktop.GNOME),
        ("[Desktop Entry]\nDesktopNames=Budgie:GNOME\n", Desktop.OTHER),
        ("[Desktop Entry]\nDesktopNames=X-Cinnamon;\n", Desktop.CINNAMON),
        ("[Desktop Entry]\nDesktopNames=KDE\n", Desktop.KDE),
        ("", Desktop.OTHER),
    ],
)
def test_with_nobody_logged_in_the_only_installed_one_counts(session: str, kind: Desktop) -> None:
    assert desktop(World(files={"/usr/share/xsessions/a.desktop": session}).machine()) is kind


def test_a_session_file_may_go_by_its_own_name() -> None:
    assert desktop(World(files={"/usr/share/xsessions/deepin.desktop": ""}).machine()) is Desktop.DDE


def test_several_desktops_are_not_guessed_between() -> None:
    files = {"/usr/share/xsessions/mate.desktop": "", "/usr/share/wayland-sessions/gnome.desktop": ""}
    with pytest.raises(Unreadable, match="GNOME, MATE"):
        desktop(World(files=files).machine())
    with pytest.raises(Unreadable):
        desktop(_running("plasmashell", "gnome-shell").machine())
