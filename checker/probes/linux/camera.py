"""Linux: cameras in /sys/class/video4linux, sound cards that can record in /proc/asound."""

from __future__ import annotations

import re

from checker.facts.workstation.camera import Capture
from checker.machine.machine import Machine
from checker.machine.refusals import malformed
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Absent
from checker.probes.base import probe

_VIDEO = "/sys/class/video4linux"
_SOUND = "/proc/asound"
_PCM = re.compile(r"^(\d+)-(\d+): .*$")
_LIMIT = 1 << 16
_NO_DRIVER = Text("系统没有列出摄像头和麦克风", "The system lists no camera and no microphone")


@probe(Capture, Platform.LINUX)
def capture(machine: Machine) -> Capture:
    """A kernel without these folders has no driver for such devices, and so no such device that works."""
    cameras, recorders = _cameras(machine), _recorders(machine)
    used = []
    streams = Ledger(Unit.DEVICES, recorders)
    for name in recorders:
        with streams.reading(name):
            if _running(machine, name):
                used.append(name)
    if not recorders:
        streams.nothing(_NO_DRIVER)
    coverage = streams.coverage + Coverage.whole(Unit.DEVICES, cameras) if cameras else streams.coverage
    return Capture(cameras, len(recorders), cameras + len(recorders), tuple(used), coverage=coverage)


def _cameras(machine: Machine) -> int:
    """One camera can have several nodes (picture, metadata): they share the device they hang on."""
    try:
        nodes = machine.list(_VIDEO)
    except Absent:
        return 0
    return len({machine.target_of(f"{_VIDEO}/{node.name}").rpartition("/video4linux/")[0] for node in nodes})


def _recorders(machine: Machine) -> tuple[str, ...]:
    """Streams that can record, as card0/pcm0c. Source: /proc/asound/pcm, e.g. ``00-00: ALC : ALC : capture 1``."""
    try:
        lines = machine.text(f"{_SOUND}/pcm", _LIMIT).splitlines()
    except Absent:
        return ()
    found = []
    for line in lines:
        match = _PCM.match(line)
        if match is None:
            raise malformed(f"{_SOUND}/pcm")
        if re.search(r": capture \d+\b", line):
            found.append(f"card{int(match[1])}/pcm{int(match[2])}c")
    return tuple(found)


def _running(machine: Machine, stream: str) -> bool:
    try:
        return "state: RUNNING" in machine.text(f"{_SOUND}/{stream}/sub0/status", _LIMIT)
    except Absent:
        return False
