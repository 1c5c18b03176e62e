"""Whether a kind of case is made to be carried. Source: SMBIOS (DMTF DSP0134), System Enclosure or Chassis Types."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model.text import Text
from checker.model.unreadable import Unreadable

_PORTABLE = frozenset({8, 9, 10, 11, 12, 14, 30, 31, 32})  # portable, laptop, notebook, hand held, docked, tablet, ...
_STATIONARY = frozenset({3, 4, 5, 6, 7, 13, 15, 16, 17, 23, 24, 25, 28, 29, 34, 35, 36})  # desktop, tower, server, ...


def made_to_be_carried(kinds: Iterable[int]) -> bool:
    """What the chassis types that the firmware states come to; their top bit ("has a lock") is left out.

    Raises:
        Unreadable: neither kind is stated. Most virtual machines are of the type "other".
    """
    types = {kind & 0x7F for kind in kinds}
    if types & _PORTABLE:
        return True
    if types & _STATIONARY:
        return False
    raise Unreadable(
        Text(
            "不知道这台电脑是台式机还是便携机", "It is not known whether this computer is a desktop or a portable one"
        ),
        Text(
            "请保密员看一下机器：便携机需要确认磁盘已加密",
            "Have the officer look: a portable one needs its disk encrypted",
        ),
    )
