"""A whole phone inspected over adb: our lines run in the phone's own shell, over what its commands print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import checker.probes
import checks
from checker.engine.catalog import Catalog
from checker.engine.inspect import inspect
from checker.machine.machine import Machine
from checker.machine.phone.finder import door
from checker.machine.phone.transport import Device, Way
from checker.model.finding import Finding
from checker.model.policy import Policy
from checker.model.target import DeviceClass, Platform, Target
from checker.probes.android.state import handset
from tests.worlds.phone_peer import StandInPhone
from tests.worlds.whole_phones import Whole, file_name, stubs


def inspected(
    one: Whole,
    said: Mapping[str, str],
    phone: Callable[..., StandInPhone],
    folder: Path,
    only: Iterable[str] = (),
) -> tuple[str, dict[str, Finding]]:
    """The edition that the phone's maker gives it, and what each check found, by its name without "phone."; `only`:
    those checks, and no others."""
    outputs = folder / "said"
    outputs.mkdir()
    for command, text in said.items():
        (outputs / file_name(command)).write_text(text, "utf-8")
    peer = phone(stubs=stubs(one, str(outputs)))
    for name in ("DCIM/Camera", "Download", "Pictures"):
        (peer.root / "sdcard" / name).mkdir(parents=True)
    source = door(Device(f"127.0.0.1:{peer.port}", "", None, Way.PORT), folder)
    catalog = Catalog().add(checker.probes).add(checks)
    named = {f"phone.{name}" for name in only}
    wanted = [
        check
        for check in catalog.checks.values()
        if Platform.ANDROID in check.platforms and (not named or check.id in named)
    ]
    target = Target("android-1", Platform.ANDROID, "phone", DeviceClass.PHONE)
    machine = Machine(source)
    try:
        skin = handset(machine).skin
        ended = [found for found in inspect(target, machine, wanted, catalog.readers, Policy()) if found.state.final]
    finally:
        source.close()
    assert len(ended) == len(wanted)
    return skin, {found.check_id.removeprefix("phone."): found for found in ended}
