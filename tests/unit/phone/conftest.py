from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.machine.phone.keys import PhoneKey
from checker.machine.phone.tcp import TcpTransport
from tests.worlds.phone_peer import Faults, StandInPhone

# The stand-in phone's shell is this computer's.
collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []

STUBS = {
    "settings": 'case "$3" in adb_enabled) echo 1;; screen_off_timeout) printf "60000\\r\\n";; *) echo null;; esac',
    "dumpsys": """echo "Can't find service: $1" """,
    "cmd": 'echo "cmd: Can\'t find service: $1"; exit 20',
    "am": "cat; echo 0",  # reads its input: closed, or everything waits
    "getprop": 'printf "[ro.product.model]: [M]\\n[gsm.operator.alpha]: [private]\\n"',
}


@pytest.fixture(scope="session")
def key() -> PhoneKey:
    return PhoneKey.made()


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Callable[..., StandInPhone]]:
    made: list[StandInPhone] = []

    def make(**options: Any) -> StandInPhone:
        faults = Faults(**{name: options.pop(name) for name in list(options) if name in Faults.__dataclass_fields__})
        one = StandInPhone(tmp_path / "phone", **{"stubs": STUBS, **options}, faults=faults)
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def reach(key: PhoneKey) -> Iterator[Callable[..., TcpTransport]]:
    made: list[TcpTransport] = []

    def connect(phone: StandInPhone, **options: Any) -> TcpTransport:
        one = TcpTransport(phone.port, key, **options)
        made.append(one)
        return one

    yield connect
    for one in made:
        one.close()
