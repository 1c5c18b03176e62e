"""Photos are not uploaded by themselves."""

from checker.api import Actor, Ask, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import KnownApps


@check(
    id="phone.photo_cloud_backup",
    title=Text("手机照片不会自动上传到云端", "Photos are not uploaded to a cloud by themselves"),
    why=Text(
        "相册自动上传后，拍到的文件就到了别人的服务器上。",
        "Once an album uploads by itself, photos of papers lie on somebody else's server.",
    ),
    severity=Severity.HIGH,
    rules=("cloud-auto-backup-photos-on",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 最上面的账号 → 云服务（云空间），关闭“图库”或“相册”的同步。",
                    "Settings → the account at the top → cloud: turn off sync of the gallery.",
                ),
                Text(
                    "打开每个网盘软件 → 我的 → 自动备份，关闭照片和视频。",
                    "In every cloud-drive app: Me → automatic backup: turn off photos and videos.",
                ),
                Text(
                    "看一眼云端里有没有文件照片；有密级字样的不要动它，报告本单位保密工作机构。",
                    "Look whether the cloud holds photos of papers; leave any with a secrecy level alone "
                    "and report to the unit's secrecy office.",
                ),
            ),
        ),
    },
)
def photo_cloud_backup(known: KnownApps) -> Verdict:
    question = Text(
        "手机相册的云同步，以及下列应用的照片自动备份，都已关闭，对吗？",
        "Cloud sync of the album and photo backup of these apps are off. Is that right?",
    )
    return Ask(question, items=tuple(app.label for app in known.photo_clouds))
