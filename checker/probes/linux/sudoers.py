"""sudoers(5), as far as it says who may run everything, and whether a password is asked for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from checker.machine import refusals
from checker.machine.machine import Machine
from checker.model.unreadable import Absent
from checker.probes.linux.ini import LIMIT

SUDOERS = "/etc/sudoers"
_DEPTH = 8
_GRANT = re.compile(r"(?P<who>\S+(?:\s*,\s*\S+)*)\s+\S+\s*=\s*(?:\([^)]*\)\s*)?(?P<what>.*)")
_NUMBER = re.compile(r"#\d+,?")
_COMMENT = re.compile(r"(?<!^)(?<!%)#(?!\d).*")
# Whoever may run one of these as root may run everything: shells, what starts others, and what writes any file.
_AS_GOOD_AS_ALL = frozenset(
    (
        *("sh", "bash", "dash", "zsh", "fish", "ksh", "csh", "tcsh", "busybox", "su", "sudo", "env", "nohup", "nice"),
        *("setsid", "chroot", "unshare", "nsenter", "systemd-run", "python", "python3", "perl", "ruby", "node", "lua"),
        *("awk", "gawk", "mawk", "vi", "vim", "nano", "emacs", "ed", "less", "more", "man", "find", "xargs", "tar"),
        *("cp", "mv", "dd", "tee", "install", "chmod", "chown", "visudo", "passwd", "usermod", "useradd", "docker"),
        *("podman", "mount", "gdb", "strace", "ssh", "screen", "tmux"),
    )
)


def gives_all(commands: Iterable[str]) -> bool:
    """Whether one of them is ALL, or as good as that. Words that are no program's name count for nothing."""
    return any(word == "ALL" or posixpath.basename(word) in _AS_GOOD_AS_ALL for word in commands)


class Sudoers:
    """sudoers(5), as far as it says who may run everything. Its absence means that there is no sudo.

    `all` and `unasked` are names as sudoers writes them: ``alice``, ``%group``, ``#1000``, ``ALL``, an alias.
    """

    def __init__(self, machine: Machine, users: Mapping[str, str], groups: Mapping[str, str]) -> None:
        """`users` and `groups`: names by number."""
        self._machine, self._users, self._groups = machine, users, groups
        self._aliases: dict[str, list[str]] = {}
        self._unasked_by_default = False
        self.all: set[str] = set()
        self.unasked: set[str] = set()
        self._file(SUDOERS, _DEPTH)
        if self._unasked_by_default:
            self.unasked |= self.all

    def _file(self, path: str, depth: int) -> None:
        if depth == 0:
            raise refusals.malformed(path)
        for line in self._machine.text(path, LIMIT).replace("\\\n", " ").splitlines():
            self._line(line.strip(), path, depth)

    def _line(self, line: str, path: str, depth: int) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "@include" | "#include":
                self._file(rest.strip().strip('"'), depth - 1)
            case "@includedir" | "#includedir":
                self._folder(rest.strip().strip('"'), depth)
            case "User_Alias":
                for one in rest.split(":"):
                    name, _, names = one.partition("=")
                    self._aliases[name.strip()] = [name.strip() for name in names.split(",")]
            case _ if word.startswith("Defaults"):
                self._unasked_by_default |= bool(re.search(r"!\s*authenticate\b", line))
            case "" | "Host_Alias" | "Runas_Alias" | "Cmnd_Alias" | "Cmd_Alias":
                return
            case _ if not word.startswith("#") or _NUMBER.fullmatch(word):
                self._grant(_COMMENT.sub("", line).strip(), path)

    def _folder(self, folder: str, depth: int) -> None:
        try:
            entries = self._machine.list(folder)
        except Absent:
            return
        for entry in entries:
            if "." not in entry.name and not entry.name.endswith("~"):  # sudo leaves these out
                self._file(f"{folder.rstrip('/')}/{entry.name}", depth - 1)

    def _grant(self, line: str, path: str) -> None:
        match = _GRANT.fullmatch(line)
        if match is None:
            raise refusals.malformed(path)
        names = {name.strip() for name in match["who"].split(",")}
        words = [word.strip() for word in re.split(r"[\s,]+", match["what"])]
        if gives_all(word.rpartition(":")[2] for word in words):
            self.all |= names
            if any(word.startswith("NOPASSWD:") for word in words):
                self.unasked |= names

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
