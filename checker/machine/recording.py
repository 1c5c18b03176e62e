"""Recordings: what a computer answered, kept as one JSON file, and played back as if it were that computer.

A recording is made to be handed on, so it keeps what is allowed, nothing else (`checker.machine.reduction`). What was
not asked when it was made cannot be answered later: that is Unreadable, never a guess.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import msgspec

from checker.machine import handed, keeping
from checker.machine.answers import (
    Entry,
    Host,
    Interface,
    Listener,
    Mount,
    Output,
    Process,
    RegistryKey,
    Service,
)
from checker.machine.machine import Source
from checker.machine.parsing import Malformed, json_document
from checker.machine.private import private
from checker.machine.reduction import Reduction
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable

if TYPE_CHECKING:
    from checker.machine.phone.recorded import Recorded

SCHEMA = "mijian.recording/1"
SIZE_LIMIT = 256 << 20

# What each verb replies with. A registry key is put together by hand: its values are of several kinds, which no
# schema tells apart. The rest (bus, wmi, win32) reply with plain values.
_REPLIES: dict[str, Any] = {
    "host": Host,
    "list": tuple[Entry, ...],
    "stat": Entry,
    "run": Output,
    "processes": tuple[Process, ...],
    "listeners": tuple[Listener, ...],
    "interfaces": tuple[Interface, ...],
    "mounts": tuple[Mount, ...],
    "services": tuple[Service, ...],
}


class Recorder:
    """A source that keeps every answer of another one, refusals too. `save` writes them redacted."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._answers: dict[str, tuple[str, tuple[Any, ...], Any]] = {}

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        try:
            reply = self._source.answer(verb, arguments, stop)
        except Unreadable as refusal:
            self._keep(verb, arguments, refusal)
            raise
        self._keep(verb, arguments, reply)
        return reply

    def save(self, folder: Path) -> Path:
        """Write ``recording.json`` into a folder, which is made where it is not there yet.

        Raises:
            OSError: the folder cannot be written.
        """
        kept = tuple(_kept(self._answers.values()))
        reduction = Reduction(kept)
        answers = [
            {
                "verb": verb,
                "arguments": _plain(reduction.arguments(verb, arguments)),
                **_reply(reduction.reply(verb, arguments, reply)),
            }
            for verb, arguments, reply in kept
        ]
        made = datetime.now(UTC).isoformat(timespec="seconds")
        keeping.folder(folder)
        path = folder / "recording.json"
        document = {"schema": SCHEMA, "made": made, "answers": answers}
        keeping.replace(path, (json.dumps(document, indent=1).encode("ascii"), b"\n"))
        return path

    def _keep(self, verb: str, arguments: tuple[Any, ...], reply: Any) -> None:
        if private(verb, arguments):
            return
        # The same question twice (a size that changed meanwhile): the first answer is the one that was judged.
        self._answers.setdefault(_key(verb, arguments), (verb, arguments, reply))


_Answered = tuple[str, tuple[Any, ...], Any]


def _kept(answers: Iterable[_Answered]) -> Iterator[_Answered]:
    """The answers, a phone's cut down to what its recording may hold."""
    names: Recorded | None = None
    for verb, arguments, reply in answers:
        if verb != "phone" or isinstance(reply, Unreadable):
            yield verb, arguments[:1] if verb == "phone" else arguments, reply
            continue
        if names is None:
            from checker.machine.phone.recorded import Recorded  # a computer's recording needs none of it

            names = Recorded()
        for key, replies in names.answers(arguments, reply).items():
            yield verb, key, replies


class Replay:
    """A source that answers from a recording."""

    def __init__(self, path: Path) -> None:
        """Read a recording.

        Raises:
            ValueError: not a recording of this version, or damaged.
            OSError: cannot be read.
        """
        try:
            document = json_document(handed.read(path, SIZE_LIMIT))
            if document["schema"] != SCHEMA:
                raise ValueError(f"{path.name}: schema {document['schema']!r}, this version reads {SCHEMA!r}")
            self._answers = {_key(one["verb"], _restored(one["arguments"])): one for one in document["answers"]}
        except (Malformed, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"{path.name}: not a recording ({type(error).__name__}: {error})") from error

    @property
    def platform(self) -> Platform:
        """The platform of the recorded computer.

        Raises:
            ValueError: the recording does not say.
        """
        try:
            host: Host = self.answer("host", (), Event())
        except Unreadable as error:
            raise ValueError("the recording does not say which computer it is of") from error
        return host.platform

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        if verb == "phone" and len(arguments) > 2:  # about several packages: each stands for itself
            family, *packages = arguments
            together: dict[str, Any] = {}
            for package in packages:
                together |= self.answer(verb, (family, package), stop)
            return together
        one = self._answers.get(_key(verb, arguments))
        if one is None and private(verb, arguments):
            raise Unreadable(
                Text(
                    "录制文件不保存个人文件的名称和内容，这一项只能在那台电脑上检查",
                    "A recording keeps no names or contents of people's files; check this on that computer itself",
                )
            )
        if one is None:
            raise Unreadable(
                Text("录制时没有读取这一项", "This was not read when the recording was made"),
                Text("在那台电脑上重新录制", "Record again on that computer"),
            )
        try:
            return _answer(verb, one)
        except (KeyError, TypeError, msgspec.ValidationError, binascii.Error) as error:
            raise Unreadable(Text("录制文件的这一处已损坏", "This part of the recording is damaged")) from error


def _answer(verb: str, one: dict[str, Any]) -> Any:
    refusal = one.get("refusal")
    if refusal is not None:
        how = refusal["how"]
        kind = Absent if refusal["absent"] else Unreadable
        raise kind(Text(**refusal["reason"]), Text(**how) if how else None)
    reply = _restored(one["reply"])
    if verb == "registry":
        return _registry_key(reply)
    expected = _REPLIES.get(verb)
    return reply if expected is None else msgspec.convert(reply, type=expected)


def _registry_key(reply: dict[str, Any]) -> RegistryKey:
    values = reply["values"]
    if not all(isinstance(data, int | str | bytes | tuple) for data in values.values()):
        raise TypeError("a registry value of no known kind")
    written = msgspec.convert(reply["written"], type=datetime | None)
    return RegistryKey(values, msgspec.convert(reply["subkeys"], type=tuple[str, ...]), written)


def _key(verb: str, arguments: tuple[Any, ...]) -> str:
    # Limits on time and size are how we ask, not what: a later version may ask more patiently.
    what = {"read": 1, "tail": 1, "head": 1, "run": 1, "bus": 7}.get(verb, len(arguments))
    asked = arguments[:what]
    if verb == "run" and "--" in asked[0]:  # what is asked about has other names in a recording, and another order
        words = asked[0]
        end = words.index("--") + 1
        asked = ((*words[:end], *sorted(words[end:])),)
    return json.dumps([verb, _plain(asked)])


def _reply(reply: Any) -> dict[str, Any]:
    if isinstance(reply, Unreadable):
        how = msgspec.to_builtins(reply.how) if reply.how else None
        absent = isinstance(reply, Absent)
        return {"refusal": {"absent": absent, "reason": msgspec.to_builtins(reply.reason), "how": how}}
    return {"reply": _plain(reply)}


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: bytes and tuples are tagged, records become objects."""
    if isinstance(value, bytes):
        if value.isascii():
            return {"$text": value.decode("ascii")}
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, tuple):
        return {"$tuple": [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return _plain(msgspec.to_builtins(value, builtin_types=(bytes, tuple)))


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$text": str(text)}:
            return text.encode("ascii")
        case {"$bytes": str(text)}:
            return base64.b64decode(text, validate=True)
        case {"$tuple": list(items)}:
            return tuple(_restored(item) for item in items)
    return {name: _restored(item) for name, item in value.items()}
