"""A phone as a source of answers: each family of commands is one round trip, asked once an inspection.

Unplugging in the middle loses nothing that was read: the same phone is waited for, and the question is put again. Where
it does not come back, the inspection ends as if a person had stopped it, and can be resumed.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event, RLock
from typing import Any, TypeVar

from checker.machine.answers import Host
from checker.machine.machine import PhoneReply
from checker.machine.phone.commands import Asked, Command, ask, collected, family, of_user
from checker.machine.phone.patience import PROMPT
from checker.machine.phone.transport import Transport
from checker.machine.phone.troubles import PhoneTrouble, Trouble
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Cancelled, Unreadable

log = logging.getLogger(__name__)
T = TypeVar("T")

_TOGETHER = 40  # packages in a round trip
_BACK = 60.0  # seconds for a person to plug the phone in again
_LOOK = 1.0
_SILENCES = 60.0  # seconds that may be lost to a phone that falls silent, all in all
_GONE = (Trouble.LOST, Trouble.NO_DEVICE, Trouble.OFFLINE)
# What a phone can be for a moment while it comes back, or while its owner is looking at the question on it.
_COMING = (*_GONE, Trouble.UNAUTHORIZED, Trouble.NO_PERMISSION, Trouble.BUSY)
_LOCKED = re.compile(rb"\(current\).*deviceLocked=1")
_UNKNOWN = Unreadable(Text("手机上没有这样的信息", "A phone has no such information"))


class _Whoever(Event):
    """The stop of whoever asks now: a connection outlives the inspection that it was made for."""

    def __init__(self) -> None:
        super().__init__()
        self.now = Event()

    def is_set(self) -> bool:
        return self.now.is_set()


class PhoneSource:
    """Answers the verbs of `Machine` that a phone can answer.

    `connect` makes a transport to the same phone again, or raises PhoneTrouble. `told` gets what a person should see
    while the phone is away (PhoneTrouble), and None when it is back.
    """

    def __init__(
        self,
        connect: Callable[[Event], Transport],
        model: str,
        told: Callable[[PhoneTrouble | None], None] = lambda trouble: None,
        patience: float = _BACK,
    ) -> None:
        self._connect = connect
        self.model = model
        self._told = told
        self._patience = patience
        self._stop = _Whoever()
        self._turn = RLock()  # documents are looked at by several threads; the phone answers one at a time
        self._transport: Transport | None = None
        self._read: dict[str, dict[str, PhoneReply] | Unreadable] = {}
        self._about_apps: dict[tuple[str, str], dict[str, PhoneReply]] = {}
        self._host: Host | None = None
        self._frozen: PhoneTrouble | None = None  # it answers nothing any more, by whatever connection
        self._lost, self._retried = 0.0, False  # seconds of silence; whether a question was put again for it

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        match verb, arguments:
            case "host", ():
                self._host = self._host or Host(Platform.ANDROID, self.model, False, datetime.now(UTC), {}, ())
                return self._host
            case "phone", (str(name),):
                return self._family(name, stop)
            case "phone", (str(name), *packages):
                return self._about(name, tuple(packages), stop)
            case "phone_range", (str(path), int(start), int(length)):
                where = _bytes(path)
                return self._here(lambda phone: phone.read_range(where, start, length), stop)
            case "phone_parts", parts:
                asked = [(_bytes(path), start, length) for path, start, length in parts]
                return self._here(lambda phone: phone.read_ranges(asked), stop)
            case "phone_files", (int(limit), *paths):
                return self._here(lambda phone: _whole(phone, [_bytes(path) for path in paths], limit), stop)
            case "processors", ():
                return os.cpu_count() or 1  # this computer's, which thinks about the phone's pictures
            case "phone_stats", paths:
                asked_of = [_bytes(path) for path in paths]
                seen = self._here(lambda phone: phone.stat_many(asked_of), stop)
                return tuple(None if one is None else (one.size, float(one.modified)) for one in seen)
            case "phone_size", (str(path),):
                (item,) = self._here(lambda phone: phone.stat_many([_bytes(path)]), stop)
                if item is None:
                    raise Absent(Text("手机上没有这个文件", "There is no such file on the phone"))
                return item.size
        raise _UNKNOWN

    def open(self, stop: Event) -> None:
        """Reach the phone before anything is asked of it: its owner may have to allow this computer, and unlock it.

        Raises:
            PhoneTrouble: it cannot be reached, or nobody allowed it in time. Some phones (adbd of
                Android 10) say nothing when their owner refuses, so this is short, and the question is not put twice.
            Cancelled: a person stopped.
        """
        self._stop.now = stop
        deadline = time.monotonic() + min(self._patience, PROMPT)
        while self._transport is None:
            try:
                self._transport = self._connect(self._stop)
            except PhoneTrouble as trouble:
                if not trouble.trouble.passing or time.monotonic() > deadline:
                    raise
                self._told(trouble)
                self._pause(stop)
        if not self.model:
            self.model = next((device.model for device in self._transport.devices()), "")
        self._unlocked(stop)
        self._told(None)

    def _unlocked(self, stop: Event) -> None:
        """Wait a while for a locked phone; then go on all the same, and what it closes off is told item by item."""
        deadline = time.monotonic() + self._patience / 2
        while time.monotonic() < deadline:
            (reply,) = self._here(lambda phone: phone.batch([ask("lock.trust")]), stop)
            if not _LOCKED.search(reply.output):
                return
            self._told(PhoneTrouble(Trouble.LOCKED))
            self._pause(stop)

    def fresh(self) -> PhoneSource:
        """The same phone by the same connection, for another inspection: nothing that was read before counts."""
        self._read.clear()
        self._about_apps.clear()
        self._host = self._frozen = None
        self._lost, self._retried = 0.0, False
        return self

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def told(self, name: str) -> Mapping[str, PhoneReply]:
        """What a family said in this inspection, without asking again; empty where it was not asked."""
        found = self._read.get(name, {})
        return {} if isinstance(found, Unreadable) else found

    # -- families -----------------------------------------------------------------------------------------------------

    def _family(self, name: str, stop: Event) -> dict[str, PhoneReply]:
        if name not in self._read:
            try:
                self._read[name] = self._asked(name, stop)
            except PhoneTrouble as trouble:  # it hung, or broke the rules: this family only, and not again
                self._read[name] = trouble
        found = self._read[name]
        if isinstance(found, Unreadable):
            raise found
        return found

    def _asked(self, name: str, stop: Event) -> dict[str, PhoneReply]:
        commands, user = self._of(name, stop)
        asked = [ask(command.name, **of_user(user)) for command in commands]
        return dict(zip((one.name for one in asked), self._batch(asked, stop), strict=True))

    def _about(self, name: str, packages: tuple[str, ...], stop: Event) -> dict[str, PhoneReply]:
        """Each app is asked about once an inspection: several facts need the same, and a phone takes long over it."""
        commands, user = self._of(name, stop)
        found = self._about_apps.setdefault((name, user), {})
        names = {package: [f"{command.name} {package}" for command in commands] for package in packages}
        missing = [package for package, wanted in names.items() if not found.keys() >= set(wanted)]
        for begin in range(0, len(missing), _TOGETHER):
            some = missing[begin : begin + _TOGETHER]
            pairs = [(command, package) for command in commands for package in some]
            asked = [ask(command.name, user=user, package=package) for command, package in pairs]
            told = [f"{command.name} {package}" for command, package in pairs]
            found.update(zip(told, self._batch(asked, stop), strict=True))
        return {one: found[one] for wanted in names.values() for one in wanted}

    def _of(self, name: str, stop: Event) -> tuple[tuple[Command, ...], str]:
        """The commands of a family, and whom they are asked for: ``apps@999``; without a number, who is on screen."""
        name, _, user = name.partition("@")
        commands = family(name)
        if not user:
            user = self._user(stop) if any(command.of_a_user for command in commands) else "0"
        return commands, user

    def _batch(self, asked: list[Asked], stop: Event) -> list[PhoneReply]:
        replies = self._here(lambda phone: phone.batch(asked), stop)
        return [(reply.code, reply.output) for reply in replies]

    def _user(self, stop: Event) -> str:
        """Whose half of the phone is on screen."""
        code, output = self._family("identity", stop)["user"]
        text = output.decode("ascii", "replace").strip()
        return text if code == 0 and text.isdecimal() and len(text) <= 4 else "0"

    # -- the phone, here or away --------------------------------------------------------------------------------------

    def _here(self, work: Callable[[Transport], T], stop: Event) -> T:
        """Do something with the phone; where it goes away meanwhile, wait for it and do that anew."""
        with self._turn:
            return self._held_here(work, stop)

    def _held_here(self, work: Callable[[Transport], T], stop: Event) -> T:
        self._stop.now = stop
        while True:
            if self._frozen is not None:
                raise self._frozen
            begun = time.monotonic()
            try:
                if self._transport is None:
                    self._transport = self._connect(self._stop)
                return work(self._transport)
            except PhoneTrouble as trouble:
                self.close()
                if trouble.trouble is Trouble.HUNG:
                    self._lost += time.monotonic() - begun
                    self._woken(trouble, stop)
                    if self._retried:
                        raise  # it answers, but not this
                    self._retried = True
                    continue
                if trouble.trouble not in _GONE:
                    raise
                log.warning("the phone is away: %s", trouble.trouble)
                self._wait(trouble, stop)

    def _woken(self, trouble: PhoneTrouble, stop: Event) -> None:
        """A phone that fell silent is given a new connection, and one small question. A frozen one is asked nothing
        more in this inspection: its silence is paid for once, and not for everything that there is to ask. Only the
        first question that met silence is put again.

        Raises:
            PhoneTrouble: it is frozen.
        """
        log.warning("the phone fell silent")
        self._told(PhoneTrouble(Trouble.SILENT))
        try:
            if self._lost > _SILENCES:
                raise trouble
            self._transport = self._connect(self._stop)
            self._transport.batch([ask("user")])
        except PhoneTrouble as still:
            self.close()
            log.warning("and stays so: %s", still.trouble)
            self._frozen = trouble
            raise trouble from still
        if stop.is_set():
            raise Cancelled
        self._told(None)

    def _wait(self, trouble: PhoneTrouble, stop: Event) -> None:
        self._told(trouble if trouble.trouble is Trouble.LOST else PhoneTrouble(Trouble.LOST))
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:
            self._pause(stop)
            try:
                self._transport = self._connect(self._stop)
            except PhoneTrouble as still:
                if still.trouble in _COMING:
                    continue
                raise
            self._told(None)
            return
        raise Cancelled

    def _pause(self, stop: Event) -> None:
        if stop.wait(min(_LOOK, self._patience)):
            raise Cancelled


def _whole(phone: Transport, paths: list[bytes], limit: int) -> tuple[bytes | None, ...]:
    held = [bytearray() for _ in paths]
    sizes = phone.pull_many(paths, lambda index, piece: held[index].extend(piece), limit)
    return tuple(None if size is None else bytes(data) for size, data in zip(sizes, held, strict=True))


def _bytes(path: str) -> bytes:
    return collected(path.encode("utf-8", "surrogateescape"))
