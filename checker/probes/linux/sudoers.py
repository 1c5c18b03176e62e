"""sudoers(5), as far as it says who may run everything, and whether a password is asked for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.unreadable import Absent
from checker.probes.linux.ini import LIMIT

SUDOERS = "/etc/sudoers"
_DEPTH = 8
_GRANT = re.compile(r"(?P<who>[^\s,]+(?:\s*,\s*[^\s,]+)*)\s+[^\s=,]+(?:\s*,\s*[^\s=,]+)*\s*=(?P<what>.*)")
_NEXT_HOST = re.compile(r"\s*:\s*[^\s:=,]+(?:\s*,\s*[^\s:=,]+)*\s*=")
_RUNAS = re.compile(r"\(([^)]*)\)\s*")
# Each word in whole: a recording keeps those that stand in this program.
_TAG = re.compile(
    r"(NOPASSWD|PASSWD|NOEXEC|EXEC|NOFOLLOW|FOLLOW|NOSETENV|SETENV|NOLOG_INPUT|LOG_INPUT|NOLOG_OUTPUT|LOG_OUTPUT|"
    r"NOINTERCEPT|INTERCEPT|NOMAIL|MAIL)\s*:\s*"
)
_OPTION = re.compile(r"(?:ROLE|TYPE|CWD|CHROOT|TIMEOUT|NOTBEFORE|NOTAFTER|PRIVS|LIMITPRIVS)\s*=\s*\S+\s+")
_NUMBER = re.compile(r"#\d+,?")
_COMMENT = re.compile(r"(?<!^)(?<!%)#(?!\d).*")
_LINE_END = re.compile(r"\r\n|\n")
# Whoever may run one of these as root may run everything: shells, what starts others, and what writes any file.
_AS_GOOD_AS_ALL = frozenset(
    (
        *("sh", "bash", "dash", "zsh", "fish", "ksh", "csh", "tcsh", "busybox", "su", "sudo", "env", "nohup", "nice"),
        *("setsid", "chroot", "unshare", "nsenter", "systemd-run", "python", "python3", "perl", "ruby", "node", "lua"),
        *("awk", "gawk", "mawk", "vi", "vim", "nano", "emacs", "ed", "less", "more", "man", "find", "xargs", "tar"),
        *("cp", "mv", "dd", "tee", "install", "chmod", "chown", "visudo", "passwd", "usermod", "useradd", "docker"),
        *("sudoedit", "apt", "apt-get", "dpkg", "systemctl", "crontab", "rsync", "git", "pip", "pip3", "npm", "sed"),
        *("php", "expect", "socat", "scp", "sftp", "journalctl", "insmod", "modprobe"),
        *("podman", "mount", "gdb", "strace", "ssh", "screen", "tmux"),
    )
)


# They do what their words say, whatever these are; the others do one thing where their words are laid down.
_SHELLS = frozenset(("sh", "bash", "dash", "zsh", "fish", "ksh", "csh", "tcsh", "busybox", "su", "sudo"))


def gives_all(command: str) -> bool:
    """Whether it is ALL, or as good as that: a shell, a program that starts or writes anything with words of one's own
    choice, a whole folder of programs.
    """
    program, _, words = command.partition(" ")
    name = posixpath.basename(program)
    if command == "ALL" or program.startswith("^"):  # every program, or a pattern that is not followed here
        return True
    if program.endswith("/"):
        return True
    if any(fnmatchcase(one, name) for one in _AS_GOOD_AS_ALL) if set("*?[") & set(name) else name in _AS_GOOD_AS_ALL:
        laid_down = words.strip() and not set("*?[") & set(words)
        return not laid_down or (name in _SHELLS and "/" not in words)
    return False


class Sudoers:
    """sudoers(5), as far as it says who may run everything. Its absence means that there is no sudo.

    `all` and `unasked` are names as sudoers writes them: ``alice``, ``%group``, ``#1000``, ``ALL``, an alias.
    """

    def __init__(self, machine: Machine, users: Mapping[str, str], groups: Mapping[str, str]) -> None:
        """`users` and `groups`: names by number."""
        self._machine, self._users, self._groups = machine, users, groups
        self._aliases: dict[str, list[str]] = {}
        self._commands: dict[str, list[str]] = {}
        self._grants: list[tuple[set[str], str]] = []
        self._unasked_by_default = False
        self.all: set[str] = set()
        self.unasked: set[str] = set()
        self._file(SUDOERS, _DEPTH)
        for names, what in self._grants:  # when all is read: an alias may stand below its use
            self._give(names, what)
        if self._unasked_by_default:
            self.unasked |= self.all

    def _file(self, path: str, depth: int) -> None:
        if depth == 0:
            raise refusals.malformed(path)
        for line in _LINE_END.split(re.sub(r"\\\r?\n", " ", self._machine.text(path, LIMIT))):
            self._line(line.strip(), path, depth)

    def _line(self, line: str, path: str, depth: int) -> None:
        word, rest = (*line.split(None, 1), "", "")[:2]
        match word:
            case "@include" | "#include":
                self._included(_named(rest, path), depth)
            case "@includedir" | "#includedir":
                self._folder(_named(rest, path), depth)
            case "User_Alias":
                self._aliases |= _aliases(rest)
            case "Cmnd_Alias" | "Cmd_Alias":
                self._commands |= _aliases(rest)
            case _ if word.startswith("Defaults"):
                self._default(word.removeprefix("Defaults"), _COMMENT.sub("", rest))
            case "" | "Host_Alias" | "Runas_Alias":
                return
            case _ if not word.startswith("#") or _NUMBER.fullmatch(word):
                self._grant(_COMMENT.sub("", line).strip(), path)

    def _included(self, path: str, depth: int) -> None:
        try:
            self._file(path, depth - 1)
        except Absent as error:  # what stands in it is not known; sudo of older versions then lets in nobody
            raise refusals.malformed(path) from error

    def _folder(self, folder: str, depth: int) -> None:
        try:
            entries = self._machine.list(folder)
        except Absent:
            return
        for entry in entries:
            if "." not in entry.name and not entry.name.endswith("~"):  # sudo leaves these out
                self._file(f"{folder.rstrip('/')}/{entry.name}", depth - 1)

    def _default(self, about: str, settings: str) -> None:
        """``Defaults:alice !authenticate``: of some people; of hosts, programs and targets as if it were of all."""
        if re.search(r"!\s*authenticate\b", settings) is None:
            return
        if about.startswith(":"):
            self.unasked |= {name.strip() for name in about[1:].split(",")}
        else:
            self._unasked_by_default = True

    def _grant(self, line: str, path: str) -> None:
        match = _GRANT.fullmatch(line)
        if match is None:
            raise refusals.malformed(path)
        names = {name.strip() for name in match["who"].split(",")}
        self._grants += [(names, what) for what in _NEXT_HOST.split(match["what"])]

    def _give(self, names: set[str], what: str) -> None:
        """Commands with whom they may be run as and whether a password is asked for, both as said last."""
        as_root, asked = True, True
        for part in re.split(r"(?<!\\),(?![^()]*\))", what):
            part = part.strip()
            runas = _RUNAS.match(part)
            if runas is not None:
                users = [user.strip() for user in runas[1].partition(":")[0].split(",")]
                # An alias of targets is taken to have root in it.
                as_root = any(user in ("root", "ALL", "#0") or user.isupper() for user in users)
                part = part[runas.end() :]
            while (tag := _TAG.match(part) or _OPTION.match(part)) is not None:
                asked = tag[1] != "NOPASSWD" if tag.re is _TAG and "PASSWD" in tag[1] else asked
                part = part[tag.end() :]
            if as_root and any(map(gives_all, self._expanded(part, _DEPTH))):
                self.all |= names
                self.unasked |= set() if asked else names

    def _expanded(self, command: str, depth: int) -> Iterator[str]:
        """The commands that an alias stands for; what is forbidden gives nothing."""
        if command.startswith("!"):
            return
        if command in self._commands and depth:
            for one in self._commands[command]:
                yield from self._expanded(one, depth - 1)
        else:
            yield command

    def accounts(self, names: set[str], members: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Accounts that such names stand for; "ALL" itself where everybody may."""
        found: set[str] = set()
        for name in names:
            if name in self._aliases:
                found |= self.accounts(set(self._aliases[name]), members)
            elif name.startswith("%#"):
                found |= set(members.get(self._groups.get(name[2:], ""), ()))
            elif name.startswith("%"):
                found |= set(members.get(name.lstrip("%"), ()))
            elif name.startswith("#"):
                found |= {self._users.get(name[1:], name)} - {"root"}
            elif name != "root":
                found.add(name)
        return found


def _named(rest: str, path: str) -> str:
    """A file that a line names; without a folder it lies beside the file that names it: sudoers(5)."""
    return posixpath.join(posixpath.dirname(path), rest.strip().strip('"'))


def _aliases(text: str) -> dict[str, list[str]]:
    """``NAME = one, two : OTHER = three``."""
    text = _COMMENT.sub("", text)
    pairs = (part.partition("=") for part in re.split(r":(?=\s*[A-Z][A-Z0-9_]*\s*=)", text))
    return {name.strip(): [one.strip() for one in names.split(",")] for name, _, names in pairs}
