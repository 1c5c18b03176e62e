"""A second opinion by libmagic, on content that our own table does not know.

It only adds: what we took for no document becomes one that this version cannot read. It takes no file from a reader,
and a system without libmagic has our table alone. Systems have different releases of libmagic; the names kept here
stand for long signatures that all of them know (measured: none of them is said of 20,000 blocks of random bytes).
"""

from __future__ import annotations

from functools import cache

from checker.machine import libmagic

# MIME type or its beginning -> what it is called in a result.
_DOCUMENTS = {
    "text/": "foreign-text",  # in an encoding that we do not read
    "application/vnd.wordperfect": "wordperfect",
    "application/vnd.lotus-": "lotus",
    "application/vnd-ms-works": "works",
    "application/vnd.ms-works": "works",
    "application/x-mswrite": "write",
    "application/x-hwp": "hwp",
    "application/x-ichitaro": "ichitaro",
    "application/vnd.stardivision.": "staroffice",
    "application/vnd.corel-draw": "coreldraw",
    "application/x-corelpresentations": "coreldraw",
    "application/vnd.pagemaker": "pagemaker",
    "application/x-quark-xpress": "quark",
    "application/msonenote": "onenote",
    "application/x-mobipocket-ebook": "mobi",
    "application/postscript": "postscript",
    "application/x-dvi": "dvi",
    "application/dicom": "dicom",
    "application/zstd": "zst",
    "application/x-lz4": "lz4",
    "application/x-lzip": "lzip",
    "application/x-lha": "lha",
    "application/x-ace-compressed": "ace",
    "application/vnd.ms-cab-compressed": "cab",
    "application/x-stuffit": "stuffit",
    "application/x-ms-wim": "wim",
    "application/x-xar": "xar",
    "image/vnd.adobe.photoshop": "psd",
    "image/vnd.dwg": "dwg",
    "image/jp2": "jp2",
    "image/jpx": "jp2",
    "image/jxl": "jxl",
    "image/jxr": "jxr",
    "image/bpg": "bpg",
    "image/wmf": "wmf",
    "image/x-canon-": "raw",
    "image/x-fuji-raf": "raw",
    "image/x-olympus-orf": "raw",
    "image/x-xcf": "xcf",
    "image/x-exr": "exr",
    "image/x-ms-awd": "fax",
}
NAMES = frozenset(_DOCUMENTS.values())
_loaded = cache(libmagic.loaded)


def second(head: bytes) -> str:
    """What a document's first bytes are called; nothing: libmagic knows of no document either, or is not here."""
    judge = _loaded()
    mime = judge.mime(head) if judge else ""
    return next((name for beginning, name in _DOCUMENTS.items() if mime.startswith(beginning)), "")


def release() -> str:
    """libmagic's release, such as "544"; nothing where there is none. A result depends on it."""
    judge = _loaded()
    return judge.release if judge else ""
