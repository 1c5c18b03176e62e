"""The newest files first, for a search that has little time: what changed last is what was not looked at before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.content.source import Item, Source

_MOST_LISTED = 1_000_000  # files whose names and times are held at once


class Newest:
    """A source whose files are listed in full and then looked at by their time of change, the last one first.

    most     so many of them at most
    halting  asked while the list is made
    beyond   afterwards: how many were listed and lie beyond `most`
    endless  afterwards: there are more than can be listed, or the time ended while they were
    """

    def __init__(self, source: Source, most: int, halting: Callable[[], bool]) -> None:
        self._source, self._most, self._halting = source, most, halting
        self.beyond = 0
        self.endless = False

    def items(self) -> Iterator[Item]:
        listed = list[Item]()
        for item in self._source.items():
            if len(listed) >= _MOST_LISTED or self._halting():
                self.endless = True
                break
            if item.trouble is not None:
                yield item  # there is nothing to read
            else:
                listed.append(item)
        listed.sort(key=lambda item: item.modified, reverse=True)
        self.beyond = max(0, len(listed) - self._most)
        yield from listed[: self._most]

    def part(self, path: str, offset: int, size: int) -> bytes:
        return self._source.part(path, offset, size)
