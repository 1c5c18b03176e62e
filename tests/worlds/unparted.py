"""Media and documents read in this process instead of a child: for tests of what is concluded from them.

What a child survives is asked of real ones, in tests/unit. An interpreter that loads what a child needs takes 0.3 s.
"""

from __future__ import annotations

import pickle
from threading import Event
from typing import Any

import pytest

from checker.content.inspection import Order
from checker.content.source import Item
from checker.content.workers import Fetch, here
from checker.facts.content.document import Seen
from checker.machine.media.apart import Halted, Limits, Lost, Tell, Work
from checker.machine.media.medium import Gone, Medium


def apart(
    medium: Medium, path: str, work: Work, arguments: tuple[Any, ...], limits: Limits, stop: Event, on_message: Tell
) -> Any:
    """Stands for `checker.machine.media.apart.apart`: what goes to and fro is a copy, as through its pipe."""

    def tell(message: Any) -> None:
        if stop.is_set():
            raise Halted
        on_message(_copy(message))

    try:
        return _copy(work(medium, tell, *_copy(arguments)))
    except (Gone, Halted):
        raise
    except Exception as error:
        raise Lost("memory" if isinstance(error, MemoryError) else "crash") from error


def _copy(content: Any) -> Any:
    return pickle.loads(pickle.dumps(content))


class Worker:
    """Stands for `checker.content.workers.Worker`."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def look(self, item: Item, head: bytes, fetch: Fetch, order: Order) -> list[Seen]:
        return here(item, head, fetch, order)

    def close(self) -> None: ...


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.residue.scan.apart", apart)
    monkeypatch.setattr("checker.residue.documents.apart", apart)
    monkeypatch.setattr("checker.content.scan.Worker", Worker)
