"""Image files that are no copy byte for byte are refused by name, never taken for raw."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from checker.machine.media.medium import open_medium
from checker.model.unreadable import Unreadable

MIB = 1 << 20
RAW = bytes(MIB)


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stick.img", RAW)
    return packed.getvalue()


FOREIGN = {
    "E01": (b"EVF\x09\x0d\x0a\xff\x00" + RAW, "E01"),
    "Ex01": (b"EVF2\x0d\x0a\x81\x00" + RAW, "Ex01"),
    "Lx01": (b"LVF2\r\n\x81\0" + RAW, "Lx01"),
    "AD1": (b"ADSEGMENTEDFILE\0" + RAW, "AD1"),
    "vmdk, sparse": (b"\xbe\xba\xfe\xca\0\0\0\0" + RAW, "VMDK"),
    "bochs": (b"Bochs Virtual HD Image" + RAW, "Bochs"),
    "ffu": (b"\x18\0\0\0SignedImage " + RAW, "FFU"),
    "partimage": (b"PaRtImAgE-VoLuMe" + RAW, "partimage"),
    "lzip": (b"LZIP\1" + RAW, "lzip"),
    "lzop": (b"\x89LZO\0\r\n\x1a\n" + RAW, "lzop"),
    "cso": (b"CISO" + RAW, "CSO"),
    "qcow2": (b"QFI\xfb\0\0\0\3" + RAW, "qcow2"),
    "vmdk": (b"KDMV\1\0\0\0" + RAW, "VMDK"),
    "vmdk's description": (b"# Disk DescriptorFile\nversion=1\n", "VMDK"),
    "vhdx": (b"vhdxfile" + RAW, "VHDX"),
    "dynamic vhd": (b"conectix" + RAW, "VHD"),
    "fixed vhd": (RAW + b"conectix".ljust(512, b"\0"), "VHD"),
    "vdi": (b"<<< Oracle VM VirtualBox Disk Image >>>\n".ljust(64, b"\0") + b"\x7f\x10\xda\xbe" + RAW, "VDI"),
    "dmg": (RAW + b"koly".ljust(512, b"\0"), "DMG"),
    "sparse": (b"\x3a\xff\x26\xed\1\0\0\0" + RAW, "稀疏"),
    "gzip": (gzip.compress(RAW), "gzip"),
    "bzip2": (bz2.compress(RAW), "bzip2"),
    "xz": (lzma.compress(RAW), "xz"),
    "zip": (zipped(), "zip"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_an_image_that_is_no_copy_byte_for_byte_is_refused_by_name(name: str, tmp_path: Path) -> None:
    content, word = FOREIGN[name]
    path = tmp_path / "stick.img"  # whatever it is called
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        open_medium(str(path))
    assert word in refused.value.reason.zh
    assert refused.value.how is not None
    assert "raw" in refused.value.how.en


@pytest.mark.skipif(shutil.which("qemu-img") is None, reason="qemu-img is not here")
@pytest.mark.parametrize("kind", ["qcow2", "vmdk", "vhdx", "vpc", "vdi", "qed"])
def test_what_qemu_makes_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "disk"
    subprocess.run(["qemu-img", "create", "-q", "-f", kind, path, "8M"], check=True)
    with pytest.raises(Unreadable):
        open_medium(str(path))


@pytest.mark.parametrize(
    ("names", "opened"),
    [
        (("stick.001", "stick.002"), "stick.001"),
        (("stick.001", "stick.002"), "stick.002"),
        (("stick.dd.aa", "stick.dd.ab"), "stick.dd.aa"),
        (("stick.img.00", "stick.img.01"), "stick.img.00"),
    ],
)
def test_a_part_of_a_split_image_is_refused(names: tuple[str, ...], opened: str, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_bytes(RAW)
    with pytest.raises(Unreadable) as refused:
        open_medium(str(tmp_path / opened))
    assert "分卷" in refused.value.reason.zh


@pytest.mark.parametrize("name", ["stick.001", "stick.img", "stick.dd", "stick.aa", "2026.11.30"])
def test_a_raw_image_is_opened_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(RAW)
    with open_medium(str(tmp_path / name)) as medium:
        assert medium.size == MIB


@pytest.mark.parametrize("begins", [zipped(), b"BZhappy birthday", b"7z\xbc\xaf\x27\x1c"])
def test_a_medium_that_only_begins_like_an_archive_is_read(begins: bytes, tmp_path: Path) -> None:
    path = tmp_path / "stick.img"
    path.write_bytes(begins.ljust(4 * MIB, b"\0"))
    with open_medium(str(path)) as medium:
        assert medium.size == 4 * MIB
