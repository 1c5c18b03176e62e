"""What the window needs to scan media: what is plugged in, and scans as work that is followed and stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from checker.machine.live import live_machine
from checker.machine.media.listing import Attached, attached, one
from checker.machine.media.medium import Gone
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable

if TYPE_CHECKING:
    from checker.residue.documents import Contained
    from checker.residue.finds import Find
    from checker.residue.result import Mode, Residue
    from checker.residue.scan import Moment, Scan


@dataclass(frozen=True, slots=True)
class Sight:
    """A scan on its way: how far it is; and the map (`checker.residue.cells.Class`, a byte a MiB) and finds as of the
    last checkpoint.
    """

    moment: Moment
    map: bytes
    finds: Sequence[Find] = ()


class Media:
    """Implements `gui.session.Media`. `folder`: where unfinished scans keep their checkpoints."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def attached(self) -> tuple[Attached, ...]:
        return attached(live_machine())

    def scan(self, path: str, mode: Mode, content: bool) -> Scanning:
        from checker.residue.scan import Scan  # the engine's numbers take a while to load

        scan = Scan(path, mode, attached=one(live_machine(), path), folder=self._folder)
        return Scanning(scan, path if content else "")


class Scanning:
    """A scan under way. Iterating does it; `residue` comes at the end, unless it was stopped before any was known.

    `content`: the medium's path, where its files are to be looked into after the scan; `contained` is what came of it.
    """

    def __init__(self, scan: Scan, content: str = "") -> None:
        self._scan, self._content = scan, content
        self._stop = Event()
        self.residue: Residue | None = None
        self.contained: Contained | None = None

    @property
    def resumed(self) -> bool:
        """Whether it went on from where an earlier scan of this medium was interrupted."""
        return self._scan.resumed

    def stop(self) -> None:
        self._stop.set()
        self._scan.stop()

    def __iter__(self) -> Iterator[Sight]:
        told: SimpleQueue[Sight | BaseException | None] = SimpleQueue()
        thread = Thread(target=self._run, args=(told,), name="scans a medium", daemon=True)
        thread.start()
        while (one := told.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one

    def _run(self, told: SimpleQueue[Sight | BaseException | None]) -> None:
        self._scan.hear = lambda moment: told.put(Sight(moment, self._scan.map, self._scan.finds))
        try:
            self.residue = self._scan.run()
            if self._content and not self._stop.is_set():
                from checker.residue.documents import looked_into

                workers = live_machine().processors()
                self.contained = looked_into(self._content, self.residue, self._stop, workers)
        except Unreadable as error:
            told.put(_with_how(error))
        except (Cancelled, Gone):
            pass  # what is known by then stands
        except BaseException as error:  # noqa: BLE001  handed to the thread that iterates, which raises it
            told.put(error)
        told.put(None)


def _with_how(error: Unreadable) -> Unreadable:
    """Why a medium cannot be read and what makes it possible, in one sentence: the page has one place for both."""
    if error.how is None:
        return error
    reason, how = error.reason, error.how
    return Unreadable(Text(f"{reason.zh}。{how.zh}", f"{reason.en}. {how.en}"))
