"""Block devices of Linux: their size, and a way in for people who are not root."""

from __future__ import annotations

import array
import os
import sys

from checker.machine.media.shape import Shape

_BLKGETSIZE64 = 0x80081272  # linux/fs.h, _IOR(0x12, 114, size_t)
_BLKSSZGET = 0x1268
_BLKPBSZGET = 0x127B
_ASK_SECONDS = 120.0  # a person may have to type a password


def block_shape(descriptor: int) -> Shape:
    """Size and sector sizes of an open block device.

    Raises:
        OSError: it would not say.
    """
    if sys.platform == "win32":
        raise NotImplementedError(sys.platform)
    import fcntl

    def number(request: int, kind: str) -> int:
        answer = array.array(kind, [0])
        fcntl.ioctl(descriptor, request, answer, True)
        return int(answer[0])

    sector = number(_BLKSSZGET, "i")
    return Shape(number(_BLKGETSIZE64, "Q"), sector, max(number(_BLKPBSZGET, "i"), sector), device=True)


def open_refused(path: str) -> int:
    """Ask udisks2 for a read-only descriptor of a device that we may not open ourselves.

    udisks2 asks the person for an administrator's password where the system's rules want one; that is why this
    waits long. Documented at storaged.org (Block.OpenDevice, since 2.7.3); a live udisks2 has not been seen to answer.

    Raises:
        OSError: no udisks2, or it refuses.
    """
    from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    name = os.path.basename(os.path.realpath(path))
    where = "/org/freedesktop/UDisks2/block_devices/" + "".join(
        char if char.isascii() and char.isalnum() else f"_{ord(char):02x}" for char in name
    )
    address = DBusAddress(where, "org.freedesktop.UDisks2", "org.freedesktop.UDisks2.Block")
    options = {"flags": ("i", os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))}
    message = new_method_call(address, "OpenDevice", "sa{sv}", ("r", options))
    message.header.flags |= MessageFlag.allow_interactive_authorization
    try:
        with open_dbus_connection("SYSTEM", enable_fds=True) as connection:
            reply = connection.send_and_get_reply(message, timeout=_ASK_SECONDS)
            if reply.header.message_type is MessageType.error:
                raise PermissionError(13, "udisks2 refuses", path)
            return int(reply.body[0].to_raw_fd())
    except (KeyError, ValueError, RuntimeError, TimeoutError, FileNotFoundError) as error:
        raise PermissionError(13, "no way in", path) from error
