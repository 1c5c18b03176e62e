"""A ZIP file as a document's container: every entry is enumerated, and each is read with its fate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import partial

from checker.content.markings import Part
from checker.content.readers import metafiles
from checker.content.readers.xml import decoded
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zips import DIRECTORY, Zip
from checker.facts.content.document import Read
from checker.facts.content.marking import Zone
from checker.model.coverage import Unit

_TEXTS = 64 << 20  # characters of one document in all
_PICTURE_ENDINGS = frozenset(
    (
        "jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "tif", "tiff", "webp", "emf", "wmf", "emz",
        "wmz", "jp2", "j2k", "jpx", "jpf", "jb2", "jbig2", "heic", "heif", "avif", "wdp", "jxr", "hdp",
        "pcx", "pct", "pict", "eps", "ico", "tga", "ppm", "pgm", "pbm", "pnm", "psd", "svm",
    )
)  # fmt: skip
_DRAWINGS = (".emf", ".wmf")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<|\xfe\xff\0<|<\0|\0<")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP  ", b"\x97JB2", b"RIFF")
_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rt", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08")


class Looks(Enum):
    """What a part is by its first bytes."""

    XML = auto()
    PICTURE = auto()
    FILE = auto()  # of a kind that stands for itself
    UNKNOWN = auto()


def looks(content: bytes) -> Looks:
    if content.startswith(b"<"):  # nearly all
        return Looks.XML
    head = content[:64]
    if _XML.match(head):
        return Looks.XML
    if head.startswith(_PICTURES):
        return Looks.PICTURE
    return Looks.FILE if head.startswith(_FILES) else Looks.UNKNOWN


def is_picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _PICTURE_ENDINGS


class Container:
    """The entries of one document, and the reading that their words go into.

    What is not settled by a method here counts as not looked at.
    """

    def __init__(self, archive: Zip, reading: Reading) -> None:
        self.archive, self.reading, self.account = archive, reading, reading.account
        self._left = _TEXTS
        self.account.there(Unit.PICTURES, filter(is_picture, archive.names))
        self.account.there(Unit.PARTS, archive.names)
        if archive.torn:
            self.account.left(DIRECTORY, Read.DAMAGED)
        for stretch in archive.stray:
            self.account.left(stretch, Read.UNSUPPORTED)
        reading.add(Zone.PROPERTY, archive.comment)

    def content(self, name: str) -> bytes:
        """A part's bytes; of a damaged one, which is told, those that unpack before the damage."""
        try:
            return self.archive.read(name)
        except Trouble as trouble:
            self.account.left(name, trouble.read)
            return self.archive.begun(name) if trouble.read is Read.DAMAGED else b""

    def xml(self, name: str, content: bytes | None = None) -> str:
        """A part's characters, by which it is settled; "" where it has none that may be read."""
        try:
            found = decoded(self.content(name) if content is None else content)
        except Trouble as trouble:
            self.account.left(name, trouble.read)
            return ""
        self.account.looked(name)
        return found

    def picture(self, name: str) -> None:
        """Hand on a picture, whatever its size and format: who looks at pictures says what became of it.

        A drawing that writes all its words as text has been read with that.
        """
        if name.lower().endswith(_DRAWINGS) and self._drawn(name):
            self.account.looked(name)
            return
        self.reading.picture(self.archive.inner(name))

    def _drawn(self, name: str) -> bool:
        """Words and bitmaps of a metafile; whether it draws nothing else."""
        try:
            found = metafiles.drawn(self.archive.read(name))
        except Trouble:
            return False  # and is told by who looks at pictures
        if found is None:
            return False
        self.add(name, [(Zone.PICTURE, found.text)])
        for number, inner in enumerate(found.bitmaps, 1):
            self.reading.picture(Inner(f"{name}: bitmap {number}", len(inner), len(inner), partial(bytes, inner)))
        return found.whole

    def add(self, name: str, words: Iterable[tuple[Zone, str]]) -> None:
        """The words of a part, as far as the limit on a whole document allows."""
        for zone, text in words:
            if len(text) > self._left:
                self.reading.cut(name)
                text = text[: self._left]
            self._left -= len(text)
            self.reading.add(zone, text)

    def add_all(self, name: str, parts: tuple[Part, ...]) -> None:
        """The same of words that were handed on for another file; none of them is empty."""
        length = sum([len(part.text) for part in parts])
        if length > self._left:
            self.add(name, [(part.zone, part.text) for part in parts])
        else:
            self._left -= length
            self.reading.parts += parts

    @property
    def empty(self) -> bool:
        """Whether nothing of it has been handed on."""
        return not (self.reading.parts or self.reading.pictures)

    def nothing_but_trouble(self) -> None:
        """Raises Trouble where nothing was found and a part could not be read: that is the word for all of it then."""
        whys = {one.why for one in self.account.missed} - {Read.UNSUPPORTED}
        for why in (Read.REFUSED, Read.ENCRYPTED, Read.DAMAGED, Read.TOO_LARGE):
            if why in whys:
                raise Trouble(why)
