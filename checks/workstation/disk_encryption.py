"""Whoever finds a lost computer cannot read its disk."""

from checker.api import Actor, Ask, Fail, NotApplicable, Pass, Platform, Remedy, Severity, Text, Verdict, check, shown
from checker.facts.workstation.encryption import DiskEncryption, Encryption, Volume


@check(
    id="workstation.disk_encryption",
    title=Text("便携式电脑的磁盘已全盘加密", "The disks of a portable computer are encrypted"),
    why=Text(
        "便携机容易丢失。磁盘没有加密，拆下硬盘就能读出全部文件，登录口令挡不住。",
        "Portable computers get lost. Without encryption the disk can be taken out and read; the password does not "
        "help.",
    ),
    severity=Severity.HIGH,
    rules=("disk-encryption-portable",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.IT,
            (
                Text(
                    "打开“控制面板→系统和安全→BitLocker 驱动器加密”，对列出的每个盘点“启用 BitLocker”（显示已暂停的点“"
                    "恢复保护”）",
                    "Control Panel, System and Security, BitLocker: turn it on for each drive listed (or Resume "
                    "protection)",
                ),
                Text(
                    "把恢复密钥交单位统一保管，不要存在本机或网盘",
                    "Hand the recovery key to the unit; keep it neither on this computer nor in a cloud",
                ),
                Text("加密完成前不要携带外出", "Do not take the computer out before the encryption is complete"),
            ),
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            (
                Text(
                    "先备份文件，再重装系统并在安装时选择“全盘加密”",
                    "Back up, then reinstall and choose full-disk encryption in the installer",
                ),
                Text("口令由使用人保管，恢复密钥交单位", "The user keeps the passphrase, the unit the recovery key"),
                Text("加密完成前不要携带外出", "Do not take the computer out before that"),
            ),
        ),
    },
)
def disk_encryption(disks: DiskEncryption) -> Verdict:
    if not disks.portable:
        return NotApplicable(
            Text("这是台式机，这一条只对便携式电脑", "This is a desktop computer; the rule is about portable ones")
        )
    bare = [volume for volume in disks.volumes if volume.encryption is not Encryption.ENCRYPTED]
    items = tuple(_item(volume) for volume in bare)
    if bare and disks.others:
        return Ask(_question(bare, disks.others), wanted=True, items=items)
    if bare:
        return Fail(
            Text("有 {count} 个磁盘没有加密保护", "Disks without encryption: {count}").filled(count=len(bare)), items
        )
    return Pass(Text("{count} 个磁盘都已加密", "All disks are encrypted: {count}").filled(count=len(disks.volumes)))


def _question(bare: list[Volume], others: tuple[Text, ...]) -> Text:
    """Disks and products are in the question itself, so that an answer lapses when they change."""
    disks = [shown(volume.name) for volume in bare]
    return Text(
        "系统自带的加密没有覆盖 {disks}，但发现了 {names}。这些磁盘是否已由它全部加密？",
        "The system's own encryption does not cover {disks}, but {names} was found. Does it encrypt all of them?",
    ).filled(
        disks=Text("、".join(disks), ", ".join(disks)),
        names=Text("、".join(product.zh for product in others), ", ".join(product.en for product in others)),
    )


def _item(volume: Volume) -> Text:
    if volume.encryption is Encryption.SUSPENDED:
        words = Text("{name}：已加密，但保护已暂停", "{name}: encrypted, but protection is suspended")
    else:
        words = Text("{name}：没有加密", "{name}: not encrypted")
    name = Text.name(volume.name)
    if volume.note is not None:
        name = Text("{name}（{note}）", "{name} ({note})").filled(name=name, note=volume.note)
    return words.filled(name=name)
