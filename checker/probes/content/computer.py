"""The whole computer: every person and every volume that there is, as the system lists them.

Nothing of this comes from a list of usual folders. A volume whose kind is not known, one on the network, one that is
not attached, a home that may not be looked at: each is named, and leaves the search incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

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
ON_THE_SERVER = Text(
    "请这个文件服务器的管理员在服务器上检查", "Have whoever keeps that file server check the files on the server"
)
_WAYS = {Cause.ELSEWHERE: ON_THE_SERVER, Cause.ENCRYPTED: _ATTACH}
_NOBODY = Text("系统没有列出任何使用人", "the system lists nobody who uses it")
_UNCOVER = Text(
    "请管理员卸下盖在上面的卷，再查一次", "Have an administrator unmount what lies over it, then check again"
)
_COVERED = Text("上面又挂载了别的卷，看不到里面的文件", "another volume is mounted over it, which hides its files")
_ON_DEMAND = "autofs"  # over it lies what it has mounted, which is listed itself
_REMOTE, _LOCKED, _DEVICES, _MEDIA, _BOOT = "remote", "locked", "/dev/", "/run/media", "/boot"


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
    volumes, taken = _volumes(machine, mounts)
    roots = tuple(Root(mount.point) for mount in taken)
    people, _ = people_of(machine, mounts)
    apart = {mount.point.rstrip("\\/") for mount in mounts if mount.point.rstrip("\\/")}
    apart.update(_closed(machine, roots), _bound(taken))
    return Computer(roots, frozenset(apart), people.coverage + volumes.coverage)


_PERSON = Text("使用人：{name}", "Person: {name}")
_PERSON_AND = Text("使用人：{name}，另有 {number} 人", "Person: {name}, and {number} more")
_NO_PERSON = Text("使用人：系统没有列出", "Person: none that the system lists")
_VOLUMES = Text("卷：{names}", "Volumes: {names}")
_LEFT = Text("没有查看：{names}", "Not looked at: {names}")
_LEFT_AND = Text("没有查看：{names}，另有 {number} 处", "Not looked at: {names}, and {number} more")
_MOST_NAMED = 8


def scope(machine: Machine) -> tuple[Text, ...]:
    """Whom and which places an inspection of this computer is about, a line each; then who and what is left out.

    Raises:
        Unreadable: the system does not say.
    """
    lines, person, number = list[Text](), machine.host.person, len(machine.host.people)
    if person is not None:
        line = _PERSON if number == 1 else _PERSON_AND
        lines.append(line.filled(name=Text.name(person.name), number=number - 1))
    elif not number:
        lines.append(_NO_PERSON)
    whole = computer(machine)
    if whole.roots:
        lines.append(_VOLUMES.filled(names=_listed([Text.name(root.path) for root in whole.roots])))
    left = [one for one in whole.coverage.left if one.cause is not Cause.NOT_IN_QUESTION]
    names = [name for one in left for name in one.names][:_MOST_NAMED]
    if names:
        more = sum(max(one.number, len(one.names)) for one in left) - len(names)
        lines.append((_LEFT_AND if more else _LEFT).filled(names=_listed(names), number=more))
    return tuple(lines)


def _listed(names: Sequence[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


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
            people.left(person, kind, ON_THE_SERVER if kind is Cause.ELSEWHERE else None)
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


def _volumes(machine: Machine, mounts: tuple[Mount, ...]) -> tuple[Ledger[str], list[Mount]]:
    volumes, taken = Ledger[str](Unit.VOLUMES), list[Mount]()
    for mount in sorted(mounts, key=lambda one: (len(one.root), len(one.point))):
        if _is_system(machine, mount, mounts) or (mount.covered and mount.filesystem == _ON_DEMAND):
            continue  # the kernel's own and the system's: /dev/shm, /run, /sys/fs/cgroup
        cause = why_not(mount)
        if cause is not None:
            volumes.left(mount.point, cause, _WAYS.get(cause))
            continue
        if mount.covered:
            continue
        volumes.there(mount.point)
        try:
            kind = machine.stat(mount.point).kind
        except Unreadable as error:
            volumes.left(mount.point, error)
            continue
        volumes.looked(mount.point)
        if kind is Kind.FOLDER and not any(same(mount, other) for other in taken):
            taken.append(mount)
    hidden = (mount for mount in mounts if mount.covered and why_not(mount) is None)
    for mount in hidden:
        if not _is_system(machine, mount, mounts) and not any(same(mount, other) for other in taken):
            volumes.left(mount.device, Cause.WOULD_NOT_SAY, _UNCOVER, _COVERED)
    if machine.host.platform is Platform.LINUX:
        for name, cause in unmounted(machine, mounts):
            volumes.left(name, cause, _ATTACH)
    return volumes, taken


def same(one: Mount, other: Mount) -> bool:
    """Whether both are the same folder of the same file system."""
    return _of_one(one, other) and one.root == other.root


def _of_one(one: Mount, other: Mount) -> bool:
    """Whether both are of one file system: by its number or, where the system gives none, by a device's name. Other
    names ("tmpfs", "overlay") are those of many.
    """
    if one.number and other.number:
        return one.number == other.number
    return one.device.startswith(_DEVICES) and one.device == other.device


def _bound(taken: Sequence[Mount]) -> Iterator[str]:
    """Where a folder that is mounted by itself, too (bind mounts, subvolumes), lies within all of its file system.

    It is looked at by the name under which people have it: their own programs' folders are told by that name.
    """
    for whole, part in permutations(taken, 2):
        if _of_one(whole, part) and part.root != whole.root and _below(part.root, whole.root):
            yield whole.point.rstrip("/") + part.root.removeprefix(whole.root.rstrip("/"))


def why_not(mount: Mount | None) -> Cause | None:
    """Why a volume is not looked at; None: it is."""
    if mount is None:
        return None
    kinds = known_places().filesystems
    if _LOCKED in mount.options:
        return Cause.ENCRYPTED
    if _REMOTE in mount.options or mount.filesystem in kinds.network:
        return Cause.ELSEWHERE
    if mount.filesystem in kinds.programs or mount.filesystem in kinds.views:
        return Cause.NOT_IN_QUESTION
    return None if mount.filesystem in kinds.local else Cause.NOT_UNDERSTOOD


def _is_system(machine: Machine, mount: Mount, mounts: Sequence[Mount]) -> bool:
    """Whether it is mounted where only the system keeps things. Media are none, wherever they are mounted, nor is a
    disk of its own below such a folder: somebody put it there.
    """
    system = known_places().system.linux
    if machine.host.platform is Platform.WINDOWS or not any(_below(mount.point, folder) for folder in system):
        return False
    if _below(mount.point, _MEDIA):
        return False
    own = mount.device.startswith(_DEVICES) and why_not(mount) is None
    own = own and mount.point not in system and not _below(mount.point, _BOOT)
    return not own or any(
        other.device == mount.device and not any(_below(other.point, folder) for folder in system) for other in mounts
    )


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
