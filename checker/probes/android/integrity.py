"""Whether a phone's system is its maker's own: verified boot, the bootloader's lock, and the traces of root.

Who hides root sets the best known of these properties back; the makers keep the same word under names of their own
(those that the tools which hide it list beside Android's). Whatever of them says the worst counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checker.facts.phone.settings import PhoneIntegrity
from checker.knowledge.phone_apps import phone_apps
from checker.machine import refusals
from checker.machine.machine import Machine
from checker.machine.phone.commands import ends
from checker.machine.phone.recorded import BROKE_OFF
from checker.model.coverage import Coverage, Ledger, Unit
from checker.model.target import Platform
from checker.probes.android import answers
from checker.probes.android.answers import strange
from checker.probes.android.packages import everywhere
from checker.probes.base import probe

_BOOT = ("ro.boot.verifiedbootstate", "vendor.boot.verifiedbootstate", "ro.boot.realmebootstate")
_STATES = ("red", "orange", "yellow", "green")  # the worst first
# Property to its words for locked and unlocked.
_LOCKS: Mapping[str, tuple[str, str]] = {
    "ro.boot.flash.locked": ("1", "0"),
    "ro.boot.vbmeta.device_state": ("locked", "unlocked"),
    "vendor.boot.vbmeta.device_state": ("locked", "unlocked"),
    "ro.secureboot.lockstate": ("locked", "unlocked"),  # Xiaomi
    "ro.boot.realme.lockstate": ("1", "0"),
}
# 1: an unofficial system ran once, which the maker's boot loader does not forget. Samsung's Knox, OnePlus.
_ONCE = (
    "ro.boot.warranty_bit",
    "ro.warranty_bit",
    "ro.vendor.boot.warranty_bit",
    "ro.vendor.warranty_bit",
    "ro.is_ever_orange",
)
# What community systems call themselves by.
_COMMUNITY = (
    "ro.lineage.version",
    "ro.modversion",
    "ro.crdroid.version",
    "ro.aospa.version",
    "ro.evolution.version",
    "org.pixelexperience.version",
)
# A system that was put beside the maker's own to try it (AOSP: Dynamic System Updates) starts on a locked phone, too.
_BESIDE = "ro.gsid.image_running"
# Any of these is a system for developers, where adb may be root.
_DEVELOPERS = (
    ("ro.debuggable", "1"),
    ("ro.force.debuggable", "1"),
    ("ro.secure", "0"),
    ("ro.adb.secure", "0"),
    ("service.adb.root", "1"),
)


@probe(PhoneIntegrity, Platform.ANDROID)
def phone_integrity(machine: Machine) -> PhoneIntegrity:
    found = {name: value.lower() for name, value in answers.properties(machine).items()}  # some makers write GREEN
    asked = Ledger(Unit.SETTINGS, ("su", "apps"))
    roots: tuple[str, ...] = ()
    people_seen = Coverage.whole(Unit.ACCOUNTS)
    with asked.reading("apps"):
        listed = everywhere(machine)
        roots, people_seen = tuple(sorted(listed.all & phone_apps().root)), listed.coverage
    traces = list[str]()
    with asked.reading("su"):
        traces = _traces(machine)
        _complete(traces)
    return PhoneIntegrity(
        boot=_boot(found, asked),
        unlocked=_unlocked(found, asked),
        debuggable=_of_developers(found, asked),
        test_keys=_of_a_workshop(found, asked),
        su=any(_is_root(line) for line in traces),
        root_apps=roots,
        unofficial=any(name in found for name in _COMMUNITY) or found.get(_BESIDE, "0") not in ("0", "false"),
        once=_once(found, asked),
        unguarded="Permissive" in traces or "Disabled" in traces or _unverified(found, asked),
        coverage=asked.coverage + people_seen,
    )


def _boot(found: Mapping[str, str], asked: Ledger[str]) -> str | None:
    """The worst word that any property has for it; None: none has one. A word that nobody knows is not looked at."""
    said = set()
    for name in _BOOT:
        if found.get(name) in _STATES:
            said.add(found[name])
            asked.looked(name)
        elif name in found:
            asked.left(name, refusals.not_understood(name))
    return next((state for state in _STATES if state in said), None)


def _unlocked(found: Mapping[str, str], asked: Ledger[str]) -> bool | None:
    """Whether any property says so; None: none says either."""
    said = set()
    for name, (locked, unlocked) in _LOCKS.items():
        if found.get(name) in (locked, unlocked):
            said.add(found[name] == unlocked)
            asked.looked(name)
        elif name in found:
            asked.left(name, refusals.not_understood(name))
    return True in said if said else None


def _once(found: Mapping[str, str], asked: Ledger[str]) -> bool:
    """Whether a maker's mark is set: a number, of which some write 0x1."""
    said = False
    for name in _ONCE:
        if re.fullmatch(r"\d{1,4}|0x[0-9a-f]{1,8}", found.get(name, "")):
            said = said or int(found[name], 16) != 0
            asked.looked(name)
        elif name in found:
            asked.left(name, refusals.not_understood(name))
    return said


def _of_developers(found: Mapping[str, str], asked: Ledger[str]) -> bool:
    """Whether any property says so; a word that nobody knows is not looked at."""
    kind = found.get("ro.build.type", "user")
    strange = [name for name, _ in _DEVELOPERS if found.get(name, "0") not in ("0", "1")]
    strange += ["ro.build.type"] * (kind not in ("user", "userdebug", "eng"))
    for name in strange:
        asked.left(name, refusals.not_understood(name))
    return any(found.get(name) == value for name, value in _DEVELOPERS) or kind in ("userdebug", "eng")


def _of_a_workshop(found: Mapping[str, str], asked: Ledger[str]) -> bool:
    """Whether the system is signed with keys that are no maker's own; a word that nobody knows is not looked at."""
    words = {word.strip() for word in found.get("ro.build.tags", "").split(",") if word.strip()}
    if words - {"release-keys", "test-keys", "dev-keys"}:
        asked.left("ro.build.tags", refusals.not_understood("ro.build.tags"))
    return bool(words & {"test-keys", "dev-keys"})


def _unverified(found: Mapping[str, str], asked: Ledger[str]) -> bool:
    """``eio``: what was read did not match what the maker signed, and the phone started in spite of it."""
    mode = found.get("ro.boot.veritymode", "enforcing")
    if mode not in ("enforcing", "disabled", "logging", "eio", "panicking"):
        asked.left("ro.boot.veritymode", refusals.not_understood("ro.boot.veritymode"))
    return mode in ("disabled", "logging", "eio", "panicking")


def _traces(machine: Machine) -> list[str]:
    """``ls -d`` of the usual places: it prints those that are there, and an error for each that is not; the kernel's
    release; whether SELinux guards (``getenforce``); what root managers mounted."""
    code, output = machine.phone("identity").get("root.su", (None, b""))
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines()]
    # The last of them is `grep`: 0 and 1 are its answers, 2 that the table of mounts is closed to us.
    if code not in ends("root.su") or not lines or any(BROKE_OFF.search(line) for line in lines):
        raise strange()
    return lines


def _complete(lines: list[str]) -> None:
    """Raises Unreadable: the kernel's release is not there, nothing says whether SELinux guards, or one of the system's
    own folders, which are open to everybody, denies what another would say is not there.
    """
    if any(_DENIED.search(line) for line in lines):
        raise strange()
    kernel = any(re.match(r"\d+\.\d+\S*", line) for line in lines)
    if not kernel or not {"Enforcing", "Permissive", "Disabled"} & set(lines):
        raise strange()


_DENIED = re.compile(r"/system/x?bin/\w+\b.*Permission denied")
_PLACE = re.compile(r"/\S+/(su|magisk|resetprop|ksu|ap|\.magisk)|/data/adb/\w+")
_MOUNTED = re.compile(r"(magisk|KSU|APatch)")  # what they call the file systems that they lay over the system's
# One that lives in the kernel (KernelSU, SukiSU, APatch) often names itself in its release, whatever its app's name.
_KERNEL = re.compile(r"(?i)\d+\.\d+\S*(ksu|kernelsu|sukisu|apatch|magisk)")


def _is_root(line: str) -> bool:
    return bool(_PLACE.fullmatch(line) or _MOUNTED.fullmatch(line) or _KERNEL.match(line))
