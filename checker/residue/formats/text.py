"""Plain text: it has no header, so the bytes themselves have to say it. UTF-8, GB 18030 and UTF-16 of both orders."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from checker.residue.formats.judged import Bytes

_BLOCK = 4096
_HEAD = 64  # bytes of a block that rule most out
_LEAST = 48  # bytes of text in a block, what is behind it zeros
_MOSTLY = 0.9
_EVERY = 16  # of blocks that look like text one after the other, so many stand for each that is decoded
_LOOKED_AT = 8  # places of a file that are decoded

_UNUSUAL = re.compile("[^\\t\\r\\n -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+")
_CONTROL = np.zeros(256, bool)
_CONTROL[[*range(9), *range(14, 32), 127]] = True
_HIGH = np.zeros(256, bool)  # high bytes of UTF-16 that office texts are made of
_HIGH[[0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)]] = True

Numbers = NDArray[np.int64]


def is_text(block: bytes) -> bool:
    """Whether bytes are text that may have begun before them and goes on behind them, or ends in zeros."""
    return _in_bytes(block.rstrip(b"\0")) or _in_pairs(block)


def _in_bytes(content: bytes) -> bool:
    if len(content) < _LEAST or _CONTROL[np.frombuffer(content, np.uint8)].any():
        return False
    for encoding, widest in (("utf-8", 3), ("gb18030", 3)):
        for start in range(min(widest, len(content)) + 1):
            try:
                text = content[start:].decode(encoding)
            except UnicodeDecodeError as error:
                if error.start < len(content) - start - widest:
                    continue
                text = content[start : start + error.start].decode(encoding)
            if _reads(text):
                return True
    return False


def _in_pairs(content: bytes) -> bool:
    content = content[: len(content) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = content.decode(encoding, "replace").rstrip("\0")
        if len(text) * 2 >= _LEAST and "\0" not in text and _reads(text):
            return True
    return False


def _reads(text: str) -> bool:
    """Whether most signs are such as texts in Chinese or English are made of."""
    return len(_UNUSUAL.sub("", text)) >= _MOSTLY * len(text) > 0


def text_blocks(content: bytes | memoryview, numbers: Numbers) -> list[int]:
    """Which of these blocks are text."""
    whole = len(content) // _BLOCK
    numbers = numbers[numbers < whole]
    if not len(numbers):
        return []
    heads = np.frombuffer(content, np.uint8, whole * _BLOCK).reshape(whole, _BLOCK)[numbers, :_HEAD]
    likely = ~_CONTROL[heads].any(axis=1)
    for first in (0, 1):
        likely |= _HIGH[heads[:, first::2]].mean(axis=1) >= _MOSTLY
    found: list[int] = []
    believed, last = 0, -2
    for number in numbers[likely].tolist():
        if number == last + 1 and believed:
            believed -= 1
        elif is_text(bytes(content[number * _BLOCK : (number + 1) * _BLOCK])):
            believed = _EVERY - 1 if number == last + 1 else 0
        else:
            believed = 0
            continue
        found.append(number)
        last = number
    return found


def is_text_throughout(view: Bytes, size: int) -> bool:
    """Whether a file of that size is text in all places that are looked at."""
    size = min(size, view.size)
    step = max(_BLOCK, size // _LOOKED_AT // _BLOCK * _BLOCK)
    for at in range(0, size, step):
        block = view.read(at, min(_BLOCK, size - at))
        if len(block) >= _LEAST and not is_text(block):
            return False
        if len(block) < _LEAST and _CONTROL[np.frombuffer(block, np.uint8)].any() and b"\0" not in block:
            return False
    return True
