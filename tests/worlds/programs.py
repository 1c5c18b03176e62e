"""Ordinary parts of made-up computers: packages, services and processes that every scenario about software needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from checker.machine.answers import Process, Service

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
EDGE = {"DisplayName": "Microsoft Edge", "Publisher": "Microsoft Corporation"}


def dpkg(*names: str, conffiles: Iterable[str] = ()) -> str:
    """A dpkg status file with base-files, those packages, and one package that owns those files."""
    entries = [f"Package: {name}\nStatus: install ok installed\nVersion: 1.0\n" for name in ("base-files", *names)]
    lines = "".join(f" {path} {'0' * 32}\n" for path in conffiles)
    entries.append(
        f"Package: owner\nStatus: install ok installed\nVersion: 1.0\nConffiles:\n{lines}Description: owner\n"
    )
    return "\n".join(entries)


def linux_files(*packages: str, **more: Any) -> dict[str, Any]:
    """What a Debian-family system has: dpkg's list and a unit."""
    return {"/var/lib/dpkg/status": dpkg(*packages), "/usr/lib/systemd/system/cron.service": "", **more}


def clamav_database(made: datetime) -> bytes:
    """The first 512 bytes of a database of ClamAV (clamav/libclamav/cvd.c), as they are in a real one."""
    head = f"ClamAV-VDB:{made:%d %b %Y %H-%M} +0000:26833:2027000:90:md5:sig:rayman:{int(made.timestamp())}"
    return head.encode("ascii").ljust(512)


def running(*names: str) -> tuple[Process, ...]:
    return tuple(Process(pid, name, None, None) for pid, name in enumerate(("init", *names), 1))


def services(*others: Service) -> tuple[Service, ...]:
    return (Service("Winmgmt", "Windows Management Instrumentation", "automatic", "running", "svchost.exe"), *others)


def service(name: str, start: str = "automatic", status: str = "running") -> Service:
    return Service(name, name, start, status, f"{name}.exe")


def uninstall(*programs: str) -> Mapping[str, Mapping[str, Any]]:
    """Uninstall entries for all users: Edge, which every Windows has, and those."""
    keys = {rf"{UNINSTALL}\{name}": {"DisplayName": name, "Publisher": "Vendor"} for name in programs}
    return {rf"{UNINSTALL}\Microsoft Edge": EDGE, **keys}
