"""What names of things can look like at all. One that cannot is never found, so a table with it is refused.

``*`` and ``?`` stand for anything where a table says so.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# Android: letters, digits and underscores, two parts at least, each beginning with a letter
# (FrameworkParsingPackageUtils.validateName).
AndroidPackage = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\Z")]
# Debian Policy 5.6.1, and what RPM allows beyond it (capitals, underscores).
LinuxPackage = Annotated[str, Meta(pattern=r"^[A-Za-z0-9*?][A-Za-z0-9+._*?-]+\Z")]
# A file's name without folder. On Windows with its ending: the system lists running programs so.
LinuxProcess = Annotated[str, Meta(pattern=r"^[^/\\\0]+\Z")]
WindowsProcess = Annotated[str, Meta(pattern=r'^[^/\\:"<>|\0]*(\.(?i:exe|com|scr)|\*)\Z')]
# systemd.unit(5): the ending says what kind of unit it is.
SystemdUnit = Annotated[str, Meta(pattern=r"^[A-Za-z0-9:_.\\@*?-]+(\.(service|socket|target|timer|path|mount)|\*)\Z")]
# Service names of Windows have neither slash (CreateService).
WindowsService = Annotated[str, Meta(pattern=r"^[^/\\]{1,256}\Z")]
LinuxPath = Annotated[str, Meta(pattern=r"^(/[^/\0]+)+\Z")]
UsbNumber = Annotated[str, Meta(pattern=r"^[0-9a-f]{4}\Z")]
UsbDevice = Annotated[str, Meta(pattern=r"^[0-9a-f]{4}:[0-9a-f]{4}\Z")]
Sha1 = Annotated[str, Meta(pattern=r"^[0-9a-f]{40}\Z")]
UsbBeginning = Annotated[str, Meta(pattern=r"^[0-9a-f]{1,4}\Z")]
# A product is named by its id for ever, in policies too.
ProductId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]
# What a text in small letters is compared with: a capital would never be met.
Small = Annotated[str, Meta(pattern=r"^[^A-Z]+\Z")]
