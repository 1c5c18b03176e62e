"""Services as the service manager lists them."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import psutil
from psutil._pswindows import WindowsService

from checker.machine import refusals
from checker.machine.answers import Service
from checker.machine.windows.api import not_running

UNKNOWN = "unknown"


def services() -> tuple[Service, ...]:
    """All services. Where one does not show its configuration to us, `start` is "unknown" and `command` empty.

    Raises:
        Unreadable: the service manager refuses, or lists nothing, which no working Windows does.
    """
    try:
        found = tuple(_service(service) for service in psutil.win_service_iter())
    except (psutil.Error, OSError) as error:
        raise refusals.denied("services") from error
    if not found:
        raise refusals.malformed("services")
    return found


def require(name: str) -> None:
    """Make sure that a service runs whose functions would otherwise answer with nothing, or with a stub's defaults.

    Raises:
        Unreadable: it is not there, or does not run.
    """
    if not runs(name):
        raise not_running(name)


def runs(name: str) -> bool:
    """Whether a service of Windows runs.

    Raises:
        Unreadable: there is no such service, or its state is not for us to see.
    """
    try:
        status: str = psutil.win_service_get(name).status()
    except (psutil.Error, OSError) as error:
        raise not_running(name) from error
    return status == psutil.STATUS_RUNNING


def _service(service: WindowsService) -> Service:
    try:
        start, command = service.start_type(), service.binpath()
    except (psutil.Error, OSError):
        start, command = UNKNOWN, ""
    try:
        status = service.status()
    except (psutil.Error, OSError):
        status = UNKNOWN
    return Service(service.name(), service.display_name() or service.name(), start, status, command)
