"""Pictures that were taken in a row, so that a person decides about all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

from checker.facts.content.document import Seen

_GAP = 120.0  # seconds from one picture to the next


def bursts(photos: Iterable[Seen]) -> tuple[tuple[Seen, ...], ...]:
    """Those of one folder, each within two minutes of the one before; cards and receipts come after papers.

    Within a burst by time, the bursts by folder. A file's time of change is when a photo was taken or saved.
    """
    found = list[list[Seen]]()
    for one in sorted(photos, key=lambda seen: (_is_card(seen), _folder(seen), seen.modified, seen.path)):
        if not found or not _follows(found[-1][-1], one):
            found.append([])
        found[-1].append(one)
    return tuple(map(tuple, found))


def _follows(before: Seen, after: Seen) -> bool:
    same = _folder(before) == _folder(after) and _is_card(before) == _is_card(after)
    return same and after.modified - before.modified <= _GAP


def _folder(seen: Seen) -> str:
    """An archive is a folder of its own."""
    return seen.path if seen.member else seen.path.replace("\\", "/").rpartition("/")[0]


def _is_card(seen: Seen) -> bool:
    return seen.picture is not None and seen.picture.card
