"""Image files that are no copy byte for byte: forensic, virtual and compressed ones, and parts of split ones.

Taken for raw they would be "not blank, no file found": wrong, and nobody would notice. They are refused by name. None
of them is read: each library would be one more parser of hostile bytes, and a raw copy is one command away.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from checker.model.text import Text

_SECTOR = 512
_DESCRIPTOR = b"# Disk DescriptorFile"

_CONTAINER = Text(
    "这是{kind}，不是逐字节的镜像，里面的内容读不出来，没有检查：{path}",
    "This is {kind}, not a copy byte for byte; what is inside cannot be read, so it was not checked: {path}",
)
_PART = Text(
    "这是分卷镜像的一部分，单看一部分不能下结论，没有检查：{path}",
    "This is one part of a split image; one part alone says nothing, so it was not checked: {path}",
)
CONVERT = Text(
    "由信息中心转成原始镜像（raw、dd）再查，例如 ewfexport、qemu-img convert -O raw，或者先解压、先合并分卷",
    "Have IT make a raw image (raw, dd) of it and check that: with ewfexport or qemu-img convert -O raw, by unpacking"
    " it, or by joining its parts",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """`name` as people say it, by `magic` at `at` (from the end where that is negative)."""

    name: Text
    magic: bytes
    at: int = 0


def _kind(zh: str, en: str, magic: bytes, at: int = 0) -> _Kind:
    return _Kind(Text(zh, en), magic, at)


_KINDS = (
    _kind("EnCase 取证镜像（E01）", "an EnCase image (E01)", b"EVF\x09\x0d\x0a\xff\x00"),
    _kind("EnCase 取证镜像（Ex01）", "an EnCase image (Ex01)", b"EVF2\x0d\x0a\x81\x00"),
    _kind("EnCase 逻辑镜像（L01）", "an EnCase logical image (L01)", b"LVF\x09\x0d\x0a\xff\x00"),
    _kind("EnCase 逻辑镜像（Lx01）", "an EnCase logical image (Lx01)", b"LVF2\x0d\x0a\x81\x00"),
    _kind("AccessData 逻辑镜像（AD1）", "an AccessData logical image (AD1)", b"ADSEGMENTEDFILE\0"),
    _kind("AFF 取证镜像", "an AFF image", b"AFF10\r\n\0"),
    _kind("QEMU 虚拟磁盘（qcow2）", "a QEMU disk (qcow2)", b"QFI\xfb"),
    _kind("QEMU 虚拟磁盘（QED）", "a QEMU disk (QED)", b"QED\0"),
    _kind("VMware 虚拟磁盘（VMDK）", "a VMware disk (VMDK)", b"KDMV"),
    _kind("VMware 虚拟磁盘（VMDK）", "a VMware disk (VMDK)", b"COWD"),
    _kind("VMware 虚拟磁盘（VMDK）", "a VMware disk (VMDK)", b"\xbe\xba\xfe\xca\0\0\0\0"),
    _kind("Bochs 虚拟磁盘", "a Bochs disk", b"Bochs Virtual HD Image"),
    _kind("VMware 虚拟磁盘的说明文件（VMDK）", "the description of a VMware disk (VMDK)", _DESCRIPTOR),
    _kind("微软虚拟磁盘（VHDX）", "a Microsoft disk (VHDX)", b"vhdxfile"),
    _kind("微软虚拟磁盘（VHD）", "a Microsoft disk (VHD)", b"conectix"),
    _kind("微软虚拟磁盘（VHD）", "a Microsoft disk (VHD)", b"conectix", -_SECTOR),
    _kind("VirtualBox 虚拟磁盘（VDI）", "a VirtualBox disk (VDI)", b"\x7f\x10\xda\xbe", 64),
    _kind("Parallels 虚拟磁盘", "a Parallels disk", b"WithoutFreeSpace"),
    _kind("Parallels 虚拟磁盘", "a Parallels disk", b"WithouFreSpacExt"),
    _kind("苹果磁盘映像（DMG）", "an Apple disk image (DMG)", b"koly", -_SECTOR),
    _kind("苹果稀疏映像（sparseimage）", "an Apple sparse image", b"sprs"),
    _kind("安卓稀疏镜像（simg）", "an Android sparse image", b"\x3a\xff\x26\xed"),
    _kind("Windows 映像（WIM）", "a Windows image (WIM)", b"MSWIM\0\0\0"),
    _kind("Windows 整机映像（FFU）", "a Windows full flash image (FFU)", b"SignedImage ", 4),
    _kind("partimage 备份", "a partimage backup", b"PaRtImAgE-VoLuMe"),
    _kind("partclone 备份", "a partclone backup", b"partclone-image"),
    _kind("ntfsclone 备份", "an ntfsclone backup", b"\0ntfsclone-image"),
    _kind("Ghost 备份（GHO）", "a Ghost backup (GHO)", b"\xfe\xef\x01"),
    _kind("gzip 压缩的镜像", "an image packed with gzip", b"\x1f\x8b\x08"),
    _kind("bzip2 压缩的镜像", "an image packed with bzip2", b"BZh"),
    _kind("xz 压缩的镜像", "an image packed with xz", b"\xfd7zXZ\0"),
    _kind("lz4 压缩的镜像", "an image packed with lz4", b"\x04\x22\x4d\x18"),
    _kind("zstd 压缩的镜像", "an image packed with zstd", b"\x28\xb5\x2f\xfd"),
    _kind("lzip 压缩的镜像", "an image packed with lzip", b"LZIP"),
    _kind("lzop 压缩的镜像", "an image packed with lzop", b"\x89LZO\0\r\n\x1a\n"),
    _kind("CSO 压缩的光盘映像", "a packed disc image (CSO)", b"CISO"),
    _kind("zip 压缩包", "a zip archive", b"PK\x03\x04"),
    _kind("7z 压缩包", "a 7z archive", b"7z\xbc\xaf\x27\x1c"),
    _kind("rar 压缩包", "a rar archive", b"Rar!\x1a\x07"),
)
_NUMBERED = re.compile(r"^(?P<stem>.+\.)(?P<number>\d{2,4}|[a-z]{2,3})$", re.IGNORECASE)
_ZIP_END, _ZIP_LONGEST = b"PK\x05\x06", 22 + 65535


def refused(path: str, size: int, read: Callable[[int, int], bytes]) -> Text | None:
    """Why an image file is not read; None where it is taken for a copy byte for byte. `read(position, length)`.

    Raises:
        OSError: it cannot be read.
    """
    for kind in _KINDS:
        at = kind.at if kind.at >= 0 else size + kind.at
        if at >= 0 and read(at, len(kind.magic)) == kind.magic and _holds(kind.magic, size, read):
            return _CONTAINER.filled(kind=kind.name, path=Text.name(path))
    return _PART.filled(path=Text.name(path)) if _is_part(path) else None


def _holds(magic: bytes, size: int, read: Callable[[int, int], bytes]) -> bool:
    """Whether an archive is one from its first byte to its last: a medium may begin with one that lay on it."""
    if magic == b"PK\x03\x04":
        tail = read(max(0, size - _ZIP_LONGEST), _ZIP_LONGEST)
        at = tail.rfind(_ZIP_END)
        return at >= 0 and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)
    if magic.startswith(b"7z"):
        offset, length = struct.unpack("<QQ", read(12, 16).ljust(16, b"\0"))
        return bool(32 + offset + length == size)
    if magic == b"BZh":
        return read(4, 6) == b"1AY&SY"
    return True


def _is_part(path: str) -> bool:
    """Whether it is one of several by its name: ``stick.001`` beside ``stick.002``, ``stick.dd.aa`` beside ``.ab``."""
    match = _NUMBERED.match(os.path.basename(path))
    if match is None:
        return False
    folder, number = os.path.dirname(path), match["number"]
    return any(os.path.isfile(os.path.join(folder, match["stem"] + other)) for other in _beside(number))


def _beside(number: str) -> tuple[str, ...]:
    """The names before and after one: of parts that are counted, or lettered as `split` does it."""
    if number.isdigit():
        value, width = int(number), len(number)
        return tuple(str(other).zfill(width) for other in (value - 1, value + 1) if other >= 0)
    if len(set(number[:-1].lower())) > 1 or number[0].lower() not in "ax":
        return ()
    last = number[-1]
    return tuple(number[:-1] + chr(ord(last) + step) for step in (-1, 1) if chr(ord(last) + step).isalpha())
