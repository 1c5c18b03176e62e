"""Archives of every kind, with a paper in them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

import inflate64

from tests.planting.planted import Planted
from tests.unit.content import papers

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NAME = "目录/a.docx"
_SECTOR = 2048


def _zip(method: int) -> Callable[[str], bytes]:
    def make(marking: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr(NAME, papers.docx(marking))
            archive.writestr("b.txt", "通知")
        return out.getvalue()

    return make


def _foreign(method: int, pack: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    """A zip whose member is packed in a way that this Python's zipfile cannot write."""

    def make(marking: str) -> bytes:
        content = papers.docx(marking)
        packed, name = pack(content), NAME.encode()
        fields = struct.pack("<IIIHH", zlib.crc32(content), len(packed), len(content), len(name), 0)
        local = b"PK\x03\x04" + struct.pack("<HHHHH", 63, 0x800, method, 0, 0) + fields + name + packed
        central = b"PK\x01\x02" + struct.pack("<HHHHHH", 63, 63, 0x800, method, 0, 0) + fields
        central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
        return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)

    return make


def _deflated_64(content: bytes) -> bytes:
    packer = inflate64.Deflater()
    return bytes(packer.deflate(content) + packer.flush())


def _tar(mode: str, form: int = tarfile.PAX_FORMAT) -> Callable[[str], bytes]:
    def make(marking: str) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
            for name, content in ((NAME, papers.docx(marking)), ("b.txt", b"x")):
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return out.getvalue()

    return make


def old_tar(marking: str) -> bytes:
    """As before POSIX: nothing but a sum tells what it is."""
    content = bytearray(_tar("w", tarfile.USTAR_FORMAT)(marking))
    at = 0
    while at < len(content) and content[at]:
        size = int(content[at + 124 : at + 136].strip(b" \0") or b"0", 8)
        content[at + 257 : at + 265] = bytes(8)
        content[at + 148 : at + 156] = b" " * 8
        content[at + 148 : at + 156] = b"%06o\0 " % sum(content[at : at + 512])
        at += 512 + -(-size // 512) * 512
    return bytes(content)


def program(size: int = 1024) -> bytes:
    """The least of a Windows program that has a section."""
    head = bytearray(size)
    head[:2], head[0x3C] = b"MZ", 0x80
    head[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<HH", head, 0x84, 0x14C, 1)
    struct.pack_into("<II", head, 0x80 + 24 + 16, size - 512, 512)
    return bytes(head)


def iso(marking: str, joliet: bool = True) -> bytes:
    """A disc with a folder in its root and a paper in that."""
    content = papers.docx(marking)
    coding = "utf-16-be" if joliet else "ascii"

    def entry(name: bytes, at: int, size: int, flags: int) -> bytes:
        length = 33 + len(name) + (1 - len(name) % 2)
        fields = struct.pack("<BBI4sI4s7sBBBHHB", length, 0, at, b"", size, b"", b"", flags, 0, 0, 1, 0, len(name))
        return (fields + name).ljust(length, b"\0")

    def folder(at: int, above: int, *entries: bytes) -> bytes:
        return b"".join((entry(b"\0", at, _SECTOR, 2), entry(b"\1", above, _SECTOR, 2), *entries)).ljust(_SECTOR, b"\0")

    def descriptor(kind: int) -> bytes:
        block = bytearray(_SECTOR)
        block[:7] = bytes((kind,)) + b"CD001\x01"
        block[80:84] = struct.pack("<I", last + 1)
        block[132:136] = struct.pack("<I", len(table))
        block[140:144] = struct.pack("<I", last)
        if kind == 2:
            block[88:91] = b"%/E"
        block[156:190] = entry(b"\0", 19, _SECTOR, 2)
        return bytes(block)

    below = "目录" if joliet else "FOLDER"
    last = 21 + -(-len(content) // _SECTOR)
    table = b"".join(
        (struct.pack("<BBIH", len(name), 0, at, 1) + name).ljust(8 + len(name) + len(name) % 2, b"\0")
        for name, at in ((b"\0", 19), (below.encode(coding), 20))
    )
    parts = [
        bytes(16 * _SECTOR),
        descriptor(1),
        descriptor(2 if joliet else 1),
        (b"\xffCD001\x01").ljust(_SECTOR, b"\0"),
        folder(19, 19, entry(below.encode(coding), 20, _SECTOR, 2)),
        folder(20, 19, entry("A.DOCX;1".encode(coding), 21, len(content), 0)),
        content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0"),
        table.ljust(_SECTOR, b"\0"),
    ]
    return b"".join(parts)


def ar(members: Mapping[str, bytes]) -> bytes:
    """As dpkg writes it: a slash behind each name."""
    out = b"!<arch>\n"
    for name, content in members.items():
        out += f"{name + '/':<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content
        out += b"\n" * (len(content) % 2)
    return out


def _deb(marking: str) -> bytes:
    return ar({"debian-binary": b"2.0\n", "data.tar.xz": _tar("w:xz")(marking)})


def _ar_of_bsd(marking: str) -> bytes:
    content, name = papers.docx(marking), NAME.encode()
    size = len(name) + len(content)
    return b"!<arch>\n" + f"{'#1/' + str(len(name)):<16}{0:<32}{size:<10}`\n".encode() + name + content


def _ar_of_gnu(marking: str) -> bytes:
    content, names = papers.docx(marking), b"a-name-of-more-than-sixteen-signs.docx/\n"
    names += b"\n" * (len(names) % 2)
    out = b"!<arch>\n" + f"{'//':<48}{len(names):<10}`\n".encode() + names
    return out + f"{'/0':<48}{len(content):<10}`\n".encode() + content


def cpio(marking: str) -> bytes:
    def entry(name: bytes, content: bytes) -> bytes:
        fields = (1, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name + b"\0"
        return head + bytes(-len(head) % 4) + content + bytes(-len(content) % 4)

    return entry(NAME.encode(), papers.docx(marking)) + entry(b"TRAILER!!!", b"")


def _cpio_portable(marking: str) -> bytes:
    def entry(name: bytes, content: bytes) -> bytes:
        head = b"070707" + b"%06o%06o%06o%06o%06o%06o%06o" % (0, 1, 0o100644, 0, 0, 1, 0)
        return head + b"%011o%06o%011o" % (0, len(name) + 1, len(content)) + name + b"\0" + content

    return entry(NAME.encode(), papers.docx(marking)) + entry(b"TRAILER!!!", b"")


def rpm(marking: str) -> bytes:
    def header(size: int) -> bytes:
        return b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", 1, size) + bytes(16 + size)

    lead = b"\xed\xab\xee\xdb\3\0".ljust(96, b"\0")
    return lead + header(5) + bytes(-(16 + 16 + 5) % 8) + header(9) + gzip.compress(cpio(marking))


def _twice(pack: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    return lambda marking: pack("关于会议的通知\n".encode()) + pack(f"{marking}\n正文".encode())


def _lzma(content: bytes) -> bytes:
    return lzma.compress(content, lzma.FORMAT_ALONE)


def _zst(content: bytes) -> bytes:
    """With a sum over the content, as the program zstd writes it."""
    return zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1})


def _entry(marking: str, **about: bytes) -> bytes:
    """A zip of one text, with what stands beside it in its directory."""
    out, info = io.BytesIO(), zipfile.ZipInfo("a.txt")
    info.extra, info.comment = about.get("extra", b""), about.get("comment", b"")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, b"text")
        if "folder" in about:
            archive.writestr(f"{marking}/", b"")
    return out.getvalue()


def _other_name(marking: str) -> bytes:
    """[APPNOTE] 4.6.9: the same name in UTF-8."""
    name = marking.encode()
    return struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name


_BESIDE: dict[str, Callable[[str], bytes]] = {
    "name of a folder": lambda marking: _entry(marking, folder=b""),
    "another name": lambda marking: _entry(marking, extra=_other_name(marking)),
    "remark of a member": lambda marking: _entry(marking, comment=marking.encode()),
}


def _tar_of(kind: bytes, **about: str | dict[str, str]) -> bytes:
    out, info = io.BytesIO(), tarfile.TarInfo("a")
    info.type = kind
    for key, value in about.items():
        setattr(info, key, value)
    info.size = 4 if kind == tarfile.REGTYPE else 0
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info, io.BytesIO(b"text"))
    return out.getvalue()


def _remark_of_gz(marking: str) -> bytes:
    return b"\x1f\x8b\x08\x10" + bytes(6) + marking.encode() + b"\0" + gzip.compress(b"text")[10:]


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": _zst}
TARS = {
    "tar": _tar("w"),
    "tar, gnu": _tar("w", tarfile.GNU_FORMAT),
    "tar, ustar": _tar("w", tarfile.USTAR_FORMAT),
    "tar, before POSIX": old_tar,
    "tar.gz": _tar("w:gz"),
    "tar.bz2": _tar("w:bz2"),
    "tar.xz": _tar("w:xz"),
    "tar.zst": lambda marking: _zst(_tar("w")(marking)),
}
ARCHIVES = (
    Planted("zip", "stored", _zip(zipfile.ZIP_STORED)),
    Planted("zip", "deflated", _zip(zipfile.ZIP_DEFLATED)),
    Planted("zip", "bzip2", _zip(zipfile.ZIP_BZIP2)),
    Planted("zip", "lzma", _zip(zipfile.ZIP_LZMA)),
    Planted("zip", "deflated 64", _foreign(9, _deflated_64)),
    Planted("zip", "zstd", _foreign(93, zstd.compress)),
    Planted("zip", "xz", _foreign(95, lzma.compress)),
    *(Planted("zip", place, make) for place, make in _BESIDE.items()),
    *(Planted(kind, "member", make) for kind, make in TARS.items()),
    Planted("tar", "name of a folder", lambda marking: _tar_of(tarfile.DIRTYPE, name=marking)),
    Planted("tar", "where a link leads", lambda marking: _tar_of(tarfile.SYMTYPE, linkname=marking)),
    Planted("tar", "remark", lambda marking: _tar_of(tarfile.REGTYPE, pax_headers={"comment": marking})),
    Planted("gz", "remark", _remark_of_gz),
    Planted("7z", "member", lambda marking: papers.seven({NAME: papers.docx(marking), "b.txt": b"x"})),
    Planted("iso", "member", iso, "x.iso"),
    Planted("iso", "member without long names", lambda marking: iso(marking, joliet=False), "x.iso"),
    *(Planted(kind, "packed", lambda marking, pack=pack: pack(papers.docx(marking))) for kind, pack in PACKERS.items()),
    Planted("lzma", "packed", lambda marking: _lzma(papers.docx(marking))),
    *(Planted(kind, "second member", _twice(pack)) for kind, pack in PACKERS.items()),
    Planted("deb", "member", _deb),
    Planted("ar", "member of BSD", _ar_of_bsd),
    Planted("ar", "member of a long name", _ar_of_gnu),
    Planted("cpio", "member", cpio),
    Planted("cpio, portable", "member", _cpio_portable),
    Planted("rpm", "member", rpm),
    Planted("exe", "zip behind it", lambda marking: program() + _zip(zipfile.ZIP_DEFLATED)(marking)),
    Planted(
        "exe", "7z behind it", lambda marking: program() + b";!@Install@" + papers.seven({NAME: papers.docx(marking)})
    ),
)
