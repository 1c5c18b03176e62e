"""The whole computer: every person and every volume that there is, as the system lists them.

Nothing of this comes from a list of usual folders. A volume whose kind is not known, one on the network, one that is
not attached, a home that may not be looked at: each is named, and leaves the search incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.content.source import Root
from checker.knowledge.places import known_places
from checker.machine.answers import Kind, Mount, Person
from checker.machine.machine import Machine
from checker.model.coverage import Cause, Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.unmounted import unmounted

_AS_ADMIN = Text("用管理员身份再查一次", "Check again with administrator's rights")
_AS_THEM = Text("请本人登录后再查一次", "Check again while this person is signed in")
_ATTACH = Text("接上或解锁这个卷，再查一次", "Attach or unlock it, then check again")
_OWNER = Text(
    "请这个文件服务器的管理员在服务器上检查", "Have whoever keeps that file server check the files on the server"
)
_NOBODY = Text("系统没有列出任何使用人", "the system lists nobody who uses it")
_REMOTE, _EMPTY_DRIVE = "remote", ""


@dataclass(frozen=True, slots=True)
class Computer:
    """What a search through this computer looks at.

    roots     whole volumes, and homes that lie on none of them
    apart     whole paths that are not entered: system folders, programs' own folders in homes, other volumes
    coverage  people and volumes
    """

    roots: tuple[Root, ...]
    apart: frozenset[str]
    coverage: Coverage


def computer(machine: Machine) -> Computer:
    """Everything that this computer has to look through.

    Raises:
        Unreadable: the system does not say which volumes it has.
    """
    mounts = machine.mounts()
    volumes, roots = _volumes(machine, mounts)
    people, _ = people_of(machine, mounts)
    apart = {mount.point.rstrip("\\/") for mount in mounts if mount.point.rstrip("\\/")}
    apart |= set(_closed(machine, roots))
    return Computer(tuple(roots), frozenset(apart), people.coverage + volumes.coverage)


_PERSON = Text("使用人：{name}", "Person: {name}")
_PERSON_AND = Text("使用人：{name}，另有 {number} 人", "Person: {name}, and {number} more")
_VOLUMES = Text("卷：{names}", "Volumes: {names}")


def scope(machine: Machine) -> tuple[Text, ...]:
    """Whom and which places an inspection of this computer is about, a line each.

    Raises:
        Unreadable: the system does not say.
    """
    lines, person, number = list[Text](), machine.host.person, len(machine.host.people)
    if person is not None:
        line = _PERSON if number == 1 else _PERSON_AND
        lines.append(line.filled(name=Text.name(person.name), number=number - 1))
    points = [root.path for root in computer(machine).roots]
    names = Text("、".join(Text.name(point).zh for point in points), ", ".join(Text.name(point).en for point in points))
    return (*lines, _VOLUMES.filled(names=names)) if points else tuple(lines)


# -- people -----------------------------------------------------------------------------------------------------------


def people_of(machine: Machine, mounts: Sequence[Mount]) -> tuple[Ledger[Person], tuple[Person, ...]]:
    """Everybody who uses this computer, and those of them whose homes may be looked at."""
    people, open_to_us = Ledger(Unit.PEOPLE, machine.host.people, lambda person: Text.name(person.name)), list[Person]()
    if not machine.host.people:
        people.nothing(_NOBODY)
    for person in people:
        if not person.home:
            people.left(person, Cause.WOULD_NOT_SAY, _AS_THEM)
            continue
        kind = why_not(mount_of(person.home, mounts))
        if kind is not None:
            people.left(person, kind, _OWNER if kind is Cause.ELSEWHERE else None)
            continue
        try:
            machine.documents(person.home)
        except Absent:
            if person.current:
                people.left(person, Cause.WOULD_NOT_SAY, _AS_THEM)
            else:
                people.looked(person)  # an account that was never used has no home yet
        except Unreadable:
            people.left(person, Cause.DENIED, _AS_ADMIN)
        else:
            people.looked(person)
            open_to_us.append(person)
    return people, tuple(open_to_us)


def mount_of(path: str, mounts: Iterable[Mount]) -> Mount | None:
    """The volume on which a path lies: the longest mount point above it."""
    fitting = [mount for mount in mounts if _below(path, mount.point)]
    return max(fitting, key=lambda mount: len(mount.point), default=None)


def _below(path: str, top: str) -> bool:
    path, top = path.replace("\\", "/").lower(), top.replace("\\", "/").rstrip("/").lower()
    return path == top or path.startswith(f"{top}/")


# -- volumes ----------------------------------------------------------------------------------------------------------


def _volumes(machine: Machine, mounts: tuple[Mount, ...]) -> tuple[Ledger[str], list[Root]]:
    volumes, roots = Ledger[str](Unit.VOLUMES), list[Root]()
    seen = set[tuple[str, str]]()
    for mount in sorted(mounts, key=lambda one: len(one.point)):
        if _is_system(machine, mount.point):
            continue  # the kernel's own and the system's: /dev/shm, /run, /sys/fs/cgroup
        cause = why_not(mount)
        if cause is not None:
            volumes.left(mount.point, cause, _OWNER if cause is Cause.ELSEWHERE else None)
            continue
        volumes.there(mount.point)
        volume = (mount.device, next((one for one in mount.options if one.startswith("subvol=")), ""))
        try:
            kind = machine.stat(mount.point).kind
        except Unreadable as error:
            volumes.left(mount.point, error)
            continue
        volumes.looked(mount.point)
        if kind is Kind.FOLDER and (mount.device in ("tmpfs", "none", "overlay") or volume not in seen):
            roots.append(Root(mount.point))
        seen.add(volume)  # a folder of it that is mounted once more (bind) is looked at where it lies
    if machine.host.platform is Platform.LINUX:
        for name, cause in unmounted(machine, mounts):
            volumes.left(name, cause, _ATTACH)
    return volumes, roots


def why_not(mount: Mount | None) -> Cause | None:
    """Why a volume is not looked at; None: it is."""
    if mount is None:
        return None
    kinds = known_places().filesystems
    if _REMOTE in mount.options or mount.filesystem in kinds.network:
        return Cause.ELSEWHERE
    if mount.filesystem in kinds.programs or mount.filesystem in kinds.views:
        return Cause.NOT_IN_QUESTION
    return None if mount.filesystem in kinds.local else Cause.NOT_UNDERSTOOD


def _is_system(machine: Machine, point: str) -> bool:
    if machine.host.platform is Platform.WINDOWS:
        return False
    return any(_below(point, folder) for folder in known_places().system.linux)


# -- what stays closed ------------------------------------------------------------------------------------------------


def _closed(machine: Machine, roots: Iterable[Root]) -> Iterable[str]:
    """Whole paths of folders that are the system's or a program's own."""
    places = known_places()
    homes = [person.home.rstrip("\\/") for person in machine.host.people]
    if machine.host.platform is Platform.WINDOWS:
        drives = [root.path.rstrip("\\") for root in roots]
        yield from (f"{drive}{folder}" for drive in drives for folder in places.system.windows)
        yield from (rf"{home}\{name}" for home in homes for name in places.private.windows)
        yield from (rf"{drive}\$Recycle.Bin" for drive in drives)
        return
    yield from places.system.linux
    yield from (f"{home}/{name}" for home in homes for name in places.private.linux)
