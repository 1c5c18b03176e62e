"""Many commands in one round trip, each with its exit code, whatever it prints.

A batch is one script: between two marks that no phone can guess stands what a command printed, and after the second one
its exit code. Nothing is written on the phone for it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence

from checker.machine.phone.commands import Asked, Refused, admitted
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

OUTPUT_LIMIT = 32 << 20


def script(commands: Sequence[Asked], mark: str) -> bytes:
    """The script of a batch.

    The inner quotes are the shell's own: `timeout 20 sh -c '...'`, so that a whole pipe ends with its command. Input is
    closed: a command that reads would wait for ever, and take the rest with it.

    Raises:
        Refused: a command is not of the reviewed list.
    """
    parts = [_BEFORE]
    for index, asked in enumerate(commands):
        if not admitted(asked):
            raise Refused(f"not a reviewed command: {asked.text!r}")
        inner = (_PIPES + asked.text).replace("'", "'\\''")
        parts.append(
            f"echo; echo \"<{mark}:{index}\"; timeout {asked.seconds} sh -c '{inner}' </dev/null 2>&1; __r=$?; "
            f'echo; echo "{mark}:{index}:$__r>"; '
        )
    return "".join(parts).encode("utf-8", "surrogateescape")


def mark() -> str:
    """A mark that nothing on the phone can have printed before."""
    return secrets.token_hex(12)


def replies(output: bytes, mark: str, count: int) -> tuple[Reply, ...]:
    """Cut the output of a batch into its replies; a command whose end never came has no exit code."""
    found = []
    for index in range(count):
        begin = re.search(rb"(?:^|\n)<%s:%d(\r?)\n" % (mark.encode(), index), output)
        if begin is None:
            found.append(Reply(None, b""))
            continue
        # Only a phone that writes line ends so here writes them so there: a file's own last byte may be one of them.
        line = begin[1] + b"\n"
        end = re.search(rb"%s%s:%d:(\d{1,3})>\r?\n" % (line, mark.encode(), index), output[begin.end() - len(line) :])
        if end is None:
            found.append(Reply(None, output[begin.end() :]))
            continue
        stop = begin.end() - len(line) + end.start()
        found.append(Reply(int(end.group(1)), output[begin.end() : max(stop, begin.end())]))
    return tuple(found)


def joined(chunks: Iterable[bytes], limit: int) -> bytes:
    """Everything that came.

    Raises:
        PhoneTrouble: more than `limit` bytes: nothing that we ask for is that long.
    """
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > limit:
            raise PhoneTrouble(Trouble.MALFORMED)
    return bytes(kept)


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
