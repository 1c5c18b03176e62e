"""What the logs of a Linux say, with its date: the journal, and the text files that syslog daemons write.

Two things are kept apart throughout: what a log says, and how far back it reaches. A log that is not there, or that we
may not read, is never an empty log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from checker.machine import refusals
from checker.machine.answers import Entry, Output
from checker.machine.machine import Machine
from checker.model.text import Text
from checker.model.unreadable import Absent, Unreadable
from checker.probes.linux.rotated import family, unpacked

_FOLDER = "/var/log"
# Debian's rsyslog writes kernel messages to kern.log and syslog, others to messages. The first family that is there
# is read; the others hold the same lines once more.
_KERNEL_FILES = ("kern.log", "messages", "syslog")
_DAEMON_FILES = ("syslog", "messages")
# Drivers of modems and 4G sticks that say their name and the port (linux/drivers/usb/serial, net/usb, class).
DRIVERS = ("option", "qcserial", "sierra", "sierra_net", "hso", "cdc_mbim", "qmi_wwan", "huawei_cdc_ncm", "cdc_acm")
_FILE_LIMIT = 32 << 20  # bytes of one log, unpacked; of larger ones the end is read
_JOURNAL_LIMIT = 16 << 20
_FILES_LIMIT = 60  # rotated files of one family
_STALE = 14 * 86400.0  # seconds; a log that is still written gets a line at every start-up at least

_MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_OLD_STAMP = re.compile(rb"([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)")
_NEW_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)")

_AS_MEMBER = Text(
    "以管理员身份，或用 adm、systemd-journal 组的账户再查一次",
    "Check again as administrator, or with an account of the group adm or systemd-journal",
)
_SWITCH_ON = Text(
    "请信息中心打开系统日志（journald 持久保存或 rsyslog）",
    "Have IT switch on the system log (persistent journald, or rsyslog)",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `at` is UTC; lines of the traditional text format have local time and no year: good to a day."""

    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Log:
    """Messages in order. `reaches_to`: since when the log has no hole; None: nobody writes it any more."""

    lines: tuple[Line, ...]
    reaches_to: datetime | None


def kernel_log(machine: Machine) -> Log:
    """The kernel's messages on USB devices.

    Raises:
        Unreadable: no log is kept, or none may be read.
    """
    matches = ("_TRANSPORT=kernel", "_KERNEL_SUBSYSTEM=usb", "_KERNEL_SUBSYSTEM=scsi")
    words = (b"usb", b"uas", b"rndis", b"ipheth", b" sd ", b" sr ", *(name.encode() for name in DRIVERS))
    return _either(machine, lambda: _journal(machine, *matches), lambda: _files(machine, _KERNEL_FILES, *words))


def card_log(machine: Machine) -> Log:
    """The kernel's messages on memory cards, which carry the name of no subsystem.

    Raises:
        Unreadable: no log is kept, or none may be read.
    """
    matches = ("--grep=^mmc", "_TRANSPORT=kernel")
    return _either(machine, lambda: _journal(machine, *matches), lambda: _files(machine, _KERNEL_FILES, b"mmc"))


def mount_log(machine: Machine) -> Log:
    """What udisks2 opened for whom.

    Raises:
        Unreadable: no log is kept, or none may be read.
    """
    matches = ("SYSLOG_IDENTIFIER=udisksd",)
    return _either(machine, lambda: _journal(machine, *matches), lambda: _files(machine, _DAEMON_FILES, b"udisksd"))


def mtp_log(machine: Machine) -> Log:
    """What libmtp's mtp-probe found each device to be.

    Raises:
        Unreadable: no log is kept, or none may be read.
    """
    matches = ("SYSLOG_IDENTIFIER=mtp-probe",)
    return _either(machine, lambda: _journal(machine, *matches), lambda: _files(machine, _DAEMON_FILES, b"mtp-probe"))


def _either(machine: Machine, *readers: Callable[[], Log]) -> Log:
    """The logs that may be read, merged: journal and text files are two records of the same messages."""
    logs: list[Log] = []
    refusals_met: list[Unreadable] = []
    for read in readers:
        try:
            logs.append(read())
        except Absent:
            continue
        except Unreadable as error:
            refusals_met.append(error)
    if not logs:
        raise refusals_met[0] if refusals_met else no_log()
    lines = sorted((line for log in logs for line in log.lines), key=lambda line: line.at)
    whole = [log.reaches_to for log in logs if log.reaches_to is not None]
    return Log(tuple(lines), min(whole, default=None))


def no_log() -> Unreadable:
    return Unreadable(Text("这台电脑没有保存系统日志", "This computer keeps no system log"), _SWITCH_ON)


# -- the journal ------------------------------------------------------------------------------------------------------


def _journal(machine: Machine, *matches: str) -> Log:
    """Entries of the journal that fit the matches. Its oldest kernel message tells how far it reaches.

    A person outside the groups adm and systemd-journal sees their own entries alone (journalctl manual): then there is
    no kernel message at all, which is Unreadable and not empty.
    """
    begin = machine.run(*_command("_TRANSPORT=kernel"), limit=1 << 12).stdout
    oldest = next(_entries(begin.splitlines()), None)
    if oldest is None:
        reason = Text("系统日志（journal）里没有可读的内核消息", "The journal shows us no kernel messages")
        raise Unreadable(reason, _SWITCH_ON if machine.host.admin else _AS_MEMBER)
    output = machine.run(*_command(*matches), limit=_JOURNAL_LIMIT)
    if output.cut:
        raise refusals.too_large("journal")
    lines, entries = output.stdout.splitlines(), tuple(_entries(output.stdout.splitlines()))
    if (output.code and not _found_none(machine, output, matches)) or len(entries) < len(
        lines
    ):  # some of it could not be read, and nobody knows what that says
        raise refusals.malformed("journal")
    return Log(entries, oldest.at)


def _found_none(machine: Machine, output: Output, matches: tuple[str, ...]) -> bool:
    """journalctl(1): with --grep it ends with 1 where no entry fits, as it does where it was built without PCRE2."""
    if output.code != 1 or output.stdout or not matches[0].startswith("--grep"):
        return False
    return "+PCRE2" in machine.run("journalctl", "--version", limit=1 << 12).text


def _command(*matches: str) -> tuple[str, ...]:
    return ("journalctl", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE", *matches)


def _entries(lines: Iterable[bytes]) -> Iterator[Line]:
    """Journal entries in JSON (systemd.journal-fields): a message that is not UTF-8 comes as a list of bytes."""
    for line in lines:
        try:
            entry = json.loads(line)
            at = datetime.fromtimestamp(int(entry["__REALTIME_TIMESTAMP"]) / 1e6, UTC)
        except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
            continue
        message = entry.get("MESSAGE")
        if isinstance(message, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in message):
            message = bytes(message).decode("utf-8", "replace")
        yield Line(at, message if isinstance(message, str) else "")


# -- text files -------------------------------------------------------------------------------------------------------


def _files(machine: Machine, families: tuple[str, ...], *words: bytes) -> Log:
    """Lines that hold one of the words, from the first family of log files that is there."""
    entries = machine.list(_FOLDER)
    for name in families:
        files = sorted(family(entries, name), key=lambda entry: entry.modified)
        if files:
            return _family_log(machine, files[-_FILES_LIMIT:], words)
    raise refusals.absent(f"{_FOLDER}/{families[0]}")


def _family_log(machine: Machine, files: list[Entry], words: tuple[bytes, ...]) -> Log:
    """One family of files, oldest first. A file that cannot be read is a hole: what lies before it does not count."""
    found: list[Line] = []
    reaches_to: datetime | None = None
    refused: Unreadable | None = None
    for entry in files:
        try:
            content = unpacked(machine, f"{_FOLDER}/{entry.name}", _FILE_LIMIT)
        except Absent:
            continue  # rotated away while we were reading
        except Unreadable as error:
            refused, reaches_to = error, None
            continue
        lines = _dated(content, entry.when, words)
        if lines and reaches_to is None:
            reaches_to = lines[0].at
        found += [line for line in lines if line.message]
    if machine.host.now.timestamp() - files[-1].modified > _STALE:
        reaches_to = None
    elif reaches_to is None:
        raise refused or Unreadable(
            Text("系统日志文件里没有一行可以识别", "Not one line of the system's log files could be understood"),
            _AS_MEMBER,
        )
    return Log(tuple(found), reaches_to)


def _dated(content: bytes, modified: datetime, words: tuple[bytes, ...]) -> list[Line]:
    """The first dated line (as an empty message, for its date) and those that hold one of the words, with their years.

    The traditional format has no year. A file ends when it was last changed, and time runs on within it: going
    backwards from there, each step up in month and day is a step into the year before.
    """
    rows: list[tuple[bytes, bytes]] = []
    day = b""
    for line in content.splitlines():
        wanted = any(word in line for word in words)
        if wanted or line[:6] != day:
            stamp = _stamp(line)
            if stamp:
                day = line[:6]
                rows.append((stamp, line[len(stamp) :] if wanted else b""))
    found: list[Line] = []
    later = modified + timedelta(days=1)
    for stamp, rest in reversed(rows):
        at = _moment(stamp, later)
        if at is None:
            continue
        later = max(at, later - timedelta(days=366)) + timedelta(days=1)
        found.append(Line(at, rest.decode("utf-8", "replace").strip()))
    found.reverse()
    return found


def _stamp(line: bytes) -> bytes:
    match = _OLD_STAMP.match(line) or _NEW_STAMP.match(line)
    return match[0] if match else b""


def _moment(stamp: bytes, not_after: datetime) -> datetime | None:
    """A time stamp as UTC; the traditional one in the last year in which it is not after `not_after`."""
    if stamp[:1].isdigit():
        try:
            return datetime.fromisoformat(stamp.decode()).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    match = _OLD_STAMP.match(stamp)
    if match is None or match[1] not in _MONTHS:
        return None
    month, day, hour, minute, second = _MONTHS[match[1]], *(int(part) for part in match.groups()[1:])
    for year in range(not_after.year, not_after.year - 9, -1):  # 29 February comes round after eight years at most
        try:
            at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            continue
        if at <= not_after:
            return at
    return None
