"""Many commands in one round trip, each with its exit code, whatever it prints.

A batch is one script: between two marks that no phone can guess stands what a command printed, and after the second one
its exit code. Nothing is written on the phone for it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence

from checker.machine.phone.commands import Asked, Refused, admitted, alone
from checker.machine.phone.transport import Reply
from checker.machine.phone.troubles import PhoneTrouble, Trouble

# Old phones know no `timeout`; then our own limit is the only one. One language, one clock, whatever the phone's.
# `pipefail`: a command that failed before a filter must not look like one that found nothing.
# `set` ends some shells over an option that they do not know, so it is tried in a shell of its own first.
_PIPES = "(set -o pipefail) 2>/dev/null && set -o pipefail; "
_BEFORE = 'export LC_ALL=C; command -v timeout >/dev/null 2>&1 || timeout() { shift; "$@"; }; '
_OUT, _CODE = (
    1,
    3,
)  # shell protocol 2: standard output, exit code (standard error is 2; our scripts join it to the first)
_HEAD = 5

_CODE_LINE = re.compile(rb"(\d{1,3})>\r?\n")
OUTPUT_LIMIT = 24 << 20


def script(commands: Sequence[Asked], mark: str) -> bytes:
    """The script of a batch.

    The inner quotes are the shell's own: `timeout 20 sh -c '...'`, so that a whole pipe ends with its command. Input is
    closed: a command that reads would wait for ever, and take the rest with it. What only reads part of a file is
    spared the shell of its own.

    Raises:
        Refused: a command is not of the reviewed list.
    """
    parts = [_BEFORE]
    for index, asked in enumerate(commands):
        if not admitted(asked):
            raise Refused(f"not a reviewed command: {asked.text!r}")
        inner = (_PIPES + asked.text).replace("'", "'\\''")
        run = f"timeout {asked.seconds} sh -c '{inner}'" if alone(asked.name) else f"{{ {asked.text}; }}"
        parts.append(
            f'echo; echo "<{mark}:{index}"; {run} </dev/null 2>&1; __r=$?; echo; echo "{mark}:{index}:$__r>"; '
        )
    return "".join(parts).encode("utf-8", "surrogateescape")


def mark() -> str:
    """A mark that nothing on the phone can have printed before."""
    return secrets.token_hex(12)


def replies(output: bytes | bytearray, mark: str, count: int) -> tuple[Reply, ...]:
    """Cut the output of a batch into its replies; a command whose end never came has no exit code."""
    found = []
    held = memoryview(output)  # a list of all files is tens of megabytes: copied once
    at = 0  # parts of files are megabytes: nothing is looked through twice
    for index in range(count):
        head = b"<%s:%d" % (mark.encode(), index)
        begin = output.find(head, at)
        line = _line(output, begin + len(head)) if begin >= 0 else b""
        if not line:
            found.append(Reply(None, b""))
            continue
        start = begin + len(head) + len(line)
        # Only a phone that writes line ends so here writes them so there: a file's own last byte may be one of them.
        tail = b"%s%s:%d:" % (line, mark.encode(), index)
        end = output.find(tail, start - len(line))
        code = _CODE_LINE.match(output, end + len(tail)) if end >= 0 else None
        if code is None:
            found.append(Reply(None, bytes(held[start:])))
            at = start
            continue
        found.append(Reply(int(code[1]), bytes(held[start : max(end, start)])))
        at = code.end()
    return tuple(found)


def _line(output: bytes | bytearray, at: int) -> bytes:
    """The line end that stands there; nothing: none does."""
    return next((end for end in (b"\n", b"\r\n") if output.startswith(end, at)), b"")


def joined(chunks: Iterable[bytes], limit: int) -> bytearray:
    """Everything that came.

    Raises:
        PhoneTrouble: more than `limit` bytes: an album beyond measure, or a phone that never ends.
    """
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > limit:
            raise PhoneTrouble(Trouble.TOO_LONG)
    return kept


def standard_output(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The standard output within shell protocol 2: one byte of kind, four of length, the bytes themselves."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        at = 0
        while len(held) - at >= _HEAD:
            kind, length = held[at], int.from_bytes(held[at + 1 : at + _HEAD], "little")
            if length > OUTPUT_LIMIT:
                raise PhoneTrouble(Trouble.MALFORMED)
            if len(held) - at < _HEAD + length:
                break
            if kind == _OUT:
                yield bytes(held[at + _HEAD : at + _HEAD + length])
            at += _HEAD + length
            if kind == _CODE:
                return
        del held[:at]
