"""D-Bus calls that never start a service and never wait long."""

from __future__ import annotations

import logging
import time
from threading import Event
from typing import Any
from weakref import finalize

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Array, DictEntry, SizeLimitError, Struct, Variant, parse_signature

from checker.machine import refusals
from checker.machine.patience import within
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable

log = logging.getLogger(__name__)

_SLICE = 0.05  # seconds between looks at `stop`
_NOBODY = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.UnknownMethod",
    "org.freedesktop.DBus.Error.UnknownInterface",
)
_REFUSED = ("org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired")


class Buses:
    """The system and the session bus, connected when first asked; closed when nobody holds this any more."""

    def __init__(self) -> None:
        self._connections: dict[str, DBusConnection | Unreadable] = {}
        finalize(self, _close, self._connections)

    def call(
        self,
        bus: str,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str,
        arguments: tuple[Any, ...],
        seconds: float,
        stop: Event,
    ) -> tuple[Any, ...]:
        """Call a method; see `Machine.bus`. Arguments of a container type are not needed by any probe."""
        connection = self._connection(bus, seconds, stop)
        address = DBusAddress(path, service, interface)
        message = new_method_call(address, member, signature or None, arguments)
        message.header.flags |= MessageFlag.no_auto_start
        what = f"{service} {member}"
        try:
            reply = _exchange(connection, message, seconds, stop, what)
        except (OSError, SizeLimitError, ValueError) as error:
            connection.close()
            self._connections.pop(bus, None)
            raise refusals.malformed(what) from error
        if reply.header.message_type is MessageType.error:
            raise _refusal(str(reply.header.fields.get(HeaderFields.error_name, "")), what)
        return _body(reply)

    def _connection(self, bus: str, seconds: float, stop: Event) -> DBusConnection:
        if bus not in self._connections:
            self._connections[bus] = _connect(bus, seconds, stop)
        connection = self._connections[bus]
        if isinstance(connection, Unreadable):
            raise connection
        return connection


def _close(connections: dict[str, DBusConnection | Unreadable]) -> None:
    for connection in connections.values():
        if not isinstance(connection, Unreadable):
            connection.close()


def _connect(bus: str, seconds: float, stop: Event) -> DBusConnection | Unreadable:
    try:
        return within(seconds, stop, f"D-Bus {bus}", lambda: open_dbus_connection(bus.upper()), DBusConnection.close)
    except Unreadable as error:
        return error
    except FileNotFoundError as error:
        if bus == "system":  # without the bus itself no service can be on it
            return refusals.absent(f"D-Bus {error.filename or bus}")
        return _no_bus(bus)
    except (OSError, KeyError, ValueError, RuntimeError):  # KeyError: no session bus is announced at all
        return _no_bus(bus)


def _no_bus(bus: str) -> Unreadable:
    which = Text("系统", "system") if bus == "system" else Text("桌面会话", "session")
    return Unreadable(
        Text("{which}消息总线（D-Bus）没有运行", "The {which} message bus (D-Bus) is not running").filled(which=which),
        Text("在使用人登录的桌面里再查一次", "Check again from the desktop of the person who uses it"),
    )


def _exchange(connection: DBusConnection, message: Message, seconds: float, stop: Event, what: str) -> Message:
    serial = next(connection.outgoing_serial)
    connection.send(message, serial=serial)
    deadline = time.monotonic() + seconds
    while True:
        if stop.is_set():
            raise Cancelled
        if time.monotonic() > deadline:
            raise refusals.too_slow(what)
        try:
            reply = connection.receive(timeout=_SLICE)
        except TimeoutError:
            continue
        if reply.header.fields.get(HeaderFields.reply_serial) == serial:
            return reply


def _refusal(name: str, what: str) -> Unreadable:
    if name in _NOBODY:
        return refusals.absent(what)
    if name in _REFUSED or "NotAuthorized" in name:
        return refusals.denied(what)
    log.info("%s: %s", what, name)
    return Unreadable(
        Text("系统服务没有给出结果：{what}", "A system service gave no result: {what}").filled(what=Text.name(what))
    )


def _body(reply: Message) -> tuple[Any, ...]:
    signature = str(reply.header.fields.get(HeaderFields.signature, ""))
    rest, kinds = list(signature), []
    while rest:
        kinds.append(parse_signature(rest))
    return tuple(_plain(kind, value) for kind, value in zip(kinds, reply.body, strict=True))


def _plain(kind: Any, value: Any) -> Any:
    """A value without its variants: dicts, tuples, bytes and scalars only."""
    if isinstance(kind, Variant):
        signature, inner = value
        return _plain(parse_signature(list(signature)), inner)
    if isinstance(kind, Array):
        if isinstance(kind.elt_type, DictEntry):
            key_kind, value_kind = kind.elt_type.fields
            return {_plain(key_kind, key): _plain(value_kind, item) for key, item in value.items()}
        if isinstance(value, bytes):
            return value
        return tuple(_plain(kind.elt_type, item) for item in value)
    if isinstance(kind, Struct):
        return tuple(_plain(field, item) for field, item in zip(kind.fields, value, strict=True))
    return value
