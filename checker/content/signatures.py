"""By which bytes formats are told that are no text: those that are read, and those that are at least called by name.

Whatever may hold a paper or a picture and has no reader is UNSUPPORTED, never "other".
"""

from __future__ import annotations

import struct
from functools import cache

from checker.content.file import File

AR, NEW_CPIO, PORTABLE_CPIO = b"!<arch>\n", (b"070701", b"070702"), b"070707"
_ICONS, _MOST_ICONS = (b"\0\0\x01\0", b"\0\0\x02\0"), 256
_HEADERS = (40, 52, 56, 108, 124)  # bytes of what BMP calls its second header
_LOOK = 64 << 10  # bytes behind a program in which an archive begins; the script of a 7z one stands before it

# (where, bytes, format); the first that fits.
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"CR\x02", "raw"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"\0\0\0\x0cjP  ", "jp2"),
    (0, b"\xff\x4f\xff\x51", "jp2"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"PK00PK\x03\x04", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"{\\rt", "rtf"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b\x08", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (257, b"ustar", "tar"),
    # encrypted by themselves
    (0, b"Salted__", "encrypted"),
    (0, b"age-encryption.org/", "encrypted"),
    (0, b"LUKS\xba\xbe", "encrypted"),
    (3, b"-FVE-FS-", "encrypted"),
    (0, b"-----BEGIN PGP MESSAGE-----", "encrypted"),
    (0, b"-----BEGIN AGE ENCRYPTED FILE-----", "encrypted"),
    (0, b"-----BEGIN CMS-----", "encrypted"),
    (0, b"-----BEGIN PKCS7-----", "encrypted"),
    # archives and images of disks
    (0, b"PK\x07\x08", "zip"),  # the first of several volumes
    (0, b"\xed\xab\xee\xdb", "rpm"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"RE~^", "rar"),
    (0, b"MSCF\0\0\0\0", "cab"),
    (0, b"ISc(", "cab"),
    (0, b"\x04\x22\x4d\x18", "lz4"),
    (0, b"LZIP\x01", "lzip"),
    (0, b"\x89LZO", "lzo"),
    (0, b"\x1f\x9d", "compress"),
    (0, b"\x60\xea", "arj"),
    *((2, b"-l" + way + b"-", "lzh") for way in (b"h0", b"h1", b"h4", b"h5", b"h6", b"h7", b"z4", b"z5", b"zs")),
    (7, b"**ACE**", "ace"),
    (20, b"\xdc\xa7\xc4\xfd", "zoo"),
    (0, b"ALZ\x01", "alz"),
    (0, b"EGGA\0\x01", "egg"),
    (0, b"SIT!", "stuffit"),
    (0, b"StuffIt", "stuffit"),
    (0, b"xar!\0\x1c", "xar"),
    (0, b"MSWIM\0\0\0", "wim"),
    (0, b"conectix", "disk image"),
    (0, b"vhdxfile", "disk image"),
    (0, b"KDMV", "disk image"),
    (0, b"QFI\xfb", "disk image"),
    (64, b"\x7f\x10\xda\xbe", "disk image"),
    (0, b"EVF\x09\r\n\xff\0", "disk image"),
    (0, b"TAPE\0\0", "backup"),
    # documents
    (0, b"AT&TFORM", "djvu"),
    (0, b"Founder CEB", "ceb"),
    (0, b"%!PS-AdobeFont", "other"),
    (0, b"%!FontType", "other"),
    (0, b"%!PS", "postscript"),
    (0, b"\xc5\xd0\xd3\xc6", "postscript"),
    (0, b"AC10", "dwg"),
    (0, b"ITSF", "chm"),
    (0, b"\x3f\x5f\x03\0", "hlp"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"bplist00", "plist"),
    (4, b"Standard Jet DB", "access"),
    (4, b"Standard ACE DB", "access"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "onenote"),
    (60, b"BOOKMOBI", "mobi"),
    (60, b"TEXtREAd", "mobi"),
    (0, b"\xffWPC", "wordperfect"),
    (0, b"\xdb\xa5-\0", "word2"),
    (0, b"\x9b\xa5\x21\0", "word2"),
    (0, b"\x31\xbe\0\0\0\xab", "word2"),  # Word for DOS and Windows Write
    (0, b"\x32\xbe\0\0\0\xab", "word2"),
    (0, b"\x01\xfe\x32\0", "works"),
    (0, b"\0\0\x02\0\x04\x04\x05\x54", "works"),
    (0, b"\xff\0\x02\0\x04\x04\x05\x54", "works"),
    (0, b"\x09\0\x04\0", "xls"),  # Excel 2 to 5 without a container: the first record and its length
    (0, b"\x09\x02\x06\0", "xls"),
    (0, b"\x09\x04\x06\0", "xls"),
    (0, b"\x09\x08\x08\0\0\x05", "xls"),
    (0, b"\x09\x08\x10\0\0\x06", "xls"),
    (0, b"HWP Document File", "hwp"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),
    (0, b"\xcf\xad\x12\xfe", "dbx"),
    (0, b"!BDN", "pst"),
    # pictures
    (0, b"8BPS", "psd"),
    (0, b"\0\0\0\x0cJXL ", "jxl"),
    (0, b"\xff\x0a", "jxl"),
    (0, b"II\xbc\x01", "jxr"),
    (0, b"\xd7\xcd\xc6\x9a", "wmf"),
    (522, b"\0\x11\x02\xff", "pict"),
    (0, b"\x97JB2\r\n\x1a\n", "jbig2"),
    (0, b"\x0a\x05\x01\x08", "pcx"),
    (0, b"\x0a\x05\x01\x01", "pcx"),
    (0, b"\x3a\xde\x68\xb1", "dcx"),
    (0, b"gimp xcf", "xcf"),
    (0, b"\x76\x2f\x31\x01", "exr"),
    (0, b"BPG\xfb", "bpg"),
    (0, b"\x59\xa6\x6a\x95", "sun raster"),
    (0, b"\x01\xda\0\x01", "sgi"),
    (0, b"\x01\xda\x01\x01", "sgi"),
    (128, b"DICM", "dicom"),
    (0, b"FUJIFILMCCD-RAW", "raw"),
    (0, b"IIRO\x08", "raw"),
    (0, b"IIRS\x08", "raw"),
    (0, b"IIU\0", "raw"),
    (0, b"FOVb", "raw"),
    (0, b"\0MRM", "raw"),
    # programs, sound, films, fonts: no papers
    (0, b"\x7fELF", "other"),
    (0, b"\xca\xfe\xba\xbe", "other"),
    (0, b"\xcf\xfa\xed\xfe", "other"),
    (0, b"\0\x05\x16\x07\0\2\0\0", "other"),  # AppleDouble: what macOS keeps of a file beside it, as ._name
    (0, b"OggS\0", "other"),
    (0, b"fLaC\0", "other"),
    (0, b"\x1a\x45\xdf\xa3", "other"),
    (0, b"\0\x01\0\0\0", "other"),
    (0, b"OTTO\0", "other"),
    (0, b"wOFF\0", "other"),
    (0, b"wOF2\0", "other"),
)
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")  # of PKCS #7: what was encrypted for a certificate
_TRAILS = ((b"koly", "disk image"), (b"conectix", "disk image"))  # at the beginning of the last 512 bytes
_TARGA = b"TRUEVISION-XFILE.\0"
_BEHIND_PROGRAMS = (
    (b"PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"MSCF\0\0\0\0", "cab"),
)
_BRANDS = dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic")
_BRANDS |= {b"avif": "avif", b"avis": "avif", b"crx ": "raw"}
_REDUCED, _PARTS, _DNG = 0xFE, 0x14A, 0xC612  # tags of TIFF: what kind of picture, others within, a raw one


def told(head: bytes) -> str:
    """The format that a file's first bytes name; nothing where our table knows none."""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12]) or _compatible(head) or "other"
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "other"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    found = _behind_the_first_bytes(head) or next(
        (name for at, sign, name in _beginning(head[:1]) if head.startswith(sign, at)), ""
    )
    if found == "tiff" and _is_raw(head):
        return "raw"
    if found:
        return found
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return "bmp"
    if head[:2] in (b"P5", b"P6") and head[2:3].isspace():
        return "ppm"
    if head[:2] in (b"P1", b"P2", b"P3", b"P4", b"P7") and head[2:3].isspace() and head[3:4] in b"#0123456789W":
        return "pnm"
    if head[:4] == b"\x01\0\0\0" and head[40:44] == b" EMF":
        return "emf"
    if is_ar(head):
        return "ar"
    if is_cpio(head):
        return "cpio"
    if head[:4] in (b"ID3\x02", b"ID3\x03", b"ID3\x04") and _is_sound(head):
        return "other"
    if head[:3] == b"\0\0\x01" or head[:3] == b"\0\0\x02":
        return "ico" if _is_icon(head) else ""
    return "lzma" if _is_lzma(head) else ""


@cache
def _beginning(first: bytes) -> tuple[tuple[int, bytes, str], ...]:
    """The signatures that a file with that first byte can have, in the order of the table."""
    return tuple(one for one in _SIGNATURES if one[0] or one[1].startswith(first))


def trailing(file: File) -> str:
    """The format that a file's last bytes name."""
    if file.size < 512:
        return ""
    tail = file.part(file.size - 512, 512)
    if tail.endswith(_TARGA):
        return "tga"
    return next((name for sign, name in _TRAILS if tail.startswith(sign)), "")


def behind_a_program(file: File, head: bytes) -> tuple[str, int]:
    """An archive behind a Windows program, as those that unpack themselves have it: its format, where it begins."""
    begin = _end_of_program(head)
    if not 0 < begin < file.size:
        return "", 0
    content = file.part(begin, min(_LOOK, file.size - begin))
    places = ((content.find(sign), name) for sign, name in _BEHIND_PROGRAMS)
    return min(((name, begin + at) for at, name in places if at >= 0), key=lambda one: one[1], default=("", 0))


def _end_of_program(head: bytes) -> int:
    """Where the last section of a program ends ([PE format], "Section Table"); 0 where it is none."""
    try:
        (at,) = struct.unpack_from("<I", head, 0x3C)
        if head[at : at + 4] != b"PE\0\0":
            return 0
        number, optional = struct.unpack_from("<H", head, at + 6)[0], struct.unpack_from("<H", head, at + 20)[0]
        sections = [struct.unpack_from("<II", head, at + 24 + optional + 40 * index + 16) for index in range(number)]
    except struct.error:
        return 0
    return max((size + begin for size, begin in sections), default=0)


def _behind_the_first_bytes(head: bytes) -> str:
    """A format that is told by what stands behind a length or the mark of an encoding."""
    if head[:1] == b"\x30" and _ENVELOPED in head[:40]:
        return "encrypted"
    if head[:3] == b"\xef\xbb\xbf" and head[3:].lstrip().startswith(b"{\\rt"):
        return "rtf"
    return ""


def _compatible(head: bytes) -> str | None:
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = (head[at : at + 4] for at in range(16, size, 4))
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _is_sound(head: bytes) -> bool:
    """Whether a name of a piece of music follows the three letters, with its length in sevens of bits ([ID3v2] 3.1)."""
    return len(head) > 10 and head[4] == 0 and not head[5] & 0x0F and max(head[6:10]) < 0x80 and b"\0" in head[10:128]


def _is_lzma(head: bytes) -> bool:
    """The old format of xz has no sign: a usual first byte, a power of two, a size that is unknown or sensible."""
    if head[:1] != b"\x5d" or len(head) < 14:
        return False
    dictionary, size = struct.unpack_from("<IQ", head, 1)
    return dictionary.bit_count() in (1, 2) and dictionary >= 1 << 12 and (size == (1 << 64) - 1 or size < 1 << 40)


def _is_raw(head: bytes) -> bool:
    """Whether a TIFF is a camera's raw picture: its first page is a small copy, and the picture lies below it."""
    order = "<" if head[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(order + "I", head, 4)
        (number,) = struct.unpack_from(order + "H", head, at)
        tags = {
            struct.unpack_from(order + "H", head, at + 2 + 12 * index)[0]: struct.unpack_from(
                order + "I", head, at + 10 + 12 * index
            )[0]
            for index in range(min(number, 200))
        }
    except struct.error:
        return False
    return _DNG in tags or (_PARTS in tags and tags.get(_REDUCED) == 1)


def is_ar(head: bytes) -> bool:
    """Whether a member's header follows, whole, cut off or lost: a text may begin with the same word."""
    return head.startswith(AR) and (head[66:68] in (b"`\n", b"\0\0") or (len(head) < 68 and head.isascii()))


def is_cpio(head: bytes) -> bool:
    """Whether it begins with the numbers of a member, or with as many of them as there are."""
    if head[:6] in NEW_CPIO:
        return all(byte in b"0123456789abcdefABCDEF" for byte in head[6:110].rstrip(b"\0"))
    return head[:6] == PORTABLE_CPIO and all(byte in b"01234567" for byte in head[6:76].rstrip(b"\0"))


def _is_icon(head: bytes) -> bool:
    """Whether the list of pictures makes sense: the four first bytes alone are those of many things."""
    number = int.from_bytes(head[4:6], "little")
    if head[:4] not in _ICONS or not 0 < number <= _MOST_ICONS or len(head) < 22:
        return False
    size, at = struct.unpack_from("<II", head, 14)
    return (
        head[9] == 0
        and size > 16
        and at >= 6 + 16 * number
        and (at >= len(head) - 4 or is_of_an_icon(head[at : at + 4]))
    )


def is_of_an_icon(head: bytes) -> bool:
    return head == b"\x89PNG" or int.from_bytes(head, "little") in _HEADERS
