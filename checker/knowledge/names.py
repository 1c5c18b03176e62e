"""What names of things can look like at all. One that cannot is never found, so a table with it is refused.

``*`` and ``?`` stand for anything where a table says so. Title (Chinese) and description (English) are what people read
where a name is refused: they go on from “不是” and “is not”.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# Android: letters, digits and underscores, two parts at least, each beginning with a letter
# (FrameworkParsingPackageUtils.validateName).
AndroidPackage = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\Z",
        title="安卓软件包的名称（例如 com.example.app）",
        description="the name of an Android package, like com.example.app",
    ),
]
# Debian Policy 5.6.1, and what RPM allows beyond it (capitals, underscores).
LinuxPackage = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9*?][A-Za-z0-9+._*?-]+\Z",
        title="Linux 软件包的名称（例如 demo-drive）",
        description="the name of a Linux package, like demo-drive",
    ),
]
# A file's name without folder. On Windows with its ending: the system lists running programs so.
LinuxProcess = Annotated[
    str,
    Meta(
        pattern=r"^[^/\\\0]+\Z",
        title="程序的文件名（不带文件夹）",
        description="a program's file name without its folder",
    ),
]
WindowsProcess = Annotated[
    str,
    Meta(
        pattern=r'^[^/\\:"<>|\0]*(\.(?i:exe|com|scr)|\*)\Z',
        title="程序的文件名（例如 demo.exe）",
        description="a program's file name, like demo.exe",
    ),
]
# systemd.unit(5): the ending says what kind of unit it is.
SystemdUnit = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9:_.\\@*?-]+(\.(service|socket|target|timer|path|mount)|\*)\Z",
        title="带后缀的 systemd 单元名称（例如 demo.service）",
        description="the name of a systemd unit with its ending, like demo.service",
    ),
]
# Service names of Windows have neither slash (CreateService).
WindowsService = Annotated[
    str,
    Meta(
        pattern=r"^[^/\\]{1,256}\Z",
        title="Windows 服务的名称（不含斜杠）",
        description="the name of a Windows service, which has no slash",
    ),
]
LinuxPath = Annotated[
    str, Meta(pattern=r"^(/[^/\0]+)+\Z", title="完整路径（例如 /opt/demo）", description="a whole path, like /opt/demo")
]
UsbNumber = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{4}\Z", title="四位小写的十六进制数", description="four hexadecimal digits in small letters"
    ),
]
UsbDevice = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{4}:[0-9a-f]{4}\Z",
        title="两个 USB 编号（例如 12d1:107e）",
        description="two USB numbers, like 12d1:107e",
    ),
]
Sha1 = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{40}\Z",
        title="四十位小写的十六进制数",
        description="forty hexadecimal digits in small letters",
    ),
]
UsbBeginning = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{1,4}\Z",
        title="一到四位小写的十六进制数",
        description="one to four hexadecimal digits in small letters",
    ),
]
# A product is named by its id for ever, in policies too.
ProductId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
        title="由小写字母、数字和连字符组成的编号（例如 demo-drive）",
        description="an id of small letters, digits and hyphens, like demo-drive",
    ),
]
# What a text in small letters is compared with: a capital would never be met.
Small = Annotated[str, Meta(pattern=r"^[^A-Z]+\Z", title="小写的文字", description="in small letters")]
