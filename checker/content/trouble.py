"""Why a file could not be read: a state of its own each, and never the end of a scan."""

from __future__ import annotations

from checker.facts.content.document import Read


class Trouble(Exception):
    """A reader's refusal. `read` is what the file is counted as."""

    def __init__(self, read: Read) -> None:
        super().__init__(read.value)
        self.read = read
