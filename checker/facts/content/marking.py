"""A suspected marking: what was seen, where, and how sure. Never more of the document than the marking itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Bucket(StrEnum):
    """Where a find goes.

    NONE      no marking
    QUIET     looks like one and is probably none: exam paper, published or declassified paper, sample
    REVIEW    somebody should look: a level without its star, a marked paragraph, a telegram head
    INTERNAL  an internal or work-secret mark
    MARKED    a suspected secrecy marking
    """

    NONE = "none"
    QUIET = "quiet"
    REVIEW = "review"
    INTERNAL = "internal"
    MARKED = "marked"


class Zone(StrEnum):
    """Where in a document something stands."""

    BODY = "body"
    MARGIN = "margin"  # page header and footer
    BOX = "box"  # text box
    PROPERTY = "property"  # properties, custom properties, electronic marks, OFD metadata
    HIDDEN = "hidden"  # hidden text, tracked deletions
    COMMENT = "comment"
    PICTURE = "picture"  # read off a picture
    NAME = "name"  # the file's name


@dataclass(frozen=True, slots=True)
class Marking:
    """What one document is marked with.

    score     0 to 1; from 0.6 on a suspected marking, from 0.3 on to be looked at
    text      the marking as written, at most 40 characters
    level     绝密, 机密, 秘密, or "" where none was written
    term      as written: 10年, 长期, 2026年1月1日前, 启用前, or ""
    features  docno, copyno, urgent, redhead, signer, imprint, telegram
    traps     exam, released, sample: why it went to the quiet bucket
    faults    no_term, term_too_long, star_without_secret, level_after_star
    """

    bucket: Bucket = Bucket.NONE
    score: float = 0.0
    text: str = ""
    level: str = ""
    term: str = ""
    zone: Zone = Zone.BODY
    features: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
