"""Debian systems to try things in, made by debootstrap and kept from run to run.

Three layers of one overlay, so that a state costs no copy: the bare system, made once; the packages that a question
needs, installed once; and what one state changes, in memory, gone with it. A state has processes, mounts and a network
of its own. Its network reaches one place, ``outside``, another namespace; neither reaches this computer.

MIJIAN_REAL_WORK: where systems are kept, /var/tmp/mijian-real if not said.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.worlds.packets import Wire

SUITE = "bookworm"
PLACE = Path(os.environ.get("MIJIAN_REAL_WORK", "/var/tmp/mijian-real"))
# What every system has beside debootstrap's minbase: Python to ask with, and tools that each Debian desktop has.
EVERYWHERE = ("python3", "iproute2", "procps", "dbus")
_NULL = subprocess.DEVNULL
_CLONE = Path(__file__).parents[2]
_LIBRARIES = Path(sysconfig.get_path("platlib"))
_VARIABLES = ("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive")
_BARE_ENVIRONMENT = ("env", "-i", *_VARIABLES)
_ACCOUNTS = ("alice", "bob")
_PASSWORDS = "alice:A-long-1-word\nbob:A-long-2-word\nroot:A-long-3-word\n"
_ASK = "import sys; sys.path += ['/mijian', '/mijian-libraries']; from tests.real.asked import tell; tell(sys.argv[1])"

# Runs as the first process of a state: bash, because it ends what its children leave behind.
_STATE = """
set -euo pipefail
layers=$1 place=$2 clone=$3 libraries=$4
mount -t tmpfs tmpfs "$place"
mkdir "$place"/{upper,work,root}
root=$place/root
mount -t overlay overlay -o "lowerdir=$layers,upperdir=$place/upper,workdir=$place/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/tmp" && chmod 1777 "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run" && mkdir "$root/run/lock"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in null zero full random urandom tty; do
  touch "$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root"/dev/{pts,shm} && mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx" && ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/mijian" "$root/mijian-libraries"
mount --bind "$clone" "$root/mijian"
mount --bind "$libraries" "$root/mijian-libraries"
ip link set lo up
unshare --net sleep infinity &
far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
ip link add eth0 address 02:00:00:00:00:02 type veth peer name out address 02:00:00:00:00:01 netns $far
ip address add 10.77.0.2/24 dev eth0
ip address add fd77::2/64 dev eth0 nodad
ip link set eth0 up
echo 0 | tee /proc/sys/net/ipv4/conf/{all,eth0}/rp_filter >/dev/null
nsenter -t $far -n sh -c 'ip link set lo up; ip address add 10.77.0.1/24 dev out
  ip address add fd77::1/64 dev out nodad; ip link set out up'
echo "$far"
while :; do sleep 3600 & wait $! || true; done
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Where a check stands: a state's word, and everything that is said, both languages."""

    state: str
    text: str


class State:
    """A running system whose changes end with it."""

    def __init__(self, holder: int, far: int, root: Path) -> None:
        self._far = far
        self._started: list[subprocess.Popen[bytes]] = []
        self._enter = ("nsenter", "-t", str(holder), "-m", "-n", "-p", "-u", "-i")
        self._inside = (*self._enter, "chroot", str(root), *_BARE_ENVIRONMENT)

    def run(self, *argv: str, by: str = "root", given: str = "") -> subprocess.CompletedProcess[str]:
        """A program inside, by that account; what it says and how it ended."""
        command = (*self._inside, *_as(by), *argv)
        return subprocess.run(command, input=given, text=True, capture_output=True, check=False)

    def do(self, line: str) -> str:
        """A line of shell by root, which has to succeed; what it printed."""
        ended = self.run("bash", "-euo", "pipefail", "-c", line)
        assert ended.returncode == 0, f"{line}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def write(self, path: str, text: str) -> None:
        self.do(f"mkdir -p {shlex.quote(os.path.dirname(path))}")
        ended = self.run("tee", path, given=text)
        assert ended.returncode == 0, ended.stderr

    def start(self, *argv: str, by: str = "root") -> None:
        """A service or a session's program inside, which ends with the state."""
        command = (*self._inside, *_as(by), *argv)
        self._started.append(subprocess.Popen(command, stdin=_NULL, stdout=_NULL, stderr=_NULL))

    def end(self) -> None:
        """End what was started here."""
        for process in self._started:
            process.kill()
            process.wait()

    @property
    def wire(self) -> Wire:
        """Its network, with somebody outside who sends packets."""
        return Wire(self._enter, (*self._enter, "nsenter", "-t", str(self._far), "-n"))

    def typed(self, *argv: str, answers: Sequence[tuple[str, str | int]], by: str = "root") -> int:
        """Somebody at a terminal, who answers what a program asks (`tests.real.typed`); how it ended."""
        given = json.dumps({"argv": argv, "answers": list(answers)})
        return self.run("python3", "-I", "-B", "/mijian/tests/real/typed.py", given, by=by).returncode

    def asked(self, check: str, by: str = "root") -> Said:
        """Where a check of this clone stands here."""
        ended = self.run("python3", "-I", "-B", "-c", _ASK, check, by=by)
        assert ended.returncode == 0, ended.stderr
        return Said(**json.loads(ended.stdout))


def _as(account: str) -> tuple[str, ...]:
    if account == "root":
        return ()
    own = ("env", f"USER={account}", f"HOME=/home/{account}")
    return ("setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups", *own)


def missing() -> str | None:
    """Why none can be made here."""
    if os.geteuid() != 0:
        return "needs root, for debootstrap and chroot"
    lacking = [name for name in ("debootstrap", "unshare", "nsenter", "ip") if shutil.which(name) is None]
    return f"needs {', '.join(lacking)}" if lacking else None


@contextmanager
def debian(*packages: str) -> Iterator[State]:
    """A system with these packages, just installed, none of its services running."""
    base = _base()
    layers = [_layer(base, packages), base] if packages else [base]
    place = PLACE / "states" / str(os.getpid())
    place.mkdir(parents=True, exist_ok=True)
    script = ("bash", "-c", _STATE, "state", ":".join(map(str, layers)), str(place), str(_CLONE), str(_LIBRARIES))
    alone = ("unshare", "--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc")
    with subprocess.Popen((*alone, *script), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            far = process.stdout.readline().strip()
            assert far, f"no state: unshare ended with {process.wait()}"
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
            state = State(int(children.split()[0]), int(far), place / "root")
            try:
                yield state
            finally:
                state.end()
        finally:
            process.kill()  # and its children with it: --kill-child
    with suppress(OSError):
        place.rmdir()


@contextmanager
def _made(folder: Path) -> Iterator[bool]:
    """Whether that folder has still to be made; two that ask at once wait for one another."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / ".complete"
        if done.exists():
            yield False
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield True
        done.touch()


def _base() -> Path:
    folder = PLACE / f"{SUITE}-{_digest(EVERYWHERE)}"
    with _made(folder) as wanted:
        if wanted:
            _run("debootstrap", "--variant=minbase", f"--include={','.join(EVERYWHERE)}", SUITE, str(folder / "root"))
            _furnish(folder / "root")
    return folder / "root"


def _furnish(root: Path) -> None:
    """How apt reaches its sources here; services that do not start while they are installed; an officer's account."""
    for path in ("/etc/resolv.conf", "/etc/hosts"):
        shutil.copyfile(path, f"{root}{path}")
    for path in Path("/etc/apt/apt.conf.d").iterdir():
        if "Acquire::" in path.read_text("utf-8"):
            shutil.copyfile(path, f"{root}{path}")
    refusal = root / "usr/sbin/policy-rc.d"
    refusal.write_text("#!/bin/sh\nexit 101\n", "utf-8")
    refusal.chmod(0o755)
    # Documentation and translations are of no use here.
    (root / "etc/dpkg/dpkg.cfg.d/lean").write_text("path-exclude /usr/share/doc/*\npath-exclude /usr/share/locale/*\n")
    inside = ("chroot", str(root), *_BARE_ENVIRONMENT)
    for name in _ACCOUNTS:
        _run(*inside, "useradd", "--create-home", "--shell", "/bin/bash", name)
    _run(*inside, "chpasswd", given=_PASSWORDS)


def _layer(base: Path, packages: tuple[str, ...]) -> Path:
    """What installing those packages changes."""
    folder = PLACE / "layers" / f"{_digest((*EVERYWHERE, *sorted(packages)))}-{packages[0]}"
    with _made(folder) as wanted:
        if wanted:
            for name in ("upper", "work", "root"):
                (folder / name).mkdir()
            _run(
                "unshare",
                "--mount",
                "bash",
                "-euc",
                _INSTALL,
                "install",
                str(base),
                str(folder),
                *_VARIABLES,
                *packages,
            )
    return folder / "upper"


_INSTALL = """
base=$1 folder=$2 # and three variables, and the packages
mount -t overlay overlay -o "lowerdir=$base,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
mount -t proc proc "$folder/root/proc"
mount --bind /dev "$folder/root/dev"
mount -t tmpfs tmpfs "$folder/root/var/cache/apt"
chroot "$folder/root" env -i "${@:3:3}" apt-get -qq update
chroot "$folder/root" env -i "${@:3:3}" apt-get -qq install -y --no-install-recommends "${@:6}"
"""


def _digest(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]


def _run(*argv: str, given: str = "") -> None:
    ended = subprocess.run(argv, input=given, text=True, capture_output=True, check=False)
    assert ended.returncode == 0, f"{' '.join(argv[:6])}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}"
