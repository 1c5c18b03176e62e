"""How a product gives itself away on a computer. Every table of products uses these words."""

from __future__ import annotations

from dataclasses import dataclass

from checker.knowledge.names import (
    LinuxPackage,
    LinuxPath,
    LinuxProcess,
    ProductId,
    SystemdUnit,
    WindowsProcess,
    WindowsService,
)
from checker.knowledge.unsound import Unsound
from checker.model.target import Platform
from checker.model.text import Text, shown

_TWICE = Text("{sign} 写了不止一次（不分大小写）", "{sign} stands there more than once, since case does not count")
_ALL = Text("{sign} 什么都匹配", "{sign} fits everything")
_NO_SIGN = Text("{id} 没有可以找到它的特征", "{id} has no sign by which it could be found")


@dataclass(frozen=True, slots=True)
class Signs:
    """Names on one system. They compare without case; ``*`` and ``?`` stand for anything.

    programs   Windows: names in the list of installed programs; Linux: package names
    services   Windows: service names; Linux: systemd units with their ending
    processes  program file names without folder: portable programs have nothing else
    paths      Linux: a folder or file that is there when the product is installed. It is never opened.
    """

    programs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for signs in (self.programs, self.services, self.processes):
            folded = [sign.lower() for sign in signs]
            for sign, low in zip(signs, folded, strict=True):
                if folded.count(low) > 1:
                    raise Unsound(_TWICE.filled(sign=shown(repr(sign))))
                if not low.strip("*?. "):
                    raise Unsound(_ALL.filled(sign=shown(repr(sign))))


@dataclass(frozen=True, slots=True)
class WindowsSigns(Signs):
    services: tuple[WindowsService, ...] = ()
    processes: tuple[WindowsProcess, ...] = ()


@dataclass(frozen=True, slots=True)
class LinuxSigns(Signs):
    programs: tuple[LinuxPackage, ...] = ()
    services: tuple[SystemdUnit, ...] = ()
    processes: tuple[LinuxProcess, ...] = ()
    paths: tuple[LinuxPath, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """One product. `bundled`: it comes with the system, so that being installed says nothing by itself."""

    id: ProductId
    name: Text
    windows: WindowsSigns = WindowsSigns()
    linux: LinuxSigns = LinuxSigns()
    bundled: bool = False

    def __post_init__(self) -> None:
        if self.windows == WindowsSigns() and self.linux == LinuxSigns():
            raise Unsound(_NO_SIGN.filled(id=shown(self.id)))

    def on(self, platform: Platform) -> Signs:
        return self.windows if platform is Platform.WINDOWS else self.linux
