"""A ZIP file as a document's container: every entry is enumerated, and each is read with its fate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from checker.content import encodings, limits
from checker.content.markings import Part
from checker.content.readers import metafiles
from checker.content.readers.embedded import unpacked
from checker.content.readers.looks import Looks, looks
from checker.content.readers.words import near_levels
from checker.content.readers.xml import decoded, lines, values
from checker.content.reading import Inner, Reading
from checker.content.trouble import Trouble
from checker.content.zip_entries import END
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
_CARRIED = re.compile(rb">\s*((?:UEsDB|0M8R4KGx|JVBERi|e1xydG|iVBORw0KGgo|/9j/|R0lGOD)[A-Za-z0-9+/\s]{80,}={0,2})\s*<")


@lru_cache(4096)
def is_picture(name: str) -> bool:
    """By its name. Files of one kind call their parts alike, and each is asked for several times."""
    return name.rpartition(".")[2].lower() in _PICTURE_ENDINGS


class Container:
    """The entries of one document, and the reading that their words go into.

    What is not settled by a method here counts as not looked at.
    """

    def __init__(self, archive: Zip, reading: Reading) -> None:
        self.archive, self.reading, self.account = archive, reading, reading.account
        self._left = _TEXTS
        self.inside: list[Inner] = []  # files that stand in parts of XML
        self.account.there(Unit.PICTURES, filter(is_picture, archive.names))
        self.account.there(Unit.PARTS, archive.names)
        if archive.torn:
            self.account.left(DIRECTORY, Read.DAMAGED)
        for stretch in archive.stray:
            self.account.left(stretch, Read.UNSUPPORTED)
        reading.add(Zone.PROPERTY, archive.comment)
        names = "\n".join(archive.names)
        if not names.isascii():
            reading.add(Zone.PROPERTY, names.replace("/", "\n"))

    def content(self, name: str) -> bytes:
        """A part's bytes; of a damaged one, which is told, those that unpack before the damage."""
        try:
            return self.archive.read(name)
        except Trouble as trouble:
            self.account.left(name, trouble.read)
            return self.archive.begun(name) if trouble.read is Read.DAMAGED else b""

    def wordless(self, name: str, *, of_a_program: bool = False) -> bool:
        """Settle a part without words by its name or type, if its bytes agree; true where it is a file of its own.

        of_a_program: what one keeps for itself begins as it likes; whatever is legible in it is read.
        """
        if self.archive.size(name) > limits.PART:
            return self._long_wordless(name)
        content = self.content(name)
        match looks(content):
            case Looks.PICTURE:
                self.picture(name)
            case Looks.TEXT if of_a_program:
                self.add(name, ((Zone.COMMENT, text) for text in encodings.read(content).all))
                self.account.looked(name)
            case Looks.FILE | Looks.TEXT:
                self.account.looked(name)
                return True
            case Looks.XML:
                xml = self.xml(name, content)
                self.add(name, [(Zone.COMMENT, lines(xml)), (Zone.COMMENT, values(xml))])
            case Looks.UNKNOWN if of_a_program:
                self.add(name, [(Zone.COMMENT, near_levels(content))])
                self.account.looked(name)
            case Looks.WORDLESS:
                self.account.nothing(name)
            case Looks.UNKNOWN if not content:
                self.account.nothing(name)
            case Looks.UNKNOWN:  # stays over: nobody knows what is in it
                pass
        return False

    def _long_wordless(self, name: str) -> bool:
        """The same of a part that is not unpacked as a whole: a film may have an archive at its end."""
        try:
            tail = self.archive.tail(name) if looks(self.archive.head(name)) is Looks.WORDLESS else None
        except Trouble:
            tail = None
        if tail is None:
            self.account.left(name, Read.TOO_LARGE)
        elif END not in tail:
            self.account.nothing(name)
        elif self.archive.size(name) > limits.MEMBER:
            self.account.left(name, Read.TOO_LARGE)
        else:
            self.account.looked(name)
            return True
        return False

    def carried(self, name: str, content: bytes) -> None:
        """Files and pictures that a part of XML carries in base64."""
        for number, found in enumerate(_CARRIED.finditer(content), 1):
            inner = unpacked(found[1], strict=False)
            file = Inner(f"{name}: {number}", len(inner), len(inner), partial(bytes, inner))
            match looks(inner):
                case Looks.PICTURE:
                    self.reading.picture(file)
                case Looks.FILE:
                    self.inside.append(file)

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
