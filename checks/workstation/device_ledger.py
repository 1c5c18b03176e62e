"""Is this computer what the unit's ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.ledger import Computer, ComputerIdentity, Disks
from checker.facts.workstation.usb import plain_serial

_REMEDY = Remedy(
    Actor.OFFICER,
    steps=(
        Text(
            "看机身标签和台账，弄清是台账没有更新，还是电脑或硬盘被换过。",
            "Find out which of the two is wrong, and why.",
        ),
        Text("硬盘被换过的，查清旧硬盘的去向。", "If a disk was changed, find out where the old one went."),
        Text("补登或更正台账，贴好标识。", "Correct the ledger and the label."),
    ),
)


@check(
    id="workstation.device_ledger",
    title=Text("电脑与台账一致", "The computer is what the ledger says"),
    why=Text(
        "台账对不上，丢了、换了硬盘、重装了系统都没人知道。",
        "Without a true ledger nobody notices a lost computer, a changed disk or a new installation.",
    ),
    severity=Severity.MEDIUM,
    rules=("device-ledger-mismatch",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def device_ledger(identity: ComputerIdentity, disks: Disks, policy: Policy) -> Verdict:
    """What the ledger leaves empty is not compared. Serial numbers are shown by their last four characters."""
    entry = identity.entry_in(policy.ledger)
    if not policy.ledger.computers:
        question = Text(
            "请对照台账：电脑“{name}”的型号、编号和 {count} 块硬盘是否都与台账一致？",
            "Compare with the ledger: do model, numbers and disks ({count}) of the computer “{name}” agree with it?",
        )
        filled = question.filled(name=Text.name(identity.name), count=len(disks.disks))
        return Ask(filled, items=tuple(_read(identity, disks)))
    if entry is None:
        return Fail(
            Text("台账里没有电脑“{name}”。", "The ledger has no computer “{name}”.").filled(
                name=Text.name(identity.name)
            ),
            tuple(_read(identity, disks)),
        )
    faults = (*_differences(entry, identity), *_disk_faults(entry.disks, disks))
    if faults:
        return Fail(Text("电脑与台账不一致。", "The computer is not what the ledger says."), faults)
    return Pass(
        Text("与台账一致：{name}。", "As the ledger says: {name}.").filled(
            name=Text.name(entry.asset_number or entry.name)
        )
    )


def _differences(entry: Computer, identity: ComputerIdentity) -> Iterator[Text]:
    """Where ledger and computer differ. What could not be read is no difference: it is left, and nothing passes."""
    model = f"{identity.maker or ''} {identity.model or ''}".strip()
    serial = identity.serial or ""
    rows = (
        (Text("计算机名", "Name"), entry.name, identity.name, entry.name.lower() == identity.name.lower()),
        (Text("资产编号", "Asset number"), entry.asset_number, identity.asset_tag or "", None),
        (Text("型号", "Model"), entry.model, model, entry.model.lower() in model.lower()),
        (Text("整机序列号尾号", "Serial, ends in"), _tail(entry.serial), _tail(serial), _same(entry.serial, serial)),
        (Text("系统安装日期", "Installed on"), str(entry.installed or ""), str(identity.installed or ""), None),
    )
    for what, wanted, found, same in rows:
        agrees = wanted.lower() == found.lower() if same is None else same
        if wanted and not agrees and (found or identity.coverage.complete):
            yield _differs(what, wanted, found)


def _same(one: str, other: str) -> bool:
    return plain_serial(one) == plain_serial(other)


def _disk_faults(wanted: tuple[str, ...], disks: Disks) -> Iterator[Text]:
    """A disk whose number cannot be read may be any of the missing ones; and is not looked at, too."""
    if not wanted:
        return
    listed = {plain_serial(serial) for serial in wanted}
    numbered = [disk for disk in disks.disks if disk.serial]
    here = {plain_serial(disk.serial or "") for disk in numbered}
    if len(numbered) == len(disks.disks):
        for serial in wanted:
            if plain_serial(serial) not in here:
                line = Text(
                    "台账上的硬盘不在电脑里：尾号 {tail}", "A disk of the ledger is not in the computer: {tail}"
                )
                yield line.filled(tail=_tail(serial))
    for disk in numbered:
        if plain_serial(disk.serial or "") not in listed:
            line = Text("电脑里的硬盘不在台账上：{disk}", "A disk in the computer is not in the ledger: {disk}")
            yield line.filled(disk=disk.line)


def _differs(what: Text, wanted: str, found: str) -> Text:
    line = Text("{what}：台账 {wanted}，实际 {found}", "{what}: ledger {wanted}, found {found}")
    return line.filled(what=what, wanted=Text.name(wanted), found=Text.name(found or "-"))


def _read(identity: ComputerIdentity, disks: Disks) -> Iterator[Text]:
    """What a person compares with the ledger."""
    rows = (
        (Text("型号", "Model"), f"{identity.maker or ''} {identity.model or ''}".strip()),
        (Text("资产编号", "Asset number"), identity.asset_tag or ""),
        (Text("整机序列号尾号", "Serial, ends in"), _tail(identity.serial)),
        (Text("系统安装日期", "Installed on"), str(identity.installed or "")),
    )
    for what, found in rows:
        line = Text("{what}：{found}", "{what}: {found}")
        yield line.filled(
            what=what, found=Text.name(found) if found else Text("读不到或没有填写", "not readable or empty")
        )
    for disk in disks.disks:
        yield Text("硬盘：{disk}", "Disk: {disk}").filled(disk=disk.line)


def _tail(serial: str | None) -> str:
    return plain_serial(serial)[-4:].upper() if serial else ""
