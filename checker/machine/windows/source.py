"""A live Windows."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event
from typing import Any

from checker.machine import refusals, system
from checker.machine.answers import Host
from checker.machine.patience import within
from checker.model.target import Platform

if sys.platform == "win32":
    import ctypes

    from checker.machine.windows import accounts, files, processes, registry, services, subject, volumes, win32, wmi

SECONDS = 15.0  # for questions to services that can hang; WMI may have to start one first
_VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_RELEASE = ("CurrentBuild", "UBR", "EditionID", "DisplayVersion", "ProductName")
_NO_BOXES = 0x8001  # SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX


class WindowsSource:
    """Answers from the Windows that we run on. One inspection, one thread.

    Files and the registry are read in the thread that asks. Everything else goes through services of the system, and is
    given up after `SECONDS`, or as soon as a person stops the inspection.
    """

    def __init__(self) -> None:
        if sys.platform == "win32":
            # An empty card reader must not make Windows ask for a disk.
            ctypes.WinDLL("kernel32.dll").SetErrorMode(_NO_BOXES)

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if sys.platform == "win32":
            return _answer(verb, arguments, stop)
        raise refusals.not_here(verb)


if sys.platform == "win32":
    _OF_FILES: Mapping[str, Callable[..., Any]] = {
        "read": files.read,
        "tail": files.tail,
        "head": files.head,
        "list": files.entries,
        "stat": files.stat,
        "exists": files.exists,
        "target_of": files.target_of,
        "documents": files.documents,
        "document": files.part,
    }

    def _answer(verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb in _OF_FILES:
            return _OF_FILES[verb](*arguments)
        match verb, arguments:
            case "host", ():
                return _host()
            case "processors", ():
                return os.cpu_count() or 1
            case "registry", (key, view):
                return registry.key(subject.of_subject(key), view)
            case "processes", ():
                return within(SECONDS, stop, verb, processes.processes)
            case "services", ():
                return within(SECONDS, stop, verb, services.services)
            case "listeners", ():
                return within(SECONDS, stop, verb, system.listeners)
            case "interfaces", ():
                return within(SECONDS, stop, verb, system.interfaces)
            case "mounts", ():
                return within(SECONDS, stop, verb, volumes.mounts)
            case "wmi", (namespace, classname, properties):
                return within(SECONDS, stop, f"WMI {classname}", lambda: wmi.rows(namespace, classname, properties))
            case "win32", (name, *values):
                subject.answers_for_us(name)
                return within(SECONDS, stop, name, lambda: win32.answer(name, *values))
        raise refusals.not_here(verb)

    def _host() -> Host:
        values = registry.key(_VERSION, 64)
        release = {name: str(data) for name in _RELEASE if (data := values.value(name)) not in (None, b"", ())}
        if "CurrentBuild" not in release:  # every default of a probe hangs on it
            raise refusals.malformed(_VERSION)
        return Host(
            platform=Platform.WINDOWS,
            name=platform.node(),
            admin=accounts.is_admin(),
            now=datetime.now(UTC),
            release=release,
            people=accounts.people(subject.subject()),
        )
