"""Small files of every kind, made by hand so that each test says what is in them."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

HEAD = "机密★10年\n某某单位文件\n某发〔2019〕3号\n正文在此"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


def docx(text: str = HEAD, parts: Mapping[str, str | bytes] | None = None, body: str = "") -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W}><w:body>{_paragraphs(text)}{body}</w:body></w:document>",
            **(parts or {}),
        }
    )


def header(text: str) -> str:
    return f"<w:hdr {W}>{_paragraphs(text)}</w:hdr>"


def xlsx(text: str = HEAD, margin: str = "") -> bytes:
    lines = text.splitlines()
    strings = "".join(f"<si><t>{line}</t></si>" for line in lines)
    rows = "".join(f'<row r="{i + 1}"><c r="A{i + 1}" t="s"><v>{i}</v></c></row>' for i in range(len(lines)))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData>"
            f"<headerFooter><oddHeader>{margin}</oddHeader></headerFooter></worksheet>",
        }
    )


def pptx(text: str = HEAD) -> bytes:
    drawn = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.splitlines())
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": "<p/>",
            "ppt/slides/slide1.xml": "<p:sld><a:p><a:r><a:t>题目</a:t></a:r></a:p></p:sld>",
            "ppt/slides/slide2.xml": f"<p:sld>{drawn}</p:sld>",
        }
    )


def odt(text: str = HEAD, meta: str = "", manifest: str = "<manifest/>") -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in text.splitlines())
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content><office:body>{body}</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta>{meta}</office:document-meta>",
            "META-INF/manifest.xml": manifest,
        }
    )


def ofd(text: str = HEAD, custom: str = "") -> bytes:
    """Its objects stand in the wrong order, as some programs write them."""
    objects = [
        f'<ofd:TextObject ID="{i}" Boundary="20 {20 + 10 * i} 150 6"><ofd:TextCode X="0" Y="5">{line}</ofd:TextCode>'
        "</ofd:TextObject>"
        for i, line in enumerate(text.splitlines())
    ]
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD><ofd:DocBody><ofd:DocInfo>{custom}</ofd:DocInfo></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": "<ofd:Document/>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page>{''.join(reversed(objects))}</ofd:Page>",
        }
    )


def rtf(text: str = HEAD) -> bytes:
    body = "\\par\n".join("".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) for line in text.splitlines())
    return b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\info{\\title x}}" + body.encode("ascii") + b"\\par}"


def rtf_gbk(text: str = HEAD) -> bytes:
    def escaped(line: str) -> str:
        return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in line.encode("gb18030"))

    return ("{\\rtf1\\ansi\\ansicpg936 " + "\\par ".join(map(escaped, text.splitlines())) + "\\par}").encode("ascii")


def html(text: str = HEAD, charset: str = "gbk") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    page = f'<html><head><meta charset="{charset}"><title>通知</title></head><body>{body}</body></html>'
    return page.encode("gb18030" if charset.startswith("gb") else charset, "xmlcharrefreplace")


def mht(text: str = HEAD) -> bytes:
    import base64

    page = base64.encodebytes(html(text, "utf-8")).decode("ascii")
    return (
        'From: <saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n--b--\r\n"
    ).encode("ascii")


def tar(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def seven(files: Mapping[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return out.getvalue()


def pdf(text: str = HEAD) -> bytes:
    import typst

    source = '#set text(font: "Noto Sans SC")\n' + "\n\n".join(text.splitlines())
    from importlib.util import find_spec

    found = find_spec("pylopdf_fonts_zh_cn")
    assert found is not None
    places = list(found.submodule_search_locations or ())
    return typst.compile(source.encode(), font_paths=places)


# -- compound files ([MS-CFB]), version 3 ------------------------------------------------------------------------------

_FREE, _LAST, _NONE = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Names with a slash lie in storages. Small streams lie in the mini stream, as the format wants it."""
    sectors, chain = list[bytes](), list[int]()

    def put(content: bytes) -> int:
        begin, number = len(sectors), -(-len(content) // 512)
        for index in range(number):
            sectors.append(content[512 * index : 512 * (index + 1)].ljust(512, b"\0"))
            chain.append(begin + index + 1 if index + 1 < number else _LAST)
        return begin if number else _LAST

    small, minis = bytearray(), list[int]()
    starts = dict[str, int]()
    for name, content in streams.items():
        if len(content) >= 4096:
            starts[name] = put(content)
            continue
        begin, number = len(minis), -(-len(content) // 64)
        minis += [begin + index + 1 for index in range(number)]
        if number:
            minis[-1] = _LAST
        small += content.ljust(number * 64, b"\0")
        starts[name] = begin if number else _LAST
    mini_at = put(bytes(small))
    mini_fat = struct.pack(f"<{len(minis)}I", *minis)
    mini_fat_at = put(mini_fat + b"\xff" * (-len(mini_fat) % 512))
    entries = _directory(streams, starts)
    entries[0] = _entry("Root Entry", 5, mini_at, len(small), child=int.from_bytes(entries[0][76:80], "little"))
    directory = b"".join(entries) + _entry("", 0, 0, 0) * (-len(entries) % 4)
    at = put(directory)
    fats = 1
    while fats * 128 < len(sectors) + fats:
        fats += 1
    fat_at = len(sectors)
    chain += [0xFFFF_FFFD] * fats
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512 * fats, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fats, at, 0, 4096, mini_fat_at, -(-len(mini_fat) // 512), _LAST, 0)
    head += struct.pack(f"<{fats}I", *range(fat_at, fat_at + fats))
    return head.ljust(512, b"\xff") + b"".join(sectors) + fat


def _directory(streams: Mapping[str, bytes], starts: Mapping[str, int]) -> list[bytes]:
    """The root and all below it; what lies in one storage is a list to the right."""
    entries = [b""]

    def fill(prefix: str) -> int:
        below = {name[len(prefix) :].partition("/")[0] for name in streams if name.startswith(prefix)}
        first, before = _NONE, -1
        for name in sorted(below, key=lambda name: (len(name), name.upper())):
            at = len(entries)
            entries.append(b"")
            path = prefix + name
            if path in streams:
                entries[at] = _entry(name, 2, starts[path], len(streams[path]))
            else:
                entries[at] = _entry(name, 1, 0, 0, child=fill(f"{path}/"))
            if before < 0:
                first = at
            else:
                entries[before] = entries[before][:72] + struct.pack("<I", at) + entries[before][76:]
            before = at
        return first

    entries[0] = _entry("Root Entry", 5, _LAST, 0, child=fill(""))
    return entries


def _entry(name: str, kind: int, start: int, size: int, child: int = _NONE, right: int = _NONE) -> bytes:
    raw = (name + "\0").encode("utf-16-le") if name else b""
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _NONE, right, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)


def doc(text: str = HEAD, margin: str = "", *, encrypted: bool = False) -> bytes:
    """Word 97: two pieces, the second one as single bytes."""
    story = text.replace("\n", "\r") + margin.replace("\n", "\r")
    main = bytearray(4096)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<I", main, 0x4C, len(text))
    struct.pack_into("<I", main, 0x54, len(margin))
    wide = story.encode("utf-16-le")
    main[2048 : 2048 + len(wide)] = wide
    main[3900:3903] = b"abc"
    main[3903:] = b"x" * (len(main) - 3903)
    ends = struct.pack("<III", 0, len(story), len(story) + 3)
    pieces = struct.pack("<HIH", 0, 2048, 0) + struct.pack("<HIH", 0, 0x4000_0000 | 3900 * 2, 0)
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(ends + pieces)) + ends + pieces
    struct.pack_into("<II", main, 0x01A2, 16, len(clx))
    return compound({"WordDocument": bytes(main), "1Table": bytes(16) + clx})


def xls(text: str = HEAD, *, encrypted: bool = False) -> bytes:
    """BIFF8, with a string that goes on in the next record."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    lines = text.splitlines()
    strings = [struct.pack("<HB", len(line), 1) + line.encode("utf-16-le") for line in lines]
    first = struct.pack("<II", len(lines), len(lines)) + strings[0][:7]
    rest = b"\x01" + strings[0][7:] + b"".join(strings[1:])
    book = record(0x809, struct.pack("<HH12x", 0x600, 5)) + (record(0x2F, bytes(6)) if encrypted else b"")
    return compound({"Workbook": book + record(0xFC, first) + record(0x3C, rest) + record(0x0A, b"")})


def ppt(text: str = HEAD) -> bytes:
    def atom(kind: int, body: bytes, version: int = 0) -> bytes:
        return struct.pack("<HHI", version, kind, len(body)) + body

    atoms = atom(1011, bytes(20)) + atom(4000, text.replace("\n", "\r").encode("utf-16-le"))
    content = atom(1000, atom(4080, atoms, 0xF), 0xF)
    directory, edit = len(content), len(content) + 16
    content += atom(6002, struct.pack("<II", 1 << 20 | 1, 0))
    content += atom(4085, struct.pack("<IIIIIIHH", 256, 0x0300_0000, 0, directory, 1, 1, 1, 0))
    user = struct.pack("<HHIIIIHHBBH", 0, 4086, 20, 20, 0xE391_C05F, edit, 0, 0x3F4, 3, 0, 0)
    return compound({"PowerPoint Document": content, "Current User": user})


def deflated_zeros(size: int) -> bytes:
    """A sound zlib stream of `size` zeros. A MiB is packed once: behind a full flush each of them packs alike."""
    mib = 1 << 20
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(mib)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(size % mib)) + packer.flush()
    checksum = size % 65521 << 16 | 1  # Adler-32 of zeros (RFC 1950)
    return head + again * (size // mib) + rest[:-4] + struct.pack(">I", checksum)


def bomb(size: int = 64 << 20) -> bytes:
    """A part that unpacks to a thousand times its size."""
    return docx(parts={"word/header1.xml": b" " * size})
