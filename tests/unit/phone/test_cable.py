"""Large pieces over TCP: whole, in whatever parts they come, and begun anew where a phone fell silent in between."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from checker.machine.phone.cable import Tcp
from checker.machine.phone.patience import Patience
from checker.machine.phone.troubles import PhoneTrouble, Trouble

SENT = random.Random(3).randbytes(700_000)


@pytest.fixture
def ends() -> Iterator[tuple[Tcp, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        cable = Tcp(server.getsockname()[1], Patience(Event()))
        there, _ = server.accept()
        with there:
            yield cable, there
        cable.close()


def test_a_large_piece_comes_whole_with_little_ones_before_and_behind(ends: tuple[Tcp, socket.socket]) -> None:
    cable, there = ends
    sender = Thread(target=there.sendall, args=(SENT,))
    sender.start()
    found = cable.exactly(24) + cable.exactly(100) + cable.exactly(600_000) + cable.exactly(99_876)
    sender.join()
    assert found == SENT


def test_what_came_before_a_loss_is_kept_for_who_asks_again(ends: tuple[Tcp, socket.socket]) -> None:
    cable, there = ends
    there.sendall(SENT[:300_000])
    there.shutdown(socket.SHUT_WR)
    with pytest.raises(PhoneTrouble) as lost:
        cable.exactly(700_000)
    assert lost.value.trouble is Trouble.LOST
    assert cable.exactly(300_000) == SENT[:300_000]
